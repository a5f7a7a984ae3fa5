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
    print::Part,
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

/// Emits the client of one document, in parts, for a module of its own. `module` is where its types are.
///
/// # Errors
///
/// `module` is not a path, which the manifest has ruled out.
pub(crate) fn emit<'c>(
    contract: &'c Contract,
    ir: &'c Ir,
    module: &str,
) -> Result<(Vec<Part<'c>>, Vec<Finding>), String> {
    let module: TokenStream = module
        .parse()
        .map_err(|_| format!("`{module}` is no module"))?;
    let mut client = Client {
        contract,
        ir,
        home: Home::at(quote!(#module::), quote!(rt)),
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
    let (methods, items): (Vec<Part<'_>>, Vec<Part<'_>>) = operations
        .into_iter()
        .map(|parts| (Part::Tokens(parts.method), Part::Tokens(parts.items)))
        .unzip();
    let headers = client.headers.into_items().map(Part::Tokens);
    let mut parts = vec![
        Part::Tokens(head(contract)),
        Part::methods(
            quote!(impl Client),
            std::iter::once(Part::later(constructors))
                .chain(methods)
                .collect(),
        ),
    ];
    parts.extend(items);
    parts.extend(headers);
    Ok((parts, client.findings))
}

/// The client itself.
fn head(contract: &Contract) -> TokenStream {
    let doc = docs::attributes(&format!(
        "A client of {} {}.",
        contract.title, contract.api_version
    ));
    // A document may have types alone.
    let unused = contract
        .operations
        .is_empty()
        .then(|| quote!(#[allow(dead_code)]));
    quote! {
        use ::contracts_runtime::client as rt;

        #doc
        #[derive(Clone, Debug)]
        #unused
        pub struct Client(rt::Client);
    }
}

fn constructors() -> TokenStream {
    quote! {
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
    }
}
