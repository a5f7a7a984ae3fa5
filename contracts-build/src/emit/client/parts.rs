//! Multipart bodies: a struct with a setter per part where there are files, a value of the schema's type where
//! there are none.

use contracts_core::openapi::{Encoding, Header, MediaType};

use super::{Planner, parameter, sent::Sent};
use crate::{
    emit::parameter::style_name,
    lower::ir::{self, Field, ItemKind, Rest, Scalar, Type},
    name::{self, Scope},
    tokens::{TokenStream, quote},
};

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part<'c> {
    pub(super) field: &'c Field,
    pub(super) member: Member<'c>,
    /// Its name in Rust.
    pub(super) name: String,
    /// Its headers, with their names in Rust and their types.
    pub(super) headers: Vec<(&'c Header, String, Type)>,
}

/// How a part is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'c> {
    name: &'c str,
    pub(super) encoding: Option<&'c Encoding>,
    pub(super) holds: Holds,
    is_encoded: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Value,
    File,
    Files,
}

/// How a multipart body is written.
pub(super) fn choose<'c>(
    planner: &mut Planner<'c>,
    media: &'c MediaType,
    ty: Option<Type>,
    hint: &str,
) -> Sent<'c> {
    let ty = match ty {
        Some(ty @ (Type::Named(_) | Type::Map(_))) => ty,
        _ => return Sent::AnyParts { media: &media.name },
    };
    let ir = planner.client.ir;
    let Some(ItemKind::Struct(body)) = kind(ir, &ty) else {
        if has_files(ir, &ty) {
            let message = format!("the parts of `{}` are taken one by one", media.name);
            planner.untyped(&media.pointer, message);
            return Sent::AnyParts { media: &media.name };
        }
        let members = media.encoding.iter().map(|(name, encoding)| Member {
            name,
            encoding: Some(encoding),
            holds: Holds::Value,
            is_encoded: false,
        });
        let members = members.collect();
        return Sent::Members {
            media: &media.name,
            ty,
            members,
        };
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
    let headers = |member: &Member<'c>| member.encoding.map_or(&[] as &[Header], |it| &it.headers);
    if members
        .iter()
        .all(|it| it.holds == Holds::Value && headers(it).is_empty())
    {
        let said = |it: &Member<'_>| it.encoding.is_some() || it.is_encoded;
        return Sent::Members {
            media: &media.name,
            ty,
            members: members.into_iter().filter(said).collect(),
        };
    }
    let mut names = Scope::with(["new", "part", "parts", "self"]);
    let parts = body.fields.iter().zip(members).map(|(field, member)| {
        let name = names.take(name::snake_case(&field.wire));
        let headers = headers(&member).iter();
        let headers = headers.map(|header| {
            let name = names.take(name::snake_case(&format!("{}-{}", field.wire, header.name)));
            let ty = header
                .schema
                .as_ref()
                .and_then(|schema| ir.types.get(schema));
            let ty = ty.cloned().unwrap_or(Type::Scalar(Scalar::Text));
            (header, name, ty)
        });
        Part {
            field,
            headers: headers.collect(),
            member,
            name,
        }
    });
    let parts = parts.collect();
    let name = name::type_case(&format!("{hint}-parts"));
    Sent::Parts {
        media: &media.name,
        name: planner.names.take(name),
        parts,
        open: matches!(body.rest, Rest::Kept(_)),
    }
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

/// A part in words of the runtime. Files whose media type is left open have none.
pub(super) fn member(member: &Member<'_>) -> TokenStream {
    let (name, encoding) = (member.name, member.encoding);
    let is_file = member.holds != Holds::Value;
    let types = encoding.map_or(&[] as &[String], |encoding| &encoding.content_types);
    let mut concrete = types.iter().filter(|name| !name.contains('*'));
    let media = match (concrete.next(), types.len()) {
        (Some(first), 1) => first.as_str(),
        (Some(first), _) if !is_file => first.as_str(),
        _ if member.is_encoded => "application/octet-stream",
        _ => "",
    };
    let said = encoding.and_then(|encoding| encoding.as_parameter);
    let parameter = match said.filter(|_| !is_file) {
        None => quote!(::std::option::Option::None),
        Some(said) => {
            let style = style_name(said.style);
            let flags = (said.explode, said.allow_reserved);
            let descriptor = parameter::written(name, "Query", style, flags);
            quote!(::std::option::Option::Some(#descriptor))
        }
    };
    quote!(rt::Member { name: #name, media_type: #media, parameter: #parameter })
}
