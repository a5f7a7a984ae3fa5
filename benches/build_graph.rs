//! What a generator in build.rs costs a cold build: the number of crates and CPU seconds of a minimal
//! package with contracts-build, against the same with progenitor. Both are built here and now, with
//! the toolchain and on the machine that runs this, each in a target folder of its own.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::Command,
};

use contracts_benches::{Failure, cpu::Spent};

/// A build script's generator, and the code that makes it generate.
struct Candidate {
    name: &'static str,
    dependency: String,
    main: &'static str,
}

struct Cost {
    crates: usize,
    seconds: f64,
}

fn main() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.with_file_name("contracts-build");
    let candidates = [
        Candidate {
            name: "contracts-build",
            dependency: format!(
                "contracts-build = {{ path = {:?}, default-features = false }}",
                own.display().to_string()
            ),
            main: "fn main() -> Result<(), contracts_build::Failure> { contracts_build::build() }",
        },
        Candidate {
            name: "progenitor",
            dependency: "progenitor = { version = \"0.15\", default-features = false }".to_owned(),
            main: "fn main() { let _ = progenitor::Generator::default(); }",
        },
    ];
    let mut costs = Vec::new();
    for candidate in &candidates {
        let cost = measure(candidate)?;
        let Cost { crates, seconds } = cost;
        say(&format!(
            "{}: {crates} crates, {seconds:.1} CPU seconds",
            candidate.name
        ))?;
        costs.push(cost);
    }
    if let [ours, theirs] = &costs[..] {
        let ratio = ours.seconds / theirs.seconds;
        say(&format!("ratio of CPU seconds: {ratio:.2}"))?;
    }
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Builds a package whose build.rs has this generator.
fn measure(candidate: &Candidate) -> Result<Cost, Failure> {
    let Candidate {
        dependency, main, ..
    } = candidate;
    let folder = tempfile::tempdir()?;
    let manifest = format!(
        "[workspace]\n[package]\nname = \"minimal\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [build-dependencies]\n{dependency}\n"
    );
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text);
    write("Cargo.toml", &manifest)?;
    write("build.rs", main)?;
    fs::create_dir(folder.path().join("src"))?;
    write("src/lib.rs", "")?;
    // Downloads cost no CPU seconds of a build.
    cargo(folder.path(), &["fetch", "--quiet"])?;
    let crates = crates(folder.path())?;
    let before = children()?;
    cargo(folder.path(), &["build", "--quiet", "--offline"])?;
    let seconds = children()? - before;
    Ok(Cost { crates, seconds })
}

/// The packages that are compiled for the build script, itself not counted.
fn crates(folder: &Path) -> Result<usize, Failure> {
    let tree = [
        "tree",
        "--edges=build,normal",
        "--prefix=none",
        "--format={p}",
        "--offline",
    ];
    let listed = cargo(folder, &tree)?;
    let names = listed.lines().map(|line| line.trim_end_matches(" (*)"));
    let names: std::collections::BTreeSet<&str> = names.filter(|line| !line.is_empty()).collect();
    Ok(names.len() - 1)
}

fn cargo(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("cargo")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .args(arguments)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// CPU seconds of all children that have ended.
fn children() -> Result<f64, Failure> {
    let spent = Spent::by_children()?;
    Ok((spent.user + spent.system).as_secs_f64())
}
