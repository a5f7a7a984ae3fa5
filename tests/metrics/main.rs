//! Generated metrics, compiled and counted with: what they expose is read back and held against the contract they were
//! generated from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

use contracts_core::{
    Code,
    metrics::{self, Contract, Date, Observed, exposition},
    source::{SourceId, Sources},
};
use contracts_tests::metrics::{
    JobsTotalResult, Metrics, Metrics2, Option as OptionLabel, Queue, Self_, Self2, String as Text,
    Type, X, X2, XResult,
};

fn contract() -> Contract {
    let mut sources = Sources::disk(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    let (contract, findings) = metrics::load(&mut sources, &SourceId::new("metrics.yaml")).unwrap();
    assert_eq!(findings, []);
    contract.unwrap()
}

/// What `metrics check` sees.
fn observed(text: &str) -> Observed {
    let exposition = exposition::parse(&SourceId::new("metrics.txt"), text);
    let exposition = exposition.unwrap_or_else(|finding| panic!("{finding:?}\n{text}"));
    let today = Date::parse("2026-11-27").unwrap();
    metrics::check(&contract(), &exposition, today, &[])
}

/// Something of everything.
#[expect(deprecated, reason = "a deprecated metric says so to the compiler")]
fn used() -> Metrics {
    let metrics = Metrics::new();
    let queue = Queue("fast");
    metrics
        .jobs_total
        .with(queue, JobsTotalResult::TimedOut)
        .inc_by(2);
    metrics
        .ended_jobs_total
        .with(JobsTotalResult::Done, queue)
        .inc();
    metrics.busy_seconds_total.with(queue).inc_by(0.25);
    metrics.running.with().set(3.0);
    metrics.wait_seconds.with(queue).observe(0.5);
    metrics.wait_ms.with(queue).observe(500.0);
    metrics
        .requests
        .with(Type("a\"b\\c\nd"), Self_("ä"), Self2::Minus1)
        .inc();
    metrics.x.with(XResult::Ok).inc();
    metrics.registry2.with(X("1"), X2("2")).inc();
    metrics
        .rt
        .with(Metrics2("m"), Text("s"), OptionLabel("o"))
        .dec();
    metrics
}

#[test]
fn what_is_counted_is_exposed_as_the_contract_says() {
    let text = used().encode();
    let observed = observed(&text);
    assert_eq!(observed.findings, [], "{text}");
    let series: Vec<usize> = observed
        .metrics
        .iter()
        .map(|metric| metric.series)
        .collect();
    assert_eq!(series, [2, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn names_and_values_go_over_the_wire_as_they_are() {
    let text = used().encode();
    let lines = [
        "jobs_total{queue=\"fast\",result=\"timed-out\"} 2",
        "busy_seconds_total{queue=\"fast\"} 0.25",
        "running 3.0",
        "wait_seconds_bucket{le=\"1.0\",queue=\"fast\"} 1",
        "requests{type=\"a\\\"b\\\\c\\nd\",self=\"ä\",Self=\"-1\"} 1",
        "rt{metrics=\"m\",string=\"s\",option=\"o\"} -1.0",
        "# HELP running Two\\nlines, a \\\\ and \"quotes\".",
        "# HELP jobs Jobs that ended.",
        "# TYPE jobs counter",
        "# UNIT busy_seconds seconds",
        "# EOF",
    ];
    for line in lines {
        assert!(text.lines().any(|it| it == line), "no {line}\n{text}");
    }
}

#[test]
fn both_names_of_a_renamed_metric_are_exposed() {
    let text = used().encode();
    // What was counted by either name is there by both.
    for name in ["jobs_total", "ended_jobs_total"] {
        for (result, count) in [("done", 1), ("timed-out", 2)] {
            let line = format!("{name}{{queue=\"fast\",result=\"{result}\"}} {count}");
            assert!(text.lines().any(|it| it == line), "no {line}\n{text}");
        }
    }
    // Milliseconds are no seconds.
    assert!(
        text.contains("\nwait_ms_sum{queue=\"fast\"} 500.0\n"),
        "{text}"
    );
    assert!(
        text.contains("\nwait_seconds_sum{queue=\"fast\"} 0.5\n"),
        "{text}"
    );
}

#[test]
fn every_metric_is_announced_before_anything_happens() {
    let text = Metrics::new().encode();
    let observed = observed(&text);
    assert!(
        observed.metrics.iter().all(|metric| metric.exposed),
        "{text}"
    );
    let about = |code: Code| observed.findings.iter().filter(move |it| it.code == code);
    // All but the one without labels wait for their first values.
    assert_eq!(
        about(Code::MissingMetric).count(),
        observed.metrics.len() - 1
    );
    assert_eq!(observed.findings.len(), observed.metrics.len() - 1);
    assert!(
        observed.findings.iter().all(|finding| !finding.is_error()),
        "{observed:#?}"
    );
}

#[test]
fn what_is_exposed_does_not_depend_on_the_order_of_events() {
    let counted = |queues: [&str; 3]| {
        let metrics = Metrics::new();
        for queue in queues {
            metrics
                .jobs_total
                .with(Queue(queue), JobsTotalResult::Done)
                .inc();
        }
        metrics.encode()
    };
    let text = counted(["b", "a", "c"]);
    assert_eq!(text, counted(["c", "b", "a"]));
    let at = |queue| {
        text.find(&format!("jobs_total{{queue=\"{queue}\""))
            .unwrap()
    };
    assert!(at("a") < at("b") && at("b") < at("c"), "{text}");
}

#[test]
fn too_many_values_of_a_label_are_seen() {
    let metrics = Metrics::new();
    for queue in ["a", "b", "c", "d"] {
        metrics
            .jobs_total
            .with(Queue(queue), JobsTotalResult::Done)
            .inc();
    }
    let text = metrics.encode();
    let errors: Vec<Code> = observed(&text)
        .findings
        .iter()
        .filter(|it| it.is_error())
        .map(|it| it.code)
        .collect();
    assert_eq!(errors, [Code::LabelCardinality]);
}

#[test]
fn many_threads_count_once_each() {
    let metrics = Metrics::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for queue in ["a", "b", "c"].into_iter().cycle().take(300) {
                    metrics
                        .jobs_total
                        .with(Queue(queue), JobsTotalResult::Done)
                        .inc();
                }
            });
        }
    });
    for queue in ["a", "b", "c"] {
        let count = metrics
            .jobs_total
            .with(Queue(queue), JobsTotalResult::Done)
            .get();
        assert_eq!(count, 800, "{queue}");
    }
}
