//! `generate`: a crate out of one document. That it compiles is shown by tests/workspace.

use crate::env::{Env, PETS, SHOPS};

const FILES: [&str; 5] = [
    "Cargo.toml",
    "README.md",
    "src/client.rs",
    "src/lib.rs",
    "src/types.rs",
];

fn generate(env: &Env, document: &str, more: &[&str]) -> crate::env::Output {
    let mut args = vec![
        "generate",
        "--document",
        document,
        "--crate",
        "made/pets-client",
    ];
    args.extend(more);
    env.run(&args)
}

/// The steps that stderr tells a time of.
fn steps(stderr: &str) -> Vec<&str> {
    let times = stderr.lines().filter(|line| line.ends_with(" ms"));
    times
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

#[test]
fn the_time_of_each_step_is_told_where_asked() {
    let env = Env::project();
    let all = ["load", "lower", "emit", "print", "write"];
    let generate = ["generate", "--document", PETS, "--crate", "made"];
    let commands: [&[&str]; 4] = [
        &generate,
        &["regen"],
        &["regen-openapi"],
        &["corpus", "api"],
    ];
    for command in commands {
        let silent = env.run(command);
        assert_eq!(steps(&silent.stderr), [""; 0], "{silent:#?}");
        let told = env.run(&[command, &["--timings"]].concat());
        assert_eq!(steps(&told.stderr), all, "{told:#?}");
        let json = env.run(&[command, &["--timings", "--format", "json"]].concat());
        let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
        let load = json["timings"]["load"].as_f64().expect("a number");
        assert!(load > 0.0, "{json:#}");
    }
}

#[test]
fn the_items_of_a_tag_have_a_module() {
    let env = Env::sources();
    let operation = |id: &str| {
        format!(
            "  /{id}:\n    get: {{operationId: {id}, tags: [{id}s], responses: {{'204': {{description: D}}}}}}\n"
        )
    };
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{}{}",
        operation("cat"),
        operation("dog")
    );
    env.write("tags.yaml", &document);
    let client = |more: &[&str]| {
        let made = generate(&env, "tags.yaml", more);
        assert_eq!(made.code, 0, "{made:#?}");
        env.read("made/pets-client/src/client.rs")
    };
    let modules = ["pub mod cats {", "pub mod dogs {"];
    let text = client(&[]);
    assert!(modules.iter().all(|module| text.contains(module)), "{text}");
    assert_eq!(client(&["--modules", "tags"]), text);
    let flat = client(&["--modules", "flat"]);
    assert!(
        !modules.iter().any(|module| flat.contains(module)),
        "{flat}"
    );
    assert!(
        flat.contains("pub struct Cat<") && text.contains("pub struct Cat<"),
        "{flat}"
    );
}

#[test]
fn strings_of_some_formats_have_types_of_their_own_unless_asked_otherwise() {
    let env = Env::sources();
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
        A:\n      type: object\n      required: [byte, date, at, id, uri, more]\n      properties:\n        \
        byte: {type: string, format: byte}\n        date: {type: string, format: date}\n        \
        at: {type: string, format: date-time}\n        id: {type: string, format: uuid}\n        \
        uri: {type: string, format: uri}\n        more: {type: string, contentEncoding: base64}\n";
    env.write("formats.yaml", document);
    let made = |more: &[&str]| {
        let made = generate(&env, "formats.yaml", more);
        assert_eq!(made.code, 0, "{made:#?}");
        let read = |path| env.read(&format!("made/pets-client/{path}"));
        (read("src/types.rs"), read("Cargo.toml"))
    };
    let (typed, manifest) = made(&[]);
    for member in [
        "byte: ::contracts_runtime::wire::Base64",
        "date: ::chrono::NaiveDate",
        "at: ::chrono::DateTime<::chrono::FixedOffset>",
        "id: ::uuid::Uuid",
        "uri: String",
        "more: ::contracts_runtime::wire::Base64",
    ] {
        assert!(
            typed.contains(&format!("    pub {member},\n")),
            "{member} {typed}"
        );
    }
    for dependency in ["chrono = {", "uuid = {", "\"base64\""] {
        assert!(manifest.contains(dependency), "{manifest}");
    }
    let (text, manifest) = made(&["--strings", "text"]);
    for member in ["byte", "date", "at", "id", "uri", "more"] {
        assert!(
            text.contains(&format!("    pub {member}: String,\n")),
            "{member} {text}"
        );
    }
    for dependency in ["chrono", "uuid", "base64"] {
        assert!(!manifest.contains(dependency), "{manifest}");
    }
}

#[test]
fn schemas_that_no_operation_needs_are_left_out_where_asked() {
    let env = Env::sources();
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      \
        operationId: a\n      responses: {'200': {description: D, content: {application/json: \
        {schema: {$ref: '#/components/schemas/Used'}}}}}\ncomponents:\n  schemas:\n    \
        Used: {type: object, properties: {part: {$ref: '#/components/schemas/Part'}}}\n    \
        Part: {type: object, properties: {a: {type: string}}}\n    \
        Unused: {type: object, properties: {b: {type: string}}}\n";
    env.write("unused.yaml", document);
    let types = |more: &[&str]| {
        let made = generate(&env, "unused.yaml", more);
        assert_eq!(made.code, 0, "{made:#?}");
        env.read("made/pets-client/src/types.rs")
    };
    let has = |text: &str| {
        ["Used", "Part", "Unused"].map(|name| text.contains(&format!("pub struct {name} {{")))
    };
    let (whole, pruned) = (types(&[]), types(&["--prune"]));
    assert_eq!(has(&whole), [true, true, true], "{whole}");
    assert_eq!(has(&pruned), [true, true, false], "{pruned}");
}

#[test]
fn a_document_becomes_a_whole_crate() {
    let env = Env::sources();
    env.remove("contracts.toml");
    let made = generate(&env, PETS, &[]);
    assert_eq!(made.code, 0, "{made:#?}");
    for file in FILES {
        let text = env.read(&format!("made/pets-client/{file}"));
        assert!(
            text.lines()
                .next()
                .is_some_and(|line| line.contains("@generated by contracts")),
            "{file}"
        );
    }
    let manifest = env.read("made/pets-client/Cargo.toml");
    assert!(
        manifest.contains("\nname = \"pets-client\"\n"),
        "{manifest}"
    );
    let dependencies: Vec<&str> = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .filter_map(|line| line.split(" = ").next())
        .skip(1)
        .collect();
    // Nothing in this document is sent, is free JSON or a uuid.
    assert_eq!(dependencies, ["contracts-runtime"], "{manifest}");
    assert!(
        manifest.contains(&format!("version = \"{}\"", env!("CARGO_PKG_VERSION"))),
        "{manifest}"
    );
    let readme = env.read("made/pets-client/README.md");
    assert!(readme.contains("pets_client::Client::new("), "{readme}");
    assert!(
        readme.contains("client.get_pet(\"id\").send().await?"),
        "{readme}"
    );
}

#[test]
fn the_first_call_shows_what_an_operation_asks_for() {
    let env = Env::sources();
    let document = |security: &str| {
        format!(
            "openapi: 3.1.0
info: {{title: T, version: '1'}}
security: {security}
paths: {{/a: {{get: {{operationId: getA, responses: {{204: {{description: ok}}}}}}}}}}
components:
  securitySchemes:
    ApiKey: {{type: apiKey, in: header, name: K}}
    basic: {{type: http, scheme: basic}}
    cert: {{type: mutualTLS}}
"
        )
    };
    for (security, call) in [
        ("[{}]", "?;\n"),
        ("[{cert: []}]", "?;\n"),
        ("[{}, {ApiKey: []}]", "?\n    .with_api_key(\"secret\");\n"),
        (
            "[{unknown: []}, {ApiKey: [], basic: []}]",
            "?\n    .with_api_key(\"secret\")\n    .with_basic(\"user\", \"password\");\n",
        ),
    ] {
        env.write("api.yaml", &document(security));
        let made = generate(&env, "api.yaml", &[]);
        assert_eq!(made.code, 0, "{made:#?}");
        let readme = env.read("made/pets-client/README.md");
        let call = format!("Client::new(\"http://127.0.0.1:8080\"){call}");
        assert!(readme.contains(&call), "{security}: {readme}");
    }
}

/// Whatever an operation asks for: one is shown, the one of whose arguments most are known.
#[test]
fn the_first_call_is_there_whatever_it_takes() {
    let env = Env::sources();
    let document = |operations: &str| {
        format!(
            "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
{operations}
components:
  schemas:
    Body: {{type: object, properties: {{a: {{type: string}}}}}}
    Level: {{type: string, enum: [low, high]}}
"
        )
    };
    let parameter = |name: &str, schema: &str| {
        format!("{{name: {name}, in: query, required: true, schema: {schema}}}")
    };
    let level = parameter("Level", "{$ref: '#/components/schemas/Level'}");
    let scalars = ["integer", "number", "boolean", "string"]
        .map(|kind| parameter(kind, &format!("{{type: {kind}}}")))
        .join(", ");
    let list = parameter("list", "{type: array, items: {type: string}}");
    let answer = "responses: {204: {description: ok}}";
    let post = |more: &str| {
        format!(
            "  /a: {{post: {{operationId: send, requestBody: {{required: true, content: \
             {{application/json: {{schema: {{$ref: '#/components/schemas/Body'}}}}}}}}, {more}{answer}}}}}"
        )
    };
    let get = |parameters: &str| {
        format!("  /b: {{get: {{operationId: look, parameters: [{parameters}], {answer}}}}}")
    };
    for (operations, call) in [
        (post(""), "client.send(&body)"),
        (
            post(&format!("parameters: [{level}], ")),
            "client.send(&level, &body)",
        ),
        (get(&scalars), "client.look(1, 1.0, true, \"string\")"),
        (get(&level) + "\n" + &post(""), "client.look(&level)"),
        // A list cannot be made up of nothing.
        (get(&list) + "\n" + &post(""), "client.send(&body)"),
    ] {
        env.write("api.yaml", &document(&operations));
        let made = generate(&env, "api.yaml", &[]);
        assert_eq!(made.code, 0, "{made:#?}");
        let call = format!("let answer = {call}.send().await?;\n");
        let readme = env.read("made/pets-client/README.md");
        assert!(readme.contains(&call), "{call}{readme}");
        let docs = env.read("made/pets-client/src/lib.rs");
        assert!(docs.contains(&format!("//! {call}")), "{call}{docs}");
        for name in ["body", "level"] {
            let is_made = docs.contains(&format!("//! # let {name} = todo!();\n"));
            assert_eq!(is_made, call.contains(name), "{docs}");
        }
    }
}

#[test]
fn what_is_there_already_is_written_again_only_if_it_differs() {
    let env = Env::sources();
    generate(&env, PETS, &[]);
    let before = env.tree();
    let again = generate(&env, PETS, &[]);
    assert!(
        again
            .stderr
            .contains("       Fresh made/pets-client/src/types.rs"),
        "{again:#?}"
    );
    assert_eq!(env.tree(), before);
    let other = generate(&env, SHOPS, &[]);
    assert!(
        other
            .stderr
            .contains("     Updated made/pets-client/src/types.rs"),
        "{other:#?}"
    );
}

#[test]
fn a_file_by_hand_is_never_overwritten() {
    for file in FILES {
        let env = Env::sources();
        env.write(&format!("made/pets-client/{file}"), "mine\n");
        let before = env.tree();
        let refused = generate(&env, PETS, &[]);
        assert_eq!(refused.code, 1, "{refused:#?}");
        assert!(
            refused.stderr.contains("error[not-generated]"),
            "{refused:#?}"
        );
        assert_eq!(env.tree(), before, "{file}");
    }
}

/// Whoever wants to call somebody else's API cannot mend its document.
#[test]
fn mistakes_of_a_document_are_warnings() {
    let env = Env::sources();
    env.write(PETS, include_str!("fixture/broken.yaml"));
    let made = generate(&env, PETS, &[]);
    assert_eq!(made.code, 0, "{made:#?}");
    assert!(made.stderr.contains("warning[dangling-ref]"), "{made:#?}");
    assert!(made.stderr.contains("pets.yaml:16:23"), "{made:#?}");
    assert!(!made.stderr.contains("error["), "{made:#?}");
    // Both operations of the same id are there.
    let client = env.read("made/pets-client/src/client.rs");
    assert!(client.contains("pub fn list_pets("), "{client}");
    assert!(client.contains("pub fn post_pets("), "{client}");
}

#[test]
fn what_is_no_openapi_document_writes_nothing() {
    let env = Env::sources();
    let texts = [
        (
            "openapi: 3.0.3\ninfo: [\n",
            "api/pets.yaml:2:7",
            "yaml-syntax",
        ),
        (
            "swagger: '2.0'\n",
            "api/pets.yaml:1:10",
            "unsupported-version",
        ),
        ("- a\n- b\n", "api/pets.yaml:1:1", "wrong-type"),
    ];
    for (text, place, code) in texts {
        env.write(PETS, text);
        let before = env.tree();
        let refused = generate(&env, PETS, &[]);
        assert_eq!(refused.code, 1, "{refused:#?}");
        let place = place.trim_start_matches("api/");
        assert!(refused.stderr.contains(place), "{refused:#?}");
        assert!(
            refused.stderr.contains(&format!("error[{code}]")),
            "{refused:#?}"
        );
        assert_eq!(env.tree(), before);
    }
}

#[test]
fn a_server_too() {
    let env = Env::sources();
    assert_eq!(generate(&env, PETS, &["--server"]).code, 0);
    let read = |file: &str| env.read(&format!("made/pets-client/{file}"));
    assert!(
        read("Cargo.toml").contains("\"server\""),
        "{}",
        read("Cargo.toml")
    );
    assert!(read("src/lib.rs").contains("as server;"));
    assert!(read("src/server.rs").contains("pub trait "));
    // Both sides read and write all types, whatever was asked for.
    assert!(!read("src/types.rs").contains("!(read "));
}

#[test]
fn wrong_usage() {
    let env = Env::sources();
    assert_eq!(generate(&env, "nothing.yaml", &[]).code, 2);
    let server = generate(&env, PETS, &["--server", "--backend", "progenitor"]);
    assert_eq!(server.code, 2);
    assert!(
        server.stderr.contains("progenitor makes clients only"),
        "{server:#?}"
    );
    assert!(!env.exists("made"));
}

#[test]
fn the_runtime_can_lie_elsewhere() {
    let env = Env::sources();
    generate(&env, PETS, &["--runtime", "vendor/runtime"]);
    let manifest = env.read("made/pets-client/Cargo.toml");
    assert!(
        manifest.contains("path = \"../../vendor/runtime\""),
        "{manifest}"
    );
}

#[test]
fn json_says_what_became_of_each_file() {
    let env = Env::sources();
    let made = generate(&env, PETS, &["--format", "json"]);
    let files: serde_json::Value = serde_json::from_str(&made.stdout).expect("JSON");
    assert_eq!(files["files"].as_array().map(Vec::len), Some(FILES.len()));
    assert_eq!(
        files["files"][0],
        serde_json::json!({"path": "Cargo.toml", "state": "missing"})
    );
}

#[test]
fn simplifications_are_counted_and_shown_when_asked_for() {
    let env = Env::sources();
    env.edit(PETS, "      parameters:\n", "      parameters:\n        - {name: f, in: query, content: {application/xml: {schema: {type: object}}}}\n");
    let quiet = generate(&env, PETS, &[]);
    assert!(!quiet.stderr.contains("untyped-content"), "{quiet:#?}");
    let count = "    Finished 5 files, 1 simplification (--explain shows them)";
    assert!(quiet.stderr.contains(count), "{quiet:#?}");
    let explained = generate(&env, PETS, &["--explain"]);
    assert!(
        explained.stderr.contains("warning[untyped-content]"),
        "{explained:#?}"
    );
    assert!(
        explained.stderr.contains("pets.yaml:11:11"),
        "{explained:#?}"
    );

    let regen = env.run(&["regen"]);
    assert!(
        regen
            .stderr
            .contains(", 1 simplification (--explain shows them)"),
        "{regen:#?}"
    );
    assert!(!regen.stderr.contains("untyped-content"), "{regen:#?}");
    for command in ["regen", "check"] {
        let explained = env.run(&[command, "--explain"]);
        assert!(
            explained.stderr.contains("warning[untyped-content]"),
            "{explained:#?}"
        );
    }
    // Scripts get all of them.
    let json = env.run(&["check", "--format", "json"]);
    assert_eq!(json.places(), ["untyped-content api/pets.yaml:11:11"]);
}

#[test]
fn a_hostile_title_stays_a_comment() {
    let env = Env::sources();
    env.write(
        "api.json",
        r#"{"openapi": "3.0.3", "info": {"title": "T\n\npub fn pwned() {}", "version": "1\r\n\u202epub fn pwned() {}"},
            "servers": [{"url": "http://x\"; panic!(); //"}], "paths": {}}"#,
    );
    let made = generate(&env, "api.json", &[]);
    assert_eq!(made.code, 0, "{made:#?}");
    let library = env.read("made/pets-client/src/lib.rs");
    let code = library.lines().filter(|line| !line.starts_with("//"));
    assert!(!code.collect::<String>().contains("pwned"), "{library}");
    assert!(!library.contains('\u{202e}'), "{library}");
    assert!(
        library.contains(r#"Client::new("http://x\"; panic!(); //")"#),
        "{library}"
    );
}
