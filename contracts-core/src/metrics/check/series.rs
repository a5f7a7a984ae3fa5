//! The samples of one metric: what they are called, their labels, values of labels and buckets.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, some_of};
use crate::{
    Code,
    metrics::{
        Kind, Metric,
        exposition::{Family, Sample},
    },
    nearest,
};

impl Check<'_> {
    /// Compares a metric with its family, and says how many sets of labels that has.
    pub(super) fn family(&mut self, metric: &Metric, family: &Family) -> usize {
        let name = &metric.name;
        let kind = family.kind.as_deref().unwrap_or("untyped");
        if kind != metric.kind.as_str() {
            let message = format!("`{name}` is exposed as {kind}, not as {}", metric.kind);
            let at = metric.pointer.child("type");
            self.report(Code::MetricMismatch, &at, message).help =
                Some("change the service, or the contract".to_owned());
            // What belongs together is not known then.
            return 0;
        }
        let created = format!("{}_created", metric.family());
        let samples = family
            .samples
            .iter()
            .filter(|sample| sample.name != created);
        let samples: Vec<&Sample> = samples.collect();
        self.names(metric, &samples);
        self.labels(metric, &samples);
        self.values(metric, &samples);
        if metric.kind == Kind::Histogram {
            self.buckets(metric, &samples);
        }
        let sets: BTreeSet<_> = samples
            .iter()
            .map(|sample| own_labels(metric, sample))
            .collect();
        sets.len()
    }

    fn names(&mut self, metric: &Metric, samples: &[&Sample]) {
        let series = metric.series();
        let other = samples.iter().find(|sample| !series.contains(&sample.name));
        if let Some(other) = other {
            let message = format!(
                "`{}` is exposed as `{}` (line {})",
                metric.name, other.name, other.line
            );
            let at = metric.pointer.child("name");
            self.report(Code::MetricMismatch, &at, message).help =
                Some("the contract lists names as they go over the wire".to_owned());
        }
    }

    /// Each wrong set of labels once.
    fn labels(&mut self, metric: &Metric, samples: &[&Sample]) {
        let wanted: BTreeSet<&str> = metric.label_names().into_iter().collect();
        let mut told: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        for sample in samples {
            let has: BTreeSet<&str> = own_labels(metric, sample).into_keys().collect();
            if has == wanted || !told.insert(has.clone()) {
                continue;
            }
            let (missing, extra) = (wanted.difference(&has), has.difference(&wanted));
            let parts = [
                ("lacks the label", missing.copied().collect::<Vec<_>>()),
                ("has the label", extra.copied().collect()),
            ];
            let parts = parts.into_iter().filter(|(_, labels)| !labels.is_empty());
            let parts: Vec<String> = parts
                .map(|(verb, labels)| {
                    let s = if labels.len() == 1 { "" } else { "s" };
                    format!("{verb}{s} {}", some_of(labels.into_iter()))
                })
                .collect();
            let message = format!(
                "`{}` {} (line {})",
                metric.name,
                parts.join(" and "),
                sample.line
            );
            let listed = metric.label_names();
            let help = match listed.as_slice() {
                [] => "the contract lists no labels".to_owned(),
                listed => format!("the contract lists {}", some_of(listed.iter().copied())),
            };
            let at = metric.pointer.child("labels");
            self.report(Code::MetricMismatch, &at, message).help = Some(help);
        }
    }

    /// Notes the values of labels; of those that the contract lists, reports others once.
    fn values(&mut self, metric: &Metric, samples: &[&Sample]) {
        for label in &metric.labels {
            let name = &label.name;
            let mut found: BTreeMap<&str, usize> = BTreeMap::new();
            for sample in samples {
                // What is left empty is not known yet.
                let value = sample.labels.get(name).filter(|value| !value.is_empty());
                if let Some(value) = value {
                    found.entry(value).or_insert(sample.line);
                }
            }
            let all = self.values.entry(name.clone()).or_default();
            all.extend(found.keys().map(|value| (*value).to_owned()));
            let Some(listed) = &label.values else {
                continue;
            };
            for (value, line) in found
                .into_iter()
                .filter(|(value, _)| !listed.iter().any(|it| it == value))
            {
                let help = nearest(value, listed).map_or_else(
                    || {
                        format!(
                            "the contract lists {}",
                            some_of(listed.iter().map(String::as_str))
                        )
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{}` has the {name} `{value}` (line {line})", metric.name);
                let at = metric.pointer.child("values").child(name);
                self.report(Code::MetricMismatch, &at, message).help = Some(help);
            }
        }
    }

    /// Each wrong list of buckets once.
    fn buckets(&mut self, metric: &Metric, samples: &[&Sample]) {
        let bucket = format!("{}_bucket", metric.name);
        let mut bounds: BTreeMap<BTreeMap<&str, &str>, (usize, Vec<f64>)> = BTreeMap::new();
        for sample in samples.iter().filter(|sample| sample.name == bucket) {
            let bound = sample
                .labels
                .get("le")
                .and_then(|le| le.parse::<f64>().ok());
            let entry = bounds.entry(own_labels(metric, sample));
            let (_, list) = entry.or_insert((sample.line, Vec::new()));
            list.push(bound.unwrap_or(f64::NAN));
        }
        let wanted: Vec<f64> = metric
            .buckets
            .iter()
            .copied()
            .chain([f64::INFINITY])
            .collect();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for (line, found) in bounds.into_values() {
            let shown = listed(&found);
            if found == wanted || !told.insert(shown.clone()) {
                continue;
            }
            let message = format!("`{}` has the buckets {shown} (line {line})", metric.name);
            let at = metric.pointer.child("buckets");
            self.report(Code::MetricMismatch, &at, message).help =
                Some(format!("the contract lists {}", listed(&wanted)));
        }
    }
}

/// The labels of a sample without the one that tells buckets apart.
fn own_labels<'s>(metric: &Metric, sample: &'s Sample) -> BTreeMap<&'s str, &'s str> {
    let bucket = metric.kind == Kind::Histogram && sample.name.ends_with("_bucket");
    let labels = sample
        .labels
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    labels
        .filter(|(name, _)| !(bucket && *name == "le"))
        .collect()
}

/// `1, 2.5, +Inf`.
fn listed(bounds: &[f64]) -> String {
    let bounds = bounds.iter().map(|bound| match bound {
        bound if *bound == f64::INFINITY => "+Inf".to_owned(),
        bound => bound.to_string(),
    });
    bounds.collect::<Vec<_>>().join(", ")
}
