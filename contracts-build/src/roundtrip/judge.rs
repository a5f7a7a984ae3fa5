//! Whether examples are what their schemas say.

use std::collections::BTreeMap;

use contracts_core::{
    Pointer,
    openapi::{Contract, Version},
};
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::{
    compare::Meaning,
    dialect::{Dialect, MARK, Node},
};
use crate::lower::uses::Direction;

/// A value and the schema that it is an example of.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    pub(super) schema: &'q Pointer,
    pub(super) value: &'q Value,
}

/// What became of a question.
pub(super) enum Answer {
    Invalid,
    /// Which schemas describe which part of it.
    Valid(Meaning),
    /// The schema cannot be judged by.
    Unusable,
}

const DOCUMENT: &str = "urn:contracts:document";

/// Judges values of one kind of message; the nodes are those that the meanings name.
pub(super) fn judge(
    contract: &Contract,
    side: Option<Direction>,
    questions: &[Question<'_>],
) -> (Vec<Answer>, Vec<Node>) {
    let version: Version = contract.version;
    let mut dialect = Dialect::new(&contract.document, version, side);
    let references = questions.iter().map(|it| dialect.reference(it.schema));
    let references: Vec<String> = references.collect();
    let definitions = dialect.definitions();
    let registry = Registry::new()
        .draft(Draft::Draft202012)
        .add(DOCUMENT, definitions)
        .and_then(|registry| registry.prepare());
    let mut validators: BTreeMap<&str, Option<Validator>> = BTreeMap::new();
    let answers = questions.iter().zip(&references);
    let answers = answers.map(|(question, reference)| {
        let Ok(registry) = &registry else {
            return Answer::Unusable;
        };
        let validator = validators.entry(reference).or_insert_with(|| {
            let schema = json!({"$ref": format!("{DOCUMENT}{reference}")});
            let options = jsonschema::options().with_draft(Draft::Draft202012);
            let options = options.should_validate_formats(false);
            options.with_registry(registry).build(&schema).ok()
        });
        match validator {
            Some(validator) => answer(validator, question.value),
            None => Answer::Unusable,
        }
    });
    let answers = answers.collect();
    (answers, dialect.nodes)
}

fn answer(validator: &Validator, value: &Value) -> Answer {
    if !validator.is_valid(value) {
        return Answer::Invalid;
    }
    let evaluation = validator.evaluate(value);
    let mut meaning = Meaning::default();
    for entry in evaluation.iter_annotations() {
        let mark = entry.annotations.value().get(MARK);
        if let Some(node) = mark.and_then(Value::as_u64) {
            let node = usize::try_from(node).unwrap_or_default();
            meaning.note(entry.instance_location.as_str(), node);
        }
    }
    Answer::Valid(meaning)
}

#[cfg(test)]
mod tests;
