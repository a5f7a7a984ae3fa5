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
