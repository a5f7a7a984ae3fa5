use std::collections::BTreeMap;

use contracts_core::source::{SourceId, Sources};

use super::file;
use crate::{Failure, print};

/// The file that says how the committed artifacts came about.
pub const LOCK_FILE: &str = "contracts.lock";

/// What `contracts.lock` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lock {
    /// By path.
    pub(super) artifacts: BTreeMap<String, Locked>,
}

/// An artifact when it was last written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Locked {
    /// The hash of its text.
    pub(super) bytes: String,
    /// The hash of what it was made of.
    pub(super) sources: String,
}

impl Lock {
    /// Reads the lock of a folder; an empty one where the file is missing or broken, which the
    /// guard then reports as drift of the lock itself.
    pub(super) fn read(root: &std::path::Path) -> Result<Self, Failure> {
        let Some(text) = file::read(&root.join(LOCK_FILE))? else {
            return Ok(Self::default());
        };
        let mut sources = Sources::memory([(LOCK_FILE, text)]);
        let (value, _) = sources.parse(&SourceId::new(LOCK_FILE))?;
        let entries = value
            .as_ref()
            .and_then(|value| value.get("artifacts")?.as_object());
        let artifacts = entries.into_iter().flatten().filter_map(|(path, entry)| {
            let text = |key: &str| Some(entry.get(key)?.as_str()?.to_owned());
            let (bytes, sources) = (text("bytes")?, text("sources")?);
            // Whatever somebody wrote into the lock, it names nothing outside its folder.
            let inside = !path.contains([':', '\\'])
                && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
            inside.then(|| (path.clone(), Locked { bytes, sources }))
        });
        Ok(Self {
            artifacts: artifacts.collect(),
        })
    }

    /// The text of the file.
    pub(super) fn to_text(&self, command: &str) -> String {
        let mut text = format!(
            "# {}. Do not edit; run `{command} regen`.\n\n[tools]\ncontracts-build = \"{}\"\n",
            print::MARK,
            env!("CARGO_PKG_VERSION"),
        );
        for (path, Locked { bytes, sources }) in &self.artifacts {
            // Paths come from TOML text; JSON's escapes are TOML's.
            let path = serde_json::Value::from(path.as_str());
            text.push_str(&format!(
                "\n[artifacts.{path}]\nbytes = \"{bytes}\"\nsources = \"{sources}\"\n"
            ));
        }
        text
    }
}
