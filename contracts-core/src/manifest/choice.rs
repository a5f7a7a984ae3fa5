//! Keys whose value is one of several words.

use crate::{
    Code, nearest,
    read::{Node, Reader},
};

/// One of several words; a finding for any other.
pub(super) fn choice<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
    key: &str,
    words: &[&'static str],
) -> Option<&'static str> {
    let value = node.get(key)?;
    let text = cx.text(&value)?;
    let found = words.iter().find(|word| **word == text).copied();
    if found.is_none() {
        let message = format!("`{text}` is no `{key}`");
        let help = match nearest(&text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it can be: {}", words.join(", ")),
        };
        cx.report(Code::InvalidValue, &value.pointer, message).help = Some(help);
    }
    found
}
