//! Multipart bodies: a struct with a setter per part where there are files, a value of the schema's type where
//! there are none.

use contracts_core::openapi::{Encoding, Header, MediaType};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Planner, Site, parameter, sent::Sent};
use crate::{
    emit::docs,
    lower::ir::{self, Field, ItemKind, Rest, Scalar, Type},
    name::{self, Scope},
};

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part<'c> {
    field: &'c Field,
    member: Member<'c>,
    /// Its name in Rust.
    name: String,
    /// Its headers, with their names in Rust and their types.
    headers: Vec<(&'c Header, String, Type)>,
}

/// How a part is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'c> {
    name: &'c str,
    encoding: Option<&'c Encoding>,
    holds: Holds,
    is_encoded: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
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
        Some(ItemKind::Untagged(branches)) => branches.iter().map(|(_, ty)| ty).collect(),
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
                branches.iter().any(|(_, ty)| is_structured(ir, ty))
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
            let style = parameter::style_name(said.style);
            let flags = (said.explode, said.allow_reserved);
            let descriptor = parameter::written(name, "Query", style, flags);
            quote!(::std::option::Option::Some(#descriptor))
        }
    };
    quote!(rt::Member { name: #name, media_type: #media, parameter: #parameter })
}

/// The struct of a body's parts: what is required is an argument of `new`, everything else has a setter.
pub(super) fn emit(
    site: &Site,
    name: &str,
    parts: &[Part<'_>],
    open: bool,
    operation: &str,
) -> TokenStream {
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!("The parts of the body of `{operation}`."));
    let (mut arguments, mut sets, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    let mut given =
        |required: bool, name: &str, doc: TokenStream, ty: TokenStream, set: TokenStream| {
            let ident = format_ident!("{name}");
            if required {
                arguments.push(quote!(#ident: #ty));
                sets.push(quote!(parts.#set));
            } else {
                setters.push(quote! {
                    #doc
                    #[inline]
                    #[must_use]
                    pub fn #ident(mut self, #ident: #ty) -> Self {
                        self.0.#set
                        self
                    }
                });
            }
        };
    for part in parts {
        let (ty, set) = part_argument(site, part);
        given(part.field.required, &part.name, part_docs(part), ty, set);
        for (header, name, ty) in &part.headers {
            let ident = format_ident!("{name}");
            let json = header.content.as_deref().is_some_and(MediaType::names_json);
            let style = if json { "Json" } else { "Simple" };
            let descriptor =
                parameter::written(&header.name, "Header", style, (header.explode, false));
            let (ty, value) = parameter::given(site, ty, &ident);
            let member = &part.field.wire;
            let text = header.description.clone();
            let text =
                text.unwrap_or_else(|| format!("The header `{}` of `{member}`.", header.name));
            let required = header.required && part.field.required;
            let set = quote!(header(#member, #descriptor, #value););
            given(required, name, docs::attributes(&text), ty, set);
        }
    }
    let more = open.then(|| {
        quote! {
            /// Adds a part that the contract does not name.
            #[inline]
            #[must_use]
            pub fn part(self, name: &str, part: impl ::std::convert::Into<rt::Part>) -> Self {
                Self(self.0.named(name, part))
            }
        }
    });
    let visible = site.visible_to_client();
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    let default = arguments.is_empty().then(|| quote!(#[derive(Default)]));
    quote! {
        #doc
        #[derive(Debug)]
        #default
        pub struct #ident(#visible rt::Parts);

        impl #ident {
            /// With what the contract requires.
            #[inline]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                let #mutable parts = rt::Parts::new();
                #(#sets)*
                Self(parts)
            }

            #(#setters)*
            #more
        }
    }
}

fn part_argument(site: &Site, part: &Part<'_>) -> (TokenStream, TokenStream) {
    let ident = format_ident!("{}", part.name);
    let member = member(&part.member);
    match part.member.holds {
        Holds::File => (quote!(rt::Part), quote!(files(#member, [#ident]);)),
        Holds::Files => (
            quote!(::std::vec::Vec<rt::Part>),
            quote!(files(#member, #ident);),
        ),
        Holds::Value => {
            // Null is no part; who has none leaves it out.
            let ty = match &part.field.ty {
                Type::Nullable(inner) => inner,
                ty => ty,
            };
            let (ty, value) = parameter::given(site, ty, &ident);
            (ty, quote!(value(#member, #value);))
        }
    }
}

fn part_docs(part: &Part<'_>) -> TokenStream {
    let wire = &part.field.wire;
    let text = part.field.docs.text.clone();
    let mut text = text.unwrap_or_else(|| format!("The part `{wire}`."));
    let types = part
        .member
        .encoding
        .map_or(&[] as &[String], |encoding| &encoding.content_types);
    if types.len() > 1 || types.iter().any(|name| name.contains('*')) {
        text.push_str(&format!(
            "\n\nIts media type is one of `{}`.",
            types.join("`, `")
        ));
    }
    let deprecated = part.field.docs.deprecated.then(|| quote!(#[deprecated]));
    let text = docs::attributes(&text);
    quote!(#text #deprecated)
}
