//! What the tool says and reads, for those who work with it: artifacts that are made of this crate
//! alone.

mod examples;
mod pages;

use contracts_core::manifest::ArtifactKind;

pub use pages::page;

/// The files of an artifact that is a folder: their names in it and their texts.
pub(crate) fn files(kind: &ArtifactKind, header: &str) -> Vec<(String, String)> {
    match kind {
        ArtifactKind::FindingPages => pages::files(header),
        ArtifactKind::Types { .. }
        | ArtifactKind::Client { .. }
        | ArtifactKind::ConfigSchema { .. } => Vec::new(),
    }
}
