//! From file to value: read, check against the schema, deserialise.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::annotation::Annotations;
use super::check::mistakes;
use super::deserialize;
use super::document::{Document, read};
use super::error::{ConfigError, Mistake, code, tidy};
use super::schema::Schema;

/// Loads the configuration file at `path`, which must be valid under `schema`, a JSON Schema of draft 2020-12.
///
/// A file `….json` is read as JSON, a file `….toml` as TOML, every other one as YAML.
///
/// # Errors
///
/// When the file cannot be read; when it holds mistakes, all of which are listed; when `schema` is not a JSON Schema.
pub fn load<T: DeserializeOwned>(path: impl AsRef<Path>, schema: &str) -> Result<T, ConfigError> {
    let (name, text) = read_file(path.as_ref())?;
    parse(&name, &text, schema)
}

/// Loads a configuration file as [`load`] does, but leaves out unknown fields and reports them beside the value.
///
/// This is for programs that have to read files written for a newer version of themselves.
///
/// # Errors
///
/// As [`load`], except that unknown fields alone are no error. When there are other mistakes, they are listed as well.
pub fn load_compatible<T: DeserializeOwned>(
    path: impl AsRef<Path>,
    schema: &str,
) -> Result<(T, Vec<Mistake>), ConfigError> {
    let (name, text) = read_file(path.as_ref())?;
    parse_compatible(&name, &text, schema)
}

/// Reads a configuration from text; `name` is what messages call the file, and decides the format as in [`load`].
///
/// # Errors
///
/// As [`load`], except that there is no file to read.
pub fn parse<T: DeserializeOwned>(name: &str, text: &str, schema: &str) -> Result<T, ConfigError> {
    Checked::strict(name, text, schema)?.deserialize(name)
}

/// Reads a configuration from text, leaves out unknown fields and reports them beside the value.
///
/// # Errors
///
/// As [`load_compatible`], except that there is no file to read.
pub fn parse_compatible<T: DeserializeOwned>(
    name: &str,
    text: &str,
    schema: &str,
) -> Result<(T, Vec<Mistake>), ConfigError> {
    let (checked, unknown) = Checked::compatible(name, text, schema)?;
    Ok((checked.deserialize(name)?, unknown))
}

/// Checks a text as [`parse`] does, for callers that have no Rust type for it.
///
/// # Errors
///
/// As [`parse`].
pub fn check(name: &str, text: &str, schema: &str) -> Result<(), ConfigError> {
    Checked::strict(name, text, schema).map(|_| ())
}

/// Checks a text as [`parse_compatible`] does and returns the unknown fields.
///
/// # Errors
///
/// As [`parse_compatible`].
pub fn check_compatible(name: &str, text: &str, schema: &str) -> Result<Vec<Mistake>, ConfigError> {
    Checked::compatible(name, text, schema).map(|(_, unknown)| unknown)
}

/// Checks a file as [`load`] does, for callers that have no Rust type for it.
///
/// # Errors
///
/// As [`load`].
pub fn check_file(path: impl AsRef<Path>, schema: &str) -> Result<(), ConfigError> {
    let (name, text) = read_file(path.as_ref())?;
    check(&name, &text, schema)
}

/// Checks a file as [`load_compatible`] does and returns the unknown fields.
///
/// # Errors
///
/// As [`load_compatible`].
pub fn check_file_compatible(
    path: impl AsRef<Path>,
    schema: &str,
) -> Result<Vec<Mistake>, ConfigError> {
    let (name, text) = read_file(path.as_ref())?;
    check_compatible(&name, &text, schema)
}

/// A document in which the schema finds nothing wrong.
struct Checked {
    document: Document,
    annotations: Annotations,
}

impl Checked {
    fn strict(name: &str, text: &str, schema: &str) -> Result<Self, ConfigError> {
        let (schema, document) = prepare(name, text, schema)?;
        let annotations = Annotations::collect(&schema, &document.value);
        let found = mistakes(&schema, &document, &annotations);
        if !found.is_empty() {
            return Err(ConfigError::from_mistakes(name, found));
        }
        Ok(Self {
            document,
            annotations,
        })
    }

    /// Takes the unknown fields out and returns them as well.
    fn compatible(
        name: &str,
        text: &str,
        schema: &str,
    ) -> Result<(Self, Vec<Mistake>), ConfigError> {
        let (schema, mut document) = prepare(name, text, schema)?;
        let annotations = Annotations::collect(&schema, &document.value);
        let mut found = mistakes(&schema, &document, &annotations);
        if found.iter().all(is_unknown_field) {
            for mistake in &found {
                document.remove(&mistake.pointer);
            }
            // Without the unknown fields another alternative may fit, or a mapping may have become too small.
            found.extend(mistakes(&schema, &document, &annotations));
        }
        if !found.iter().all(is_unknown_field) {
            return Err(ConfigError::from_mistakes(name, found));
        }
        tidy(&mut found);
        let checked = Self {
            document,
            annotations,
        };
        Ok((checked, found))
    }

    fn deserialize<T: DeserializeOwned>(&self, name: &str) -> Result<T, ConfigError> {
        deserialize::deserialize(&self.document, &self.annotations)
            .map_err(|mistake| ConfigError::from_mistakes(name, vec![mistake]))
    }
}

fn is_unknown_field(mistake: &Mistake) -> bool {
    mistake.code == code::UNKNOWN_FIELD
}

fn read_file(path: &Path) -> Result<(String, String), ConfigError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| ConfigError::unreadable(&name, error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Err(ConfigError::from_mistakes(
                &name,
                vec![not_utf8(&error.as_bytes()[..valid])],
            ))
        }
    }
}

fn prepare(name: &str, text: &str, schema: &str) -> Result<(Schema, Document), ConfigError> {
    let schema = Schema::read(schema).map_err(|reason| ConfigError::schema(name, reason))?;
    let document =
        read(name, text).map_err(|mistake| ConfigError::from_mistakes(name, vec![mistake]))?;
    Ok((schema, document))
}

fn not_utf8(valid: &[u8]) -> Mistake {
    let text = String::from_utf8_lossy(valid);
    let line = text.rsplit('\n').next().unwrap_or_default();
    Mistake {
        code: code::NOT_UTF8,
        message: "the file is not UTF-8 from here on".to_owned(),
        line: text.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        pointer: String::new(),
        help: Some("save it as UTF-8".to_owned()),
    }
}
