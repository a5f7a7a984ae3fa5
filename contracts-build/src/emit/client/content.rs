//! What an answer's body is read as: a type for each of its media types.

use contracts_core::openapi::MediaType;

use super::{Client, Planner, Site, events};
use crate::{
    emit::types::type_path,
    lower::ir::{ItemKind, Scalar, Type},
    tokens::{TokenStream, format_ident, quote},
};

/// How a body is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    Json {
        ty: Type,
    },
    /// One text.
    Text {
        ty: Type,
    },
    Bytes,
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

/// A body, and the media types that mean it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    pub(super) body: Body,
    /// As the document writes them.
    pub(super) media: Vec<String>,
}

/// The bodies that an answer can have; none where it has no content. Media types that are read the same share one.
/// What would be bytes is left out where it has a structure and another media type is typed. `named` is what the
/// answer is called in names and in words.
pub(super) fn forms<'c>(
    planner: &mut Planner<'c>,
    content: &'c [MediaType],
    named: (&str, &str),
) -> Vec<Form> {
    let client = planner.client;
    let known = |media: &&MediaType| !is_opaque(&client, media);
    let (mut used, mut left): (Vec<_>, Vec<_>) = content.iter().partition(known);
    if used.is_empty() {
        (used, left) = (left, used);
        for media in &used {
            let message = format!("`{}` is handed over as bytes", media.name);
            planner.untyped(&media.pointer, message);
        }
    }
    for media in left {
        let message = format!(
            "`{}` is not asked for: it would be bytes, and there are media types with a type",
            media.name
        );
        planner.untyped(&media.pointer, message);
    }
    let mut forms: Vec<Form> = Vec::new();
    for media in used {
        let body = one(planner, media, named);
        match forms.iter_mut().find(|form| form.body == body) {
            // Plain JSON is what it is called after.
            Some(form) if media.name.starts_with("application/json") => {
                form.media.insert(0, media.name.clone());
            }
            Some(form) => form.media.push(media.name.clone()),
            None => forms.push(Form {
                body,
                media: vec![media.name.clone()],
            }),
        }
    }
    // What is asked for first is what most servers answer with.
    forms.sort_by_key(|form| !matches!(form.body, Body::Json { .. }));
    forms
}

fn one<'c>(planner: &mut Planner<'c>, media: &'c MediaType, named: (&str, &str)) -> Body {
    let ty = schema_type(&planner.client, media).cloned();
    if is_json(media, ty.as_ref()) {
        let ty = ty.unwrap_or(Type::Any);
        return Body::Json { ty };
    }
    if let Some(framing) = media.framing() {
        let (hint, of) = named;
        return events::body(planner, media, framing, (hint, of.to_owned()));
    }
    if is_text(&planner.client, media) {
        let ty = ty.unwrap_or(Type::Scalar(Scalar::Text));
        return Body::Text { ty };
    }
    Body::Bytes
}

/// Whether it has a structure that no type can be read of.
fn is_opaque(client: &Client<'_>, media: &MediaType) -> bool {
    let ty = schema_type(client, media);
    let is_known = media.framing().is_some() || is_json(media, ty) || is_text(client, media);
    let is_plain = match ty {
        None | Some(Type::Any) => !is_markup(&media.name),
        Some(ty) => matches!(ty, Type::Scalar(_)),
    };
    !is_known && !is_plain
}

/// Formats that have a structure even where no schema tells of it.
fn is_markup(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let formats = ["cbor", "xml", "yaml", "x-yaml", "msgpack", "x-msgpack"];
    let format = essence.rsplit(['/', '+']).next().unwrap_or_default();
    formats.contains(&format)
}

pub(super) fn schema_type<'c>(client: &Client<'c>, media: &MediaType) -> Option<&'c Type> {
    client.ir.types.get(media.schema.as_ref()?)
}

/// JSON by its name; or any media type at all, as some frameworks write, with a schema that only
/// JSON has values for.
pub(super) fn is_json(media: &MediaType, ty: Option<&Type>) -> bool {
    let essence = media.name.split(';').next().unwrap_or_default().trim();
    let structured = !matches!(ty, None | Some(Type::Any | Type::Scalar(_)));
    media.is_json() || structured && matches!(essence, "*/*" | "application/*" | "text/json")
}

/// Text for people, whose schema is one text, number or literal, and not bytes.
pub(super) fn is_text(client: &Client<'_>, media: &MediaType) -> bool {
    let bytes = &client.ir.bytes;
    let is_bytes = media.schema.as_ref().is_some_and(|it| bytes.contains(it));
    media.is_text() && !is_bytes && schema_type(client, media).is_none_or(|ty| is_one(client, ty))
}

fn is_one(client: &Client<'_>, ty: &Type) -> bool {
    let kind = |name| client.ir.items.get(name).map(|item| &item.kind);
    match ty {
        Type::Scalar(_) => true,
        Type::Named(name) => match kind(name) {
            Some(ItemKind::Alias(of)) => is_one(client, of),
            Some(ItemKind::Enum(_)) => true,
            _ => false,
        },
        _ => false,
    }
}

/// The content type to send and ask for; a range is no content type.
pub(super) fn json_name(media: &str) -> String {
    if media.contains('*') {
        "application/json".to_owned()
    } else {
        media.to_owned()
    }
}

impl Form {
    /// The method of the runtime's reply that reads it, with its arguments.
    pub(super) fn read(&self) -> TokenStream {
        let (media, read) = (&self.media, self.body.reader());
        quote!(#read(&[#(#media),*]))
    }

    /// What to ask for, so that the answer is in a form that is understood.
    pub(super) fn accept(&self) -> impl Iterator<Item = String> {
        let is_json = matches!(self.body, Body::Json { .. });
        self.media.iter().map(move |media| {
            if is_json {
                json_name(media)
            } else {
                media.clone()
            }
        })
    }
}

impl Body {
    /// Whether it is read while it comes.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self, Self::Events { .. } | Self::Items { .. })
    }

    /// Its type.
    pub(super) fn ty(&self, site: &Site) -> TokenStream {
        let home = &site.home;
        match self {
            Self::Json { ty } | Self::Text { ty } => type_path(ty, home),
            Self::Bytes => quote!(rt::Bytes),
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

    fn reader(&self) -> TokenStream {
        match self {
            Self::Json { .. } => quote!(json),
            Self::Text { .. } => quote!(text),
            Self::Bytes => quote!(bytes),
            Self::Events { .. } => quote!(events),
            Self::Items { lines: true, .. } => quote!(json_lines),
            Self::Items { lines: false, .. } => quote!(json_sequence),
        }
    }
}
