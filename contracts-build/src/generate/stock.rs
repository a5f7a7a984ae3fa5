//! Artifacts of the stock back end.

use contracts_core::manifest::{Artifact, Interface, TagStyle};

use crate::Project;
#[cfg(feature = "progenitor")]
use crate::{
    print, stock,
    timings::{Timings, timed},
};

impl Project {
    /// A client by the stock back end.
    #[cfg(feature = "progenitor")]
    pub(super) fn stock(
        &mut self,
        _: &Artifact,
        document: &str,
        (interface, tags): (Interface, TagStyle),
    ) -> Result<String, String> {
        let Some((declared, lowered)) = self.document(document) else {
            return Err(format!("the document `{document}` was not loaded"));
        };
        let style = stock::Style { interface, tags };
        let mut timings = Timings::default();
        let (tokens, mut findings) = timed(&mut timings.emit, || {
            stock::emit(&lowered.contract, &self.sources, style)
        });
        let header = self.header(&[&declared.path]);
        self.findings.append(&mut findings);
        let text = tokens.map_or_else(
            || Ok(String::new()),
            |tokens| {
                let parts = timed(&mut timings.print, || print::Part::items(tokens))?;
                print::file(&header, parts, &mut timings)
            },
        );
        self.timings.add(&timings);
        text
    }

    /// This build has no stock back end.
    #[cfg(not(feature = "progenitor"))]
    pub(super) fn stock(
        &mut self,
        artifact: &Artifact,
        _: &str,
        _: (Interface, TagStyle),
    ) -> Result<String, String> {
        let place = contracts_core::finding::Place::value(
            &self.manifest.source,
            &artifact.pointer.child("backend"),
        );
        let message = "contracts-build was built without the back end `progenitor`";
        let finding = contracts_core::Finding::new(contracts_core::Code::StockBackend, place, message).help(
            "add `features = [\"progenitor\"]` to contracts-build in Cargo.toml, where this crate depends on it",
        );
        self.findings.push(finding);
        Ok(String::new())
    }
}
