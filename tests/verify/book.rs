//! The contracts of a service, and a record of what it has shown.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use contracts_core::{
    openapi::{self, Contract},
    source::{SourceId, Sources},
};

use super::{Exchange, Outcome, declared::declared, schema::Schemas};

/// The contracts of a service, and a record of what it has shown.
pub struct Book {
    contracts: Vec<(Contract, Schemas)>,
    seen: Mutex<BTreeSet<String>>,
}

impl Book {
    /// The contracts of the example: both planes.
    ///
    /// # Errors
    ///
    /// A document cannot be used.
    pub fn of_the_example() -> Outcome<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-types/openapi");
        Self::load(&mut Sources::disk(root), &["data.yaml", "control.yaml"])
    }

    /// The contracts of these documents.
    ///
    /// # Errors
    ///
    /// A document cannot be used.
    pub fn load(sources: &mut Sources, documents: &[&str]) -> Outcome<Self> {
        let mut contracts = Vec::new();
        for document in documents {
            let (contract, findings) = openapi::load(sources, &SourceId::new(document))?;
            let contract = contract.ok_or_else(|| format!("{document}: {findings:?}"))?;
            let schemas = Schemas::of(&contract)?;
            contracts.push((contract, schemas));
        }
        Ok(Self {
            contracts,
            seen: Mutex::default(),
        })
    }

    /// The contracts, one of each document.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        self.contracts.iter().map(|(contract, _)| contract)
    }

    /// Everything that the documents declare of answers.
    #[must_use]
    pub fn declared(&self) -> BTreeSet<String> {
        self.contracts().flat_map(declared).collect()
    }

    /// Checks an exchange, and keeps what it shows.
    ///
    /// # Errors
    ///
    /// What of it breaks the contract.
    pub fn check(&self, exchange: &Exchange) -> Outcome<()> {
        let operations = self.contracts.iter();
        let mut operations = operations
            .filter_map(|(contract, schemas)| Some((exchange.operation(contract)?, schemas)));
        let Some((operation, schemas)) = operations.next() else {
            return Err(format!("no operation is {} {}", exchange.method, exchange.path).into());
        };
        let shown = exchange.check(operation, schemas);
        self.record().extend(shown.seen);
        match shown.broken.is_empty() {
            true => Ok(()),
            false => Err(shown.broken.join("\n").into()),
        }
    }

    /// What was observed so far.
    #[must_use]
    pub fn seen(&self) -> BTreeSet<String> {
        self.record().clone()
    }

    fn record(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
