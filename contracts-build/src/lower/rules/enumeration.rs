use serde_json::Value;

use super::super::{
    Lowerer, Schema,
    ir::{ItemKind, Literal, Scalar, Type, Variant},
};
use crate::{
    name::{self, Scope},
    print,
};

/// `enum` and `const`: one of several values. Strings alone are the usual enum; null alone and the two
/// booleans have types of their own.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let values = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) if !values.is_empty() => distinct(values, schema.kind()),
        (Some(Value::Array(_)), _) => {
            cx.simplified(&schema.pointer.child("enum"), "an empty `enum` is ignored");
            return Some(cx.lower(&schema.changed(|keywords| {
                keywords.remove("enum");
            })));
        }
        (_, Some(value)) => vec![print::ordered(value.clone())],
        _ => return None,
    };
    if values == [Value::Null] {
        return Some(Type::Scalar(Scalar::Null));
    }
    if values.len() == 2 && values.iter().all(Value::is_boolean) {
        return Some(Type::Scalar(Scalar::Bool));
    }
    let texts: Option<Vec<String>> = values
        .iter()
        .map(|value| value.as_str().map(str::to_owned))
        .collect();
    let mut names = Scope::default();
    let kind = match texts {
        Some(texts) => {
            let variants = texts.into_iter().map(|wire| {
                let name = names.take_type(name::variant_case(&wire));
                Variant { wire, name }
            });
            ItemKind::Enum(variants.collect())
        }
        None => {
            let literals = values.into_iter().map(|wire| {
                let name = names.take_type(literal_name(&wire));
                Literal { wire, name }
            });
            ItemKind::Values(literals.collect())
        }
    };
    Some(cx.define(schema, kind))
}

/// The values, each once and in the document's order, so that a new one at the end renames none. YAML reads
/// `[1, yes]` as a number and text; where the type is `string`, all of them are text.
fn distinct(values: &[Value], kind: Option<&str>) -> Vec<Value> {
    let mut distinct: Vec<Value> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for value in values {
        let value = match value {
            Value::Number(_) | Value::Bool(_) if kind == Some("string") => value.to_string().into(),
            value => print::ordered(value.clone()),
        };
        if seen.insert(value.to_string()) {
            distinct.push(value);
        }
    }
    distinct
}

/// `Value1`, `ValueMinus1`, `True`: what a person would call a value that is no text.
fn literal_name(value: &Value) -> String {
    match value {
        Value::String(text) => name::variant_case(text),
        Value::Number(number) => name::type_case(&format!(
            "value-{}",
            number.to_string().replace('-', "minus-")
        )),
        other => name::type_case(&other.to_string()),
    }
}
