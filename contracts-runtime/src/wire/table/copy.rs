//! Copies, by reading anew what a value is made of.

use std::any::Any;

use super::{
    Entries, Failed, Fields, Hole, Items, Object, Slot, Slots, Source, View,
    object::{places, view, view_object},
    source::{Branch, Take},
};
use crate::wire::{Content, Key, Shape, tagged::Tags};

/// A copy of an object. Generated code calls this in its `Clone`.
pub fn copy<T: Object>(value: &T) -> T {
    match T::read(&mut Original(view_object(value))) {
        Ok(copy) => copy,
        // The slots and the fields of a type are two views of the same members.
        Err(_) => unreachable!(
            "the slots of `{}` are not those of its fields",
            T::SHAPE.name
        ),
    }
}

/// A value that is copied.
struct Original<'v>(View<'v>);

/// What should not come from a value of the same type.
const OTHER: Failed = Failed::KEPT;

fn fill(slot: &mut dyn Slot, key: Option<String>, view: View<'_>) -> Result<(), Failed> {
    let mut original = Original(view);
    match slot.hole() {
        Some(hole) => original.leaf(hole),
        None => slot.read(key, &mut original),
    }
}

fn fill_rest(slot: &mut dyn Slot, rest: View<'_>) -> Result<(), Failed> {
    let mut result = Ok(());
    match rest {
        View::Map(pairs) => pairs.each(&mut |key, value| {
            result = fill(slot, Some(key.to_owned()), value.view());
            result.is_ok()
        }),
        View::Members(members) => {
            for (key, value) in members {
                fill(slot, Some(key.clone()), View::Json(value))?;
            }
        }
        View::Foreign(_) => result = slot.read(None, &mut Original(rest)),
        _ => {}
    }
    result
}

fn fill_fields(shape: &Shape, fields: &dyn Fields, slots: &mut dyn Slots) -> Result<(), Failed> {
    for at in places(shape) {
        let slot = slots.slot(at);
        match (shape.keys.get(at), view(fields, at)) {
            (None, rest) => fill_rest(slot, rest)?,
            (Some(Key::May(_) | Key::Nullable(_)), View::Absent) => {}
            (Some(_), view) => fill(slot, None, view)?,
        }
    }
    Ok(())
}

impl<'de> Source<'de> for Original<'_> {
    fn leaf(&mut self, hole: Hole<'_>) -> Result<(), Failed> {
        match (hole, self.0) {
            (Hole::Text(slot), View::Text(value)) => *slot = Some(value.to_owned()),
            (Hole::Bool(slot), View::Bool(value)) => *slot = Some(value),
            (Hole::I8(slot), View::Int(value)) => *slot = value.try_into().ok(),
            (Hole::I16(slot), View::Int(value)) => *slot = value.try_into().ok(),
            (Hole::I32(slot), View::Int(value)) => *slot = value.try_into().ok(),
            (Hole::I64(slot), View::Int(value)) => *slot = Some(value),
            (Hole::U8(slot), View::Uint(value)) => *slot = value.try_into().ok(),
            (Hole::U16(slot), View::Uint(value)) => *slot = value.try_into().ok(),
            (Hole::U32(slot), View::Uint(value)) => *slot = value.try_into().ok(),
            (Hole::U64(slot), View::Uint(value)) => *slot = Some(value),
            (Hole::F32(slot), View::F32(value)) => *slot = Some(value),
            (Hole::F64(slot), View::F64(value)) => *slot = Some(value),
            (Hole::Null(slot), View::Null) => *slot = Some(()),
            (Hole::Json(slot), View::Json(value)) => *slot = Some(value.clone()),
            (Hole::Members(slot), View::Members(value)) => *slot = Some(value.clone()),
            _ => return Err(OTHER),
        }
        Ok(())
    }

    fn word(&mut self, _: &'static str, take: &mut Take<'_>) -> Result<(), Failed> {
        match self.0 {
            View::Text(value) => take(value).map_err(Failed::new),
            _ => Err(OTHER),
        }
    }

    fn object(&mut self, _: &'static Shape, slots: &mut dyn Slots) -> Result<(), Failed> {
        match self.0 {
            View::Object(shape, fields) => fill_fields(shape, fields, slots),
            _ => Err(OTHER),
        }
    }

    fn list(&mut self, items: &mut dyn Items) -> Result<(), Failed> {
        let View::List(list) = self.0 else {
            return Err(OTHER);
        };
        items.expect(list.count());
        for at in 0..list.count() {
            fill(items, None, list.item(at).view())?;
            items.push();
        }
        Ok(())
    }

    fn tuple(&mut self, count: usize, slots: &mut dyn Slots) -> Result<(), Failed> {
        let View::List(list) = self.0 else {
            return Err(OTHER);
        };
        (0..count).try_for_each(|at| fill(slots.slot(at), None, list.item(at).view()))
    }

    fn map(&mut self, entries: &mut dyn Entries) -> Result<(), Failed> {
        let View::Map(pairs) = self.0 else {
            return Err(OTHER);
        };
        let mut result = Ok(());
        pairs.each(&mut |key, value| {
            result = fill(entries, None, value.view());
            entries.insert(key.to_owned());
            result.is_ok()
        });
        result
    }

    fn option(&mut self, slot: &mut dyn Slot) -> Result<(), Failed> {
        match self.0 {
            View::Absent | View::Null => Ok(()),
            view => fill(slot, None, view),
        }
    }

    fn tagged(&mut self, _: &Tags, _: &mut Branch<'_>) -> Result<(), Failed> {
        Err(OTHER)
    }

    fn content(&mut self) -> Result<Content, Failed> {
        Err(OTHER)
    }

    fn original(&self) -> Option<&dyn Any> {
        match self.0 {
            View::Union(value) => Some(value),
            View::Tagged(value) => Some(value),
            View::Literal(value) => Some(value),
            View::Foreign(value) => Some(value),
            _ => None,
        }
    }
}
