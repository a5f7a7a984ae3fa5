//! Writes to a format. Like reading, this code is made once per format.

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap, SerializeSeq},
};
use serde_json::Value as Json;

use super::{Fields, List, Pairs, View};
use crate::wire::{Key, Shape};

/// Tags that objects are written with, whatever they say in these members: names and values.
type Tags = [(&'static str, &'static str)];

/// A value for those who write with serde.
struct Shown<'v>(View<'v>);

impl Serialize for Shown<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write(self.0, to)
    }
}

/// Writes a value.
pub(super) fn write<S: Serializer>(view: View<'_>, to: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent | View::Null => to.serialize_unit(),
        View::Bool(value) => to.serialize_bool(value),
        View::Int(value) => to.serialize_i64(value),
        View::Uint(value) => to.serialize_u64(value),
        View::F32(value) => to.serialize_f32(value),
        View::F64(value) => to.serialize_f64(value),
        View::Text(value) => to.serialize_str(value),
        View::Literal(value) => value.serialize(to),
        View::List(items) => list(items, to),
        View::Map(pairs) => map(pairs, &[], to),
        View::Object(shape, fields) => object(shape, fields, &[], to),
        View::Union(_) => union(view, to),
        View::Json(value) => value.serialize(to),
        View::Members(members) => members.serialize(to),
        View::Foreign(value) => value.json().map_err(S::Error::custom)?.serialize(to),
    }
}

/// Unions as branches of unions are told apart by the outer tag first.
fn union<S: Serializer>(mut view: View<'_>, to: S) -> Result<S::Ok, S::Error> {
    let mut tags = Vec::new();
    while let View::Union(union) = view {
        if let Some(tag) = union.sign()
            && !is_tag(&tags, tag.0)
        {
            tags.push(tag);
        }
        view = union.branch().1;
    }
    match view {
        _ if tags.is_empty() => write(view, to),
        View::Object(shape, fields) => object(shape, fields, &tags, to),
        View::Map(pairs) => map(pairs, &tags, to),
        View::Members(members) => json(members, &tags, to),
        View::Json(Json::Object(members)) => json(members, &tags, to),
        View::Foreign(value) => match value.json().map_err(S::Error::custom)? {
            Json::Object(members) => json(&members, &tags, to),
            value => value.serialize(to),
        },
        view => write(view, to),
    }
}

fn is_tag(tags: &Tags, key: &str) -> bool {
    tags.iter().any(|(name, _)| *name == key)
}

fn start<S: Serializer>(tags: &Tags, to: S) -> Result<S::SerializeMap, S::Error> {
    let mut map = to.serialize_map(None)?;
    for (key, tag) in tags {
        map.serialize_entry(key, tag)?;
    }
    Ok(map)
}

fn object<S: Serializer>(
    shape: &Shape,
    fields: &dyn Fields,
    tags: &Tags,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = start(tags, to)?;
    for (at, key) in shape.keys.iter().enumerate() {
        let view = fields.at(at);
        let is_left_out = match (key, view) {
            (Key::May(_) | Key::Nullable(_), View::Absent) => true,
            (key, _) => is_tag(tags, key.name()),
        };
        if !is_left_out {
            map.serialize_entry(key.name(), &Shown(view))?;
        }
    }
    if shape.rest {
        match fields.at(shape.keys.len()) {
            View::Map(rest) => pairs(rest, tags, &mut map)?,
            View::Members(rest) => members(rest, tags, &mut map)?,
            View::Foreign(rest) => {
                if let Json::Object(rest) = rest.json().map_err(S::Error::custom)? {
                    members(&rest, tags, &mut map)?;
                }
            }
            _ => {}
        }
    }
    map.end()
}

fn map<S: Serializer>(entries: &dyn Pairs, tags: &Tags, to: S) -> Result<S::Ok, S::Error> {
    if !tags.is_empty() {
        let mut map = start(tags, to)?;
        pairs(entries, tags, &mut map)?;
        return map.end();
    }
    let mut map = to.serialize_map(Some(entries.count()))?;
    pairs(entries, tags, &mut map)?;
    map.end()
}

fn pairs<M: SerializeMap>(entries: &dyn Pairs, tags: &Tags, to: &mut M) -> Result<(), M::Error> {
    let mut result = Ok(());
    entries.each(&mut |key, value| {
        if !is_tag(tags, key) {
            result = to.serialize_entry(key, &Shown(value));
        }
        result.is_ok()
    });
    result
}

fn json<S: Serializer>(
    own: &serde_json::Map<String, Json>,
    tags: &Tags,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = start(tags, to)?;
    members(own, tags, &mut map)?;
    map.end()
}

fn members<M: SerializeMap>(
    own: &serde_json::Map<String, Json>,
    tags: &Tags,
    to: &mut M,
) -> Result<(), M::Error> {
    for (key, value) in own {
        if !is_tag(tags, key) {
            to.serialize_entry(key, value)?;
        }
    }
    Ok(())
}

fn list<S: Serializer>(items: &dyn List, to: S) -> Result<S::Ok, S::Error> {
    let count = items.count();
    let mut list = to.serialize_seq(Some(count))?;
    for at in 0..count {
        list.serialize_element(&Shown(items.item(at)))?;
    }
    list.end()
}
