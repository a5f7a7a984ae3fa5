//! Every name of generated code is decided here: its case, what to do about keywords and foreign
//! characters, and what to do when two names fall together.

mod ident;
mod scope;

pub(crate) use ident::{constant_case, snake_case, type_case, variant_case};
pub(crate) use scope::Scope;

/// What a status is called in an enum's variants: `TooManyRequests`, `Status4xx`, `Default`.
pub(crate) fn status_variant(status: contracts_core::openapi::Status) -> String {
    use contracts_core::openapi::Status;
    match status {
        Status::Code(code) => http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .map_or_else(|| format!("Status{code}"), type_case),
        Status::Range(digit) => format!("Status{digit}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// What a media type is called in an enum's variants: `Json`, `Form`, `TextCsv`, `ImageAny`.
pub(crate) fn media_variant(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default().trim();
    let known = match essence.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => Some("Form"),
        "application/octet-stream" => Some("Bytes"),
        "multipart/form-data" => Some("Multipart"),
        "text/plain" => Some("Text"),
        "text/event-stream" => Some("Events"),
        "*/*" => Some("Any"),
        _ => None,
    };
    let essence = essence.strip_prefix("application/").unwrap_or(essence);
    known.map_or_else(
        || type_case(&essence.replace('*', "any").replace('+', "-")),
        str::to_owned,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts_core::openapi::Status;

    #[test]
    fn media_types_have_short_names() {
        let named = [
            ("application/json; charset=utf-8", "Json"),
            ("application/problem+json", "ProblemJson"),
            ("application/vnd.api-v2", "VndApiV2"),
            ("multipart/form-data", "Multipart"),
            ("text/csv", "TextCsv"),
            ("image/*", "ImageAny"),
            ("*/*", "Any"),
            ("", "X"),
        ];
        for (media, name) in named {
            assert_eq!(media_variant(media), name);
        }
    }

    #[test]
    fn statuses_have_their_usual_names() {
        assert_eq!(status_variant(Status::Code(429)), "TooManyRequests");
        assert_eq!(status_variant(Status::Code(418)), "ImATeapot");
        assert_eq!(status_variant(Status::Code(499)), "Status499");
        assert_eq!(status_variant(Status::Range(4)), "Status4xx");
    }
}
