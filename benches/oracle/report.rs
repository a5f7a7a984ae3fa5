//! What was found, counted and shown.

use std::collections::BTreeMap;

use contracts_build::roundtrip::program::Outcome;
use serde_json::Value;

use crate::{
    compare::{Difference, PAIRS, differences},
    meant::{Case, RULES},
    probe::MODES,
};

/// What was found in all documents.
#[derive(Default)]
pub(crate) struct Report {
    documents: Vec<Counts>,
    /// Differences that no rule explains, and of each rule: texts that show them.
    shown: BTreeMap<Option<usize>, Vec<String>>,
}

/// What was found in a document.
#[derive(Default)]
struct Counts {
    name: String,
    values: usize,
    accepted: usize,
    meant: BTreeMap<usize, usize>,
    mismatches: usize,
}

impl Report {
    pub(crate) fn add(
        &mut self,
        name: &str,
        values: &[(&str, String)],
        outcomes: &[[Outcome; MODES.len()]],
    ) {
        let mut counts = Counts {
            name: name.to_owned(),
            values: values.len(),
            accepted: outcomes.iter().filter(|it| it[0].is_ok()).count(),
            ..Counts::default()
        };
        for ((ty, text), outcomes) in values.iter().zip(outcomes) {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            for pair in &PAIRS {
                let found = differences(pair, &outcomes[pair.left], &outcomes[pair.right]);
                for difference in &found {
                    let case = Case {
                        pair: pair.name,
                        value: &value,
                        text,
                        left: outcomes[pair.left].as_deref().ok(),
                        difference,
                    };
                    let rule = RULES.iter().position(|rule| (rule.fits)(&case));
                    match rule {
                        Some(rule) => *counts.meant.entry(rule).or_default() += 1,
                        None => counts.mismatches += 1,
                    }
                    self.note(rule, name, ty, &case);
                }
            }
        }
        self.documents.push(counts);
    }

    fn note(&mut self, rule: Option<usize>, document: &str, ty: &str, case: &Case<'_>) {
        const MOST: usize = 400;
        let shown = self.shown.entry(rule).or_default();
        if shown.len() > 20_000 {
            return;
        }
        let short = |text: &str| text.chars().take(MOST).collect::<String>();
        let difference = match case.difference {
            Difference::Refuses(why) => format!("the first refuses it: {}", short(why)),
            Difference::Accepts(why) => format!("the second refuses it: {}", short(why)),
            Difference::Spells => "they write the same in other words".to_owned(),
            Difference::Writes { at, left, right } => {
                let written = |part: &Option<Value>| match part {
                    Some(value) => short(&value.to_string()),
                    None => "nothing".to_owned(),
                };
                format!(
                    "at `{at}`, one writes {}, the other {}",
                    written(left),
                    written(right)
                )
            }
        };
        shown.push(format!(
            "{document}, {}: `{ty}` of {}\n    {difference}",
            case.pair,
            short(case.text)
        ));
    }

    pub(crate) fn has_mismatches(&self) -> bool {
        self.shown.contains_key(&None)
    }

    /// Tables of documents and rules, and some of the differences.
    pub(crate) fn print(&self, show: usize, all: bool) {
        println!(
            "| document | values | accepted | differences that are meant | mismatches |\n|---|---|---|---|---|"
        );
        for it in &self.documents {
            let meant: usize = it.meant.values().sum();
            let Counts {
                name,
                values,
                accepted,
                mismatches,
                ..
            } = it;
            println!("| {name} | {values} | {accepted} | {meant} | {mismatches} |");
        }
        println!("\n| what is meant | times | reason |\n|---|---|---|");
        for (at, rule) in RULES.iter().enumerate() {
            let times = self.documents.iter().filter_map(|it| it.meant.get(&at));
            let times: usize = times.sum();
            println!("| {} | {times} | {} |", rule.name, rule.reason);
        }
        for (rule, shown) in &self.shown {
            let name = rule
                .and_then(|at| RULES.get(at))
                .map_or("mismatch", |rule| rule.name);
            if rule.is_some() && !all {
                continue;
            }
            println!("\n{name}:");
            // From all over, not from one type.
            let step = (shown.len() / show.max(1)).max(1);
            for text in shown.iter().step_by(step).take(show) {
                println!("  {text}");
            }
        }
    }
}
