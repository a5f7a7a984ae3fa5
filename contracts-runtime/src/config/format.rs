//! Which language a file is written in; its name says so.

use std::path::Path;

use super::error::Mistake;
use super::node::Node;
use super::{json, toml, yaml};

/// A language of configuration files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Json,
    Toml,
}

impl Format {
    /// JSON for `.json`, TOML for `.toml`, YAML for every other name.
    pub(super) fn of(name: &str) -> Self {
        let extension = Path::new(name).extension();
        let is = |wanted: &str| extension.is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        if is("json") {
            Self::Json
        } else if is("toml") {
            Self::Toml
        } else {
            Self::Yaml
        }
    }

    /// Reads a text as a tree; `None` when it holds no value at all.
    ///
    /// Fails with a mistake when the text is not of this language, or exceeds what a configuration file may reasonably
    /// ask of its parser.
    pub(super) fn read(self, text: &str) -> Result<Option<Node>, Mistake> {
        // Some editors begin a file with a byte order mark. It is not part of the first line.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match self {
            Self::Yaml => yaml::read(text),
            Self::Json => json::read(text),
            Self::Toml => toml::read(text).map(Some),
        }
    }
}
