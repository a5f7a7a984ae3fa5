//! Whether two values of one type are equal, by what they are made of.

use std::any::Any;

use super::{
    Fields, Object, View,
    object::{places, view, view_object},
};
use crate::wire::Shape;

/// Whether two objects of one type are equal. Generated code calls this in its `PartialEq`.
pub fn equal<T: Object>(one: &T, other: &T) -> bool {
    is_same(view_object(one), view_object(other))
}

fn fields(shape: &Shape, one: &dyn Fields, other: &dyn Fields) -> bool {
    places(shape).all(|at| is_same(view(one, at), view(other, at)))
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
        (View::Object(shape, one), View::Object(_, other)) => fields(shape, one, other),
        (View::List(one), View::List(other)) => {
            let is_equal = |at| is_same(one.item(at).view(), other.item(at).view());
            one.count() == other.count() && (0..one.count()).all(is_equal)
        }
        (View::Map(one), View::Map(other)) => {
            let is_equal = |(key, value): (&str, View<'_>)| {
                let other = other.get(key);
                other.is_some_and(|other| is_same(value, other.view()))
            };
            let mut all = true;
            one.each(&mut |key, value| {
                all = is_equal((key, value.view()));
                all
            });
            all && one.count() == other.count()
        }
        (View::Union(one), View::Union(other)) => one.same(other as &dyn Any),
        (View::Tagged(one), View::Tagged(other)) => one.same(other as &dyn Any),
        (View::Literal(one), View::Literal(other)) => one.same(other as &dyn Any),
        (View::Foreign(one), View::Foreign(other)) => one.same(other as &dyn Any),
        _ => false,
    }
}
