use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// How a parameter is put on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How a value becomes text (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `name=a&name=b` or `name=a,b`: queries and cookies.
    Form,
    /// `name=a%20b`: lists in queries.
    SpaceDelimited,
    /// `name=a|b`: lists in queries.
    PipeDelimited,
    /// `name[key]=value`: objects in queries.
    DeepObject,
}

/// RFC 3986's unreserved characters stay as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Style `simple` with every value percent-encoded; the commas between them are not.
pub(super) fn path(value: &Value, explode: bool) -> String {
    join(value, explode, ",", encode)
}

/// Style `simple`: values behind each other, with commas between them.
pub(super) fn simple(value: &Value, explode: bool) -> String {
    join(value, explode, ",", str::to_owned)
}

fn join(value: &Value, explode: bool, separator: &str, encode: impl Fn(&str) -> String) -> String {
    let text = |value: &Value| encode(&scalar(value));
    match value {
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(separator),
        Value::Object(members) => {
            let between = if explode { "=" } else { separator };
            let pair = |(key, value): (&String, &Value)| {
                format!("{}{between}{}", encode(key), text(value))
            };
            members.iter().map(pair).collect::<Vec<_>>().join(separator)
        }
        one => text(one),
    }
}

/// The encoded `name=value` pairs of a parameter in a query or cookie. Null sends nothing.
pub(super) fn pairs(parameter: Parameter, value: &Value) -> Vec<String> {
    let pair = |name: &str, value: &Value| format!("{}={}", encode(name), encode(&scalar(value)));
    let name = parameter.name;
    match (value, parameter.style) {
        (Value::Null, _) => Vec::new(),
        (Value::Object(members), Style::DeepObject) => {
            let deep = |(key, value): (&String, &Value)| pair(&format!("{name}[{key}]"), value);
            members.iter().map(deep).collect()
        }
        (Value::Array(items), _) if parameter.explode => {
            items.iter().map(|item| pair(name, item)).collect()
        }
        (Value::Object(members), _) if parameter.explode => members
            .iter()
            .map(|(key, value)| pair(key, value))
            .collect(),
        (value, style) => {
            let separator = match style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "|",
                _ => ",",
            };
            vec![format!(
                "{}={}",
                encode(name),
                join(value, false, separator, encode)
            )]
        }
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
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
        let written = |value: &Value, style, explode| {
            let (name, place) = ("color", Place::Query);
            pairs(
                Parameter {
                    name,
                    place,
                    style,
                    explode,
                },
                value,
            )
            .join("&")
        };
        assert_eq!(written(&list, Style::Form, true), "color=blue&color=black");
        assert_eq!(written(&list, Style::Form, false), "color=blue,black");
        assert_eq!(written(&object, Style::Form, true), "G=200&R=100");
        assert_eq!(written(&object, Style::Form, false), "color=G,200,R,100");
        assert_eq!(
            written(&list, Style::SpaceDelimited, false),
            "color=blue%20black"
        );
        assert_eq!(
            written(&list, Style::PipeDelimited, false),
            "color=blue|black"
        );
        assert_eq!(
            written(&object, Style::DeepObject, true),
            "color%5BG%5D=200&color%5BR%5D=100"
        );
        assert_eq!(
            written(&json!(["a,b", "c&d"]), Style::Form, false),
            "color=a%2Cb,c%26d"
        );
        assert_eq!(written(&Value::Null, Style::Form, false), "");
    }

    #[test]
    fn a_path_segment_cannot_leave_its_place() {
        assert_eq!(path(&json!("a/b?c#d%e"), false), "a%2Fb%3Fc%23d%25e");
        assert_eq!(path(&json!(["a,b", "ü"]), false), "a%2Cb,%C3%BC");
    }
}
