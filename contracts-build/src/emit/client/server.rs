//! The document's base URLs: constants, and a struct of its variables for each that has any.

use std::collections::BTreeMap;

use contracts_core::openapi::{Contract, Server};

use crate::{
    emit::docs,
    name::{self, Scope},
    tokens::{Ident, TokenStream, format_ident, quote},
};

/// A server with its names.
pub(super) struct Named<'c> {
    server: &'c Server,
    /// The constant; for a server with variables the struct.
    name: String,
    /// The enums of its variables that have a few values only, by variable.
    enums: BTreeMap<&'c str, String>,
}

/// The servers whose URLs are known, their variables set.
pub(super) fn named<'c>(contract: &'c Contract, names: &mut Scope) -> Vec<Named<'c>> {
    let mut constants = Scope::default();
    let servers = contract.servers.iter().filter(|server| is_complete(server));
    let named = servers.map(|server| {
        let hint = server.name.as_deref().unwrap_or("server");
        if server.variables.is_empty() {
            return Named {
                server,
                name: constants.take(name::constant_case(hint)),
                enums: BTreeMap::new(),
            };
        }
        let hint = match &server.name {
            Some(name) => format!("{name}-server"),
            None => "server".to_owned(),
        };
        let name = names.take_type(name::type_case(&hint));
        let variables = server.variables.iter();
        let enums = variables
            .filter(|variable| !variable.values.is_empty())
            .map(|variable| {
                let hint = format!("{name}-{}", variable.name);
                let name = names.take_type(name::type_case(&hint));
                (variable.name.as_str(), name)
            });
        let enums = enums.collect();
        Named {
            server,
            name,
            enums,
        }
    });
    named.collect()
}

/// Whether each variable of the URL is declared.
fn is_complete(server: &Server) -> bool {
    let mut rest = server.url.clone();
    for variable in &server.variables {
        rest = rest.replace(&format!("{{{}}}", variable.name), "");
    }
    !rest.contains('{')
}

/// The constants, which are the client's.
pub(super) fn constants(servers: &[Named<'_>]) -> TokenStream {
    let plain = servers.iter().filter(|it| it.server.variables.is_empty());
    let constants = plain.map(|Named { server, name, .. }| {
        let (ident, url) = (format_ident!("{name}"), &server.url);
        let doc = docs::attributes(&words(server));
        quote!(#doc pub const #ident: &'static str = #url;)
    });
    quote!(#(#constants)*)
}

fn words(server: &Server) -> String {
    let url = &server.url;
    let what = match &server.description {
        Some(text) => text.clone(),
        None => format!("The server `{url}`."),
    };
    let place = if url.contains("://") || url.starts_with('{') {
        "A base URL"
    } else {
        "A base URL, but for the host that the document came from"
    };
    format!("{what}\n\n{place}: `{url}`.")
}

/// The structs, which stand beside the client.
pub(super) fn items(servers: &[Named<'_>]) -> TokenStream {
    let items = servers
        .iter()
        .filter(|it| !it.server.variables.is_empty())
        .map(item);
    quote!(#(#items)*)
}

fn item(named: &Named<'_>) -> TokenStream {
    let Named {
        server,
        name,
        enums,
    } = named;
    let (ident, url) = (format_ident!("{name}"), &server.url);
    let doc = docs::attributes(&words(server));
    let mut names = Scope::default();
    let (mut fields, mut defaults, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut items = Vec::new();
    for variable in &server.variables {
        let wire = variable.name.as_str();
        let field = format_ident!("{}", names.take(name::snake_case(wire)));
        let default = &variable.default;
        let described = variable.description.as_deref();
        let doc = docs::attributes(&format!(
            "{} Defaults to `{default}`.",
            described.unwrap_or("A part of the URL.")
        ));
        match enums.get(wire) {
            Some(name) => {
                let ty = format_ident!("{name}");
                fields.push(quote!(#doc pub #field: #ty,));
                defaults.push(quote!(#field: ::std::default::Default::default(),));
                values.push(quote!((#wire, self.#field.as_str())));
                items.push(values_enum(&ty, wire, default, &variable.values));
            }
            None => {
                fields.push(quote!(#doc pub #field: ::std::string::String,));
                defaults.push(quote!(#field: ::std::string::String::from(#default),));
                values.push(quote!((#wire, &self.#field)));
            }
        }
    }
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #ident { #(#fields)* }

        impl ::std::default::Default for #ident {
            fn default() -> Self {
                Self { #(#defaults)* }
            }
        }

        impl #ident {
            /// The base URL with these values.
            pub fn url(&self) -> ::std::string::String {
                rt::server_url(#url, &[#(#values),*])
            }
        }

        #(#items)*
    }
}

fn values_enum(ident: &Ident, wire: &str, default: &str, values: &[String]) -> TokenStream {
    let mut names = Scope::default();
    let (mut variants, mut texts) = (Vec::new(), Vec::new());
    for value in values {
        let variant = format_ident!("{}", names.take(name::variant_case(value)));
        let doc = docs::attributes(&format!("`{value}`"));
        let default = (value == default).then(|| quote!(#[default]));
        variants.push(quote!(#doc #default #variant,));
        texts.push(quote!(Self::#variant => #value,));
    }
    let doc = docs::attributes(&format!("The values of `{wire}`."));
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum #ident { #(#variants)* }

        impl #ident {
            /// As it stands in the URL.
            pub fn as_str(self) -> &'static str {
                match self { #(#texts)* }
            }
        }
    }
}
