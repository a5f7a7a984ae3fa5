//! Who may call: API keys.

use config_schema::{Secret, Server};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What a request shows of its caller.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caller<'a> {
    /// The API key it carries.
    pub key: Option<&'a [u8]>,
    /// The identity that a proxy vouches for.
    pub vouched: Option<&'a [u8]>,
    /// Whether it comes from the same machine.
    pub local: bool,
}

/// Why a caller is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The request carries no API key.
    Missing,
    /// The API key is wrong.
    Wrong,
}

/// The keys that are accepted. Holds digests only, so that nothing can show a key by accident.
#[derive(Debug, Clone)]
pub struct Keys {
    digest: Option<[u8; 32]>,
    optional: bool,
    trust_proxy: bool,
}

impl Keys {
    /// The keys that the configuration names. Without one every caller is let in; the schema allows that on loopback
    /// alone.
    #[must_use]
    pub fn new(server: &Server) -> Self {
        let digest = |secret: &Secret| Sha256::digest(secret.expose()).into();
        Self {
            digest: server.auth_token.as_ref().map(digest),
            optional: server.auth_optional,
            trust_proxy: server.trust_proxy_auth,
        }
    }

    /// Lets a caller in or not (ORCH-2021).
    ///
    /// # Errors
    ///
    /// When the key is missing or wrong.
    pub fn check(&self, caller: Caller<'_>) -> Result<(), Denied> {
        let Some(expected) = &self.digest else {
            return Ok(());
        };
        match caller.key {
            Some(key) if same(expected, key) => Ok(()),
            Some(_) => Err(Denied::Wrong),
            // OC-CONFIG-6034
            None if self.trust_proxy && caller.vouched.is_some_and(|id| !id.is_empty()) => Ok(()),
            // OC-CONFIG-6033
            None if self.optional && caller.local => Ok(()),
            None => Err(Denied::Missing),
        }
    }
}

/// Compares digests, which are equally long, in a time that does not depend on where they differ.
fn same(expected: &[u8; 32], key: &[u8]) -> bool {
    let given: [u8; 32] = Sha256::digest(key).into();
    expected.ct_eq(&given).into()
}

#[cfg(test)]
mod tests {
    use super::{Caller, Denied, Keys};
    use config_schema::{Secret, Server};

    fn server(key: Option<&str>, auth_optional: bool, trust_proxy_auth: bool) -> Server {
        Server {
            auth_token: key.map(Secret::new),
            auth_optional,
            trust_proxy_auth,
            ..Server::default()
        }
    }

    #[test]
    fn a_key_is_asked_for_and_compared() {
        // ORCH-2021
        let keys = Keys::new(&server(Some("dev-key"), false, false));
        let with = |key: &'static str| Caller {
            key: Some(key.as_bytes()),
            ..Caller::default()
        };
        assert_eq!(keys.check(with("dev-key")), Ok(()));
        assert_eq!(keys.check(Caller::default()), Err(Denied::Missing));
        for wrong in ["", "dev-kez", "dev-ke", "dev-key ", "DEV-KEY"] {
            assert_eq!(keys.check(with(wrong)), Err(Denied::Wrong), "{wrong:?}");
        }
        assert!(!format!("{keys:?}").contains("dev-key"));
    }

    #[test]
    fn without_a_configured_key_everybody_is_let_in() {
        let keys = Keys::new(&server(None, false, false));
        assert_eq!(keys.check(Caller::default()), Ok(()));
    }

    #[test]
    fn only_callers_on_the_same_machine_may_leave_an_optional_key_out() {
        // OC-CONFIG-6033
        let local = Caller {
            local: true,
            ..Caller::default()
        };
        let optional = Keys::new(&server(Some("k"), true, false));
        assert_eq!(optional.check(local), Ok(()));
        assert_eq!(optional.check(Caller::default()), Err(Denied::Missing));
        let wrong = Caller {
            key: Some(b"x"),
            ..local
        };
        assert_eq!(optional.check(wrong), Err(Denied::Wrong));
        let required = Keys::new(&server(Some("k"), false, false));
        assert_eq!(required.check(local), Err(Denied::Missing));
    }

    #[test]
    fn the_word_of_a_proxy_counts_only_where_it_is_trusted() {
        // OC-CONFIG-6034
        let vouched = Caller {
            vouched: Some(b"alice"),
            ..Caller::default()
        };
        let trusting = Keys::new(&server(Some("k"), false, true));
        assert_eq!(trusting.check(vouched), Ok(()));
        let empty = Caller {
            vouched: Some(b""),
            ..Caller::default()
        };
        assert_eq!(trusting.check(empty), Err(Denied::Missing));
        let careful = Keys::new(&server(Some("k"), false, false));
        assert_eq!(careful.check(vouched), Err(Denied::Missing));
    }
}
