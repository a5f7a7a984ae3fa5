//! The code of one operation.

use contracts_core::openapi::Operation;

use super::{
    Client, Site, error, events, outcome, paging,
    plan::{self, Given, Plan},
    request, response,
};
use crate::{
    emit::docs,
    tokens::{TokenStream, format_ident, quote},
};

/// The builder, its descriptor, its success and error types.
pub(super) fn items(client: &Client<'_>, plan: &Plan<'_>) -> TokenStream {
    let site = &Site::of_items(client, plan);
    let operation = plan.operation;
    let (successes, errors) = plan::split(&plan.answers);
    let success = outcome::success(site, plan, &successes);
    let static_item = static_item(client, plan);
    let paging = paging::static_item(client, plan);
    let error_item = error::emit(site, plan, &errors);
    let (builder, error) = (
        format_ident!("{}", plan.builder),
        format_ident!("{}", plan.error),
    );
    let decode = outcome::decode(site, &success, &error, &successes, &errors);
    let streamed = plan::streamed(&plan.answers);
    let stream = streamed.map(|answer| outcome::stream(site, plan, &error, answer));
    let bodies = plan
        .arguments
        .iter()
        .chain(&plan.setters)
        .filter_map(|it| match &it.value {
            Given::Body(_, sent) => Some(sent.items(site, &operation.id)),
            Given::Parameter(..) => None,
        });
    let setters = plan.setters.iter().map(|it| request::setter(site, it));
    let resume = events::setter(operation);
    let pages = paging::methods(site, plan, &success, &error);
    let (success_type, success_item) = (&success.ty, &success.item);
    let visible = site.visible_to_client();
    let doc = docs::attributes(&format!(
        "A call of `{}`, made by [`send`](Self::send).",
        operation.id
    ));
    quote! {
        #static_item
        #paging

        #doc
        #[derive(Debug)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #builder<'c>(#visible rt::Call<'c>);

        impl<'c> #builder<'c> {
            #(#setters)*

            #resume

            /// How long the call may take, whatever the client's settings say.
            #[inline]
            pub fn with_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0.timeout(timeout);
                self
            }

            /// Sends the request and reads the answer.
            #[inline]
            pub fn send(self) -> rt::BoxFuture<'c, ::std::result::Result<#success_type, #error>> {
                self.0.send(Self::decode)
            }

            #stream
            #pages

            #decode
        }

        #(#bodies)*
        #success_item
        #error_item
    }
}

/// The operation's static description.
fn static_item(client: &Client<'_>, plan: &Plan<'_>) -> TokenStream {
    let operation = plan.operation;
    let name = format_ident!("{}", plan.descriptor);
    let site = Site::of_items(client, plan);
    let (visible, shared) = (site.visible_to_client(), &site.shared);
    let id = &operation.id;
    let method = operation.method.wire();
    let path = &operation.path;
    let forms = plan.answers.iter().flat_map(|answer| &answer.forms);
    let accept: std::collections::BTreeSet<String> = forms.flat_map(|form| form.accept()).collect();
    let accept = accept.into_iter().collect::<Vec<_>>().join(", ");
    let streams = response::streams(&plan.answers);
    let retry_after = response::retry_after(operation);
    let security = plan.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(|name| format_ident!("{name}"));
        quote!(&[#(&#shared #schemes),*])
    });
    quote! {
        #visible static #name: rt::Operation = rt::Operation {
            id: #id,
            method: #method,
            path: #path,
            accept: #accept,
            streams: #streams,
            retry_after: #retry_after,
            security: &[#(#security),*],
        };
    }
}

/// The client's method: required parameters are arguments.
pub(super) fn method(client: &Client<'_>, plan: &Plan<'_>) -> TokenStream {
    let mut site = Site::of_client(client);
    let operation = plan.operation;
    if let Some(module) = &plan.module {
        let module = format_ident!("{module}");
        site.module = quote!(#module::);
    }
    let module = &site.module;
    let [name, builder, descriptor] =
        [&plan.method, &plan.builder, &plan.descriptor].map(|name| format_ident!("{name}"));
    let arguments = plan.arguments.iter();
    let (arguments, sets): (Vec<TokenStream>, Vec<TokenStream>) =
        arguments.map(|it| request::argument(&site, it)).unzip();
    let doc = docs::attributes(&words(operation));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    quote! {
        #doc
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #module #builder<'_> {
            let #mutable call = rt::Call::new(&self.0, &#module #descriptor);
            #(#sets)*
            #module #builder(call)
        }
    }
}

/// What the document says of an operation, and how it is called on the wire.
fn words(operation: &Operation) -> String {
    let words = [
        operation.summary.as_deref(),
        operation.description.as_deref(),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let elsewhere = operation.servers.first().map(|server| {
        let url = &server.url;
        format!("\n\nIts server is `{url}`, not the document's: see [`Client::with_base_url`].")
    });
    format!(
        "{}\n\n`{} {}`{}",
        words.join("\n\n"),
        operation.method.wire(),
        operation.path,
        elsewhere.unwrap_or_default()
    )
}
