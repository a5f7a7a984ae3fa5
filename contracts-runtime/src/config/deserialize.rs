//! The last step: a document that the schema accepts becomes a Rust value.
//!
//! What fails here is a rule that the Rust type has and the schema does not state.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::annotation::Annotations;
use super::document::Document;
use super::error::{Mistake, code};
use super::place::Position;
use super::pointer;
use super::quote::label;

/// Numbers beyond this are not exact as floating point.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Deserialises a document without mistakes.
pub(super) fn deserialize<T: DeserializeOwned>(
    document: &Document,
    annotations: &Annotations,
) -> Result<T, Mistake> {
    let value = with_integers(document.value.clone(), annotations);
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = pointer_of(error.path());
        let reason = error.inner().to_string();
        let subject = label(&document.value, &pointer);
        let message = if annotations.is_secret(&document.value, &pointer)
            || annotations.leaks(&document.value, &reason)
        {
            format!("{subject} is not acceptable; its value is secret and not shown")
        } else {
            format!("{subject} is not acceptable: {reason}")
        };
        let Position { line, column } = document.value_position(&pointer);
        Mistake {
            code: code::INVALID_VALUE,
            message,
            line,
            column,
            pointer,
            help: None,
        }
    })
}

/// Writes whole numbers such as `4096.0` as integers where the schema wants integers.
fn with_integers(mut value: Value, annotations: &Annotations) -> Value {
    for pointer in annotations.integers() {
        let Some(number) = value.pointer_mut(pointer) else {
            continue;
        };
        if let Some(float) = number.as_f64().filter(|_| number.is_f64())
            && float.fract() == 0.0
            && float.abs() <= LARGEST_EXACT
        {
            // In range and whole: checked above.
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the value is whole and below 2^53"
            )]
            let integer = float as i64;
            *number = Value::from(integer);
        }
    }
    value
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .fold(String::new(), |at, segment| match segment {
            Segment::Seq { index } => pointer::join(&at, &index.to_string()),
            Segment::Map { key } => pointer::join(&at, key),
            // Variants and unknown segments have no place of their own in the document.
            Segment::Enum { .. } | Segment::Unknown => at,
        })
}
