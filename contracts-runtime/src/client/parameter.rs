use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// How a parameter is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
}

impl Parameter {
    /// A parameter in the path.
    pub const fn path(name: &'static str, explode: bool) -> Self {
        let place = Place::Path;
        Self {
            name,
            place,
            explode,
        }
    }

    /// A parameter in the query.
    pub const fn query(name: &'static str, explode: bool) -> Self {
        let place = Place::Query;
        Self {
            name,
            place,
            explode,
        }
    }

    /// A parameter in a header.
    pub const fn header(name: &'static str, explode: bool) -> Self {
        let place = Place::Header;
        Self {
            name,
            place,
            explode,
        }
    }

    /// A parameter in a cookie.
    pub const fn cookie(name: &'static str, explode: bool) -> Self {
        let place = Place::Cookie;
        Self {
            name,
            place,
            explode,
        }
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path, style `simple`.
    Path,
    /// In the query, style `form`.
    Query,
    /// In a header, style `simple`.
    Header,
    /// In the `Cookie` header, style `form`.
    Cookie,
}

/// RFC 3986's unreserved characters stay as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Style `simple` with every value percent-encoded; the commas between them are not.
pub(super) fn path(value: &Value, explode: bool) -> String {
    join(value, explode, |text| {
        utf8_percent_encode(text, RESERVED).to_string()
    })
}

/// Style `simple`: values behind each other, with commas between them.
pub(super) fn simple(value: &Value, explode: bool) -> String {
    join(value, explode, str::to_owned)
}

fn join(value: &Value, explode: bool, encode: impl Fn(&str) -> String) -> String {
    let text = |value: &Value| encode(&scalar(value));
    match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let separator = if explode { '=' } else { ',' };
            let pairs = members
                .iter()
                .map(|(key, value)| format!("{}{separator}{}", encode(key), text(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        one => text(one),
    }
}

/// Style `form`: name and value, spread over several pairs where it is exploded. Null sends nothing.
pub(super) fn pairs(name: &str, value: &Value, explode: bool) -> Vec<(String, String)> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if explode => items
            .iter()
            .map(|item| (name.to_owned(), scalar(item)))
            .collect(),
        Value::Object(members) if explode => members
            .iter()
            .map(|(key, value)| (key.clone(), scalar(value)))
            .collect(),
        other => vec![(name.to_owned(), simple(other, false))],
    }
}

/// Text as it is, everything else as JSON.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The rows of OpenAPI 3.1's table in section 4.8.12.4 for the styles that are supported.
    #[test]
    fn values_are_written_as_the_specification_says() {
        let (list, object) = (json!(["blue", "black"]), json!({"G": 200, "R": 100}));
        assert_eq!(simple(&json!("blue"), false), "blue");
        assert_eq!(simple(&list, true), "blue,black");
        assert_eq!(simple(&object, false), "G,200,R,100");
        assert_eq!(simple(&object, true), "G=200,R=100");
        let written = |value, explode| {
            let pairs = pairs("color", value, explode);
            pairs
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect::<Vec<_>>()
                .join("&")
        };
        assert_eq!(written(&list, true), "color=blue&color=black");
        assert_eq!(written(&list, false), "color=blue,black");
        assert_eq!(written(&object, true), "G=200&R=100");
        assert_eq!(written(&object, false), "color=G,200,R,100");
        assert_eq!(written(&Value::Null, false), "");
    }

    #[test]
    fn a_path_segment_cannot_leave_its_place() {
        assert_eq!(path(&json!("a/b?c#d%e"), false), "a%2Fb%3Fc%23d%25e");
        assert_eq!(path(&json!(["a,b", "ü"]), false), "a%2Cb,%C3%BC");
    }
}
