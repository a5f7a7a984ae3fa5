use std::collections::BTreeSet;

use serde_json::Value;

use super::{Target, follow};
use crate::{
    Code, Pointer, Severity,
    finding::FILES,
    nearest,
    read::{Node, Reader},
};

const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Keywords whose value is a schema.
const ONE: &[&str] = &[
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value is a list of schemas.
const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords whose value maps names to schemas.
const MAP: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];

/// Reports schemas that make no sense, starting from `roots`: unknown types, keywords of the wrong type.
/// References are followed into other files only; what
/// else they lead to is a root of its own, or part of one.
pub(crate) fn check(cx: &mut Reader<'_>, roots: impl IntoIterator<Item = Pointer>) {
    let mut seen = BTreeSet::new();
    let mut open: Vec<Pointer> = roots.into_iter().collect();
    // Turned round, so that the roots come in their order.
    open.reverse();
    while let Some(pointer) = open.pop() {
        if let Some(value) = pointer.find(cx.root) {
            visit(cx, &Node { value, pointer }, &mut seen, &mut open);
        }
    }
}

fn visit<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    seen: &mut BTreeSet<Pointer>,
    open: &mut Vec<Pointer>,
) {
    if node.value.is_boolean() || !seen.insert(node.pointer.clone()) {
        return;
    }
    if cx.object(node).is_none() {
        return;
    }
    if let Some(reference) = node.get("$ref") {
        open.extend(other_file(cx, &reference));
        return;
    }
    check_type(cx, node);
    check_required(cx, node);
    check_keywords(cx, node);
    if let Some(values) = node.get("enum") {
        cx.list(&values);
    }
    for key in ONE {
        if let Some(schema) = node.get(key) {
            visit(cx, &schema, seen, open);
        }
    }
    for key in LIST {
        if let Some(list) = node.get(key) {
            for schema in cx.list(&list) {
                visit(cx, &schema, seen, open);
            }
        }
    }
    for key in MAP {
        if let Some(map) = node.get(key) {
            cx.object(&map);
            for (_, schema) in map.members() {
                visit(cx, &schema, seen, open);
            }
        }
    }
}

/// What stands in other files is no root, unless something leads there.
fn other_file(cx: &Reader<'_>, reference: &Node<'_>) -> Option<Pointer> {
    let Target::Found(pointer) = follow(cx.root, reference.value.as_str()?) else {
        return None;
    };
    let first = pointer.steps().next();
    (first.as_deref() == Some(FILES)).then_some(pointer)
}

/// Keywords besides those that hold schemas, of both dialects, in order. Others may be meant for other tools,
/// unless they are nearly one of these.
const KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "const",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "pattern",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

fn check_keywords<'v>(cx: &mut Reader<'v>, node: &Node<'v>) {
    let is_known = |key: &str| {
        let holds_schemas = [ONE, LIST, MAP].iter().any(|keys| keys.contains(&key));
        holds_schemas || KEYWORDS.binary_search(&key).is_ok()
    };
    let members = node.value.as_object().into_iter().flatten();
    for (key, _) in members {
        if key.starts_with("x-") || is_known(key) {
            continue;
        }
        let known = [KEYWORDS, ONE, LIST, MAP].concat();
        if let Some(near) = nearest(key, known) {
            let at = node.pointer.child(key);
            let finding = cx.report_key(Code::UnknownKey, &at, format!("unknown key `{key}`"));
            finding.severity = Severity::Warning;
            finding.help = Some(format!("did you mean `{near}`?"));
        }
    }
}

fn check_type<'v>(cx: &mut Reader<'v>, node: &Node<'v>) {
    let Some(member) = node.get("type") else {
        return;
    };
    let names = match member.value {
        Value::Array(_) => member.items().collect(),
        _ => vec![member],
    };
    for name in names {
        let Some(text) = name.value.as_str() else {
            cx.wrong_type(&name, "the name of a type");
            continue;
        };
        if TYPES.contains(&text) {
            continue;
        }
        let help = match nearest(text, TYPES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("types are {}", TYPES.join(", ")),
        };
        cx.report(
            Code::UnknownType,
            &name.pointer,
            format!("there is no type `{text}`"),
        )
        .help = Some(help);
    }
}

fn check_required<'v>(cx: &mut Reader<'v>, node: &Node<'v>) {
    let Some(required) = node.get("required") else {
        return;
    };
    for name in cx.list(&required) {
        cx.text(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    #[test]
    fn keywords_are_in_order() {
        assert!(KEYWORDS.is_sorted());
    }
}
