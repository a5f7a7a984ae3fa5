use serde_json::Value;

use super::super::{
    Lowerer, Schema,
    ir::{Int, ItemKind, Scalar, Type, Variant},
};
use crate::name::{self, Scope};

/// `enum` and `const`: strings become a Rust enum; values of another type become that type.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let values = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(value)) => vec![value.clone()],
        _ => return None,
    };
    if let Some(texts) = all_texts(&values) {
        let mut names = Scope::default();
        let variants = texts.into_iter().map(|wire| {
            let name = names.take_type(name::variant_case(&wire));
            Variant { wire, name }
        });
        let variants = variants.collect();
        return Some(cx.define(schema, ItemKind::Enum(variants)));
    }
    let ty = widest(&values, schema.text("format"));
    let message =
        "only enums of strings become Rust enums; these values become the type they have in common";
    cx.simplified(&schema.pointer, message);
    Some(ty)
}

/// The values, each once and in the document's order, so that a new one at the end renames none, if
/// there are some and all are text.
fn all_texts(values: &[Value]) -> Option<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for value in values {
        let text = value.as_str()?;
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    (!texts.is_empty()).then_some(texts)
}

fn widest(values: &[Value], format: Option<&str>) -> Type {
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(is);
    let int = Int::from_format(format);
    if all(Value::is_boolean) {
        Type::Scalar(Scalar::Bool)
    } else if !values.is_empty() && values.iter().all(|value| int.holds(value)) {
        Type::Scalar(Scalar::Int(int))
    } else if all(Value::is_number) {
        Type::Scalar(Scalar::F64)
    } else {
        Type::Any
    }
}
