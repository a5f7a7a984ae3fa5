//! SARIF and GitHub annotations: the same findings for other readers; and versions of the tool.

use serde_sarif::sarif::Sarif;

use crate::env::{ARTIFACTS, Env, LOCK, PETS};

/// What a log holds, a line per result: rule, level, file and, where it has one, line and column.
pub(crate) fn results(log: &str) -> Vec<String> {
    let log: Sarif = serde_json::from_str(log).unwrap_or_else(|error| panic!("{error}\n{log}"));
    assert_eq!(log.version, "2.1.0");
    let [run] = log.runs.as_slice() else {
        panic!("one run");
    };
    let rules = run.tool.driver.rules.as_ref().expect("rules");
    let results = run
        .results
        .as_ref()
        .expect("results, if only an empty list");
    results
        .iter()
        .map(|result| {
            let rule = result.rule_id.as_deref().expect("a rule");
            let index = usize::try_from(result.rule_index.expect("its index")).expect("an index");
            assert_eq!(rules[index].id, rule);
            let location = &result.locations.as_ref().expect("a place")[0];
            let physical = location.physical_location.as_ref().expect("in a file");
            let file = physical
                .artifact_location
                .as_ref()
                .and_then(|file| file.uri.clone());
            let region = physical.region.as_ref();
            let place = region.map_or_else(String::new, |region| {
                format!(
                    ":{}:{}",
                    region.start_line.unwrap_or(0),
                    region.start_column.unwrap_or(0)
                )
            });
            let level = result.level.as_ref().expect("a level");
            format!("{rule} {level} {}{place}", file.expect("a file"))
        })
        .collect()
}

#[test]
fn sarif_has_every_finding() {
    let env = Env::project();
    env.write(PETS, include_str!("fixture/broken.yaml"));
    let output = env.run(&["check", "--format", "sarif"]);
    assert_eq!((output.code, output.stderr.as_str()), (1, ""));
    assert_eq!(
        results(&output.stdout),
        [
            "dangling-ref error api/pets.yaml:16:23",
            "duplicate-operation-id error api/pets.yaml:18:20",
            "unknown-type error api/pets.yaml:29:17",
        ]
    );
}

#[test]
fn sarif_has_drift_as_findings_and_is_there_without_any() {
    let env = Env::project();
    let fine = env.succeed(&["check", "--format", "sarif"]);
    assert_eq!(results(&fine.stdout), Vec::<String>::new());
    env.remove(ARTIFACTS[0]);
    env.edit(ARTIFACTS[1], "pub struct", "pub  struct");
    let drift = env.run(&["check", "--format", "sarif"]);
    assert_eq!(drift.code, 4);
    assert_eq!(
        results(&drift.stdout),
        [
            "missing-artifact error types/pets.rs",
            "stale-artifact error types/shops.rs",
        ]
    );
}

#[test]
fn github_annotates_files() {
    let env = Env::project();
    env.write(PETS, include_str!("fixture/broken.yaml"));
    let output = env.run(&["check", "--format", "github"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    let first = output.stderr.lines().next().expect("a line");
    assert_eq!(
        first,
        "::error file=api/pets.yaml,line=16,col=23,title=dangling-ref::`#/components/schemas/Pett` names nothing\
         %0Ahelp: did you mean `#/components/schemas/Pet`?"
    );
    assert_eq!(output.stderr.lines().count(), 3, "{}", output.stderr);

    env.write(PETS, include_str!("fixture/pets.yaml"));
    env.remove(ARTIFACTS[0]);
    let output = env.run(&["check", "--format", "github"]);
    assert_eq!(output.code, 4);
    assert_eq!(
        output.stderr,
        "::error file=types/pets.rs,title=missing-artifact::this artifact is missing: it was deleted\
         %0Ahelp: run `cargo contracts regen` and commit what it writes\n"
    );
}

/// The lock as another version of the tool would have written it.
fn written_by_another_version(env: &Env) {
    let own = format!("contracts-build = \"{}\"", env!("CARGO_PKG_VERSION"));
    env.edit(LOCK, &own, "contracts-build = \"0.0.1\"");
}

#[test]
fn another_version_refuses_to_write_until_it_is_told_to() {
    let env = Env::project();
    written_by_another_version(&env);
    env.edit(PETS, "title: Pets", "title: Many pets");
    let before = env.tree();

    let check = env.run(&["check"]);
    assert_eq!(check.code, 4);
    for command in ["regen", "regen-openapi"] {
        let refused = env.run(&[command]);
        assert_eq!(refused.code, 1, "{refused:#?}");
        let said = "error[tool-version]: the artifacts were written by contracts-build 0.0.1";
        assert!(refused.stderr.contains(said), "{refused:#?}");
        assert!(
            refused.stderr.contains("`cargo contracts regen --upgrade`"),
            "{refused:#?}"
        );
        assert_eq!(env.tree(), before, "{command} wrote");
    }
    env.succeed(&["regen", "--upgrade"]);
    env.succeed(&["check"]);
}

#[test]
fn a_changed_tool_is_told_from_a_changed_source() {
    let env = Env::project();
    written_by_another_version(&env);
    let check = env.run(&["check"]);
    assert_eq!(check.code, 4);
    assert!(
        check
            .stderr
            .contains("Stale contracts.lock (the tool changed)"),
        "{check:#?}"
    );

    // What an older tool made of the same sources: the lock knows these bytes.
    let env = Env::project();
    let old = env.read(ARTIFACTS[0]) + "// By an older tool.\n";
    env.write(ARTIFACTS[0], &old);
    let fresh = env.read(LOCK);
    let locked = fresh
        .split_once(&format!("[artifacts.\"{}\"]", ARTIFACTS[0]))
        .and_then(|(_, entry)| entry.split('"').nth(1))
        .expect("the hash");
    env.write(LOCK, &fresh.replace(locked, &sha256(&old)));
    let check = env.run(&["check"]);
    let said = format!("Stale {} (the tool changed)", ARTIFACTS[0]);
    assert!(check.stderr.contains(&said), "{check:#?}");
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let hex = Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    format!("sha256:{hex}")
}
