use api_types::{data::TokenEvent, server::data::StreamTaskSender};

async fn begin(sender: StreamTaskSender, event: TokenEvent) {
    sender.token(&event).await;
}

fn main() {
    let _ = begin;
}
