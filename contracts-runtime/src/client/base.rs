//! The client that generated clients wrap, and the URL its requests start from.

use std::{fmt, sync::Arc};

use reqwest::Url;

use super::{
    Credential, SecurityScheme, Settings,
    auth::Credentials,
    error::{InvalidBaseUrl, shown},
};

/// Where requests go, and what sends them. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    /// Without a slash at its end.
    pub(super) base: Arc<str>,
    pub(super) settings: Arc<Settings>,
    pub(super) credentials: Arc<Credentials>,
}

impl Client {
    /// A client of the server at `base_url`. It follows redirects within that server only: elsewhere nobody may
    /// see the credentials.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn new(base_url: &str) -> Result<Self, InvalidBaseUrl> {
        Self::with_http(base_url, http())
    }

    /// A client that sends its requests through `http`.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn with_http(base_url: &str, http: reqwest::Client) -> Result<Self, InvalidBaseUrl> {
        Ok(Self {
            http,
            base: base(base_url)?,
            settings: Arc::default(),
            credentials: Arc::default(),
        })
    }

    /// The same client of the server at another URL.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn with_base_url(mut self, base_url: &str) -> Result<Self, InvalidBaseUrl> {
        self.base = base(base_url)?;
        Ok(self)
    }

    /// The same client with these settings instead of those it had.
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = Arc::new(settings);
        self
    }

    /// The same client with a credential for a security scheme.
    pub fn with_credential(
        mut self,
        scheme: &'static SecurityScheme,
        credential: Credential,
    ) -> Self {
        Arc::make_mut(&mut self.credentials).insert(scheme, credential);
        self
    }
}

fn base(url: &str) -> Result<Arc<str>, InvalidBaseUrl> {
    let parsed = Url::parse(url).map_err(|error| InvalidBaseUrl::new(url, error.to_string()))?;
    if parsed.cannot_be_a_base() || parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(InvalidBaseUrl::new(
            url,
            "paths cannot be added to it".to_owned(),
        ));
    }
    Ok(url.trim_end_matches('/').into())
}

/// The URL of a server with its variables set; a variable is written `{name}`.
pub fn server_url(template: &str, values: &[(&str, &str)]) -> String {
    let mut url = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        url.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    url.push_str(rest);
    url
}

impl fmt::Debug for Client {
    /// Shows no secret: reqwest's client may hold some in default headers, the URL in front of its host.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &shown(&self.base))
            .field("settings", &self.settings)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// reqwest would take a key in a header along to any host, and one in a query into `Referer`.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn http() -> reqwest::Client {
    use reqwest::redirect::Policy;
    let policy = Policy::custom(|attempt| {
        let from = attempt.previous().last().map(Url::origin);
        if attempt.previous().len() > 10 {
            attempt.error("too many redirects")
        } else if from == Some(attempt.url().origin()) {
            attempt.follow()
        } else {
            attempt.stop()
        }
    });
    let builder = reqwest::Client::builder().redirect(policy).referer(false);
    builder.build().unwrap_or_default()
}

/// The browser follows redirects as it likes.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn http() -> reqwest::Client {
    reqwest::Client::new()
}
