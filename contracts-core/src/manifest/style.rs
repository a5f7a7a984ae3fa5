//! How the types and the client of a document are written.

use super::{Choice, chosen};
use crate::read::{Node, Reader};

/// How the types of a document are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeStyle {
    /// Who writes them: `types`.
    pub emitter: Emitter,
    /// How they are read and written: `serde`.
    pub serde: Serde,
    /// What becomes of strings and tags that the document does not name: `enums`.
    pub enums: Enums,
    /// Which of serde's traits they have: `directions`.
    pub directions: Directions,
    /// Whether they have methods that check what the document asks besides the type: `validate`.
    pub validate: bool,
    /// Whether schemas that no operation needs are left out: `prune`.
    pub prune: bool,
}

/// Who writes the types of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emitter {
    /// This toolkit.
    #[default]
    Native,
    /// typify, and this toolkit where typify cannot keep what the document says.
    Typify,
}

/// How native types are read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serde {
    /// By a match on the members of each type: about as fast as derives, and cheap to compile.
    #[default]
    FieldMatch,
    /// By tables of members: smallest, for documents of thousands of types.
    Table,
    /// By serde's derives.
    Derive,
}

/// What becomes of strings and tags that the document does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enums {
    /// Where a response holds them, they are kept in a variant `Unknown`.
    #[default]
    Open,
    /// They are refused.
    Closed,
}

/// Which of serde's traits the types have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Directions {
    /// Both.
    #[default]
    Both,
    /// What a client needs: what is sent can be written, what is received can be read.
    Client,
    /// What a server needs.
    Server,
}

/// Where the items of a client's operations stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Modules {
    /// All beside the client.
    #[default]
    Flat,
    /// In a module for each tag, where there are several.
    Tags,
}

impl Choice for Emitter {
    const WORDS: &'static [(&'static str, Self)] =
        &[("native", Self::Native), ("typify", Self::Typify)];
}

impl Choice for Serde {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("field-match", Self::FieldMatch),
        ("table", Self::Table),
        ("derive", Self::Derive),
    ];
}

impl Choice for Enums {
    const WORDS: &'static [(&'static str, Self)] =
        &[("open", Self::Open), ("closed", Self::Closed)];
}

impl Choice for Directions {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("both", Self::Both),
        ("client", Self::Client),
        ("server", Self::Server),
    ];
}

impl Choice for Modules {
    const WORDS: &'static [(&'static str, Self)] = &[("flat", Self::Flat), ("tags", Self::Tags)];
}

impl TypeStyle {
    /// Reads the keys of a document that belong here.
    pub(super) fn read<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Self {
        Self {
            emitter: chosen(cx, node, "types"),
            serde: chosen(cx, node, "serde"),
            enums: chosen(cx, node, "enums"),
            directions: chosen(cx, node, "directions"),
            validate: cx.flag_at(node, "validate").unwrap_or_default(),
            prune: cx.flag_at(node, "prune").unwrap_or_default(),
        }
    }
}
