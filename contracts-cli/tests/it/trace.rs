//! From requirements to the tests that really passed, on a crate without dependencies.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

use crate::env::{Env, MANIFEST, Output, text};

const LIB: &str = r##"//! Toys.

mod inner;
#[path = "odd name.rs"]
mod odd;

/// The name of a toy (TOY-1001).
///
/// ```
/// // TOY-1008
/// assert_eq!(toy::name(), "toy");
/// ```
///
/// ```no_run
/// // TOY-1012
/// toy::name();
/// ```
pub fn name() -> &'static str {
    "toy"
}

macro_rules! as_they_are {
    ($($item:item)*) => { $($item)* };
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    /// TOY-1001
    #[test]
    fn named() {
        assert_eq!(super::name(), "toy");
        // A line that is no result.
        writeln!(std::io::stdout(), "test tests::ignored ... ok").unwrap();
    }

    // TOY-1002
    #[test]
    #[ignore = "it is slow"]
    fn ignored() {}

    #[test]
    fn fails() {
        panic!("TOY-1003 says so"); // TOY-1003
    }

    /* TOY-1004 */
    #[cfg(any())]
    #[test]
    fn left_out() {}

    #[test]
    #[should_panic(expected = "as TOY-1005 wants")]
    fn panics() {
        panic!("as TOY-1005 wants");
    }

    #[cfg(any())]
    #[test]
    fn twice() {
        // TOY-1016
    }

    #[cfg(all())]
    #[test]
    fn twice() {}

    // TOY-1006 stands apart from the test.

    #[test]
    fn apart() {
        let _ = "TOY-1006";
    }

    as_they_are! {
        #[test]
        fn in_a_macro() {
            // TOY-1013
        }
    }
}
"##;

/// The requirements of the toy, each a MUST but the last.
fn spec() -> String {
    let mut spec = "# Toys\n\n".to_owned();
    for number in 1001..=1014 {
        spec.push_str(&format!("- TOY-{number}: A toy MUST be fine.\n"));
    }
    spec + "- TOY-1016: A toy MUST be one.\n- TOY-1015: A toy SHOULD fly.\n\n## Not implemented\n\n- TOY-1014\n"
}

fn project() -> Env {
    let env = Env::empty();
    let manifest = "[specs]\npaths = [\"specs/*.md\"]\nids = [\"TOY-[0-9]{4}\"]\npromises = [\"metrics.json\"]\n\n\
                    [documents.pets]\npath = \"pets.yaml\"\n\n\
                    [[artifacts]]\nkind = \"types\"\npath = \"types.rs\"\ndocument = \"pets\"\n\n\
                    [[artifacts]]\nkind = \"requirements\"\npath = \"requirements\"\n";
    env.write(MANIFEST, manifest);
    let document = "openapi: 3.0.3\ninfo: {title: Toys, version: '1'}\npaths:\n  /toys:\n    get:\n      \
                    operationId: getToys\n      x-req-id: [TOY-1001, TOY-1002]\n      \
                    responses:\n        200: {description: fine, x-req-id: TOY-1014}\n";
    env.write("pets.yaml", document);
    env.write(
        "metrics.json",
        "{\"required_metrics\": [{\"name\": \"a\", \"x-req-id\": \"TOY-1003\"}]}",
    );
    env.write("specs/toys.md", &spec());
    let cargo =
        "[package]\nname = \"toy\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    env.write("Cargo.toml", cargo);
    env.write("src/lib.rs", LIB);
    let inner = "mod deep;\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn named() {\n        // TOY-1007\n    }\n}\n";
    env.write("src/inner/mod.rs", inner);
    env.write("src/inner/deep.rs", "// TOY-1015 is meant for later.\n");
    env.write(
        "src/odd name.rs",
        "#[test]\nfn odd() {\n    // TOY-1009\n}\n",
    );
    env.write("tests/one.rs", "#[test]\nfn same() {\n    // TOY-1010\n}\n");
    env.write(
        "tests/two.rs",
        "#[test]\nfn same() {\n    // TOY-1011\n    panic!();\n}\n",
    );
    env
}

fn requirements(output: &Output) -> Vec<Value> {
    let object: Value = serde_json::from_str(&output.stdout).expect("one JSON object");
    object["requirements"].as_array().expect("a list").clone()
}

/// What became of the tests that name a requirement, by their names.
fn outcomes(output: &Output) -> BTreeMap<String, String> {
    let requirements = requirements(output);
    let claims = requirements.iter().map(|requirement| {
        let claims = requirement["claimed"].as_array().expect("a list").iter();
        let claims: Vec<String> = claims
            .map(|claim| format!("{} {}", text(claim, "test"), text(claim, "outcome")))
            .collect();
        (text(requirement, "id"), claims.join(", "))
    });
    claims.filter(|(_, claims)| !claims.is_empty()).collect()
}

fn verified(output: &Output) -> Vec<String> {
    let requirements = requirements(output);
    let verified = requirements
        .iter()
        .filter(|it| it["verified"] != Value::Array(Vec::new()));
    verified
        .map(|requirement| text(requirement, "id"))
        .collect()
}

fn json(env: &Env, args: &[&str]) -> Output {
    let args: Vec<&str> = [&["trace", "--format", "json"], args].concat();
    // A target folder of its own: Cargo says so on stderr when it waits for somebody else's.
    let mut command = env.command(&args);
    let output = Output::of(command.env_remove("CARGO_TARGET_DIR"));
    crate::schemas::check_output(&args, &output);
    output
}

/// Both outputs as JSON, with every member: for the tests of their schemas.
pub(crate) fn samples() -> Vec<(&'static str, Value)> {
    let env = project();
    let cases = LIB
        .lines()
        .filter(|line| line.contains("fn "))
        .filter_map(|line| line.trim().strip_prefix("fn ")?.strip_suffix("() {"));
    let cases: String = cases
        .map(|name| format!("<testcase name=\"tests::{name}\"/>"))
        .collect();
    let junit = format!("<testsuites><testsuite name=\"toy\">{cases}</testsuite></testsuites>");
    env.write("junit.xml", &junit);
    let parsed = |args: &[&str]| {
        let output = json(&env, args);
        serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{output:#?}"))
    };
    let traced = parsed(&["--junit", "junit.xml"]);
    commit(&env);
    env.edit(
        "specs/toys.md",
        "TOY-1001: A toy MUST",
        "TOY-1001: Toys MUST",
    );
    vec![
        ("trace", traced),
        ("trace-changes", parsed(&["--changed-since", "HEAD"])),
    ]
}

fn commit(env: &Env) {
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(args);
        let output = command.current_dir(env.path("")).output().expect("git");
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=first"]);
}

#[test]
fn verified_is_what_ran_and_passed() {
    let env = project();
    let output = json(&env, &["--run"]);
    assert_eq!(output.code, 0, "{output:#?}");
    let expect = [
        ("TOY-1001", "tests::named passed"),
        ("TOY-1002", "tests::ignored ignored"),
        ("TOY-1003", "tests::fails failed"),
        ("TOY-1004", "tests::left_out missing"),
        ("TOY-1005", "tests::panics passed"),
        ("TOY-1007", "inner::tests::named passed"),
        ("TOY-1008", "src/lib.rs (line 9) passed"),
        ("TOY-1009", "odd::odd passed"),
        ("TOY-1010", "same passed"),
        ("TOY-1011", "same failed"),
        ("TOY-1013", "tests::in_a_macro passed"),
        ("TOY-1016", "tests::twice missing"),
    ];
    let expect = expect.map(|(id, claims)| (id.to_owned(), claims.to_owned()));
    assert_eq!(outcomes(&output), BTreeMap::from(expect));
    let passed = [
        "TOY-1001", "TOY-1005", "TOY-1007", "TOY-1008", "TOY-1009", "TOY-1010", "TOY-1013",
    ];
    assert_eq!(verified(&output), passed);
    let object: Value = serde_json::from_str(&output.stdout).expect("JSON");
    // Seven of fourteen: TOY-1014 is not implemented.
    let must = object["coverage"]["must"].as_f64().expect("a number");
    assert!((must - 50.0).abs() < 1e-9, "{must}");
    assert_eq!(object["coverage"]["should"].as_f64(), Some(0.0));
    assert_eq!(object["coverage"]["may"], Value::Null);
}

#[test]
fn too_little_coverage_is_a_finding_for_each_requirement() {
    let env = project();
    env.write(
        "specs/toys.md",
        "- TOY-1010: A toy MUST be.\n- TOY-1011: A toy MUST be.\n- TOY-1002: A toy SHOULD be.\n",
    );
    for path in [
        "src/lib.rs",
        "src/inner/deep.rs",
        "src/inner/mod.rs",
        "src/odd name.rs",
    ] {
        env.write(path, "");
    }
    env.write("src/lib.rs", "// TOY-1002\n");
    env.write(
        "pets.yaml",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n",
    );
    env.write("metrics.json", "{}");
    let run = |under: &str| json(&env, &["--run", "--fail-under", under]);
    let output = run("must=50");
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (0, ""),
        "{output:#?}"
    );
    let output = run("must=51,should=1,may=100");
    assert_eq!(output.code, 1);
    let places = [
        "unverified-requirement specs/toys.md:2:3",
        "unverified-requirement specs/toys.md:3:3",
    ];
    assert_eq!(output.places(), places);
    let helps: Vec<String> = output
        .findings()
        .iter()
        .map(|it| text(it, "help"))
        .collect();
    let expect = [
        "a test that names it is there and failed",
        "name `TOY-1002` in a comment of the test that proves it",
    ];
    assert_eq!(helps, expect);
    for wrong in ["must", "must=101", "all=1"] {
        assert_eq!(run(wrong).code, 2, "{wrong}");
    }
    // Without a run there is nothing to compare.
    assert_eq!(json(&env, &["--fail-under", "must=1"]).code, 2);
}

#[test]
fn tests_that_do_not_build_verify_nothing() {
    let env = project();
    env.edit("tests/one.rs", "fn same() {", "fn same() { no();");
    let output = json(&env, &["--run"]);
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (1, ""),
        "{output:#?}"
    );
    assert!(
        output.stderr.contains("the tests do not build"),
        "{output:#?}"
    );
}

#[test]
fn without_a_run_tests_are_claims() {
    let env = project();
    let output = json(&env, &[]);
    assert_eq!(output.code, 0, "{output:#?}");
    assert_eq!(verified(&output), Vec::<String>::new());
    assert_eq!(outcomes(&output)["TOY-1003"], "tests::fails not run");
    let object: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(object["coverage"]["must"], Value::Null);
    let shown = env.succeed(&["trace"]).stdout;
    assert!(
        shown.contains("Nothing is verified: no test ran."),
        "{shown}"
    );
    assert!(
        shown.contains("Not implemented, as their documents say (1):\n  TOY-1014\n"),
        "{shown}"
    );
    assert!(!env.exists("target"), "something was built");
}

#[test]
fn one_requirement_tells_its_whole_story() {
    let env = project();
    let shown = env.succeed(&["trace", "TOY-1001"]).stdout;
    assert_eq!(
        shown,
        "TOY-1001 (must)
  A toy MUST be fine.
  specs/toys.md:3:3, section Toys
promised
  pets.yaml:7:18
implemented
  src/lib.rs:7:24
tests
  src/lib.rs:30:9  toy lib toy tests::named: not run
"
    );
    let shown = env.succeed(&["trace", "TOY-1014"]).stdout;
    assert!(
        shown.contains("marked as not implemented") && shown.contains("pets.yaml:9:44"),
        "{shown}"
    );
    let shown = env.succeed(&["trace", "TOY-1003"]).stdout;
    assert!(shown.contains("metrics.json:1:49"), "{shown}");
    let output = env.run(&["trace", "TOY-1O01"]);
    assert_eq!(output.code, 2);
    assert!(
        output.stderr.contains("did you mean `TOY-1001`?"),
        "{output:#?}"
    );
    let markdown = env.succeed(&["trace", "--markdown"]).stdout;
    assert!(
        markdown.contains("| TOY-1001 | must | 1 | 1 | 1 |\n"),
        "{markdown}"
    );
}

#[test]
fn unknown_ids_are_findings_with_the_nearest_right_one() {
    let env = project();
    env.edit("src/lib.rs", "(TOY-1001)", "(TOY-2001)");
    env.edit("metrics.json", "TOY-1003", "TOY-1900");
    env.edit("specs/toys.md", "- TOY-1009: A toy MUST be fine.\n", "");
    env.edit(
        "specs/toys.md",
        "## Not",
        "## Retired\n\n- TOY-1009\n\n## Not",
    );
    let output = json(&env, &[]);
    assert_eq!(output.code, 1, "{output:#?}");
    let expect = [
        "unknown-requirement metrics.json:1:49",
        "unknown-requirement src/lib.rs:7:24",
        "unknown-requirement src/odd name.rs:3:8",
    ];
    assert_eq!(output.places(), expect);
    let helps: Vec<String> = output
        .findings()
        .iter()
        .map(|it| text(it, "help"))
        .collect();
    let expect = [
        "did you mean `TOY-1001`?",
        "name the requirement that holds instead",
    ];
    assert_eq!(helps[1..], expect);
    // In a text it is no comment.
    let env = project();
    env.edit("src/lib.rs", "\"TOY-1006\"", "\"TOY-2006\"");
    assert_eq!(json(&env, &[]).code, 0);
    env.write("src/odd name.rs", "fn odd( {}\n");
    let output = json(&env, &[]);
    assert_eq!(
        output.places(),
        ["rust-syntax src/odd name.rs:1:7"],
        "{output:#?}"
    );
}

#[test]
fn nextest_tells_what_passed_too() {
    let env = project();
    env.write(
        "junit.xml",
        "<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite name=\"toy\">\
         <testcase name=\"tests::named\"/>\
         <testcase name=\"tests::ignored\"><skipped/></testcase>\
         <testcase name=\"tests::fails\"><failure/></testcase>\
         <testcase name=\"same\"/></testsuite>\n\
         <testsuite name=\"toy::two\"><testcase name=\"same\"/></testsuite>\n</testsuites>\n",
    );
    let output = json(&env, &["--junit", "junit.xml"]);
    assert_eq!(verified(&output), ["TOY-1001", "TOY-1011"], "{output:#?}");
    let outcomes = outcomes(&output);
    assert_eq!(outcomes["TOY-1002"], "tests::ignored ignored");
    assert_eq!(outcomes["TOY-1003"], "tests::fails failed");
    assert_eq!(outcomes["TOY-1010"], "same missing");
    assert_eq!(outcomes["TOY-1008"], "src/lib.rs (line 9) missing");
    env.write("junit.xml", "<testsuites>");
    assert_eq!(json(&env, &["--junit", "junit.xml"]).code, 2);
    assert_eq!(json(&env, &["--junit", "none.xml"]).code, 2);
}

#[test]
fn a_changed_requirement_puts_its_references_on_the_list() {
    let env = project();
    commit(&env);
    let none = env.succeed(&["trace", "--changed-since", "HEAD"]).stdout;
    assert_eq!(none, "No requirement says something else.\n");
    env.edit(
        "specs/toys.md",
        "TOY-1001: A toy MUST be fine",
        "TOY-1001: A toy MUST  be\n  *grand*",
    );
    env.edit(
        "specs/toys.md",
        "TOY-1002: A toy MUST be fine",
        "TOY-1002: A toy\n  MUST be `fine`",
    );
    env.edit(
        "specs/toys.md",
        "- TOY-1015: A toy SHOULD fly.\n",
        "As TOY-1001 says.\n",
    );
    let shown = env.run(&["trace", "--changed-since", "HEAD"]);
    assert_eq!(
        shown.stdout,
        "TOY-1001
  was: A toy MUST be fine.
  is:  A toy MUST be grand.
  promised pets.yaml:7:18
  implemented src/lib.rs:7:24
  claimed src/lib.rs:30:9
  mentioned specs/toys.md:20:4
TOY-1015
  was: A toy SHOULD fly.
  is:  no sentence any more
  implemented src/inner/deep.rs:1:4
"
    );
    // What referred to the sentence that is gone is a finding.
    assert_eq!(shown.code, 1, "{shown:#?}");
    let output = json(&env, &["--changed-since", "HEAD"]);
    let object: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(object["changed"][0]["references"][2]["kind"], "claimed");
    let output = env.run(&["trace", "--changed-since", "nothing"]);
    assert_eq!(output.code, 2, "{output:#?}");
}

/// What a test prints may stand in the line of its result, and one that ends the process takes the lines of others along.
#[test]
fn noise_hides_no_result_and_an_early_end_is_a_failure() {
    let env = Env::empty();
    env.write(MANIFEST, "[specs]\npaths = [\"specs.md\"]\nids = [\"TOY-[0-9]{4}\"]\n\n[[artifacts]]\nkind = \"requirements\"\npath = \"requirements\"\n");
    env.write(
        "specs.md",
        "- TOY-1001: It MUST a.\n- TOY-1002: It MUST b.\n- TOY-1003: It MUST c.\n",
    );
    env.write(
        "Cargo.toml",
        "[package]\nname = \"toy\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    env.write(
        "src/lib.rs",
        "#[test]\nfn noise() {\n    // TOY-1001\n    use std::io::Write;\n    std::io::stdout().write_all(b\"noise\").unwrap();\n    \
         std::io::stdout().flush().unwrap();\n}\n\n// TOY-1002\n#[test]\nfn ends() {\n    std::process::exit(0)\n}\n\n\
         // TOY-1003\n#[test]\nfn r#match() {}\n",
    );
    let output = env.succeed(&["trace", "--run", "--format", "json"]);
    let object: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let outcomes: Vec<String> = object["requirements"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| text(&it["claimed"][0], "outcome"))
        .collect();
    assert_eq!(outcomes, ["passed", "failed", "passed"], "{object:#}");
}
