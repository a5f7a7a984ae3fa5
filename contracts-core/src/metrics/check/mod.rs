//! Whether a service keeps its metrics contract.

mod series;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Contract, Date, Kind, Metric, convention,
    exposition::{Exposition, Family},
};
use crate::{Code, Finding, Pointer, Severity, finding::Place, nearest};

/// What was found, and what there was to be seen.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// What is not as the contract says; the places are in the contract.
    pub findings: Vec<Finding>,
    /// The contract's metrics, in its order.
    pub metrics: Vec<MetricUse>,
    /// Its labels, by name.
    pub labels: Vec<LabelUse>,
}

/// How a metric of the contract was exposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricUse {
    /// Its name.
    pub name: String,
    /// Its type, by the contract.
    pub kind: Kind,
    /// Whether the service exposes it, with or without samples.
    pub exposed: bool,
    /// How many sets of labels have values.
    pub series: usize,
}

/// How many values a label had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelUse {
    /// The label.
    pub label: String,
    /// How many different values it had, over all metrics of the contract.
    pub values: usize,
    /// How many it may have.
    pub budget: Option<u64>,
}

/// Compares what a service exposes with its contract.
///
/// A deprecated metric may be missing after its last day. `allowed` are the beginnings of names of metrics that belong
/// to somebody else.
pub fn check(
    contract: &Contract,
    exposition: &Exposition,
    today: Date,
    allowed: &[String],
) -> Observed {
    let mut check = Check {
        contract,
        findings: convention::expired(contract, today),
        values: BTreeMap::new(),
    };
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut metrics = Vec::new();
    for metric in &contract.metrics {
        let found = family_of(exposition, metric);
        taken.extend(found.map(|(name, _)| name));
        let series = found.map_or(0, |(_, family)| check.family(metric, family));
        if found.is_none_or(|(_, family)| family.samples.is_empty()) {
            check.missing(metric, found.is_some(), today);
        }
        metrics.push(MetricUse {
            name: metric.name.clone(),
            kind: metric.kind,
            exposed: found.is_some(),
            series,
        });
    }
    let others = exposition.families.iter();
    for (name, family) in others.filter(|(name, _)| !taken.contains(name.as_str())) {
        if !allowed
            .iter()
            .any(|prefix| name.starts_with(prefix.as_str()))
        {
            check.undeclared(name, family);
        }
    }
    let labels = check.cardinality();
    let mut findings = check.findings;
    findings.retain(|finding| !contract.accepts(finding));
    Observed {
        findings,
        metrics,
        labels,
    }
}

/// The family of a metric, and what it is called there: OpenMetrics takes the `_total` off counters.
fn family_of<'e>(exposition: &'e Exposition, metric: &Metric) -> Option<(&'e str, &'e Family)> {
    let exact = exposition.families.get_key_value(&metric.name);
    let found = exact.or_else(|| {
        let found = exposition.families.get_key_value(metric.family());
        found.filter(|(_, family)| family.kind.as_deref() == Some("counter"))
    });
    found.map(|(name, family)| (name.as_str(), family))
}

struct Check<'c> {
    contract: &'c Contract,
    findings: Vec<Finding>,
    /// The values of each label, over all metrics.
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Check<'_> {
    fn report(&mut self, code: Code, at: &Pointer, message: String) -> &mut Finding {
        let place = Place::value(&self.contract.source, at);
        self.findings.push(Finding::new(code, place, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn missing(&mut self, metric: &Metric, announced: bool, today: Date) {
        let name = &metric.name;
        let at = metric.pointer.child("name");
        if announced {
            let message = format!("`{name}` has no sample yet");
            let finding = self.report(Code::MissingMetric, &at, message);
            finding.severity = Severity::Info;
            finding.help = Some("its labels could not be checked; let it happen once".to_owned());
            return;
        }
        if metric
            .deprecated
            .as_ref()
            .is_some_and(|it| it.until < today)
        {
            return;
        }
        let help = match &metric.deprecated {
            Some(deprecated) => format!("it is deprecated and stays until {}", deprecated.until),
            None => "expose it from the start, or take it out of the contract".to_owned(),
        };
        let message = format!("`{name}` is not exposed");
        self.report(Code::MissingMetric, &at, message).help = Some(help);
    }

    fn undeclared(&mut self, name: &str, family: &Family) {
        let names = self
            .contract
            .metrics
            .iter()
            .flat_map(|it| [it.name.as_str(), it.family()]);
        let near = nearest(name, names).map(str::to_owned);
        let line = family
            .samples
            .first()
            .map_or_else(String::new, |it| format!(" (line {})", it.line));
        let message = format!("`{name}` is exposed and not in the contract{line}");
        let at = Pointer::root().child("required_metrics");
        let place = Place::key(&self.contract.source, &at);
        let help = near.map_or_else(
            || "list it, or say `--allow` where it is somebody else's".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let finding = Finding::new(Code::UndeclaredMetric, place, message).help(help);
        self.findings.push(finding);
    }

    /// Every label of the contract with its number of values; one that has too many is a finding.
    fn cardinality(&mut self) -> Vec<LabelUse> {
        let names = self.contract.metrics.iter().flat_map(Metric::label_names);
        let names: BTreeSet<&str> = names.collect();
        let mut uses = Vec::new();
        for label in names {
            let values = self.values.get(label).cloned().unwrap_or_default();
            let budget = self.contract.budgets.get(label).copied();
            if let Some(most) =
                budget.filter(|most| u64::try_from(values.len()).is_ok_and(|it| it > *most))
            {
                let at = Pointer::root()
                    .child("label_cardinality_budget")
                    .child(label);
                let message = format!(
                    "the label `{label}` has {} values, its budget is {most}: {}",
                    values.len(),
                    some_of(values.iter().map(String::as_str))
                );
                self.report(Code::LabelCardinality, &at, message).help =
                    Some("put fewer values into the label, or raise the budget".to_owned());
            }
            uses.push(LabelUse {
                label: label.to_owned(),
                values: values.len(),
                budget,
            });
        }
        uses
    }
}

/// A few words; nobody reads all of a thousand.
fn some_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    if shown.len() > MOST {
        let more = shown.len() - MOST;
        shown.truncate(MOST);
        shown.push(format!("and {more} more"));
    }
    shown.join(", ")
}
