use std::{borrow::Cow, fmt};

use axum::http::{header, request::Parts};

use super::{Place, parameter::header as header_text, query};

/// A way to prove who one is, as a contract declares it.
#[derive(Debug)]
pub struct Scheme {
    /// The contract's name of it.
    pub name: &'static str,
    /// What it is.
    pub kind: SchemeKind,
}

/// What a scheme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie of this name.
    Key(Place, &'static str),
    /// What follows this word, in lower case, in the `Authorization` header.
    Authorization(&'static str),
    /// A certificate, which whoever ends the TLS connection has looked at.
    Certificate,
}

/// What a request presents of the schemes that its operation declares.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(&'static str, Secret)>);

impl Credentials {
    pub(super) fn read(head: &Parts, security: &'static [&'static [Scheme]]) -> Self {
        let mut found: Vec<(&'static str, Secret)> = Vec::new();
        for scheme in security.iter().flat_map(|all| all.iter()) {
            if found.iter().all(|(name, _)| *name != scheme.name) {
                let secret = presented(head, scheme.kind).map(|text| (scheme.name, Secret(text)));
                found.extend(secret);
            }
        }
        Self(found)
    }

    /// What is presented for a scheme, by the contract's name of it.
    pub fn get(&self, scheme: &str) -> Option<&Secret> {
        let found = self.0.iter().find(|(name, _)| *name == scheme);
        found.map(|(_, secret)| secret)
    }

    /// Whether something is presented for each scheme of any alternative. A certificate is not seen here.
    pub(super) fn satisfy(&self, security: &'static [&'static [Scheme]]) -> bool {
        let has = |scheme: &Scheme| {
            scheme.kind == SchemeKind::Certificate || self.get(scheme.name).is_some()
        };
        security.is_empty() || security.iter().any(|all| all.iter().all(has))
    }
}

impl fmt::Debug for Credentials {
    /// Shows for which schemes there is something.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(name, secret)| (name, secret)))
            .finish()
    }
}

/// Text that is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is another text; takes as long wherever they differ.
    pub fn is(&self, other: &str) -> bool {
        let (one, other) = (self.0.as_bytes(), other.as_bytes());
        let differ = one
            .iter()
            .zip(other)
            .fold(0, |differ, (a, b)| differ | (a ^ b));
        std::hint::black_box(differ) == 0 && one.len() == other.len()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

fn presented(head: &Parts, kind: SchemeKind) -> Option<String> {
    match kind {
        SchemeKind::Key(Place::Header, name) => {
            let text = header_text(&head.headers, name).ok().flatten();
            text.map(Cow::into_owned)
        }
        SchemeKind::Key(Place::Cookie, name) => {
            let text = header_text(&head.headers, "cookie").ok().flatten()?;
            let mut cookies = query::cookies(&text, query::Decode::Url);
            let found = cookies.find(|pair| pair.name == name)?;
            found.text().map(|text| text.into_owned())
        }
        SchemeKind::Key(_, name) => {
            let mut pairs = query::pairs(head.uri.query().unwrap_or_default());
            let found = pairs.find(|pair| pair.name == name)?;
            found.text().map(|text| text.into_owned())
        }
        SchemeKind::Authorization(scheme) => {
            let text = head.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
            let (word, rest) = text.split_once(' ')?;
            word.eq_ignore_ascii_case(scheme)
                .then(|| rest.trim().to_owned())
        }
        SchemeKind::Certificate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    static KEY: &[&[Scheme]] = &[
        &[Scheme {
            name: "Key",
            kind: SchemeKind::Key(Place::Header, "X-Key"),
        }],
        &[
            Scheme {
                name: "Token",
                kind: SchemeKind::Authorization("bearer"),
            },
            Scheme {
                name: "Query",
                kind: SchemeKind::Key(Place::Query, "key"),
            },
            Scheme {
                name: "Cookie",
                kind: SchemeKind::Key(Place::Cookie, "sid"),
            },
        ],
    ];

    fn credentials(url: &str, headers: &[(&str, &str)]) -> Credentials {
        let mut request = Request::get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        Credentials::read(&head, KEY)
    }

    #[test]
    fn one_alternative_as_a_whole_is_enough() {
        assert!(credentials("/", &[("x-key", "k")]).satisfy(KEY));
        assert!(!credentials("/", &[("authorization", "Bearer t")]).satisfy(KEY));
        let all = credentials(
            "/?key=a%20b",
            &[("authorization", "BEARER t"), ("cookie", "sid=s")],
        );
        assert!(all.satisfy(KEY));
        let secret = |name| all.get(name).map(Secret::expose);
        assert_eq!(
            (secret("Token"), secret("Query"), secret("Cookie")),
            (Some("t"), Some("a b"), Some("s"))
        );
        assert!(!credentials("/", &[("authorization", "Basic t")]).satisfy(KEY));
        assert!(credentials("/", &[]).satisfy(&[]));
    }

    #[test]
    fn secrets_are_compared_and_never_shown() {
        let all = credentials("/", &[("x-key", "hidden")]);
        assert_eq!(format!("{all:?}"), r#"{"Key": (secret)}"#);
        let key = all.get("Key").unwrap();
        assert!(key.is("hidden"));
        assert!(!key.is("hidde") && !key.is("hiddenn") && !key.is("hiddeM") && !key.is(""));
    }
}
