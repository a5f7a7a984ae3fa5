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
    pub(super) shared: Arc<Shared>,
}

/// What all clones of a client have, behind one pointer: each call takes a clone along.
#[derive(Clone)]
pub(super) struct Shared {
    base: Base,
    pub(super) settings: Settings,
    pub(super) credentials: Credentials,
}

/// The URL that requests start from.
#[derive(Clone)]
struct Base {
    /// As it was given, without a slash at its end.
    text: String,
    url: Url,
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
        let shared = Shared {
            base: Base::new(base_url)?,
            settings: Settings::default(),
            credentials: Credentials::default(),
        };
        let shared = Arc::new(shared);
        Ok(Self { http, shared })
    }

    /// The same client of the server at another URL.
    ///
    /// # Errors
    ///
    /// `base_url` is not an absolute URL that paths can be added to.
    pub fn with_base_url(mut self, base_url: &str) -> Result<Self, InvalidBaseUrl> {
        Arc::make_mut(&mut self.shared).base = Base::new(base_url)?;
        Ok(self)
    }

    /// The same client with these settings instead of those it had.
    pub fn with_settings(mut self, settings: Settings) -> Self {
        Arc::make_mut(&mut self.shared).settings = settings;
        self
    }

    /// The same client with a credential for a security scheme.
    pub fn with_credential(
        mut self,
        scheme: &'static SecurityScheme,
        credential: Credential,
    ) -> Self {
        let shared = Arc::make_mut(&mut self.shared);
        shared.credentials.insert(scheme, credential);
        self
    }

    /// The URL of a path, which begins with a slash.
    pub(super) fn url(&self, path: &str) -> Result<Url, String> {
        self.shared.base.join(path)
    }
}

impl Base {
    fn new(url: &str) -> Result<Self, InvalidBaseUrl> {
        let parsed =
            Url::parse(url).map_err(|error| InvalidBaseUrl::new(url, error.to_string()))?;
        if parsed.cannot_be_a_base() || parsed.query().is_some() || parsed.fragment().is_some() {
            let reason = "paths cannot be added to it".to_owned();
            return Err(InvalidBaseUrl::new(url, reason));
        }
        let text = url.trim_end_matches('/').to_owned();
        Ok(Self { text, url: parsed })
    }

    /// Most of the time that parsing a URL takes goes into its host, which is always the same.
    fn join(&self, path: &str) -> Result<Url, String> {
        if !(path.starts_with('/') && path.bytes().all(is_of_path)) {
            let url = Url::parse(&format!("{}{path}", self.text));
            return url.map_err(|error| error.to_string());
        }
        let mut url = self.url.clone();
        match self.url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            start => url.set_path(&format!("{start}{path}")),
        }
        Ok(url)
    }
}

/// What stands in paths as it is, and ends none.
fn is_of_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/%-._~!$&'()*+,;=:@".contains(&byte)
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
            .field("base", &shown(&self.shared.base.text))
            .field("settings", &self.shared.settings)
            .field("credentials", &self.shared.credentials)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// However a URL is put together, it is the one that its text says.
    #[test]
    fn a_path_is_joined_as_the_text_would_be_read() {
        let bases = [
            "http://h",
            "http://h/",
            "https://user:word@h:81/v1//",
            "http://h/a b/%2f",
            "http://h/a/..",
        ];
        for base in bases {
            let joined = Base::new(base).expect("a base URL");
            for path in [
                "/",
                "/v1/tasks/t-17",
                "/a/../b/./c",
                "/a%2Fb/%2e%2e/c;x=1,2@:!$&'()*+=~",
                "/\u{fc}/a b\t",
                "/a\\b",
                "/a?b=c#d",
                "//x/y",
                "tail",
                "",
            ] {
                let text = format!("{}{path}", base.trim_end_matches('/'));
                let expect = Url::parse(&text).map_err(|error| error.to_string());
                assert_eq!(joined.join(path), expect, "{base} {path}");
            }
        }
    }
}
