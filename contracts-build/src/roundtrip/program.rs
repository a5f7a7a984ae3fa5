//! A program that reads values as generated types and writes them again: its text, and the lines it speaks.

use std::fmt::Write as _;

/// What became of a value: the JSON that was written, or why it was not read.
pub type Outcome = Result<String, String>;

/// The text of `main.rs`. `modules` are the lines that declare the modules of the types; each name stands for as many types
/// as the others, which answer in their order.
pub fn source<'n>(
    modules: &str,
    types: impl IntoIterator<Item = (&'n str, Vec<String>)>,
) -> String {
    let mut arms = String::new();
    for (name, types) in types {
        let calls: Vec<String> = types.iter().map(|ty| format!("again::<{ty}>")).collect();
        let _ = writeln!(arms, "        {name:?} => &[{}],", calls.join(", "));
    }
    format!(
        "{modules}\n{}\nfn of(name: &str) -> &'static [Again] {{\n    match name {{\n{arms}        _ => &[],\n    }}\n}}\n",
        include_str!("again.rs.in")
    )
}

/// The program's input: each value with the name of its types.
pub fn input<'v>(values: impl IntoIterator<Item = (&'v str, String)>) -> String {
    let mut text = String::new();
    for (name, value) in values {
        let _ = writeln!(text, "{name}\t{value}");
    }
    text
}

/// What the program said: a line for each value, with an outcome for each type.
pub fn outcomes(said: &str) -> Vec<Vec<Outcome>> {
    let outcome = |text: &str| match text.split_at_checked(1) {
        Some(("+", json)) => Ok(json.to_owned()),
        Some((_, why)) => Err(why.to_owned()),
        None => Err("it said nothing".to_owned()),
    };
    let lines = said.lines().map(|line| line.split('\t'));
    lines.map(|line| line.map(outcome).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_types_in_their_order() {
        let types = ["a::T".to_owned(), "b::T".to_owned()];
        let text = source("mod a;\nmod b;\n", [("T", types.into())]);
        assert!(text.starts_with("mod a;\nmod b;\n"), "{text}");
        assert!(
            text.contains(r#""T" => &[again::<a::T>, again::<b::T>],"#),
            "{text}"
        );
    }

    #[test]
    fn a_line_has_an_outcome_for_each_type() {
        assert_eq!(input([("T", "{}".to_owned())]), "T\t{}\n");
        let said = outcomes("+1\t-no\n+\"a\"\n");
        let expected: [Vec<Outcome>; 2] = [
            vec![Ok("1".to_owned()), Err("no".to_owned())],
            vec![Ok("\"a\"".to_owned())],
        ];
        assert_eq!(said, expected);
    }
}
