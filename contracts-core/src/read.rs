//! Reading objects out of a parsed document, with a finding for everything that does not fit.

use serde_json::{Map, Value};

use crate::{
    Code, Finding, Pointer, Severity,
    finding::Place,
    source::{SourceId, Sources},
};

/// A node of a parsed document and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Node<'v> {
    pub(crate) value: &'v Value,
    pub(crate) pointer: Pointer,
}

impl<'v> Node<'v> {
    pub(crate) fn root(value: &'v Value) -> Self {
        let pointer = Pointer::root();
        Self { value, pointer }
    }

    /// The member `key`, where this is an object that has it.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        let pointer = self.pointer.child(key);
        Some(Self { value, pointer })
    }

    /// The members, where this is an object; nothing otherwise.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'v str, Self)> + use<'v> {
        let pointer = self.pointer.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| {
            let pointer = pointer.child(key);
            (key.as_str(), Self { value, pointer })
        })
    }

    /// The items, where this is a list; nothing otherwise.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> + use<'v> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| {
            let pointer = pointer.item(index);
            Self { value, pointer }
        })
    }
}

/// What reading needs and collects: the document it reads, and the findings so far.
#[derive(Debug)]
pub(crate) struct Reader<'v> {
    pub(crate) source: &'v SourceId,
    pub(crate) sources: &'v Sources,
    pub(crate) root: &'v Value,
    pub(crate) findings: Vec<Finding>,
    /// How bad an unknown key is: an error in our own files, a warning in OpenAPI documents, which
    /// other tools write too.
    pub(crate) unknown_keys: Severity,
}

impl<'v> Reader<'v> {
    pub(crate) fn new(source: &'v SourceId, sources: &'v Sources, root: &'v Value) -> Self {
        let findings = Vec::new();
        let unknown_keys = Code::UnknownKey.severity();
        Self {
            source,
            sources,
            root,
            findings,
            unknown_keys,
        }
    }

    /// Reports a finding at a node's value.
    pub(crate) fn report(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.push(Finding::new(code, Place::value(self.source, at), message))
    }

    /// Reports a finding at a member's key.
    pub(crate) fn report_key(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.push(Finding::new(code, Place::key(self.source, at), message))
    }

    fn push(&mut self, finding: Finding) -> &mut Finding {
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The node as an object; a finding and `None` otherwise.
    pub(crate) fn object(&mut self, node: &Node<'v>) -> Option<&'v Map<String, Value>> {
        let object = node.value.as_object();
        if object.is_none() {
            self.wrong_type(node, "a mapping");
        }
        object
    }

    /// The node's items; a finding and nothing when it is no list.
    pub(crate) fn list(&mut self, node: &Node<'v>) -> Vec<Node<'v>> {
        if !node.value.is_array() {
            self.wrong_type(node, "a list");
        }
        node.items().collect()
    }

    /// The node as text. A number where text belongs (`version: 1.10`) is taken as it was written.
    pub(crate) fn text(&mut self, node: &Node<'v>) -> Option<String> {
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => {
                let raw = self.sources.raw(self.source, &node.pointer);
                Some(raw.map_or_else(|| number.to_string(), str::to_owned))
            }
            _ => {
                self.wrong_type(node, "text");
                None
            }
        }
    }

    /// The optional member `key` as text.
    pub(crate) fn text_at(&mut self, node: &Node<'v>, key: &str) -> Option<String> {
        self.text(&node.get(key)?)
    }

    /// The optional member `key` as true or false.
    pub(crate) fn flag_at(&mut self, node: &Node<'v>, key: &str) -> Option<bool> {
        let member = node.get(key)?;
        let flag = member.value.as_bool();
        if flag.is_none() {
            self.wrong_type(&member, "true or false");
        }
        flag
    }

    /// The member `key`; a finding at the object when it is missing.
    pub(crate) fn require(&mut self, node: &Node<'v>, key: &str) -> Option<Node<'v>> {
        let member = node.get(key);
        if member.is_none() && node.value.is_object() {
            let message = format!("`{key}` is missing here");
            self.report_key(Code::MissingKey, &node.pointer, message);
        }
        member
    }

    pub(crate) fn wrong_type(&mut self, node: &Node<'v>, expected: &str) {
        let found = kind(node.value);
        let message = format!("expected {expected}, found {found}");
        self.report(Code::WrongType, &node.pointer, message);
    }

    /// Reports members that are not among `known`, with the nearest one that is.
    /// Extensions (`x-…`) pass.
    pub(crate) fn known_keys(&mut self, node: &Node<'v>, known: &[&str]) {
        for (key, member) in node.members() {
            if known.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let severity = self.unknown_keys;
            let finding = self.report_key(
                Code::UnknownKey,
                &member.pointer,
                format!("unknown key `{key}`"),
            );
            finding.severity = severity;
            finding.help = Some(match nearest(key, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys are {}", known.join(", ")),
            });
        }
    }
}

/// What a value is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// The candidate most like `word`, unless all of them are quite different.
///
/// ```
/// use contracts_core::nearest;
///
/// assert_eq!(nearest("documnets", ["documents", "artifacts"]), Some("documents"));
/// assert_eq!(nearest("colour", ["documents", "artifacts"]), None);
/// ```
pub fn nearest<'c, S: AsRef<str> + ?Sized + 'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c S>,
) -> Option<&'c str> {
    let scored = candidates.into_iter().map(|candidate| {
        let candidate = candidate.as_ref();
        (strsim::damerau_levenshtein(word, candidate), candidate)
    });
    let limit = (word.chars().count() / 4).max(1);
    scored
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
