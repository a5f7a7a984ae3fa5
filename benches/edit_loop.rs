//! What an edit costs: a property is added to one schema, then `cargo build` of a program that uses ten of the
//! document's types, debug, incremental. A build.rs of this toolkit against one of progenitor, as their READMEs
//! have them, types and client in a crate of their own in both; turn by turn, the least counts.
//!
//! `cargo run --release -p contracts-benches --bin edit-loop`

#![allow(clippy::print_stdout, reason = "this is a program that measures")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use clap::Parser;
use contracts_benches::{
    Failure, corpus, cpu,
    nested::{self, Nested},
    peers,
};
use serde_json::{Value, json};

/// Measures `cargo build` behind an edit.
#[derive(Debug, Parser)]
struct Args {
    /// The folder with the document [default: ../shared/corpus beside the workspace]
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// Keys of the document in contracts.toml, as in `serde = "table"`; may stand more than once, to compare
    #[arg(long, value_name = "KEYS", default_value = "")]
    ours: Vec<String>,
    /// How often each is edited and built; the least counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

const DOCUMENT: &str = "omicron-nexus-lockstep.json";

/// The schema that is edited.
const EDITED: &str = "Blueprint";

/// What the program reads and writes.
const USED: [&str; 10] = [
    "BackgroundTask",
    "Blueprint",
    "BlueprintMetadata",
    "BlueprintTarget",
    "Instance",
    "RackInitializationRequest",
    "SagaResultsPage",
    "SupportBundleInfo",
    "TrustQuorumConfig",
    "UpdateStatus",
];

/// A workspace with the crate `api` of the document, and the program.
struct Candidate {
    name: String,
    nested: Nested,
    document: PathBuf,
}

/// What one edit cost; the least user time comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    user: Duration,
    wall: Duration,
    script: Duration,
}

fn main() -> Result<(), Failure> {
    let args = Args::parse();
    let corpus = args.corpus.unwrap_or_else(corpus::beside);
    let text = fs::read_to_string(corpus::document(&corpus, DOCUMENT)?)?;
    let document: Value = serde_json::from_str(&text)?;
    let mut candidates = vec![progenitor()?];
    for (index, keys) in args.ours.iter().enumerate() {
        candidates.push(ours(index, keys)?);
    }
    let mut edits = 0;
    let mut edited_and_built = |candidate: &Candidate| {
        edits += 1;
        // All candidates have the same in a round.
        measured(candidate, &document, (edits - 1) / candidates.len())
    };
    for candidate in &candidates {
        edited_and_built(candidate)?;
    }
    let least = cpu::least_of(args.rounds, &candidates, edited_and_built)?;
    println!(
        "| generator | user s | ratio | wall s | ratio | build script alone, user s |\n|---|---|---|---|---|---|"
    );
    for (candidate, cost) in candidates.iter().zip(&least) {
        let seconds = [cost.user, cost.wall, cost.script].map(|time| time.as_secs_f64());
        let ratio = [least[0].user, least[0].wall].map(|time| time.as_secs_f64());
        println!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            candidate.name.trim(),
            seconds[0],
            seconds[0] / ratio[0],
            seconds[1],
            seconds[1] / ratio[1],
            seconds[2]
        );
    }
    Ok(())
}

/// Adds a property to those of earlier rounds, so that code moves as it does when people edit; builds, and runs the
/// build script once more alone.
fn measured(candidate: &Candidate, document: &Value, round: usize) -> Result<Cost, Failure> {
    let mut edited = document.clone();
    let properties = edited.pointer_mut(&format!("/components/schemas/{EDITED}/properties"));
    let properties = properties.and_then(Value::as_object_mut);
    let properties = properties.ok_or("the schema has no properties")?;
    let property = json!({"type": "string", "description": "Added to see what that costs."});
    for edit in 0..=round {
        properties.insert(format!("edited_{edit}"), property.clone());
    }
    fs::write(&candidate.document, serde_json::to_string_pretty(&edited)?)?;
    let mut build = candidate.nested.cargo(&["build", "--quiet"]);
    // A later build than the first needs no registry.
    build.env("CARGO_INCREMENTAL", "1");
    let start = Instant::now();
    let (_, user) = cpu::of_children(|| nested::output(build))?;
    let wall = start.elapsed();
    let script = build_script(&candidate.nested)?;
    Ok(Cost { user, wall, script })
}

/// User time of the build script of `api`, as Cargo runs it.
fn build_script(nested: &Nested) -> Result<Duration, Failure> {
    let mut newest = None;
    for entry in fs::read_dir(nested.built("debug/build"))? {
        let program = entry?.path().join("build-script-build");
        let of_api = program.parent().and_then(Path::file_name);
        let of_api = of_api.is_some_and(|name| name.to_string_lossy().starts_with("api-"));
        if of_api && program.is_file() {
            newest = newest.max(Some((fs::metadata(&program)?.modified()?, program)));
        }
    }
    let (_, program) = newest.ok_or("`api` has no build script")?;
    let package = nested.folder.join("api");
    let out = tempfile::tempdir()?;
    let mut command = Command::new(program);
    command
        .current_dir(&package)
        .env("CARGO_MANIFEST_DIR", &package)
        .env("OUT_DIR", out.path());
    let (_, user) = cpu::of_children(|| nested::output(command))?;
    Ok(user)
}

fn progenitor() -> Result<Candidate, Failure> {
    let nested = Nested::new("edit-loop-progenitor")?;
    nested.write(
        "api/Cargo.toml",
        &format!(
            "{}[build-dependencies]\nprettyplease = \"0.2\"\nprogenitor = {{ version = \"0.15\", default-features = false }}\n\
             serde_json = \"1\"\nsyn = \"2\"\n\n[dependencies]\n{}",
            package("api"),
            peers::PROGENITORS_DEPENDENCIES
        ),
    )?;
    nested.write("api/build.rs", PROGENITORS_BUILD)?;
    nested.write(
        "api/src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/codegen.rs\"));\n",
    )?;
    finish("progenitor".to_owned(), nested)
}

/// As its README has it.
const PROGENITORS_BUILD: &str = r#"
fn main() {
    let src = "../document.json";
    println!("cargo:rerun-if-changed={}", src);
    let file = std::fs::File::open(src).unwrap();
    let spec = serde_json::from_reader(std::io::BufReader::new(file)).unwrap();
    let mut generator = progenitor::Generator::default();
    let tokens = generator.generate_tokens(&spec).unwrap();
    let ast = syn::parse2(tokens).unwrap();
    let content = prettyplease::unparse(&ast);
    let mut out_file = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).to_path_buf();
    out_file.push("codegen.rs");
    std::fs::write(out_file, content).unwrap();
}
"#;

fn ours(index: usize, keys: &str) -> Result<Candidate, Failure> {
    let nested = Nested::new(&format!("edit-loop-ours-{index}"))?;
    let workspace = peers::workspace().display().to_string();
    nested.write("contracts.toml", &peers::manifest("document.json", keys))?;
    nested.write(
        "api/Cargo.toml",
        &format!(
            "{}[build-dependencies]\ncontracts-build = {{ path = {:?}, default-features = false }}\n\n\
             [dependencies]\ncontracts-runtime = {{ path = {:?}, features = [\"client\", \"serde\"] }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
             uuid = {{ version = \"1\", features = [\"serde\"] }}\n\n[lints.rust]\nunexpected_cfgs = \"allow\"\n",
            package("api"),
            format!("{workspace}/contracts-build"),
            format!("{workspace}/contracts-runtime"),
        ),
    )?;
    nested.write(
        "api/build.rs",
        "fn main() -> Result<(), contracts_build::Failure> { contracts_build::build() }\n",
    )?;
    nested.write(
        "api/src/lib.rs",
        "pub mod types { include!(concat!(env!(\"OUT_DIR\"), \"/types.rs\")); }\n\
         pub mod client { include!(concat!(env!(\"OUT_DIR\"), \"/client.rs\")); }\n",
    )?;
    finish(format!("contracts {keys}"), nested)
}

fn package(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n")
}

/// The program, the same for both, and the document's place.
fn finish(name: String, mut nested: Nested) -> Result<Candidate, Failure> {
    nested.write(
        "program/Cargo.toml",
        &format!(
            "{}[dependencies]\napi = {{ path = \"../api\" }}\nserde = \"1\"\nserde_json = \"1\"\n",
            package("program")
        ),
    )?;
    nested.write("program/src/main.rs", &program())?;
    nested.add("api")?;
    nested.add("program")?;
    let document = nested.folder.join("document.json");
    Ok(Candidate {
        name,
        nested,
        document,
    })
}

fn program() -> String {
    let arms =
        USED.map(|name| format!("        \"{name}\" => again::<api::types::{name}>(&text),\n"));
    format!(
        "fn again<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> serde_json::Result<String> {{\n\
         \x20   serde_json::to_string(&serde_json::from_str::<T>(text)?)\n}}\n\n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         \x20   let (name, text) = (std::env::args().nth(1).unwrap_or_default(), std::env::args().nth(2).unwrap_or_default());\n\
         \x20   let written = match name.as_str() {{\n{}        _ => return Err(\"no such type\".into()),\n    }}?;\n\
         \x20   println!(\"{{written}}\");\n    Ok(())\n}}\n",
        arms.concat()
    )
}
