//! What became of tests, from the JUnit file that nextest writes.

use std::{collections::BTreeMap, fs, path::Path};

use contracts_core::trace::{Claim, Outcome, Target, Test};
use roxmltree::{Document, Node};

use super::{Outcomes, Stop};
use crate::exit::Exit;

/// The outcomes of claims' tests. Doc tests are none of nextest's.
pub(super) fn outcomes(file: &Path, claims: &[&Claim]) -> Result<Outcomes, Stop> {
    let unusable = |error: String| {
        let why = format!("cannot use {}: {error}", file.display());
        Stop(Exit::Usage, why)
    };
    let text = fs::read_to_string(file).map_err(|error| unusable(error.to_string()))?;
    let document = Document::parse(&text).map_err(|error| unusable(error.to_string()))?;
    let results = results(&document);
    let found = claims.iter().filter_map(|claim| {
        let key = (claim.target.clone(), claim.test.clone());
        Some((key, outcome(claim, results.get(&suite(&claim.target))?)?))
    });
    Ok(found.collect())
}

/// Test by test what became of it, by the name of its binary.
fn results<'d>(document: &'d Document<'_>) -> BTreeMap<String, BTreeMap<&'d str, Outcome>> {
    let mut results: BTreeMap<String, BTreeMap<&str, Outcome>> = BTreeMap::new();
    let suites = document
        .descendants()
        .filter(|node| node.has_tag_name("testsuite"));
    for suite in suites {
        let name = suite.attribute("name").unwrap_or_default().to_owned();
        let tests = results.entry(name).or_default();
        for case in suite
            .children()
            .filter(|node| node.has_tag_name("testcase"))
        {
            let outcome = of_case(case);
            let known = tests.entry(case.attribute("name").unwrap_or_default());
            let known = known.or_insert(outcome);
            *known = outcome.max(*known);
        }
    }
    results
}

fn of_case(case: Node<'_, '_>) -> Outcome {
    let has = |name| case.children().any(|node| node.has_tag_name(name));
    if has("failure") || has("error") {
        Outcome::Failed
    } else if has("skipped") {
        Outcome::Ignored
    } else {
        Outcome::Passed
    }
}

fn outcome(claim: &Claim, results: &BTreeMap<&str, Outcome>) -> Option<Outcome> {
    let Test::Function { path, cases } = &claim.test else {
        return None;
    };
    let below = format!("{path}::");
    let named = results
        .iter()
        .filter(|(name, _)| *name == path || (*cases && name.starts_with(&below)));
    named.map(|(_, outcome)| *outcome).max()
}

/// What nextest calls a binary.
fn suite(target: &Target) -> String {
    let Target {
        package,
        kind,
        name,
        ..
    } = target;
    match kind.as_str() {
        "lib" | "proc-macro" => package.clone(),
        "test" => format!("{package}::{name}"),
        kind => format!("{package}::{kind}/{name}"),
    }
}
