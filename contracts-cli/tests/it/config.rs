//! `config check`: what it says about configuration files, and how it ends.

use serde_json::{Value, json};

use crate::{
    env::{Env, MANIFEST, Output, PETS, SHOPS},
    renderings::results,
};

const SCHEMA: &str = r#"{
    "type": "object",
    "properties": {
        "port": {"type": "integer", "minimum": 1},
        "verbose": {"type": "boolean"},
        "token": {"type": "string", "minLength": 20, "writeOnly": true}
    },
    "required": ["port"],
    "additionalProperties": false
}"#;

fn artifact(name: &str) -> String {
    format!(
        "[[artifacts]]\nkind = \"config-schema\"\npath = \"schemas/{name}.json\"\npackage = \"{name}\"\n\
         source = \"{name}/types.rs\"\n"
    )
}

/// A project that declares one schema, and one file with three mistakes per format.
fn project() -> Env {
    let env = Env::empty();
    env.write(MANIFEST, &artifact("server"));
    env.write("schemas/server.json", SCHEMA);
    env.write("good.yaml", "port: 1\n");
    env.write("good.json", "{\"port\": 1}");
    env.write("good.toml", "port = 1\n");
    env.write("bad.yaml", "# ä\nprot: 1\nverbose: x\n");
    env.write("bad.json", "{\n\"prot\": 1,\n\"verbose\": \"x\"}");
    env.write("bad.toml", "# ä\nprot = 1\nverbose = 'x'\n");
    env.write("newer.toml", "port = 1\nreplicas = 3\n");
    env
}

/// A failed run and the whole of stderr.
#[track_caller]
fn fails(env: &Env, args: &[&str], code: i32, stderr: &str) -> Output {
    let output = env.run(&[&["config", "check"], args].concat());
    assert_eq!(output.stderr, stderr, "{args:?}\n{output:#?}");
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (code, ""),
        "{args:?}"
    );
    output
}

/// What `--format json` says on stdout.
#[track_caller]
fn findings(env: &Env, args: &[&str], code: i32) -> Value {
    let output = env.run(&[&["config", "check", "--format", "json"], args].concat());
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (code, ""),
        "{output:#?}"
    );
    serde_json::from_str(&output.stdout).expect("one JSON object")
}

#[test]
fn files_without_mistakes() {
    let env = project();
    for file in ["good.yaml", "good.json", "good.toml"] {
        let output = env.succeed(&["config", "check", file]);
        let status = format!("    Checking {file}\n    Finished no mistakes\n");
        assert_eq!((output.stderr, output.stdout.as_str()), (status, ""));
        assert_eq!(findings(&env, &[file], 0), json!({"findings": []}));
        let quiet = env.succeed(&["config", "check", "-q", file]);
        assert_eq!((quiet.stderr.as_str(), quiet.stdout.as_str()), ("", ""));
    }
    let output = env.succeed(&["contracts", "config", "check", "good.toml"]);
    assert!(
        output.stderr.ends_with("Finished no mistakes\n"),
        "{output:#?}"
    );
}

#[test]
fn mistakes_are_shown_with_their_places() {
    let env = project();
    for (file, start, found) in [
        ("bad.yaml", 2, 10),
        ("bad.json", 1, 12),
        ("bad.toml", 1, 11),
    ] {
        let expected = format!(
            "    Checking {file}
{file}:{start}:1: error[missing-field]: missing field `port`
{file}:2:1: error[unknown-field]: unknown field `prot`
    help: did you mean `port`?
{file}:3:{found}: error[wrong-type]: `verbose` must be a boolean, found the text `x`
     Failure 3 mistakes
"
        );
        fails(&env, &[file], 1, &expected);
        let quiet = expected.replace(&format!("    Checking {file}\n"), "");
        fails(&env, &[file, "-q"], 1, &quiet);
    }
    let coloured = env.run(&["config", "check", "bad.toml", "--color", "always"]);
    let severity = "bad.toml:1:1: \u{1b}[1m\u{1b}[31merror[missing-field]\u{1b}[0m: missing";
    assert!(coloured.stderr.contains(severity), "{coloured:#?}");
}

#[test]
fn mistakes_as_json_have_the_shape_of_findings() {
    let env = project();
    let expected = json!({"findings": [
        {
            "code": "missing-field", "severity": "error", "message": "missing field `port`",
            "file": "bad.toml", "line": 1, "column": 1, "help": null
        },
        {
            "code": "unknown-field", "severity": "error", "message": "unknown field `prot`",
            "file": "bad.toml", "line": 2, "column": 1, "help": "did you mean `port`?"
        },
        {
            "code": "wrong-type", "severity": "error",
            "message": "`verbose` must be a boolean, found the text `x`",
            "file": "bad.toml", "line": 3, "column": 11, "help": null
        }
    ]});
    assert_eq!(findings(&env, &["bad.toml"], 1), expected);
}

#[test]
fn compatible_mode_warns_of_unknown_fields() {
    let env = project();
    let unknown = "newer.toml:2:1: warning[unknown-field]: unknown field `replicas`
    help: known fields: `port`, `token`, `verbose`\n";
    let strict = unknown.replace("warning", "error");
    let strict = format!("    Checking newer.toml\n{strict}     Failure 1 mistake\n");
    fails(&env, &["newer.toml"], 1, &strict);
    let status = format!("    Checking newer.toml\n{unknown}    Finished no mistakes, 1 warning\n");
    fails(&env, &["newer.toml", "--compatible"], 0, &status);
    fails(&env, &["newer.toml", "--compatible", "-q"], 0, "");
    let found = findings(&env, &["newer.toml", "--compatible"], 0);
    assert_eq!(found["findings"][0]["severity"], "warning", "{found:#}");

    // What is wrong besides is still a mistake.
    let found = findings(&env, &["bad.toml", "--compatible"], 1);
    let severities: Vec<&Value> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| &finding["severity"])
        .collect();
    assert_eq!(severities, ["error", "warning", "error"], "{found:#}");
    let output = env.run(&["config", "check", "--compatible", "bad.toml"]);
    assert!(
        output
            .stderr
            .ends_with("     Failure 2 mistakes, 1 warning\n"),
        "{output:#?}"
    );
}

#[test]
fn files_that_do_not_parse_have_a_mistake() {
    let env = project();
    env.write("open.toml", "port = 1\nverbose = \n");
    env.write("binary.yaml", "");
    std::fs::write(env.path("binary.yaml"), b"port: 1\nx: \xff\n").expect("written");
    for (file, code, line) in [("open.toml", "syntax", 2), ("binary.yaml", "not-utf8", 2)] {
        let found = findings(&env, &[file], 1);
        let [finding] = found["findings"].as_array().expect("a list").as_slice() else {
            panic!("{found:#}")
        };
        assert_eq!(
            (&finding["code"], &finding["line"]),
            (&json!(code), &json!(line))
        );
    }
}

#[test]
fn secrets_are_not_shown() {
    let env = project();
    env.write("secret.json", r#"{"port": 1, "token": "hunter2"}"#);
    for format in ["human", "json", "sarif", "github"] {
        let output = env.run(&["config", "check", "secret.json", "--format", format]);
        let said = output.stdout + &output.stderr;
        assert!(
            said.contains("wrong-length") && !said.contains("hunter2"),
            "{said}"
        );
    }
}

#[test]
fn the_schema_may_be_named() {
    let env = project();
    env.write("other.json", r#"{"type": "object", "required": ["name"]}"#);
    let missing = "    Checking good.toml
good.toml:1:1: error[missing-field]: missing field `name`
     Failure 1 mistake\n";
    fails(&env, &["good.toml", "--schema", "other.json"], 1, missing);
    // Then nobody looks at contracts.toml.
    env.remove(MANIFEST);
    fails(&env, &["good.toml", "--schema", "other.json"], 1, missing);
    let stdout = env.run(&[
        "config",
        "check",
        "good.toml",
        "--schema",
        "schemas/server.json",
    ]);
    assert_eq!(stdout.code, 0, "{stdout:#?}");
}

#[test]
fn the_declared_schema_is_found_from_everywhere() {
    let env = project();
    env.write("deep/down/c.toml", "port = 0\n");
    let mut below = env.command(&["config", "check", "c.toml"]);
    let output = Output::of(below.current_dir(env.path("deep/down")));
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(
        output.stderr.contains("c.toml:1:8: error[out-of-range]"),
        "{output:#?}"
    );
    let elsewhere = Env::empty();
    elsewhere.write("c.toml", "port = 1\n");
    let manifest = env.path(MANIFEST);
    let manifest = manifest.to_str().expect("UTF-8");
    elsewhere.succeed(&["config", "check", "c.toml", "--manifest-path", manifest]);
}

#[test]
fn without_one_schema_it_says_what_to_do() {
    let env = project();
    env.write(MANIFEST, &[artifact("server"), artifact("client")].concat());
    fails(
        &env,
        &["good.toml"],
        2,
        "error: contracts.toml declares several schemas: schemas/server.json, schemas/client.json
    help: say which one with `--schema FILE`\n",
    );
    env.write(PETS, include_str!("fixture/pets.yaml"));
    env.write(SHOPS, include_str!("fixture/shops.json"));
    env.write(MANIFEST, include_str!("fixture/contracts.toml"));
    fails(
        &env,
        &["good.toml"],
        2,
        "error: contracts.toml declares no artifact of the kind `config-schema`
    help: name the JSON Schema with `--schema FILE`\n",
    );
    env.remove(MANIFEST);
    let output = env.run(&["config", "check", "good.toml"]);
    assert_eq!(output.code, 2, "{output:#?}");
    assert!(
        output.stderr.starts_with("error: no contracts.toml in "),
        "{output:#?}"
    );
    assert!(
        output
            .stderr
            .ends_with("    help: name the JSON Schema with `--schema FILE`\n")
    );
}

#[test]
fn files_that_cannot_be_used() {
    let env = project();
    env.write("broken.json", "{");
    env.write("wrong.json", r#"{"type": 3}"#);
    for (args, said) in [
        (&["missing.yaml"][..], "error: cannot read missing.yaml: "),
        (&["schemas"], "error: cannot read schemas: "),
        (
            &["good.toml", "--schema", "no.json"],
            "error: cannot read no.json: ",
        ),
        (
            &["good.toml", "--schema", "broken.json"],
            "error: broken.json is no usable JSON Schema: ",
        ),
        (
            &["good.toml", "--schema", "wrong.json"],
            "error: wrong.json is no usable JSON Schema: ",
        ),
        (
            &["good.toml", "--manifest-path", "no.toml"],
            "error: cannot read ",
        ),
        (
            &[],
            "error: the following required arguments were not provided:",
        ),
    ] {
        let output = env.run(&[&["config", "check"], args].concat());
        assert_eq!(output.code, 2, "{args:?}\n{output:#?}");
        let stderr = output.stderr.replace("    Checking missing.yaml\n", "");
        let stderr = stderr.replace("    Checking good.toml\n", "");
        let stderr = stderr.replace("    Checking schemas\n", "");
        assert!(stderr.starts_with(said), "{args:?}\n{output:#?}");
        assert_eq!(output.stdout, "", "{args:?}");
    }
    // Not written yet: the command that writes it is the repair.
    env.remove("schemas/server.json");
    let output = env.run(&["config", "check", "good.toml"]);
    assert_eq!(output.code, 2, "{output:#?}");
    assert!(
        output
            .stderr
            .contains("help: run `cargo contracts regen-schema`"),
        "{output:#?}"
    );
}

#[test]
fn a_wrong_contracts_toml_is_a_finding() {
    let env = project();
    env.write(MANIFEST, "artefacts = []\n");
    let output = env.run(&["config", "check", "good.toml"]);
    assert_eq!(output.code, 1, "{output:#?}");
    assert!(output.stderr.contains("artefacts"), "{output:#?}");
}

#[test]
fn nothing_is_written() {
    let env = project();
    let before = env.tree();
    for args in [
        &["bad.yaml"][..],
        &["good.json"],
        &["newer.toml", "--compatible"],
    ] {
        env.run(&[&["config", "check"], args].concat());
    }
    assert_eq!(env.tree(), before);
}

#[test]
fn code_scanning_and_pull_requests_are_told_too() {
    let env = project();
    let sarif = |args: &[&str], code| {
        let output = env.run(&[&["config", "check", "--format", "sarif"], args].concat());
        assert_eq!(
            (output.code, output.stderr.as_str()),
            (code, ""),
            "{output:#?}"
        );
        results(&output.stdout)
    };
    assert_eq!(
        sarif(&["bad.yaml"], 1),
        [
            "missing-field error bad.yaml:2:1",
            "unknown-field error bad.yaml:2:1",
            "wrong-type error bad.yaml:3:10",
        ]
    );
    assert_eq!(sarif(&["good.yaml"], 0), Vec::<String>::new());
    let newer = ["newer.toml", "--compatible"];
    assert_eq!(sarif(&newer, 0), ["unknown-field warning newer.toml:2:1"]);

    let output = env.run(&["config", "check", "bad.yaml", "--format", "github"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    assert_eq!(
        output.stderr,
        "::error file=bad.yaml,line=2,col=1,title=missing-field::missing field `port`
::error file=bad.yaml,line=2,col=1,title=unknown-field::unknown field `prot`%0Ahelp: did you mean `port`?
::error file=bad.yaml,line=3,col=10,title=wrong-type::`verbose` must be a boolean, found the text `x`
"
    );
    let output = env.succeed(&[
        "config",
        "check",
        "newer.toml",
        "--compatible",
        "--format",
        "github",
    ]);
    assert!(
        output
            .stderr
            .starts_with("::warning file=newer.toml,line=2,col=1,title=unknown-field::"),
        "{output:#?}"
    );
}
