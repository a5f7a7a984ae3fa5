//! Media types of answers: which of those that a contract declares one is.

use http::{HeaderMap, header};

/// The media type of an answer, where it says one.
pub(super) fn of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// How well `found` is what is `declared`: with its parameters, without them, as one of a range; not at all.
pub(super) fn rank(declared: &str, found: &str) -> Option<u8> {
    // Most servers write it as the contract does.
    if declared == found {
        return Some(3);
    }
    let (declared, found) = (normal(declared), normal(found));
    if declared == found {
        return Some(3);
    }
    let essence = |name: &str| name.split(';').next().unwrap_or_default().to_owned();
    let (declared, found) = (essence(&declared), essence(&found));
    if declared == found {
        return Some(2);
    }
    match declared.strip_suffix('*') {
        Some("*/") | Some("") => Some(0),
        Some(start) if found.starts_with(start) => Some(1),
        _ => None,
    }
}

/// Media types are equal without regard to case and white space.
fn normal(name: &str) -> String {
    let name = name.chars().filter(|c| !c.is_whitespace() && *c != '"');
    name.map(|c| c.to_ascii_lowercase()).collect()
}

/// The value of the parameter `charset`, in lower case.
pub(super) fn charset(name: &str) -> Option<String> {
    let name = normal(name);
    let parameters = name.split(';').skip(1);
    let mut charsets = parameters.filter_map(|parameter| parameter.strip_prefix("charset="));
    charsets.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_declaration_is_it() {
        for (declared, found, expected) in [
            ("application/json", "Application/JSON", Some(3)),
            (
                "text/plain; charset=utf-8",
                "text/plain;charset=\"UTF-8\"",
                Some(3),
            ),
            (
                "application/json",
                "application/json; charset=utf-8",
                Some(2),
            ),
            ("text/*", "text/plain", Some(1)),
            ("*/*", "text/plain", Some(0)),
            ("application/json", "application/problem+json", None),
            ("text/*", "application/text", None),
        ] {
            assert_eq!(rank(declared, found), expected, "{declared} {found}");
        }
        assert_eq!(
            charset("text/plain; Charset=UTF-8").as_deref(),
            Some("utf-8")
        );
        assert_eq!(charset("text/plain"), None);
    }
}
