//! Types of every kind as generated code has them, in the mode `field-match`.

use std::collections::BTreeMap;

use contracts_runtime::wire;
use serde::Serialize;

use super::wide::KEYS;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pet {
    pub(crate) age: u8,
    pub(crate) id: i64,
    pub(crate) kind: Kind,
    pub(crate) owner: Option<Option<String>>,
    pub(crate) parent_id: Option<i64>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) extra: BTreeMap<String, i64>,
}

impl wire::Object for Pet {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Pet",
        keys: &[
            wire::Key::Default("age"),
            wire::Key::Must("id"),
            wire::Key::Must("kind"),
            wire::Key::Nullable("owner"),
            wire::Key::Must("parent-id"),
            wire::Key::May("tags"),
        ],
        rest: true,
    };
}

impl wire::Read for Pet {
    type Parts = (
        Option<u8>,
        Option<i64>,
        Option<Kind>,
        Option<Option<String>>,
        Option<Option<i64>>,
        Option<Vec<String>>,
        BTreeMap<String, i64>,
    );

    fn start() -> Self::Parts {
        (Some(3), None, None, None, None, None, Default::default())
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (Some(age), Some(id), Some(kind), owner, Some(parent_id), tags, extra) = parts else {
            return None;
        };
        Some(Self {
            age,
            id,
            kind,
            owner,
            parent_id,
            tags,
            extra,
        })
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        match at {
            0 => next.read(&mut parts.0),
            1 => next.read(&mut parts.1),
            2 => next.read(&mut parts.2),
            3 => next.read(&mut parts.3),
            4 => next.read(&mut parts.4),
            5 => next.may(&mut parts.5),
            _ => next.extra(&mut parts.6),
        }
    }
}

impl wire::Write for Pet {
    fn put<P: wire::Put>(&self, to: &mut P) {
        to.must("age", &self.age);
        to.must("id", &self.id);
        to.must("kind", &self.kind);
        to.may("owner", &self.owner);
        to.must("parent-id", &self.parent_id);
        to.may("tags", &self.tags);
        to.extra(&self.extra);
    }
}

wire::object!(Pet);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chain {
    pub(crate) next: Option<Box<Chain>>,
    pub(crate) value: i64,
}

impl wire::Object for Chain {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Chain",
        keys: &[wire::Key::May("next"), wire::Key::Must("value")],
        rest: false,
    };
}

impl wire::Read for Chain {
    type Parts = (Option<Box<Chain>>, Option<i64>);

    fn start() -> Self::Parts {
        (None, None)
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (next, Some(value)) = parts else {
            return None;
        };
        Some(Self { next, value })
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        match at {
            0 => next.may(&mut parts.0),
            _ => next.read(&mut parts.1),
        }
    }
}

impl wire::Write for Chain {
    fn put<P: wire::Put>(&self, to: &mut P) {
        to.may("next", &self.next);
        to.must("value", &self.value);
    }
}

wire::object!(Chain);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Circle {
    pub(crate) radius: f64,
}

impl wire::Object for Circle {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Circle",
        keys: &[wire::Key::Must("radius")],
        rest: false,
    };
}

impl wire::Read for Circle {
    type Parts = (Option<f64>,);

    fn start() -> Self::Parts {
        (None,)
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (Some(radius),) = parts else {
            return None;
        };
        Some(Self { radius })
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        let _ = at;
        next.read(&mut parts.0)
    }
}

impl wire::Write for Circle {
    fn put<P: wire::Put>(&self, to: &mut P) {
        to.must("radius", &self.radius);
    }
}

wire::object!(Circle);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Square {
    pub(crate) side: i32,
    pub(crate) r#type: Option<String>,
}

impl wire::Object for Square {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Square",
        keys: &[wire::Key::Must("side"), wire::Key::May("type")],
        rest: false,
    };
}

impl wire::Read for Square {
    type Parts = (Option<i32>, Option<String>);

    fn start() -> Self::Parts {
        (None, None)
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (Some(side), r#type) = parts else {
            return None;
        };
        Some(Self { side, r#type })
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        match at {
            0 => next.read(&mut parts.0),
            _ => next.may(&mut parts.1),
        }
    }
}

impl wire::Write for Square {
    fn put<P: wire::Put>(&self, to: &mut P) {
        to.must("side", &self.side);
        to.may("type", &self.r#type);
    }
}

wire::object!(Square);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Zoo {
    pub(crate) either: Either,
    pub(crate) grade: Option<Grade>,
    pub(crate) pair: (i64, String),
    pub(crate) pets: Vec<Pet>,
    pub(crate) places: Option<BTreeMap<String, Square>>,
    pub(crate) shape: Shape,
    pub(crate) size: Size,
    pub(crate) extra: serde_json::Map<String, serde_json::Value>,
}

impl wire::Object for Zoo {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Zoo",
        keys: &[
            wire::Key::Must("either"),
            wire::Key::May("grade"),
            wire::Key::Must("pair"),
            wire::Key::Must("pets"),
            wire::Key::May("places"),
            wire::Key::Must("shape"),
            wire::Key::Must("size"),
        ],
        rest: true,
    };
}

impl wire::Read for Zoo {
    type Parts = (
        Option<Either>,
        Option<Grade>,
        Option<(i64, String)>,
        Option<Vec<Pet>>,
        Option<BTreeMap<String, Square>>,
        Option<Shape>,
        Option<Size>,
        serde_json::Map<String, serde_json::Value>,
    );

    fn start() -> Self::Parts {
        (None, None, None, None, None, None, None, Default::default())
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (Some(either), grade, Some(pair), Some(pets), places, Some(shape), Some(size), extra) =
            parts
        else {
            return None;
        };
        Some(Self {
            either,
            grade,
            pair,
            pets,
            places,
            shape,
            size,
            extra,
        })
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        match at {
            0 => next.read(&mut parts.0),
            1 => next.may(&mut parts.1),
            2 => next.read(&mut parts.2),
            3 => next.read(&mut parts.3),
            4 => next.may(&mut parts.4),
            5 => next.read(&mut parts.5),
            6 => next.read(&mut parts.6),
            _ => next.extra(&mut parts.7),
        }
    }
}

impl wire::Write for Zoo {
    fn put<P: wire::Put>(&self, to: &mut P) {
        to.must("either", &self.either);
        to.may("grade", &self.grade);
        to.must("pair", &self.pair);
        to.must("pets", &self.pets);
        to.may("places", &self.places);
        to.must("shape", &self.shape);
        to.must("size", &self.size);
        to.extra(&self.extra);
    }
}

wire::object!(Zoo);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Cat,
    Dog,
    Unknown(wire::UnknownText),
}

impl wire::Text for Kind {
    const NAME: &'static str = "Kind";
    const WORDS: &'static [(&'static str, Self)] = &[("cat", Self::Cat), ("dog", Self::Dog)];

    fn unknown(text: wire::UnknownText) -> Option<Self> {
        Some(Self::Unknown(text))
    }

    fn as_text(&self) -> &str {
        match self {
            Self::Cat => "cat",
            Self::Dog => "dog",
            Self::Unknown(text) => text.as_str(),
        }
    }
}

wire::text!(Kind);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Size {
    Big,
    Small,
}

impl wire::Text for Size {
    const NAME: &'static str = "Size";
    const WORDS: &'static [(&'static str, Self)] = &[("big", Self::Big), ("small", Self::Small)];

    fn as_text(&self) -> &str {
        match self {
            Self::Big => "big",
            Self::Small => "small",
        }
    }
}

wire::text!(Size);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Grade {
    One,
    High,
    Nothing,
    Yes,
    Half,
}

impl wire::Literals for Grade {
    const NAME: &'static str = "Grade";
    const VALUES: &'static [(wire::Literal, Self)] = &[
        (wire::Literal::Int(1), Self::One),
        (wire::Literal::Text("high"), Self::High),
        (wire::Literal::Null, Self::Nothing),
        (wire::Literal::Bool(true), Self::Yes),
        (wire::Literal::Float(0.5), Self::Half),
    ];

    fn index(&self) -> usize {
        *self as usize
    }
}

wire::literals!(Grade);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(wire::UnknownValue),
}

impl wire::Tagged for Shape {
    const NAME: &'static str = "Shape";
    const TAG: &'static str = "type";
    const BRANCHES: &'static [wire::Branch] =
        &[wire::Branch("circle", 0), wire::Branch("square", 1)];
    const OTHER: Option<usize> = Some(2);
    const WITHOUT: Option<usize> = None;

    fn read<'de, D: serde::Deserializer<'de>>(at: usize, from: D) -> Result<Self, D::Error> {
        match at {
            0 => serde::Deserialize::deserialize(from).map(Self::Circle),
            1 => serde::Deserialize::deserialize(from).map(Self::Square),
            _ => serde::Deserialize::deserialize(from).map(Self::Unknown),
        }
    }
}

wire::tagged!(Shape);

impl Serialize for Shape {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Circle(value) => wire::write_tagged(value, "type", "circle", to),
            Self::Square(value) => wire::write_tagged(value, "type", "square", to),
            Self::Unknown(value) => value.serialize(to),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Strict {
    Circle(Circle),
    Square(Square),
}

impl wire::Tagged for Strict {
    const NAME: &'static str = "Strict";
    const TAG: &'static str = "type";
    const BRANCHES: &'static [wire::Branch] =
        &[wire::Branch("circle", 0), wire::Branch("square", 1)];
    const OTHER: Option<usize> = None;
    const WITHOUT: Option<usize> = None;

    fn read<'de, D: serde::Deserializer<'de>>(at: usize, from: D) -> Result<Self, D::Error> {
        match at {
            0 => serde::Deserialize::deserialize(from).map(Self::Circle),
            _ => serde::Deserialize::deserialize(from).map(Self::Square),
        }
    }
}

wire::tagged!(Strict);

impl Serialize for Strict {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Circle(value) => wire::write_tagged(value, "type", "circle", to),
            Self::Square(value) => wire::write_tagged(value, "type", "square", to),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Either {
    Number(i64),
    Text(String),
    Circle(Circle),
    Squares(Vec<Square>),
    Pet(Box<Pet>),
}

impl wire::Union for Either {
    const NAME: &'static str = "Either";
    const CANDIDATES: &'static [wire::Candidate] = &[
        wire::Candidate {
            name: "Number",
            kinds: wire::INTEGER,
            required: &[],
        },
        wire::Candidate {
            name: "Text",
            kinds: wire::TEXT,
            required: &[],
        },
        wire::Candidate {
            name: "Circle",
            kinds: wire::OBJECT,
            required: &["radius"],
        },
        wire::Candidate {
            name: "Squares",
            kinds: wire::LIST,
            required: &[],
        },
        wire::Candidate {
            name: "Pet",
            kinds: wire::OBJECT,
            required: &["id", "kind"],
        },
    ];

    fn read(at: usize, from: &wire::Content) -> Result<Self, wire::Error> {
        match at {
            0 => from.parse().map(Self::Number),
            1 => from.parse().map(Self::Text),
            2 => from.parse().map(Self::Circle),
            3 => from.parse().map(Self::Squares),
            _ => from.parse().map(Self::Pet),
        }
    }
}

wire::union!(Either);

impl Serialize for Either {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => value.serialize(to),
            Self::Text(value) => value.serialize(to),
            Self::Circle(value) => value.serialize(to),
            Self::Squares(value) => value.serialize(to),
            Self::Pet(value) => value.serialize(to),
        }
    }
}

/// More members than a word has bits, twice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wide(pub(crate) Vec<i64>);

impl wire::Object for Wide {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Wide",
        keys: &KEYS,
        rest: false,
    };
}

impl wire::Read for Wide {
    type Parts = Vec<Option<i64>>;

    fn start() -> Self::Parts {
        vec![None; KEYS.len()]
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        parts.into_iter().collect::<Option<_>>().map(Self)
    }

    fn set<'de, N: wire::Next<'de>>(parts: &mut Self::Parts, at: usize, next: &mut N) {
        next.read(&mut parts[at]);
    }
}

impl wire::Write for Wide {
    fn put<P: wire::Put>(&self, to: &mut P) {
        for (key, value) in KEYS.iter().zip(&self.0) {
            to.must(key.name(), value);
        }
    }
}

wire::object!(Wide);
