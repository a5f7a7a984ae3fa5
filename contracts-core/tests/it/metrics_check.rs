//! Prometheus' conventions, what services expose, and whether that is what the contract says.

use contracts_core::{
    finding,
    metrics::{self, Contract, Date, exposition},
    source::{SourceId, Sources},
};

fn contract(yaml: &str) -> (Contract, Sources) {
    let mut sources = Sources::memory([("metrics.yaml", yaml)]);
    let (contract, found) = metrics::load(&mut sources, &SourceId::new("metrics.yaml")).unwrap();
    assert_eq!(found, []);
    (contract.unwrap(), sources)
}

fn today() -> Date {
    Date::parse("2026-11-27").unwrap()
}

/// What the conventions say of one metric.
#[track_caller]
fn convention(metric: &str, expect: &str) {
    let (contract, sources) = contract(&format!(
        "required_metrics:\n- {{{metric}, x-contracts-allow: [{{code: label-budget, reason: a test}}]}}\n"
    ));
    let found = finding::to_text(&metrics::conventions(&contract), &sources);
    assert_eq!(found.trim(), expect.trim());
}

#[test]
fn counters_and_nothing_else_end_with_total() {
    convention(
        "name: loads, type: counter, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: the counter `loads` does not end with `_total`
    help: call it `loads_total`; OpenMetrics knows no other counters",
    );
    convention(
        "name: loads_total, type: gauge, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `loads_total` ends with `_total` and is a gauge
    help: call it `loads`: `_total` says that something is a counter",
    );
    convention("name: loads_total, type: counter, labels: [a]", "");
}

#[test]
fn units() {
    convention(
        "name: latency_decode_ms, type: histogram, labels: [a], buckets: [1]",
        "metrics.yaml:2:10: warning[metric-naming]: `latency_decode_ms` is in ms, and the base unit is seconds
    help: measure seconds and call it `latency_decode_seconds`",
    );
    convention(
        "name: sent_kb_total, type: counter, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `sent_kb_total` is in kb, and the base unit is bytes
    help: measure bytes and call it `sent_bytes_total`",
    );
    convention(
        "name: utilization, type: gauge, labels: [a], unit: ratio",
        "metrics.yaml:2:55: warning[metric-naming]: `utilization` does not say its unit, ratio
    help: call it `utilization_ratio`",
    );
    convention(
        "name: sent_bytes_total, type: counter, labels: [a], unit: bytes",
        "",
    );
    // A word that only looks like one.
    convention("name: items, type: gauge, labels: [a]", "");
}

#[test]
fn other_names() {
    convention(
        "name: loads_count, type: gauge, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `loads_count` seems to be a part of something else
    help: `_count` ends the names of what belongs to a histogram; choose another word",
    );
    convention(
        "name: 'pool:loads', type: gauge, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `pool:loads` has a colon
    help: colons are for the names of recording rules; write `_`",
    );
    convention(
        "name: poolLoads, type: gauge, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `poolLoads` is not in snake_case
    help: write small letters and digits, with one `_` between words",
    );
    convention(
        "name: loads_gauge, type: gauge, labels: [a]",
        "metrics.yaml:2:10: warning[metric-naming]: `loads_gauge` has a type in its name: `gauge`
    help: leave the word out",
    );
    convention(
        "name: loads, type: gauge, labels: [a, job, quantile, poolId]",
        "metrics.yaml:2:42: warning[metric-naming]: Prometheus sets the label `job` itself, to where it found the metric
    help: choose another word; otherwise it becomes `exported_job`
metrics.yaml:2:47: warning[metric-naming]: the label `quantile` belongs to histograms and summaries
    help: choose another word
metrics.yaml:2:57: warning[metric-naming]: the label `poolId` is not in snake_case
    help: write small letters and digits, with one `_` between words",
    );
}

#[test]
fn a_contract_accepts_names_that_have_to_stay() {
    let (contract, sources) = contract(
        "required_metrics:
- {name: a_ms, type: gauge, labels: [], x-contracts-allow: [{code: metric-naming, reason: a test}]}
- {name: b_ms, type: gauge, labels: []}
",
    );
    let found = finding::to_text(&metrics::conventions(&contract), &sources);
    let expect =
        "metrics.yaml:3:10: warning[metric-naming]: `b_ms` is in ms, and the base unit is seconds
    help: measure seconds and call it `b_seconds`";
    assert_eq!(found.trim(), expect);
}

#[test]
fn deprecated_metrics_expire_after_their_last_day() {
    let (contract, sources) = contract(
        "required_metrics:\n- {name: a, type: gauge, labels: [], deprecated: {until: 2026-11-27}}\n",
    );
    assert_eq!(metrics::expired(&contract, today()), []);
    let next = Date::parse("2026-11-28").unwrap();
    let found = finding::to_text(&metrics::expired(&contract, next), &sources);
    let expect =
        "metrics.yaml:2:58: warning[expired-metric]: `a` was to be exposed until 2026-11-27
    help: take it out of the contract, or say how long it stays";
    assert_eq!(found.trim(), expect);
}

const CONTRACT: &str = "required_metrics:
- {name: loads_total, type: counter, labels: [model, result], values: {result: [loaded, refused]}}
- {name: load_seconds, type: histogram, labels: [model], buckets: [0.5, 10]}
- {name: running, type: gauge, labels: []}
- {name: old, type: gauge, labels: [], deprecated: {until: 2026-11-26}, x-contracts-allow: [{code: expired-metric, reason: a test}]}
label_cardinality_budget: {model: 2, result: 2}
";

const OPENMETRICS: &str = "# HELP loads Models that were loaded.
# TYPE loads counter
loads_total{model=\"a\",result=\"loaded\"} 1 # {trace_id=\"x\"} 1 1700000000.5
loads_created{model=\"a\",result=\"loaded\"} 1700000000.5
# TYPE load_seconds histogram
# UNIT load_seconds seconds
load_seconds_sum{model=\"a\"} 0.25
load_seconds_count{model=\"a\"} 1
load_seconds_bucket{le=\"0.5\",model=\"a\"} 1
load_seconds_bucket{le=\"10.0\",model=\"a\"} 1
load_seconds_bucket{le=\"+Inf\",model=\"a\"} 1
# TYPE running gauge
running 3
# EOF
";

/// The same as Prometheus' own format has it.
const PROMETHEUS: &str = "# A comment.
# HELP loads_total Models that were loaded.
# TYPE loads_total counter
loads_total { model = \"a\" , result = \"loaded\" , } 1 1700000000000

# TYPE load_seconds histogram
load_seconds_bucket{model=\"a\",le=\"0.5\"} 1
load_seconds_bucket{model=\"a\",le=\"10\"} 1
load_seconds_bucket{model=\"a\",le=\"+Inf\"} 1
load_seconds_sum{model=\"a\"} 2.5e-1
load_seconds_count{model=\"a\"} 1
# TYPE running gauge
running\t3
";

/// What is found in an exposition.
fn found(text: &str, allowed: &[&str]) -> String {
    let (contract, mut sources) = contract(CONTRACT);
    let id = SourceId::new("metrics.txt");
    sources.add(&id, text);
    let allowed: Vec<String> = allowed.iter().map(|prefix| (*prefix).to_owned()).collect();
    let findings = match exposition::parse(&id, text) {
        Ok(exposition) => metrics::check(&contract, &exposition, today(), &allowed).findings,
        Err(finding) => vec![*finding],
    };
    finding::to_text(&findings, &sources).trim().to_owned()
}

#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    assert_eq!(OPENMETRICS.matches(from).count(), 1, "{from}");
    assert_eq!(found(&OPENMETRICS.replace(from, to), &[]), expect);
}

#[test]
fn both_formats_say_the_same() {
    for text in [OPENMETRICS, PROMETHEUS, &PROMETHEUS.replace('\n', "\r\n")] {
        assert_eq!(found(text, &[]), "", "{text}");
        let (contract, _) = contract(CONTRACT);
        let exposition = exposition::parse(&SourceId::new("m"), text).unwrap();
        let observed = metrics::check(&contract, &exposition, today(), &[]);
        let series: Vec<_> = observed
            .metrics
            .iter()
            .map(|it| (it.exposed, it.series))
            .collect();
        assert_eq!(series, [(true, 1), (true, 1), (true, 1), (false, 0)]);
        let labels: Vec<_> = observed
            .labels
            .iter()
            .map(|it| (it.label.as_str(), it.values, it.budget))
            .collect();
        assert_eq!(labels, [("model", 1, Some(2)), ("result", 1, Some(2))]);
    }
}

#[test]
fn missing_metrics() {
    check(
        "# TYPE running gauge\nrunning 3\n",
        "",
        "metrics.yaml:4:10: error[missing-metric]: `running` is not exposed
    help: expose it from the start, or take it out of the contract",
    );
    check(
        "running 3\n",
        "",
        "metrics.yaml:4:10: info[missing-metric]: `running` has no sample yet
    help: its labels could not be checked; let it happen once",
    );
    // A deprecated one has to be there to the end of its last day.
    let (contract, sources) = contract(CONTRACT);
    let exposition = exposition::parse(&SourceId::new("m"), OPENMETRICS).unwrap();
    let last_day = Date::parse("2026-11-26").unwrap();
    let found = metrics::check(&contract, &exposition, last_day, &[]).findings;
    let expect = "metrics.yaml:5:10: error[missing-metric]: `old` is not exposed
    help: it is deprecated and stays until 2026-11-26";
    assert_eq!(finding::to_text(&found, &sources).trim(), expect);
}

#[test]
fn undeclared_metrics() {
    let text = OPENMETRICS.replace(
        "# EOF",
        "# TYPE runing gauge\nruning 1\nprocess_threads 1\n# EOF",
    );
    let expect = "metrics.yaml:1:1: error[undeclared-metric]: `process_threads` is exposed and not in the contract (line 16)
    help: list it, or say `--allow` where it is somebody else's
metrics.yaml:1:1: error[undeclared-metric]: `runing` is exposed and not in the contract (line 15)
    help: did you mean `running`?";
    assert_eq!(found(&text, &[]), expect);
    assert_eq!(found(&text, &["process_", "runing"]), "");
}

#[test]
fn types() {
    check(
        "# TYPE running gauge",
        "# TYPE running counter",
        "metrics.yaml:4:25: error[metric-mismatch]: `running` is exposed as counter, not as gauge
    help: change the service, or the contract",
    );
    check(
        "# TYPE running gauge\n",
        "",
        "metrics.yaml:4:25: error[metric-mismatch]: `running` is exposed as untyped, not as gauge
    help: change the service, or the contract",
    );
}

#[test]
fn labels() {
    check(
        "loads_total{model=\"a\",result=\"loaded\"}",
        "loads_total{modle=\"a\",result=\"loaded\"}",
        "metrics.yaml:2:46: error[metric-mismatch]: `loads_total` lacks the label `model` and has the label `modle` (line 3)
    help: the contract lists `model`, `result`",
    );
    check(
        "running 3",
        "running{a=\"1\",b=\"2\"} 3\nrunning{a=\"2\",b=\"2\"} 3",
        "metrics.yaml:4:40: error[metric-mismatch]: `running` has the labels `a`, `b` (line 13)
    help: the contract lists no labels",
    );
    check(
        "load_seconds_sum{model=\"a\"}",
        "load_seconds_sum{le=\"1\",model=\"a\"}",
        "metrics.yaml:3:49: error[metric-mismatch]: `load_seconds` has the label `le` (line 7)
    help: the contract lists `model`",
    );
}

#[test]
fn values_of_labels() {
    check(
        "loads_total{model=\"a\",result=\"loaded\"}",
        "loads_total{model=\"a\",result=\"laoded\"}",
        "metrics.yaml:2:80: error[metric-mismatch]: `loads_total` has the result `laoded` (line 3)
    help: did you mean `loaded`?",
    );
    // Not known yet.
    check(
        "loads_total{model=\"a\",result=\"loaded\"}",
        "loads_total{model=\"a\",result=\"\"}",
        "",
    );
    check(
        "running 3",
        "# TYPE b gauge\nrunning 3",
        "metrics.yaml:1:1: error[undeclared-metric]: `b` is exposed and not in the contract
    help: list it, or say `--allow` where it is somebody else's",
    );
}

#[test]
fn buckets() {
    check(
        "load_seconds_bucket{le=\"10.0\",model=\"a\"} 1\n",
        "",
        "metrics.yaml:3:67: error[metric-mismatch]: `load_seconds` has the buckets 0.5, +Inf (line 9)
    help: the contract lists 0.5, 10, +Inf",
    );
}

#[test]
fn cardinality_is_counted_over_all_metrics() {
    check(
        "load_seconds_count{model=\"a\"} 1",
        "load_seconds_count{model=\"a\"} 1\nload_seconds_count{model=\"b\"} 1",
        "",
    );
    let more = "loads_total{model=\"b\",result=\"loaded\"} 1\nloads_total{model=\"c\",result=\"loaded\"} 1\n";
    check(
        "loads_created",
        &format!("{more}loads_created"),
        "metrics.yaml:6:35: error[label-cardinality]: the label `model` has 3 values, its budget is 2: `a`, `b`, `c`
    help: put fewer values into the label, or raise the budget",
    );
}

#[test]
fn counters_are_called_as_the_contract_says() {
    let yaml = "required_metrics:\n- {name: loads, type: counter, labels: []}\n";
    let (contract, sources) = contract(yaml);
    let text = "# TYPE loads counter\nloads_total 1\n# EOF\n";
    let exposition = exposition::parse(&SourceId::new("m"), text).unwrap();
    let found = metrics::check(&contract, &exposition, today(), &[]).findings;
    let expect =
        "metrics.yaml:2:10: error[metric-mismatch]: `loads` is exposed as `loads_total` (line 2)
    help: the contract lists names as they go over the wire";
    assert_eq!(finding::to_text(&found, &sources).trim(), expect);
}

#[test]
fn what_is_no_exposition() {
    let help =
        "    help: is this what `/metrics` answers, in Prometheus' text format or OpenMetrics?";
    let cases = [
        (
            "<html>",
            "1:1",
            "expected the name of a metric, found `<html>`",
        ),
        (
            "a 1\n1a 1",
            "2:1",
            "expected the name of a metric, found `1a`",
        ),
        ("a", "1:2", "expected a value, the line ends"),
        ("a one", "1:3", "expected a value, found `one`"),
        ("a 1 2 3", "1:7", "expected the end of the line, found `3`"),
        ("a{b} 1", "1:4", "expected `=`, found `}`"),
        (
            "a{b=c} 1",
            "1:5",
            "expected a value in double quotes, found `c}`",
        ),
        ("a{b=\"c} 1", "1:5", "the value has no closing quote"),
        (
            "a{b=\"c\" d=\"e\"} 1",
            "1:9",
            "expected `,` or `}`, found `d=\"e\"}`",
        ),
        ("a{b=\"c\",b=\"d\"} 1", "1:9", "the label `b` stands twice"),
        (
            "a{b=\"c\"} 1\na{b=\"c\"} 2",
            "2:1",
            "`a` stands twice with the same labels",
        ),
        ("# TYPE a", "1:1", "expected `# TYPE`, a name and a type"),
        ("# TYPE a conuter", "1:10", "there is no type `conuter`"),
        (
            "a 1\n# TYPE a gauge",
            "2:1",
            "the type of `a` stands twice, or behind its samples",
        ),
        ("# EOF\na 1", "2:1", "there is more behind `# EOF`"),
        (
            "a 1 # b",
            "1:7",
            "expected `{`, the labels of an exemplar, found `b`",
        ),
        ("ä 1", "1:1", "expected the name of a metric, found `ä`"),
    ];
    for (text, place, message) in cases {
        let expect = format!("metrics.txt:{place}: error[exposition-syntax]: {message}\n{help}");
        assert_eq!(found(text, &[]), expect, "{text}");
    }
}

#[test]
fn escapes_and_numbers_are_read() {
    let text = "a{b=\"\\\\ \\\" \\n \\x ü\"} +Inf\nc NaN\nd -1e3\n";
    let exposition = exposition::parse(&SourceId::new("m"), text).unwrap();
    let sample = |name: &str| exposition.families[name].samples[0].clone();
    assert_eq!(sample("a").labels["b"], "\\ \" \n \\x ü");
    assert_eq!((sample("a").value, sample("a").line), (f64::INFINITY, 1));
    assert!(sample("c").value.is_nan());
    assert_eq!(sample("d").value, -1000.0);
}
