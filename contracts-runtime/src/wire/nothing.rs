use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::{Shape, table};

/// An object of which nothing but its tag matters: other members are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nothing;

impl Serialize for Nothing {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_map(Some(0))?.end()
    }
}

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(NothingVisitor)
    }
}

struct NothingVisitor;

impl<'de> Visitor<'de> for NothingVisitor {
    type Value = Nothing;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nothing, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nothing)
    }
}

impl table::Node for Nothing {
    fn view(&self) -> table::View<'_> {
        table::view_object(self)
    }
}

impl table::Object for Nothing {
    const SHAPE: &'static Shape = &Shape {
        name: "Nothing",
        keys: &[],
        rest: false,
    };

    fn at(&self, _: usize) -> table::View<'_> {
        table::View::Absent
    }
}

impl table::Value for Nothing {
    fn read(from: &mut dyn table::Source) -> Result<Self, table::Failed> {
        table::members(from, <Self as table::Object>::SHAPE, &mut [])?;
        Ok(Self)
    }
}
