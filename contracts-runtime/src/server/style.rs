//! From the text of a parameter to its value, by what the contract says that it is (OpenAPI 3.1, section 4.8.12.4).

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use super::{
    Shape, Style,
    query::Decode,
    shape::{Form, Found, check_value},
};

/// The text is no UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotText;

/// A value that is written in one piece: in a path, a header, or one pair of a query.
pub(super) struct Written<'w> {
    pub(super) name: &'w str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) decode: Decode,
}

impl Written<'_> {
    /// The value that a text is, as a shape has it.
    pub(super) fn value(&self, raw: &str, shape: &'static Shape) -> Result<Value, NotText> {
        if let Some(form) = shape.form() {
            return self.value_as(form, raw, shape);
        }
        let forms = shape.forms();
        if let [form] = forms.as_slice() {
            return self.value_as(*form, raw, shape);
        }
        // A union of several forms: the first whose value fits, scalars before lists, which anything could be.
        let mut first = None;
        for form in [Form::Scalar, Form::Object, Form::List] {
            if !forms.contains(&form) {
                continue;
            }
            let value = self.value_as(form, raw, shape)?;
            let mut found = Found::new(1, usize::MAX);
            check_value(&value, shape, &mut found);
            if found.is_empty() {
                return Ok(value);
            }
            first.get_or_insert(value);
        }
        Ok(first.unwrap_or_default())
    }

    fn value_as(&self, form: Form, raw: &str, shape: &'static Shape) -> Result<Value, NotText> {
        match form {
            Form::Scalar => scalar(&self.text(self.inner(raw))?, shape),
            Form::List => self.list(raw, shape),
            Form::Object => self.object(raw, shape),
        }
    }

    fn text<'t>(&self, raw: &'t str) -> Result<Cow<'t, str>, NotText> {
        self.decode.text(raw).ok_or(NotText)
    }

    /// What is behind the prefix of a style.
    fn inner<'t>(&self, raw: &'t str) -> &'t str {
        match self.style {
            Style::Label => raw.strip_prefix('.').unwrap_or(raw),
            Style::Matrix => {
                let pair = raw.strip_prefix(';').unwrap_or(raw);
                let value = pair.strip_prefix(self.name).unwrap_or(pair);
                value.strip_prefix('=').unwrap_or(value)
            }
            _ => raw,
        }
    }

    /// What stands between the values.
    fn parts<'t>(&self, raw: &'t str) -> Vec<&'t str> {
        let parts: Vec<&str> = match self.style {
            Style::Label if self.explode => raw.split('.').collect(),
            Style::Matrix if self.explode => raw.split(';').collect(),
            Style::PipeDelimited if self.decode == Decode::Plain => raw.split('|').collect(),
            Style::SpaceDelimited if self.decode == Decode::Plain => raw.split(' ').collect(),
            Style::PipeDelimited => split_any(raw, &["|", "%7C", "%7c"]),
            Style::SpaceDelimited => split_any(raw, &["%20", "+", " "]),
            _ => raw.split(',').collect(),
        };
        match parts.as_slice() {
            [""] => Vec::new(),
            _ => parts.into_iter().map(str::trim).collect(),
        }
    }

    fn list(&self, raw: &str, shape: &'static Shape) -> Result<Value, NotText> {
        let prefix = format!("{}=", self.name);
        let parts = match (self.style, self.explode) {
            // `;name=a;name=b`
            (Style::Matrix, true) => {
                let raw = raw.strip_prefix(';').unwrap_or(raw);
                let parts = self.parts(raw).into_iter();
                let parts = parts.filter(|part| *part != self.name);
                parts
                    .map(|part| part.strip_prefix(&prefix).unwrap_or(part))
                    .collect()
            }
            _ => self.parts(self.inner(raw)),
        };
        items(parts.into_iter().map(|part| self.text(part)), shape)
    }

    fn object(&self, raw: &str, shape: &'static Shape) -> Result<Value, NotText> {
        let raw = match (self.style, self.explode) {
            (Style::Matrix, true) => raw.strip_prefix(';').unwrap_or(raw),
            _ => self.inner(raw),
        };
        let parts = self.parts(raw);
        let mut members = Map::new();
        let mut add = |name: &str, value: &str| {
            let (name, text) = (self.text(name)?.into_owned(), self.text(value)?);
            let value = scalar(&text, shape.member(&name).unwrap_or(&Shape::Any))?;
            members.insert(name, value);
            Ok(())
        };
        if self.explode {
            for part in parts {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                add(name, value)?;
            }
        } else {
            for pair in parts.chunks(2) {
                add(pair[0], pair.get(1).copied().unwrap_or_default())?;
            }
        }
        Ok(Value::Object(members))
    }
}

fn split_any<'t>(raw: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![raw];
    for separator in separators {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    parts
}

/// A list of texts.
pub(super) fn items<'t>(
    texts: impl Iterator<Item = Result<Cow<'t, str>, NotText>>,
    shape: &'static Shape,
) -> Result<Value, NotText> {
    let values = texts
        .enumerate()
        .map(|(at, text)| scalar(&text?, shape.item(at)));
    values
        .collect::<Result<Vec<Value>, NotText>>()
        .map(Value::Array)
}

/// A text as the value that a shape has it for. What is no such value stays text, which the check then refuses.
pub(super) fn scalar(text: &str, shape: &'static Shape) -> Result<Value, NotText> {
    let (bare, nullable) = shape.bare();
    let known = match bare {
        Shape::Null if text.is_empty() => Some(Value::Null),
        Shape::Bool => text.parse().ok().map(Value::Bool),
        Shape::Integer { .. } => whole(text),
        Shape::Number { .. } => whole(text).or_else(|| number(text)),
        Shape::Values(_) => serde_json::from_str(text)
            .ok()
            .filter(|value: &Value| fits(value, bare)),
        // In a form it is written as its JSON.
        Shape::List { .. } | Shape::Tuple(_) => {
            serde_json::from_str(text).ok().filter(Value::is_array)
        }
        Shape::Object { .. } | Shape::Map { .. } | Shape::Tagged { .. } => {
            serde_json::from_str(text).ok().filter(Value::is_object)
        }
        Shape::Union(branches) => {
            let values = branches.iter().filter_map(|branch| {
                let value = scalar(text, branch).ok()?;
                fits(&value, branch).then_some(value)
            });
            values.into_iter().next()
        }
        _ => None,
    };
    let null = || (nullable && text.is_empty()).then_some(Value::Null);
    Ok(known.or_else(null).unwrap_or_else(|| Value::from(text)))
}

fn fits(value: &Value, shape: &'static Shape) -> bool {
    let mut found = Found::new(1, usize::MAX);
    check_value(value, shape, &mut found);
    found.is_empty()
}

fn whole(text: &str) -> Option<Value> {
    // Rust's parser takes a plus, JSON does not.
    if text.starts_with('+') {
        return None;
    }
    let signed = text.parse::<i64>().ok().map(Number::from);
    let number = signed.or_else(|| text.parse::<u64>().ok().map(Number::from));
    number.map(Value::Number)
}

/// As JSON writes numbers, which has neither `inf` nor `.5`.
fn number(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    value.is_number().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{Member, Rest};
    use serde_json::json;

    static TEXT: Shape = Shape::Text {
        format: None,
        rules: &[],
    };
    static LIST: Shape = Shape::List {
        item: &TEXT,
        rules: &[],
        unique: false,
    };
    static INTEGER: Shape = Shape::Integer {
        range: (i64::MIN as i128, i64::MAX as i128),
        rules: &[],
    };
    static OBJECT: Shape = Shape::Object {
        members: &[
            Member {
                name: "G",
                required: false,
                shape: Shape::Of(&INTEGER),
            },
            Member {
                name: "R",
                required: false,
                shape: Shape::Of(&INTEGER),
            },
        ],
        rest: Rest::Ignored,
        rules: &[],
    };

    #[track_caller]
    fn check(style: Style, explode: bool, raw: &str, shape: &'static Shape, value: Value) {
        let written = Written {
            name: "color",
            style,
            explode,
            decode: Decode::Url,
        };
        assert_eq!(written.value(raw, shape), Ok(value), "{raw}");
    }

    /// The rows of the specification's table.
    #[test]
    fn styles_of_paths_and_headers_are_read() {
        let (list, object) = (json!(["blue", "black"]), json!({"G": 200, "R": 100}));
        let rows = [
            (Style::Simple, false, "blue", "blue,black", "G,200,R,100"),
            (Style::Simple, true, "blue", "blue,black", "G=200,R=100"),
            (Style::Label, false, ".blue", ".blue,black", ".G,200,R,100"),
            (Style::Label, true, ".blue", ".blue.black", ".G=200.R=100"),
            (
                Style::Matrix,
                false,
                ";color=blue",
                ";color=blue,black",
                ";color=G,200,R,100",
            ),
            (
                Style::Matrix,
                true,
                ";color=blue",
                ";color=blue;color=black",
                ";G=200;R=100",
            ),
        ];
        for (style, explode, one, several, members) in rows {
            check(style, explode, one, &TEXT, json!("blue"));
            check(style, explode, several, &LIST, list.clone());
            check(style, explode, members, &OBJECT, object.clone());
        }
        check(Style::Matrix, false, ";color", &TEXT, json!(""));
        check(Style::Label, false, ".", &TEXT, json!(""));
        check(
            Style::PipeDelimited,
            false,
            "blue|black",
            &LIST,
            list.clone(),
        );
        check(
            Style::PipeDelimited,
            false,
            "blue%7Cblack",
            &LIST,
            list.clone(),
        );
        check(Style::SpaceDelimited, false, "blue%20black", &LIST, list);
        check(
            Style::Simple,
            false,
            "a%2Cb,c%2Fd",
            &LIST,
            json!(["a,b", "c/d"]),
        );
        check(Style::Simple, false, "", &LIST, json!([]));
    }

    #[test]
    fn text_becomes_what_the_contract_has_it_for() {
        static NUMBER: Shape = Shape::Number {
            single: false,
            rules: &[],
        };
        static NULLABLE: Shape = Shape::Nullable(&INTEGER);
        static UNION: Shape = Shape::Union(&[Shape::Of(&INTEGER), Shape::Bool, Shape::Of(&TEXT)]);
        static VALUES: Shape = Shape::Values(&["1", "\"one\""]);
        let cases: [(&str, &'static Shape, Value); 11] = [
            ("5", &INTEGER, json!(5)),
            ("+5", &INTEGER, json!("+5")),
            ("18446744073709551615", &INTEGER, json!(u64::MAX)),
            ("1.5", &NUMBER, json!(1.5)),
            ("inf", &NUMBER, json!("inf")),
            ("", &NULLABLE, json!(null)),
            ("true", &UNION, json!(true)),
            ("7", &UNION, json!(7)),
            ("x", &UNION, json!("x")),
            ("1", &VALUES, json!(1)),
            ("one", &VALUES, json!("one")),
        ];
        for (text, shape, value) in cases {
            assert_eq!(scalar(text, shape), Ok(value), "{text}");
        }
        let written = Written {
            name: "a",
            style: Style::Simple,
            explode: false,
            decode: Decode::Url,
        };
        assert_eq!(written.value("%ff", &TEXT), Err(NotText));
    }
}
