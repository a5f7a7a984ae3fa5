//! Copies, by reading anew what a value is made of.

use std::any::Any;

use super::{
    Choice, Failed, Fields, Hole, Items, Object, Slot, Slots, Source, Take, View, object::places,
    view_object,
};
use crate::wire::{Content, Key, Shape};

/// A copy of an object. Generated code calls this in its `Clone`.
pub fn copy<T: Object>(value: &T) -> T {
    match T::read(&mut Original::of(view_object(value))) {
        Ok(copy) => copy,
        // What sets the members of a type and what shows them are made of the same list.
        Err(_) => unreachable!(
            "the members of `{}` that are set are not those that are shown",
            T::SHAPE.name
        ),
    }
}

/// A value that is copied.
struct Original<'v> {
    view: View<'v>,
    key: String,
}

/// What should not come from a value of the same type.
const OTHER: Failed = Failed::KEPT;

impl<'v> Original<'v> {
    fn of(view: View<'v>) -> Self {
        let key = String::new();
        Self { view, key }
    }

    fn named(key: &str, view: View<'v>) -> Self {
        let key = key.to_owned();
        Self { view, key }
    }
}

fn fill_fields(shape: &Shape, fields: &dyn Fields, slots: &mut dyn Slots) -> Result<(), Failed> {
    for at in places(shape) {
        match (shape.keys.get(at), fields.at(at)) {
            (None, rest) => fill_rest(at, rest, slots)?,
            (Some(Key::May(_) | Key::Nullable(_)), View::Absent) => {}
            (Some(_), view) => slots.set(at, &mut Original::of(view))?,
        }
    }
    Ok(())
}

fn fill_rest(at: usize, rest: View<'_>, slots: &mut dyn Slots) -> Result<(), Failed> {
    match rest {
        View::Map(pairs) => {
            let mut result = Ok(());
            pairs.each(&mut |key, value| {
                result = slots.set(at, &mut Original::named(key, value));
                result.is_ok()
            });
            result
        }
        View::Members(members) => members.iter().try_for_each(|(key, value)| {
            slots.set(at, &mut Original::named(key, View::Json(value)))
        }),
        View::Foreign(_) => slots.set(at, &mut Original::of(rest)),
        _ => Ok(()),
    }
}

impl Source for Original<'_> {
    fn key(&mut self) -> String {
        std::mem::take(&mut self.key)
    }

    fn twice(&mut self, _: String) {}

    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed> {
        match (hole, self.view) {
            (Hole::Text(to), View::Text(value)) => to.push_str(value),
            (Hole::Bool(to), View::Bool(value)) => *to = value,
            (Hole::I8(to), View::Int(value)) => *to = narrow(value)?,
            (Hole::I16(to), View::Int(value)) => *to = narrow(value)?,
            (Hole::I32(to), View::Int(value)) => *to = narrow(value)?,
            (Hole::I64(to), View::Int(value)) => *to = value,
            (Hole::U8(to), View::Uint(value)) => *to = narrow(value)?,
            (Hole::U16(to), View::Uint(value)) => *to = narrow(value)?,
            (Hole::U32(to), View::Uint(value)) => *to = narrow(value)?,
            (Hole::U64(to), View::Uint(value)) => *to = value,
            (Hole::F32(to), View::F32(value)) => *to = value,
            (Hole::F64(to), View::F64(value)) => *to = value,
            (Hole::Null(()), View::Null) => {}
            (Hole::Json(to), View::Json(value)) => *to = value.clone(),
            (Hole::Members(to), View::Members(value)) => *to = value.clone(),
            _ => return Err(OTHER),
        }
        Ok(())
    }

    fn word(&mut self, _: &'static str, take: &mut dyn Take) -> Result<(), Failed> {
        match self.view {
            View::Text(value) => take.take(value).map_err(Failed::of),
            _ => Err(OTHER),
        }
    }

    fn object(&mut self, _: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed> {
        match self.view {
            View::Object(shape, fields) => fill_fields(shape, fields, slots),
            _ => Err(OTHER),
        }
    }

    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed> {
        let View::List(list) = self.view else {
            return Err(OTHER);
        };
        items.expect(list.count());
        (0..list.count()).try_for_each(|at| items.read(&mut Original::of(list.item(at))))
    }

    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed> {
        let View::List(list) = self.view else {
            return Err(OTHER);
        };
        (0..count).try_for_each(|at| slots.set(at, &mut Original::of(list.item(at))))
    }

    fn map(&mut self, entries: &mut dyn Slot) -> Result<(), Failed> {
        let View::Map(pairs) = self.view else {
            return Err(OTHER);
        };
        let mut result = Ok(());
        pairs.each(&mut |key, value| {
            result = entries.read(&mut Original::named(key, value));
            result.is_ok()
        });
        result
    }

    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed> {
        match self.view {
            View::Absent | View::Null => Ok(()),
            view => slot.read(&mut Original::of(view)),
        }
    }

    fn union(&mut self, _: &Choice, slots: &mut dyn Slots) -> Result<(), Failed> {
        let View::Union(union) = self.view else {
            return Err(OTHER);
        };
        let (at, content) = union.branch();
        slots.set(at, &mut Original::of(content))
    }

    fn content(&mut self) -> Result<Content, Failed> {
        match self.view {
            View::Literal(literal) => literal.content().map_err(Failed::new),
            _ => Err(OTHER),
        }
    }

    fn original(&self) -> Option<&dyn Any> {
        match self.view {
            View::Foreign(value) => Some(value),
            _ => None,
        }
    }
}

fn narrow<W, N: TryFrom<W>>(value: W) -> Result<N, Failed> {
    value.try_into().map_err(|_| OTHER)
}
