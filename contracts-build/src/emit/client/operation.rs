use contracts_core::openapi::{Operation, Parameter, RequestBody};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    Client,
    content::{self, Body},
    error, outcome, parameter,
    response::{self, Answer},
};
use crate::{
    emit::{docs, types::type_path},
    name::{self, Scope},
};

/// What one operation adds to a client.
pub(super) struct Parts {
    /// The method of the client, which makes the builder.
    pub(super) method: TokenStream,
    /// The builder, its descriptor, its success and error types.
    pub(super) items: TokenStream,
}

pub(super) fn emit(client: &mut Client<'_>, operation: &Operation, methods: &mut Scope) -> Parts {
    let builder = client.names.take(name::type_case(&operation.id));
    let error = client
        .names
        .take(name::type_case(&format!("{builder}Error")));
    let answers = response::answers(client, operation);
    let (successes, errors) = outcome::split(&answers);
    let success = outcome::success(client, operation, &builder, &successes);
    let descriptor = format_ident!("{}", client.names.take(name::constant_case(&operation.id)));
    let request = request(client, operation);
    let static_item = static_item(client, operation, &descriptor, &answers);
    let error_item = error::emit(operation, &error, &errors);
    let (builder, error) = (format_ident!("{builder}"), format_ident!("{error}"));
    let decode = outcome::decode(&success, &error, &successes, &errors);
    let method = method(operation, &builder, &descriptor, &request, methods);
    let setters = &request.setters;
    let (success_type, success_item) = (&success.ty, &success.item);
    let doc = docs::attributes(&format!(
        "A call of `{}`, made by [`send`](Self::send).",
        operation.id
    ));
    let items = quote! {
        #static_item

        #doc
        #[derive(Debug)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #builder<'c>(rt::Call<'c>);

        impl<'c> #builder<'c> {
            #(#setters)*

            /// Sends the request and reads the answer.
            pub fn send(self) -> rt::BoxFuture<'c, ::std::result::Result<#success_type, #error>> {
                self.0.send(Self::decode)
            }

            #decode
        }

        #success_item
        #error_item
    };
    Parts { method, items }
}

/// The operation's static description.
fn static_item(
    client: &Client<'_>,
    operation: &Operation,
    name: &proc_macro2::Ident,
    answers: &[Answer],
) -> TokenStream {
    let id = &operation.id;
    let method = operation.method.wire();
    let path = &operation.path;
    let contents = operation.responses.iter().map(|response| &response.content);
    let accept: std::collections::BTreeSet<String> = contents
        .filter_map(|content| content::accept(client, content))
        .collect();
    let accept = accept.into_iter().collect::<Vec<_>>().join(", ");
    let streams = response::streams(answers);
    quote! {
        static #name: rt::Operation = rt::Operation {
            id: #id,
            method: #method,
            path: #path,
            accept: #accept,
            streams: #streams,
        };
    }
}

/// Arguments of the method, and setters of the builder.
#[derive(Default)]
struct Request {
    arguments: Vec<TokenStream>,
    sets: Vec<TokenStream>,
    setters: Vec<TokenStream>,
}

fn request(client: &mut Client<'_>, operation: &Operation) -> Request {
    let mut request = Request::default();
    let mut arguments = Scope::with(["self", "call", "content_type"]);
    let mut setters = Scope::with(["send", "decode"]);
    for parameter in &operation.parameters {
        let name = name::snake_case(&parameter.name);
        if parameter.required {
            required_parameter(client, parameter, &arguments.take(name), &mut request);
        } else {
            optional_parameter(client, parameter, &setters.take(name), &mut request);
        }
    }
    if let Some(body) = &operation.body {
        let scope = if body.required {
            &mut arguments
        } else {
            &mut setters
        };
        let name = scope.take("body".to_owned());
        request_body(client, body, &name, &mut request);
    }
    request
}

fn required_parameter(
    client: &mut Client<'_>,
    parameter: &Parameter,
    name: &str,
    request: &mut Request,
) {
    let argument = parameter::argument(client, parameter, name, &quote!(call));
    let (ident, ty) = (format_ident!("{name}"), argument.ty);
    request.arguments.push(quote!(#ident: #ty));
    request.sets.push(argument.set);
}

fn optional_parameter(
    client: &mut Client<'_>,
    parameter: &Parameter,
    name: &str,
    request: &mut Request,
) {
    let argument = parameter::argument(client, parameter, "value", &quote!(self.0));
    let (ident, ty, set, docs) = (
        format_ident!("{name}"),
        argument.ty,
        argument.set,
        argument.docs,
    );
    request.setters.push(quote! {
        #docs
        pub fn #ident(mut self, value: #ty) -> Self {
            #set
            self
        }
    });
}

fn request_body(client: &mut Client<'_>, body: &RequestBody, name: &str, request: &mut Request) {
    let ident = format_ident!("{name}");
    let (arguments, write) = match content::choose(client, &body.content) {
        Body::None => return,
        Body::Json { content_type, ty } => {
            let ty = type_path(&ty, &client.home);
            (quote!(#ident: &#ty), quote!(json(#content_type, #ident)))
        }
        Body::Bytes { content_type } => (
            quote!(#ident: ::std::vec::Vec<u8>),
            quote!(bytes(#content_type, #ident)),
        ),
        Body::Stream => (
            quote!(#ident: ::std::vec::Vec<u8>),
            quote!(bytes("text/event-stream", #ident)),
        ),
        Body::Typed => (
            quote!(content_type: &str, #ident: ::std::vec::Vec<u8>),
            quote!(bytes(content_type, #ident)),
        ),
    };
    if body.required {
        request.arguments.push(arguments);
        request.sets.push(quote!(call.#write;));
        return;
    }
    let docs = docs::attributes(body.description.as_deref().unwrap_or("The request's body."));
    request.setters.push(quote! {
        #docs
        pub fn #ident(mut self, #arguments) -> Self {
            self.0.#write;
            self
        }
    });
}

/// The client's method: required parameters are arguments.
fn method(
    operation: &Operation,
    builder: &proc_macro2::Ident,
    descriptor: &proc_macro2::Ident,
    request: &Request,
    methods: &mut Scope,
) -> TokenStream {
    let name = format_ident!("{}", methods.take(name::snake_case(&operation.id)));
    let Request {
        arguments, sets, ..
    } = request;
    let method = operation.method.wire();
    let words = [
        operation.summary.as_deref(),
        operation.description.as_deref(),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let doc = docs::attributes(&format!(
        "{}\n\n`{method} {}`",
        words.join("\n\n"),
        operation.path
    ));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let call = if sets.is_empty() {
        quote!(let call)
    } else {
        quote!(let mut call)
    };
    quote! {
        #doc
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #builder<'_> {
            #call = rt::Call::new(&self.0, &#descriptor);
            #(#sets)*
            #builder(call)
        }
    }
}
