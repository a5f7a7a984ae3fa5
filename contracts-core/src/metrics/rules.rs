//! What holds between the parts of a metrics contract. All of it, but for budgets, would break what is generated.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Kind, Metric};
use crate::{Code, Pointer, Severity, finding::Spot, nearest, read::Reader};

/// Reports what does not fit together.
pub(super) fn check(cx: &mut Reader<'_>, metrics: &[Metric], budgets: &BTreeMap<String, u64>) {
    for (index, metric) in metrics.iter().enumerate() {
        names(cx, metric);
        buckets(cx, metric);
        collisions(cx, metric, &metrics[..index]);
        replacement(cx, metric, metrics);
        budgeted(cx, metric, budgets);
    }
    unused_budgets(cx, budgets);
}

/// Whether a text can be a name of Prometheus': letters, digits and underscores, no digit in front.
fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    !text.is_empty() && !text.as_bytes()[0].is_ascii_digit() && text.bytes().all(is_part)
}

fn names(cx: &mut Reader<'_>, metric: &Metric) {
    // Colons are allowed, and are the recording rules' by convention.
    if !is_name(&metric.name.replace(':', "_")) {
        let message = format!("`{}` cannot be a metric's name", metric.name);
        let at = metric.pointer.child("name");
        cx.report(Code::InvalidValue, &at, message).help =
            Some("use letters, digits and `_`, and no digit in front".to_owned());
    }
    for (index, label) in metric.labels.iter().enumerate() {
        let at = metric.pointer.child("labels").item(index);
        let name = &label.name;
        if !is_name(name) {
            let message = format!("`{name}` cannot be a label's name");
            cx.report(Code::InvalidValue, &at, message).help =
                Some("use letters, digits and `_`, and no digit in front".to_owned());
        }
        let reserved = match (name.as_str(), metric.kind) {
            (name, _) if name.starts_with("__") => {
                "`__` begins labels that Prometheus makes itself"
            }
            ("le", Kind::Histogram) => "`le` holds the bounds of buckets",
            _ => continue,
        };
        let message = format!("the label `{name}` is reserved: {reserved}");
        cx.report(Code::ReservedLabel, &at, message).help =
            Some("give the label another name".to_owned());
    }
}

fn buckets(cx: &mut Reader<'_>, metric: &Metric) {
    let at = metric.pointer.child("buckets");
    let declared = at.find(cx.root).is_some();
    let name = &metric.name;
    if metric.kind != Kind::Histogram && declared {
        let message = format!("`{name}` is a {} and has no buckets", metric.kind);
        cx.report_key(Code::MetricBuckets, &at, message).help =
            Some("leave `buckets` out, or make it a histogram".to_owned());
    }
    // A bound that could not be read was told already.
    let told = cx
        .findings
        .iter()
        .any(|finding| matches!(&finding.place.spot, Spot::Value(it) if it.below(&at).is_some()));
    if metric.kind == Kind::Histogram && metric.buckets.is_empty() && !told {
        let message = format!("the histogram `{name}` has no buckets");
        cx.report_key(Code::MetricBuckets, &metric.pointer, message)
            .help = Some("list their upper bounds, as in `buckets: [0.1, 1, 10]`".to_owned());
    }
}

/// Two metrics must not share what they are called on the wire, nor what OpenMetrics calls their families.
fn collisions(cx: &mut Reader<'_>, metric: &Metric, before: &[Metric]) {
    let at = metric.pointer.child("name");
    let name = &metric.name;
    for other in before {
        let theirs = &other.name;
        if theirs == name {
            let message = format!("the metric `{name}` is listed twice");
            cx.report(Code::DuplicateMetric, &at, message).help =
                Some("leave one of the two out, or give it a name of its own".to_owned());
            return;
        }
        let both = metric
            .series()
            .into_iter()
            .find(|it| other.series().contains(it));
        let both = both
            .or_else(|| (metric.family() == other.family()).then(|| metric.family().to_owned()));
        if let Some(both) = both {
            let message = format!("`{name}` and `{theirs}` would both expose `{both}`");
            cx.report(Code::DuplicateMetric, &at, message).help =
                Some("give one of them another name".to_owned());
            return;
        }
    }
}

fn replacement(cx: &mut Reader<'_>, metric: &Metric, all: &[Metric]) {
    let Some(new) = metric
        .deprecated
        .as_ref()
        .and_then(|it| it.replaced_by.as_ref())
    else {
        return;
    };
    let at = metric.pointer.child("deprecated").child("replaced_by");
    let found = all.iter().find(|other| other.name == *new);
    let is_new = |entry: &Value| entry.get("name").is_some_and(|name| name == new);
    if found.is_none() && entries(cx.root).any(is_new) {
        return;
    }
    let (message, help) = match found {
        _ if *new == metric.name => (
            format!("`{new}` cannot replace itself"),
            "name the metric to use instead".to_owned(),
        ),
        None => {
            let names = all.iter().map(|other| other.name.as_str());
            let names = names.filter(|name| *name != metric.name);
            let help = nearest(new, names).map_or_else(
                || "list the metric that replaces it, too".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            (format!("there is no metric `{new}`"), help)
        }
        Some(other) if other.deprecated.is_some() => (
            format!("`{new}` is deprecated itself"),
            "name the metric that stays".to_owned(),
        ),
        Some(_) => return,
    };
    cx.report(Code::MetricDeprecation, &at, message).help = Some(help);
}

fn budgeted(cx: &mut Reader<'_>, metric: &Metric, budgets: &BTreeMap<String, u64>) {
    for (index, label) in metric.labels.iter().enumerate() {
        let name = &label.name;
        let Some(most) = budgets.get(name) else {
            let written = Pointer::root()
                .child("label_cardinality_budget")
                .child(name);
            if written.find(cx.root).is_some() {
                continue;
            }
            let help = nearest(name, budgets.keys()).map_or_else(
                || format!("add `{name}` to `label_cardinality_budget`"),
                |near| format!("there is one for `{near}`: did you mean that?"),
            );
            let at = metric.pointer.child("labels").item(index);
            let message = format!("nothing says how many values the label `{name}` may take");
            cx.report(Code::LabelBudget, &at, message).help = Some(help);
            continue;
        };
        let values = label.values.as_ref().map_or(0, Vec::len);
        if u64::try_from(values).is_ok_and(|values| values > *most) {
            let at = metric.pointer.child("values").child(name);
            let message = format!("the label `{name}` has {values} values, its budget is {most}");
            cx.report_key(Code::LabelBudget, &at, message).help =
                Some("raise the budget, or list fewer values".to_owned());
        }
    }
}

/// A budget of nothing protects from nothing: mostly its name is misspelled.
fn unused_budgets(cx: &mut Reader<'_>, budgets: &BTreeMap<String, u64>) {
    let labels: BTreeSet<&str> = entries(cx.root)
        .flat_map(|metric| metric.get("labels").and_then(Value::as_array))
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for name in budgets
        .keys()
        .filter(|name| !labels.contains(name.as_str()))
    {
        let at = Pointer::root()
            .child("label_cardinality_budget")
            .child(name);
        let help = nearest(name, labels.iter().copied()).map_or_else(
            || "leave it out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no metric has a label `{name}`");
        let finding = cx.report_key(Code::LabelBudget, &at, message);
        finding.severity = Severity::Warning;
        finding.help = Some(help);
    }
}

/// The metrics as they are written: one with a mistake is declared all the same.
fn entries(root: &Value) -> impl Iterator<Item = &Value> {
    let list = root.get("required_metrics").and_then(Value::as_array);
    list.into_iter().flatten()
}
