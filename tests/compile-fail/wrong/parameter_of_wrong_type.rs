use openapi_client::data::{CancelTask, Client};

fn cancel<'client>(client: &'client Client, id: &u64) -> CancelTask<'client> {
    client.cancel_task(id)
}

fn main() {}
