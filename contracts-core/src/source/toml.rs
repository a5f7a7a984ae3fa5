use std::{collections::BTreeMap, ops::Range};

use serde_json::{Number, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Problem, spans::Spans};
use crate::{Code, Pointer};

/// Parses TOML into the tree. Dates become strings.
pub(super) fn parse(text: &str, spans: Option<&mut Spans>) -> (Option<Value>, Vec<Problem>) {
    if levels(text) > MAX_LEVELS {
        let problem = Problem {
            code: Code::TomlSyntax,
            range: 0..0,
            message: "brackets and dotted keys nest too deeply".to_owned(),
            help: None,
        };
        return (None, vec![problem]);
    }
    match DeTable::parse(text) {
        Ok(root) => {
            let range = root.span();
            let mut walk = Walk { spans };
            walk.record_value(&Pointer::root(), range);
            let value = walk.table(root.get_ref(), &Pointer::root());
            (Some(value), Vec::new())
        }
        Err(error) => {
            let message = error.message().to_owned();
            let code = if message.starts_with("duplicate key") {
                Code::DuplicateKey
            } else {
                Code::TomlSyntax
            };
            let problem = Problem {
                code,
                range: error.span().unwrap_or(0..0),
                message,
                help: None,
            };
            (None, vec![problem])
        }
    }
}

/// Far more than any manifest has, and far fewer than a stack has room for.
const MAX_LEVELS: usize = 1000;

/// At most how many tables can lie inside each other. The parser bounds brackets and dots, but not
/// both at once, and dropping what it makes of many of both overflows the stack.
fn levels(text: &str) -> usize {
    let (mut open, mut deepest, mut most_dots) = (0_usize, 0, 0);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or(line);
        for c in line.chars() {
            match c {
                '[' | '{' => open += 1,
                ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(open);
        }
        most_dots = most_dots.max(line.matches('.').count());
    }
    (deepest + 1) * (most_dots + 1)
}

struct Walk<'s> {
    spans: Option<&'s mut Spans>,
}

impl Walk<'_> {
    fn record_value(&mut self, pointer: &Pointer, range: Range<usize>) {
        if let Some(spans) = &mut self.spans {
            spans.insert_value(pointer.clone(), range);
        }
    }

    fn table(&mut self, table: &DeTable<'_>, pointer: &Pointer) -> Value {
        // Ordered whatever features serde_json and toml have.
        let mut map = BTreeMap::new();
        for (key, value) in table {
            let child = pointer.child(key.get_ref());
            if let Some(spans) = &mut self.spans {
                spans.insert_key(child.clone(), key.span());
            }
            map.insert(key.get_ref().to_string(), self.value(value, &child));
        }
        map.into_iter().collect()
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, pointer: &Pointer) -> Value {
        self.record_value(pointer, value.span());
        match value.get_ref() {
            DeValue::String(text) => text.as_ref().into(),
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .map_or_else(|_| integer.as_str().into(), Value::from),
            DeValue::Float(float) => {
                let number: Option<f64> = float.as_str().parse().ok();
                number
                    .and_then(Number::from_f64)
                    .map_or_else(|| float.as_str().into(), Value::Number)
            }
            DeValue::Boolean(value) => (*value).into(),
            DeValue::Datetime(date) => date.to_string().into(),
            DeValue::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| self.value(item, &pointer.item(index)))
                .collect(),
            DeValue::Table(table) => self.table(table, pointer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_dots_together_are_bounded() {
        let key = vec!["a"; 60].join(".");
        let deep = format!("{}1{}", format!("{key} = {{").repeat(60), "}".repeat(60));
        let (value, problems) = parse(&deep, None);
        assert_eq!(value, None);
        assert_eq!(
            problems[0].message,
            "brackets and dotted keys nest too deeply"
        );
        let (value, problems) = parse("a.b.c = [[{x.y = 1}]]\n# ....................\n", None);
        assert!(value.is_some() && problems.is_empty());
    }
}
