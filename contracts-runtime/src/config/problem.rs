//! The validator's errors in this crate's own words: only this file knows what `jsonschema` reports.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

/// A rule that a value breaks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    /// The value, as pointer into the document.
    pub(super) pointer: String,
    /// The keyword that states the rule, as pointer into the schema.
    pub(super) rule: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// The JSON types that are allowed.
    WrongType(Vec<String>),
    UnknownField(String),
    MissingField(String),
    /// The values that are allowed.
    UnknownValue(Vec<Value>),
    /// What the number must be, such as "at least 1".
    Bound(String),
    /// How many of what the value must have.
    Length {
        bound: String,
        limit: u64,
        unit: Unit,
    },
    Pattern(String),
    Format(String),
    RepeatedItems,
    /// A key of the mapping breaks the rules for keys.
    FieldName {
        name: String,
        problem: Box<Problem>,
    },
    /// No alternative fits; for each what is wrong with it.
    NoAlternative(Vec<Vec<Problem>>),
    SeveralAlternatives,
    NotAllowed,
    /// The validator's own words, without the value.
    Other(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Characters,
    Items,
    Fields,
}

/// Translates one error of the validator, found in `document`.
pub(super) fn problems(error: &ValidationError<'_>, document: &Value) -> Vec<Problem> {
    let pointer = error.instance_path().as_str();
    let rule = error.schema_path().as_str();
    let problem = |kind| Problem {
        pointer: pointer.to_owned(),
        rule: rule.to_owned(),
        kind,
    };
    let unknown = |names: &[String]| {
        names
            .iter()
            .cloned()
            .map(Kind::UnknownField)
            .map(problem)
            .collect()
    };
    let kind = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => return unknown(unexpected),
        // A mapping that may have no fields at all is reported once, at the mapping.
        ValidationErrorKind::FalseSchema if rule.ends_with("/additionalProperties") => {
            let names: Vec<String> = members(document, pointer);
            return unknown(&names);
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            Kind::NoAlternative(
                context
                    .iter()
                    .map(|branch| branch_problems(branch, document))
                    .collect(),
            )
        }
        ValidationErrorKind::PropertyNames { error: inner } => field_name(inner, document),
        other => plain(other).unwrap_or_else(|| Kind::Other(error.masked().to_string())),
    };
    vec![problem(kind)]
}

fn branch_problems(branch: &[ValidationError<'_>], document: &Value) -> Vec<Problem> {
    branch
        .iter()
        .flat_map(|error| problems(error, document))
        .collect()
}

fn members(document: &Value, pointer: &str) -> Vec<String> {
    let object = document.pointer(pointer).and_then(Value::as_object);
    object
        .into_iter()
        .flat_map(|object| object.keys().cloned())
        .collect()
}

fn field_name(error: &ValidationError<'_>, document: &Value) -> Kind {
    let name = error.instance().as_str().unwrap_or_default().to_owned();
    match problems(error, document).into_iter().next() {
        Some(problem) => Kind::FieldName {
            name,
            problem: Box::new(problem),
        },
        None => Kind::Other(error.masked().to_string()),
    }
}

/// The kinds that need nothing but the error itself.
fn plain(kind: &ValidationErrorKind) -> Option<Kind> {
    Some(match kind {
        ValidationErrorKind::Type { kind } => Kind::WrongType(types(kind)),
        ValidationErrorKind::Required { property } => {
            Kind::MissingField(property.as_str()?.to_owned())
        }
        ValidationErrorKind::Enum { options } => Kind::UnknownValue(options.as_array()?.clone()),
        ValidationErrorKind::Constant { expected_value } => {
            Kind::UnknownValue(vec![Value::clone(expected_value)])
        }
        ValidationErrorKind::Minimum { limit } => Kind::Bound(format!("at least {limit}")),
        ValidationErrorKind::Maximum { limit } => Kind::Bound(format!("at most {limit}")),
        ValidationErrorKind::ExclusiveMinimum { limit } => {
            Kind::Bound(format!("more than {limit}"))
        }
        ValidationErrorKind::ExclusiveMaximum { limit } => {
            Kind::Bound(format!("less than {limit}"))
        }
        ValidationErrorKind::MultipleOf { multiple_of } => {
            Kind::Bound(format!("a multiple of {multiple_of}"))
        }
        ValidationErrorKind::MinLength { limit } => at_least(*limit, Unit::Characters),
        ValidationErrorKind::MaxLength { limit } => at_most(*limit, Unit::Characters),
        ValidationErrorKind::MinItems { limit } => at_least(*limit, Unit::Items),
        ValidationErrorKind::MaxItems { limit } => at_most(*limit, Unit::Items),
        ValidationErrorKind::MinProperties { limit } => at_least(*limit, Unit::Fields),
        ValidationErrorKind::MaxProperties { limit } => at_most(*limit, Unit::Fields),
        ValidationErrorKind::AdditionalItems { limit } => {
            at_most(u64::try_from(*limit).ok()?, Unit::Items)
        }
        ValidationErrorKind::Pattern { pattern } => Kind::Pattern(pattern.clone()),
        ValidationErrorKind::Format { format } => Kind::Format(format.clone()),
        ValidationErrorKind::UniqueItems => Kind::RepeatedItems,
        ValidationErrorKind::OneOfMultipleValid { .. } => Kind::SeveralAlternatives,
        ValidationErrorKind::FalseSchema | ValidationErrorKind::Not { .. } => Kind::NotAllowed,
        _ => return None,
    })
}

fn at_least(limit: u64, unit: Unit) -> Kind {
    Kind::Length {
        bound: "at least".to_owned(),
        limit,
        unit,
    }
}

fn at_most(limit: u64, unit: Unit) -> Kind {
    Kind::Length {
        bound: "at most".to_owned(),
        limit,
        unit,
    }
}

fn types(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(one) => vec![one.as_str().to_owned()],
        TypeKind::Multiple(set) => set.iter().map(|one| one.as_str().to_owned()).collect(),
    }
}
