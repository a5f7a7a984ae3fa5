//! What is decided about an operation before its code is made: names, the types of what it sends and reads, and
//! what is said about those. This goes through the operations in order; the code of each is then made alone.

use contracts_core::openapi::{Operation, Parameter, RequestBody, Response, Status};

use super::{
    Planner,
    content::{self, Body},
    headers,
    paging::{self, Paged},
    parameter, security,
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
    pub(super) body: Body,
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
    Body(&'c RequestBody, Body),
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
    let (arguments, setters) = given(planner, operation, paged.is_some());
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
    let hint = format!("{}-{variant}", operation.id);
    let (stream, of) = match response.component() {
        Some(name) => (name.clone(), format!("the response `{name}`")),
        None if response.status.is_success() => (builder.to_owned(), format!("`{}`", operation.id)),
        None => (
            hint.clone(),
            format!("`{}`, answered with {}", operation.id, response.status),
        ),
    };
    let body = content::answer(planner, &response.content, (&stream, of));
    Answer {
        status: response.status,
        headers: headers::named(planner, response, &hint),
        variant,
        description: &response.description,
        body,
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

/// What is required is an argument of the method; everything else has a setter.
fn given<'c>(
    planner: &mut Planner<'c>,
    operation: &'c Operation,
    is_paged: bool,
) -> (Vec<Argument<'c>>, Vec<Argument<'c>>) {
    let mut in_method = (Scope::with(["self", "call", "content_type"]), Vec::new());
    let of_pages = if is_paged {
        &paging::OWN_METHODS[..]
    } else {
        &[]
    };
    let own = ["send", "decode", "with_timeout"].iter().chain(of_pages);
    let mut in_builder = (Scope::with(own.copied()), Vec::new());
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
        let chosen = content::choose(planner, &body.content);
        if chosen != Body::None {
            given.push(Argument {
                name: names.take("body".to_owned()),
                value: Given::Body(body, chosen),
            });
        }
    }
    (in_method.1, in_builder.1)
}
