//! Generates all artifacts of the `contracts.toml` in a folder, with a given schema of configuration
//! types instead of one that Cargo builds: `generator FOLDER SCHEMA [CORES]`. Says on stdout how it was built; where it is
//! to use the first CORES cores alone, also how many it sees.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

use contracts_build::{
    Project,
    drift::{Mode, Scope, reconcile},
};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(folder), Some(schema)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generator FOLDER SCHEMA [CORES]".into());
    };
    if let Some(cores) = arguments.next() {
        let seen = use_cores(cores.parse()?)?;
        writeln!(io::stdout(), "cores={seen}")?;
    }
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

/// Stays on the first cores from now on; says how many the system then tells of.
fn use_cores(cores: usize) -> Result<usize, Box<dyn std::error::Error>> {
    let allowed = sched_getaffinity(None)?;
    let mut wanted = CpuSet::new();
    let first = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core));
    first.take(cores).for_each(|core| wanted.set(core));
    sched_setaffinity(None, &wanted)?;
    Ok(std::thread::available_parallelism()?.get())
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
