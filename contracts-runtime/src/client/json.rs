//! JSON bodies, and what is wrong with one, where.

use serde::de::DeserializeOwned;

/// Bytes before and after a mistake that are shown.
const SHOWN: (usize, usize) = (60, 20);

/// Characters of a message: some quote a whole value.
const MESSAGE: usize = 300;

/// What is wrong with a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The way to the value: `tasks[3].id`.
    pub(super) path: String,
    pub(super) message: String,
    /// The bytes around it.
    pub(super) part: String,
}

/// Reads a value that is the whole body. Where something is wrong costs to know, and is looked for only when something
/// is.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Wrong> {
    serde_json::from_slice(bytes).map_err(|error| {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read: Result<T, _> = serde_path_to_error::deserialize(&mut reader);
        let (path, error) = match read {
            Err(error) => (error.path().to_string(), error.into_inner()),
            // The value is as it should be, and more follows.
            Ok(_) => (".".to_owned(), error),
        };
        Wrong {
            path,
            message: short(&error.to_string()),
            part: around(bytes, error.line(), error.column()),
        }
    })
}

fn short(message: &str) -> String {
    match message.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// The bytes around a place, whose line and column count from one.
fn around(bytes: &[u8], line: usize, column: usize) -> String {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let at = (before + column).min(bytes.len());
    let end = (at + SHOWN.1).min(bytes.len());
    let shown = bytes.get(at.saturating_sub(SHOWN.0)..end);
    String::from_utf8_lossy(shown.unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_a_path_and_the_bytes_around_it() {
        let body = format!("{{\n \"a\": [1, {{\"b\": \"x{}\"}}]\n}}", "y".repeat(1000));
        let wrong = read::<
            std::collections::BTreeMap<String, (i64, std::collections::BTreeMap<String, i64>)>,
        >(body.as_bytes())
        .expect_err("a text");
        assert_eq!(wrong.path, "a[1].b");
        assert!(
            wrong.part.starts_with("yyy") && wrong.part.ends_with("yy\"}]\n}"),
            "{}",
            wrong.part
        );
        assert!(wrong.part.len() <= SHOWN.0 + SHOWN.1, "{}", wrong.part);
        assert!(
            wrong.message.chars().count() <= MESSAGE + 1,
            "{}",
            wrong.message
        );
    }

    #[test]
    fn what_follows_the_value_is_a_mistake() {
        let wrong = read::<i64>(b"1 oops").expect_err("more");
        assert_eq!((wrong.path.as_str(), wrong.part.as_str()), (".", "1 oops"));
        assert_eq!(read::<i64>(b" 1\n"), Ok(1));
        let wrong = read::<i64>("\u{fc}".as_bytes()).expect_err("no number");
        assert_eq!(wrong.part, "\u{fc}");
        assert_eq!(read::<i64>(b"").expect_err("empty").part, "");
    }
}
