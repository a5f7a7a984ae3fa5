use api_types::{data::{EndEvent, TokenEvent}, server::data::StreamTaskAfterStarted};
use contracts_runtime::server::{SendError, Sent};

async fn finish(stream: StreamTaskAfterStarted, token: TokenEvent, end: EndEvent) -> Result<(), SendError> {
    let sent: Sent = stream.end(&end).await?;
    sent.token(&token).await?;
    Ok(())
}

fn main() {
    let _ = finish;
}
