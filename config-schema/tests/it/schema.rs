//! The schema alone, as other tools see it.

use config_schema::{Config, SCHEMA};
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("JSON")
}

/// Every object schema in a schema, with a name for messages.
fn objects<'a>(at: &str, schema: &'a Value, found: &mut Vec<(String, &'a Map<String, Value>)>) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && members.get("type") == Some(&json!("object"))
            {
                found.push((at.to_owned(), members));
            }
            for (name, member) in members {
                // Not schemas, but data that may look like one.
                if !matches!(name.as_str(), "default" | "examples" | "const" | "enum") {
                    objects(&format!("{at}/{name}"), member, found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(&format!("{at}/{index}"), item, found);
            }
        }
        _ => {}
    }
}

/// Whether a field is an `Option`: it may be null, and leaving it out says so.
fn is_option(field: &Value) -> bool {
    let is_null = |schema: &Value| schema["type"] == "null";
    let types = field["type"].as_array();
    let branches = field["anyOf"].as_array();
    types.is_some_and(|types| types.contains(&json!("null")))
        || branches.is_some_and(|branches| branches.iter().any(is_null))
}

/// The optional fields, `Option`s aside, that have no `default`; and how many have one.
fn without_default(schema: &Value) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    objects("#", schema, &mut found);
    let (mut without, mut with) = (Vec::new(), 0);
    for (at, object) in found {
        let required = object.get("required").and_then(Value::as_array);
        for (name, field) in object["properties"].as_object().expect("properties") {
            let needed = required.is_some_and(|required| required.contains(&json!(name)));
            if needed || is_option(field) {
                continue;
            }
            if field.get("default").is_some() {
                with += 1;
            } else {
                without.push(format!("{at}/properties/{name}"));
            }
        }
    }
    (without, with)
}

/// OC-CONFIG-6011.
#[test]
fn defaults_are_documented() {
    let (without, with) = without_default(&schema());
    assert!(without.is_empty(), "without `default`: {without:#?}");
    assert!(with > 20, "the walk saw only {with} fields");
    // The walk does see one that is missing, also deep inside.
    for pointer in [
        "/properties/server",
        "/$defs/Queue/properties/capacity",
        "/$defs/Priority/properties/weight",
    ] {
        let mut schema = schema();
        let field = schema.pointer_mut(pointer).expect(pointer);
        field.as_object_mut().expect("an object").remove("default");
        assert_eq!(without_default(&schema).0, [format!("#{pointer}")]);
    }
}

/// What the schema documents is what the types do: writing every default out changes nothing.
///
/// OC-CONFIG-6011.
#[test]
fn documented_defaults_are_those_of_the_types() {
    let schema = schema();
    let pool = json!({"id": "a", "engine": "tgi", "model": "m", "devices": [0]});
    let mut provisioned = pool.clone();
    provisioned["provisioning"] = json!({"source": {"repo": "r", "ref": "x"}});
    provisioned["admission"] = json!({"priorities": [{"name": "batch"}]});
    let short = json!({"pools": [pool, provisioned]});
    let mut long = short.clone();
    fill(&schema, &schema, &mut long);
    assert_eq!(long["pools"][0]["queue"]["capacity"], 64, "{long:#}");
    assert_eq!(
        long["pools"][1]["admission"]["priorities"][0]["weight"], 1,
        "{long:#}"
    );
    assert_eq!(
        long["pools"][1]["provisioning"]["source"]["submodules"], false,
        "{long:#}"
    );
    let read = |value: &Value| {
        let text = value.to_string();
        Config::parse("c.json", &text).unwrap_or_else(|error| panic!("{text}\n{error}"))
    };
    assert_eq!(read(&long), read(&short));
}

/// Writes the default of every field that is not there, also within those.
fn fill(root: &Value, schema: &Value, value: &mut Value) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(&reference[1..]).expect(reference);
        fill(root, target, value);
    }
    for branch in schema["anyOf"].as_array().into_iter().flatten() {
        fill(root, branch, value);
    }
    match value {
        Value::Object(members) => {
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                if let Some(default) = field.get("default") {
                    members.entry(name).or_insert_with(|| default.clone());
                }
                if let Some(member) = members.get_mut(name) {
                    fill(root, field, member);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                fill(root, &schema["items"], item);
            }
        }
        _ => {}
    }
}

/// OC-CONFIG-6032 stands in the schema: a validator that knows nothing of this toolkit applies it.
#[test]
fn other_validators_refuse_an_open_address_without_a_token() {
    let validator = jsonschema::draft202012::new(&schema()).expect("a JSON Schema");
    let with = |server: Value| {
        let pool = json!({"id": "a", "engine": "tgi", "model": "m", "devices": [0]});
        json!({"pools": [pool], "server": server})
    };
    for address in [
        "0.0.0.0:80",
        "[::]:80",
        "example.com:80",
        "127.0.0.1.example.com:80",
    ] {
        for token in [
            json!({}),
            json!({"auth_token": null}),
            json!({"auth_token": ""}),
        ] {
            let mut server = token;
            server["bind_addr"] = json!(address);
            let config = with(server);
            let errors: Vec<_> = validator.iter_errors(&config).collect();
            assert!(!errors.is_empty(), "{config}");
            for error in errors {
                assert!(
                    error.instance_path().as_str().starts_with("/server"),
                    "{error}"
                );
            }
        }
        let config = with(json!({"bind_addr": address, "auth_token": "t"}));
        assert!(validator.is_valid(&config), "{config}");
    }
    for server in [
        json!({}),
        json!({"bind_addr": "127.0.0.1:80"}),
        json!({"bind_addr": "[::1]:80"}),
    ] {
        let config = with(server);
        assert!(validator.is_valid(&config), "{config}");
    }
    // Without the rule nobody would refuse it.
    let mut lax = schema();
    let server = lax["$defs"]["Server"].as_object_mut().expect("an object");
    assert!(server.remove("if").is_some() && server.remove("then").is_some());
    let lax = jsonschema::draft202012::new(&lax).expect("a JSON Schema");
    assert!(lax.is_valid(&with(json!({"bind_addr": "0.0.0.0:80"}))));
}
