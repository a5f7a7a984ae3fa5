use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// `task-request` → `TaskRequest`: types and variants.
pub(crate) fn type_case(text: &str) -> String {
    ident(text, "X", |text| text.to_upper_camel_case())
}

/// `X-Correlation-Id` → `x_correlation_id`: fields, methods, arguments, modules.
pub(crate) fn snake_case(text: &str) -> String {
    ident(text, "x", |text| text.to_snake_case())
}

/// `createTask` → `CREATE_TASK`: statics.
pub(crate) fn constant_case(text: &str) -> String {
    ident(text, "X", |text| text.to_shouty_snake_case())
}

/// A Rust identifier that stays the same when it goes through the same change again, so that typify,
/// which recases what it is given, keeps our names.
fn ident(text: &str, prefix: &str, recase: impl Fn(&str) -> String) -> String {
    let text = match text {
        // If every character is special, none of them should be.
        "+1" => "plus1",
        "-1" => "minus1",
        other => other,
    };
    let clean = text.replace('\'', "");
    let clean = clean.replace(
        |c: char| !(c == '_' || c.is_alphanumeric()) || !is_ident(c),
        "-",
    );
    let mut name = recase(&clean);
    // Two rounds settle every name that was tried; the bound is for the others.
    for _ in 0..8 {
        let again = recase(&name);
        if again == name {
            break;
        }
        name = again;
    }
    if !name.starts_with(|c: char| c == '_' || c.is_alphabetic()) {
        name.insert_str(0, prefix);
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

fn is_ident(c: char) -> bool {
    syn::parse_str::<syn::Ident>(&format!("x{c}")).is_ok()
}

fn is_keyword(name: &str) -> bool {
    // `gen` is one since edition 2024, which syn does not ask for.
    syn::parse_str::<syn::Ident>(name).is_err() || name == "gen"
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(snake_case(""), "x");
        assert_eq!(constant_case("createTask"), "CREATE_TASK");
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
