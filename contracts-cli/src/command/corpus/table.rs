use super::{Outcome, roundtrip::Total};

/// A column: its head, and whether it holds numbers, which stand to the right.
type Column = (&'static str, bool);

const FIRST: [Column; 6] = [
    ("document", false),
    ("openapi", false),
    ("operations", true),
    ("lines", true),
    ("simplified", true),
    ("ms", true),
];
const EXAMPLES: [Column; 3] = [("valid", true), ("equal", true), ("undeclared", true)];
const LAST: Column = ("result", false);

/// One line per document, with `roundtrip` one for all of them, and why what failed did. `all` shows every example that
/// is not equal.
pub(super) fn table(outcomes: &[Outcome], roundtrip: bool, all: bool) -> String {
    let examples = if roundtrip { &EXAMPLES[..] } else { &[] };
    let columns: Vec<Column> = FIRST
        .iter()
        .chain(examples)
        .copied()
        .chain([LAST])
        .collect();
    let mut rows = vec![columns.iter().map(|(head, _)| (*head).to_owned()).collect()];
    rows.extend(outcomes.iter().map(|outcome| row(outcome, roundtrip)));
    if roundtrip {
        rows.push(total(outcomes));
    }
    let mut text = aligned(&columns, &rows);
    for outcome in outcomes {
        text.push_str(&exceptions(outcome, all));
    }
    let errors = outcomes
        .iter()
        .filter_map(|outcome| Some((&outcome.name, outcome.error.as_ref()?)));
    for (name, error) in errors {
        text.push_str(&format!("\n{name}: {}\n", error.trim_end()));
    }
    text
}

fn aligned(columns: &[Column], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(columns.iter().zip(&widths));
        let cells = cells.map(|(cell, ((_, number), &width))| match number {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn row(outcome: &Outcome, roundtrip: bool) -> Vec<String> {
    let result = match (outcome.generated, outcome.compiled) {
        (false, _) => "refused",
        (true, None) => "generated",
        (true, Some(true)) => "compiles",
        (true, Some(false)) => "does not compile",
    };
    let mut row = vec![
        outcome.name.clone(),
        outcome.version.clone().unwrap_or_default(),
        outcome.operations.to_string(),
        outcome.lines.to_string(),
        outcome.simplifications.to_string(),
        outcome.ms.to_string(),
    ];
    if roundtrip {
        let verdict = outcome.roundtrip.as_ref();
        let count = |count: Option<usize>| count.map_or_else(String::new, |it| it.to_string());
        row.push(count(verdict.map(|it| it.valid)));
        row.push(count(verdict.map(|it| it.equal)));
        row.push(count(verdict.map(|it| it.ignored)));
    }
    row.push(result.to_owned());
    row
}

fn total(outcomes: &[Outcome]) -> Vec<String> {
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>().to_string();
    let total = Total::of(outcomes);
    let ms: u128 = outcomes.iter().map(|outcome| outcome.ms).sum();
    vec![
        "total".to_owned(),
        String::new(),
        sum(|outcome| outcome.operations),
        sum(|outcome| outcome.lines),
        sum(|outcome| outcome.simplifications),
        ms.to_string(),
        total.valid.to_string(),
        total.equal.to_string(),
        total.ignored.to_string(),
        total.share(),
    ]
}

/// How many examples of one document are shown unless all are asked for.
const SHOWN: usize = 20;

/// The examples of a document that are not equal.
fn exceptions(outcome: &Outcome, all: bool) -> String {
    let exceptions = outcome.roundtrip.iter().flat_map(|it| &it.exceptions);
    let count = exceptions.clone().count();
    let shown = if all { count } else { SHOWN };
    let mut text = String::new();
    for exception in exceptions.take(shown) {
        text.push_str(&format!(
            "\n{}: `{}`: {}\n    {}\n",
            exception.place, exception.ty, exception.message, exception.reason
        ));
    }
    if count > shown {
        let more = count - shown;
        text.push_str(&format!(
            "\n{}: {more} more did not come back equal (--verbose shows them)\n",
            outcome.name
        ));
    }
    text
}
