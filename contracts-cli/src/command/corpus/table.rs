use super::Outcome;

/// One line per document, and why what failed did.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let head = [
        "document",
        "openapi",
        "operations",
        "lines",
        "simplified",
        "ms",
        "result",
    ]
    .map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head)
        .chain(outcomes.iter().map(row))
        .collect();
    let widths: [usize; 7] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    });
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                // Names to the left, numbers to the right.
                if (2..=5).contains(&column) {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                }
            });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let errors = outcomes
        .iter()
        .filter_map(|outcome| Some((&outcome.name, outcome.error.as_ref()?)));
    for (name, error) in errors {
        text.push_str(&format!("\n{name}: {}\n", error.trim_end()));
    }
    text
}

fn row(outcome: &Outcome) -> [String; 7] {
    let result = match (outcome.generated, outcome.compiled) {
        (false, _) => "refused",
        (true, None) => "generated",
        (true, Some(true)) => "compiles",
        (true, Some(false)) => "does not compile",
    };
    [
        outcome.name.clone(),
        outcome.version.clone().unwrap_or_default(),
        outcome.operations.to_string(),
        outcome.lines.to_string(),
        outcome.simplifications.to_string(),
        outcome.ms.to_string(),
        result.to_owned(),
    ]
}
