//! A typed HTTP client: one method and builder per operation, thin over `contracts-runtime`.

mod content;
mod error;
mod headers;
mod operation;
mod outcome;
mod parameter;
mod response;

use contracts_core::{Code, Finding, Pointer, finding::Place, openapi::Contract};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{docs, types::Home},
    lower::ir::Ir,
    name::Scope,
};

/// What the emitters of one client share.
struct Client<'c> {
    contract: &'c Contract,
    ir: &'c Ir,
    /// Where the document's types are.
    home: Home,
    /// The items of the client's module.
    names: Scope,
    headers: headers::Structs,
    findings: Vec<Finding>,
}

impl Client<'_> {
    /// Says that something is handed over as bytes or text.
    fn untyped(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = Place::value(&self.contract.source, at);
        self.findings
            .push(Finding::new(Code::UntypedContent, place, message));
    }
}

/// Emits the client of one document, for a module of its own. `module` is where its types are.
///
/// # Errors
///
/// `module` is not a path, which the manifest has ruled out.
pub(crate) fn emit(
    contract: &Contract,
    ir: &Ir,
    module: &str,
) -> Result<(TokenStream, Vec<Finding>), String> {
    let module: TokenStream = module
        .parse()
        .map_err(|_| format!("`{module}` is no module"))?;
    let mut client = Client {
        contract,
        ir,
        home: Home {
            items: quote!(#module::),
            json: quote!(rt),
        },
        names: Scope::with(["Client"]),
        headers: headers::Structs::default(),
        findings: Vec::new(),
    };
    let mut methods = Scope::with(["new", "with_http"]);
    let operations: Vec<operation::Parts> = contract
        .operations
        .iter()
        .map(|operation| operation::emit(&mut client, operation, &mut methods))
        .collect();
    let methods = operations.iter().map(|parts| &parts.method);
    let items = operations.iter().map(|parts| &parts.items);
    let headers = client.headers.into_items();
    let doc = docs::attributes(&format!(
        "A client of {} {}.",
        contract.title, contract.api_version
    ));
    // A document may have types alone.
    let unused = contract
        .operations
        .is_empty()
        .then(|| quote!(#[allow(dead_code)]));
    let tokens = quote! {
        use ::contracts_runtime::client as rt;

        #doc
        #[derive(Clone, Debug)]
        #unused
        pub struct Client(rt::Client);

        impl Client {
            /// A client of the server at `base_url`, such as `http://127.0.0.1:8080`.
            ///
            /// # Errors
            ///
            /// `base_url` is not an absolute URL.
            pub fn new(base_url: &str) -> ::std::result::Result<Self, rt::InvalidBaseUrl> {
                rt::Client::new(base_url).map(Self)
            }

            /// The same with an HTTP client of your own: its timeouts, TLS, proxies and default headers.
            ///
            /// # Errors
            ///
            /// `base_url` is not an absolute URL.
            pub fn with_http(
                base_url: &str,
                http: rt::reqwest::Client,
            ) -> ::std::result::Result<Self, rt::InvalidBaseUrl> {
                rt::Client::with_http(base_url, http).map(Self)
            }

            #(#methods)*
        }

        #(#items)*
        #headers
    };
    Ok((tokens, client.findings))
}
