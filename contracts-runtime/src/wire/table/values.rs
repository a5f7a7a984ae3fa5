//! The types of the standard library and of `serde_json` that generated types are made of.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{
    Empty, Failed, Hole, List, Node, Pairs, Source, Value, View,
    typed::{self, Place, view_list, view_map},
};
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
            fn read(from: &mut dyn Source) -> Result<Self, Failed> {
                let mut value = Self::empty();
                from.leaf(Hole::$hole(&mut value))?;
                Ok(value)
            }

            fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
                from.leaf(Hole::$hole(self))
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
    fn read(from: &mut dyn Source) -> Result<Self, Failed> {
        Json::read(from).map(Self::new)
    }
}

impl Node for UnknownText {
    fn view(&self) -> View<'_> {
        View::Text(self.as_str())
    }
}

impl<T: Node> Node for Option<T> {
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
    fn read(from: &mut dyn Source) -> Result<Self, Failed> {
        let mut value = None;
        value.fill(from)?;
        Ok(value)
    }

    fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        from.option(&mut Place(self))
    }

    fn put(place: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        typed::put(place, from)
    }
}

impl<T: Node> Node for Box<T> {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Value> Value for Box<T> {
    fn read(from: &mut dyn Source) -> Result<Self, Failed> {
        T::read(from).map(Self::new)
    }

    fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        (**self).fill(from)
    }
}

impl<T: Node> Node for Vec<T> {
    fn view(&self) -> View<'_> {
        view_list(self)
    }
}

impl<T: Node> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> View<'_> {
        self.get(at).map_or(View::Absent, T::view)
    }
}

impl<T: Value> Value for Vec<T> {
    fn read(from: &mut dyn Source) -> Result<Self, Failed> {
        let mut list = Self::new();
        list.fill(from)?;
        Ok(list)
    }

    fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        from.list(&mut Place(self))
    }

    fn put(place: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        typed::put(place, from)
    }
}

impl<T: Node> Node for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        view_map(self)
    }
}

impl<T: Node> Pairs for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each<'s>(&'s self, show: &mut dyn FnMut(&'s str, View<'s>) -> bool) {
        for (key, value) in self {
            if !show(key, value.view()) {
                return;
            }
        }
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn read(from: &mut dyn Source) -> Result<Self, Failed> {
        let mut map = Self::new();
        map.fill(from)?;
        Ok(map)
    }

    fn fill(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        from.map(&mut Place(self))
    }

    fn put(place: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        typed::put(place, from)
    }
}
