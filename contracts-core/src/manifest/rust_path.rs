//! Paths that stand in generated code as the manifest has them.

/// `::a::b`, without arguments.
pub(super) fn is_path(text: &str) -> bool {
    !text.contains('<') && is_type(text)
}

/// `::a::b::C` or `::a::B<::c::D>`, with nothing that could smuggle other tokens into generated code.
pub(super) fn is_type(text: &str) -> bool {
    after_type(text, 0) == Some("")
}

/// What follows the path of a type; nothing where there is no such path, or one in brackets deeper than anybody writes.
fn after_type(text: &str, depth: usize) -> Option<&str> {
    let mut rest = text.strip_prefix("::").unwrap_or(text);
    loop {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        if part.is_empty() || part.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let Some(next) = after.strip_prefix("::") else {
            rest = after;
            break;
        };
        rest = next;
    }
    let Some(mut arguments) = rest.strip_prefix('<').filter(|_| depth < 8) else {
        return Some(rest);
    };
    loop {
        let after = after_type(arguments.trim_start(), depth + 1)?.trim_start();
        match after.strip_prefix(',') {
            Some(next) => arguments = next,
            None => return after.strip_prefix('>'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_path, is_type};

    #[test]
    fn types_may_have_arguments() {
        for good in [
            "Uuid",
            "::uuid::Uuid",
            "::chrono::DateTime<::chrono::FixedOffset>",
            "::a::B<C, ::d::E<F>>",
        ] {
            assert!(is_type(good), "{good}");
        }
        assert!(is_path("::api_types::data") && !is_path("::a::B<C>"));
    }

    #[test]
    fn nothing_else_is_let_through() {
        for bad in [
            "",
            "::",
            "a::",
            "1a",
            "a b",
            "a::B<",
            "a::B<>",
            "a::B<C",
            "a::B<C>>",
            "a::B<C>;",
            "a::B<C>::D",
            "a::B<C,>",
            "a::B<{ x() }>",
            "&'static str",
            "a!()",
        ] {
            assert!(!is_type(bad), "{bad}");
        }
        let deep = format!("{}A{}", "A<".repeat(100_000), ">".repeat(100_000));
        assert!(!is_type(&deep));
    }
}
