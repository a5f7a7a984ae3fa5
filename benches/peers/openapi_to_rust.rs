//! openapi-to-rust, as its command line runs it: types and an async client.

use std::{fs, path::Path};

use crate::{
    Failure,
    nested::{self, Nested},
};

/// The generator, compiled from its published crate.
///
/// A program of its own: what it depends on is not to be locked for this workspace.
#[derive(Debug)]
pub struct OpenapiToRust {
    generator: Nested,
}

const MANIFEST: &str = "[package]\nname = \"generator\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
    openapi-to-rust = { version = \"0.23\", default-features = false }\nserde_json = \"1\"\n";

impl OpenapiToRust {
    /// Compiles it.
    ///
    /// # Errors
    ///
    /// It does not compile.
    pub fn new() -> Result<Self, Failure> {
        let mut generator = Nested::new("openapi-to-rust")?;
        generator.write("generator/Cargo.toml", MANIFEST)?;
        generator.write(
            "generator/src/main.rs",
            include_str!("openapi_to_rust_program.rs"),
        )?;
        generator.add("generator")?;
        nested::output(generator.cargo(&["build", "--quiet"]))?;
        Ok(Self { generator })
    }

    /// A crate of a document.
    ///
    /// # Errors
    ///
    /// It cannot generate that, or a file cannot be written.
    pub fn crate_of(&self, to: &mut Nested, name: &str, document: &Path) -> Result<(), Failure> {
        let generated = to.folder.join(name).join("src/generated");
        fs::create_dir_all(&generated)?;
        let mut command = std::process::Command::new(self.generator.built("debug/generator"));
        command.arg(document).arg(&generated);
        nested::output(command)?;
        let dependencies = fs::read_to_string(generated.join("REQUIRED_DEPS.toml"))?;
        to.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}"),
        )?;
        to.write(&format!("{name}/src/lib.rs"), "pub mod generated;\n")?;
        to.add(name)
    }
}
