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
    /// As the whole query (OpenAPI 3.2).
    QueryString,
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
    /// `.a,b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a&name=b` or `name=a,b`: queries and cookies.
    Form,
    /// `name=a%20b`: lists in queries.
    SpaceDelimited,
    /// `name=a|b`: lists in queries.
    PipeDelimited,
    /// `name[key]=value`: objects in queries.
    DeepObject,
    /// The JSON of the value, wherever it travels: a parameter with a JSON media type.
    Json,
}

impl Parameter {
    /// The value as its style sees it: JSON is one text.
    pub(super) fn shaped(&self, value: Value) -> Value {
        match self.style {
            Style::Json => Value::String(value.to_string()),
            _ => value,
        }
    }
}

/// RFC 3986's unreserved characters stay as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What stands for the parameter in a path: every value is percent-encoded, what is between them is not.
pub(super) fn path(parameter: Parameter, value: &Value) -> String {
    let explode = parameter.explode;
    match parameter.style {
        Style::Label => {
            let separator = if explode { "." } else { "," };
            format!(".{}", join(value, explode, separator, encode))
        }
        Style::Matrix => matrix(parameter.name, value, explode),
        _ => join(value, explode, ",", encode),
    }
}

fn matrix(name: &str, value: &Value, explode: bool) -> String {
    let name = encode(name);
    let pair = |name: &str, text: &str| match text {
        "" => format!(";{name}"),
        text => format!(";{name}={text}"),
    };
    match value {
        Value::Array(items) if explode => {
            let items = items.iter().map(|item| pair(&name, &encode(&scalar(item))));
            items.collect()
        }
        Value::Object(members) if explode => {
            let members = members.iter();
            members
                .map(|(key, value)| pair(&encode(key), &encode(&scalar(value))))
                .collect()
        }
        value => pair(&name, &join(value, false, ",", encode)),
    }
}

/// Style `simple` in a header: values behind each other, with commas between them.
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
    let name = parameter.name;
    match (value, parameter.style) {
        (Value::Null, _) => Vec::new(),
        (Value::Object(_), Style::DeepObject) => {
            let mut pairs = Vec::new();
            deep(name, value, &mut pairs);
            pairs
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

/// The whole query (OpenAPI 3.2, section 4.12.6): a form's pairs, or one text.
pub(super) fn query_string(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| match value {
                Value::Array(items) => items.iter().map(|item| pair(key, item)).collect(),
                value => vec![pair(key, value)],
            })
            .collect(),
        one => vec![encode(&scalar(one))],
    }
}

fn pair(name: &str, value: &Value) -> String {
    format!("{}={}", encode(name), encode(&scalar(value)))
}

/// `name[key][inner]=value`. The specification leaves open what is inside an object; this is what most servers
/// understand.
fn deep(name: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}[{key}]"), value, out);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                deep(&format!("{name}[{index}]"), value, out);
            }
        }
        one => out.push(pair(name, one)),
    }
}

pub(super) fn encode(text: &str) -> String {
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

    fn in_path(style: Style, explode: bool, value: &Value) -> String {
        let (name, place) = ("color", Place::Path);
        let parameter = Parameter {
            name,
            place,
            style,
            explode,
        };
        path(parameter, value)
    }

    #[test]
    fn path_styles_are_written_as_the_specification_says() {
        let (list, object) = (json!(["blue", "black"]), json!({"G": 200, "R": 100}));
        let written = [
            (Style::Matrix, false),
            (Style::Matrix, true),
            (Style::Label, false),
            (Style::Label, true),
        ]
        .map(|(style, explode)| {
            [&json!(""), &json!("blue"), &list, &object].map(|value| in_path(style, explode, value))
        });
        assert_eq!(
            written[0],
            [
                ";color",
                ";color=blue",
                ";color=blue,black",
                ";color=G,200,R,100"
            ]
        );
        assert_eq!(
            written[1],
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black",
                ";G=200;R=100"
            ]
        );
        assert_eq!(written[2], [".", ".blue", ".blue,black", ".G,200,R,100"]);
        assert_eq!(written[3], [".", ".blue", ".blue.black", ".G=200.R=100"]);
    }

    #[test]
    fn a_path_segment_cannot_leave_its_place() {
        let simple = |value| in_path(Style::Simple, false, &value);
        assert_eq!(simple(json!("a/b?c#d%e")), "a%2Fb%3Fc%23d%25e");
        assert_eq!(simple(json!(["a,b", "ü"])), "a%2Cb,%C3%BC");
        assert_eq!(
            in_path(Style::Matrix, true, &json!({"a;b": "c/d"})),
            ";a%3Bb=c%2Fd"
        );
    }

    #[test]
    fn objects_in_objects_and_whole_queries() {
        let (name, place, style, explode) = ("f", Place::Query, Style::DeepObject, true);
        let deep = Parameter {
            name,
            place,
            style,
            explode,
        };
        let value = json!({"a": {"b": [1, {"c": 2}]}, "d": "x y"});
        let written = pairs(deep, &value).join("&");
        assert_eq!(
            written,
            "f%5Ba%5D%5Bb%5D%5B0%5D=1&f%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=2&f%5Bd%5D=x%20y"
        );
        assert_eq!(
            query_string(&json!({"a": [1, 2], "b": "x&y"})).join("&"),
            "a=1&a=2&b=x%26y"
        );
        let json = Parameter {
            style: Style::Json,
            ..deep
        };
        let json = json.shaped(json!({"a": [1]}));
        assert_eq!(query_string(&json), ["%7B%22a%22%3A%5B1%5D%7D"]);
    }
}
