use std::{collections::BTreeSet, ops::Range};

use super::allow::Allowance;
use crate::{Finding, source::SourceId};

/// What one file says about others.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The file.
    pub source: SourceId,
    /// Its links and paths, in order.
    pub links: Vec<Link>,
    /// The anchors that links can reach in it.
    pub anchors: BTreeSet<String>,
    /// What it accepts, and where.
    pub(super) allowances: Vec<Allowance>,
    /// Comments that accept nothing, though they seem to.
    pub(super) findings: Vec<Finding>,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it leads to.
    pub to: Target,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file or folder, and an anchor in it.
    File {
        /// Its path from the root, as in `README.md`; `""` is the root, `../a` lies beside it.
        path: String,
        /// What stands behind `#`.
        anchor: Option<String>,
    },
    /// Inline code that claims to be a file, or a folder where it ends with `/`.
    Path {
        /// What was written.
        path: String,
    },
    /// A page on the web.
    Web {
        /// Its address.
        url: String,
    },
    /// The name of a link that the document defines nowhere.
    Undefined {
        /// The name.
        label: String,
    },
}

impl Page {
    /// The folder it is in.
    pub fn folder(&self) -> &str {
        super::path::folder(self.source.as_str())
    }

    /// The paths from the root at which the file that a link claims may be.
    pub fn candidates(&self, link: &Link) -> Vec<String> {
        match &link.to {
            Target::File { path, .. } => vec![path.clone()],
            Target::Path { path } => super::path::upwards(self.folder())
                .map(|folder| super::path::joined(folder, path))
                .collect(),
            Target::Web { .. } | Target::Undefined { .. } => Vec::new(),
        }
    }

    /// Whether the page accepts a finding.
    pub fn accepts(&self, finding: &Finding) -> bool {
        self.allowances.iter().any(|it| it.covers(finding))
    }
}
