//! Which module the items of an operation stand in.

use std::collections::BTreeMap;

use contracts_core::{manifest::Modules, openapi::Operation};

use crate::name::{self, Scope};

/// The modules of a client, by their tags; none where all items stand together.
#[derive(Debug, Default)]
pub(super) struct TagModules(BTreeMap<String, String>);

impl TagModules {
    /// A module for each tag that is the first of an operation, where there is more than one such tag. Items
    /// of operations without a tag stay beside the client.
    pub(super) fn new(operations: &[Operation], modules: Modules, names: &mut Scope) -> Self {
        let tags = operations
            .iter()
            .filter_map(|operation| operation.tags.first());
        let tags: std::collections::BTreeSet<&String> = tags.collect();
        if modules == Modules::Flat || tags.len() < 2 {
            return Self::default();
        }
        let named = tags.into_iter().map(|tag| {
            let module = names.take(name::snake_case(tag));
            (tag.clone(), module)
        });
        Self(named.collect())
    }

    /// The module of an operation's items.
    pub(super) fn of(&self, operation: &Operation) -> Option<String> {
        self.0.get(operation.tags.first()?).cloned()
    }
}
