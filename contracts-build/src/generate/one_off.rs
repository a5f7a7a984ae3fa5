//! Projects without a manifest.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use contracts_core::{
    Pointer,
    manifest::{
        Artifact, ArtifactKind, Directions, Document, Interface, Manifest, TagStyle, TypeStyle,
    },
    source::{SourceId, Sources},
};

use super::{ONE_OFF, Project};
use crate::{
    one_off::{Backend, Options, formats},
    timings::Timings,
};

impl Project {
    /// A project of one document without a manifest: its types at `types.rs`, its client at
    /// `client.rs`, both in `src`, in a module named as the document is called here, [`ONE_OFF`]. A client of
    /// the stock back end has its types in itself.
    pub(crate) fn of_document(path: &Path, options: &Options) -> Self {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let root = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let document = Document {
            path: SourceId::new(name),
            pointer: Pointer::root(),
            files: BTreeSet::new(),
            formats: formats::of(options.strings),
            style: match options.server {
                true => TypeStyle {
                    directions: Directions::Both,
                    ..options.style
                },
                false => options.style,
            },
        };
        let artifact = |path: &str, kind| Artifact {
            path: path.to_owned(),
            pointer: Pointer::root(),
            kind,
        };
        let types = ArtifactKind::Types {
            document: ONE_OFF.to_owned(),
            module: Some("crate::types".to_owned()),
        };
        let client = ArtifactKind::Client {
            documents: vec![ONE_OFF.to_owned()],
            modules: options.modules,
        };
        let stock = ArtifactKind::Progenitor {
            document: ONE_OFF.to_owned(),
            interface: Interface::default(),
            tags: TagStyle::default(),
        };
        let server = ArtifactKind::Server {
            documents: vec![ONE_OFF.to_owned()],
            modules: options.modules,
        };
        let mut artifacts = match options.backend {
            Backend::Native => vec![
                artifact("src/types.rs", types),
                artifact("src/client.rs", client),
            ],
            Backend::Progenitor => vec![artifact("src/client.rs", stock)],
        };
        if options.server && options.backend == Backend::Native {
            artifacts.push(artifact("src/server.rs", server));
        }
        let manifest = Manifest {
            source: SourceId::new(name),
            command: "cargo contracts".to_owned(),
            documents: BTreeMap::from([(ONE_OFF.to_owned(), document)]),
            metrics: BTreeMap::new(),
            specs: None,
            artifacts,
        };
        Self {
            sources: Sources::disk(&root),
            root,
            manifest,
            findings: Vec::new(),
            timings: Timings::default(),
            // Vendors publish documents with mistakes, and whoever wants to call them cannot mend them.
            one_off: true,
            documents: BTreeMap::new(),
            metrics: BTreeMap::new(),
            specs: None,
            test_docs: BTreeMap::new(),
        }
    }
}
