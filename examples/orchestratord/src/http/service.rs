//! What all operations have in common: who may call, and how requests are refused that do not fit the contract.

use std::net::SocketAddr;

use api_types::data::ErrorKind;
use api_types::server::data::ErrorHeaders;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use contracts_runtime::server::{
    Credentials, Denied, Operation, Refusal, RefusalKind, Reply, Response, Service, Unfinished,
};

use super::{Http, answer};
use crate::auth::{self, Caller};
use crate::refusal;

impl Service for Http {
    /// In the contract's own words (ORCH-2006, ORCH-2011).
    fn refuse(&self, refused: &Refusal, request: &Parts) -> Response {
        let message = refused.to_string();
        if refused.kind == RefusalKind::BrokenAnswer {
            tracing::error!(
                operation = refused.operation.map(|one| one.id),
                "broken answer"
            );
        }
        let refusal = refusal::Refusal::new(code(refused.kind), message);
        let given = request
            .headers
            .get("x-correlation-id")
            .and_then(|id| std::str::from_utf8(id.as_bytes()).ok());
        let headers = ErrorHeaders {
            x_correlation_id: answer::correlation(given.map(str::to_owned)),
        };
        let mut reply = Reply::new(refused.status().as_u16());
        headers.write(&mut reply);
        reply.json("application/json", &answer::envelope(&refusal))
    }

    /// ORCH-2021
    async fn authenticate(
        &self,
        _: &'static Operation,
        credentials: &Credentials,
        request: &mut Parts,
    ) -> Result<(), Denied> {
        let peer = request.extensions.get::<ConnectInfo<SocketAddr>>();
        let vouched = request.headers.get("x-forwarded-user");
        let caller = Caller {
            key: credentials.get("ApiKey").map(|key| key.expose().as_bytes()),
            vouched: vouched.map(axum::http::HeaderValue::as_bytes),
            local: peer.is_some_and(|peer| peer.0.ip().is_loopback()),
        };
        self.keys.check(caller).map_err(|denied| match denied {
            auth::Denied::Missing => Denied::Unauthenticated,
            auth::Denied::Wrong => Denied::Forbidden,
        })
    }

    fn broken_answer(&self, operation: &'static Operation, why: &str) {
        tracing::error!(operation = operation.id, why, "broken answer");
    }

    fn stream_unfinished(&self, operation: &'static Operation, how: Unfinished) {
        tracing::warn!(operation = operation.id, ?how, "unfinished stream");
    }
}

fn code(kind: RefusalKind) -> ErrorKind {
    match kind {
        RefusalKind::NotFound => ErrorKind::NotFound,
        RefusalKind::Unauthenticated => ErrorKind::Unauthenticated,
        RefusalKind::Forbidden => ErrorKind::Forbidden,
        // ORCH-2022
        RefusalKind::TooLarge => ErrorKind::PayloadTooLarge,
        RefusalKind::UnsupportedMediaType => ErrorKind::UnsupportedMediaType,
        RefusalKind::BrokenAnswer => ErrorKind::Internal,
        _ => ErrorKind::InvalidParams,
    }
}
