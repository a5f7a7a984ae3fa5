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
    if schema.has("properties") {
        let message = format!("properties beside `{keyword}` are not expressed");
        cx.simplified(&schema.pointer, message);
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
        if variants.iter().all(|(_, other)| *other != ty) {
            let name = names.take(variant_name(branch, &ty));
            variants.push((name, ty));
        }
    }
    if let [(_, only)] = variants.as_slice() {
        return only.clone();
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
