//! Metrics contracts: what they say, and what is wrong with them.

use contracts_core::{
    finding,
    metrics::{self, Contract, Kind},
    source::{SourceId, Sources},
};

fn load(yaml: &str) -> (Option<Contract>, String) {
    let id = SourceId::new("metrics.yaml");
    let mut sources = Sources::memory([("metrics.yaml", yaml)]);
    let (contract, findings) = metrics::load(&mut sources, &id).unwrap();
    (contract, finding::to_text(&findings, &sources))
}

/// What is changed in it stands there once.
const GOOD: &str = "required_metrics:
  - name: loads_total
    type: counter
    labels: [model, result]
    help: Models that were loaded.
    values: {result: [loaded, refused]}
  - name: load_seconds
    type: histogram
    labels: [model]
    unit: seconds
    buckets: [0.5, 1, 10]
  - name: fetch_seconds
    type: histogram
    labels: [model]
    unit: seconds
    buckets: [0.5, 1, 10.0]
    deprecated: {replaced_by: load_seconds, until: 2027-03-31}
  - name: used_bytes
    type: gauge
    labels: []
label_cardinality_budget: {model: 100, result: 2}
x-owner: us
";

#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    assert_eq!(GOOD.matches(from).count(), 1, "{from}");
    assert_eq!(load(&GOOD.replace(from, to)).1.trim(), expect);
}

#[test]
fn says_what_there_is_to_measure() {
    let (contract, found) = load(GOOD);
    assert_eq!(found, "");
    let contract = contract.unwrap();
    let loads = contract.metric("loads_total").unwrap();
    assert_eq!((loads.kind, loads.family()), (Kind::Counter, "loads"));
    assert_eq!(loads.label_names(), ["model", "result"]);
    assert_eq!(loads.labels[0].values, None);
    assert_eq!(
        loads.labels[1].values.as_deref().unwrap(),
        ["loaded", "refused"]
    );
    let load = contract.metric("load_seconds").unwrap();
    assert_eq!(load.buckets, [0.5, 1.0, 10.0]);
    assert_eq!(
        load.series(),
        [
            "load_seconds_bucket",
            "load_seconds_sum",
            "load_seconds_count"
        ]
    );
    assert!(load.is_fractional() && !contract.metric("used_bytes").unwrap().is_fractional());
    let fetch = contract.metric("fetch_seconds").unwrap();
    assert_eq!(
        fetch.deprecated.as_ref().unwrap().until.to_string(),
        "2027-03-31"
    );
    assert_eq!(contract.alias_of(fetch), Some(load));
    assert_eq!(contract.budgets["model"], 100);
}

#[test]
fn a_renamed_metric_is_the_same_only_where_it_measures_the_same() {
    let other = |from: &str, to: &str| {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let (contract, _) = load(&GOOD.replace(from, to));
        let contract = contract.unwrap();
        contract
            .alias_of(contract.metric("fetch_seconds").unwrap())
            .is_none()
    };
    assert!(other("10.0]", "20]"));
    assert!(other(
        "  - name: fetch_seconds\n    type: histogram\n    labels: [model]",
        "  - name: fetch_seconds\n    type: histogram\n    labels: []"
    ));
    assert!(other(
        "unit: seconds\n    buckets: [0.5, 1, 10.0]",
        "unit: ms\n    buckets: [0.5, 1, 10.0]"
    ));
    assert!(!other(
        "    unit: seconds\n    buckets: [0.5, 1, 10.0]",
        "    buckets: [0.5, 1, 10.0]"
    ));
}

#[test]
fn json_is_read_like_yaml() {
    let json = "{\"required_metrics\": [{\"name\": \"a\", \"type\": \"gauge\", \"labels\": [], \"lables\": 1}]}";
    let mut sources = Sources::memory([("metrics.json", json)]);
    let (_, findings) = metrics::load(&mut sources, &SourceId::new("metrics.json")).unwrap();
    assert_eq!(
        finding::to_text(&findings, &sources).trim(),
        "metrics.json:1:68: error[unknown-key]: unknown key `lables`\n    help: did you mean `labels`?"
    );
}

#[test]
fn keys_and_types() {
    check(
        "help:",
        "hepl:",
        "metrics.yaml:5:5: error[unknown-key]: unknown key `hepl`\n    help: did you mean `help`?",
    );
    check(
        "label_cardinality_budget:",
        "label_cardinality_budgets:",
        "metrics.yaml:21:1: error[unknown-key]: unknown key `label_cardinality_budgets`
    help: did you mean `label_cardinality_budget`?
metrics.yaml:4:14: error[label-budget]: nothing says how many values the label `model` may take
    help: add `model` to `label_cardinality_budget`
metrics.yaml:4:21: error[label-budget]: nothing says how many values the label `result` may take
    help: add `result` to `label_cardinality_budget`
metrics.yaml:9:14: error[label-budget]: nothing says how many values the label `model` may take
    help: add `model` to `label_cardinality_budget`
metrics.yaml:14:14: error[label-budget]: nothing says how many values the label `model` may take
    help: add `model` to `label_cardinality_budget`",
    );
    check(
        "type: gauge",
        "type: guage",
        "metrics.yaml:19:11: error[invalid-value]: `guage` is no type of metrics\n    help: did you mean `gauge`?",
    );
    check(
        "type: gauge",
        "type: summary",
        "metrics.yaml:19:11: error[invalid-value]: `summary` is no type of metrics\n    help: types are counter, gauge, histogram",
    );
    check(
        "    type: gauge\n    labels: []",
        "    type: gauge",
        "metrics.yaml:18:5: error[missing-key]: `labels` is missing here",
    );
    check(
        "result: 2}",
        "result: 0}",
        "metrics.yaml:21:48: error[wrong-type]: expected a whole number above zero, found a number",
    );
    check(
        "until: 2027-03-31",
        "until: 2027-02-31",
        "metrics.yaml:17:52: error[invalid-value]: `2027-02-31` is no day\n    help: write it as `2027-03-31`",
    );
    check(
        "{result: [loaded, refused]}",
        "{reslut: [loaded], result: [a, a]}",
        "metrics.yaml:6:14: error[invalid-value]: the metric has no label `reslut`\n    help: did you mean `result`?
metrics.yaml:6:44: error[invalid-value]: the value `a` is listed twice",
    );
}

#[test]
fn names() {
    check(
        "name: used_bytes",
        "name: used-bytes",
        "metrics.yaml:18:11: error[invalid-value]: `used-bytes` cannot be a metric's name
    help: use letters, digits and `_`, and no digit in front",
    );
    check(
        "    type: gauge\n    labels: []",
        "    type: gauge\n    labels: [le, __x]\nx-a:",
        "metrics.yaml:20:18: error[reserved-label]: the label `__x` is reserved: `__` begins labels that Prometheus makes itself
    help: give the label another name
metrics.yaml:20:14: error[label-budget]: nothing says how many values the label `le` may take
    help: add `le` to `label_cardinality_budget`
metrics.yaml:20:18: error[label-budget]: nothing says how many values the label `__x` may take
    help: add `__x` to `label_cardinality_budget`",
    );
}

#[test]
fn duplicates() {
    let twice = |name: &str| format!("name: {name}");
    check(
        "name: used_bytes",
        &twice("loads_total"),
        "metrics.yaml:18:11: error[duplicate-metric]: the metric `loads_total` is listed twice
    help: leave one of the two out, or give it a name of its own",
    );
    check(
        "name: used_bytes",
        &twice("load_seconds_count"),
        "metrics.yaml:18:11: error[duplicate-metric]: `load_seconds_count` and `load_seconds` would both expose `load_seconds_count`
    help: give one of them another name",
    );
    check(
        "name: used_bytes",
        &twice("loads"),
        "metrics.yaml:18:11: error[duplicate-metric]: `loads` and `loads_total` would both expose `loads`
    help: give one of them another name",
    );
    // A near miss.
    check("name: used_bytes", &twice("loads_total_count"), "");
}

#[test]
fn buckets() {
    let ascending = "    help: list the upper bounds of buckets in ascending order, each once";
    check(
        "buckets: [0.5, 1, 10]",
        "buckets: [0.5, 0.5, 10]",
        &format!(
            "metrics.yaml:11:20: error[metric-buckets]: the bucket 0.5 does not come after 0.5\n{ascending}"
        ),
    );
    check(
        "    buckets: [0.5, 1, 10]\n",
        "",
        "metrics.yaml:7:5: error[metric-buckets]: the histogram `load_seconds` has no buckets
    help: list their upper bounds, as in `buckets: [0.1, 1, 10]`",
    );
    check(
        "    type: gauge",
        "    buckets: [1]\n    type: gauge",
        "metrics.yaml:19:5: error[metric-buckets]: `used_bytes` is a gauge and has no buckets
    help: leave `buckets` out, or make it a histogram",
    );
    check(
        "buckets: [0.5, 1, 10]",
        "buckets: [.inf]",
        "metrics.yaml:11:15: error[wrong-type]: expected a number, found text
    help: the bucket up to infinity is always there",
    );
}

#[test]
fn deprecation() {
    check(
        "replaced_by: load_seconds",
        "replaced_by: load_second",
        "metrics.yaml:17:31: error[metric-deprecation]: there is no metric `load_second`
    help: did you mean `load_seconds`?",
    );
    check(
        "replaced_by: load_seconds",
        "replaced_by: fetch_seconds",
        "metrics.yaml:17:31: error[metric-deprecation]: `fetch_seconds` cannot replace itself
    help: name the metric to use instead",
    );
    check(
        "    type: gauge",
        "    deprecated: {replaced_by: fetch_seconds, until: 2027-03-31}\n    type: gauge",
        "metrics.yaml:19:31: error[metric-deprecation]: `fetch_seconds` is deprecated itself
    help: name the metric that stays",
    );
}

#[test]
fn budgets() {
    check(
        "result: 2}",
        "result: 1}",
        "metrics.yaml:6:14: error[label-budget]: the label `result` has 2 values, its budget is 1
    help: raise the budget, or list fewer values",
    );
    check(
        "result: 2}",
        "result: 2, modle: 3}",
        "metrics.yaml:21:51: warning[label-budget]: no metric has a label `modle`\n    help: did you mean `model`?",
    );
    // A label of a metric that could not be read is one all the same.
    check(
        "type: counter",
        "type: conuter",
        "metrics.yaml:3:11: error[invalid-value]: `conuter` is no type of metrics\n    help: did you mean `counter`?",
    );
    // Accepted where the metric stands, and nowhere else.
    check(
        "{model: 100, result: 2}",
        "{result: 2}\nx-contracts-allow: [{code: label-budget, reason: a test}]",
        "",
    );
    check(
        "    help: Models that were loaded.\n    values: {result: [loaded, refused]}",
        "    values: {result: [loaded, refused, gone]}\n    x-contracts-allow: [{code: label-budgt, reason: a test}]",
        "metrics.yaml:5:14: error[label-budget]: the label `result` has 3 values, its budget is 2
    help: raise the budget, or list fewer values
metrics.yaml:6:32: error[invalid-value]: an accepted finding needs the `code` of a rule
    help: did you mean `label-budget`?",
    );
    // What would break the code cannot be accepted.
    check(
        "name: used_bytes",
        "name: loads\n    x-contracts-allow: [{code: duplicate-metric, reason: a test}]",
        "metrics.yaml:18:11: error[duplicate-metric]: `loads` and `loads_total` would both expose `loads`
    help: give one of them another name",
    );
}

#[test]
fn what_is_no_contract_at_all() {
    assert_eq!(
        load("[]").1.trim(),
        "metrics.yaml:1:1: error[wrong-type]: expected a mapping, found a list"
    );
    let (contract, found) = load("required_metrics: [\n");
    assert!(
        contract.is_none() && found.contains("error[yaml-syntax]"),
        "{found}"
    );
    assert_eq!(
        load("x-y: 1").1.trim(),
        "metrics.yaml:1:1: error[missing-key]: `required_metrics` is missing here"
    );
}
