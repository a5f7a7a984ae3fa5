//! Security schemes: a static of each, and the method that takes its credential.

use contracts_core::openapi::{Contract, Operation, ParameterLocation, SecurityScheme};

use crate::{
    emit::docs,
    name::{self, Scope},
    tokens::{TokenStream, format_ident, quote},
};

/// A scheme that clients can use, with its names.
pub(crate) struct Scheme<'c> {
    /// Its name in the document.
    pub(crate) wire: &'c str,
    pub(crate) scheme: &'c SecurityScheme,
    /// The static that describes it.
    constant: String,
    /// The client's method, where there is a credential to be taken.
    pub(crate) method: Option<String>,
}

/// The schemes of a document, those aside that have no place in a request.
pub(crate) fn schemes<'c>(
    contract: &'c Contract,
    names: &mut Scope,
    methods: &mut Scope,
) -> Vec<Scheme<'c>> {
    let all = contract.security_schemes.iter();
    let known = all.filter(|(_, scheme)| carrier(scheme).is_some());
    let used = known.filter(|(wire, scheme)| {
        let names =
            |operation: &Operation| operation.security.iter().any(|it| it.contains_key(*wire));
        takes_credential(scheme) || contract.operations.iter().any(names)
    });
    let named = used.map(|(wire, scheme)| Scheme {
        wire,
        scheme,
        constant: names.take(name::constant_case(&format!("{wire}-scheme"))),
        method: takes_credential(scheme)
            .then(|| methods.take(name::snake_case(&format!("with-{wire}")))),
    });
    named.collect()
}

fn takes_credential(scheme: &SecurityScheme) -> bool {
    *scheme != SecurityScheme::MutualTls
}

/// The runtime's word for how a credential travels.
fn carrier(scheme: &SecurityScheme) -> Option<TokenStream> {
    Some(match scheme {
        SecurityScheme::ApiKey { name, location } => match location {
            ParameterLocation::Header => quote!(Header(#name)),
            ParameterLocation::Query => quote!(Query(#name)),
            ParameterLocation::Cookie => quote!(Cookie(#name)),
            ParameterLocation::Path | ParameterLocation::QueryString => return None,
        },
        SecurityScheme::Http { scheme } => match scheme.as_str() {
            "basic" => quote!(Basic),
            "bearer" => quote!(Authorization("Bearer")),
            other => quote!(Authorization(#other)),
        },
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIdConnect { .. } => {
            quote!(Authorization("Bearer"))
        }
        SecurityScheme::MutualTls => quote!(Connection),
    })
}

/// The statics.
pub(super) fn statics(schemes: &[Scheme<'_>]) -> TokenStream {
    let statics = schemes.iter().map(|scheme| {
        let (wire, carrier) = (scheme.wire, carrier(scheme.scheme));
        let constant = format_ident!("{}", scheme.constant);
        quote! {
            static #constant: rt::SecurityScheme = rt::SecurityScheme {
                name: #wire,
                carrier: rt::Carrier::#carrier,
            };
        }
    });
    quote!(#(#statics)*)
}

/// The client's methods.
pub(super) fn methods(schemes: &[Scheme<'_>]) -> TokenStream {
    let methods = schemes.iter().filter_map(|scheme| {
        let method = format_ident!("{}", scheme.method.as_ref()?);
        let constant = format_ident!("{}", scheme.constant);
        let doc = docs::attributes(&words(scheme));
        let (arguments, credential) = if is_basic(scheme.scheme) {
            (
                quote!(user: &str, password: impl ::std::convert::Into<rt::Secret>),
                quote!(rt::Credential::basic(user, password)),
            )
        } else {
            (
                quote!(credential: impl ::std::convert::Into<rt::Credential>),
                quote!(credential.into()),
            )
        };
        Some(quote! {
            #doc
            pub fn #method(self, #arguments) -> Self {
                Self(self.0.with_credential(&#constant, #credential))
            }
        })
    });
    quote!(#(#methods)*)
}

pub(crate) fn is_basic(scheme: &SecurityScheme) -> bool {
    matches!(scheme, SecurityScheme::Http { scheme } if scheme == "basic")
}

fn words(scheme: &Scheme<'_>) -> String {
    let what = match scheme.scheme {
        SecurityScheme::ApiKey { name, location } => {
            let place = location.as_str();
            format!("an API key, sent as the {place} parameter `{name}`")
        }
        SecurityScheme::Http { scheme } if scheme == "basic" => "user and password".to_owned(),
        SecurityScheme::Http { scheme } if scheme == "bearer" => "a bearer token".to_owned(),
        SecurityScheme::Http { scheme } => format!("what follows `{scheme}` in `Authorization`"),
        SecurityScheme::OAuth2 { .. } => "an access token of OAuth 2".to_owned(),
        SecurityScheme::OpenIdConnect { url } => {
            format!("an access token of the provider that <{url}> describes")
        }
        SecurityScheme::MutualTls => "a certificate".to_owned(),
    };
    let wire = scheme.wire;
    let given = match is_basic(scheme.scheme) {
        true => "",
        false => " It may come from a function: `rt::Credential::provided`.",
    };
    format!(
        "The same client with a credential for `{wire}`: {what}. Operations send it that ask for it; it is never \
         shown.{given}"
    )
    .replace("rt::Credential", "contracts_runtime::client::Credential")
}

/// The statics of each alternative that an operation has; one with an unknown scheme cannot be taken.
pub(super) fn alternatives(schemes: &[Scheme<'_>], operation: &Operation) -> Vec<Vec<String>> {
    let constant = |wire: &String| {
        let known = schemes.iter().find(|scheme| scheme.wire == wire);
        known.map(|scheme| scheme.constant.clone())
    };
    let alternatives = operation.security.iter();
    alternatives
        .filter_map(|alternative| alternative.keys().map(constant).collect())
        .collect()
}
