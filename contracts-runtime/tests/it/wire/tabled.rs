//! Types of every kind as generated code has them, in the mode `table`.

use std::collections::BTreeMap;

use contracts_runtime::wire;

use super::wide::KEYS;

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

impl wire::table::Read for Pet {
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

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        match at {
            0 => &mut parts.0,
            1 => &mut parts.1,
            2 => &mut parts.2,
            3 => &mut parts.3,
            4 => &mut parts.4,
            5 => &mut parts.5,
            _ => &mut parts.6,
        }
    }
}

impl wire::table::Write for Pet {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        match at {
            0 => &self.age,
            1 => &self.id,
            2 => &self.kind,
            3 => &self.owner,
            4 => &self.parent_id,
            5 => &self.tags,
            _ => &self.extra,
        }
    }
}

wire::table::object!(Pet);

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

impl wire::table::Read for Chain {
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

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        match at {
            0 => &mut parts.0,
            _ => &mut parts.1,
        }
    }
}

impl wire::table::Write for Chain {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        match at {
            0 => &self.next,
            _ => &self.value,
        }
    }
}

wire::table::object!(Chain);

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

impl wire::table::Read for Circle {
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

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        let _ = at;
        &mut parts.0
    }
}

impl wire::table::Write for Circle {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        let _ = at;
        &self.radius
    }
}

wire::table::object!(Circle);

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

impl wire::table::Read for Square {
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

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        match at {
            0 => &mut parts.0,
            _ => &mut parts.1,
        }
    }
}

impl wire::table::Write for Square {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        match at {
            0 => &self.side,
            _ => &self.r#type,
        }
    }
}

wire::table::object!(Square);

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

impl wire::table::Read for Zoo {
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

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        match at {
            0 => &mut parts.0,
            1 => &mut parts.1,
            2 => &mut parts.2,
            3 => &mut parts.3,
            4 => &mut parts.4,
            5 => &mut parts.5,
            6 => &mut parts.6,
            _ => &mut parts.7,
        }
    }
}

impl wire::table::Write for Zoo {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        match at {
            0 => &self.either,
            1 => &self.grade,
            2 => &self.pair,
            3 => &self.pets,
            4 => &self.places,
            5 => &self.shape,
            6 => &self.size,
            _ => &self.extra,
        }
    }
}

wire::table::object!(Zoo);

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

wire::table::text!(Kind);

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

wire::table::text!(Size);

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

wire::table::literals!(Grade);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(wire::UnknownValue),
}

impl wire::table::ReadTagged for Shape {
    const NAME: &'static str = "Shape";
    const TAG: &'static str = "type";
    const BRANCHES: &'static [wire::Branch] =
        &[wire::Branch("circle", 0), wire::Branch("square", 1)];
    const OTHER: Option<usize> = Some(2);
    const WITHOUT: Option<usize> = None;

    fn read<'de>(
        at: usize,
        from: &mut dyn wire::table::Source<'de>,
    ) -> Result<Self, wire::table::Failed> {
        match at {
            0 => from.parse().map(Self::Circle),
            1 => from.parse().map(Self::Square),
            _ => from.parse().map(Self::Unknown),
        }
    }
}

impl wire::table::TaggedInner for Shape {
    fn inner(&self) -> (Option<&'static str>, &dyn wire::table::Node) {
        match self {
            Self::Circle(value) => (Some("circle"), value),
            Self::Square(value) => (Some("square"), value),
            Self::Unknown(value) => (None, value),
        }
    }
}

wire::table::tagged!(Shape);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Strict {
    Circle(Circle),
    Square(Square),
}

impl wire::table::ReadTagged for Strict {
    const NAME: &'static str = "Strict";
    const TAG: &'static str = "type";
    const BRANCHES: &'static [wire::Branch] =
        &[wire::Branch("circle", 0), wire::Branch("square", 1)];
    const OTHER: Option<usize> = None;
    const WITHOUT: Option<usize> = None;

    fn read<'de>(
        at: usize,
        from: &mut dyn wire::table::Source<'de>,
    ) -> Result<Self, wire::table::Failed> {
        match at {
            0 => from.parse().map(Self::Circle),
            _ => from.parse().map(Self::Square),
        }
    }
}

impl wire::table::TaggedInner for Strict {
    fn inner(&self) -> (Option<&'static str>, &dyn wire::table::Node) {
        match self {
            Self::Circle(value) => (Some("circle"), value),
            Self::Square(value) => (Some("square"), value),
        }
    }
}

wire::table::tagged!(Strict);

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

impl wire::table::Inner for Either {
    fn inner(&self) -> &dyn wire::table::Node {
        match self {
            Self::Number(value) => value,
            Self::Text(value) => value,
            Self::Circle(value) => value,
            Self::Squares(value) => value,
            Self::Pet(value) => value,
        }
    }
}

wire::table::union!(Either);

/// More members than a word has bits, twice.
pub(crate) struct Wide(pub(crate) Vec<i64>);

impl wire::Object for Wide {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Wide",
        keys: &KEYS,
        rest: false,
    };
}

impl wire::table::Read for Wide {
    type Parts = Vec<Option<i64>>;

    fn start() -> Self::Parts {
        vec![None; KEYS.len()]
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        parts.into_iter().collect::<Option<_>>().map(Self)
    }

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        &mut parts[at]
    }
}

impl wire::table::Write for Wide {
    fn at(&self, at: usize) -> &dyn wire::table::Node {
        &self.0[at]
    }
}

wire::table::object!(Wide);

/// A type that another crate brought: `Foreign` in the slots, `Elsewhere` among the fields.
pub(crate) struct Stamped {
    pub(crate) at: Vec<super::Stamp>,
    pub(crate) until: Option<super::Stamp>,
}

impl wire::Object for Stamped {
    const SHAPE: &'static wire::Shape = &wire::Shape {
        name: "Stamped",
        keys: &[wire::Key::Must("at"), wire::Key::May("until")],
        rest: false,
    };
}

impl wire::table::Read for Stamped {
    type Parts = (
        wire::table::Foreign<Vec<super::Stamp>>,
        wire::table::Foreign<super::Stamp>,
    );

    fn start() -> Self::Parts {
        Default::default()
    }

    fn build(parts: Self::Parts) -> Option<Self> {
        let (wire::table::Foreign(Some(at)), wire::table::Foreign(until)) = parts else {
            return None;
        };
        Some(Self { at, until })
    }

    fn slot(parts: &mut Self::Parts, at: usize) -> &mut dyn wire::table::Slot {
        match at {
            0 => &mut parts.0,
            _ => &mut parts.1,
        }
    }
}

impl wire::table::Write for Stamped {
    fn at(&self, _: usize) -> &dyn wire::table::Node {
        &wire::table::Elsewhere
    }

    fn foreign(&self, at: usize) -> Option<&dyn wire::table::ForeignNode> {
        match at {
            0 => Some(&self.at),
            _ => self.until.as_ref().map(|until| until as _),
        }
    }
}

wire::table::object!(Stamped);
