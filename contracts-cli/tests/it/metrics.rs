//! `metrics check` and what `lint` says of metrics contracts: a contract on disk, a service on loopback.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::{Command, Stdio},
    thread::{self, JoinHandle},
};

use serde_json::Value;

use crate::env::{Env, MANIFEST, Output};

const CONTRACT: &str = r#"{
  "required_metrics": [
    {
      "name": "jobs_total",
      "type": "counter",
      "labels": ["queue", "result"],
      "values": { "result": ["done", "failed"] }
    },
    { "name": "wait_ms", "type": "histogram", "labels": ["queue"], "buckets": [10, 100] },
    { "name": "jobs", "type": "gauge", "labels": [], "deprecated": { "until": "2026-06-30" } }
  ],
  "label_cardinality_budget": { "queue": 2, "result": 2 }
}
"#;

const EXPOSED: &str = "# TYPE jobs_total counter
jobs_total{queue=\"a\",result=\"done\"} 1
# TYPE wait_ms histogram
wait_ms_bucket{queue=\"a\",le=\"10\"} 1
wait_ms_bucket{queue=\"a\",le=\"100\"} 1
wait_ms_bucket{queue=\"a\",le=\"+Inf\"} 1
wait_ms_sum{queue=\"a\"} 5
wait_ms_count{queue=\"a\"} 1
# TYPE jobs gauge
jobs 1
";

/// A day on which the contract's deprecated metric still has to be there.
const TODAY: [&str; 2] = ["--today", "2026-06-01"];

fn project() -> Env {
    let env = Env::empty();
    env.write(
        MANIFEST,
        "[metrics.jobs]\npath = \"ci/metrics.json\"\n\n[[artifacts]]\nkind = \"metrics\"\n\
         path = \"src/metrics.rs\"\ncontract = \"jobs\"\n",
    );
    // `jobs` and `jobs_total` are one family in OpenMetrics.
    env.write(
        "ci/metrics.json",
        &CONTRACT.replace("\"jobs\"", "\"running\""),
    );
    env.write(
        "exposed.txt",
        &EXPOSED.replace("jobs gauge\njobs 1", "running gauge\nrunning 1"),
    );
    env
}

fn check(env: &Env, args: &[&str]) -> Output {
    env.run(&[&["metrics", "check"], args, &TODAY].concat())
}

/// What `metrics check` prints, for the test of its schema.
pub(crate) fn sample() -> Value {
    let output = check(&project(), &["--file", "exposed.txt", "--format", "json"]);
    serde_json::from_str(&output.stdout).expect("one JSON object")
}

#[test]
fn a_service_that_keeps_its_contract_is_fine() {
    let env = project();
    let output = check(&env, &["--file", "exposed.txt", "-v"]);
    assert_eq!(output.code, 0, "{output:#?}");
    assert!(
        output.stderr.contains("3 metrics as the contract says"),
        "{output:#?}"
    );
    let table = "counter jobs_total  1 series\nhistogram wait_ms  1 series\ngauge running  1 series\n\
                 label queue  1 of 2\nlabel result  1 of 2\n";
    assert_eq!(output.stdout, table);
    // The contract's name, its file without a manifest, and stdin.
    assert_eq!(check(&env, &["jobs", "--file", "exposed.txt"]).code, 0);
    env.remove(MANIFEST);
    let by_file = ["--file", "exposed.txt", "--contract", "ci/metrics.json"];
    assert_eq!(check(&env, &by_file).code, 0);
    let mut command = env.command(&[
        "metrics",
        "check",
        "--file",
        "-",
        "--contract",
        "ci/metrics.json",
    ]);
    command
        .args(TODAY)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert_eq!(fed(&mut command, &env.read("exposed.txt")), 0);
    let mut command = env.command(&[
        "metrics",
        "check",
        "--file",
        "-",
        "--contract",
        "ci/metrics.json",
    ]);
    command
        .args(TODAY)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert_eq!(fed(&mut command, "# EOF\n"), 1);
}

/// The exit code of a command that is handed a text.
fn fed(command: &mut Command, text: &str) -> i32 {
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait().expect("it ends").code().expect("no signal")
}

#[test]
fn what_is_wrong_is_shown_in_the_contract() {
    let env = project();
    env.edit("exposed.txt", "result=\"done\"", "reslut=\"done\"");
    env.edit(
        "exposed.txt",
        "wait_ms_bucket{queue=\"a\",le=\"10\"} 1\n",
        "",
    );
    env.edit(
        "exposed.txt",
        "# TYPE running gauge\nrunning 1",
        "# TYPE runing gauge\nruning 1",
    );
    let output = check(&env, &["--file", "exposed.txt", "--format", "json"]);
    assert_eq!(output.code, 1, "{output:#?}");
    let expect = [
        "metric-mismatch ci/metrics.json:6:17",
        "metric-mismatch ci/metrics.json:9:79",
        "missing-metric ci/metrics.json:10:15",
        "undeclared-metric ci/metrics.json:2:3",
    ];
    assert_eq!(output.places(), expect);
    let human = check(&env, &["--file", "exposed.txt"]);
    for text in [
        "`jobs_total` lacks the label `result` and has the label `reslut` (line 2)",
        "help: the contract lists 10, 100, +Inf",
        "help: did you mean `running`?",
        "4 mistakes",
    ] {
        assert!(human.stderr.contains(text), "no {text}\n{human:#?}");
    }
    let sarif = check(&env, &["--file", "exposed.txt", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&sarif.stdout).expect("a SARIF log");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(4));
    let github = check(&env, &["--file", "exposed.txt", "--format", "github"]);
    assert!(
        github
            .stderr
            .contains("::error file=ci/metrics.json,line=6"),
        "{github:#?}"
    );
    // Somebody else's are nobody's business.
    env.edit("exposed.txt", "runing", "process_threads");
    env.edit("exposed.txt", "runing", "process_threads");
    let output = check(
        &env,
        &[
            "--file",
            "exposed.txt",
            "--allow",
            "process_",
            "--format",
            "json",
        ],
    );
    assert_eq!(output.places(), expect[..3]);
}

#[test]
fn what_is_no_exposition_is_shown_where_it_breaks() {
    let env = project();
    env.edit(
        "exposed.txt",
        "jobs_total{queue=\"a\"",
        "jobs_total{queue=a",
    );
    let output = check(&env, &["--file", "exposed.txt", "--format", "json"]);
    assert_eq!(
        (output.code, output.places()),
        (1, vec!["exposition-syntax exposed.txt:2:18".to_owned()])
    );
    let human = check(&env, &["--file", "exposed.txt"]);
    assert!(
        human.stderr.contains("2 | jobs_total{queue=a"),
        "{human:#?}"
    );
}

#[test]
fn a_contract_with_mistakes_is_not_checked_against() {
    let env = project();
    env.edit("ci/metrics.json", "\"counter\"", "\"conuter\"");
    let output = check(&env, &["--file", "exposed.txt", "--format", "json"]);
    assert_eq!(
        (output.code, output.places()),
        (1, vec!["invalid-value ci/metrics.json:5:15".to_owned()])
    );
}

#[test]
fn what_cannot_be_used_says_so() {
    let env = project();
    let cases: &[(&[&str], &str)] = &[
        (&[], "--url <URL>|--file <FILE>"),
        (&["--file", "a", "--url", "b"], "cannot be used with"),
        (&["--file", "gone.txt"], "cannot read gone.txt"),
        (&["--file", "exposed.txt", "job"], "there are jobs"),
        (
            &["--file", "exposed.txt", "--contract", "gone.json"],
            "gone.json",
        ),
        (
            &["--url", "http://127.0.0.1:1/metrics"],
            "cannot read http://127.0.0.1:1/metrics",
        ),
    ];
    for (args, message) in cases {
        let output = check(&env, args);
        assert_eq!(output.code, 2, "{args:?} {output:#?}");
        assert!(output.stderr.contains(message), "{args:?} {output:#?}");
    }
    let output = env.run(&[
        "metrics",
        "check",
        "--file",
        "exposed.txt",
        "--today",
        "2026-02-30",
    ]);
    assert_eq!(output.code, 2, "{output:#?}");
    env.write(
        MANIFEST,
        "[[artifacts]]\nkind = \"finding-pages\"\npath = \"docs\"\n",
    );
    let output = check(&env, &["--file", "exposed.txt"]);
    assert_eq!(output.code, 2, "{output:#?}");
    assert!(
        output
            .stderr
            .contains("name its file with `--contract FILE`"),
        "{output:#?}"
    );
}

/// Answers once, and says what it was asked.
fn service(status: &'static str, body: String) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let answer = move || {
        let (mut stream, _) = listener.accept().expect("somebody asks");
        let mut request = String::new();
        let mut lines = BufReader::new(stream.try_clone().expect("the same stream"));
        while !request.ends_with("\r\n\r\n") && lines.read_line(&mut request).expect("a line") > 0 {
        }
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        stream
            .write_all((head + &body).as_bytes())
            .expect("it listens");
        request
    };
    (format!("http://{address}/metrics"), thread::spawn(answer))
}

#[test]
fn a_service_is_asked() {
    let env = project();
    let (url, asked) = service("200 OK", env.read("exposed.txt"));
    let output = check(&env, &["--url", &url]);
    assert_eq!(output.code, 0, "{output:#?}");
    let request = asked.join().expect("it was asked");
    assert!(
        request.starts_with("GET /metrics HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("Accept: application/openmetrics-text;version=1.0.0,"),
        "{request}"
    );

    let (url, asked) = service("200 OK", "<html>\n".to_owned());
    let output = check(&env, &["--url", &url, "--format", "json"]);
    assert_eq!(output.code, 1, "{output:#?}");
    assert_eq!(output.places(), [format!("exposition-syntax {url}:1:1")]);
    asked.join().expect("it was asked");

    let (url, asked) = service("404 Not Found", String::new());
    let output = check(&env, &["--url", &url]);
    assert_eq!(output.code, 2, "{output:#?}");
    assert!(output.stderr.contains("it answers with 404"), "{output:#?}");
    asked.join().expect("it was asked");
}

#[test]
fn lint_knows_the_conventions_and_the_calendar() {
    let env = project();
    let lint = |today: &str| env.run(&["lint", "--today", today, "--format", "json"]);
    let naming = "metric-naming ci/metrics.json:9:15";
    let fine = lint("2026-06-30");
    assert_eq!((fine.code, fine.places()), (0, vec![naming.to_owned()]));
    let late = lint("2026-07-01");
    let expired = "expired-metric ci/metrics.json:10:82";
    assert_eq!(
        (late.code, late.places()),
        (0, vec![naming.to_owned(), expired.to_owned()])
    );
    env.edit("ci/metrics.json", "\"queue\": 2, ", "");
    let output = lint("2026-06-30");
    assert_eq!(output.code, 1, "{output:#?}");
}

#[test]
fn the_artifact_is_guarded_and_knows_no_clock() {
    let env = project();
    env.succeed(&["regen"]);
    let text = env.read("src/metrics.rs");
    assert!(
        text.starts_with("// @generated by contracts from ci/metrics.json."),
        "{text}"
    );
    assert!(text.contains("pub struct JobsTotal("), "{text}");
    // The metric that has expired is there until somebody takes it out of the contract.
    assert!(
        text.contains("#[deprecated(note = \"it goes away after 2026-06-30\")]"),
        "{text}"
    );
    env.succeed(&["check"]);
    // Neither order nor blanks are what the contract says.
    env.edit(
        "ci/metrics.json",
        "{ \"queue\": 2, \"result\": 2 }",
        "{\"result\": 2, \"queue\": 2}",
    );
    env.succeed(&["check"]);
    env.edit("ci/metrics.json", "\"failed\"", "\"failed\", \"lost\"");
    env.edit("ci/metrics.json", "\"result\": 2,", "\"result\": 3,");
    let output = env.run(&["check", "--format", "json"]);
    assert_eq!(output.code, 4, "{output:#?}");
    let stale: Vec<Value> = output.artifacts();
    assert_eq!(
        (&stale[0]["state"], &stale[0]["cause"]),
        (&"stale".into(), &"source".into())
    );
    // Mistakes keep everything from being written.
    env.edit("ci/metrics.json", "\"counter\"", "\"conuter\"");
    assert_eq!(env.run(&["regen"]).code, 1);
    assert_eq!(env.read("src/metrics.rs"), text);
}

#[test]
fn a_wrong_name_of_a_contract_is_found() {
    let env = project();
    env.edit(MANIFEST, "contract = \"jobs\"", "contract = \"job\"");
    let output = env.run(&["check", "--format", "json"]);
    assert_eq!(
        (output.code, output.places()),
        (1, vec!["unknown-document contracts.toml:7:12".to_owned()])
    );
    env.edit(MANIFEST, "contract = \"job\"", "contract = \"jobs\"");
    env.edit(
        MANIFEST,
        "path = \"src/metrics.rs\"",
        "path = \"ci/metrics.json\"",
    );
    let output = env.run(&["check", "--format", "json"]);
    assert_eq!(
        (output.code, output.places()),
        (1, vec!["duplicate-artifact contracts.toml:6:8".to_owned()])
    );
    env.remove("ci/metrics.json");
    let output = env.run(&["lint"]);
    assert_eq!(output.code, 2, "{output:#?}");
}
