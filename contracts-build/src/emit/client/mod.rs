//! A typed HTTP client: one method and builder per operation, thin over `contracts-runtime`.
//!
//! A [`plan`] for each operation, in order, decides everything that depends on the others. The code of each is then
//! made alone, when it is printed.

mod choice;
mod content;
mod error;
mod events;
mod headers;
mod modules;
mod operation;
mod outcome;
mod paging;
mod parameter;
mod parts;
mod plan;
mod request;
mod response;
pub(crate) mod security;
mod sent;
mod server;
mod setters;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use contracts_core::{
    Code, Finding, Pointer, finding::Place, manifest::Modules, openapi::Contract,
};

use crate::{
    emit::{docs, headers::Structs, registry::Registry, types::Home},
    lower::ir::Ir,
    name::Scope,
    print::Part,
    tokens::{TokenStream, format_ident, quote},
};
use plan::Plan;

/// The methods that every client has; an operation with such a name is called something else.
pub(crate) const OWN_METHODS: [&str; 4] = ["new", "with_http", "with_settings", "with_base_url"];

/// What the emitters of one client read.
#[derive(Clone, Copy)]
struct Client<'c> {
    contract: &'c Contract,
    ir: &'c Ir,
    /// Where the document's types are.
    types: &'c str,
}

/// What is decided from operation to operation.
struct Planner<'c> {
    client: Client<'c>,
    /// The items of the client, those in its modules included.
    names: Scope,
    modules: modules::TagModules,
    headers: Structs<'c>,
    bodies: Registry<choice::Enum<'c>>,
    schemes: Arc<Vec<security::Scheme<'c>>>,
    events: Registry<events::Enum<'c>>,
    findings: Vec<Finding>,
}

impl Planner<'_> {
    /// Says that something is handed over as bytes or text.
    fn untyped(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = Place::value(&self.client.contract.source, at);
        self.findings
            .push(Finding::new(Code::UntypedContent, place, message));
    }
}

/// Where code stands, and how it names what is elsewhere.
struct Site {
    home: Home,
    /// Before the names of what stands beside the client.
    shared: TokenStream,
    /// Before the names of an operation's items.
    module: TokenStream,
}

impl Site {
    /// Beside the client, or in it.
    fn of_client(client: &Client<'_>) -> Self {
        // `emit` has seen that it is a path.
        let types: TokenStream = client.types.parse().unwrap_or_default();
        let home = Home::at(quote!(#types::), quote!(rt));
        let shared = TokenStream::new();
        let module = TokenStream::new();
        Self {
            home,
            shared,
            module,
        }
    }

    /// Where the items of an operation are.
    fn of_items(client: &Client<'_>, plan: &Plan<'_>) -> Self {
        let mut site = Self::of_client(client);
        if plan.module.is_some() {
            site.shared = quote!(super::);
            if client.types.starts_with("super::") {
                let items = site.home.items;
                site.home.items = quote!(super::#items);
            }
        }
        site
    }

    /// What the client's methods can reach.
    fn visible_to_client(&self) -> Option<TokenStream> {
        (!self.shared.is_empty()).then(|| quote!(pub(super)))
    }
}

/// Emits the client of one document, in parts, for a module of its own. `types` is the module where its types are.
///
/// # Errors
///
/// `types` is not a path, which the manifest has ruled out.
pub(crate) fn emit<'c>(
    contract: &'c Contract,
    ir: &'c Ir,
    types: &'c str,
    modules: Modules,
) -> Result<(Vec<Part<'c>>, Vec<Finding>), String> {
    if types.parse::<TokenStream>().is_err() {
        return Err(format!("`{types}` is no module"));
    }
    let client = Client {
        contract,
        ir,
        types,
    };
    // The last two stand beside the modules of a crate that `generate` writes.
    let mut names = Scope::with(["Client", "rt", "types", "client"]);
    let modules = modules::TagModules::new(&contract.operations, modules, &mut names);
    let mut methods = Scope::with(OWN_METHODS);
    let schemes = Arc::new(security::schemes(contract, &mut names, &mut methods));
    let mut planner = Planner {
        client,
        modules,
        names,
        headers: Structs::default(),
        bodies: Registry::default(),
        schemes: Arc::clone(&schemes),
        events: Registry::default(),
        findings: Vec::new(),
    };
    let plans: Vec<Arc<Plan<'c>>> = contract
        .operations
        .iter()
        .map(|operation| Arc::new(plan::plan(&mut planner, operation, &mut methods)))
        .collect();
    let methods = plans.iter().cloned();
    let methods = methods.map(|plan| Part::later(move || operation::method(&client, &plan)));
    let servers = Arc::new(server::named(contract, &mut planner.names));
    let own = {
        let (servers, schemes) = (Arc::clone(&servers), Arc::clone(&schemes));
        std::iter::once(Part::later(move || own_methods(&servers, &schemes)))
    };
    let mut parts = vec![
        Part::later(move || head(contract)),
        Part::methods(quote!(impl Client), own.chain(methods).collect()),
        Part::later(move || {
            let (servers, schemes) = (server::items(&servers), security::statics(&schemes));
            quote!(#servers #schemes)
        }),
    ];
    parts.extend(items(client, plans));
    let bodies = planner.bodies.into_iter();
    parts.extend(bodies.map(|(name, bodies)| {
        Part::later(move || choice::emit(&Site::of_client(&client), &name, &bodies))
    }));
    let events = planner.events.into_iter();
    parts.extend(events.map(|(name, events)| {
        Part::later(move || events::emit(&Site::of_client(&client), &name, &events))
    }));
    let headers = planner.headers.into_iter();
    parts.extend(headers.map(|(name, headers)| {
        Part::later(move || headers::emit(&Site::of_client(&client), &name, &headers))
    }));
    Ok((parts, planner.findings))
}

/// The items of all operations, those of a module together.
fn items<'c>(client: Client<'c>, plans: Vec<Arc<Plan<'c>>>) -> Vec<Part<'c>> {
    let mut beside = Vec::new();
    let mut modules: BTreeMap<String, (TokenStream, Vec<Part<'c>>)> = BTreeMap::new();
    for plan in plans {
        let parts = match &plan.module {
            None => &mut beside,
            Some(module) => {
                let new = || {
                    (
                        module_head(module, &plan),
                        vec![Part::later(|| {
                            quote!(
                                use super::rt;
                            )
                        })],
                    )
                };
                &mut modules.entry(module.clone()).or_insert_with(new).1
            }
        };
        parts.push(Part::later(move || operation::items(&client, &plan)));
    }
    let modules = modules.into_values();
    beside.extend(modules.map(|(head, parts)| Part::module(head, parts)));
    beside
}

fn module_head(module: &str, plan: &Plan<'_>) -> TokenStream {
    let tag = plan.operation.tags.first().map_or("", String::as_str);
    let doc = docs::attributes(&format!("Operations with the tag `{tag}`."));
    let module = format_ident!("{module}");
    quote!(#doc pub mod #module)
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

fn own_methods(servers: &[server::Named<'_>], schemes: &[security::Scheme<'_>]) -> TokenStream {
    let (constants, credentials) = (server::constants(servers), security::methods(schemes));
    quote! {
        #constants

        /// A client of the server at `base_url`, such as `http://127.0.0.1:8080`. Redirects are followed within that
        /// server only.
        ///
        /// # Errors
        ///
        /// `base_url` is not an absolute URL.
        pub fn new(base_url: &str) -> ::std::result::Result<Self, rt::InvalidBaseUrl> {
            rt::Client::new(base_url).map(Self)
        }

        /// The same with an HTTP client of your own: its timeouts, TLS, proxies, redirects and default headers.
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

        /// The same client with these settings: timeouts, retries, limits, hooks.
        pub fn with_settings(self, settings: rt::Settings) -> Self {
            Self(self.0.with_settings(settings))
        }

        /// The same client, credentials included, of the server at another URL.
        ///
        /// # Errors
        ///
        /// `base_url` is not an absolute URL.
        pub fn with_base_url(
            self,
            base_url: &str,
        ) -> ::std::result::Result<Self, rt::InvalidBaseUrl> {
            self.0.with_base_url(base_url).map(Self)
        }

        #credentials
    }
}
