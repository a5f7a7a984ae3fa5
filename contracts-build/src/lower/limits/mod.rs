//! What values have to keep besides their types: `minLength`, `maximum` and the like, as far as they fit
//! the type that came out. What an item keeps is said at the item alone.

mod parts;
mod rules;

use super::{
    Lowerer, Schema,
    ir::{ItemKind, Limit, Rest, Rule, Scalar, Step, Type},
};
use parts::{inner, parts};

/// Keywords that limit values.
pub(super) const KEYWORDS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// What the values of an item keep.
pub(super) fn of_item<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, kind: &ItemKind) -> Vec<Limit> {
    match kind {
        ItemKind::Alias(ty) => of_type(cx, schema, ty),
        // What is kept beside the members is a map, whose values may have limits.
        ItemKind::Struct(body) => match &body.rest {
            Rest::Kept(ty) => of_type(cx, schema, &Type::Map(Box::new(ty.clone()))),
            Rest::Ignored => at(&[], rules::of_objects(&parts(cx, schema))),
        },
        ItemKind::Enum(_) | ItemKind::Values(_) | ItemKind::Tagged(_) | ItemKind::Untagged(_) => {
            Vec::new()
        }
    }
}

/// What the values of a type keep, in themselves and in what they hold.
pub(super) fn of_type<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, ty: &Type) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut way = Vec::new();
    let mut ty = ty;
    let mut parts = parts(cx, schema);
    // Each step goes from a list or map to what it holds; anything else ends the way.
    loop {
        let (rules, held) = match ty {
            Type::Nullable(inner) => {
                ty = inner;
                continue;
            }
            Type::Scalar(Scalar::Text) => (rules::of_text(&parts), None),
            Type::Scalar(Scalar::Int(int)) => (rules::of_integers(&parts, *int), None),
            Type::Scalar(Scalar::F32 | Scalar::F64) => (rules::of_numbers(&parts), None),
            Type::Array(item) => (rules::of_lists(&parts), Some((item, "items", Step::Items))),
            Type::Map(value) => (
                rules::of_objects(&parts),
                Some((value, "additionalProperties", Step::Values)),
            ),
            Type::Any | Type::Scalar(_) | Type::Tuple(_) | Type::Named(_) => (Vec::new(), None),
        };
        limits.extend(at(&way, rules));
        let Some((values, keyword, step)) = held else {
            return limits;
        };
        ty = values;
        parts = inner(cx, &parts, keyword);
        way.push(step);
    }
}

fn at(way: &[Step], rules: Vec<Rule>) -> Vec<Limit> {
    let limits = rules.into_iter().map(|rule| Limit {
        at: way.to_vec(),
        rule,
    });
    limits.collect()
}
