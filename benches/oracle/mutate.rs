//! Values that are not quite right any more: one part of one is changed.

use fastrand::Rng;
use serde_json::{Value, json};

/// Where these stand at the start of a member's name, the text has the name without them: twice, that is.
const TWICE: [char; 2] = ['\u{1}', '\u{7f}'];

/// The JSON of a value.
pub(crate) fn text(value: &Value) -> String {
    let text = value.to_string();
    let text = text.replace("\"\\u0001", "\"");
    text.replace("\"\u{7f}", "\"")
}

/// Changes one part of a value.
pub(crate) fn mutate(value: &mut Value, words: &[String], rng: &mut Rng) {
    let mut at = rng.usize(..parts(value));
    change_at(value, &mut at, &mut |part| change(part, words, rng));
}

/// How many values there are in a value.
fn parts(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(parts).sum(),
        Value::Object(members) => members.values().map(parts).sum(),
        _ => 0,
    }
}

fn change_at(value: &mut Value, at: &mut usize, change: &mut impl FnMut(&mut Value)) -> bool {
    if *at == 0 {
        change(value);
        return true;
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change_at(item, at, change)),
        Value::Object(members) => members.values_mut().any(|item| change_at(item, at, change)),
        _ => false,
    }
}

fn change(value: &mut Value, words: &[String], rng: &mut Rng) {
    let own = rng.u8(..4) != 0;
    match value {
        Value::Object(members) if own && !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = &names[rng.usize(..names.len())];
            match rng.u8(..8) {
                0..4 => drop(members.remove(name)),
                4 => {
                    let mark = TWICE[rng.usize(..TWICE.len())];
                    let again = &names[rng.usize(..names.len())];
                    let other = members[again].clone();
                    members.insert(format!("{mark}{name}"), other);
                }
                5 => drop(members.insert("not-there".to_owned(), json!({"a": [1]}))),
                6 => drop(members.insert(name.clone(), Value::Null)),
                // Derives read a struct of a list, too.
                _ => *value = members.values().cloned().collect(),
            }
        }
        Value::Array(items) if own => match rng.u8(..3) {
            0 => items.truncate(items.len() / 2),
            1 => items.push(items.first().cloned().unwrap_or(Value::Null)),
            _ => items.push(json!({"not": "one"})),
        },
        Value::String(text) if own => match rng.u8(..4) {
            0 => text.push('x'),
            1 => *text = text.to_uppercase(),
            // What is a tag or a word of an enum elsewhere may be one here.
            _ => *text = rng.choice(words).cloned().unwrap_or_default(),
        },
        Value::Number(number) if own => {
            let float = number.as_f64().unwrap_or_default();
            *value = match rng.u8(..6) {
                0 => json!(float),
                1 => json!(float + 0.5),
                2 => json!(-float),
                3 => json!(u64::MAX),
                4 => json!(300),
                _ => json!(number.to_string()),
            };
        }
        _ => *value = other(value, rng),
    }
}

fn other(value: &Value, rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 | 1 => Value::Null,
        2 => json!([value]),
        3 => json!({ "value": value }),
        4 => json!(true),
        5 => json!(1),
        6 => json!("other"),
        _ => json!({}),
    }
}
