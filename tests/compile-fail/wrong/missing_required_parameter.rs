use openapi_client::data::{CancelTask, Client};

fn cancel<'client>(client: &'client Client) -> CancelTask<'client> {
    client.cancel_task()
}

fn main() {}
