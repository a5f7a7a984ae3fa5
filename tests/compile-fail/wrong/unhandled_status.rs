use openapi_client::data::CancelTaskError;

fn reason(error: &CancelTaskError) -> &'static str {
    match error {
        CancelTaskError::BadRequest(_) => "wrong",
        CancelTaskError::Unauthorized(_) => "unknown caller",
        CancelTaskError::Forbidden(_) => "not allowed",
        CancelTaskError::Default(_) => "something else",
        CancelTaskError::BrokenResponse(_) => "against the contract",
        CancelTaskError::Transport(_) => "no answer",
    }
}

fn main() {}
