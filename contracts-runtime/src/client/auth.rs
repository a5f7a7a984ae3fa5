//! Credentials, by security scheme, and how they come into a request.

use std::{collections::BTreeMap, error::Error, fmt, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, header};
use reqwest::Request;

use super::{
    Operation,
    error::TransportError,
    page::replace_in_query,
    parameter::encode,
    platform::{BoxFuture, MaybeSend},
    secret::Secret,
};

/// One of the ways in which callers prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the contract.
    pub name: &'static str,
    /// How its credential travels.
    pub carrier: Carrier,
}

/// How a credential travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// As the value of a header.
    Header(&'static str),
    /// As a parameter of the query.
    Query(&'static str),
    /// As a cookie.
    Cookie(&'static str),
    /// In `Authorization`, behind this word.
    Authorization(&'static str),
    /// In `Authorization` as RFC 7617 says: user and password.
    Basic,
    /// With the connection: TLS is the HTTP client's, and nothing is written into the request.
    Connection,
}

/// What may go wrong where a credential is fetched.
pub type CredentialError = Box<dyn Error + Send + Sync>;

type Provider = dyn Fn() -> BoxFuture<'static, Result<Secret, CredentialError>> + Send + Sync;

/// What a caller proves with who it is: a key or token, or a function that has one.
#[derive(Clone)]
pub struct Credential(Kind);

#[derive(Clone)]
enum Kind {
    Fixed(Secret),
    Provided(Arc<Provider>),
}

impl Credential {
    /// The user and password of HTTP Basic authentication.
    pub fn basic(user: &str, password: impl Into<Secret>) -> Self {
        let password = password.into();
        let both = format!("{user}:{}", password.expose());
        Self(Kind::Fixed(Secret::new(both)))
    }

    /// A credential that `provider` has: it is asked before each request, and again before each retry. A token that
    /// lasts for a while is the provider's to keep.
    ///
    /// ```
    /// use contracts_runtime::client::{Credential, Secret};
    ///
    /// let token = Credential::provided(|| async { Ok(Secret::new("a fresh token")) });
    /// ```
    pub fn provided<F, R>(provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Secret, CredentialError>> + MaybeSend + 'static,
    {
        Self(Kind::Provided(Arc::new(move || Box::pin(provider()))))
    }

    async fn secret(&self) -> Result<Secret, CredentialError> {
        match &self.0 {
            Kind::Fixed(secret) => Ok(secret.clone()),
            Kind::Provided(provider) => provider().await,
        }
    }
}

impl<T: Into<Secret>> From<T> for Credential {
    fn from(secret: T) -> Self {
        Self(Kind::Fixed(secret.into()))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}

/// The credentials that a client has, by the names of their schemes.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials(BTreeMap<&'static str, Held>);

#[derive(Clone, Debug)]
struct Held {
    credential: Credential,
    /// The header of one that does not change, where it has one of its own.
    header: Option<(HeaderName, HeaderValue)>,
}

impl Credentials {
    pub(super) fn insert(&mut self, scheme: &'static SecurityScheme, credential: Credential) {
        let header = match &credential.0 {
            Kind::Fixed(secret) => header(scheme, secret),
            Kind::Provided(_) => None,
        };
        self.0.insert(scheme.name, Held { credential, header });
    }

    /// Writes credentials into a request: those of the first alternative for which all are there. Where none is
    /// complete the request goes without: the HTTP client may have default headers or a certificate that nobody
    /// sees from here, and a server that needs more answers with what its contract declares for that.
    pub(super) async fn apply(
        &self,
        operation: &'static Operation,
        request: &mut Request,
    ) -> Result<(), TransportError> {
        for scheme in self.chosen(operation) {
            let Some(held) = self.0.get(scheme.name) else {
                continue;
            };
            if let Some((name, value)) = held.header.clone() {
                request.headers_mut().insert(name, value);
                continue;
            }
            let secret = held.credential.secret().await;
            let secret = secret
                .map_err(|error| TransportError::credential(operation.id, scheme.name, error))?;
            write(scheme, &secret, request).ok_or_else(|| {
                let name = scheme.name;
                let message = format!("the credential `{name}` cannot be put on the wire");
                TransportError::request(operation.id, message)
            })?;
        }
        Ok(())
    }

    fn chosen(&self, operation: &'static Operation) -> &'static [&'static SecurityScheme] {
        let complete = |alternative: &&&[&SecurityScheme]| {
            let mut written = alternative
                .iter()
                .filter(|scheme| scheme.carrier != Carrier::Connection)
                .peekable();
            // An alternative that needs nothing is what is left when there is no other.
            written.peek().is_some() && written.all(|scheme| self.0.contains_key(scheme.name))
        };
        operation
            .security
            .iter()
            .find(complete)
            .copied()
            .unwrap_or_default()
    }
}

/// The header that a secret has to itself; nothing where it has none, or is no header's value.
fn header(scheme: &SecurityScheme, secret: &Secret) -> Option<(HeaderName, HeaderValue)> {
    let text = secret.expose();
    match scheme.carrier {
        Carrier::Header(name) => Some((HeaderName::try_from(name).ok()?, sensitive(text)?)),
        Carrier::Authorization(word) => {
            let value = sensitive(&format!("{word} {text}"))?;
            Some((header::AUTHORIZATION, value))
        }
        Carrier::Basic => {
            let value = sensitive(&format!("Basic {}", STANDARD.encode(text)))?;
            Some((header::AUTHORIZATION, value))
        }
        Carrier::Cookie(_) | Carrier::Query(_) | Carrier::Connection => None,
    }
}

/// Nothing where the secret is no header's value.
fn write(scheme: &SecurityScheme, secret: &Secret, request: &mut Request) -> Option<()> {
    let text = secret.expose();
    match scheme.carrier {
        Carrier::Header(_) | Carrier::Authorization(_) | Carrier::Basic => {
            let (name, value) = header(scheme, secret)?;
            request.headers_mut().insert(name, value);
        }
        Carrier::Cookie(name) => {
            let pair = format!("{}={}", encode(name), encode(text));
            let all = match request.headers().get(header::COOKIE) {
                Some(others) => format!("{}; {pair}", others.to_str().ok()?),
                None => pair,
            };
            request
                .headers_mut()
                .insert(header::COOKIE, sensitive(&all)?);
        }
        Carrier::Query(name) => {
            let pair = format!("{}={}", encode(name), encode(text));
            replace_in_query(request.url_mut(), name, vec![pair]);
        }
        Carrier::Connection => {}
    }
    Some(())
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::Method;

    #[test]
    fn a_request_shows_no_header_with_a_secret() {
        for carrier in [
            Carrier::Header("x-key"),
            Carrier::Authorization("Bearer"),
            Carrier::Basic,
            Carrier::Cookie("key"),
        ] {
            let name = "key";
            let mut request = Request::new(Method::GET, "http://h/".parse().unwrap());
            write(
                &SecurityScheme { name, carrier },
                &"s3cr3t".into(),
                &mut request,
            )
            .unwrap();
            let shown = format!("{request:?}");
            assert_eq!(request.headers().len(), 1);
            assert!(shown.contains("Sensitive"), "{shown}");
            assert!(!shown.contains("s3cr3t"), "{shown}");
        }
    }

    #[test]
    fn a_cookie_joins_those_that_are_there() {
        let (name, carrier) = ("key", Carrier::Cookie("key"));
        let mut request = Request::new(Method::GET, "http://h/".parse().unwrap());
        let others = HeaderValue::from_static("a=b");
        request.headers_mut().insert(header::COOKIE, others);
        write(&SecurityScheme { name, carrier }, &"k".into(), &mut request).unwrap();
        assert_eq!(request.headers()[header::COOKIE], "a=b; key=k");
    }
}
