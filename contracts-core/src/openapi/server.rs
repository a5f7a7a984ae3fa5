//! Base URLs, and the variables in them.

use std::collections::BTreeSet;

use super::{Server, ServerVariable, operation};
use crate::{
    Code, nearest,
    read::{Node, Reader},
};

/// The servers of the document, of a path item or of an operation.
pub(super) fn read<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Vec<Server> {
    let Some(list) = node.get("servers") else {
        return Vec::new();
    };
    let nodes = cx.list(&list).into_iter();
    nodes.filter_map(|node| server(cx, &node)).collect()
}

fn server<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<Server> {
    cx.object(node)?;
    cx.known_keys(node, &["url", "name", "description", "variables"]);
    let url = cx.require(node, "url")?;
    let text = cx.text(&url)?;
    let declared = node.get("variables");
    let mut variables = Vec::new();
    for (name, node) in declared.iter().flat_map(Node::members) {
        variables.extend(variable(cx, name, &node));
    }
    let names: BTreeSet<&str> = declared
        .iter()
        .flat_map(Node::members)
        .map(|(name, _)| name)
        .collect();
    for used in operation::variables(&text).filter(|used| !names.contains(used)) {
        let message = format!("the server's URL has a variable `{{{used}}}` that is not declared");
        let near = nearest(used, &names);
        cx.report(Code::ServerVariable, &url.pointer, message).help = Some(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it below `variables`, with a `default`: `{used}`"),
        });
    }
    Some(Server {
        url: text,
        name: cx.text_at(node, "name"),
        description: cx.text_at(node, "description"),
        variables,
    })
}

fn variable<'v>(cx: &mut Reader<'v>, name: &str, node: &Node<'v>) -> Option<ServerVariable> {
    cx.object(node)?;
    cx.known_keys(node, &["enum", "default", "description"]);
    let values = match node.get("enum") {
        Some(list) => cx.list(&list),
        None => Vec::new(),
    };
    let values: Vec<String> = values.iter().filter_map(|value| cx.text(value)).collect();
    let Some(default) = node.get("default") else {
        let message = format!("the server variable `{name}` has no `default`");
        cx.report_key(Code::ServerVariable, &node.pointer, message)
            .help = Some("add one: it is what a client uses when nobody says".to_owned());
        return None;
    };
    let text = cx.text(&default)?;
    if !values.is_empty() && !values.contains(&text) {
        let message = format!("the default `{text}` is none of the values of `{name}`");
        cx.report(Code::ServerVariable, &default.pointer, message)
            .help = Some(format!("its values are {}", values.join(", ")));
        return None;
    }
    Some(ServerVariable {
        name: name.to_owned(),
        default: text,
        values,
        description: cx.text_at(node, "description"),
    })
}
