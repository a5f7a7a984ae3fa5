//! The guard can fail: every way in which a committed artifact can be wrong is told, with the right
//! file, the right cause and the difference; and `regen` mends it.

use std::{
    fs::File,
    time::{Duration, SystemTime},
};

use serde_json::Value;

use crate::env::{ARTIFACTS, Env, LOCK, MANIFEST, PETS, SHOPS, text};

/// `check` tells exactly `drift` (`path state cause`, or `path state` where the cause is open) and
/// that everything else is fresh, in both formats, and touches nothing.
#[track_caller]
fn check(env: &Env, drift: &[&str]) -> Vec<Value> {
    let before = env.tree();
    let json = env.run(&["check", "--format", "json"]);
    let human = env.run(&["check"]);
    assert_eq!(env.tree(), before, "check wrote something");

    let entries = json.artifacts();
    let stale: Vec<String> = entries
        .iter()
        .filter(|entry| entry["state"] != "fresh")
        .map(|entry| line(entry, drift))
        .collect();
    assert_eq!(stale, drift, "{json:#?}");
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        let about = entries.iter().filter(|entry| entry["path"] == *path);
        assert_eq!(about.count(), 1, "{path} is told once\n{json:#?}");
    }
    let code = if drift.is_empty() { 0 } else { 4 };
    assert_eq!((json.code, human.code), (code, code), "{human:#?}");
    assert_eq!((json.stderr.as_str(), human.stdout.as_str()), ("", ""));
    for entry in &entries {
        assert_shown(entry, &human.stderr);
    }
    entries
}

/// An entry as the expectation writes it, without the cause where the expectation leaves it open.
fn line(entry: &Value, drift: &[&str]) -> String {
    let short = format!("{} {}", text(entry, "path"), text(entry, "state"));
    if drift.contains(&short.as_str()) {
        short
    } else {
        format!("{short} {}", text(entry, "cause"))
    }
}

/// The human output has the entry's line and, under a stale one, its whole difference.
#[track_caller]
fn assert_shown(entry: &Value, human: &str) {
    let [path, state] = ["path", "state"].map(|key| text(entry, key));
    let why = match (state.as_str(), entry["cause"].as_str()) {
        ("extra", _) => " (nothing generates it)",
        ("missing", Some("edit")) => " (it was deleted)",
        ("missing", Some(_)) => " (it was not generated yet)",
        (_, Some("edit")) => " (it was edited)",
        (_, Some("source")) => " (its sources changed)",
        (_, None) => "",
        (_, Some(other)) => panic!("there is no cause `{other}`"),
    };
    let verb = state[..1].to_uppercase() + &state[1..];
    let line = format!("{verb:>12} {path}{why}\n");
    assert!(human.contains(&line), "no `{line}` in\n{human}");
    if state == "stale" {
        // A long difference is cut, as its last line then says.
        for line in text(entry, "diff").lines().take(30) {
            assert!(human.contains(line), "no `{line}` in\n{human}");
        }
    }
}

/// `regen` makes everything fresh, and the artifacts what they were generated to be.
#[track_caller]
fn mend(env: &Env) {
    env.succeed(&["regen"]);
    check(env, &[]);
}

/// The difference that is told of a path removes and adds exactly what differs.
#[track_caller]
fn assert_diff(entries: &[Value], path: &str, committed: &str, generated: &str) {
    let entry = entries.iter().find(|entry| entry["path"] == path);
    let diff = text(entry.expect("the path is told"), "diff");
    let told = |sign: char, header: &str| -> Vec<&str> {
        let lines = diff.lines().filter(|line| !line.starts_with(header));
        lines.filter_map(|line| line.strip_prefix(sign)).collect()
    };
    assert_eq!(told('-', "---"), only_in(committed, generated), "{diff}");
    assert_eq!(told('+', "+++"), only_in(generated, committed), "{diff}");
}

/// The lines of `text` between those that it starts and ends with as `other` does.
fn only_in<'t>(text: &'t str, other: &'t str) -> Vec<&'t str> {
    let [own, others]: [Vec<&str>; 2] =
        [text, other].map(|text| text.split_inclusive('\n').collect());
    let same = |(own, other): &(&&str, &&str)| own == other;
    let start = own.iter().zip(&others).take_while(same).count();
    let (own, others) = (&own[start..], &others[start..]);
    let end = own.iter().rev().zip(others.iter().rev());
    let own = &own[..own.len() - end.take_while(same).count()];
    own.iter().map(|line| line.trim_end_matches('\n')).collect()
}

/// The text with another character at a byte.
fn with_changed_byte(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'#' { b'%' } else { b'#' };
    String::from_utf8(bytes).expect("artifacts of the fixture are ASCII")
}

#[test]
fn a_fresh_project_passes() {
    let entries = check(&Env::project(), &[]);
    assert_eq!(entries.len(), ARTIFACTS.len() + 1);
}

#[test]
fn one_changed_byte_in_an_artifact() {
    let env = Env::project();
    for path in ARTIFACTS {
        let generated = env.read(path);
        let last = generated.len() - 1;
        for at in [0, last / 4, last / 2, last - 1, last] {
            let edited = with_changed_byte(&generated, at);
            env.write(path, &edited);
            let entries = check(&env, &[&format!("{path} stale edit")]);
            assert_diff(&entries, path, &edited, &generated);
            mend(&env);
            assert_eq!(env.read(path), generated, "byte {at} of {path}");
        }
    }
}

#[test]
fn one_byte_more_or_less_in_an_artifact() {
    let env = Env::project();
    for path in ARTIFACTS {
        let generated = env.read(path);
        let shorter = generated.trim_end_matches('\n').to_owned();
        for edited in [shorter, format!("{generated}\n"), String::new()] {
            env.write(path, &edited);
            check(&env, &[&format!("{path} stale edit")]);
            mend(&env);
            assert_eq!(env.read(path), generated);
        }
    }
}

/// The lock with another character behind the first `marker` behind `section`.
#[track_caller]
fn check_lock_edit(section: &str, marker: &str, cause: Option<&str>) {
    let env = Env::project();
    let generated = env.read(LOCK);
    let at = generated.find(section).expect(section);
    let at = at + generated[at..].find(marker).expect(marker) + marker.len();
    let edited = with_changed_byte(&generated, at);
    env.write(LOCK, &edited);
    let state = format!("{LOCK} stale");
    let drift = cause.map_or_else(|| state.clone(), |cause| format!("{state} {cause}"));
    let entries = check(&env, &[&drift]);
    assert_diff(&entries, LOCK, &edited, &generated);
    mend(&env);
    assert_eq!(env.read(LOCK), generated);
}

#[test]
fn one_changed_byte_in_the_header_of_the_lock() {
    check_lock_edit("# ", "", Some("edit"));
    check_lock_edit("# @generated", "Do not", Some("edit"));
}

#[test]
fn one_changed_byte_in_a_hash_of_bytes_in_the_lock() {
    for path in ARTIFACTS {
        check_lock_edit(path, "bytes = \"sha256:", Some("edit"));
    }
}

#[test]
fn one_changed_byte_in_a_hash_of_sources_in_the_lock() {
    // Whether somebody edited the hash, or a source in a way that changes no artifact, cannot be told.
    for path in ARTIFACTS {
        check_lock_edit(path, "sources = \"sha256:", None);
    }
}

#[test]
fn one_changed_byte_that_breaks_the_syntax_of_the_lock() {
    check_lock_edit("[tools", "ools", Some("edit"));
}

#[test]
fn a_deleted_artifact() {
    let env = Env::project();
    for path in ARTIFACTS {
        let generated = env.read(path);
        env.remove(path);
        let entries = check(&env, &[&format!("{path} missing edit")]);
        assert_diff(&entries, path, "", &generated);
        mend(&env);
        assert_eq!(env.read(path), generated);
    }
}

#[test]
fn a_deleted_lock() {
    let env = Env::project();
    let generated = env.read(LOCK);
    env.remove(LOCK);
    let entries = check(&env, &[&format!("{LOCK} missing edit")]);
    assert_diff(&entries, LOCK, "", &generated);
    mend(&env);
    assert_eq!(env.read(LOCK), generated);
}

#[test]
fn nothing_generated_at_all() {
    let env = Env::project();
    let generated = env.bytes();
    ARTIFACTS.iter().for_each(|path| env.remove(path));
    env.remove(LOCK);
    let missing: Vec<String> = ARTIFACTS
        .iter()
        .chain([&LOCK])
        .map(|path| format!("{path} missing"))
        .collect();
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    check(&env, &missing);
    mend(&env);
    assert_eq!(env.bytes(), generated);
}

#[test]
fn nothing_declared_at_all() {
    for manifest in ["", "[documents.pets]\npath = \"api/pets.yaml\"\n"] {
        let env = Env::project();
        env.write(MANIFEST, manifest);
        let before = env.tree();
        for command in ["check", "regen"] {
            let output = env.run(&[command, "--format", "json"]);
            assert_eq!(output.code, 1, "{output:#?}");
            assert_eq!(output.places(), ["no-artifacts contracts.toml"]);
        }
        assert_eq!(env.tree(), before);
    }
}

/// An edited source makes `drift` and nothing else stale; the first of them shows `added`.
#[track_caller]
fn check_source_edit(path: &str, (from, to): (&str, &str), drift: &[&str], added: &str) {
    let env = Env::project();
    env.edit(path, from, to);
    let entries = check(&env, drift);
    let first = entries.iter().find(|entry| entry["state"] != "fresh");
    let diff = text(first.expect("something is stale"), "diff");
    let shown = |line: &str| line.starts_with('+') && line.contains(added);
    assert!(diff.lines().any(shown), "no `{added}` in\n{diff}");
    mend(&env);
}

#[test]
fn a_new_field_in_a_document() {
    let field = "        name:\n          type: string\n";
    let more = format!("{field}        age:\n          type: integer\n");
    check_source_edit(
        PETS,
        (field, &more),
        &["types/pets.rs stale source", "contracts.lock stale source"],
        "pub age:",
    );
    check_source_edit(
        SHOPS,
        (
            r#""street": {"type": "string"}"#,
            r#""road": {"type": "string"}"#,
        ),
        &["types/shops.rs stale source", "contracts.lock stale source"],
        "pub road:",
    );
}

#[test]
fn a_changed_operation_in_a_document() {
    check_source_edit(
        PETS,
        ("operationId: getPet", "operationId: fetchPet"),
        &[
            "client/generated.rs stale source",
            "contracts.lock stale source",
        ],
        "fetch_pet",
    );
}

#[test]
fn a_changed_choice_in_the_manifest() {
    check_source_edit(
        MANIFEST,
        ("::types::pets", "::elsewhere::pets"),
        &[
            "client/generated.rs stale source",
            "contracts.lock stale source",
        ],
        "::elsewhere::pets::Pet",
    );
}

#[test]
fn a_source_that_changes_no_artifact_changes_the_lock() {
    check_source_edit(
        PETS,
        (
            "description: The pet.",
            "description: The pet.\n          x-team: zoo",
        ),
        &["contracts.lock stale source"],
        "sources = ",
    );
}

#[test]
fn a_changed_source_and_a_changed_artifact_at_once() {
    let env = Env::project();
    env.edit(
        SHOPS,
        r#""street": {"type": "string"}"#,
        r#""road": {"type": "string"}"#,
    );
    env.edit("types/pets.rs", "Pet", "Pest");
    check(
        &env,
        &[
            "types/pets.rs stale edit",
            "types/shops.rs stale source",
            "contracts.lock stale source",
        ],
    );
    mend(&env);
}

/// A way of writing the same that changes no artifact and not the lock.
#[track_caller]
fn check_same_meaning(path: &str, from: &str, to: &str) {
    let env = Env::project();
    env.edit(path, from, to);
    check(&env, &[]);
}

#[test]
fn what_means_the_same_stays_fresh() {
    check_same_meaning(PETS, "# Pets", "# Cats and dogs");
    check_same_meaning(PETS, "type: object", "type: object # no array");
    let (title, version) = ("  title: Pets\n", "  version: 1.0.0\n");
    let swapped = (format!("{title}{version}"), format!("{version}{title}"));
    check_same_meaning(PETS, &swapped.0, &swapped.1);
    let [id, name] =
        ["id", "name"].map(|field| format!("        {field}:\n          type: string\n"));
    check_same_meaning(PETS, &format!("{id}{name}"), &format!("{name}{id}"));
    check_same_meaning(PETS, "type: object", "'type': \"object\"");
    check_same_meaning(PETS, "\n", "\n\n\n");
    check_same_meaning(PETS, "# Pets", "\u{feff}# Pets");
    check_same_meaning(SHOPS, "{", "  {\n\n");
    check_same_meaning(
        MANIFEST,
        "[documents.pets]",
        "# A comment.\n[documents.pets]",
    );
}

#[test]
fn a_checkout_with_crlf_is_fresh() {
    let every = ARTIFACTS.iter().chain(&[LOCK, MANIFEST, PETS, SHOPS]);
    let env = Env::project();
    for path in every.clone() {
        let alone = Env::project();
        let text = alone.read(path).replace('\n', "\r\n");
        alone.write(path, &text);
        check(&alone, &[]);
        env.write(path, &text);
    }
    check(&env, &[]);
    let before = env.tree();
    mend(&env);
    assert_eq!(env.tree(), before, "regen does not fight the checkout");
}

/// What a file that the tool generated, and nobody else, starts with.
const HEADER: &str = "// @generated by contracts from api/gone.yaml. Do not edit.\n";

#[test]
fn a_file_that_only_the_lock_lists() {
    let env = Env::sources();
    let manifest = env.read(MANIFEST);
    let more = "\n[[artifacts]]\nkind = \"types\"\npath = \"old/pets.rs\"\ndocument = \"pets\"\n";
    env.write(MANIFEST, &format!("{manifest}{more}"));
    env.succeed(&["regen"]);
    env.write(MANIFEST, &manifest);

    let drift = ["old/pets.rs extra source", "contracts.lock stale source"];
    let entries = check(&env, &drift);
    let diff = text(&entries[entries.len() - 1], "diff");
    assert!(diff.contains("-[artifacts.\"old/pets.rs\"]\n"), "{diff}");
    mend(&env);
    assert!(!env.exists("old/pets.rs"));
}

#[test]
fn an_artifact_that_was_declared_since() {
    let env = Env::project();
    let more = "\n[[artifacts]]\nkind = \"types\"\npath = \"new/pets.rs\"\ndocument = \"pets\"\n";
    env.write(MANIFEST, &(env.read(MANIFEST) + more));
    check(
        &env,
        &["new/pets.rs missing source", "contracts.lock stale source"],
    );
    mend(&env);
    assert_eq!(
        env.read("new/pets.rs"),
        env.read("types/pets.rs"),
        "both are the types of one document"
    );
}

#[test]
fn an_artifact_that_is_not_declared_any_more() {
    let env = Env::project();
    let shops = "[[artifacts]]\nkind = \"types\"\npath = \"types/shops.rs\"\ndocument = \"shops\"\nmodule = \"::types::shops\"\n";
    env.edit(MANIFEST, shops, "");
    env.edit(MANIFEST, "[\"pets\", \"shops\"]", "[\"pets\"]");
    check(
        &env,
        &[
            "client/generated.rs stale source",
            "types/shops.rs extra source",
            "contracts.lock stale source",
        ],
    );
    env.succeed(&["regen"]);
    assert!(!env.exists("types/shops.rs"));
    env.succeed(&["check"]);
}

#[test]
fn a_file_without_a_header_that_only_the_lock_lists() {
    let env = Env::project();
    let entry = "\n[artifacts.\"src/old.rs\"]\nbytes = \"sha256:0\"\nsources = \"sha256:0\"\n";
    env.write(LOCK, &(env.read(LOCK) + entry));
    env.write("src/old.rs", "// Taken over by hand.\n");
    check(&env, &["src/old.rs extra source", "contracts.lock stale"]);
    let output = env.succeed(&["regen"]);
    assert_eq!(env.read("src/old.rs"), "// Taken over by hand.\n");
    assert!(!output.stderr.contains("Removed"), "{}", output.stderr);
    check(&env, &[]);
}

#[test]
fn a_generated_file_beside_artifacts_that_nothing_lists() {
    for path in ["types/old.rs", "client/old.rs"] {
        let env = Env::project();
        env.write(path, &format!("{HEADER}pub struct Old;\n"));
        check(&env, &[&format!("{path} extra source")]);
        mend(&env);
        assert!(!env.exists(path));
    }
}

#[test]
fn a_file_by_hand_beside_artifacts_is_not_extra() {
    let deep = format!("//\n//\n//\n//\n//\n{HEADER}");
    let near = ["pub mod pets;\n", "// @generated by protoc.\n", "", &deep];
    for text in near {
        let env = Env::project();
        env.write("types/mod.rs", text);
        check(&env, &[]);
        mend(&env);
        assert_eq!(env.read("types/mod.rs"), text);
    }
}

#[test]
fn a_lock_reaches_no_file_outside_its_folder() {
    let env = Env::sources_below("checkout");
    env.succeed(&["regen"]);
    let outside = env.path("../outside.rs");
    std::fs::write(&outside, HEADER).expect("a file beside the checkout");
    let entry = "\n[artifacts.\"../outside.rs\"]\nbytes = \"sha256:0\"\nsources = \"sha256:0\"\n";
    env.write(LOCK, &(env.read(LOCK) + entry));
    env.run(&["regen"]);
    assert!(outside.exists(), "regen removed {}", outside.display());
}

#[test]
fn a_file_by_hand_is_never_overwritten() {
    for path in ARTIFACTS {
        let env = Env::sources();
        env.write(path, "// Written by hand.\n");
        let before = env.tree();
        for command in ["regen", "regen-openapi", "check"] {
            let output = env.run(&[command, "--format", "json"]);
            assert_eq!(output.code, 1, "{output:#?}");
            let line = env.read(MANIFEST);
            let line = line.lines().position(|line| line.contains(path));
            let line = line.expect("the manifest names it") + 1;
            let expected = format!("not-generated contracts.toml:{line}:8");
            assert_eq!(output.places(), [expected]);
            assert_eq!(output.stdout, "");
        }
        assert_eq!(env.tree(), before, "something was written");
    }
}

#[test]
fn a_generated_file_that_no_lock_lists_is_overwritten() {
    let env = Env::sources();
    env.write("types/pets.rs", HEADER);
    mend(&env);
    assert!(env.read("types/pets.rs").contains("pub struct Pet "));
}

#[test]
fn regen_does_not_touch_what_is_fresh() {
    let env = Env::project();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        let file = File::options().write(true).open(env.path(path));
        let file = file.expect("an artifact");
        file.set_modified(long_ago).expect("a time that can be set");
    }
    let before = env.tree();
    env.succeed(&["regen"]);
    assert_eq!(env.tree(), before);

    env.edit("types/pets.rs", "Pet", "Pest");
    env.succeed(&["regen"]);
    let untouched = |(path, (written, _)): &(String, crate::env::Stamped)| {
        path != "types/pets.rs" && *written == long_ago
    };
    let untouched: Vec<String> = env
        .tree()
        .into_iter()
        .filter(untouched)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        untouched,
        ["client/generated.rs", "contracts.lock", "types/shops.rs"]
    );
}

#[test]
fn a_changed_format_in_the_manifest_changes_the_lock() {
    check_source_edit(
        MANIFEST,
        (
            "[documents.pets]",
            "[formats]\ndate = \"::jiff::civil::Date\"\n\n[documents.pets]",
        ),
        &["contracts.lock stale source"],
        "sources = ",
    );
}

#[cfg(unix)]
#[test]
fn artifacts_are_as_readable_as_other_source_files() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::project();
    let mode = |path: &str| {
        let data = env.path(path).metadata().expect("a file");
        data.permissions().mode() & 0o777
    };
    for path in ARTIFACTS.iter().chain([&LOCK]) {
        assert_eq!(mode(path), mode(PETS), "{path}");
    }
}

#[track_caller]
fn guarded(env: &Env, said: &str) {
    let failure = contracts_build::guard_in(&env.path("")).expect_err("red");
    assert!(
        failure.to_string().contains(said),
        "no `{said}` in {failure}"
    );
}

#[test]
fn the_guard_of_a_project_fails_too() {
    let env = Env::project();
    contracts_build::guard_in(&env.path("")).expect("green");
    env.edit("types/pets.rs", "Pet", "Pest");
    guarded(&env, "types/pets.rs: stale, because it was edited");
    mend(&env);
    env.edit(PETS, "type: object", "type: objekt");
    guarded(&env, "unknown-type");
    let env = Env::sources();
    env.write("types/pets.rs", "// Written by hand.\n");
    guarded(&env, "not-generated");
}

#[test]
fn what_cannot_be_typed_yet_is_told() {
    let env = Env::sources();
    let filter = "      parameters:\n        - {name: f, in: query, content: {application/xml: {schema: {type: object}}}}\n";
    env.edit(PETS, "      parameters:\n", filter);
    env.succeed(&["regen"]);
    let output = env.succeed(&["check", "--format", "json"]);
    assert_eq!(output.places(), ["untyped-content api/pets.yaml:11:11"]);
}
