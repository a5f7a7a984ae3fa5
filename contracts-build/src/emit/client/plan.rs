//! What is decided about an operation before its code is made: names, the types of what it sends and reads, and
//! what is said about those. This goes through the operations in order; the code of each is then made alone.

use contracts_core::openapi::{Method, Operation, Parameter, RequestBody, Response, Status};

use super::{
    Planner, choice,
    content::{self, Body, Form},
    headers,
    paging::{self, Paged},
    parameter, security,
    sent::{self, Sent},
};
use crate::{
    lower::ir::Type,
    name::{self, Scope},
};

/// One operation, with every name decided.
pub(super) struct Plan<'c> {
    pub(super) operation: &'c Operation,
    /// The module of its items, where they have one of their own.
    pub(super) module: Option<String>,
    pub(super) method: String,
    pub(super) builder: String,
    pub(super) error: String,
    /// The enum of its successes, where there are several.
    pub(super) success: Option<String>,
    pub(super) descriptor: String,
    /// The statics of the schemes in each alternative of its security.
    pub(super) security: Vec<Vec<String>>,
    /// Its pages, where it has any.
    pub(super) paged: Option<Paged<'c>>,
    /// All declared responses, in the order they are matched.
    pub(super) answers: Vec<Answer<'c>>,
    /// What the method takes.
    pub(super) arguments: Vec<Argument<'c>>,
    /// What the builder has a setter for.
    pub(super) setters: Vec<Argument<'c>>,
}

/// One declared response.
pub(super) struct Answer<'c> {
    pub(super) status: Status,
    /// Its name in enums.
    pub(super) variant: String,
    pub(super) description: &'c str,
    /// The bodies it can have; none where it has no content.
    pub(super) forms: Vec<Form>,
    /// The enum of its bodies, where there are several.
    pub(super) choice: Option<String>,
    /// The struct of its headers, where it declares any.
    pub(super) headers: Option<String>,
}

/// Something that a call is given.
pub(super) struct Argument<'c> {
    pub(super) name: String,
    pub(super) value: Given<'c>,
}

/// What is given.
pub(super) enum Given<'c> {
    Parameter(&'c Parameter, Type),
    Body(&'c RequestBody, Sent<'c>),
}

pub(super) fn plan<'c>(
    planner: &mut Planner<'c>,
    operation: &'c Operation,
    methods: &mut Scope,
) -> Plan<'c> {
    let builder = planner.names.take(name::type_case(&operation.id));
    let error = name::type_case(&format!("{builder}Error"));
    let error = planner.names.take(error);
    let answers: Vec<Answer<'c>> = operation
        .responses
        .iter()
        .map(|response| answer(planner, operation, response, &builder))
        .collect();
    let (successes, _) = split(&answers);
    let success = (successes.len() > 1).then(|| planner.names.take(format!("{builder}Success")));
    let descriptor = planner.names.take(name::constant_case(&operation.id));
    let paged = paging::plan(planner, operation);
    let own = own_methods(&answers, paged.is_some());
    let (arguments, setters) = given(planner, operation, &builder, &own);
    Plan {
        operation,
        module: planner.modules.of(operation),
        method: methods.take(name::snake_case(&operation.id)),
        builder,
        error,
        success,
        descriptor,
        security: security::alternatives(&planner.schemes, operation),
        paged,
        answers,
        arguments,
        setters,
    }
}

fn answer<'c>(
    planner: &mut Planner<'c>,
    operation: &Operation,
    response: &'c Response,
    builder: &str,
) -> Answer<'c> {
    let variant = name::status_variant(response.status);
    // HTTP knows no body of these (RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5).
    let is_empty = operation.method == Method::Head
        || matches!(response.status, Status::Code(100..=199 | 204 | 304));
    let content: &[_] = if is_empty { &[] } else { &response.content };
    let hint = format!("{}-{variant}", operation.id);
    let (stream, of) = match response.component() {
        Some(name) => (name.clone(), format!("the response `{name}`")),
        None if response.status.is_success() => (builder.to_owned(), format!("`{}`", operation.id)),
        None => (
            hint.clone(),
            format!("`{}`, answered with {}", operation.id, response.status),
        ),
    };
    let forms = content::forms(planner, content, (&stream, &of));
    Answer {
        status: response.status,
        headers: headers::named(planner, response, &hint),
        choice: (forms.len() > 1).then(|| choice::named(planner, response, &hint, &forms)),
        variant,
        description: &response.description,
        forms,
    }
}

/// The only answer that is a success, where its body is bytes: it can be read while it comes.
pub(super) fn streamed<'a, 'c>(answers: &'a [Answer<'c>]) -> Option<&'a Answer<'c>> {
    let (successes, _) = split(answers);
    match successes.as_slice() {
        [only] if matches!(only.forms.as_slice(), [form] if form.body == Body::Bytes) => Some(only),
        _ => None,
    }
}

/// Which answers are a success. `default` is one only where no other is declared.
pub(super) fn split<'a, 'c>(
    answers: &'a [Answer<'c>],
) -> (Vec<&'a Answer<'c>>, Vec<&'a Answer<'c>>) {
    let (mut successes, errors): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer.status.is_success());
    if successes.is_empty() {
        let mut errors = errors.iter().copied();
        successes.extend(errors.find(|answer| answer.status == Status::Default));
    }
    (successes, errors)
}

/// The methods that every builder of this kind has.
fn own_methods(answers: &[Answer<'_>], is_paged: bool) -> Vec<&'static str> {
    let mut own = vec!["send", "decode", "with_timeout", "with_last_event_id"];
    if is_paged {
        own.extend(paging::OWN_METHODS);
    }
    if streamed(answers).is_some() {
        own.extend(["stream", "decode_stream"]);
    }
    own
}

/// What is required is an argument of the method; everything else has a setter.
fn given<'c>(
    planner: &mut Planner<'c>,
    operation: &'c Operation,
    builder: &str,
    own: &[&str],
) -> (Vec<Argument<'c>>, Vec<Argument<'c>>) {
    let mut in_method = (Scope::with(["self", "call", "media_type"]), Vec::new());
    let mut in_builder = (Scope::with(own.iter().copied()), Vec::new());
    for parameter in &operation.parameters {
        let (names, given) = if parameter.required {
            &mut in_method
        } else {
            &mut in_builder
        };
        let ty = parameter::argument_type(planner, parameter);
        given.push(Argument {
            name: names.take(name::snake_case(&parameter.name)),
            value: Given::Parameter(parameter, ty),
        });
    }
    if let Some(body) = &operation.body {
        let (names, given) = if body.required {
            &mut in_method
        } else {
            &mut in_builder
        };
        if let Some(sent) = sent::choose(planner, body, builder) {
            given.push(Argument {
                name: names.take("body".to_owned()),
                value: Given::Body(body, sent),
            });
        }
    }
    (in_method.1, in_builder.1)
}
