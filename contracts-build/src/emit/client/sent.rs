//! What a request carries: which of the media types it can have, and how it is written.

use contracts_core::openapi::{Encoding, MediaType, RequestBody};

use super::{
    Planner, Site,
    content::{is_json, is_text, json_name, schema_type},
    parameter, parts, setters,
};
use crate::{
    emit::{docs, parameter::style_name, types::type_path},
    lower::ir::Type,
    name::{self, Scope},
    tokens::{Ident, TokenStream, format_ident, quote},
};

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sent<'c> {
    Json {
        media: String,
        ty: Type,
    },
    /// One text.
    Text {
        media: String,
        ty: Type,
    },
    /// The members of an object as pairs.
    Form {
        media: &'c MediaType,
        ty: Type,
    },
    /// The members of an object as parts; there are no files among them.
    Members {
        media: &'c str,
        ty: Type,
        /// Those that are not written by default.
        members: Vec<parts::Member<'c>>,
    },
    /// Parts with setters in a struct of this name.
    Parts {
        media: &'c str,
        name: String,
        parts: Vec<parts::Part<'c>>,
        /// Whether there may be others.
        open: bool,
    },
    /// Parts that nothing is known of.
    AnyParts {
        media: &'c str,
    },
    Bytes {
        media: &'c str,
    },
    /// Bytes whose media type the caller has to name.
    Any,
    /// One of several, which an enum of this name holds; by the names of its variants.
    OneOf {
        name: String,
        variants: Vec<(String, Sent<'c>)>,
    },
}

/// How the body of an operation is written; nothing where it has no media type.
pub(super) fn choose<'c>(
    planner: &mut Planner<'c>,
    body: &'c RequestBody,
    builder: &str,
) -> Option<Sent<'c>> {
    let known = |media: &&MediaType| is_known(planner, media);
    let (mut used, mut left): (Vec<_>, Vec<_>) = body.content.iter().partition(known);
    if used.is_empty() {
        (used, left) = (left, used);
    }
    for media in left {
        let message = format!(
            "`{}` is left out: it would be bytes, and there are media types with a type",
            media.name
        );
        planner.untyped(&media.pointer, message);
    }
    let several = used.len() > 1;
    let mut variants = Scope::default();
    let mut sent: Vec<(String, Sent<'c>)> = Vec::new();
    for media in used {
        let variant = variants.take(name::media_variant(&media.name));
        sent.push((variant, one(planner, media, builder)));
    }
    if several {
        let name = planner
            .names
            .take(name::type_case(&format!("{builder}-body")));
        let variants = sent;
        return Some(Sent::OneOf { name, variants });
    }
    sent.pop().map(|(_, sent)| sent)
}

/// Whether values of its schema can be written in it.
fn is_known(planner: &Planner<'_>, media: &MediaType) -> bool {
    let ty = schema_type(&planner.client, media);
    let structured = !matches!(ty, None | Some(Type::Any | Type::Scalar(_)));
    let is_bytes = media.is_multipart() || media.is_form();
    !structured || is_bytes || is_json(media, ty) || is_text(&planner.client, media)
}

fn one<'c>(planner: &mut Planner<'c>, media: &'c MediaType, hint: &str) -> Sent<'c> {
    let ty = schema_type(&planner.client, media).cloned();
    if is_json(media, ty.as_ref()) {
        let media = json_name(&media.name);
        let ty = ty.unwrap_or(Type::Any);
        return Sent::Json { media, ty };
    }
    if is_text(&planner.client, media) {
        let ty = ty.unwrap_or(Type::Scalar(crate::lower::ir::Scalar::Text));
        let media = media.name.clone();
        return Sent::Text { media, ty };
    }
    if media.is_form() {
        let ty = ty.unwrap_or(Type::Any);
        return Sent::Form { media, ty };
    }
    if media.is_multipart() {
        return parts::choose(planner, media, ty, hint);
    }
    if matches!(ty, Some(Type::Named(_))) {
        let message = format!("`{}` is taken as bytes", media.name);
        planner.untyped(&media.pointer, message);
    }
    if media.name.contains('*') {
        return Sent::Any;
    }
    Sent::Bytes { media: &media.name }
}

impl Sent<'_> {
    /// The arguments of a method for it, and the statement that hands them to the call.
    pub(super) fn argument(
        &self,
        site: &Site,
        name: &Ident,
        call: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        if let Self::OneOf { name: ident, .. } = self {
            let ident = format_ident!("{ident}");
            let (module, lifetime) = (&site.module, self.lifetime(&quote!('_)));
            return (
                quote!(#name: #module #ident #lifetime),
                quote!(#name.hand_to(&mut #call);),
            );
        }
        let bytes = quote!(#name: impl ::std::convert::Into<rt::Body>);
        if matches!(self, Self::Bytes { .. }) {
            return (bytes, self.write(call, name));
        }
        if *self == Self::Any {
            return (quote!(media_type: &str, #bytes), self.write(call, name));
        }
        let ty = self.ty(site, &TokenStream::new());
        (quote!(#name: #ty), self.write(call, name))
    }

    /// The type of an argument or of a variant.
    fn ty(&self, site: &Site, lifetime: &TokenStream) -> TokenStream {
        match self {
            Self::Text {
                ty: Type::Scalar(crate::lower::ir::Scalar::Text),
                ..
            } => {
                quote!(&#lifetime str)
            }
            Self::Json { ty, .. }
            | Self::Text { ty, .. }
            | Self::Form { ty, .. }
            | Self::Members { ty, .. } => {
                let ty = type_path(ty, &site.home);
                quote!(&#lifetime #ty)
            }
            Self::Parts { name, .. } => {
                let (module, name) = (&site.module, format_ident!("{name}"));
                quote!(#module #name)
            }
            Self::AnyParts { .. } => quote!(rt::Parts),
            Self::Bytes { .. } | Self::Any | Self::OneOf { .. } => quote!(rt::Body),
        }
    }

    /// The statement that hands a value to the call.
    fn write(&self, call: &TokenStream, name: &Ident) -> TokenStream {
        match self {
            Self::Json { media, .. } => quote!(#call.json(#media, #name);),
            Self::Text { media, .. } => quote!(#call.text(#media, #name);),
            Self::Form { media, .. } => {
                let members = media.encoding.iter().filter_map(form_member);
                let media = &media.name;
                quote!(#call.form(#media, &[#(#members),*], #name);)
            }
            Self::Members { media, members, .. } => {
                let members = members.iter().map(parts::member);
                quote!(#call.multipart(#media, rt::Parts::of(&[#(#members),*], #name));)
            }
            Self::Parts { media, .. } => quote!(#call.multipart(#media, #name.0);),
            Self::AnyParts { media } => quote!(#call.multipart(#media, #name);),
            Self::Bytes { media } => quote!(#call.body(#media, #name);),
            Self::Any => quote!(#call.body(media_type, #name);),
            Self::OneOf { .. } => TokenStream::new(),
        }
    }

    /// The items it needs.
    pub(super) fn items(&self, site: &Site, operation: &str) -> TokenStream {
        match self {
            Self::Parts {
                name, parts, open, ..
            } => setters::emit(site, name, parts, *open, operation),
            Self::OneOf { name, variants } => {
                let inner = variants.iter().map(|(_, sent)| sent.items(site, operation));
                let choice = self.choice(site, name, variants, operation);
                quote!(#choice #(#inner)*)
            }
            _ => TokenStream::new(),
        }
    }

    fn choice(
        &self,
        site: &Site,
        name: &str,
        variants: &[(String, Sent<'_>)],
        operation: &str,
    ) -> TokenStream {
        let ident = format_ident!("{name}");
        let doc = docs::attributes(&format!(
            "The body of `{operation}`, in one of its media types."
        ));
        let declared = self.lifetime(&quote!('b));
        let used = self.lifetime(&quote!('_));
        let value = format_ident!("body");
        let (types, arms): (Vec<_>, Vec<_>) = variants
            .iter()
            .map(|(variant, sent)| {
                let variant = format_ident!("{variant}");
                let doc = docs::attributes(&format!("`{}`.", sent.media()));
                let write = sent.write(&quote!(call), &value);
                match sent {
                    Sent::Any => (
                        quote! {
                            #doc
                            #variant {
                                /// The media type itself.
                                media_type: &'b str,
                                /// The body.
                                body: rt::Body,
                            },
                        },
                        quote!(Self::#variant { media_type, body } => { #write }),
                    ),
                    sent => {
                        let ty = sent.ty(site, &quote!('b));
                        (
                            quote!(#doc #variant(#ty),),
                            quote!(Self::#variant(body) => { #write }),
                        )
                    }
                }
            })
            .unzip();
        let visible = site.visible_to_client();
        quote! {
            #doc
            #[derive(Debug)]
            pub enum #ident #declared { #(#types)* }

            impl #ident #used {
                #[inline]
                #visible fn hand_to(self, call: &mut rt::Call<'_>) {
                    match self { #(#arms)* }
                }
            }
        }
    }

    /// `<'b>` where a variant borrows.
    fn lifetime(&self, lifetime: &TokenStream) -> Option<TokenStream> {
        let Self::OneOf { variants, .. } = self else {
            return None;
        };
        let mut variants = variants.iter();
        let any = variants.any(|(_, sent)| sent.borrows());
        any.then(|| quote!(<#lifetime>))
    }

    fn borrows(&self) -> bool {
        !matches!(
            self,
            Self::Parts { .. } | Self::AnyParts { .. } | Self::Bytes { .. }
        )
    }

    fn media(&self) -> &str {
        match self {
            Self::Json { media, .. } | Self::Text { media, .. } => media,
            Self::Form { media, .. } => &media.name,
            Self::Members { media, .. }
            | Self::Parts { media, .. }
            | Self::AnyParts { media }
            | Self::Bytes { media } => media,
            Self::Any => "*/*",
            Self::OneOf { .. } => "",
        }
    }
}

/// A member of a form that is not written by default.
fn form_member((name, encoding): (&String, &Encoding)) -> Option<TokenStream> {
    let json = || {
        let types = &encoding.content_types;
        types
            .first()
            .is_some_and(|name| MediaType::names_json(name))
    };
    match encoding.as_parameter {
        Some(said) => {
            let style = style_name(said.style);
            let flags = (said.explode, said.allow_reserved);
            Some(parameter::written(name, "Query", style, flags))
        }
        None => json().then(|| parameter::written(name, "Query", "Json", (true, false))),
    }
}
