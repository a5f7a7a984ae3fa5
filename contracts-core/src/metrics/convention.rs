//! Prometheus' conventions for names, and the calendar. Nothing here keeps a contract from being generated.

use super::{Contract, Date, Kind, Metric, unit};
use crate::{Code, Finding, Pointer, finding::Place};

/// What is wrong with a name: where, what, and what to do about it.
type Broken = (Pointer, String, String);

/// A convention: what breaks it in a metric.
type Convention = fn(&Metric) -> Vec<Broken>;

/// Every convention, in the order in which what breaks them is told.
const CONVENTIONS: &[Convention] = &[
    total,
    base_unit,
    unit_in_name,
    suffix,
    letters,
    type_in_name,
    labels,
];

/// Names that are unlike what Prometheus' conventions ask for, metric by metric.
pub fn conventions(contract: &Contract) -> Vec<Finding> {
    let mut findings = Vec::new();
    for metric in &contract.metrics {
        for (at, message, help) in CONVENTIONS.iter().flat_map(|convention| convention(metric)) {
            let place = Place::value(&contract.source, &at);
            findings.push(Finding::new(Code::MetricNaming, place, message).help(help));
        }
    }
    findings.retain(|finding| !contract.accepts(finding));
    findings
}

/// Deprecated metrics whose last day has passed.
pub fn expired(contract: &Contract, today: Date) -> Vec<Finding> {
    let expired = contract.metrics.iter().filter_map(|metric| {
        let until = metric.deprecated.as_ref()?.until;
        let at = metric.pointer.child("deprecated").child("until");
        let message = format!("`{}` was to be exposed until {until}", metric.name);
        let place = Place::value(&contract.source, &at);
        let finding = Finding::new(Code::ExpiredMetric, place, message)
            .help("take it out of the contract, or say how long it stays");
        (until < today && !contract.accepts(&finding)).then_some(finding)
    });
    expired.collect()
}

fn name(metric: &Metric, message: String, help: String) -> Broken {
    (metric.pointer.child("name"), message, help)
}

/// Counters end with `_total`, and nothing else does.
fn total(metric: &Metric) -> Vec<Broken> {
    let own = &metric.name;
    match (metric.kind, own.strip_suffix("_total")) {
        (Kind::Counter, None) => vec![name(
            metric,
            format!("the counter `{own}` does not end with `_total`"),
            format!("call it `{own}_total`; OpenMetrics knows no other counters"),
        )],
        (kind @ (Kind::Gauge | Kind::Histogram), Some(rest)) => vec![name(
            metric,
            format!("`{own}` ends with `_total` and is a {kind}"),
            format!("call it `{rest}`: `_total` says that something is a counter"),
        )],
        _ => Vec::new(),
    }
}

/// Seconds instead of milliseconds, bytes instead of megabytes.
fn base_unit(metric: &Metric) -> Vec<Broken> {
    let Some(own) = metric.measured_in() else {
        return Vec::new();
    };
    let Some(base) = unit::base(own).filter(|base| *base != own) else {
        return Vec::new();
    };
    let renamed = match metric.family().strip_suffix(own) {
        Some(rest) => format!("{rest}{base}"),
        None => format!("{}_{base}", metric.family()),
    };
    let total = if metric.kind == Kind::Counter {
        "_total"
    } else {
        ""
    };
    vec![name(
        metric,
        format!("`{}` is in {own}, and the base unit is {base}", metric.name),
        format!("measure {base} and call it `{renamed}{total}`"),
    )]
}

/// A unit stands at the end of the name.
fn unit_in_name(metric: &Metric) -> Vec<Broken> {
    let Some(unit) = &metric.unit else {
        return Vec::new();
    };
    let family = metric.family();
    if family.ends_with(&format!("_{unit}")) || family == unit {
        return Vec::new();
    }
    let total = if metric.kind == Kind::Counter {
        "_total"
    } else {
        ""
    };
    let message = format!("`{}` does not say its unit, {unit}", metric.name);
    let help = format!("call it `{family}_{unit}{total}`");
    vec![(metric.pointer.child("unit"), message, help)]
}

/// Endings that stand for a part of something.
fn suffix(metric: &Metric) -> Vec<Broken> {
    let parts = ["_sum", "_count", "_bucket", "_created", "_info"];
    let found = parts
        .into_iter()
        .find(|part| metric.family().ends_with(part));
    let found = found.map(|part| {
        let whole = if part == "_info" {
            "facts"
        } else {
            "a histogram"
        };
        name(
            metric,
            format!("`{}` seems to be a part of something else", metric.name),
            format!("`{part}` ends the names of what belongs to {whole}; choose another word"),
        )
    });
    found.into_iter().collect()
}

/// `snake_case`, and no colons.
fn letters(metric: &Metric) -> Vec<Broken> {
    let own = &metric.name;
    if own.contains(':') {
        let message = format!("`{own}` has a colon");
        let help = "colons are for the names of recording rules; write `_`";
        return vec![name(metric, message, help.to_owned())];
    }
    if is_snake_case(own) {
        return Vec::new();
    }
    let message = format!("`{own}` is not in snake_case");
    let help = "write small letters and digits, with one `_` between words";
    vec![name(metric, message, help.to_owned())]
}

fn is_snake_case(text: &str) -> bool {
    text.split('_').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// The type is known from `# TYPE`.
fn type_in_name(metric: &Metric) -> Vec<Broken> {
    let mut words = metric.name.split('_');
    let found = words.find(|word| Kind::WORDS.iter().any(|(known, _)| known == word));
    let found = found.map(|word| {
        let message = format!("`{}` has a type in its name: `{word}`", metric.name);
        name(metric, message, "leave the word out".to_owned())
    });
    found.into_iter().collect()
}

/// Labels in snake_case, and none that Prometheus sets itself.
fn labels(metric: &Metric) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (index, label) in metric.label_names().into_iter().enumerate() {
        let at = metric.pointer.child("labels").item(index);
        let (message, help) = match label {
            "job" | "instance" => (
                format!("Prometheus sets the label `{label}` itself, to where it found the metric"),
                format!("choose another word; otherwise it becomes `exported_{label}`"),
            ),
            "le" | "quantile" => (
                format!("the label `{label}` belongs to histograms and summaries"),
                "choose another word".to_owned(),
            ),
            // What begins with these is an error anyway.
            _ if label.starts_with("__") || is_snake_case(label) => continue,
            _ => (
                format!("the label `{label}` is not in snake_case"),
                "write small letters and digits, with one `_` between words".to_owned(),
            ),
        };
        broken.push((at, message, help));
    }
    broken
}
