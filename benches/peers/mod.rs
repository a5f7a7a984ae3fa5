//! Crates of one document: by this toolkit, and by the generators it is compared with, from their published
//! crates.

mod openapi_to_rust;
mod progenitor;

use std::{path::Path, process::Command};

pub use openapi_to_rust::OpenapiToRust;
pub use progenitor::{
    DEPENDENCIES as PROGENITORS_DEPENDENCIES, crate_of as progenitors, text as progenitors_text,
};

use crate::{
    Failure,
    nested::{self, Nested},
};

/// The workspace of this package.
pub fn workspace() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A crate by `cargo contracts generate`, with these words of a command line besides.
///
/// # Errors
///
/// It cannot be generated.
pub fn ours(to: &mut Nested, name: &str, document: &Path, words: &str) -> Result<(), Failure> {
    // Whoever measures in release has the tool in release, too.
    let profile = if cfg!(debug_assertions) {
        "--profile=dev"
    } else {
        "--profile=release"
    };
    let mut command = Command::new("cargo");
    command
        .current_dir(workspace())
        .args([
            "run",
            "--quiet",
            profile,
            "--package=contracts-cli",
            "--",
            "--quiet",
            "generate",
        ])
        .arg("--document")
        .arg(document)
        .arg("--crate")
        .arg(to.folder.join(name))
        .arg("--runtime")
        .arg(workspace().join("contracts-runtime"))
        .args(words.split_whitespace());
    nested::output(command)?;
    to.add(name)
}

/// A `contracts.toml` whose artifacts are the types and the client of one document, for one package `api` at its
/// side; `keys` are the document's besides.
pub fn manifest(document: &str, keys: &str) -> String {
    format!(
        "[formats]\nuuid = \"::uuid::Uuid\"\n\n\
         [documents.d]\npath = {document:?}\n{keys}\n\n\
         [[artifacts]]\nkind = \"types\"\npath = \"api/src/types.rs\"\ndocument = \"d\"\nmodule = \"crate::types\"\n\n\
         [[artifacts]]\nkind = \"client\"\npath = \"api/src/client.rs\"\ndocuments = [\"d\"]\n"
    )
}
