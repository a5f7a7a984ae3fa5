//! Artifacts of metrics contracts.

use contracts_core::{
    finding::Place,
    manifest::{Artifact, ArtifactKind},
    metrics::{self, Contract},
};

use crate::{
    Failure, Project, emit, print,
    timings::{Timings, timed},
};

impl Project {
    /// Loads the metrics contracts of artifacts; what is wrong with them goes to `findings`.
    pub(super) fn load_metrics(&mut self, artifacts: &[Artifact]) -> Result<(), Failure> {
        for artifact in artifacts {
            if let ArtifactKind::Metrics { contract } = &artifact.kind {
                self.metrics(contract)?;
            }
        }
        Ok(())
    }

    /// A metrics contract by the manifest's name, loaded when it is first asked for; what is wrong with it goes to
    /// `findings`. `None` where there is none, or it is not readable at all.
    ///
    /// # Errors
    ///
    /// The contract cannot be opened.
    pub fn metrics(&mut self, name: &str) -> Result<Option<&Contract>, Failure> {
        if let Some(declared) = self.manifest.metrics.get(name)
            && !self.metrics.contains_key(name)
        {
            let loaded = timed(&mut self.timings.load, || {
                metrics::load(&mut self.sources, &declared.path)
            });
            let (contract, mut findings) = loaded.map_err(|error| {
                let at = declared.pointer.child("path");
                let place = Place::value(&self.manifest.source, &at);
                Failure::at(self.sources.locate(&place), error)
            })?;
            self.metrics.insert(name.to_owned(), contract);
            self.findings.append(&mut findings);
        }
        Ok(self.metrics.get(name).and_then(Option::as_ref))
    }

    /// The text of an artifact.
    pub(super) fn metrics_text(&mut self, name: &str) -> Result<String, String> {
        let mut timings = Timings::default();
        let Some(contract) = self.metrics.get(name).and_then(Option::as_ref) else {
            return Err(format!("the metrics contract `{name}` was not loaded"));
        };
        let header = self.header(&[&contract.source]);
        let parts = timed(&mut timings.emit, || emit::metrics::emit(contract));
        let text = print::file(&header, parts, &mut timings);
        self.timings.add(&timings);
        text
    }

    /// What an artifact is made of.
    #[cfg(feature = "guard")]
    pub(super) fn metrics_fingerprint(&self, name: &str) -> serde_json::Value {
        let contract = self.metrics.get(name).and_then(Option::as_ref);
        contract.map_or_else(Default::default, |contract| {
            serde_json::json!({
                "path": contract.source.as_str(),
                "contract": contract.document,
            })
        })
    }
}
