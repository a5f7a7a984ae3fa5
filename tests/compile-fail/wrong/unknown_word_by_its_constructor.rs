use api_types::data::Engine;
use contracts_runtime::wire::{UnknownText, UnknownValue};

fn main() {
    let _engine = Engine::Unknown(UnknownText("abacus".into()));
    let _engine = Engine::Unknown(UnknownText::new("abacus"));
    let _value = UnknownValue::new(().into());
    let _default = UnknownText::default();
}
