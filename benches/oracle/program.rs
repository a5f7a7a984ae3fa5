use std::io::Write as _;

type Again = fn(&str) -> Result<String, String>;

/// Reads a value and writes it again.
fn again<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| format!("it cannot be written: {error}"))
}

fn main() {
    let input = std::env::args().nth(1).expect("a file");
    // Debug code of deep types needs more of a stack than a thread has.
    let all = move || all(&std::fs::read_to_string(input).expect("values"));
    let thread = std::thread::Builder::new().stack_size(1 << 28).spawn(all);
    thread.expect("a thread").join().expect("an end");
}

fn all(input: &str) {
    let mut output = std::io::BufWriter::new(std::io::stdout());
    for line in input.lines() {
        let (name, text) = line.split_once('\t').expect("a type and a value");
        let outcomes = of(name).map(|again| match again(text) {
            Ok(text) => format!("+{text}"),
            Err(message) => format!("-{}", message.replace(char::is_control, " ")),
        });
        writeln!(output, "{}", outcomes.join("\t")).expect("to be heard");
    }
}
