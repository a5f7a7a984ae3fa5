use api_types::data::ErrorKind;

fn main() {
    let _: ErrorKind = ErrorKind::OutOfCoffee;
}
