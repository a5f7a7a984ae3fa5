//! Accepted findings: `x-contracts-allow` at a node silences rules there and below.

use serde_json::Value;

use crate::{
    Code, Finding, Pointer,
    finding::{FILES, Place, Spot},
    nearest,
    read::Node,
    source::SourceId,
};

/// The list of what is accepted at a node and below.
const ALLOW: &str = "x-contracts-allow";

/// Drops findings that the document accepts, and reports acceptances that name no rule.
pub(crate) fn accept(root: &Value, source: &SourceId, findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| !accepts(root, source, finding))
        .collect();
    check_allows(root, &mut Pointer::root(), source, &mut kept);
    kept
}

/// Whether an `x-contracts-allow` at the finding's node, or at one around it, names its rule.
pub(crate) fn accepts(root: &Value, source: &SourceId, finding: &Finding) -> bool {
    let (Spot::Value(pointer) | Spot::Key(pointer)) = &finding.place.spot else {
        return false;
    };
    let mut at = Some(bundled(root, source, &finding.place.source, pointer));
    while let Some(pointer) = at {
        let accepted = pointer
            .find(root)
            .and_then(|node| node.get(ALLOW)?.as_array());
        let names =
            |entry: &Value| entry.get("code").and_then(Value::as_str) == Some(finding.code.id());
        if accepted.is_some_and(|list| list.iter().any(names)) {
            return true;
        }
        at = pointer.parent();
    }
    false
}

/// Where a place of one of the files is in the bundle.
fn bundled(root: &Value, source: &SourceId, file: &SourceId, pointer: &Pointer) -> Pointer {
    let base = Pointer::root().child(FILES).child(file.as_str());
    if file == source || base.find(root).is_none() {
        return pointer.clone();
    }
    base.join(pointer)
}

/// An acceptance that names no rule would silently accept nothing.
fn check_allows(node: &Value, way: &mut Pointer, source: &SourceId, findings: &mut Vec<Finding>) {
    match node {
        Value::Object(members) => {
            if let Some(value) = members.get(ALLOW) {
                let pointer = way.child(ALLOW);
                check_entries(&Node { value, pointer }, source, findings);
            }
            for (key, member) in members {
                let length = way.enter(key);
                check_allows(member, way, source, findings);
                way.leave(length);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let length = way.enter_item(index);
                check_allows(item, way, source, findings);
                way.leave(length);
            }
        }
        _ => {}
    }
}

fn check_entries(allows: &Node<'_>, source: &SourceId, findings: &mut Vec<Finding>) {
    for entry in allows.items() {
        let code = entry.get("code");
        let known = code.as_ref().and_then(|code| code.value.as_str());
        if known.is_some_and(|id| Code::ALL.iter().any(|code| code.id() == id)) {
            continue;
        }
        let at = code.map_or(entry.pointer, |code| code.pointer);
        let near = known.and_then(|id| nearest(id, Code::ALL.iter().map(|code| code.id())));
        let mut finding = Finding::new(
            Code::InvalidValue,
            Place::value(source, &at),
            "an accepted finding needs the `code` of a rule",
        );
        finding.help = near.map(|near| format!("did you mean `{near}`?"));
        findings.push(finding);
    }
}
