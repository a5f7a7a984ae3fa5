//! Everything that is wrong with a document under its schema.

use serde_json::Value;

use super::alternative;
use super::annotation::Annotations;
use super::context::Context;
use super::document::Document;
use super::error::{Mistake, code};
use super::format::Format;
use super::place::Position;
use super::problem::{Kind, Problem, problems};
use super::schema::Schema;
use super::wording;

/// The mistakes of the text and those against the schema, in no particular order.
pub(super) fn mistakes(
    schema: &Schema,
    document: &Document,
    annotations: &Annotations,
) -> Vec<Mistake> {
    if let Some(mistake) = wrong_root(schema, document) {
        return vec![mistake];
    }
    let context = Context {
        schema,
        document,
        annotations,
    };
    let mut found = document.mistakes.clone();
    let errors = schema.validator().iter_errors(&document.value);
    let all = errors
        .flat_map(|error| problems(&error, &document.value))
        .flat_map(alternative::resolve);
    let all: Vec<Problem> = all.collect();
    for problem in all
        .iter()
        .filter(|problem| !is_consequence(problem, &all, document))
    {
        found.extend(wording::mistakes(&context, problem));
    }
    found
}

/// Whether a problem only follows from another one: of a value that is not among the allowed ones nobody needs to hear
/// that it also has the wrong type, and of a number that JSON does not have nobody needs to hear what was read instead.
fn is_consequence(problem: &Problem, all: &[Problem], document: &Document) -> bool {
    let unread =
        |mistake: &Mistake| mistake.code == code::NOT_FINITE && mistake.pointer == problem.pointer;
    let same_value = |other: &Problem| {
        matches!(other.kind, Kind::UnknownValue(_)) && other.pointer == problem.pointer
    };
    document.mistakes.iter().any(unread)
        || matches!(problem.kind, Kind::WrongType(_)) && all.iter().any(same_value)
}

fn wrong_root(schema: &Schema, document: &Document) -> Option<Mistake> {
    let (code, message, help) = match &document.value {
        Value::Object(_) => return None,
        Value::Null => {
            let required = schema
                .root()
                .get("required")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            let names: Vec<String> = required
                .iter()
                .filter_map(Value::as_str)
                .map(|name| format!("`{name}`"))
                .collect();
            let help =
                (!names.is_empty()).then(|| format!("required fields: {}", names.join(", ")));
            (code::EMPTY_FILE, "the file holds no configuration", help)
        }
        Value::Array(_) => (
            code::NOT_A_MAPPING,
            "the file must be a mapping of fields, found a list",
            None,
        ),
        _ => (
            code::NOT_A_MAPPING,
            "the file must be a mapping of fields, found a single value",
            None,
        ),
    };
    let fields = match document.format {
        Format::Yaml => "write `name: value`, one field per line",
        Format::Json => "put the fields between `{` and `}`",
        Format::Toml => "write `name = value`, one field per line",
    };
    let help = help.or_else(|| Some(fields.to_owned()));
    let Position { line, column } = document.value_position("");
    Some(Mistake {
        code,
        message: message.to_owned(),
        line,
        column,
        pointer: String::new(),
        help,
    })
}
