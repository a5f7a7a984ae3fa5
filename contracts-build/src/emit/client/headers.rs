//! Reading the headers of a response.

use contracts_core::openapi::Response;

use super::{Planner, Site};
use crate::{
    emit::headers::{self, Form, Struct},
    tokens::{TokenStream, format_ident, quote},
};

/// The struct of a response's headers; nothing where none is declared.
pub(super) fn named<'c>(
    planner: &mut Planner<'c>,
    response: &'c Response,
    hint: &str,
) -> Option<String> {
    let ir = planner.client.ir;
    if planner.headers.name(&response.pointer).is_none() {
        let headers = response.headers.iter();
        for header in headers.filter(|header| headers::is_untyped(ir, header)) {
            let message = format!("the header `{}` is handed over as text", header.name);
            planner.untyped(&header.pointer, message);
        }
    }
    let (structs, names) = (&mut planner.headers, &mut planner.names);
    headers::named(structs, names, ir, response, hint)
}

/// The code of a header struct.
pub(super) fn emit(site: &Site, name: &str, headers: &Struct<'_>) -> TokenStream {
    let ident = format_ident!("{name}");
    let fields = headers.fields(&site.home);
    let declaration = headers.declaration(&ident, &fields);
    let readers = fields.iter().map(|field| {
        let (field, wire, form, required) = (&field.ident, field.wire, field.form, field.required);
        let form = match form {
            Form::Simple => TokenStream::new(),
            Form::Exploded => quote!(.exploded()),
            Form::Json => quote!(.json()),
        };
        match required {
            true => quote!(#field: headers #form.required(#wire)?,),
            false => quote!(#field: headers #form.optional(#wire)?,),
        }
    });
    quote! {
        #declaration

        impl rt::FromHeaders for #ident {
            #[inline]
            fn from_headers(
                headers: &rt::Headers<'_>,
            ) -> ::std::result::Result<Self, rt::HeaderError> {
                ::std::result::Result::Ok(Self { #(#readers)* })
            }
        }
    }
}
