use std::{fmt, sync::Arc};

use axum::http::request::Parts;

/// Method, URL, headers and extensions of a request: what an operation does not declare, such as who is connected.
#[derive(Clone)]
pub struct Head(Arc<Parts>);

impl Head {
    pub(super) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }
}

impl std::ops::Deref for Head {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for Head {
    /// Shows method and path only: headers and queries may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("method", &self.0.method)
            .field("path", &self.0.uri.path())
            .finish_non_exhaustive()
    }
}
