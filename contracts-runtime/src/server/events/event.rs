//! An event as it is written (HTML, section 9.2.6).

use axum::body::Bytes;

/// Writes an event. Its data goes to a line each; a name or id with a line break in it is cut there, because it would
/// be something else behind it.
pub(super) fn written(name: Option<&str>, id: Option<&str>, data: &str) -> Bytes {
    let mut text = String::with_capacity(data.len() + 32);
    for (field, value) in [("event", name), ("id", id)] {
        if let Some(value) = value {
            let line = value.split(['\r', '\n', '\0']).next().unwrap_or_default();
            text.push_str(field);
            text.push_str(": ");
            text.push_str(line);
            text.push('\n');
        }
    }
    for line in data.replace("\r\n", "\n").split(['\n', '\r']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text.into()
}
