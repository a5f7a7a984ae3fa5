use std::collections::BTreeMap;

use super::{Contract, Date, Deprecated, Kind, Label, Metric, rules};
use crate::{
    Code, Error, Finding, accept, nearest,
    read::{Node, Reader},
    source::{SourceId, Sources},
};

const KEYS: &[&str] = &["required_metrics", "label_cardinality_budget"];

const METRIC_KEYS: &[&str] = &[
    "name",
    "type",
    "labels",
    "help",
    "unit",
    "buckets",
    "values",
    "deprecated",
];

const DEPRECATED_KEYS: &[&str] = &["replaced_by", "until"];

/// Reads a metrics contract, JSON or YAML, and reports everything that is wrong with it.
///
/// The contract is `None` when the file cannot be parsed. Otherwise it holds what could be read, even with findings
/// at error level.
///
/// # Errors
///
/// The file cannot be opened, or is not UTF-8.
pub fn load(
    sources: &mut Sources,
    id: &SourceId,
) -> Result<(Option<Contract>, Vec<Finding>), Error> {
    let (document, mut findings) = sources.parse(id)?;
    let Some(document) = document else {
        return Ok((None, findings));
    };
    let mut reader = Reader::new(id, sources, &document);
    let root = Node::root(&document);
    let metrics = metrics(&mut reader, &root);
    let budgets = budgets(&mut reader, &root);
    rules::check(&mut reader, &metrics, &budgets);
    findings.append(&mut reader.findings);
    let findings = accepted(&document, id, findings);
    let contract = Contract {
        source: id.clone(),
        metrics,
        budgets,
        document,
    };
    Ok((Some(contract), findings))
}

/// Without what the contract accepts. Only what breaks nothing can be accepted.
fn accepted(document: &serde_json::Value, id: &SourceId, findings: Vec<Finding>) -> Vec<Finding> {
    let (budgets, others) = findings
        .into_iter()
        .partition(|finding| finding.code == Code::LabelBudget);
    let mut kept: Vec<Finding> = others;
    kept.append(&mut accept::accept(document, id, budgets));
    kept
}

fn metrics<'v>(cx: &mut Reader<'v>, root: &Node<'v>) -> Vec<Metric> {
    if cx.object(root).is_none() {
        return Vec::new();
    }
    cx.known_keys(root, KEYS);
    let Some(list) = cx.require(root, "required_metrics") else {
        return Vec::new();
    };
    let metrics = cx.list(&list);
    let metrics = metrics.into_iter().filter_map(|node| metric(cx, node));
    metrics.collect()
}

fn metric<'v>(cx: &mut Reader<'v>, node: Node<'v>) -> Option<Metric> {
    cx.object(&node)?;
    cx.known_keys(&node, METRIC_KEYS);
    let name = cx.require(&node, "name").and_then(|it| cx.text(&it));
    let kind = cx.require(&node, "type").and_then(|it| kind(cx, &it));
    let labels = labels(cx, &node);
    let help = cx.text_at(&node, "help");
    let unit = cx.text_at(&node, "unit");
    let buckets = buckets(cx, &node);
    let deprecated = deprecated(cx, &node);
    Some(Metric {
        name: name?,
        kind: kind?,
        labels,
        help,
        unit,
        buckets,
        deprecated,
        pointer: node.pointer,
    })
}

fn kind<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<Kind> {
    let text = cx.text(node)?;
    let found = Kind::WORDS.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let words = Kind::WORDS.map(|(word, _)| word);
        let help = match nearest(&text, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("types are {}", words.join(", ")),
        };
        let message = format!("`{text}` is no type of metrics");
        cx.report(Code::InvalidValue, &node.pointer, message).help = Some(help);
    }
    found.map(|(_, kind)| *kind)
}

fn labels<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let list = cx.require(node, "labels");
    for item in list.map(|list| cx.list(&list)).unwrap_or_default() {
        let Some(name) = cx.text(&item) else {
            continue;
        };
        if labels.iter().any(|label| label.name == name) {
            let message = format!("the label `{name}` is listed twice");
            cx.report(Code::InvalidValue, &item.pointer, message);
            continue;
        }
        let values = None;
        labels.push(Label { name, values });
    }
    let Some(table) = node.get("values") else {
        return labels;
    };
    cx.object(&table);
    for (name, list) in table.members() {
        let values = values(cx, &list);
        if let Some(label) = labels.iter_mut().find(|label| label.name == name) {
            label.values = Some(values);
            continue;
        }
        let names = labels.iter().map(|label| label.name.as_str());
        let help = nearest(name, names).map_or_else(
            || "list it among the metric's `labels`, or leave it out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("the metric has no label `{name}`");
        cx.report_key(Code::InvalidValue, &list.pointer, message)
            .help = Some(help);
    }
    labels
}

/// The values that a label has.
fn values<'v>(cx: &mut Reader<'v>, list: &Node<'v>) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for item in cx.list(list) {
        match cx.text(&item) {
            Some(value) if values.contains(&value) => {
                let message = format!("the value `{value}` is listed twice");
                cx.report(Code::InvalidValue, &item.pointer, message);
            }
            value => values.extend(value),
        }
    }
    if list.value.as_array().is_some_and(Vec::is_empty) {
        let message = "a label that takes no value cannot be set";
        cx.report(Code::InvalidValue, &list.pointer, message).help =
            Some("list its values, or leave the list out where any will do".to_owned());
    }
    values
}

fn buckets<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Vec<f64> {
    let Some(list) = node.get("buckets") else {
        return Vec::new();
    };
    let mut buckets: Vec<f64> = Vec::new();
    for item in cx.list(&list) {
        let Some(bound) = item.value.as_f64().filter(|bound| bound.is_finite()) else {
            cx.wrong_type(&item, "a number");
            if let Some(finding) = cx.findings.last_mut() {
                finding.help = Some("the bucket up to infinity is always there".to_owned());
            }
            continue;
        };
        if let Some(last) = buckets.last().filter(|last| **last >= bound) {
            let message = format!("the bucket {bound} does not come after {last}");
            cx.report(Code::MetricBuckets, &item.pointer, message).help =
                Some("list the upper bounds of buckets in ascending order, each once".to_owned());
            continue;
        }
        buckets.push(bound);
    }
    buckets
}

fn deprecated<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<Deprecated> {
    let node = node.get("deprecated")?;
    cx.object(&node)?;
    cx.known_keys(&node, DEPRECATED_KEYS);
    let replaced_by = cx.text_at(&node, "replaced_by");
    let until = cx.require(&node, "until")?;
    let text = cx.text(&until)?;
    let date = Date::parse(&text);
    if date.is_none() {
        let message = format!("`{text}` is no day");
        cx.report(Code::InvalidValue, &until.pointer, message).help =
            Some("write it as `2027-03-31`".to_owned());
    }
    Some(Deprecated {
        replaced_by,
        until: date?,
    })
}

fn budgets<'v>(cx: &mut Reader<'v>, root: &Node<'v>) -> BTreeMap<String, u64> {
    let mut budgets = BTreeMap::new();
    let Some(table) = root.get("label_cardinality_budget") else {
        return budgets;
    };
    cx.object(&table);
    for (label, member) in table
        .members()
        .filter(|(label, _)| !label.starts_with("x-"))
    {
        match member.value.as_u64() {
            Some(most @ 1..) => {
                budgets.insert(label.to_owned(), most);
            }
            _ => cx.wrong_type(&member, "a whole number above zero"),
        }
    }
    budgets
}
