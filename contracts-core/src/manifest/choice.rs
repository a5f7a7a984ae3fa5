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

/// A key's values by the words that stand for them; the first is the default.
pub trait Choice: Copy + Default + 'static {
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

/// What the key's word means; the default where it is missing, and with a finding where there is no such word.
pub(super) fn chosen<'v, C: Choice>(cx: &mut Reader<'v>, node: &Node<'v>, key: &str) -> C {
    let words: Vec<&'static str> = C::WORDS.iter().map(|(word, _)| *word).collect();
    let word = choice(cx, node, key, &words);
    let mut all = C::WORDS.iter();
    let found = all.find(|(one, _)| Some(*one) == word);
    found.map(|(_, value)| *value).unwrap_or_default()
}
