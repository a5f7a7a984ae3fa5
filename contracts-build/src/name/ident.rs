use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// `task-request` → `TaskRequest`: types and variants.
pub(crate) fn type_case(text: &str) -> String {
    ident(text, "X", |text| text.to_upper_camel_case())
}

/// `-price` → `MinusPrice`, `>=` → `GreaterEqual`: variants, whose values are often told apart by signs.
pub(crate) fn variant_case(text: &str) -> String {
    let has_letters = text.chars().any(char::is_alphanumeric);
    match text.chars().next() {
        None => "Empty".to_owned(),
        Some(sign @ ('-' | '+')) if has_letters => {
            let rest = &text[1..];
            type_case(&format!("{}-{rest}", sign_word(sign).unwrap_or_default()))
        }
        _ if has_letters => type_case(text),
        _ => {
            let words = text.chars().map(|c| sign_word(c).unwrap_or("sign"));
            type_case(&words.collect::<Vec<_>>().join("-"))
        }
    }
}

fn sign_word(c: char) -> Option<&'static str> {
    Some(match c {
        '!' => "not",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '^' => "caret",
        '_' => "underscore",
        '|' => "or",
        '~' => "tilde",
        ' ' => "space",
        _ => return None,
    })
}

/// `X-Correlation-Id` → `x_correlation_id`: fields, methods, arguments, modules.
pub(crate) fn snake_case(text: &str) -> String {
    ident(text, "x", |text| text.to_snake_case())
}

/// `createTask` → `CREATE_TASK`: statics.
pub(crate) fn constant_case(text: &str) -> String {
    ident(text, "X", |text| text.to_shouty_snake_case())
}

/// Bytes of a name. rustdoc makes files of names, some of two together, and systems allow 255.
pub(super) const LONGEST: usize = 100;

/// A Rust identifier that stays the same when it goes through the same change again, so that typify,
/// which recases what it is given, keeps our names.
fn ident(text: &str, prefix: &str, recase: impl Fn(&str) -> String) -> String {
    let clean = match text.bytes().all(is_part) {
        true => Cow::Borrowed(text),
        false => {
            let text = text.replace('\'', "");
            Cow::Owned(text.replace(|c: char| !is_ident(c), "-"))
        }
    };
    let mut name = attempt(&clean, prefix, &recase);
    if let Some((end, _)) = name.char_indices().find(|(start, _)| *start >= LONGEST) {
        name = attempt(&name[..end], prefix, &recase);
    }
    if is_plain(&name) || syn::parse_str::<syn::Ident>(&name).is_ok() {
        return name;
    }
    // Changing the case of a few letters makes what is no letter; their numbers do for a name.
    let ascii: String = clean
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("-u{:x}-", u32::from(c))
            }
        })
        .collect();
    attempt(&ascii, prefix, &recase)
}

/// Whether a name, which is no keyword, is an identifier as most are: asking syn takes longer than making it.
fn is_plain(name: &str) -> bool {
    name != "_" && name.bytes().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn is_part(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

fn attempt(clean: &str, prefix: &str, recase: &impl Fn(&str) -> String) -> String {
    let mut name = recase(clean);
    // Two rounds settle every name that was tried; the bound is for the others.
    for _ in 0..8 {
        let again = recase(&name);
        if again == name {
            break;
        }
        name = again;
    }
    if !name.starts_with(|c: char| c == '_' || unicode_ident::is_xid_start(c)) {
        name.insert_str(0, prefix);
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

/// Letters that are numbers, such as `Ⅷ`, are left out: the compiler warns of them.
fn is_ident(c: char) -> bool {
    unicode_ident::is_xid_continue(c) && (c.is_ascii() || !c.is_numeric())
}

fn is_keyword(name: &str) -> bool {
    if is_plain(name) {
        return KEYWORDS.binary_search(&name).is_ok();
    }
    syn::parse_str::<syn::Ident>(name).is_err()
}

/// The words that are no names, in order: those of syn, and `gen`, which is one since edition 2024.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_those_of_syn() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS.iter().filter(|word| **word != "gen") {
            assert!(syn::parse_str::<syn::Ident>(word).is_err(), "{word}");
        }
        // What may be a name after all, in all editions but one, or is a keyword in some places.
        for word in [
            "auto",
            "default",
            "dyn_",
            "raw",
            "safe",
            "union",
            "macro_rules",
            "a",
        ] {
            assert!(!is_keyword(word), "{word}");
        }
    }

    #[test]
    fn makes_rust_identifiers_of_anything() {
        assert_eq!(type_case("task-request"), "TaskRequest");
        assert_eq!(type_case("HTTPError"), "HttpError");
        assert_eq!(type_case("3d model"), "X3dModel");
        assert_eq!(type_case(">="), "X");
        assert_eq!(type_case("self"), "Self_");
        assert_eq!(snake_case("X-Correlation-Id"), "x_correlation_id");
        assert_eq!(snake_case("type"), "type_");
        assert_eq!(snake_case("gen"), "gen_");
        assert_eq!(snake_case("größe"), "größe");
        assert_eq!(type_case("名前"), "名前");
        assert_eq!(snake_case("Ⅷ"), "x");
        assert_eq!(type_case(&"long-".repeat(50)), "Long".repeat(25));
        assert_eq!(snake_case(""), "x");
        assert_eq!(constant_case("createTask"), "CREATE_TASK");
    }

    #[test]
    fn variants_keep_their_signs() {
        let cases = [
            ("-price", "MinusPrice"),
            ("price", "Price"),
            ("+1", "Plus1"),
            (">=", "GreaterEqual"),
            ("", "Empty"),
        ];
        for (text, name) in cases {
            assert_eq!(variant_case(text), name, "{text}");
        }
    }

    #[test]
    fn names_survive_a_second_round() {
        for text in [
            "x2D",
            "A1b",
            "x2_d",
            "self",
            "type",
            "3d",
            "IPv4",
            "a_b-c",
            "OAuth2Token",
            "v1beta1",
        ] {
            assert_eq!(type_case(&type_case(text)), type_case(text), "{text}");
            assert_eq!(snake_case(&snake_case(text)), snake_case(text), "{text}");
        }
    }
}
