//! Names that schemas give themselves: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12, sections 8.2.1
//! and 8.2.2).
//!
//! A schema with an `$id` is a resource of its own: references inside it are relative to it. Afterwards every
//! reference is a pointer, and nobody else has to know of names.

use serde_json::Value;

use crate::Pointer;

/// The resources of one file and what is named in them.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Where each resource begins, with its URI; the file itself is the first.
    resources: Vec<(Pointer, String)>,
    /// A name, and the node it names.
    anchors: Vec<(String, Pointer)>,
}

impl Ids {
    /// What is named in a file, whose own URI is `base`.
    pub(super) fn of(file: &Value, base: &str) -> Self {
        if !has_names(file) {
            return Self::default();
        }
        let own = file.get("$self").and_then(Value::as_str);
        let base = own.map_or_else(|| base.to_owned(), |own| join(base, own));
        let mut ids = Self {
            resources: vec![(Pointer::root(), base)],
            anchors: Vec::new(),
        };
        ids.collect(file, &Pointer::root());
        ids
    }

    fn collect(&mut self, value: &Value, at: &Pointer) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(id)) = members.get("$id") {
                    let uri = join(self.base(at).1, id);
                    self.resources.push((at.clone(), uri));
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Value::String(name)) = members.get(key) {
                        self.anchors.push((name.clone(), at.clone()));
                    }
                }
                for (key, member) in members {
                    self.collect(member, &at.child(key));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect(item, &at.item(index));
                }
            }
            _ => {}
        }
    }

    /// The resource that a node is in: where it begins, and its URI.
    fn base(&self, at: &Pointer) -> (Pointer, &str) {
        let around = self
            .resources
            .iter()
            .filter(|(start, _)| at.below(start).is_some());
        let innermost = around.max_by_key(|(start, _)| start.as_str().len());
        let start = innermost.map_or_else(Pointer::root, |(start, _)| start.clone());
        (start, innermost.map_or("", |(_, uri)| uri))
    }

    /// The URI that a reference means which stands at a node.
    pub(super) fn uri(&self, at: &Pointer, reference: &str) -> String {
        join(self.base(at).1, reference)
    }

    /// Whether there is anything but the file.
    pub(super) fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// The node that a fragment names, in the resource that a node is in.
    pub(super) fn near(&self, at: &Pointer, fragment: &str, file: &Value) -> Option<Pointer> {
        self.inside(&self.base(at).0, fragment, file)
    }

    /// The node that a fragment names, in the resource of a URI.
    pub(super) fn find(&self, uri: &str, fragment: &str, file: &Value) -> Option<Pointer> {
        let (start, _) = self.resources.iter().find(|(_, own)| own == uri)?;
        self.inside(start, fragment, file)
    }

    fn inside(&self, start: &Pointer, fragment: &str, file: &Value) -> Option<Pointer> {
        if let Some(pointer) = Pointer::parse(fragment) {
            let pointer = start.join(&pointer);
            return pointer.find(file).is_some().then_some(pointer);
        }
        let mut named = self
            .anchors
            .iter()
            .filter(|(name, at)| name == fragment && self.base(at).0 == *start);
        named.next().map(|(_, at)| at.clone())
    }
}

/// Whether any schema has a name: most documents have none, and pay for no pointers then.
fn has_names(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, member)| match key.as_str() {
            "$id" | "$anchor" | "$dynamicAnchor" | "$self" if member.is_string() => true,
            _ => has_names(member),
        }),
        Value::Array(items) => items.iter().any(has_names),
        _ => false,
    }
}

/// A reference without its fragment, relative to a base (RFC 3986, section 5.2, for paths as they occur).
fn join(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default();
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (origin, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (format!("{scheme}://{host}/"), path)
        }
        None => (String::new(), base),
    };
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    if reference.starts_with('/') {
        parts.clear();
    }
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{origin}{}", parts.join("/"))
}

/// Whether it begins with a scheme, such as `https:` or `urn:`.
fn has_scheme(reference: &str) -> bool {
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.len() > 1
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_relative_to_their_base() {
        let cases = [
            ("api/pets.yaml", "", "api/pets.yaml"),
            ("api/pets.yaml", "cat", "api/cat"),
            ("api/pets.yaml", "../cat#x", "cat"),
            ("https://a.example/b/c", "d", "https://a.example/b/d"),
            ("https://a.example/b/c", "/d", "https://a.example/d"),
            ("https://a.example/b/c", "./../d", "https://a.example/d"),
            ("https://a.example", "d", "https://a.example/d"),
            ("a.yaml", "urn:x:y", "urn:x:y"),
        ];
        for (base, reference, expect) in cases {
            assert_eq!(join(base, reference), expect, "{base} {reference}");
        }
    }
}
