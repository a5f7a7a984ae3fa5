use api_types::data::EndEvent;
use openapi_client::data::StreamTaskEvent;

fn end(event: StreamTaskEvent) {
    if let StreamTaskEvent::Token(token) = event {
        let _end: EndEvent = token;
    }
}

fn main() {}
