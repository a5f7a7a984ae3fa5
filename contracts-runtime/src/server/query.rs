//! Text of URLs: percent-encoding, and the pairs of a query.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Percent-decoded text; none where it is no UTF-8.
pub(super) fn decoded(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    percent_decode_str(raw).decode_utf8().ok()
}

/// The same in a query or form, where a plus stands for a space.
pub(super) fn form_decoded(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('+') {
        return decoded(raw);
    }
    let spaced = raw.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(text.into_owned()))
}

/// How text is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decode {
    /// It means itself.
    Plain,
    /// It is percent-encoded.
    Url,
    /// It is, and a plus stands for a space.
    Form,
}

impl Decode {
    /// The text; none where it is no UTF-8.
    pub(super) fn text(self, raw: &str) -> Option<Cow<'_, str>> {
        match self {
            Self::Plain => Some(Cow::Borrowed(raw)),
            Self::Url => decoded(raw),
            Self::Form => form_decoded(raw),
        }
    }
}

/// A pair as it is written.
#[derive(Clone, Debug)]
pub(super) struct Pair<'q> {
    /// Decoded.
    pub(super) name: Cow<'q, str>,
    /// As it is written: it may be a list, whose separators only count where they are not encoded.
    pub(super) value: &'q str,
    /// How the value is decoded.
    pub(super) decode: Decode,
}

impl<'q> Pair<'q> {
    /// The value, decoded; none where it is no UTF-8.
    pub(super) fn text(&self) -> Option<Cow<'q, str>> {
        self.decode.text(self.value)
    }
}

/// The pairs of a query; those whose name is no UTF-8 have none that a contract could declare.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = Pair<'_>> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.filter_map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = form_decoded(name)?;
        Some(Pair {
            name,
            value,
            decode: Decode::Form,
        })
    })
}

/// The pairs of a `Cookie` header, whose values are decoded in this way.
pub(super) fn cookies(header: &str, decode: Decode) -> impl Iterator<Item = Pair<'_>> {
    let parts = header.split(';').map(str::trim);
    parts.filter_map(move |part| {
        let (name, value) = part.split_once('=')?;
        let value = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'))
            .unwrap_or(value);
        Some(Pair {
            name: decoded(name)?,
            value,
            decode,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_where_nothing_is_lost() {
        let found: Vec<(String, &str)> = pairs("a=1%2C2,3&b+c&&%ff=x&d=e=f&%5B=%5D")
            .map(|pair| (pair.name.into_owned(), pair.value))
            .collect();
        let expected = [("a", "1%2C2,3"), ("b c", ""), ("d", "e=f"), ("[", "%5D")];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
        assert_eq!(form_decoded("a+b%2B%C3%BC").as_deref(), Some("a b+ü"));
        assert_eq!(decoded("a+b%20c").as_deref(), Some("a+b c"));
        assert_eq!(decoded("%ff"), None);
        assert_eq!(decoded("100%").as_deref(), Some("100%"));
    }

    #[test]
    fn cookies_may_be_quoted() {
        let found: Vec<(String, &str)> = cookies("a=1; b=\"x y\";c; d=e=f", Decode::Plain)
            .map(|pair| (pair.name.into_owned(), pair.value))
            .collect();
        let expected = [("a", "1"), ("b", "x y"), ("d", "e=f")];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
    }
}
