//! What the parts of multipart bodies are, which clients write and servers read.

use contracts_core::openapi::{Encoding, Header, MediaType};

use crate::lower::ir::{self, Field, ItemKind, Struct, Type};

/// How a multipart body is written and read.
pub(super) enum Choice<'c> {
    /// Part by part, as the caller likes it; whether its schema says more than that.
    Any { said: bool },
    /// A value of its type.
    Members { ty: Type, members: Vec<Member<'c>> },
    /// A struct of parts, because some are files or have headers.
    Parts {
        body: &'c Struct,
        members: Vec<Member<'c>>,
    },
}

/// How a part is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'c> {
    pub(super) name: &'c str,
    pub(super) encoding: Option<&'c Encoding>,
    pub(super) holds: Holds,
    pub(super) is_encoded: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Value,
    File,
    Files,
}

impl<'c> Member<'c> {
    pub(super) fn headers(&self) -> &'c [Header] {
        self.encoding.map_or(&[], |encoding| &encoding.headers)
    }

    /// The media types that the contract names for it.
    pub(super) fn media(&self) -> &'c [String] {
        self.encoding
            .map_or(&[], |encoding| &encoding.content_types)
    }
}

pub(super) fn choose<'c>(ir: &'c ir::Ir, media: &'c MediaType, ty: Option<&Type>) -> Choice<'c> {
    let ty = match ty {
        Some(ty @ (Type::Named(_) | Type::Map(_))) => ty.clone(),
        _ => return Choice::Any { said: false },
    };
    let Some(ItemKind::Struct(body)) = kind(ir, &ty) else {
        if has_files(ir, &ty) {
            return Choice::Any { said: true };
        }
        let members = media.encoding.iter().map(|(name, encoding)| Member {
            name,
            encoding: Some(encoding),
            holds: Holds::Value,
            is_encoded: false,
        });
        let members = members.collect();
        return Choice::Members { ty, members };
    };
    let members = body.fields.iter().map(|field| {
        let encoding = media.encoding.get(&field.wire);
        Member {
            name: &field.wire,
            encoding,
            holds: holds(ir, field, encoding),
            is_encoded: field.part == ir::Part::Encoded,
        }
    });
    let members: Vec<Member<'c>> = members.collect();
    let is_plain = |it: &Member<'_>| it.holds == Holds::Value && it.headers().is_empty();
    if members.iter().all(is_plain) {
        let said = |it: &Member<'_>| it.encoding.is_some() || it.is_encoded;
        let members = members.into_iter().filter(said).collect();
        return Choice::Members { ty, members };
    }
    Choice::Parts { body, members }
}

/// What a type is when it has no name of its own.
fn kind<'i>(ir: &'i ir::Ir, ty: &Type) -> Option<&'i ItemKind> {
    let Type::Named(name) = ty else { return None };
    match &ir.items.get(name)?.kind {
        // Aliases lead to an end: `lower` has cut what would not.
        ItemKind::Alias(of) => kind(ir, of),
        kind => Some(kind),
    }
}

/// Whether a value of the type has files in its members.
fn has_files(ir: &ir::Ir, ty: &Type) -> bool {
    let branches: Vec<&Type> = match kind(ir, ty) {
        Some(ItemKind::Struct(body)) => {
            return body
                .fields
                .iter()
                .any(|field| holds(ir, field, None) != Holds::Value);
        }
        Some(ItemKind::Tagged(union)) => union.types().collect(),
        Some(ItemKind::Untagged(branches)) => branches.iter().map(|branch| &branch.ty).collect(),
        _ => return false,
    };
    let nested = |ty: &&Type| matches!(kind(ir, ty), Some(ItemKind::Struct(_)));
    branches
        .iter()
        .filter(|ty| nested(ty))
        .any(|ty| has_files(ir, ty))
}

fn holds(ir: &ir::Ir, field: &Field, encoding: Option<&Encoding>) -> Holds {
    let types = encoding.map_or(&[] as &[String], |encoding| &encoding.content_types);
    let json = types.iter().any(|name| MediaType::names_json(name));
    let text = types.iter().all(|name| name.starts_with("text/"));
    match field.part {
        ir::Part::File => Holds::File,
        ir::Part::Files => Holds::Files,
        ir::Part::Unsaid if !json => Holds::File,
        // A list or an object in a format that has to be written by somebody else; or a text that is none.
        ir::Part::Value
            if !types.is_empty()
                && !json
                && !text
                && (is_structured(ir, &field.ty) || types.iter().all(|name| is_binary(name))) =>
        {
            match field.ty {
                Type::Array(_) => Holds::Files,
                _ => Holds::File,
            }
        }
        _ => Holds::Value,
    }
}

fn is_binary(media: &str) -> bool {
    let kinds = ["image/", "audio/", "video/", "font/"];
    let formats = [
        "application/octet-stream",
        "application/pdf",
        "application/zip",
    ];
    kinds.iter().any(|kind| media.starts_with(kind)) || formats.contains(&media)
}

fn is_structured(ir: &ir::Ir, ty: &Type) -> bool {
    match ty {
        Type::Scalar(_) => false,
        Type::Nullable(inner) | Type::Array(inner) => is_structured(ir, inner),
        Type::Named(_) => match kind(ir, ty) {
            Some(ItemKind::Enum(_) | ItemKind::Values(_)) => false,
            Some(ItemKind::Untagged(branches)) => {
                branches.iter().any(|branch| is_structured(ir, &branch.ty))
            }
            _ => true,
        },
        Type::Any | Type::Map(_) | Type::Tuple(_) => true,
    }
}
