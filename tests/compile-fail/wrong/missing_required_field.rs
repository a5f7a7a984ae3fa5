use api_types::data::EndEvent;

fn main() {
    let _end: EndEvent = EndEvent { tokens_out: 3 };
}
