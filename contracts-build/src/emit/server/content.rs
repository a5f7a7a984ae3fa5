//! In which forms bodies come and go.

use contracts_core::openapi::{Framing, MediaType};

use super::{Planner, Server, events};
use crate::{
    emit::{
        parts::{self, Choice},
        types::type_path,
    },
    lower::ir::{Ir, ItemKind, Scalar, Type},
    name::{self, Scope},
    tokens::{TokenStream, format_ident, quote},
};

/// A body of a request in one media type.
pub(super) struct Taken {
    pub(super) media: String,
    /// Its name among several.
    pub(super) variant: String,
    pub(super) kind: TakenKind,
}

pub(super) enum TakenKind {
    Json(Type),
    Form(Type),
    Text(Type),
    /// Bytes of one media type.
    Bytes,
    /// Bytes of a range of media types.
    Content,
    /// Parts that are one value.
    Members(Type),
    /// A struct of parts, by its name and the type that they are together.
    Parts(String, Type),
    /// Parts as they come.
    AnyParts,
}

impl TakenKind {
    pub(super) fn rust(&self, server: &Server<'_>) -> TokenStream {
        match self {
            Self::Json(ty) | Self::Form(ty) | Self::Text(ty) | Self::Members(ty) => {
                type_path(ty, &server.home())
            }
            Self::Parts(name, _) => {
                let ident = format_ident!("{name}");
                quote!(#ident)
            }
            Self::AnyParts => quote!(::std::vec::Vec<rt::Part>),
            Self::Bytes => quote!(rt::Bytes),
            Self::Content => quote!(rt::Content),
        }
    }

    /// The expression that reads it.
    pub(super) fn reader(&self) -> TokenStream {
        match self {
            Self::Json(_) | Self::Form(_) | Self::Text(_) | Self::Members(_) => {
                quote!(input.body())
            }
            Self::Parts(name, _) => {
                let ident = format_ident!("{name}");
                quote!(#ident::read(input))
            }
            Self::AnyParts => quote!(input.parts()),
            Self::Bytes => quote!(input.bytes()),
            Self::Content => quote!(input.content()),
        }
    }
}

/// The forms of a request's body.
pub(super) fn taken(planner: &mut Planner<'_>, content: &[MediaType], base: &str) -> Vec<Taken> {
    let mut variants = Scope::default();
    content
        .iter()
        .map(|media| Taken {
            media: media.name.clone(),
            variant: variants.take(variant(&media.name)),
            kind: taken_kind(planner, media, base),
        })
        .collect()
}

fn taken_kind(planner: &mut Planner<'_>, media: &MediaType, base: &str) -> TakenKind {
    let ir = planner.server.ir;
    let ty = schema_type(ir, media);
    let essence = essence(&media.name);
    if is_json(media, ty) {
        return TakenKind::Json(ty.cloned().unwrap_or(Type::Any));
    }
    if essence == "application/x-www-form-urlencoded" {
        return TakenKind::Form(ty.cloned().unwrap_or(Type::Map(Box::new(Type::Any))));
    }
    if essence.starts_with("text/") && media.framing().is_none() {
        let scalar = ty.filter(|ty| is_scalar(ir, ty));
        return TakenKind::Text(scalar.cloned().unwrap_or(Type::Scalar(Scalar::Text)));
    }
    if media.is_multipart() {
        return taken_parts(planner, media, ty, base);
    }
    if essence.contains('*') {
        if matches!(ty, Some(Type::Named(_))) {
            let message = format!("`{}` is handed over as bytes", media.name);
            planner.untyped(&media.pointer, message);
        }
        return TakenKind::Content;
    }
    TakenKind::Bytes
}

fn taken_parts(
    planner: &mut Planner<'_>,
    media: &MediaType,
    ty: Option<&Type>,
    base: &str,
) -> TakenKind {
    match (parts::choose(planner.server.ir, media, ty), ty) {
        (Choice::Members { ty, .. }, _) => TakenKind::Members(ty),
        (Choice::Parts { members, .. }, Some(ty)) => {
            for header in members.iter().flat_map(|member| member.headers()) {
                let ty = super::parts::header_type(&planner.server, header);
                planner.shapes.mark(&ty);
            }
            let name = name::type_case(&format!("{base}-parts"));
            TakenKind::Parts(planner.names.take_type(name), ty.clone())
        }
        (choice, _) => {
            if matches!(choice, Choice::Any { said: true }) {
                let message = format!("the parts of `{}` are handed over one by one", media.name);
                planner.untyped(&media.pointer, message);
            }
            TakenKind::AnyParts
        }
    }
}

/// A body of an answer in one media type.
pub(super) struct Given {
    pub(super) media: String,
    /// Its name among several.
    pub(super) variant: String,
    pub(super) kind: GivenKind,
}

pub(super) enum GivenKind {
    Json(Type),
    Text,
    /// Bytes of one media type.
    Bytes,
    /// Bytes of a range of media types.
    Content,
    Events(Box<events::Stream>),
    /// Values one by one, each behind a mark.
    Items(Type, &'static [u8]),
}

impl Given {
    pub(super) fn rust(&self, server: &Server<'_>) -> TokenStream {
        match &self.kind {
            GivenKind::Json(ty) => type_path(ty, &server.home()),
            GivenKind::Text => quote!(::std::string::String),
            GivenKind::Bytes => quote!(rt::Body),
            GivenKind::Content => quote!((::std::string::String, rt::Body)),
            GivenKind::Events(stream) => {
                let events = format_ident!("{}", stream.events_type);
                quote!(#events)
            }
            GivenKind::Items(ty, _) => {
                let ty = type_path(ty, &server.home());
                quote!(rt::Items<#ty>)
            }
        }
    }
}

/// The forms of an answer's body; `base` names what they need.
pub(super) fn given(planner: &mut Planner<'_>, content: &[MediaType], base: &str) -> Vec<Given> {
    let mut variants = Scope::default();
    content
        .iter()
        .map(|media| Given {
            media: match media.name.contains('*') && media_is_json(planner, media) {
                // A range is no content type.
                true => "application/json".to_owned(),
                false => media.name.clone(),
            },
            variant: variants.take(variant(&media.name)),
            kind: given_kind(planner, media, base),
        })
        .collect()
}

fn media_is_json(planner: &Planner<'_>, media: &MediaType) -> bool {
    is_json(media, schema_type(planner.server.ir, media))
}

fn given_kind(planner: &mut Planner<'_>, media: &MediaType, base: &str) -> GivenKind {
    let ir = planner.server.ir;
    let ty = schema_type(ir, media);
    let essence = essence(&media.name);
    let item = || {
        let item = media.items.as_ref().and_then(|items| ir.types.get(items));
        item.cloned().unwrap_or(Type::Any)
    };
    match media.framing() {
        Some(Framing::EventStream) => {
            return match media
                .events
                .as_ref()
                .filter(|stream| !stream.events.is_empty())
            {
                Some(stream) => GivenKind::Events(Box::new(events::plan(planner, stream, base))),
                None => GivenKind::Bytes,
            };
        }
        Some(Framing::JsonLines) => return GivenKind::Items(item(), b""),
        Some(Framing::JsonSequence) => return GivenKind::Items(item(), b"\x1e"),
        None => {}
    }
    if is_json(media, ty) {
        return GivenKind::Json(ty.cloned().unwrap_or(Type::Any));
    }
    match essence.as_str() {
        name if name.contains('*') => GivenKind::Content,
        name if name.starts_with("text/") => GivenKind::Text,
        _ => GivenKind::Bytes,
    }
}

fn schema_type<'i>(ir: &'i Ir, media: &MediaType) -> Option<&'i Type> {
    ir.types.get(media.schema.as_ref()?)
}

/// JSON by its name; or any media type at all, as some frameworks write, with a schema that only JSON has values for.
fn is_json(media: &MediaType, ty: Option<&Type>) -> bool {
    let structured = !matches!(ty, None | Some(Type::Any | Type::Scalar(_)));
    let essence = essence(&media.name);
    media.is_json()
        || structured && matches!(essence.as_str(), "*/*" | "application/*" | "text/json")
}

/// Whether values of a type are one text.
fn is_scalar(ir: &Ir, ty: &Type) -> bool {
    let mut ty = ty;
    for _ in 0..=ir.items.len() {
        match ty {
            Type::Scalar(_) => return true,
            Type::Named(name) => match ir.items.get(name).map(|item| &item.kind) {
                Some(ItemKind::Alias(target)) => ty = target,
                kind => return matches!(kind, Some(ItemKind::Enum(_))),
            },
            _ => return false,
        }
    }
    false
}

fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// `application/hal+json` → `HalJson`, `image/*` → `Image`.
fn variant(media: &str) -> String {
    let essence = essence(media);
    let (kind, name) = essence.split_once('/').unwrap_or(("", &essence));
    let name = if name == "*" { kind } else { name };
    let name = if name == "*" { "any" } else { name };
    name::type_case(name)
}
