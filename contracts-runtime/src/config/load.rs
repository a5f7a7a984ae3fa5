//! From file to value: read, check against the schema, deserialise.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::annotation::Annotations;
use super::check::check;
use super::deserialize;
use super::document::{Document, read};
use super::error::{ConfigError, Mistake, code, tidy};
use super::schema::Schema;

/// Loads the configuration file at `path`, which must be valid under `schema`, a JSON Schema of draft 2020-12.
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

/// Reads a configuration from text; `name` is what messages call the file.
///
/// # Errors
///
/// As [`load`], except that there is no file to read.
pub fn parse<T: DeserializeOwned>(name: &str, text: &str, schema: &str) -> Result<T, ConfigError> {
    let (schema, document) = prepare(name, text, schema)?;
    let annotations = Annotations::collect(&schema, &document.value);
    finish(
        name,
        &document,
        &annotations,
        check(&schema, &document, &annotations),
    )
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
    let (schema, mut document) = prepare(name, text, schema)?;
    let annotations = Annotations::collect(&schema, &document.value);
    let found = check(&schema, &document, &annotations);
    let is_unknown = |mistake: &Mistake| mistake.code == code::UNKNOWN_FIELD;
    if !found.iter().all(is_unknown) {
        return Err(ConfigError::from_mistakes(name, found));
    }
    for mistake in &found {
        document.remove(&mistake.pointer);
    }
    // Without the unknown fields another alternative may fit, or a mapping may have become too small.
    let value = finish(
        name,
        &document,
        &annotations,
        check(&schema, &document, &annotations),
    )?;
    let mut unknown = found;
    tidy(&mut unknown);
    Ok((value, unknown))
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
    let document = read(text).map_err(|mistake| ConfigError::from_mistakes(name, vec![mistake]))?;
    Ok((schema, document))
}

fn finish<T: DeserializeOwned>(
    name: &str,
    document: &Document,
    annotations: &Annotations,
    found: Vec<Mistake>,
) -> Result<T, ConfigError> {
    if !found.is_empty() {
        return Err(ConfigError::from_mistakes(name, found));
    }
    deserialize::deserialize(document, annotations)
        .map_err(|mistake| ConfigError::from_mistakes(name, vec![mistake]))
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
