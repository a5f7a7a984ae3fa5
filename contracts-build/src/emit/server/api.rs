//! The traits, and what turns whoever implements them into a router.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use contracts_core::{manifest::Modules, openapi::Operation};

use super::{Server, plan::Plan};
use crate::{
    emit::{docs, types::type_path},
    name::{self, Scope},
    print::Part,
    tokens::{TokenStream, format_ident, quote},
};

/// The trait of operations without a tag, or of all.
const API: &str = "Api";

/// Which trait an operation is in.
#[derive(Debug, Default)]
pub(super) struct Traits {
    /// By their tags; none where all operations are in one.
    tags: BTreeMap<String, String>,
    methods: BTreeMap<String, Scope>,
}

impl Traits {
    /// A trait for each tag that is the first of an operation, where there is more than one such tag.
    pub(super) fn new(operations: &[Operation], modules: Modules, names: &mut Scope) -> Self {
        let tags: BTreeSet<&String> = operations
            .iter()
            .filter_map(|operation| operation.tags.first())
            .collect();
        if modules == Modules::Flat || tags.len() < 2 {
            return Self::default();
        }
        let named = tags.into_iter().map(|tag| {
            let name = names.take(name::type_case(&format!("{tag}-api")));
            (tag.clone(), name)
        });
        Self {
            tags: named.collect(),
            methods: BTreeMap::new(),
        }
    }

    /// The trait of an operation, and the names of its methods.
    pub(super) fn of(&mut self, operation: &Operation) -> (String, &mut Scope) {
        let tag = operation.tags.first();
        let name = tag
            .and_then(|tag| self.tags.get(tag))
            .map_or(API, String::as_str)
            .to_owned();
        // The methods that every service has.
        let own = [
            "authenticate",
            "broken_answer",
            "refuse",
            "stream_unfinished",
        ];
        let methods = self
            .methods
            .entry(name.clone())
            .or_insert_with(|| Scope::with(own));
        (name, methods)
    }
}

/// The traits with their operations, and the functions that make routes of them.
pub(super) fn parts<'c>(
    server: Server<'c>,
    traits: &Traits,
    plans: &[Arc<Plan<'c>>],
) -> Vec<Part<'c>> {
    let mut all: BTreeMap<String, Vec<Arc<Plan<'c>>>> = BTreeMap::new();
    for plan in plans {
        all.entry(plan.api.clone())
            .or_default()
            .push(Arc::clone(plan));
    }
    if all.is_empty() {
        all.insert(API.to_owned(), Vec::new());
    }
    let tags: BTreeMap<String, String> = traits
        .tags
        .iter()
        .map(|(tag, name)| (name.clone(), tag.clone()))
        .collect();
    let mut parts = vec![Part::later(|| {
        quote!(
            use ::contracts_runtime::server as rt;
        )
    })];
    let names: Vec<String> = all.keys().cloned().collect();
    for (name, plans) in all {
        let tag = tags.get(&name).cloned();
        parts.push(Part::later(move || {
            one_trait(&server, &name, tag.as_deref(), &plans)
        }));
    }
    let plans = plans.to_vec();
    parts.push(Part::later(move || routes(&server, &names, &plans)));
    parts
}

fn one_trait(
    server: &Server<'_>,
    name: &str,
    tag: Option<&str>,
    plans: &[Arc<Plan<'_>>],
) -> TokenStream {
    let ident = format_ident!("{name}");
    let (title, version) = (&server.contract.title, &server.contract.api_version);
    let part = tag.map_or_else(String::new, |tag| format!(", those with the tag `{tag}`"));
    let doc = docs::attributes(&format!("The operations of {title} {version}{part}."));
    let methods = plans.iter().map(|plan| method(server, plan));
    quote! {
        #doc
        pub trait #ident: rt::Service { #(#methods)* }
    }
}

fn method(server: &Server<'_>, plan: &Plan<'_>) -> TokenStream {
    let [method, request, response] =
        [&plan.method, &plan.request, &plan.response].map(|name| format_ident!("{name}"));
    let doc = docs::attributes(&words(plan.operation));
    let unfinished = plan.unfinished.as_ref().zip(plan.failing()).map(|(name, stream)| {
        let name = format_ident!("{name}");
        let event = stream.failure.as_deref().unwrap_or_default();
        let ty = stream.failure_type();
        let ty = ty.map(|ty| type_path(ty, &server.home()));
        let doc = docs::attributes(&format!(
            "The event `{event}` that ends a stream of `{}` whose sender was dropped before its end.",
            plan.operation.id
        ));
        quote!(#doc fn #name(&self) -> #ty;)
    });
    quote! {
        #doc
        fn #method(
            &self,
            request: #request,
        ) -> impl ::std::future::Future<Output = #response> + ::std::marker::Send;

        #unfinished
    }
}

/// What the document says of an operation, and how it is called on the wire.
fn words(operation: &Operation) -> String {
    let words = [
        operation.summary.as_deref(),
        operation.description.as_deref(),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let (method, path) = (operation.method.wire(), &operation.path);
    format!("{}\n\n`{method} {path}`", words.join("\n\n"))
}

fn routes(server: &Server<'_>, traits: &[String], plans: &[Arc<Plan<'_>>]) -> TokenStream {
    let bounds = traits.iter().map(|name| format_ident!("{name}"));
    let bounds = quote!(#(#bounds)+*);
    let operations = plans.iter().map(|plan| {
        let [descriptor, handler] =
            [&plan.descriptor, &plan.handler].map(|name| format_ident!("{name}"));
        quote!((&#descriptor, #handler::<S>),)
    });
    let title = &server.contract.title;
    let router = docs::attributes(&format!(
        "A router of {title}, to which layers and other routes can be added."
    ));
    let routes = docs::attributes(&format!(
        "The operations of {title}, for those who set limits or serve several APIs at once."
    ));
    quote! {
        #router
        pub fn router<S: #bounds>(service: S) -> rt::Router {
            routes(&rt::Arc::new(service)).router()
        }

        #routes
        pub fn routes<S: #bounds>(service: &rt::Arc<S>) -> rt::Routes {
            rt::Routes::new(service, &[#(#operations)*])
        }
    }
}

/// The function that the runtime calls.
pub(super) fn handler(plan: &Plan<'_>) -> TokenStream {
    let [handler, api, request, method] =
        [&plan.handler, &plan.api, &plan.request, &plan.method].map(|name| format_ident!("{name}"));
    let service = plan.has_streams().then(|| quote!(&service));
    quote! {
        #[inline]
        fn #handler<S: #api>(service: rt::Arc<S>, input: &mut rt::Input) -> rt::Answering {
            match #request::read(input) {
                ::std::option::Option::Some(request) => ::std::boxed::Box::pin(async move {
                    let response = #api::#method(&*service, request).await;
                    ::std::result::Result::Ok(response.into_http(#service))
                }),
                ::std::option::Option::None => input.refused(),
            }
        }
    }
}
