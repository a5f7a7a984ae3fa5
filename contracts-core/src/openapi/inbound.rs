//! Requests that the API makes: webhooks and callbacks (OpenAPI 3.1, sections 4.8.1 and 4.8.18).

use super::{Method, Operation, operation, sweep};
use crate::{
    Pointer,
    read::{Node, Reader},
};

/// Webhooks of the document and callbacks of its operations, in that order.
pub(super) fn read<'v>(
    cx: &mut Reader<'v>,
    root: &Node<'v>,
    operations: &[Operation],
) -> Vec<Operation> {
    let mut inbound = Vec::new();
    for (name, item) in root.get("webhooks").iter().flat_map(Node::members) {
        path_item(cx, name, item, &mut inbound);
    }
    for operation in operations {
        for (name, callback) in callbacks(cx, &operation.pointer) {
            let Some(callback) = sweep::resolve(cx, callback) else {
                continue;
            };
            let hint = format!("{}-{name}", operation.id);
            // The keys are expressions for the URL, which only the server evaluates.
            for (expression, item) in callback.members() {
                if !expression.starts_with("x-") && expression != "$ref" {
                    path_item(cx, &hint, item, &mut inbound);
                }
            }
        }
    }
    inbound
}

fn callbacks<'v>(cx: &Reader<'v>, operation: &Pointer) -> Vec<(&'v str, Node<'v>)> {
    let value = operation.find(cx.root);
    let node = value.map(|value| Node {
        value,
        pointer: operation.clone(),
    });
    let callbacks = node.and_then(|node| node.get("callbacks"));
    callbacks.iter().flat_map(Node::members).collect()
}

fn path_item<'v>(cx: &mut Reader<'v>, name: &str, item: Node<'v>, inbound: &mut Vec<Operation>) {
    let Some(item) = sweep::resolve(cx, item) else {
        return;
    };
    for method in Method::ALL {
        if let Some(node) = item.get(method.key()) {
            inbound.extend(operation::read_inbound(cx, name, &item, method, &node));
        }
    }
}
