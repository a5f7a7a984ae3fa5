use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    super::{
        Lowerer, Schema,
        ir::{Alternative, Branch, ItemKind, Limit, Scalar, Tagged, Type},
        limits,
    },
    merge::words_apart,
    tag,
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

/// The schema without its branches, where those only say which members are required together; merged with each of
/// them, where properties stand beside them.
fn base<'c>(
    cx: &mut Lowerer<'c>,
    schema: &Schema<'c>,
    keyword: &str,
    branches: &[Schema<'c>],
) -> Option<Schema<'c>> {
    let are_shaping = branches.iter().any(Schema::is_shaping);
    // Most are neither, and a change copies all the branches.
    if are_shaping && !schema.has("properties") {
        return None;
    }
    let base = schema.changed(|keywords| {
        keywords.remove(keyword);
    });
    if !are_shaping {
        return base.is_shaping().then_some(base);
    }
    let own: BTreeSet<String> = members(cx, &base, 0);
    if branches
        .iter()
        .all(|branch| members(cx, branch, 0).is_superset(&own))
    {
        return None;
    }
    Some(schema.changed(|keywords| {
        let branches = keywords.remove(keyword).unwrap_or_default();
        let (words, base) = words_apart(std::mem::take(keywords));
        *keywords = words;
        keywords.insert("allOf".to_owned(), json!([base, {"oneOf": branches}]));
    }))
}

/// The members that a schema names, itself or in its `allOf`.
fn members<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, depth: usize) -> BTreeSet<String> {
    let Some(target) = cx.resolve(schema).filter(|_| depth < 8) else {
        return BTreeSet::new();
    };
    let properties = target.get("properties").and_then(Value::as_object);
    let mut names: BTreeSet<String> = properties
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect();
    for part in target.list("allOf") {
        names.append(&mut members(cx, &part, depth + 1));
    }
    names
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
    let tags = tag::tags(cx, schema, branches);
    if tags.is_none() && schema.has("discriminator") {
        let message =
            "the discriminator does not tell the branches apart; the first that fits is taken";
        cx.simplified(&schema.pointer.child("discriminator"), message);
    }
    let mut names = Scope::default();
    let mut union: Vec<(Branch, Vec<Limit>)> = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let tags = tags
            .as_ref()
            .and_then(|tags| tags.branches.get(index))
            .cloned()
            .unwrap_or_default();
        let ty = cx.lower(&called(schema, branch, tags.first()));
        let own_name = schema.name.as_ref();
        if own_name.is_some_and(|name| ty == Type::Named(name.clone())) {
            let message = "a branch that is the union itself adds nothing";
            cx.simplified(&branch.pointer, message);
            continue;
        }
        let limits = limits::of_type(cx, branch, &ty);
        match union
            .iter_mut()
            .find(|(other, _)| other.ty.as_ref() == Some(&ty))
        {
            Some((other, known)) => {
                other.tags.extend(tags);
                // A value may be of either.
                known.retain(|limit| limits.contains(limit));
            }
            None => {
                let name = names.take_type(variant_name(branch, &ty, tags.first()));
                union.push((Branch::new(name, tags, ty), limits));
            }
        }
    }
    match union.as_slice() {
        [] => return Type::Any,
        [(only, _)] => return only.ty.clone().unwrap_or(Type::Any),
        _ => {}
    }
    let mut schema = schema.clone();
    if nullable && schema.name.take().is_some() {
        schema.hint.push_str("-value");
    }
    let kind = match tags {
        Some(tags) => ItemKind::Tagged(Tagged {
            tag: tags.member,
            branches: union.into_iter().map(|(branch, _)| branch).collect(),
            other: None,
        }),
        None => ItemKind::Untagged(
            union
                .into_iter()
                .filter_map(|(branch, limits)| {
                    let (name, ty) = (branch.name, branch.ty?);
                    Some(Alternative { name, ty, limits })
                })
                .collect(),
        ),
    };
    cx.define(&schema, kind)
}

/// The branch with what its type is called if it is described in place: by its title or its tag.
fn called<'c>(schema: &Schema<'c>, branch: &Schema<'c>, tag: Option<&String>) -> Schema<'c> {
    let mut branch = branch.clone();
    let title = branch.text("title").map(str::to_owned);
    if let Some(name) = title
        .as_ref()
        .or(tag)
        .filter(|name| name.chars().any(char::is_alphanumeric))
    {
        branch.hint = format!("{}-{name}", schema.hint);
    }
    branch
}

/// A branch is called by its title, its type or its tag, as a person would.
fn variant_name(branch: &Schema<'_>, ty: &Type, tag: Option<&String>) -> String {
    match (branch.text("title"), tag) {
        (Some(title), _) => name::type_case(title),
        (None, Some(tag)) if !branch.has("$ref") => name::variant_case(tag),
        _ => variant_of(ty),
    }
}

fn variant_of(ty: &Type) -> String {
    match ty {
        Type::Any => "Any".to_owned(),
        Type::Named(name) => name.clone(),
        Type::Array(item) => format!("{}List", variant_of(item)),
        Type::Map(_) => "Map".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Nullable(inner) => variant_of(inner),
        Type::Scalar(Scalar::Null) => "Null".to_owned(),
        Type::Scalar(Scalar::Bool) => "Bool".to_owned(),
        Type::Scalar(Scalar::Int(_)) => "Integer".to_owned(),
        Type::Scalar(Scalar::F32 | Scalar::F64) => "Number".to_owned(),
        Type::Scalar(Scalar::Text) => "Text".to_owned(),
        Type::Scalar(Scalar::Format { format, .. }) => name::type_case(format),
    }
}
