//! The closed representation that emitters read: every type that generated code can have, with every
//! name decided. Nothing in it is JSON Schema any more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The types of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ir {
    /// Every named type, by its Rust name.
    pub(crate) items: BTreeMap<String, Item>,
    /// The type of each schema that an operation names, by pointer.
    pub(crate) types: BTreeMap<contracts_core::Pointer, Type>,
    /// Those of these schemas that are for bytes of any kind.
    pub(crate) bytes: BTreeSet<contracts_core::Pointer>,
    /// What the values of those schemas keep besides their types, where it is not the type that says it.
    pub(crate) limits: BTreeMap<contracts_core::Pointer, Vec<Limit>>,
    /// The items that are nothing but another name of an equal item, described elsewhere.
    pub(crate) shared: BTreeSet<String>,
    /// The item of each schema that has a name of its own: components, and what else a `$ref` leads to.
    pub(crate) named: BTreeMap<contracts_core::Pointer, String>,
    /// The items that requests hold where responses hold another, by the names of those.
    pub(crate) inputs: BTreeMap<String, String>,
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// Where its schema stands.
    pub(crate) pointer: contracts_core::Pointer,
    pub(crate) docs: Docs,
    pub(crate) kind: ItemKind,
    /// Which messages hold a value of it.
    pub(crate) reach: Reach,
    /// What its values have to keep besides their type: those of an alias, the number of a struct's
    /// members, and the values that it keeps beside them. What the values of its members keep, the fields say.
    pub(crate) limits: Vec<Limit>,
}

/// Which messages of the document's operations hold a value of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// What a client sends: parameters, bodies and answers to webhooks.
    pub(crate) requests: bool,
    /// What a client reads: bodies, headers and events of responses, and what webhooks send.
    pub(crate) responses: bool,
}

/// Something that a value has to keep besides its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limit {
    /// The way from the value to what is limited: nothing for the value itself.
    pub(crate) at: Vec<Step>,
    pub(crate) rule: Rule,
}

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Each item of a list.
    Items,
    /// Each value of a map.
    Values,
    /// One item of a tuple.
    At(usize),
}

/// What is asked of a value; JSON Schema, validation, section 6. Lengths count characters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    Minimum(serde_json::Number),
    ExclusiveMinimum(serde_json::Number),
    Maximum(serde_json::Number),
    ExclusiveMaximum(serde_json::Number),
    MultipleOf(serde_json::Number),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// A `format` of text. Servers ask for it; in JSON Schema it is no more than a note.
    Format(String),
    MinProperties(u64),
    MaxProperties(u64),
}

/// What people may read about an item or field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    /// The schema's own words.
    pub(crate) text: Option<String>,
    pub(crate) deprecated: bool,
    /// The document's examples of its value.
    pub(crate) examples: Vec<Value>,
    /// The name that the document gives it, for a text where it has no words.
    pub(crate) origin: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ItemKind {
    /// Another name for a type.
    Alias(Type),
    Struct(Struct),
    /// One of several strings.
    Enum(Vec<Variant>),
    /// One of several values that are not all strings.
    Values(Vec<Literal>),
    /// One of several types, told apart by a member.
    Tagged(Tagged),
    /// The first of several types that fits.
    Untagged(Vec<Alternative>),
}

/// A branch of a union whose branches look different.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// What its values have to keep besides their type.
    pub(crate) limits: Vec<Limit>,
}

/// A union whose branches say in a member which of them they are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagged {
    /// The member's name on the wire.
    pub(crate) tag: String,
    pub(crate) branches: Vec<Branch>,
    /// What a value with any other tag, or with none, is read as; otherwise such a value is refused.
    pub(crate) other: Option<Type>,
}

/// A branch of a [`Tagged`] union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub(crate) name: String,
    /// The tags that stand for it; never empty, and no two branches have the same.
    pub(crate) tags: Vec<String>,
    /// What it is besides its tag; `None` for nothing.
    pub(crate) ty: Option<Type>,
    /// What is said of it where it is nothing but its tag.
    pub(crate) docs: Option<String>,
}

impl Branch {
    /// The tag that is written before its members; one with several tags says itself which it is.
    pub(crate) fn tag(&self) -> Option<&str> {
        match self.tags.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// One value of an enum of values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Literal {
    pub(crate) wire: Value,
    pub(crate) name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Struct {
    /// Ordered by their names on the wire.
    pub(crate) fields: Vec<Field>,
    pub(crate) rest: Rest,
    /// Whether the schema allows no member that no field names: for servers, because a client must not break when its
    /// server adds a member.
    pub(crate) closed: bool,
}

/// What becomes of members that no field names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rest {
    Ignored,
    Kept(Type),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    /// The member's name on the wire.
    pub(crate) wire: String,
    /// The field's name in Rust.
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) required: bool,
    pub(crate) ty: Type,
    /// What a missing member means; always a value of the field's type.
    pub(crate) default: Option<Value>,
    pub(crate) access: Access,
    /// What it is in a multipart body.
    pub(crate) part: Part,
    /// What its value has to keep besides its type.
    pub(crate) limits: Vec<Limit>,
}

/// What a member is as a part of a multipart body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// A value of its type; of a list, each item is a part.
    #[default]
    Value,
    /// Bytes of any kind.
    File,
    /// Any number of these.
    Files,
    /// Bytes, unless its encoding names a media type that has values.
    Unsaid,
    /// Text that stands for bytes, in base64 or the like.
    Encoded,
}

/// Which messages a member belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    Both,
    /// `readOnly`: responses alone.
    Read,
    /// `writeOnly`: requests alone.
    Write,
}

/// One string of a string enum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) name: String,
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// Any JSON.
    Any,
    Scalar(Scalar),
    Array(Box<Type>),
    Tuple(Vec<Type>),
    /// Text to values of one type.
    Map(Box<Type>),
    /// Null, or a value of the type.
    Nullable(Box<Type>),
    /// An item of the [`Ir`].
    Named(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    /// Nothing but null.
    Null,
    Bool,
    Int(Int),
    F32,
    F64,
    Text,
    /// Text with a format for which the manifest names a Rust type.
    Format {
        format: String,
        path: String,
    },
}

/// An integer's Rust type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Int {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Limit {
    /// Whether JSON Schema has it for more than a note.
    pub(crate) fn is_validated(&self) -> bool {
        !matches!(self.rule, Rule::Format(_))
    }
}

impl Int {
    /// The type that a `format` names; `i64` where it names none.
    pub(crate) fn from_format(format: Option<&str>) -> Self {
        match format {
            Some("int8") => Self::I8,
            Some("int16") => Self::I16,
            Some("int32") => Self::I32,
            Some("uint8") => Self::U8,
            Some("uint16") => Self::U16,
            Some("uint32") => Self::U32,
            Some("uint64" | "uint") => Self::U64,
            _ => Self::I64,
        }
    }

    pub(crate) fn rust(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }

    /// The least and the greatest value.
    pub(crate) fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }

    pub(crate) fn holds(self, value: &Value) -> bool {
        let bits = match self {
            Self::I8 | Self::U8 => 8,
            Self::I16 | Self::U16 => 16,
            Self::I32 | Self::U32 => 32,
            Self::I64 | Self::U64 => 64,
        };
        match self {
            Self::I8 | Self::I16 | Self::I32 | Self::I64 => value.as_i64().is_some_and(|number| {
                number >= i64::MIN >> (64 - bits) && number <= i64::MAX >> (64 - bits)
            }),
            Self::U8 | Self::U16 | Self::U32 | Self::U64 => value
                .as_u64()
                .is_some_and(|number| number <= u64::MAX >> (64 - bits)),
        }
    }
}

impl Branch {
    pub(crate) fn new(name: String, tags: Vec<String>, ty: Type) -> Self {
        let (ty, docs) = (Some(ty), None);
        Self {
            name,
            tags,
            ty,
            docs,
        }
    }
}

impl Tagged {
    /// The types that a value can have.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        let branches = self.branches.iter().filter_map(|branch| branch.ty.as_ref());
        branches.chain(&self.other)
    }
}
