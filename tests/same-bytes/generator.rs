//! Generates all artifacts of the `contracts.toml` in a folder, with a given schema of configuration
//! types instead of one that Cargo builds: `generator FOLDER SCHEMA`. Says on stdout how it was built.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

use contracts_build::{
    Project,
    drift::{Mode, Scope, reconcile},
};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(folder), Some(schema)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generator FOLDER SCHEMA".into());
    };
    generate(Path::new(&folder), Path::new(&schema))?;
    let ordered: Value = serde_json::from_str(r#"{"b": 1, "a": 2}"#)?;
    writeln!(
        io::stdout(),
        "debug_assertions={} preserve_order={}",
        cfg!(debug_assertions),
        ordered.to_string().starts_with(r#"{"b""#)
    )?;
    Ok(())
}

fn generate(folder: &Path, schema: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut project = Project::open(&folder.join("contracts.toml"))?;
    let artifacts = project.manifest.artifacts.clone();
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema)?)?;
    let generated = project.generate(&artifacts, &mut |_| Ok(schema.clone()))?;
    if project.has_errors() {
        return Err(format!("{:#?}", project.findings).into());
    }
    for generated in generated {
        fs::write(folder.join(&generated.artifact.path), generated.text)?;
    }
    // The lock as well: its hashes are of the parsed documents.
    reconcile(&mut project, Scope::OpenApi, Mode::Write)?;
    Ok(())
}
