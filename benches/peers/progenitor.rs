//! progenitor, as its README uses it: positional, merged, formatted by prettyplease.

use std::{fs, path::Path};

use crate::{Failure, nested::Nested};

/// What its code may need, as its README has it.
pub const DEPENDENCIES: &str = "\
base64 = \"0.22\"
bytes = \"1\"
chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }
futures = \"0.3\"
progenitor-client = \"0.15\"
rand = \"0.8\"
regress = \"0.11\"
reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"
uuid = { version = \"1\", features = [\"serde\"] }
";

/// Its code for a document in JSON.
///
/// # Errors
///
/// It cannot generate that. It may panic, too.
pub fn text(document: &Path) -> Result<String, Failure> {
    let document: openapiv3::OpenAPI = serde_json::from_str(&fs::read_to_string(document)?)?;
    let mut generator = progenitor_impl::Generator::default();
    let tokens = generator.generate_tokens(&document)?;
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}

/// A crate with its code.
///
/// # Errors
///
/// It cannot generate that, or a file cannot be written.
pub fn crate_of(to: &mut Nested, name: &str, document: &Path) -> Result<(), Failure> {
    to.write(
        &format!("{name}/Cargo.toml"),
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{DEPENDENCIES}"
        ),
    )?;
    to.write(&format!("{name}/src/lib.rs"), &text(document)?)?;
    to.add(name)
}
