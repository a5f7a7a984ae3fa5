//! What holds anywhere in a document: references lead somewhere, extensions are spelled right.

use serde_json::Value;

use crate::{
    Code, Pointer,
    finding::FILES,
    nearest,
    read::{Node, Reader},
    schema::{self, Target},
};

/// The extensions of DESIGN.md. Others are ignored, except near misses of these.
const EXTENSIONS: &[&str] = &[
    "x-req-id",
    "x-sse-events",
    "x-sse-grammar",
    "x-examples",
    "x-echo",
    "x-pagination",
    "x-stability-level",
    "x-sunset",
    "x-contracts-allow",
];

/// Below these keys stands data, not a description of data.
const DATA: &[&str] = &[
    "example",
    "examples",
    "default",
    "enum",
    "const",
    "value",
    "x-examples",
];

/// Keys of these objects are names that the author chose, or statuses and the like.
const NAMED: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mapping",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "webhooks",
    FILES,
];

/// What a walk over a document comes across.
enum Found<'v> {
    /// The value of a `$ref`.
    Ref(Node<'v>),
    /// An extension.
    Extension(&'v str, Node<'v>),
}

/// Calls `found` for every reference and extension, data and chosen names left out.
fn walk<'v>(document: &'v Value, found: &mut dyn FnMut(Found<'v>)) {
    walk_below(document, &mut Pointer::root(), false, found);
}

fn walk_below<'v>(
    node: &'v Value,
    way: &mut Pointer,
    names: bool,
    found: &mut dyn FnMut(Found<'v>),
) {
    match node {
        Value::Object(members) => {
            if !names && let Some(value) = members.get("$ref") {
                let pointer = way.child("$ref");
                found(Found::Ref(Node { value, pointer }));
            }
            for (key, value) in members {
                if !names && DATA.contains(&key.as_str()) {
                    continue;
                }
                let length = way.enter(key);
                let is_extension = !names && key.starts_with("x-") && key != FILES;
                if is_extension {
                    let pointer = way.clone();
                    found(Found::Extension(key, Node { value, pointer }));
                }
                if !is_extension || key == "x-sse-events" {
                    let names = !names && NAMED.contains(&key.as_str());
                    walk_below(value, way, names, found);
                }
                way.leave(length);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let length = way.enter_item(index);
                walk_below(item, way, false, found);
                way.leave(length);
            }
        }
        _ => {}
    }
}

/// Calls `each` with the place and text of every reference.
pub(super) fn each_ref(document: &Value, each: &mut dyn FnMut(&Pointer, &str)) {
    walk(document, &mut |found| {
        if let Found::Ref(node) = found
            && let Some(text) = node.value.as_str()
        {
            each(&node.pointer, text);
        }
    });
}

/// Reports every reference that leads nowhere and every misspelled extension.
pub(super) fn sweep(cx: &mut Reader<'_>) {
    walk(cx.root, &mut |found| match found {
        Found::Ref(node) => check_ref(cx, &node),
        Found::Extension(key, member) => check_extension(cx, key, &member),
    });
}

fn check_ref<'v>(cx: &mut Reader<'v>, node: &Node<'v>) {
    let Some(text) = node.value.as_str() else {
        cx.wrong_type(node, "text");
        if node.value.is_null()
            && let Some(finding) = cx.findings.last_mut()
        {
            let help = "`#` begins a comment in YAML; write the reference in quotes";
            finding.help = Some(help.to_owned());
        }
        return;
    };
    match schema::follow(cx.root, text) {
        Target::Found(_) => {}
        // The bundle has said why it does not lead there.
        Target::Remote => {}
        Target::Cycle => {
            let message = format!("`{}` leads back to itself", written(text));
            cx.report(Code::RefCycle, &node.pointer, message);
        }
        Target::TooFar => {
            let most = schema::MOST_LINKS;
            let message = format!(
                "`{}` leads through more than {most} other references",
                written(text)
            );
            cx.report(Code::RefCycle, &node.pointer, message);
        }
        Target::Missing => {
            let near = nearest_sibling(cx.root, text);
            let finding = cx.report(
                Code::DanglingRef,
                &node.pointer,
                format!("`{}` names nothing", written(text)),
            );
            finding.help = Some(match near {
                Some(near) => format!("did you mean `{}`?", written(&near)),
                None => "add what it names, or correct the reference".to_owned(),
            });
        }
    }
}

/// A reference into another file as people write it, with the file's path from the root.
fn written(reference: &str) -> String {
    let pointer = reference.strip_prefix('#').and_then(Pointer::parse);
    let file = pointer.as_ref().and_then(|pointer| {
        let mut steps = pointer.steps();
        steps.next().filter(|step| step == FILES)?;
        steps.next()
    });
    match (pointer, file) {
        (Some(pointer), Some(file)) => {
            let base = Pointer::root().child(FILES).child(&file);
            format!("{file}#{}", pointer.below(&base).unwrap_or_default())
        }
        _ => reference.to_owned(),
    }
}

/// The nearest name in the place where the reference looks.
fn nearest_sibling(root: &Value, reference: &str) -> Option<String> {
    let pointer = Pointer::parse(reference.strip_prefix('#')?)?;
    let parent = pointer.parent()?;
    let names = parent.find(root)?.as_object()?.keys();
    let near = nearest(&pointer.last()?, names)?;
    Some(format!("#{}", parent.child(near)))
}

fn check_extension(cx: &mut Reader<'_>, key: &str, member: &Node<'_>) {
    if EXTENSIONS.contains(&key) {
        return;
    }
    if let Some(near) = nearest(key, EXTENSIONS) {
        let message = format!("unknown extension `{key}`");
        cx.report_key(Code::UnknownExtension, &member.pointer, message)
            .help = Some(format!(
            "did you mean `{near}`? Other extensions are ignored"
        ));
    }
}

/// The node itself, or what its `$ref` leads to. `None`, already reported, when it leads nowhere.
pub(super) fn resolve<'v>(cx: &Reader<'v>, node: Node<'v>) -> Option<Node<'v>> {
    let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else {
        return Some(node);
    };
    match schema::follow(cx.root, reference) {
        Target::Found(pointer) => {
            let value = pointer.find(cx.root)?;
            Some(Node { value, pointer })
        }
        Target::Remote | Target::Cycle | Target::TooFar | Target::Missing => None,
    }
}
