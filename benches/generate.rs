//! The steps of generating, on documents of 0.1, 1 and 10 MB. divan shows bytes per second, so a line
//! that grows by ten with its document keeps its throughput.
//!
//! Lowering is what `lowered` takes beyond `loaded`; emitting is what `generated` takes beyond
//! `printed`.

#![allow(clippy::unwrap_used, reason = "these are benchmarks")]

use std::{fs, path::Path};

use contracts_build::Project;
use contracts_core::{
    manifest::{Artifact, ArtifactKind},
    openapi,
    source::{SourceId, Sources},
};
use divan::{Bencher, counter::BytesCount};
use tempfile::TempDir;

const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];

const MANIFEST: &str = r#"
formats = { uuid = "::uuid::Uuid" }
documents.d.path = "d.yaml"
artifacts = [
    { kind = "types", path = "types.rs", document = "d", module = "crate::types" },
    { kind = "client", path = "client.rs", documents = ["d"] },
]
"#;

fn main() {
    divan::main();
}

/// A project with one synthetic document.
fn project(size: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("contracts.toml"), MANIFEST).unwrap();
    fs::write(
        folder.path().join("d.yaml"),
        contracts_benches::document(size),
    )
    .unwrap();
    folder
}

fn open(folder: &Path) -> (Project, Vec<Artifact>) {
    let project = Project::open(&folder.join("contracts.toml")).unwrap();
    let artifacts = project.manifest.artifacts.clone();
    (project, artifacts)
}

fn generate(project: &mut Project, artifacts: &[Artifact]) -> Vec<String> {
    let generated = project.generate(artifacts, &mut |_| Ok(Default::default()));
    assert!(!project.has_errors(), "{:#?}", project.findings);
    let generated = generated.unwrap().into_iter();
    generated.map(|generated| generated.text).collect()
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn loaded(bencher: Bencher<'_, '_>, size: usize) {
    let text = contracts_benches::document(size);
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        let mut sources = Sources::memory([("d.yaml", text.as_str())]);
        openapi::load(&mut sources, &SourceId::new("d.yaml")).unwrap()
    });
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn lowered(bencher: Bencher<'_, '_>, size: usize) {
    let folder = project(size);
    let open = || open(folder.path());
    let bencher = bencher.counter(BytesCount::new(size));
    bencher
        .with_inputs(open)
        .bench_local_values(|(mut project, artifacts)| {
            project.load(&artifacts).unwrap();
            project
        });
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn generated(bencher: Bencher<'_, '_>, size: usize) {
    let folder = project(size);
    let loaded = || {
        let (mut project, artifacts) = open(folder.path());
        project.load(&artifacts).unwrap();
        (project, artifacts)
    };
    let bencher = bencher.counter(BytesCount::new(size));
    bencher
        .with_inputs(loaded)
        .bench_local_values(|(mut project, artifacts)| generate(&mut project, &artifacts));
}

/// What the printer does with what was generated: tokens to syntax tree to text.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn printed(bencher: Bencher<'_, '_>, size: usize) {
    let folder = project(size);
    let (mut project, artifacts) = open(folder.path());
    let texts = generate(&mut project, &artifacts);
    let tokens = || -> Vec<proc_macro2::TokenStream> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    };
    let bencher = bencher.counter(BytesCount::new(size));
    bencher.with_inputs(tokens).bench_local_values(|tokens| {
        let files = tokens
            .into_iter()
            .map(|tokens| syn::parse2(tokens).unwrap());
        files
            .map(|file| prettyplease::unparse(&file))
            .collect::<Vec<String>>()
    });
}

/// Everything in this workspace that is made from documents, from opening `contracts.toml` on.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn this_workspace() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut project, mut artifacts) = open(root);
    artifacts.retain(|artifact| !matches!(artifact.kind, ArtifactKind::ConfigSchema { .. }));
    generate(&mut project, &artifacts)
}
