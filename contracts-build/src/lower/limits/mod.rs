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
    add(cx, &parts(cx, schema), ty, &mut Vec::new(), &mut limits);
    limits
}

/// Adds the limits of a type, and of what its lists, maps and tuples hold. `way` leads there.
fn add<'c>(
    cx: &Lowerer<'c>,
    parts: &[Schema<'c>],
    ty: &Type,
    way: &mut Vec<Step>,
    limits: &mut Vec<Limit>,
) {
    let rules = match ty {
        Type::Nullable(inner) => return add(cx, parts, inner, way, limits),
        Type::Scalar(Scalar::Text) => rules::of_text(parts),
        Type::Scalar(Scalar::Int(int)) => rules::of_integers(parts, *int),
        Type::Scalar(Scalar::F32 | Scalar::F64) => rules::of_numbers(parts),
        Type::Array(_) => rules::of_lists(parts),
        Type::Map(_) => rules::of_objects(parts),
        Type::Any | Type::Scalar(_) | Type::Tuple(_) | Type::Named(_) => Vec::new(),
    };
    limits.extend(at(way, rules));
    let held = match ty {
        Type::Array(item) => vec![(&**item, Step::Items)],
        Type::Map(value) => vec![(&**value, Step::Values)],
        Type::Tuple(types) => {
            let types = types.iter().enumerate();
            types.map(|(at, ty)| (ty, Step::At(at))).collect()
        }
        _ => Vec::new(),
    };
    for (ty, step) in held {
        way.push(step);
        add(cx, &inner(cx, parts, step), ty, way, limits);
        way.pop();
    }
}

fn at(way: &[Step], rules: Vec<Rule>) -> Vec<Limit> {
    let limits = rules.into_iter().map(|rule| Limit {
        at: way.to_vec(),
        rule,
    });
    limits.collect()
}
