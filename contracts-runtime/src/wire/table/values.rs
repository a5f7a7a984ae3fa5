//! The types of the standard library and of `serde_json` that generated types are made of.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Entries, Failed, Hole, Items, List, Node, Pairs, Slot, Source, Value, View};
use crate::wire::{UnknownText, UnknownValue};

macro_rules! leaf {
    ($($ty:ty, $hole:ident, |$value:ident| $view:expr;)*) => {$(
        impl Node for $ty {
            #[inline]
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
        }

        impl Value for $ty {
            fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
                let mut slot = None;
                from.leaf(Hole::$hole(&mut slot))?;
                slot.ok_or(Failed::KEPT)
            }

            #[inline]
            fn hole(slot: &mut Option<Self>) -> Option<Hole<'_>> {
                Some(Hole::$hole(slot))
            }
        }
    )*};
}

leaf! {
    String, Text, |value| View::Text(value);
    bool, Bool, |value| View::Bool(*value);
    i8, I8, |value| View::Int((*value).into());
    i16, I16, |value| View::Int((*value).into());
    i32, I32, |value| View::Int((*value).into());
    i64, I64, |value| View::Int(*value);
    u8, U8, |value| View::Uint((*value).into());
    u16, U16, |value| View::Uint((*value).into());
    u32, U32, |value| View::Uint((*value).into());
    u64, U64, |value| View::Uint(*value);
    f32, F32, |value| View::F32(*value);
    f64, F64, |value| View::F64(*value);
    (), Null, |_value| View::Null;
    Json, Json, |value| View::Json(value);
    Map<String, Json>, Members, |value| View::Members(value);
}

impl Node for UnknownValue {
    fn view(&self) -> View<'_> {
        View::Json(self.as_value())
    }
}

impl Value for UnknownValue {
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
        Json::read(from).map(Self::new)
    }
}

impl Node for UnknownText {
    fn view(&self) -> View<'_> {
        View::Text(self.as_str())
    }
}

impl<T: Node> Node for Option<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        match self.as_ref().map(T::view) {
            None => View::Absent,
            // There is something that is null, as opposed to nothing.
            Some(View::Absent) => View::Null,
            Some(view) => view,
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
        let mut slot = None;
        from.option(&mut slot)?;
        Ok(slot)
    }
}

impl<T: Node> Node for Box<T> {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Value> Value for Box<T> {
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
        T::read(from).map(Self::new)
    }
}

impl<T: Node> Node for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Node> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> &dyn Node {
        match self.get(at) {
            Some(item) => item,
            None => &(),
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
        let mut growing = Growing {
            items: Self::new(),
            next: None,
        };
        from.list(&mut growing)?;
        Ok(growing.items)
    }
}

/// A list that is read.
struct Growing<T> {
    items: Vec<T>,
    next: Option<T>,
}

impl<T: Value> Slot for Growing<T> {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        // The slot that members of this type have: a second copy of its code would be as large.
        let mut item: Option<T> = None;
        Slot::read(&mut item, None, from)?;
        self.items.extend(item);
        Ok(())
    }

    fn hole(&mut self) -> Option<Hole<'_>> {
        T::hole(&mut self.next)
    }
}

impl<T: Value> Items for Growing<T> {
    fn expect(&mut self, count: usize) {
        // What a format announces is not always true.
        const MOST: usize = 1 << 16;
        let most = MOST / size_of::<T>().max(1);
        self.items.reserve(count.min(most));
    }

    fn push(&mut self) {
        self.items.extend(self.next.take());
    }
}

impl<T: Node> Node for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Node> Pairs for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, key: &str) -> Option<&dyn Node> {
        self.get(key).map(|value| value as &dyn Node)
    }

    fn each(&self, show: &mut dyn FnMut(&str, &dyn Node) -> bool) {
        for (key, value) in self {
            if !show(key, value) {
                return;
            }
        }
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn read(from: &mut dyn Source<'_>) -> Result<Self, Failed> {
        let mut filling = Filling {
            map: Self::new(),
            next: None,
        };
        from.map(&mut filling)?;
        Ok(filling.map)
    }
}

/// A map that is read.
struct Filling<T> {
    map: BTreeMap<String, T>,
    next: Option<T>,
}

impl<T: Value> Slot for Filling<T> {
    fn read(&mut self, _: Option<String>, from: &mut dyn Source<'_>) -> Result<(), Failed> {
        Slot::read(&mut self.next, None, from)
    }

    fn hole(&mut self) -> Option<Hole<'_>> {
        T::hole(&mut self.next)
    }
}

impl<T: Value> Entries for Filling<T> {
    fn insert(&mut self, key: String) {
        if let Some(value) = self.next.take() {
            self.map.insert(key, value);
        }
    }
}
