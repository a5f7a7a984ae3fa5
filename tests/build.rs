//! Generates the client of `fixtures/contracts.toml` into `OUT_DIR`, for tests that need a contract
//! unlike the orchestrator's.

use std::{env, fs, path::Path};

use contracts_build::Project;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fixtures = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("fixtures");
    let out = env::var("OUT_DIR")?;
    let mut project = Project::open(&fixtures.join("contracts.toml"))?;
    let artifacts = project.manifest.artifacts.clone();
    let generated = project.generate(&artifacts, &mut |_| Ok(Default::default()))?;
    assert!(!project.has_errors(), "{:#?}", project.findings);
    for generated in generated {
        fs::write(
            Path::new(&out).join(&generated.artifact.path),
            generated.text,
        )?;
    }
    use std::io::Write;
    writeln!(
        std::io::stdout(),
        "cargo::rerun-if-changed={}",
        fixtures.display()
    )?;
    Ok(())
}
