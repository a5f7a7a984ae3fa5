use api_types::data::Engine;

fn main() {
    let _engine: Engine = Engine::Unknown("abacus");
}
