//! Whether two values of one type are equal, by what they are made of.

use std::any::Any;

use super::{Fields, List, Object, Pairs, View, object::places, view_object};
use crate::wire::Shape;

/// Whether two objects of one type are equal. Generated code calls this in its `PartialEq`.
pub fn equal<T: Object>(one: &T, other: &T) -> bool {
    is_same(view_object(one), view_object(other))
}

fn is_same(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::Int(one), View::Int(other)) => one == other,
        (View::Uint(one), View::Uint(other)) => one == other,
        (View::F32(one), View::F32(other)) => one == other,
        (View::F64(one), View::F64(other)) => one == other,
        (View::Text(one), View::Text(other)) => one == other,
        (View::Json(one), View::Json(other)) => one == other,
        (View::Members(one), View::Members(other)) => one == other,
        (View::Literal(one), View::Literal(other)) => one == other,
        (View::Object(shape, one), View::Object(_, other)) => fields(shape, one, other),
        (View::List(one), View::List(other)) => items(one, other),
        (View::Map(one), View::Map(other)) => pairs(one, other),
        (View::Union(one), View::Union(other)) => {
            let ((at, one), (other_at, other)) = (one.branch(), other.branch());
            at == other_at && is_same(one, other)
        }
        (View::Foreign(one), View::Foreign(other)) => one.same(other as &dyn Any),
        _ => false,
    }
}

fn fields(shape: &Shape, one: &dyn Fields, other: &dyn Fields) -> bool {
    places(shape).all(|at| is_same(one.at(at), other.at(at)))
}

fn items(one: &dyn List, other: &dyn List) -> bool {
    let is_equal = |at| is_same(one.item(at), other.item(at));
    one.count() == other.count() && (0..one.count()).all(is_equal)
}

/// Both are in order.
fn pairs(one: &dyn Pairs, other: &dyn Pairs) -> bool {
    if one.count() != other.count() {
        return false;
    }
    let mut others = Vec::with_capacity(other.count());
    other.each(&mut |key, value| {
        others.push((key, value));
        true
    });
    let mut others = others.into_iter();
    let mut all = true;
    one.each(&mut |key, value| {
        let other = others.next();
        all = other.is_some_and(|(other, theirs)| key == other && is_same(value, theirs));
        all
    });
    all
}
