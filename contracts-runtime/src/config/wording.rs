//! From a problem to the mistake that people read: code, message, help and place.

use serde_json::Value;

use super::context::Context;
use super::document::Document;
use super::error::{Mistake, code};
use super::nearest::nearest;
use super::place::Position;
use super::pointer;
use super::problem::{Kind, Problem, Unit};
use super::quote::{count_of, label, quote_value, type_name};
use super::type_help::type_help;

/// Code, message and help.
type Words = (&'static str, String, Option<String>);

/// Words one problem. Several mistakes come of one problem only where a list has several repeated items.
pub(super) fn mistakes(context: &Context<'_>, problem: &Problem) -> Vec<Mistake> {
    if problem.kind == Kind::RepeatedItems {
        let repeats = repeated_items(context, &problem.pointer);
        // Items that are equal to JSON Schema alone, such as 1 and 1.0, are left to the words below.
        if !repeats.is_empty() {
            return repeats;
        }
    }
    let (code, message, help) = words(context, problem);
    let help = context.rule_description(&problem.rule).or(help);
    let (position, pointer) = place(context.document, problem);
    vec![mistake(code, message, help, position, pointer)]
}

fn mistake(
    code: &'static str,
    message: String,
    help: Option<String>,
    position: Position,
    pointer: String,
) -> Mistake {
    Mistake {
        code,
        message,
        line: position.line,
        column: position.column,
        pointer,
        help,
    }
}

/// Mistakes about a key stand at the key, all others at the value.
fn place(document: &Document, problem: &Problem) -> (Position, String) {
    let pointer = &problem.pointer;
    match &problem.kind {
        Kind::UnknownField(name) | Kind::FieldName { name, .. } => {
            let field = pointer::join(pointer, name);
            (document.key_position(&field), field)
        }
        Kind::NotAllowed => (document.key_position(pointer), pointer.clone()),
        _ => (document.value_position(pointer), pointer.clone()),
    }
}

fn words(context: &Context<'_>, problem: &Problem) -> Words {
    let subject = label(&context.document.value, &problem.pointer);
    match &problem.kind {
        Kind::WrongType(expected) => wrong_type(context, &problem.pointer, expected),
        Kind::UnknownField(name) => unknown_field(context, problem, name),
        Kind::MissingField(name) => missing_field(context, problem, name),
        Kind::UnknownValue(allowed) => unknown_value(context, &problem.pointer, allowed),
        Kind::Bound(bound) => (
            code::OUT_OF_RANGE,
            format!("{} must be {bound}", context.subject_is(&problem.pointer)),
            None,
        ),
        Kind::Length { bound, limit, unit } => {
            let count = context
                .document
                .value
                .pointer(&problem.pointer)
                .map_or(0, |value| count_of(value, *unit));
            let message = format!(
                "{subject} has {}, but must have {bound} {limit}",
                counted(count, *unit)
            );
            (code::WRONG_LENGTH, message, None)
        }
        Kind::Pattern(pattern) => {
            let message = format!(
                "{} must match `{pattern}`",
                context.subject_is(&problem.pointer)
            );
            (code::WRONG_PATTERN, message, context.example(&problem.rule))
        }
        Kind::Format(format) => {
            let message = format!(
                "{} must have the format `{format}`",
                context.subject_is(&problem.pointer)
            );
            (code::WRONG_FORMAT, message, context.example(&problem.rule))
        }
        Kind::FieldName { name, problem } => field_name(name, &problem.kind),
        Kind::SeveralAlternatives => {
            let message = format!("{subject} fits several alternatives, but must fit exactly one");
            (code::SEVERAL_ALTERNATIVES, message, None)
        }
        Kind::NotAllowed => (
            code::NOT_ALLOWED,
            format!("{subject} is not allowed here"),
            None,
        ),
        Kind::NoAlternative(_) => (
            code::INVALID_VALUE,
            format!("{subject} fits no alternative"),
            None,
        ),
        Kind::RepeatedItems => (
            code::REPEATED_ITEM,
            format!("{subject} has items that repeat"),
            None,
        ),
        Kind::Other(text) => (code::INVALID_VALUE, format!("{subject}: {text}"), None),
    }
}

fn wrong_type(context: &Context<'_>, pointer: &str, expected: &[String]) -> Words {
    let Some(value) = context.document.value.pointer(pointer) else {
        return (code::WRONG_TYPE, "wrong type".to_owned(), None);
    };
    // A field that may be left out may be null as well; saying so would only distract.
    let names: Vec<&str> = expected
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "null" || expected.len() == 1)
        .collect();
    let alternatives: Vec<&str> = names.iter().map(|name| type_name(name)).collect();
    let secret = context.quotable(pointer).is_none();
    // Text in the place of a mapping or a list may be a secret that stands one level too high.
    let quotable = !secret && !names.iter().any(|name| matches!(*name, "object" | "array"));
    let found = match value {
        Value::String(text) if quotable => {
            format!("the text {}", quote_value(&Value::String(text.clone())))
        }
        Value::String(_) => "a text".to_owned(),
        Value::Number(number) if number.is_f64() => "a number with decimals".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Bool(_) if secret => "a boolean".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Null => "nothing".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    };
    let subject = label(&context.document.value, pointer);
    let message = format!(
        "{subject} must be {}, found {found}",
        alternatives.join(" or ")
    );
    (
        code::WRONG_TYPE,
        message,
        type_help(&names, value, context.document.format),
    )
}

fn unknown_field(context: &Context<'_>, problem: &Problem, name: &str) -> Words {
    let known = context
        .schema_of(&problem.rule)
        .map(|schema| context.schema.fields(schema))
        .unwrap_or_default();
    let object = context
        .document
        .value
        .pointer(&problem.pointer)
        .and_then(Value::as_object);
    // A field that is given already is not what this one was meant to be, unless nothing else comes near.
    let missing = known
        .iter()
        .copied()
        .filter(|field| !object.is_some_and(|object| object.contains_key(*field)));
    let help = match nearest(name, missing).or_else(|| nearest(name, known.iter().copied())) {
        Some(field) => Some(format!("did you mean `{field}`?")),
        None if known.is_empty() => Some("remove it".to_owned()),
        None => Some(format!(
            "known fields: {}",
            list(known.iter().map(|field| format!("`{field}`")))
        )),
    };
    (
        code::UNKNOWN_FIELD,
        format!("unknown field `{name}`{}", context.within(&problem.pointer)),
        help,
    )
}

fn missing_field(context: &Context<'_>, problem: &Problem, name: &str) -> Words {
    let message = format!("missing field `{name}`{}", context.within(&problem.pointer));
    let owner = context.schema_of(&problem.rule);
    let field = owner.and_then(|schema| {
        schema
            .get("properties")?
            .get(name)?
            .get("description")?
            .as_str()
    });
    let help = field
        .and_then(first_sentence)
        .map(|sentence| format!("`{name}`: {sentence}"));
    (code::MISSING_FIELD, message, help)
}

fn unknown_value(context: &Context<'_>, pointer: &str, allowed: &[Value]) -> Words {
    let subject = label(&context.document.value, pointer);
    let values = list(allowed.iter().map(quote_value));
    let message = match context.quoted(pointer) {
        Some(value) => format!("{value} is not a value of {subject}"),
        None => format!("{subject} has a value that is not allowed"),
    };
    let given = context.quotable(pointer).and_then(Value::as_str);
    let help = match given
        .and_then(|given| nearest(given, allowed.iter().filter_map(Value::as_str)))
    {
        Some(value) if allowed.len() > 1 => format!("did you mean `{value}`? Allowed are {values}"),
        _ if allowed.len() > 1 => format!("allowed are {values}"),
        _ => format!("the only allowed value is {values}"),
    };
    (code::UNKNOWN_VALUE, message, Some(help))
}

fn field_name(name: &str, problem: &Kind) -> Words {
    let rule = match problem {
        Kind::Pattern(pattern) => format!("must match `{pattern}`"),
        Kind::Length { bound, limit, .. } => format!("must have {bound} {limit} characters"),
        Kind::UnknownValue(allowed) => {
            format!("must be one of {}", list(allowed.iter().map(quote_value)))
        }
        _ => "is not allowed".to_owned(),
    };
    (
        code::UNKNOWN_FIELD,
        format!("`{name}` cannot be the name of a field here: it {rule}"),
        None,
    )
}

fn repeated_items(context: &Context<'_>, pointer: &str) -> Vec<Mistake> {
    let items = context
        .document
        .value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let subject = label(&context.document.value, pointer);
    let repeats = items.iter().enumerate().filter_map(|(index, item)| {
        let first = items[..index].iter().position(|other| other == item)?;
        let message = format!("item {} of {subject} repeats item {}", index + 1, first + 1);
        let at = pointer::join(pointer, &index.to_string());
        let help = Some("remove one of the two".to_owned());
        Some(mistake(
            code::REPEATED_ITEM,
            message,
            help,
            context.document.value_position(&at),
            at,
        ))
    });
    repeats.collect()
}

fn counted(count: usize, unit: Unit) -> String {
    let unit = match unit {
        Unit::Characters => "character",
        Unit::Items => "item",
        Unit::Fields => "field",
    };
    if count == 1 {
        format!("1 {unit}")
    } else {
        format!("{count} {unit}s")
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn first_sentence(text: &str) -> Option<String> {
    let paragraph = text.split("\n\n").next()?.replace('\n', " ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |end| end + 1);
    Some(paragraph[..end].to_owned()).filter(|sentence| !sentence.is_empty())
}
