//! Refusals of the domain as answers of the contract.

use std::time::Duration;

use api_types::data::{BackpressureErrorEnvelope, ErrorEnvelope, ErrorKind, PolicyLabel};
use api_types::{control, server};
use contracts_runtime::server::StatusCode;
use uuid::Uuid;

use crate::refusal::{Refusal, ms};

/// The caller's correlation id, or one of ours (ORCH-2020).
pub(super) fn correlation(given: Option<String>) -> String {
    given.unwrap_or_else(|| Uuid::new_v4().to_string())
}

/// The status that a code has wherever it is answered.
pub(super) fn status(code: &ErrorKind) -> StatusCode {
    match code {
        ErrorKind::InvalidParams | ErrorKind::UntrustedArtifact => StatusCode::BAD_REQUEST,
        ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::ModelDeprecated => StatusCode::GONE,
        ErrorKind::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorKind::AdmissionReject | ErrorKind::QueueFullDropLru => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::PoolUnready
        | ErrorKind::PoolUnavailable
        | ErrorKind::ReplicaExhausted
        | ErrorKind::DeadlineUnmet
        | ErrorKind::DecodeTimeout
        | ErrorKind::WorkerReset => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal | ErrorKind::Unknown(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The body of an error (ORCH-2011), with a hint where trying again makes sense (ORCH-2012).
pub(super) fn envelope(refusal: &Refusal) -> ErrorEnvelope {
    ErrorEnvelope {
        code: refusal.code.clone(),
        message: refusal.message.clone(),
        engine: refusal.engine.clone(),
        retriable: Some(refusal.retry_after.is_some()),
        retry_after_ms: refusal.retry_after.map(ms),
        policy_label: refusal.policy.clone(),
    }
}

/// The answer to a task that finds no room (ORCH-2007).
pub(super) fn backpressure(
    refusal: &Refusal,
    x_correlation_id: String,
) -> (server::data::BackpressureHeaders, BackpressureErrorEnvelope) {
    let wait = refusal.retry_after.unwrap_or(Duration::from_secs(1));
    let seconds = wait.as_millis().div_ceil(1000).max(1);
    let headers = server::data::BackpressureHeaders {
        retry_after: i64::try_from(seconds).unwrap_or(i64::MAX),
        x_backoff_ms: ms(wait),
        x_correlation_id,
    };
    let body = BackpressureErrorEnvelope {
        code: refusal.code.clone(),
        message: refusal.message.clone(),
        engine: refusal.engine.clone(),
        policy_label: refusal.policy.clone().unwrap_or(PolicyLabel::Reject),
        retriable: Some(true),
        retry_after_ms: Some(ms(wait)),
    };
    (headers, body)
}

/// The same in the words of the control plane's document.
pub(super) fn control_envelope(refusal: &Refusal) -> control::ErrorEnvelope {
    control::ErrorEnvelope {
        code: control_kind(&refusal.code),
        message: refusal.message.clone(),
        engine: refusal.engine.as_ref().map(control_engine),
        retriable: Some(refusal.retry_after.is_some()),
        retry_after_ms: refusal.retry_after.map(ms),
        policy_label: None,
    }
}

fn control_engine(engine: &api_types::data::Engine) -> control::Engine {
    use api_types::data::Engine;
    match engine {
        Engine::Llamacpp => control::Engine::Llamacpp,
        Engine::Vllm => control::Engine::Vllm,
        Engine::Tgi => control::Engine::Tgi,
        Engine::Triton | Engine::Unknown(_) => control::Engine::Triton,
    }
}

fn control_kind(code: &ErrorKind) -> control::ErrorKind {
    match code {
        ErrorKind::AdmissionReject => control::ErrorKind::AdmissionReject,
        ErrorKind::QueueFullDropLru => control::ErrorKind::QueueFullDropLru,
        ErrorKind::InvalidParams => control::ErrorKind::InvalidParams,
        ErrorKind::PoolUnready => control::ErrorKind::PoolUnready,
        ErrorKind::PoolUnavailable => control::ErrorKind::PoolUnavailable,
        ErrorKind::ReplicaExhausted => control::ErrorKind::ReplicaExhausted,
        ErrorKind::DecodeTimeout => control::ErrorKind::DecodeTimeout,
        ErrorKind::WorkerReset => control::ErrorKind::WorkerReset,
        ErrorKind::Internal | ErrorKind::Unknown(_) => control::ErrorKind::Internal,
        ErrorKind::DeadlineUnmet => control::ErrorKind::DeadlineUnmet,
        ErrorKind::ModelDeprecated => control::ErrorKind::ModelDeprecated,
        ErrorKind::UntrustedArtifact => control::ErrorKind::UntrustedArtifact,
        ErrorKind::Unauthenticated => control::ErrorKind::Unauthenticated,
        ErrorKind::Forbidden => control::ErrorKind::Forbidden,
        ErrorKind::NotFound => control::ErrorKind::NotFound,
        ErrorKind::Conflict => control::ErrorKind::Conflict,
        ErrorKind::PayloadTooLarge => control::ErrorKind::PayloadTooLarge,
        ErrorKind::UnsupportedMediaType => control::ErrorKind::UnsupportedMediaType,
    }
}

/// Picks the variant of a response for a refusal: those that are listed by their status, `Default` for all others.
macro_rules! refused {
    ($response:ident, $refusal:expr, $body:expr, $x_correlation_id:expr, { $($status:pat => $variant:ident($headers:ident)),* $(,)? }) => {{
        let (body, x_correlation_id) = ($body, $x_correlation_id);
        let status = super::answer::status(&$refusal.code);
        match status.as_u16() {
            $($status => $response::$variant { headers: $headers { x_correlation_id }, body },)*
            _ => $response::Default { status, headers: ErrorHeaders { x_correlation_id }, body },
        }
    }};
}
pub(super) use refused;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api_types::data::{ErrorKind, PolicyLabel};

    use super::{backpressure, envelope};
    use crate::refusal::Refusal;

    #[test]
    fn waits_are_told_in_seconds_rounded_up_and_in_milliseconds() {
        // ORCH-2007, ORCH-2012
        for (ms, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (90_500, 91)] {
            let refusal = Refusal::new(ErrorKind::AdmissionReject, "full")
                .retry(Duration::from_millis(ms))
                .under(PolicyLabel::DropLru);
            let (headers, body) = backpressure(&refusal, "id".to_owned());
            assert_eq!(
                (headers.retry_after, headers.x_backoff_ms),
                (seconds, i64::try_from(ms).unwrap())
            );
            assert_eq!(body.policy_label, PolicyLabel::DropLru);
            assert_eq!(envelope(&refusal).retriable, Some(true));
        }
        let for_good = Refusal::new(ErrorKind::InvalidParams, "no");
        assert_eq!(
            (
                envelope(&for_good).retriable,
                envelope(&for_good).retry_after_ms
            ),
            (Some(false), None)
        );
    }
}
