use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::{error::HeaderError, text};

/// The typed headers of a response; generated structs implement it.
pub trait FromHeaders: Sized {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// A required header is missing, or a value is not of its type.
    fn from_headers(headers: &Headers<'_>) -> Result<Self, HeaderError>;
}

impl FromHeaders for () {
    fn from_headers(_: &Headers<'_>) -> Result<Self, HeaderError> {
        Ok(())
    }
}

/// The headers of a response, for reading typed values of style `simple`.
#[derive(Clone, Copy)]
pub struct Headers<'h> {
    headers: &'h HeaderMap,
    form: Form,
}

/// How values are written.
#[derive(Clone, Copy)]
enum Form {
    Simple,
    Exploded,
    Json,
}

impl<'h> Headers<'h> {
    pub(super) fn new(headers: &'h HeaderMap) -> Self {
        let form = Form::Simple;
        Self { headers, form }
    }

    /// The same headers, for values whose objects are written `key=value`.
    #[must_use]
    pub fn exploded(self) -> Self {
        let form = Form::Exploded;
        Self { form, ..self }
    }

    /// The same headers, for values that are JSON.
    #[must_use]
    pub fn json(self) -> Self {
        let form = Form::Json;
        Self { form, ..self }
    }

    /// The header's value, where there is one. Several lines of the same header are one list (RFC 9110, 5.2).
    ///
    /// # Errors
    ///
    /// It is not text, or not of the type.
    pub fn optional<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, HeaderError> {
        let mut lines = Vec::new();
        for line in self.headers.get_all(name) {
            lines.push(
                line.to_str()
                    .map_err(|error| HeaderError::new(name, error.to_string()))?,
            );
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let text = lines.join(", ");
        let value = match self.form {
            Form::Simple => text::read(text, false).map_err(|error| error.to_string()),
            Form::Exploded => text::read(text, true).map_err(|error| error.to_string()),
            Form::Json => serde_json::from_str(&text).map_err(|error| error.to_string()),
        };
        let value = value.map_err(|reason| HeaderError::new(name, reason))?;
        Ok(Some(value))
    }

    /// The header's value.
    ///
    /// # Errors
    ///
    /// It is missing, not text, or not of the type.
    pub fn required<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, HeaderError> {
        self.optional(name)?
            .ok_or_else(|| HeaderError::new(name, "it is missing".to_owned()))
    }
}

impl std::fmt::Debug for Headers<'_> {
    /// Shows no values: they may be secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Headers").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_their_type() {
        let mut map = HeaderMap::new();
        map.insert("x-backoff-ms", http::HeaderValue::from_static("250"));
        map.insert("x-cost", http::HeaderValue::from_static("1.5"));
        map.append("x-list", http::HeaderValue::from_static("a"));
        map.append("x-list", http::HeaderValue::from_static("b"));
        let headers = Headers::new(&map);
        assert_eq!(headers.required("X-List"), Ok("a, b".to_owned()));
        assert_eq!(headers.required("X-Backoff-Ms"), Ok(250_i64));
        assert_eq!(headers.required("X-Backoff-Ms"), Ok("250".to_owned()));
        assert_eq!(headers.optional("X-Cost"), Ok(Some(1.5_f32)));
        assert_eq!(headers.optional::<i64>("X-Other"), Ok(None));
        let list = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(headers.required("X-List"), Ok(list.clone()));
        map.insert("x-json", http::HeaderValue::from_static(r#"["a", "b"]"#));
        map.insert("x-pair", http::HeaderValue::from_static("a=1"));
        let headers = Headers::new(&map);
        assert_eq!(headers.json().required("X-Json"), Ok(list));
        let pair = std::collections::BTreeMap::from([("a".to_owned(), 1)]);
        assert_eq!(headers.exploded().required("X-Pair"), Ok(pair));
        let error = headers.required::<i64>("X-Other").expect_err("missing");
        assert_eq!(error.to_string(), "the header `X-Other`: it is missing");
        let error = headers.required::<i64>("X-Cost").expect_err("no integer");
        assert!(
            error.to_string().starts_with("the header `X-Cost`: "),
            "{error}"
        );
    }
}
