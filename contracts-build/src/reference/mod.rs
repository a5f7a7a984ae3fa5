//! What the tool says and reads, for those who work with it: artifacts that are made of this crate
//! alone.

mod examples;
mod pages;
mod schemas;

use contracts_core::manifest::ArtifactKind;

pub use pages::page;
pub use schemas::schemas;

/// A file's name in its folder, and its text.
type File = (String, String);

/// The files of an artifact that is a folder.
pub(crate) fn files(kind: &ArtifactKind, header: &str) -> Result<Vec<File>, String> {
    match kind {
        ArtifactKind::FindingPages => Ok(pages::files(header)),
        ArtifactKind::ToolSchemas => schemas::files(header),
        ArtifactKind::Types { .. }
        | ArtifactKind::Client { .. }
        | ArtifactKind::Server { .. }
        | ArtifactKind::Progenitor { .. }
        | ArtifactKind::ConfigSchema { .. }
        | ArtifactKind::Metrics { .. }
        | ArtifactKind::Requirements
        | ArtifactKind::TestDocs { .. } => Err(format!(
            "`{}` is not made of this crate alone",
            kind.as_str()
        )),
    }
}
