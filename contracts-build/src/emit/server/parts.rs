//! Bodies of several parts, and forms: how their members are written, and the struct of parts where some are files.

use contracts_core::openapi::{Header, MediaType};

use super::{Server, shapes};
use crate::{
    emit::{
        docs, headers,
        parameter::style_name,
        parts::{self, Choice, Holds, Member},
        types::type_path,
    },
    lower::ir::{Rest, Scalar, Type},
    name::{self, Scope},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// How the members of a form are written that are not as the defaults have it.
pub(super) fn of_form(media: &MediaType) -> Vec<TokenStream> {
    let members = media.encoding.iter().filter_map(|(name, encoding)| {
        let mut types = encoding.content_types.iter();
        let style = match encoding.as_parameter {
            Some(said) => style(style_name(said.style), said.explode),
            None if types.any(|name| MediaType::names_json(name)) => style("Json", true),
            None => return None,
        };
        Some(quote!(rt::Encoding { name: #name, media: &[], style: #style, headers: &[] }))
    });
    members.collect()
}

/// How the parts of a body are written where the contract says so.
pub(super) fn of_parts(
    server: &Server<'_>,
    names: &shapes::Names,
    media: &MediaType,
    ty: &Type,
) -> Vec<TokenStream> {
    let members = match parts::choose(server.ir, media, Some(ty)) {
        Choice::Any { .. } => Vec::new(),
        Choice::Members { members, .. } | Choice::Parts { members, .. } => members,
    };
    let said = members.iter().filter(|member| member.encoding.is_some());
    let encodings = said.map(|member| {
        let name = member.name;
        let said = member.encoding.and_then(|encoding| encoding.as_parameter);
        let said = said.filter(|_| member.holds == Holds::Value);
        let (style, types) = match said {
            Some(said) => (
                style(style_name(said.style), said.explode),
                &[] as &[String],
            ),
            None => (quote!(::std::option::Option::None), member.media()),
        };
        let headers = member.headers().iter();
        let headers = headers.map(|header| header_table(server, names, header));
        quote! {
            rt::Encoding {
                name: #name,
                media: &[#(#types),*],
                style: #style,
                headers: &[#(#headers),*],
            }
        }
    });
    encodings.collect()
}

fn style(name: &str, explode: bool) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(::std::option::Option::Some((rt::Style::#name, #explode)))
}

fn header_table(server: &Server<'_>, names: &shapes::Names, header: &Header) -> TokenStream {
    let (name, explode) = (&header.name, header.explode);
    let json = header.content.as_deref().is_some_and(MediaType::names_json);
    let style = format_ident!("{}", if json { "Json" } else { "Simple" });
    let limits = header.schema.as_ref();
    let limits = limits.and_then(|schema| server.ir.limits.get(schema));
    let limits = limits.map_or(&[] as &[_], Vec::as_slice);
    let shape = shapes::of_type(server, names, &header_type(server, header), limits);
    quote! {
        rt::Parameter {
            name: #name,
            place: rt::Place::Header,
            style: rt::Style::#style,
            explode: #explode,
            shape: &#shape,
        }
    }
}

/// The type of a part's header.
pub(super) fn header_type(server: &Server<'_>, header: &Header) -> Type {
    let ty = headers::declared(server.ir, header);
    ty.cloned().unwrap_or(Type::Scalar(Scalar::Text))
}

/// The struct of a body's parts; nothing where they are no struct.
pub(super) fn emit(
    server: &Server<'_>,
    media: &MediaType,
    ty: &Type,
    name: &str,
    operation: &str,
) -> TokenStream {
    let Choice::Parts { body, members } = parts::choose(server.ir, media, Some(ty)) else {
        return TokenStream::new();
    };
    let ident = format_ident!("{name}");
    let doc = docs::attributes(&format!(
        "The parts of the body of a call of `{operation}`."
    ));
    let mut names = Scope::with(["input", "others"]);
    let mut fields = Fields::default();
    for (field, member) in body.fields.iter().zip(&members) {
        let rust = names.take(name::snake_case(&field.wire));
        let text = field.docs.text.clone();
        let text = text.unwrap_or_else(|| format!("The part `{}`.", field.wire));
        // They are read first: afterwards the part is gone.
        for (at, header) in member.headers().iter().enumerate() {
            let rust = names.take(name::snake_case(&format!("{}-{}", field.wire, header.name)));
            fields.header(server, &rust, field.required, member, (at, header));
        }
        let wire = &field.wire;
        let (ty, required, read) = match (member.holds, field.required) {
            (Holds::Files, _) => (quote!(::std::vec::Vec<rt::Part>), true, quote!(files)),
            (Holds::File, true) => (quote!(rt::Part), true, quote!(file)),
            (Holds::File, false) => (quote!(rt::Part), false, quote!(optional_file)),
            (Holds::Value, required) => {
                // Null is no part.
                let ty = match &field.ty {
                    Type::Nullable(inner) => inner,
                    ty => ty,
                };
                let read = if required {
                    quote!(part)
                } else {
                    quote!(optional_part)
                };
                (type_path(ty, &server.home()), required, read)
            }
        };
        fields.add(&rust, &text, ty, required, quote!(input.#read(#wire)));
    }
    let mut rest = quote!(input.no_other_parts(););
    if matches!(body.rest, Rest::Kept(_)) {
        rest = TokenStream::new();
        let ty = quote!(::std::vec::Vec<rt::Part>);
        let text = "The parts that the contract does not name.";
        fields.add("others", text, ty, true, quote!(input.other_parts()));
    }
    let Fields {
        declared,
        readers,
        names,
    } = fields;
    quote! {
        #doc
        #[derive(Debug)]
        pub struct #ident { #(#declared)* }

        impl #ident {
            #[inline]
            fn read(input: &mut rt::Input) -> ::std::option::Option<Self> {
                input.open_parts()?;
                #(#readers)*
                #rest
                ::std::option::Option::Some(Self { #(#names: #names?,)* })
            }
        }
    }
}

/// The fields of a struct of parts, and how they are read.
#[derive(Default)]
struct Fields {
    declared: Vec<TokenStream>,
    readers: Vec<TokenStream>,
    names: Vec<crate::tokens::Ident>,
}

impl Fields {
    fn add(&mut self, name: &str, doc: &str, ty: TokenStream, required: bool, read: TokenStream) {
        let (ident, doc) = (format_ident!("{name}"), docs::attributes(doc));
        self.declared.push(match required {
            true => quote!(#doc pub #ident: #ty,),
            false => quote!(#doc pub #ident: ::std::option::Option<#ty>,),
        });
        self.readers.push(quote!(let #ident = #read;));
        self.names.push(ident);
    }

    fn header(
        &mut self,
        server: &Server<'_>,
        name: &str,
        of_required: bool,
        member: &Member<'_>,
        (at, header): (usize, &Header),
    ) {
        let text = header.description.clone();
        let text =
            text.unwrap_or_else(|| format!("The header `{}` of `{}`.", header.name, member.name));
        let ty = type_path(&header_type(server, header), &server.home());
        let required = of_required && header.required;
        let read = match required {
            true => quote!(part_header),
            false => quote!(optional_part_header),
        };
        let (wire, at) = (member.name, Literal::usize_unsuffixed(at));
        self.add(name, &text, ty, required, quote!(input.#read(#wire, #at)));
    }
}
