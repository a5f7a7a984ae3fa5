use api_types::server::data::CancelTaskResponse;

fn main() {
    let status: fn(&CancelTaskResponse) -> u16 = |answer: &CancelTaskResponse| match answer {
        CancelTaskResponse::NoContent { .. } => 204,
        CancelTaskResponse::BadRequest { .. } => 400,
        CancelTaskResponse::Unauthorized { .. } => 401,
        CancelTaskResponse::Forbidden { .. } => 403,
        CancelTaskResponse::Default { status, .. } => status.as_u16(),
    };
    let _ = status;
}
