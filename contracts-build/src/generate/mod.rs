//! From the manifest to the texts of its artifacts, in memory.

mod metrics;
#[cfg(feature = "guard")]
mod one_off;
mod stock;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use contracts_core::{
    Code, Finding, Severity,
    finding::Place,
    manifest::{self, Artifact, ArtifactKind, Document, Manifest, Modules},
    openapi::{self, Contract},
    source::{SourceId, Sources},
};
use serde_json::Value;

use crate::{
    Failure, emit, lower, name, print,
    timings::{Timings, timed},
    tokens::{format_ident, quote},
};

/// A `contracts.toml` and what it leads to.
#[derive(Debug)]
pub struct Project {
    /// The folder of `contracts.toml`.
    pub root: PathBuf,
    /// What it says; what could not be read is in `findings`.
    pub manifest: Manifest,
    /// The files read so far.
    pub sources: Sources,
    /// What was found wrong so far.
    pub findings: Vec<Finding>,
    /// How long what was done so far took.
    pub timings: Timings,
    /// Whether it is of one document without a manifest, whose mistakes are then told as warnings.
    one_off: bool,
    /// What was loaded; `None` where the document is not readable at all.
    documents: BTreeMap<String, Option<Lowered>>,
    /// The metrics contracts that were loaded; `None` where one is not readable at all.
    metrics: BTreeMap<String, Option<contracts_core::metrics::Contract>>,
    /// The spec documents, once they were asked for.
    #[cfg(feature = "guard")]
    specs: Option<contracts_core::spec::Specs>,
    /// What is known of tests, by the paths of the files that say it.
    #[cfg(feature = "guard")]
    test_docs: BTreeMap<String, String>,
}

/// What the only document of a project without a manifest is called.
#[cfg(feature = "guard")]
pub(crate) const ONE_OFF: &str = "api";

/// A document, and its types with every name decided.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) contract: Contract,
    pub(crate) ir: lower::ir::Ir,
}

/// A file as its sources say it should be. Most artifacts are one; some are a folder of many.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// What the manifest says about the artifact.
    pub artifact: Artifact,
    /// The file's path, relative to the folder of `contracts.toml`: the artifact's own, or one below it.
    pub path: String,
    /// Its whole text, with `\n` at the end of each line.
    pub text: String,
}

/// An emitter of one document's client or server: its parts, and what is wrong with them.
type Emit = for<'c> fn(
    &'c Contract,
    &'c lower::ir::Ir,
    &'c str,
    Modules,
) -> Result<(Vec<print::Part<'c>>, Vec<Finding>), String>;

impl Project {
    /// Reads the `contracts.toml` at `path`.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is not TOML.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let root = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or(manifest::FILE_NAME);
        let mut sources = Sources::disk(&root);
        let (manifest, findings) = manifest::load(&mut sources, &SourceId::new(name))?;
        let manifest = manifest.unwrap_or_else(|| Manifest {
            source: SourceId::new(name),
            command: String::new(),
            documents: BTreeMap::new(),
            metrics: BTreeMap::new(),
            specs: None,
            artifacts: Vec::new(),
        });
        let documents = BTreeMap::new();
        Ok(Self {
            root,
            manifest,
            sources,
            findings,
            timings: Timings::default(),
            one_off: false,
            documents,
            metrics: BTreeMap::new(),
            #[cfg(feature = "guard")]
            specs: None,
            #[cfg(feature = "guard")]
            test_docs: BTreeMap::new(),
        })
    }

    /// Whether something was found that forbids generating.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }

    /// Loads the documents that `artifacts` are made of; what is wrong with them goes to `findings`.
    ///
    /// # Errors
    ///
    /// A document cannot be opened.
    pub fn load(&mut self, artifacts: &[Artifact]) -> Result<(), Failure> {
        #[cfg(feature = "guard")]
        if artifacts
            .iter()
            .any(|artifact| artifact.kind == ArtifactKind::Requirements)
        {
            self.specs()?;
        }
        #[cfg(feature = "guard")]
        self.load_test_docs(artifacts)?;
        self.load_metrics(artifacts)?;
        let names = artifacts
            .iter()
            .flat_map(|artifact| artifact.kind.documents());
        let names: std::collections::BTreeSet<&String> = names.collect();
        for name in names {
            let Some(document) = self.manifest.documents.get(name) else {
                continue;
            };
            if self.documents.contains_key(name) {
                continue;
            }
            // What the lowering cannot express matters to those who get its types.
            let native = self.manifest.artifacts.iter().any(|artifact| {
                !matches!(artifact.kind, ArtifactKind::Progenitor { .. })
                    && artifact.kind.documents().contains(name)
            });
            let loaded = timed(&mut self.timings.load, || {
                openapi::load_allowing(&mut self.sources, &document.path, &document.files)
            });
            let (contract, mut findings) = loaded.map_err(|error| {
                let place = Place::value(&self.manifest.source, &document.pointer.child("path"));
                Failure::at(self.sources.locate(&place), error)
            })?;
            if self.one_off && contract.is_some() {
                for finding in findings.iter_mut().filter(|finding| finding.is_error()) {
                    finding.severity = Severity::Warning;
                }
            }
            let options = lower::Options {
                prune: document.style.prune,
                ..lower::Options::default()
            };
            let lowered = contract.map(|contract| {
                let (ir, mut more) = timed(&mut self.timings.lower, || {
                    lower::lower(&contract, &document.formats, options)
                });
                more.retain(|finding| native && !contract.accepts(finding));
                findings.append(&mut more);
                Lowered { contract, ir }
            });
            self.documents.insert(name.clone(), lowered);
            self.findings.append(&mut findings);
        }
        Ok(())
    }

    /// The spec documents, loaded when they are first asked for; what is wrong with how the manifest
    /// names them goes to `findings`.
    ///
    /// # Errors
    ///
    /// A document cannot be opened.
    #[cfg(feature = "guard")]
    pub fn specs(&mut self) -> Result<&contracts_core::spec::Specs, Failure> {
        if self.specs.is_none() {
            let (specs, mut findings) =
                contracts_core::spec::load(&mut self.sources, &self.manifest)?;
            self.findings.append(&mut findings);
            self.specs = Some(specs);
        }
        Ok(self.specs.get_or_insert_default())
    }

    /// The spec documents that were loaded.
    #[cfg(feature = "guard")]
    pub(crate) fn spec_documents(&self) -> &[contracts_core::spec::SpecDocument] {
        self.specs.as_ref().map_or(&[], |specs| &specs.documents)
    }

    /// Makes the docs of tests, for which code is read.
    #[cfg(feature = "guard")]
    fn load_test_docs(&mut self, artifacts: &[Artifact]) -> Result<(), Failure> {
        for artifact in artifacts {
            let ArtifactKind::TestDocs { features } = &artifact.kind else {
                continue;
            };
            if self.test_docs.keys().any(|path| artifact.owns(path)) {
                continue;
            }
            for (name, text) in crate::testing::files(self, artifact, features.as_deref())? {
                let path = format!("{}/{name}", artifact.path);
                self.test_docs.insert(path, text);
            }
        }
        Ok(())
    }

    /// The docs of tests: their names in the artifact's folder and their texts.
    #[cfg(feature = "guard")]
    fn test_docs(&self, artifact: &Artifact) -> Vec<(String, String)> {
        let files = self.test_docs.iter().filter_map(|(path, text)| {
            let name = path.strip_prefix(&artifact.path)?.strip_prefix('/')?;
            let text = print::markdown(&self.header(&[]), text);
            Some((name.to_owned(), text))
        });
        files.collect()
    }

    /// The loaded contract of a document.
    pub fn contract(&self, document: &str) -> Option<&Contract> {
        Some(&self.document(document)?.1.contract)
    }

    /// Generates artifacts in memory. `schema` supplies the JSON Schema of configuration types.
    ///
    /// Nothing is generated, and the answer is empty, while there are findings at error level.
    ///
    /// # Errors
    ///
    /// A document cannot be opened, or `schema` failed.
    pub fn generate(
        &mut self,
        artifacts: &[Artifact],
        schema: &mut dyn FnMut(&Artifact) -> Result<Value, Failure>,
    ) -> Result<Vec<Generated>, Failure> {
        self.load(artifacts)?;
        if self.has_errors() {
            return Ok(Vec::new());
        }
        let mut generated = Vec::new();
        for artifact in artifacts {
            let text = match &artifact.kind {
                ArtifactKind::Types { document, .. } => self.types(document),
                ArtifactKind::Client { documents, modules } => {
                    self.over_types(documents, *modules, emit::client::emit)
                }
                ArtifactKind::Server { documents, modules } => {
                    self.over_types(documents, *modules, emit::server::emit)
                }
                ArtifactKind::Progenitor {
                    document,
                    interface,
                    tags,
                } => self.stock(artifact, document, (*interface, *tags)),
                ArtifactKind::Metrics { contract } => self.metrics_text(contract),
                ArtifactKind::ConfigSchema { source, .. } => {
                    print::json(&self.header(&[source]), schema(artifact)?)
                }
                ArtifactKind::FindingPages
                | ArtifactKind::ToolSchemas
                | ArtifactKind::Requirements
                | ArtifactKind::TestDocs { .. } => {
                    match self.folder(artifact) {
                        Ok(files) => generated.extend(files),
                        Err(message) => self.bug(artifact, message),
                    }
                    continue;
                }
            };
            match text {
                Ok(text) => generated.push(Generated {
                    artifact: artifact.clone(),
                    path: artifact.path.clone(),
                    text,
                }),
                Err(message) => self.bug(artifact, message),
            }
        }
        if self.has_errors() {
            generated.clear();
        }
        Ok(generated)
    }

    /// The text of the schema artifact for a schema that its package's build script has at hand.
    pub(crate) fn header(&self, sources: &[&SourceId]) -> String {
        let sources: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
        let command = &self.manifest.command;
        let word = match self.one_off {
            true => "generate",
            false => "regen",
        };
        print::header(&sources, &format!("{command} {word}"))
    }

    /// The files of an artifact that is a folder.
    #[cfg(feature = "guard")]
    fn folder(&self, artifact: &Artifact) -> Result<Vec<Generated>, String> {
        let files = match &artifact.kind {
            ArtifactKind::Requirements => crate::requirements::files(self, &artifact.path)?,
            ArtifactKind::TestDocs { .. } => self.test_docs(artifact),
            kind => crate::reference::files(kind, &self.header(&[]))?,
        };
        let files = files.into_iter().map(|(name, text)| Generated {
            artifact: artifact.clone(),
            path: format!("{}/{name}", artifact.path),
            text,
        });
        Ok(files.collect())
    }

    /// Nothing compiles what is in a folder, so that build scripts do without.
    #[cfg(not(feature = "guard"))]
    fn folder(&self, artifact: &Artifact) -> Result<Vec<Generated>, String> {
        let kind = artifact.kind.as_str();
        Err(format!("`{kind}` needs the feature `guard`"))
    }

    fn types(&mut self, document: &str) -> Result<String, String> {
        let mut timings = Timings::default();
        let Some((declared, lowered)) = self.document(document) else {
            return Err(format!("the document `{document}` was not loaded"));
        };
        let header = self.header(&[&declared.path]);
        let parts = timed(&mut timings.emit, || {
            emit::types::emit(&lowered.ir, declared.style)
        })?;
        let text = print::file(&header, parts, &mut timings);
        self.timings.add(&timings);
        text
    }

    /// A module for each document, by an emitter that needs the document's types.
    fn over_types(
        &mut self,
        names: &[String],
        style: Modules,
        emit: Emit,
    ) -> Result<String, String> {
        let mut timings = Timings::default();
        let mut modules = Vec::new();
        let mut paths = Vec::new();
        let mut findings = Vec::new();
        for document in names {
            let Some((declared, lowered)) = self.document(document) else {
                return Err(format!("the document `{document}` was not loaded"));
            };
            let types = self.manifest.types_module(document).unwrap_or("crate");
            let (parts, mut more) = timed(&mut timings.emit, || {
                emit(&lowered.contract, &lowered.ir, types, style)
            })?;
            // A client and a server may have the same to say.
            more.retain(|finding| {
                !lowered.contract.accepts(finding) && !self.findings.contains(finding)
            });
            findings.append(&mut more);
            let module = format_ident!("{}", name::snake_case(document));
            let doc = format!(" {}", lowered.contract.title);
            modules.push(print::Part::module(
                quote!(#[doc = #doc] pub mod #module),
                parts,
            ));
            paths.push(&declared.path);
        }
        let text = print::file(&self.header(&paths), modules, &mut timings);
        self.timings.add(&timings);
        self.findings.append(&mut findings);
        text
    }

    pub(crate) fn document(&self, name: &str) -> Option<(&Document, &Lowered)> {
        let lowered = self.documents.get(name)?.as_ref()?;
        Some((self.manifest.documents.get(name)?, lowered))
    }

    fn bug(&mut self, artifact: &Artifact, message: String) {
        let place = Place::value(&self.manifest.source, &artifact.pointer);
        let finding = Finding::new(Code::GeneratorBug, place, message)
            .help("please report it with the document that caused it");
        self.findings.push(finding);
    }

    /// Everything that a file of an artifact is made of, as one text: equal texts mean equal files.
    #[cfg(feature = "guard")]
    pub(crate) fn fingerprint(
        &mut self,
        artifact: &Artifact,
        path: &str,
    ) -> Result<String, Failure> {
        if let ArtifactKind::ConfigSchema { source, .. } = &artifact.kind {
            let text = self.sources.read(source)?;
            return Ok(text.replace("\r\n", "\n"));
        }
        let parts = artifact.kind.documents().iter().filter_map(|name| {
            let (declared, lowered) = self.document(name)?;
            // The parsed document: neither comments nor the order of keys change what it says.
            Some(serde_json::json!({
                "name": name,
                "path": declared.path.as_str(),
                "formats": declared.formats,
                "style": format!("{:?}", declared.style),
                "module": self.manifest.types_module(name),
                "document": lowered.contract.document,
            }))
        });
        let parts: Vec<Value> = parts.collect();
        let mut whole = serde_json::json!({
            "kind": artifact.kind.as_str(),
            "command": self.manifest.command,
            "documents": parts,
        });
        if let ArtifactKind::Progenitor {
            interface, tags, ..
        } = &artifact.kind
        {
            whole["style"] = format!("{interface:?} {tags:?}").into();
        }
        if let ArtifactKind::Client {
            modules: Modules::Tags,
            ..
        }
        | ArtifactKind::Server {
            modules: Modules::Tags,
            ..
        } = &artifact.kind
        {
            whole["modules"] = "tags".into();
        }
        if let ArtifactKind::Metrics { contract } = &artifact.kind {
            whole["metrics"] = self.metrics_fingerprint(contract);
        }
        if let Some(text) = self.test_docs.get(path) {
            whole["text"] = text.as_str().into();
        }
        if artifact.kind == ArtifactKind::Requirements {
            let file = path.strip_prefix(&artifact.path).unwrap_or(path);
            whole["specs"] = crate::requirements::fingerprint(self, file.trim_start_matches('/'));
        }
        Ok(print::ordered(whole).to_string())
    }
}
