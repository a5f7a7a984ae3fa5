use std::future::Future;

use axum::{http::request::Parts, response::Response};

use super::{BoxFuture, Credentials, Operation, Refusal, RefusalKind, Unfinished};

/// What all operations of a server have in common. Every generated trait asks for it; all of it has a default.
pub trait Service: Send + Sync + 'static {
    /// The answer to a request that does not fit the contract. Defaults to `application/problem+json`; a contract that
    /// has an error schema of its own wants that here. `request` is all of it but the body.
    fn refuse(&self, refusal: &Refusal, request: &Parts) -> Response {
        let _ = request;
        refusal.problem()
    }

    /// Whether whoever presents these credentials may call an operation; asked before any input is read, of operations
    /// that ask for credentials. What is put into the request's extensions the operation finds in its `head`.
    ///
    /// Defaults to anybody who presents something for each scheme of an alternative, whatever it is: a server that keeps
    /// secrets compares them here.
    fn authenticate(
        &self,
        operation: &'static Operation,
        credentials: &Credentials,
        request: &mut Parts,
    ) -> impl Future<Output = Result<(), Denied>> + Send {
        let _ = request;
        let answer = match credentials.satisfy(operation.security) {
            true => Ok(()),
            false => Err(Denied::Unauthenticated),
        };
        std::future::ready(answer)
    }

    /// Hears of answers that cannot be sent as they are, which the types leave possible: a header with control
    /// characters, a status that belongs to another answer. The caller gets a refusal with 500.
    fn broken_answer(&self, operation: &'static Operation, why: &str) {
        let _ = (operation, why);
    }

    /// Hears of streams whose sender was dropped before their end.
    fn stream_unfinished(&self, operation: &'static Operation, how: Unfinished) {
        let _ = (operation, how);
    }
}

/// Why somebody may not call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nothing proves who is calling: 401.
    Unauthenticated,
    /// Whoever is calling may not: 403.
    Forbidden,
}

impl From<Denied> for RefusalKind {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unauthenticated => Self::Unauthenticated,
            Denied::Forbidden => Self::Forbidden,
        }
    }
}

/// A service without its type, so that what is the same for all is compiled once.
pub(super) trait AnyService: Send + Sync {
    fn refuse(&self, refusal: &Refusal, request: &Parts) -> Response;

    fn authenticate<'a>(
        &'a self,
        operation: &'static Operation,
        credentials: &'a Credentials,
        request: &'a mut Parts,
    ) -> BoxFuture<'a, Result<(), Denied>>;

    fn broken_answer(&self, operation: &'static Operation, why: &str);
}

impl<S: Service> AnyService for S {
    fn refuse(&self, refusal: &Refusal, request: &Parts) -> Response {
        Service::refuse(self, refusal, request)
    }

    fn authenticate<'a>(
        &'a self,
        operation: &'static Operation,
        credentials: &'a Credentials,
        request: &'a mut Parts,
    ) -> BoxFuture<'a, Result<(), Denied>> {
        Box::pin(Service::authenticate(self, operation, credentials, request))
    }

    fn broken_answer(&self, operation: &'static Operation, why: &str) {
        Service::broken_answer(self, operation, why);
    }
}
