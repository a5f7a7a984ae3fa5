//! What the wording of a problem looks up: the schema around a rule, the value, whether it may be shown.

use serde_json::Value;

use super::annotation::Annotations;
use super::document::Document;
use super::pointer;
use super::quote::{label, quote_value};
use super::schema::Schema;

/// What wording needs to know besides the problem.
pub(super) struct Context<'a> {
    pub(super) schema: &'a Schema,
    pub(super) document: &'a Document,
    pub(super) annotations: &'a Annotations,
}

impl Context<'_> {
    /// The schema object that holds the keyword at `rule`.
    pub(super) fn schema_of(&self, rule: &str) -> Option<&Value> {
        self.schema.at(pointer::split(rule)?.0)
    }

    /// The description of the innermost `then` or `else` that a rule stands in: it says why the rule holds.
    pub(super) fn rule_description(&self, rule: &str) -> Option<String> {
        let mut rest = rule;
        while let Some((parent, segment)) = pointer::split(rest) {
            let conditional = matches!(segment.as_str(), "then" | "else");
            if conditional
                && self
                    .schema
                    .at(parent)
                    .is_some_and(|schema| schema.get("if").is_some())
            {
                let description = self.schema.at(rest)?.get("description")?.as_str()?;
                return Some(description.to_owned());
            }
            rest = parent;
        }
        None
    }

    /// An example from the schema object that holds the keyword at `rule`.
    pub(super) fn example(&self, rule: &str) -> Option<String> {
        let example = self.schema_of(rule)?.get("examples")?.get(0)?;
        Some(format!("for example {}", quote_value(example)))
    }

    /// The value at `pointer`, unless it is secret.
    pub(super) fn quotable(&self, pointer: &str) -> Option<&Value> {
        self.document
            .value
            .pointer(pointer)
            .filter(|_| !self.annotations.is_secret(&self.document.value, pointer))
    }

    pub(super) fn quoted(&self, pointer: &str) -> Option<String> {
        self.quotable(pointer).map(quote_value)
    }

    /// "`ctx` is 0, but", or "`token`" alone when the value must not be shown.
    pub(super) fn subject_is(&self, pointer: &str) -> String {
        let subject = label(&self.document.value, pointer);
        match self.quoted(pointer) {
            Some(value) => format!("{subject} is {value}, but"),
            None => subject,
        }
    }

    /// " in `server`", or nothing for the root.
    pub(super) fn within(&self, pointer: &str) -> String {
        if pointer.is_empty() {
            String::new()
        } else {
            format!(" in {}", label(&self.document.value, pointer))
        }
    }
}
