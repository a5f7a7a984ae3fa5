use std::collections::{BTreeMap, BTreeSet};

use super::{
    Lifecycle, MediaType, Method, Operation, Parameter, ParameterLocation, RequestBody, Server,
    media, pagination, parameter, response, security, server, sweep,
};
use crate::{
    Code, Pointer,
    read::{Node, Reader},
};

/// The operation ids seen so far, and where.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, Pointer>);

const KEYS: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

pub(super) fn read<'v>(
    cx: &mut Reader<'v>,
    ids: &mut Ids,
    path: &str,
    item: &Node<'v>,
    method: Method,
    node: &Node<'v>,
) -> Option<Operation> {
    cx.object(node)?;
    let id = operation_id(cx, ids, path, &method, node);
    let mut operation = described(cx, id, path, item, method, node);
    check_path(cx, path, node, &mut operation.parameters);
    if let Some(node) = node.get("x-pagination") {
        operation.pagination = pagination::read(cx, &node, &operation);
    }
    Some(operation)
}

/// A webhook or callback: it has no path, and is called by its name where it has no id.
pub(super) fn read_inbound<'v>(
    cx: &mut Reader<'v>,
    name: &str,
    item: &Node<'v>,
    method: Method,
    node: &Node<'v>,
) -> Option<Operation> {
    cx.object(node)?;
    let id = node.get("operationId").and_then(|id| cx.text(&id));
    let id = id.unwrap_or_else(|| name.to_owned());
    Some(described(cx, id, "", item, method, node))
}

/// What an operation says, its id and path aside.
fn described<'v>(
    cx: &mut Reader<'v>,
    id: String,
    path: &str,
    item: &Node<'v>,
    method: Method,
    node: &Node<'v>,
) -> Operation {
    cx.known_keys(node, KEYS);
    Operation {
        id,
        pointer: node.pointer.clone(),
        method,
        path: path.to_owned(),
        summary: cx.text_at(node, "summary"),
        description: cx.text_at(node, "description"),
        deprecated: cx.flag_at(node, "deprecated").unwrap_or(false),
        tags: texts(cx, node, "tags"),
        parameters: parameters(cx, item, node),
        body: body(cx, node),
        responses: response::read_all(cx, node),
        security: security::alternatives(cx, node),
        servers: servers(cx, item, node),
        lifecycle: Lifecycle {
            stability: cx.text_at(node, "x-stability-level"),
            sunset: cx.text_at(node, "x-sunset"),
        },
        requirements: requirements(cx, node),
        pagination: None,
    }
}

fn operation_id<'v>(
    cx: &mut Reader<'v>,
    ids: &mut Ids,
    path: &str,
    method: &Method,
    node: &Node<'v>,
) -> String {
    let made_up = format!("{}{}", method.key(), path.replace(['/', '{', '}'], "_"));
    let Some(member) = node.get("operationId") else {
        let message = "this operation has no `operationId`";
        cx.report_key(Code::MissingOperationId, &node.pointer, message)
            .help = Some(format!("add one; until then it is called `{made_up}`"));
        return made_up;
    };
    let Some(id) = cx.text(&member) else {
        return method.key().to_owned() + path;
    };
    if let Some(first) = ids.0.get(&id) {
        let steps: Vec<String> = first.steps().skip(1).take(2).collect();
        let other = steps
            .iter()
            .rev()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let message = format!("the operationId `{id}` is taken by `{other}`");
        cx.report(Code::DuplicateOperationId, &member.pointer, message)
            .help = Some("give each operation an id of its own".to_owned());
        return made_up;
    } else {
        ids.0.insert(id.clone(), node.pointer.clone());
    }
    id
}

/// Parameters of the path item, replaced by the operation's own where name and place agree.
fn parameters<'v>(cx: &mut Reader<'v>, item: &Node<'v>, node: &Node<'v>) -> Vec<Parameter> {
    let shared = read_parameters(cx, item);
    let own = read_parameters(cx, node);
    let overridden = |p: &Parameter| {
        own.iter()
            .any(|o| o.name == p.name && o.location == p.location)
    };
    let kept = shared
        .into_iter()
        .filter(|p| !overridden(p))
        .collect::<Vec<_>>();
    kept.into_iter().chain(own).collect()
}

fn read_parameters<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Vec<Parameter> {
    let Some(list) = node.get("parameters") else {
        return Vec::new();
    };
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in cx.list(&list) {
        let Some(read) = parameter::read(cx, node.clone()) else {
            continue;
        };
        let same = |p: &&Parameter| p.name == read.name && p.location == read.location;
        if parameters.iter().any(|p| same(&p)) {
            let message = format!(
                "the {} parameter `{}` is declared twice",
                read.location.as_str(),
                read.name
            );
            cx.report(Code::DuplicateParameter, &node.pointer, message);
            continue;
        }
        parameters.push(read);
    }
    parameters
}

/// Each variable of the template needs a parameter, and the other way round. Afterwards it is so: a variable
/// without one is text.
fn check_path(cx: &mut Reader<'_>, path: &str, node: &Node<'_>, parameters: &mut Vec<Parameter>) {
    let variables: BTreeSet<&str> = variables(path).collect();
    let declared: BTreeSet<&str> = parameters
        .iter()
        .filter(|p| p.location == ParameterLocation::Path)
        .map(|p| p.name.as_str())
        .collect();
    let mut implied = Vec::new();
    for variable in variables.difference(&declared) {
        implied.push(parameter::implied(variable, node));
        let message = format!("the path variable `{{{variable}}}` has no parameter");
        cx.report_key(Code::PathParameter, &node.pointer, message)
            .help = Some(format!("declare a parameter `{variable}` with `in: path`"));
    }
    parameters.retain(|parameter| {
        let fits = parameter.location != ParameterLocation::Path
            || variables.contains(parameter.name.as_str());
        if !fits {
            let message = format!("the path `{path}` has no variable `{{{}}}`", parameter.name);
            cx.report(Code::PathParameter, &parameter.pointer, message);
        }
        fits
    });
    parameters.append(&mut implied);
}

/// The variables of a path template, without their braces.
pub(super) fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn body<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<RequestBody> {
    let node = sweep::resolve(cx, node.get("requestBody")?)?;
    cx.object(&node)?;
    cx.known_keys(&node, &["description", "content", "required", "$ref"]);
    let content = cx.require(&node, "content");
    Some(RequestBody {
        description: cx.text_at(&node, "description"),
        required: cx.flag_at(&node, "required").unwrap_or(false),
        content: content
            .map(|content| media::read_all(cx, &content))
            .unwrap_or_default(),
    })
}

fn servers<'v>(cx: &mut Reader<'v>, item: &Node<'v>, node: &Node<'v>) -> Vec<Server> {
    let own = server::read(cx, node);
    if node.get("servers").is_some() {
        own
    } else {
        server::read(cx, item)
    }
}

/// The optional list of texts `key`.
pub(super) fn texts<'v>(cx: &mut Reader<'v>, node: &Node<'v>, key: &str) -> Vec<String> {
    let Some(list) = node.get(key) else {
        return Vec::new();
    };
    let items = cx.list(&list);
    items.iter().filter_map(|item| cx.text(item)).collect()
}

/// `x-req-id`: one id or a list of them.
pub(super) fn requirements<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Vec<String> {
    match node.get("x-req-id") {
        Some(list) if list.value.is_array() => texts(cx, node, "x-req-id"),
        Some(one) => cx.text(&one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Every schema that the operations name, by pointer.
pub(super) fn schemas(operations: &[Operation]) -> Vec<Pointer> {
    let mut schemas = Vec::new();
    for operation in operations {
        schemas.extend(operation.parameters.iter().filter_map(|p| p.schema.clone()));
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let answers = operation
            .responses
            .iter()
            .flat_map(|response| &response.content);
        schemas.extend(bodies.chain(answers).flat_map(media_schemas));
        let headers = operation
            .responses
            .iter()
            .flat_map(|response| &response.headers);
        schemas.extend(headers.filter_map(|header| header.schema.clone()));
    }
    schemas
}

fn media_schemas(media: &MediaType) -> impl Iterator<Item = Pointer> + '_ {
    let events = media.events.iter().flat_map(|stream| &stream.events);
    let events = events.filter_map(|event| event.schema.clone());
    let whole = [&media.schema, &media.items];
    let headers = media.encoding.values().flat_map(|member| &member.headers);
    let headers = headers.filter_map(|header| header.schema.clone());
    let whole = whole.into_iter().flatten().cloned();
    whole.chain(events).chain(headers)
}
