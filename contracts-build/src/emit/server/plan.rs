//! What is decided about an operation before its code is made: names, the types of what it takes and gives, and what is
//! said about those. This goes through the operations in order; the code of each is then made alone.

use contracts_core::openapi::{Operation, Parameter, ParameterLocation, Response, Status};

use super::{
    Planner,
    content::{self, Given, GivenKind, Taken},
    events::Stream,
};
use crate::{
    emit::{self, parameter::is_json},
    lower::ir::{Limit, Scalar, Type},
    name::{self, Scope},
};

/// One operation, with every name decided.
pub(super) struct Plan<'c> {
    pub(super) operation: &'c Operation,
    /// Its trait.
    pub(super) api: String,
    pub(super) method: String,
    pub(super) request: String,
    pub(super) response: String,
    pub(super) descriptor: String,
    pub(super) handler: String,
    pub(super) parameters: Vec<Argument<'c>>,
    pub(super) body: Option<Body>,
    /// All declared responses, in the order in which statuses are matched.
    pub(super) answers: Vec<Answer<'c>>,
    /// The trait's method that supplies the failure event, where a stream has one.
    pub(super) unfinished: Option<String>,
}

/// A parameter.
pub(super) struct Argument<'c> {
    pub(super) parameter: &'c Parameter,
    pub(super) field: String,
    pub(super) ty: Type,
    pub(super) limits: Vec<Limit>,
}

/// The body of a request.
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) forms: Vec<Taken>,
    /// What each form keeps besides its type.
    pub(super) limits: Vec<Vec<Limit>>,
    /// The enum of its forms, where there are several.
    pub(super) several: Option<String>,
}

/// One declared response.
pub(super) struct Answer<'c> {
    pub(super) response: &'c Response,
    pub(super) variant: String,
    /// The struct of its headers, where it declares any.
    pub(super) headers: Option<String>,
    pub(super) forms: Vec<Given>,
    /// The enum of its forms, where there are several.
    pub(super) several: Option<String>,
}

impl Answer<'_> {
    pub(super) fn streams(&self) -> impl Iterator<Item = &Stream> {
        self.forms.iter().filter_map(|form| match &form.kind {
            GivenKind::Events(stream) => Some(&**stream),
            _ => None,
        })
    }

    /// Whether the operation chooses the status.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.response.status, Status::Code(_))
    }
}

impl Plan<'_> {
    /// Whether what it answers with depends on what the caller accepts.
    pub(super) fn has_choice(&self) -> bool {
        self.answers.iter().any(|answer| answer.forms.len() > 1)
    }

    /// The first stream that can fail in the contract's own way.
    pub(super) fn failing(&self) -> Option<&Stream> {
        let mut streams = self.answers.iter().flat_map(Answer::streams);
        streams.find(|stream| stream.failure.is_some())
    }

    pub(super) fn has_streams(&self) -> bool {
        self.answers
            .iter()
            .any(|answer| answer.streams().next().is_some())
    }
}

pub(super) fn plan<'c>(planner: &mut Planner<'c>, operation: &'c Operation) -> Plan<'c> {
    let base = name::type_case(&operation.id);
    let request = planner
        .names
        .take_type(name::type_case(&format!("{base}Request")));
    let response = planner
        .names
        .take_type(name::type_case(&format!("{base}Response")));
    let descriptor = planner.names.take(name::constant_case(&operation.id));
    let handler = name::snake_case(&format!("answer-{}", operation.id));
    let handler = planner.names.take(handler);
    let parameters = parameters(planner, operation);
    let body = body(planner, operation, &base);
    let mut variants = Scope::default();
    let answers: Vec<Answer<'c>> = operation
        .responses
        .iter()
        .map(|response| answer(planner, operation, response, &mut variants))
        .collect();
    let (api, methods) = planner.traits.of(operation);
    let method = methods.take(name::snake_case(&operation.id));
    let fails = answers
        .iter()
        .flat_map(Answer::streams)
        .any(|stream| stream.failure.is_some());
    let unfinished = fails.then(|| methods.take(name::snake_case(&format!("{method}-unfinished"))));
    Plan {
        operation,
        api,
        method,
        request,
        response,
        descriptor,
        handler,
        parameters,
        body,
        answers,
        unfinished,
    }
}

/// Those that can be read: what is in no template is in no path, which a finding has said.
fn parameters<'c>(planner: &mut Planner<'c>, operation: &'c Operation) -> Vec<Argument<'c>> {
    let mut fields = Scope::with(["accept", "body", "credentials", "head", "input"]);
    let in_template = |parameter: &&Parameter| {
        parameter.location != ParameterLocation::Path
            || operation.path.contains(&format!("{{{}}}", parameter.name))
    };
    let parameters = operation.parameters.iter().filter(in_template);
    parameters
        .map(|parameter| {
            let (ty, limits) = argument_type(planner, parameter);
            planner.shapes.mark(&ty);
            Argument {
                parameter,
                field: fields.take(name::snake_case(&parameter.name)),
                ty,
                limits,
            }
        })
        .collect()
}

/// What cannot be read yet is handed over as the text that it is on the wire.
fn argument_type(planner: &mut Planner<'_>, parameter: &Parameter) -> (Type, Vec<Limit>) {
    let text = (Type::Scalar(Scalar::Text), Vec::new());
    let is_form = parameter.location == ParameterLocation::QueryString
        && parameter.content.as_deref() == Some("application/x-www-form-urlencoded");
    if parameter.content.is_some() && !is_form && !is_json(parameter) {
        let message = format!(
            "the parameter `{}` is taken as text, in the form it has on the wire",
            parameter.name
        );
        planner.untyped(&parameter.pointer, message);
        return text;
    }
    let ir = planner.server.ir;
    let Some(pointer) = parameter.schema.as_ref() else {
        return text;
    };
    let Some(ty) = ir.types.get(pointer) else {
        return text;
    };
    (
        ty.clone(),
        ir.limits.get(pointer).cloned().unwrap_or_default(),
    )
}

fn body(planner: &mut Planner<'_>, operation: &Operation, base: &str) -> Option<Body> {
    let declared = operation.body.as_ref()?;
    let forms = content::taken(planner, &declared.content, base);
    if forms.is_empty() {
        return None;
    }
    for form in &forms {
        if let content::TakenKind::Json(ty)
        | content::TakenKind::Form(ty)
        | content::TakenKind::Text(ty)
        | content::TakenKind::Members(ty)
        | content::TakenKind::Parts(_, ty) = &form.kind
        {
            planner.shapes.mark(ty);
        }
    }
    let several = (forms.len() > 1).then(|| {
        planner
            .names
            .take_type(name::type_case(&format!("{base}RequestBody")))
    });
    let limits = declared.content.iter().map(|media| {
        let limits = media
            .schema
            .as_ref()
            .and_then(|pointer| planner.server.ir.limits.get(pointer));
        limits.cloned().unwrap_or_default()
    });
    Some(Body {
        required: declared.required,
        limits: limits.collect(),
        forms,
        several,
    })
}

fn answer<'c>(
    planner: &mut Planner<'c>,
    operation: &Operation,
    response: &'c Response,
    variants: &mut Scope,
) -> Answer<'c> {
    let variant = variants.take(name::status_variant(response.status));
    let hint = format!("{}-{variant}", operation.id);
    let base = name::type_case(&operation.id);
    let forms = content::given(planner, &response.content, &base);
    let several = (forms.len() > 1).then(|| {
        planner
            .names
            .take_type(name::type_case(&format!("{base}{variant}Body")))
    });
    Answer {
        response,
        headers: emit::headers::named(
            &mut planner.headers,
            &mut planner.names,
            planner.server.ir,
            response,
            &hint,
        ),
        variant,
        forms,
        several,
    }
}
