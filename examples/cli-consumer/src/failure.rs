//! What went wrong, in words, and what to do about it.

use std::fmt;
use std::time::Duration;

use api_types::{control, data};
use contracts_runtime::client::{BrokenResponse, EventError, TransportError};
use openapi_client::control::{DrainPoolError, GetPoolHealthError};
use openapi_client::data::{CancelTaskError, CreateTaskError, StreamTaskError};

use crate::exit::Exit;

/// Why the program ends without what was asked for.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    message: String,
    help: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            help: None,
        }
    }

    /// The same, with what it means for the caller in front.
    pub(crate) fn about(self, words: &str) -> Self {
        let message = format!("{words}: {}", self.message);
        Self { message, ..self }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", one_line(&self.message))?;
        match &self.help {
            Some(help) => writeln!(f, " help: {help}"),
            None => Ok(()),
        }
    }
}

/// A server's words must not write over the terminal.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// What both planes say in the body of a refusal.
pub(crate) struct Refusal {
    pub(crate) code: String,
    pub(crate) message: String,
    retry_after: Option<Duration>,
}

impl Refusal {
    fn new(code: impl fmt::Display, message: &str, retry_after_ms: Option<i64>) -> Self {
        let ms = retry_after_ms.and_then(|ms| u64::try_from(ms).ok());
        Self {
            code: code.to_string(),
            message: message.to_owned(),
            retry_after: ms.map(Duration::from_millis),
        }
    }

    /// The failure with what the caller can do.
    fn failure(self, status: u16, correlation_id: &str) -> Failure {
        let Self {
            code,
            message,
            retry_after,
        } = self;
        let (exit, help) = match status {
            401 => (
                Exit::Key,
                "set ORCHESTRATOR_API_KEY, or name a file: `--api-key-file FILE`".to_owned(),
            ),
            403 => (
                Exit::Key,
                "the key is not the server's `server.auth_token`".to_owned(),
            ),
            404 => (Exit::Refused, "look at the id again".to_owned()),
            429 | 503 => (Exit::Later, later(retry_after)),
            500..=599 => (
                Exit::Refused,
                format!("look for {} in the server's log", one_line(correlation_id)),
            ),
            _ => (Exit::Refused, "change what the message names".to_owned()),
        };
        Failure::new(exit, format!("{message} ({code}, status {status})")).help(help)
    }
}

fn later(wait: Option<Duration>) -> String {
    wait.map_or_else(
        || "try again later".to_owned(),
        |wait| format!("try again in {wait:.1?}"),
    )
}

impl From<&data::ErrorEnvelope> for Refusal {
    fn from(body: &data::ErrorEnvelope) -> Self {
        Self::new(&body.code, &body.message, body.retry_after_ms)
    }
}

impl From<&data::BackpressureErrorEnvelope> for Refusal {
    fn from(body: &data::BackpressureErrorEnvelope) -> Self {
        let message = format!("{} [policy: {}]", body.message, body.policy_label);
        Self::new(&body.code, &message, body.retry_after_ms)
    }
}

impl From<&control::ErrorEnvelope> for Refusal {
    fn from(body: &control::ErrorEnvelope) -> Self {
        Self::new(&body.code, &body.message, body.retry_after_ms)
    }
}

impl From<&data::ErrorEvent> for Refusal {
    fn from(event: &data::ErrorEvent) -> Self {
        Self::new(&event.code, &event.message, None)
    }
}

/// Each operation has an enum of its own; an answer that the contract gets anew does not compile here.
macro_rules! of_operations {
    ($($error:ident: $($refused:ident)*;)*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                match error {
                    $($error::$refused(reply) => Refusal::from(&reply.body).failure(reply.status.as_u16(), &reply.headers.x_correlation_id),)*
                    $error::BrokenResponse(reply) => broken(&reply),
                    $error::Transport(error) => unreachable(&error),
                }
            }
        })*
    };
}

of_operations! {
    CreateTaskError: BadRequest Unauthorized Forbidden TooManyRequests InternalServerError ServiceUnavailable Default;
    StreamTaskError: BadRequest Unauthorized Forbidden NotFound Default;
    CancelTaskError: BadRequest Unauthorized Forbidden NotFound Default;
    GetPoolHealthError: BadRequest Unauthorized Forbidden NotFound Default;
    DrainPoolError: BadRequest Unauthorized Forbidden NotFound Default;
}

impl From<EventError> for Failure {
    fn from(error: EventError) -> Self {
        match error {
            EventError::EndMissing { .. }
            | EventError::CutOff { .. }
            | EventError::Idle { .. }
            | EventError::NotResumed { .. } => Self::new(Exit::Unreachable, error.to_string())
                .help("the connection broke off before the task's end; submit it again"),
            EventError::Transport(error) => unreachable(&error),
            error => Self::new(Exit::Broken, error.to_string()).help(OTHER_CONTRACT),
        }
    }
}

const OTHER_CONTRACT: &str =
    "the server speaks another version of the contract, or is another program";

fn broken(reply: &BrokenResponse) -> Failure {
    Failure::new(Exit::Broken, reply.to_string()).help(OTHER_CONTRACT)
}

fn unreachable(error: &TransportError) -> Failure {
    let mut message = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        message = format!("{message}: {cause}");
        source = cause.source();
    }
    if error.is_request() {
        return Failure::new(Exit::Usage, message).help("the value cannot be sent; use another");
    }
    let help = if error.is_timeout() {
        "the server is slow; wait longer with `--timeout SECONDS`"
    } else if error.is_connect() {
        "start the orchestrator, or say where it is: `--url URL`"
    } else {
        "the server went away; try again when it is back"
    };
    Failure::new(Exit::Unreachable, message).help(help)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use api_types::data::{ErrorEnvelope, ErrorKind};

    use super::{Failure, Refusal, later};
    use crate::exit::Exit;

    fn refused(status: u16, message: &str) -> Failure {
        let body = ErrorEnvelope {
            code: ErrorKind::Internal,
            message: message.to_owned(),
            engine: None,
            policy_label: None,
            retriable: None,
            retry_after_ms: None,
        };
        Refusal::from(&body).failure(status, "trace-1")
    }

    #[test]
    fn statuses_have_exit_codes() {
        for (status, exit) in [
            (400, Exit::Refused),
            (401, Exit::Key),
            (403, Exit::Key),
            (404, Exit::Refused),
            (429, Exit::Later),
            (500, Exit::Refused),
            (503, Exit::Later),
        ] {
            assert_eq!(refused(status, "no").exit, exit, "{status}");
        }
    }

    #[test]
    fn what_a_server_says_stays_on_its_line() {
        let shown = refused(400, "a\u{1b}[2J\nb").to_string();
        assert_eq!(shown.lines().count(), 2, "{shown:?}");
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }

    #[test]
    fn waits_are_told_where_they_are_known() {
        assert_eq!(
            later(Some(Duration::from_millis(1500))),
            "try again in 1.5s"
        );
        assert_eq!(later(None), "try again later");
    }
}
