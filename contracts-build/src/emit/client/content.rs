use contracts_core::openapi::MediaType;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Client, Planner, Site, events};
use crate::{emit::types::type_path, lower::ir::Type};

/// How a body is read or written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    None,
    Json {
        content_type: String,
        ty: Type,
    },
    Bytes {
        content_type: String,
    },
    /// Bytes whose whole content type the caller has to name: it has a boundary, or is a range.
    Typed,
    /// Server-sent events: the enum of them, or none where they are not declared.
    Events {
        event: Option<String>,
    },
    /// JSON values, each on a line of its own or in a JSON text sequence.
    Items {
        lines: bool,
        ty: Type,
    },
}

/// Picks what an answer can be read as: what [`choose`] says, and sequences as they come. `named` is what the answer is
/// called in names and in words.
pub(super) fn answer<'c>(
    planner: &mut Planner<'c>,
    content: &'c [MediaType],
    named: (&str, String),
) -> Body {
    let media = preferred(&planner.client, content);
    let framed = media.and_then(|media| Some((media, media.framing()?)));
    match framed {
        Some((media, framing)) => {
            one_of(planner, content, media);
            events::body(planner, media, framing, named)
        }
        None => choose(planner, content),
    }
}

/// Picks what can be typed: JSON where it is offered, bytes otherwise.
pub(super) fn choose(planner: &mut Planner<'_>, content: &[MediaType]) -> Body {
    let client = planner.client;
    let Some(media) = preferred(&client, content) else {
        return Body::None;
    };
    one_of(planner, content, media);
    let ty = schema_type(&client, media).cloned();
    if is_json(media, ty.as_ref()) {
        let ty = ty.unwrap_or(Type::Any);
        let content_type = json_name(media);
        return Body::Json { content_type, ty };
    }
    if matches!(ty, Some(Type::Named(_))) {
        let message = format!("`{}` is handed over as bytes", media.name);
        planner.untyped(&media.pointer, message);
    }
    let content_type = media.name.clone();
    if content_type.contains('*') || content_type.starts_with("multipart/") {
        return Body::Typed;
    }
    Body::Bytes { content_type }
}

fn one_of(planner: &mut Planner<'_>, content: &[MediaType], used: &MediaType) {
    if content.len() > 1 {
        let message = format!("of several media types only `{}` is used", used.name);
        planner.untyped(&used.pointer, message);
    }
}

/// The media type that is used, and asked for: `application/json` itself before other JSON.
fn preferred<'m>(client: &Client<'_>, content: &'m [MediaType]) -> Option<&'m MediaType> {
    let json = |media: &&MediaType| is_json(media, schema_type(client, media));
    let plain = content
        .iter()
        .find(|media| media.name.starts_with("application/json"));
    plain
        .or_else(|| content.iter().find(json))
        .or(content.first())
}

fn schema_type<'c>(client: &Client<'c>, media: &MediaType) -> Option<&'c Type> {
    client.ir.types.get(media.schema.as_ref()?)
}

/// JSON by its name; or any media type at all, as some frameworks write, with a schema that only
/// JSON has values for.
fn is_json(media: &MediaType, ty: Option<&Type>) -> bool {
    let essence = media.name.split(';').next().unwrap_or_default().trim();
    let structured = !matches!(ty, None | Some(Type::Any | Type::Scalar(_)));
    media.is_json() || structured && matches!(essence, "*/*" | "application/*" | "text/json")
}

/// The content type to send and ask for; a range is no content type.
fn json_name(media: &MediaType) -> String {
    if media.name.contains('*') {
        "application/json".to_owned()
    } else {
        media.name.clone()
    }
}

/// What to ask for, so that the answer is in a form that is understood.
pub(super) fn accept(client: &Client<'_>, content: &[MediaType]) -> Option<String> {
    let media = preferred(client, content)?;
    let json = is_json(media, schema_type(client, media));
    Some(if json {
        json_name(media)
    } else {
        media.name.clone()
    })
}

impl Body {
    /// Whether it is read while it comes.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::Events { .. } | Self::Items { .. })
    }

    /// The type of a response's body.
    pub(super) fn response_type(&self, site: &Site) -> TokenStream {
        let home = &site.home;
        match self {
            Self::None => quote!(()),
            Self::Json { ty, .. } => type_path(ty, home),
            Self::Bytes { .. } | Self::Typed => quote!(rt::Bytes),
            Self::Events { event } => {
                let event = event.as_ref().map_or_else(
                    || quote!(rt::RawEvent),
                    |name| {
                        let (shared, name) = (&site.shared, format_ident!("{name}"));
                        quote!(#shared #name)
                    },
                );
                quote!(rt::Events<#event>)
            }
            Self::Items { ty, .. } => {
                let ty = type_path(ty, home);
                quote!(rt::Items<#ty>)
            }
        }
    }

    /// The method of the runtime's reply that reads it.
    pub(super) fn reader(&self) -> TokenStream {
        match self {
            Self::None => quote!(empty),
            Self::Json { .. } => quote!(json),
            Self::Bytes { .. } | Self::Typed => quote!(bytes),
            Self::Events { .. } => quote!(events),
            Self::Items { lines: true, .. } => quote!(json_lines),
            Self::Items { lines: false, .. } => quote!(json_sequence),
        }
    }
}
