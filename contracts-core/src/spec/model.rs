use std::{collections::BTreeMap, ops::Range};

use super::Level;
use crate::{finding::Place, source::SourceId};

/// Every spec document of a workspace, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Specs {
    /// The documents.
    pub documents: Vec<SpecDocument>,
}

/// What one spec document says.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecDocument {
    /// The file.
    pub source: SourceId,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its requirements, in order. An id that stands twice is here twice.
    pub requirements: Vec<Requirement>,
    /// Normative sentences without an id.
    pub unnamed: Vec<Range<usize>>,
    /// Ids that refer to a requirement.
    pub references: Vec<Mention>,
    /// Ids that are given up, below `Retired`.
    pub retired: Vec<Mention>,
    /// Ids of requirements that nothing implements yet, below `Not implemented`.
    pub not_implemented: Vec<Mention>,
}

/// A heading and the anchor by which links reach it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Its plain text.
    pub text: String,
    /// Its anchor, as GitHub makes it.
    pub anchor: String,
}

/// A sentence with an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The id.
    pub id: String,
    /// Where the id stands.
    pub id_range: Range<usize>,
    /// Where the sentence stands.
    pub range: Range<usize>,
    /// The sentence without its id, as plain text with single spaces.
    pub title: String,
    /// The index of the heading above it.
    pub heading: Option<usize>,
    /// The normative words in it, and where they stand.
    pub words: Vec<(Level, Range<usize>)>,
    /// What its links lead to.
    pub links: Vec<String>,
    /// The hash of the title: another one means that the requirement says something else.
    pub hash: String,
}

/// An id somewhere in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Requirement {
    /// The strongest of its normative words.
    pub fn level(&self) -> Level {
        let levels = self.words.iter().map(|(level, _)| *level);
        levels.min().unwrap_or(Level::Info)
    }
}

impl SpecDocument {
    /// The heading above a requirement.
    pub fn section(&self, requirement: &Requirement) -> Option<&Heading> {
        self.headings.get(requirement.heading?)
    }

    /// Its first heading, or its path where it has none.
    pub fn title(&self) -> &str {
        let first = self.headings.first();
        first.map_or(self.source.as_str(), |heading| heading.text.as_str())
    }

    /// Whether it marks a requirement as not implemented.
    pub fn is_not_implemented(&self, id: &str) -> bool {
        self.not_implemented.iter().any(|mention| mention.id == id)
    }

    /// A place in it.
    pub fn place(&self, range: &Range<usize>) -> Place {
        Place::bytes(&self.source, range.clone())
    }
}

impl Specs {
    /// Each requirement by its id, with its document. Of two with the same id the first counts.
    pub fn by_id(&self) -> BTreeMap<&str, (&SpecDocument, &Requirement)> {
        let mut by_id = BTreeMap::new();
        for document in &self.documents {
            for requirement in &document.requirements {
                by_id
                    .entry(requirement.id.as_str())
                    .or_insert((document, requirement));
            }
        }
        by_id
    }

    /// Ids that are given up, by the document that says so.
    pub fn retired(&self) -> BTreeMap<&str, &SpecDocument> {
        let documents = self.documents.iter();
        let retired = documents.flat_map(|document| {
            let ids = document.retired.iter();
            ids.map(move |mention| (mention.id.as_str(), document))
        });
        retired.collect()
    }
}
