//! The examples of a document, each with the types that it goes through, and judged by the document's schemas.

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::{Pointer, openapi::Contract};

use super::{
    compare::Meaning,
    dialect::Node,
    examples::{self, Example},
    judge::{self, Answer, Question},
    types::{self, Typed},
};
use crate::{
    emit::types::{Home, type_path},
    lower::{
        ir::{Ir, Type},
        uses::Direction,
    },
    tokens::quote,
};

/// What is tried, and what cannot be.
#[derive(Debug, Default)]
pub(super) struct Cases {
    /// The examples that are valid, in the order of their pointers.
    pub(super) valid: Vec<Case>,
    /// How many examples there are.
    pub(super) examples: usize,
    /// How many are of a schema that has no type of its own.
    pub(super) untyped: usize,
    /// How many are of a schema that no validator takes.
    pub(super) unjudged: usize,
    /// The nodes that meanings name, for each kind of message.
    nodes: BTreeMap<Option<Direction>, Vec<Node>>,
}

/// A valid example on its way through a type.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) example: Example,
    /// The type, as the program names it.
    pub(super) ty: String,
    pub(super) meaning: Meaning,
    side: Option<Direction>,
}

impl Cases {
    pub(super) fn of(contract: &Contract, ir: &Ir) -> Self {
        let examples = examples::of(contract);
        let types = types::of(contract, ir);
        let mut cases = Self::default();
        let mut typed: BTreeMap<Option<Direction>, Vec<(&Example, String)>> = BTreeMap::new();
        let mut seen: BTreeSet<(&Pointer, String)> = BTreeSet::new();
        for example in &examples {
            let Some(types) = types.get(&example.schema) else {
                cases.untyped += 1;
                continue;
            };
            for Typed { ty, side } in types {
                let ty = path(ty);
                if seen.insert((&example.at, ty.clone())) {
                    typed.entry(*side).or_default().push((example, ty));
                }
            }
        }
        cases.examples = cases.untyped + seen.len();
        for (side, examples) in typed {
            cases.judge(contract, side, examples);
        }
        let order = |one: &Case, other: &Case| one.example.at.cmp(&other.example.at);
        cases.valid.sort_by(order);
        cases
    }

    /// Adds the examples that are valid in one kind of message.
    fn judge(
        &mut self,
        contract: &Contract,
        side: Option<Direction>,
        examples: Vec<(&Example, String)>,
    ) {
        let questions = examples.iter().map(|(example, _)| Question {
            schema: &example.schema,
            value: &example.value,
        });
        let questions: Vec<Question<'_>> = questions.collect();
        let (answers, nodes) = judge::judge(contract, side, &questions);
        self.nodes.insert(side, nodes);
        for ((example, ty), answer) in examples.into_iter().zip(answers) {
            match answer {
                Answer::Valid(meaning) => self.valid.push(Case {
                    example: example.clone(),
                    ty,
                    meaning,
                    side,
                }),
                Answer::Unusable => self.unjudged += 1,
                Answer::Invalid => {}
            }
        }
    }

    /// The nodes that a case's meaning names.
    pub(super) fn nodes(&self, case: &Case) -> &[Node] {
        self.nodes.get(&case.side).map_or(&[], Vec::as_slice)
    }
}

/// A type as the program names it, whose types are in the module `types`.
fn path(ty: &Type) -> String {
    let home = Home::at(quote!(types::), quote!(::serde_json));
    type_path(ty, &home).to_string().replace(' ', "")
}

#[cfg(test)]
mod tests;
