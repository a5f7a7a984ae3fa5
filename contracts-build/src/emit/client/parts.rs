//! Multipart bodies: a struct with a setter per part where there are files, a value of the schema's type where
//! there are none.

use contracts_core::openapi::{Header, MediaType};

pub(super) use crate::emit::parts::{Holds, Member};

use super::{Planner, parameter, sent::Sent};
use crate::{
    emit::{
        parameter::style_name,
        parts::{self, Choice},
    },
    lower::ir::{Field, Rest, Scalar, Type},
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

/// How a multipart body is written.
pub(super) fn choose<'c>(
    planner: &mut Planner<'c>,
    media: &'c MediaType,
    ty: Option<Type>,
    hint: &str,
) -> Sent<'c> {
    let ir = planner.client.ir;
    let (body, members) = match parts::choose(ir, media, ty.as_ref()) {
        Choice::Any { said } => {
            if said {
                let message = format!("the parts of `{}` are taken one by one", media.name);
                planner.untyped(&media.pointer, message);
            }
            return Sent::AnyParts { media: &media.name };
        }
        Choice::Members { ty, members } => {
            return Sent::Members {
                media: &media.name,
                ty,
                members,
            };
        }
        Choice::Parts { body, members } => (body, members),
    };
    let mut names = Scope::with(["new", "part", "parts", "self"]);
    let parts = body.fields.iter().zip(members).map(|(field, member)| {
        let name = names.take(name::snake_case(&field.wire));
        let headers = member.headers().iter();
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

/// A part in words of the runtime. Files whose media type is left open have none.
pub(super) fn member(member: &Member<'_>) -> TokenStream {
    let (name, types) = (member.name, member.media());
    let is_file = member.holds != Holds::Value;
    let mut concrete = types.iter().filter(|name| !name.contains('*'));
    let media = match (concrete.next(), types.len()) {
        (Some(first), 1) => first.as_str(),
        (Some(first), _) if !is_file => first.as_str(),
        _ if member.is_encoded => "application/octet-stream",
        _ => "",
    };
    let said = member.encoding.and_then(|encoding| encoding.as_parameter);
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
