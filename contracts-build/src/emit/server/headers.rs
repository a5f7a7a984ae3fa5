//! Writing the headers of a response.

use super::Server;
use crate::{
    emit::headers::{Form, Struct},
    tokens::{TokenStream, format_ident, quote},
};

/// The code of a header struct.
pub(super) fn emit(server: &Server<'_>, name: &str, headers: &Struct<'_>) -> TokenStream {
    let ident = format_ident!("{name}");
    let fields = headers.fields(&server.home());
    let declaration = headers.declaration(&ident, &fields);
    let writers = fields.iter().map(|field| {
        let (field, wire, form, required) = (&field.ident, field.wire, field.form, field.required);
        let write = match form {
            Form::Simple => quote!(header),
            Form::Exploded => quote!(exploded_header),
            Form::Json => quote!(json_header),
        };
        match (required, form) {
            (true, _) => quote!(to.#write(#wire, &self.#field);),
            (false, Form::Simple) => quote!(to.optional(#wire, self.#field.as_ref());),
            (false, _) => quote! {
                if let ::std::option::Option::Some(value) = &self.#field {
                    to.#write(#wire, value);
                }
            },
        }
    });
    quote! {
        #declaration

        impl #ident {
            /// Writes them to an answer.
            #[inline]
            pub fn write(&self, to: &mut rt::Reply) {
                #(#writers)*
            }
        }
    }
}
