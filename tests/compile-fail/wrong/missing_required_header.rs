use api_types::server::data::{CancelTaskNoContentHeaders, CancelTaskResponse};

fn main() {
    let headers: CancelTaskNoContentHeaders = CancelTaskNoContentHeaders {};
    let _: CancelTaskResponse = CancelTaskResponse::NoContent { headers };
}
