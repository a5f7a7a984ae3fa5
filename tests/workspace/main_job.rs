//! Edit a contract, build, and drift cannot hide; fill what the compiler points at.

use std::fs;

use crate::{
    environment::{COMMITTED, Clone, Outcome, workspace},
    read_only::ReadOnly,
    two_targets::SecondTarget,
    walks::{self, HANDLER, METRICS},
};

const DATA: &str = "api-types/openapi/data.yaml";
/// All but the provider, the tests that have it as a program, and the benchmarks' own: they compile again when the new
/// field is filled.
const BUILD: [&str; 6] = [
    "build",
    "--workspace",
    "--exclude=orchestratord",
    "--exclude=contracts-tests",
    "--exclude=contracts-benches",
    "--verbose",
];
/// Uses a field that only an edited contract has.
const PROBE: &str = include_str!("../fixtures/probe.rs");

/// One test, because each step stands on the one before it, and on its build.
#[test]
fn editing_a_contract_changes_the_build_and_only_regen_changes_the_tree() {
    let clone = Clone::new();
    let before = clone.committed();

    // A source tree that cannot be written builds.
    let tree = ReadOnly::new(&clone);
    tree.cargo(BUILD).succeeds();
    tree.is_unchanged();

    // Built twice, the second time runs no build script; unrelated files change nothing.
    assert_eq!(build_scripts_run(&clone), 0, "the second build");
    fs::write(clone.path("README.md"), "touched").unwrap();
    clone.write("api-types/notes.txt", "unrelated");
    assert_eq!(
        build_scripts_run(&clone),
        0,
        "after unrelated files changed"
    );

    // The new field compiles, the committed copy does not have it and is not touched.
    let second = SecondTarget::new();
    add_field(&clone);
    clone.write("api-types/examples/probe.rs", PROBE);
    for built in second.build_at_once(&clone, BUILD) {
        assert_eq!(
            build_scripts(&built.succeeds()),
            2,
            "types and client of the edited contract"
        );
    }
    let probe = clone
        .cargo([
            "run",
            "-q",
            "-p",
            "contracts-api-types",
            "--example",
            "probe",
        ])
        .succeeds();
    assert_eq!(probe.stdout().trim(), "Some(0.5)");
    // The compiler points at the place of the provider that has to follow.
    let provider = walks::provider(&clone, "walk::");
    let said = provider.text();
    assert_eq!(provider.code(), Some(101), "{said}");
    assert!(said.contains("missing field `estimated_cost`"), "{said}");
    assert!(said.contains(&format!("--> {HANDLER}:")), "{said}");
    assert_eq!(
        build_scripts_run(&clone),
        0,
        "the build after the edited one"
    );
    assert!(
        clone.committed() == before,
        "a build changed committed artifacts"
    );

    // Proof 2: the clone's own drift test, and that alone, says so; the provider does not compile yet.
    let drift = clone.cargo(["test", "-p", "contracts-drift"]);
    let said = drift.text();
    assert_eq!(drift.code(), Some(101), "{said}");
    assert!(
        said.contains("api-types/src/generated.rs: stale, because its sources changed"),
        "{said}"
    );
    // The client names the type, so that its own text stays; the other sources did not change.
    for fresh in [
        "openapi-client/src/generated.rs: ",
        "generated_control.rs: ",
        "config.schema.json: ",
    ] {
        assert!(!said.contains(fresh), "{fresh}\n{said}");
    }
    assert!(
        said.contains("+    pub estimated_cost: Option<f64>,"),
        "{said}"
    );
    assert!(said.contains("run `cargo xtask regen`"), "{said}");
    assert!(
        clone.committed() == before,
        "the guard changed committed artifacts"
    );

    // One command repairs it; formatting changes nothing (proof 8); the guard agrees.
    let regen = clone.cargo(["xtask", "regen-openapi"]).succeeds();
    assert!(
        regen
            .stderr()
            .contains("Updated api-types/src/generated.rs (its sources changed)"),
        "{}",
        regen.text()
    );
    assert!(
        clone
            .read("api-types/src/generated.rs")
            .contains("estimated_cost")
    );
    let mended = clone.committed();
    clone.cargo(["fmt", "--all"]).succeeds();
    assert!(clone.committed() == mended, "cargo fmt changed an artifact");
    clone.cargo(["test", "-p", "contracts-drift"]).succeeds();

    walks::fill_the_new_field(&clone);
    walks::the_new_field_is_answered(&clone);
    assert_eq!(
        clone.changed(),
        [
            "README.md",
            DATA,
            "api-types/src/generated.rs",
            "contracts.lock",
            HANDLER,
            "examples/orchestratord/tests/it/walk.rs",
        ],
        "what a maintainer commits, and the unrelated file"
    );

    config_types_change_the_schema(&clone);
    walks::a_metric_is_renamed(&clone);

    // Proof 5: back at the committed sources, in another place and process: the same bytes.
    for source in [DATA, METRICS] {
        clone.write(
            source,
            &fs::read_to_string(workspace().join(source)).unwrap(),
        );
    }
    clone.cargo(["xtask", "regen"]).succeeds();
    for (name, (now, then)) in COMMITTED.iter().zip(clone.committed().iter().zip(&before)) {
        assert!(now == then, "{name} depends on where it is generated");
    }
}

fn add_field(clone: &Clone) {
    let text = clone.read(DATA);
    let (head, tail) = text
        .split_once("\n    AdmissionResponse:\n")
        .expect("the schema");
    let tail = tail.replacen(
        "\n      properties:\n",
        "\n      properties:\n        estimated_cost:\n          type: number\n          description: New.\n",
        1,
    );
    clone.write(DATA, &format!("{head}\n    AdmissionResponse:\n{tail}"));
}

/// How many build scripts of contract crates another build runs.
fn build_scripts_run(clone: &Clone) -> usize {
    build_scripts(&clone.cargo(BUILD).succeeds())
}

/// How many build scripts a verbose build ran.
fn build_scripts(built: &Outcome) -> usize {
    let output = built.stderr();
    assert!(output.contains("contracts-api-types"), "{output}");
    output
        .lines()
        .filter(|line| line.contains("Running") && line.contains("build-script-build"))
        .count()
}

/// The schema follows the Rust types in the same way.
fn config_types_change_the_schema(clone: &Clone) {
    const TYPES: &str = "config-schema/src/types.rs";
    let (types, committed) = (clone.read(TYPES), clone.committed());
    let with_field = types.replacen(
        "pub struct Config {",
        "pub struct Config {\n    /// New.\n    #[serde(default)]\n    pub region: Option<String>,\n",
        1,
    );
    clone.write(TYPES, &with_field);
    let check = clone.cargo(["xtask", "check"]);
    let said = check.text();
    assert_eq!(check.code(), Some(4), "{said}");
    assert!(
        said.contains("Stale config-schema/schemas/config.schema.json (its sources changed)"),
        "{said}"
    );
    let judged = clone.cargo(["xtask", "check", "--no-build"]);
    assert_eq!(judged.code(), Some(4), "{}", judged.text());
    assert!(
        clone.committed() == committed,
        "check changed committed artifacts"
    );

    clone.cargo(["xtask", "regen-schema"]).succeeds();
    assert!(
        clone
            .read("config-schema/schemas/config.schema.json")
            .contains("\"region\"")
    );
    clone.cargo(["xtask", "check"]).succeeds();
    clone.write(TYPES, &types);
    sync_writes_except_in_ci(clone, &committed);
}

/// `CONTRACTS=sync` makes the guard write, and is refused where it would mend what CI should find.
fn sync_writes_except_in_ci(clone: &Clone, expected: &[Vec<u8>]) {
    const DRIFT: [&str; 3] = ["test", "-p", "contracts-drift"];
    let stale = clone.committed();
    let in_ci = clone.cargo_with("", &[("CONTRACTS", "sync"), ("CI", "true")], DRIFT);
    assert_eq!(in_ci.code(), Some(101), "{}", in_ci.text());
    assert!(
        in_ci
            .text()
            .contains("CONTRACTS=sync is refused where CI is set"),
        "{}",
        in_ci.text()
    );
    assert!(clone.committed() == stale, "the refused guard wrote");
    clone
        .cargo_with("", &[("CONTRACTS", "sync"), ("CI", "")], DRIFT)
        .succeeds();
    assert!(
        clone.committed() == expected,
        "the guard wrote something else than regen"
    );
}
