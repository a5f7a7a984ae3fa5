use std::collections::BTreeMap;

use contracts_core::source::{SourceId, Sources, stays_inside};

use super::file;
use crate::{Failure, print};

/// The file that says how the committed artifacts came about.
pub const LOCK_FILE: &str = "contracts.lock";

/// What `contracts.lock` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lock {
    /// The versions of the crates that made the artifacts, by their names.
    pub(super) tools: BTreeMap<String, String>,
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
        let table = |name: &str| {
            value
                .as_ref()
                .and_then(|value| value.get(name)?.as_object())
        };
        let tools = table("tools")
            .into_iter()
            .flatten()
            .filter_map(|(name, version)| Some((name.clone(), version.as_str()?.to_owned())));
        let tools = tools.collect();
        let artifacts = table("artifacts")
            .into_iter()
            .flatten()
            .filter_map(|(path, entry)| {
                let text = |key: &str| Some(entry.get(key)?.as_str()?.to_owned());
                let (bytes, sources) = (text("bytes")?, text("sources")?);
                // Whatever somebody wrote into the lock, it names nothing outside its folder.
                stays_inside(path).then(|| (path.clone(), Locked { bytes, sources }))
            });
        let artifacts = artifacts.collect();
        Ok(Self { tools, artifacts })
    }

    /// The text of the file.
    pub(super) fn to_text(&self, command: &str) -> String {
        let mut text = format!(
            "# {}. Do not edit; run `{command} regen`.\n\n[tools]\n",
            print::MARK
        );
        for (name, version) in &self.tools {
            text.push_str(&format!("{name} = \"{version}\"\n"));
        }
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
