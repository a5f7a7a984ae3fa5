use contracts_core::openapi::MediaType;
use proc_macro2::TokenStream;
use quote::quote;

use super::Client;
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
    /// Bytes as they come.
    Stream,
}

/// Picks what can be typed: JSON where it is offered, an event stream as it comes, bytes otherwise.
pub(super) fn choose(client: &mut Client<'_>, content: &[MediaType]) -> Body {
    let Some(media) = content
        .iter()
        .find(|media| media.is_json())
        .or(content.first())
    else {
        return Body::None;
    };
    if content.len() > 1 {
        let message = format!("of several media types only `{}` is typed", media.name);
        client.untyped(&media.pointer, message);
    }
    if media.is_json() {
        let schema = media.schema.as_ref();
        let ty = schema.and_then(|pointer| client.ir.types.get(pointer));
        return Body::Json {
            content_type: media.name.clone(),
            ty: ty.cloned().unwrap_or(Type::Any),
        };
    }
    if media.name.starts_with("text/event-stream") {
        return Body::Stream;
    }
    let typed = media
        .schema
        .as_ref()
        .and_then(|pointer| client.ir.types.get(pointer));
    if matches!(typed, Some(Type::Named(_))) {
        let message = format!("`{}` is handed over as bytes", media.name);
        client.untyped(&media.pointer, message);
    }
    let content_type = media.name.clone();
    Body::Bytes { content_type }
}

impl Body {
    /// The type of a response's body.
    pub(super) fn response_type(&self, module: &TokenStream) -> TokenStream {
        match self {
            Self::None => quote!(()),
            Self::Json { ty, .. } => type_path(ty, module),
            Self::Bytes { .. } => quote!(rt::Bytes),
            Self::Stream => quote!(rt::ByteStream),
        }
    }

    /// The method of the runtime's reply that reads it.
    pub(super) fn reader(&self) -> TokenStream {
        match self {
            Self::None => quote!(empty),
            Self::Json { .. } => quote!(json),
            Self::Bytes { .. } => quote!(bytes),
            Self::Stream => quote!(stream),
        }
    }
}
