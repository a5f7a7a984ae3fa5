//! JSON Schemas (2020-12) of `contracts.toml` and of everything that `--format json` prints. The tests of
//! the command line hold what it prints against them.

mod config_check;
mod corpus;
mod dev_loop;
mod drift;
mod explain;
mod findings;
mod generate;
mod list;
mod manifest;
mod metrics;
mod trace;

use serde_json::{Value, json};

use super::File;
use crate::print;

/// Each schema by what it describes: `contracts` is the manifest, the others are outputs.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("contracts", manifest::schema()),
        ("config-check", config_check::schema()),
        ("corpus", corpus::schema()),
        ("dev-loop", dev_loop::schema()),
        ("drift", drift::schema()),
        ("explain", explain::schema()),
        ("findings", findings::schema()),
        ("generate", generate::schema()),
        ("links", dev_loop::links()),
        ("list", list::schema()),
        ("metrics-check", metrics::schema()),
        ("trace", trace::schema()),
        ("trace-changes", trace::changes()),
    ]
}

/// A file per schema.
pub(super) fn files(header: &str) -> Result<Vec<File>, String> {
    let file = |(name, schema): (&str, Value)| {
        let text = print::json(header, schema)?;
        Ok((format!("{name}.schema.json"), text))
    };
    schemas().into_iter().map(file).collect()
}

/// What stands at the top of a schema.
fn titled(title: &str, description: &str, mut schema: Value) -> Value {
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = title.into();
    schema["description"] = description.into();
    schema
}

/// An object with exactly these members.
fn object(properties: Value) -> Value {
    let members = properties.as_object();
    let required: Vec<&String> = members.into_iter().flatten().map(|(key, _)| key).collect();
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

/// A list of such objects.
fn list_of(description: &str, properties: Value) -> Value {
    json!({"type": "array", "description": description, "items": object(properties)})
}

/// The object with how long the steps took, where somebody asked.
fn timed(mut whole: Value) -> Value {
    whole["properties"]["timings"] = timings();
    whole
}

fn timings() -> Value {
    let steps = crate::Timings::default().steps();
    let step = |(name, _): (&str, _)| {
        let step = json!({"type": "number", "minimum": 0, "description": format!("Milliseconds of the step `{name}`.")});
        (name.to_owned(), step)
    };
    let mut timings = object(Value::Object(steps.map(step).into_iter().collect()));
    timings["description"] = "How long the steps took; there with `--timings` only. Those of `emit` and `print` are the \
                              times of all threads together."
        .into();
    timings
}

fn text(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

/// Text, or null where there is none.
fn optional_text(description: &str) -> Value {
    json!({"type": ["string", "null"], "description": description})
}

fn one_of(description: &str, values: &[&str]) -> Value {
    json!({"type": "string", "description": description, "enum": values})
}
