use api_types::{data::{EndEvent, TokenEvent}, server::data::StreamTaskAfterStarted};

async fn finish(stream: StreamTaskAfterStarted, token: TokenEvent, end: EndEvent) {
    let _ = stream.end(&end).await;
    let _ = stream.token(&token).await;
}

fn main() {
    let _ = finish;
}
