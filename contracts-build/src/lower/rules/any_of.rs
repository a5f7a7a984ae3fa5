use serde_json::Value;

use super::super::{
    Lowerer, Schema,
    ir::{ItemKind, Scalar, Type},
};
use crate::name::{self, Scope};

/// `oneOf` and `anyOf`: null aside, one branch alone is that branch; several become an enum that
/// takes the first branch that fits.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let keyword = ["oneOf", "anyOf"]
        .into_iter()
        .find(|keyword| schema.has(keyword))?;
    let branches = schema.list(keyword);
    let is_null = |branch: &Schema<'_>| branch.kind() == Some("null");
    let nullable = branches.iter().any(is_null);
    let branches: Vec<Schema<'c>> = branches
        .into_iter()
        .filter(|branch| !is_null(branch))
        .collect();
    if let Some(base) = base(cx, schema, keyword, &branches) {
        return Some(cx.lower(&base));
    }
    if let Some(texts) = branches
        .iter()
        .map(texts)
        .collect::<Option<Vec<_>>>()
        .filter(|texts| !texts.is_empty())
    {
        let values: Value = texts
            .into_iter()
            .flatten()
            .chain(nullable.then_some(Value::Null))
            .collect();
        return Some(cx.lower(&schema.changed(|keywords| {
            keywords.remove(keyword);
            keywords.insert("enum".to_owned(), values);
        })));
    }
    let ty = match branches.as_slice() {
        [] => Type::Any,
        [only] => single(cx, schema, only, nullable),
        several => union(cx, schema, several, nullable),
    };
    Some(match ty {
        ty @ (Type::Nullable(_) | Type::Any) => ty,
        ty if nullable => Type::Nullable(Box::new(ty)),
        ty => ty,
    })
}

/// The schema without its branches, where those only say which members are required together or
/// where properties stand beside them.
fn base<'c>(
    cx: &mut Lowerer<'c>,
    schema: &Schema<'c>,
    keyword: &str,
    branches: &[Schema<'c>],
) -> Option<Schema<'c>> {
    let mut base = schema.changed(|keywords| {
        keywords.remove(keyword);
    });
    let shaping = branches.iter().any(Schema::is_shaping);
    if !base.is_shaping() || (shaping && !schema.has("properties")) {
        return None;
    }
    if shaping {
        let message = format!("the branches of `{keyword}` beside properties are not expressed");
        cx.simplified(&schema.pointer.child(keyword), message);
        // What the branches add is kept, as free JSON.
        base = base.changed(|keywords| {
            keywords
                .entry("additionalProperties")
                .or_insert(Value::Bool(true));
        });
    }
    Some(base)
}

/// The strings of a branch that allows nothing else.
fn texts(branch: &Schema<'_>) -> Option<Vec<Value>> {
    let values = match (branch.get("const"), branch.get("enum")) {
        (Some(value), _) => vec![value.clone()],
        (None, Some(Value::Array(values))) => values.clone(),
        _ => return None,
    };
    values.iter().all(Value::is_string).then_some(values)
}

/// The one branch takes the schema's place, and its name unless the nullable needs that.
fn single<'c>(
    cx: &mut Lowerer<'c>,
    schema: &Schema<'c>,
    only: &Schema<'c>,
    nullable: bool,
) -> Type {
    let mut only = only.clone();
    only.hint.clone_from(&schema.hint);
    match (&schema.name, nullable) {
        (Some(_), true) => only.hint.push_str("-value"),
        (name, _) => only.name.clone_from(name),
    }
    cx.lower(&only)
}

fn union<'c>(
    cx: &mut Lowerer<'c>,
    schema: &Schema<'c>,
    branches: &[Schema<'c>],
    nullable: bool,
) -> Type {
    if schema.has("discriminator") {
        let message = "the discriminator is not used yet; the first branch that fits is taken";
        cx.simplified(&schema.pointer, message);
    }
    let mut names = Scope::default();
    let mut variants: Vec<(String, Type)> = Vec::new();
    for branch in branches {
        let ty = cx.lower(branch);
        if schema
            .name
            .as_ref()
            .is_some_and(|name| ty == Type::Named(name.clone()))
        {
            cx.simplified(
                &branch.pointer,
                "a branch that is the union itself adds nothing",
            );
            continue;
        }
        if variants.iter().all(|(_, other)| *other != ty) {
            let name = names.take_type(variant_name(branch, &ty));
            variants.push((name, ty));
        }
    }
    match variants.as_slice() {
        [] => return Type::Any,
        [(_, only)] => return only.clone(),
        _ => {}
    }
    let mut schema = schema.clone();
    if nullable && schema.name.take().is_some() {
        schema.hint.push_str("-value");
    }
    cx.define(&schema, ItemKind::Untagged(variants))
}

/// A branch is called by its title or type, as a person would.
fn variant_name(branch: &Schema<'_>, ty: &Type) -> String {
    if let Some(title) = branch.text("title") {
        return name::type_case(title);
    }
    variant_of(ty)
}

fn variant_of(ty: &Type) -> String {
    match ty {
        Type::Any => "Any".to_owned(),
        Type::Named(name) => name.clone(),
        Type::Array(item) => format!("{}List", variant_of(item)),
        Type::Map(_) => "Map".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Nullable(inner) => variant_of(inner),
        Type::Scalar(Scalar::Bool) => "Bool".to_owned(),
        Type::Scalar(Scalar::Int(_)) => "Integer".to_owned(),
        Type::Scalar(Scalar::F32 | Scalar::F64) => "Number".to_owned(),
        Type::Scalar(Scalar::Text) => "Text".to_owned(),
        Type::Scalar(Scalar::Format { format, .. }) => name::type_case(format),
    }
}
