//! What went wrong is said in words, with the repair, and by the exit code.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::process::{KEY, Provider, command, told};

/// It ends with this code and says these words.
#[track_caller]
fn fails(output: &std::process::Output, code: i32, words: &[&str]) {
    let (given, _, stderr) = told(output);
    assert_eq!(given, Some(code), "{stderr}");
    for word in words {
        assert!(stderr.contains(word), "`{word}` in {stderr}");
    }
}

#[test]
fn a_full_queue_is_worth_another_try() {
    // ORCH-2007
    let more = ", queue: {capacity: 1, full_policy: reject}";
    let provider = Provider::start("'--parallel=1', '--token-ms=50'", more);
    let mut first = provider.begin(&["--max-tokens", "4000"]);
    first.first();
    let second = provider.begin(&["--max-tokens", "4000"]);
    provider.wait_for("queue_depth", "1");
    let words = [
        "ADMISSION_REJECT, status 429",
        "[policy: reject]",
        "help: try again in ",
    ];
    fails(&provider.submit(&[]), 4, &words);
    for running in [second, first] {
        running.interrupt();
        assert_eq!(told(&running.end()).0, Some(130));
    }
}

#[test]
fn a_task_that_others_push_out_says_so() {
    // OC-CORE-1006
    let more = ", queue: {capacity: 1, full_policy: drop-lru}";
    let provider = Provider::start("'--parallel=1', '--token-ms=50'", more);
    let mut first = provider.begin(&["--max-tokens", "4000"]);
    first.first();
    let dropped = provider.begin(&[]);
    provider.wait_for("queue_depth", "1");
    let second = provider.begin(&[]);
    fails(
        &dropped.end(),
        4,
        &["QUEUE_FULL_DROP_LRU", "try again later"],
    );
    for running in [second, first] {
        running.interrupt();
        assert_eq!(told(&running.end()).0, Some(130));
    }
}

#[test]
fn keys_come_from_variable_or_file_and_are_never_shown() {
    let provider = Provider::start("", "");
    let health = ["health", "p"];
    let missing = command(&provider.url, &health).output().unwrap();
    fails(
        &missing,
        3,
        &["UNAUTHENTICATED", "help: set ORCHESTRATOR_API_KEY"],
    );
    let mut wrong = command(&provider.url, &health);
    let wrong = wrong.env("ORCHESTRATOR_API_KEY", "s3cret-guess");
    let wrong = wrong.output().unwrap();
    fails(&wrong, 3, &["FORBIDDEN", "is not the server's"]);
    assert!(!told(&wrong).2.contains("s3cret-guess"));
    let help = command(&provider.url, &["submit", "--help"])
        .env("ORCHESTRATOR_API_KEY", "s3cret-guess")
        .output()
        .unwrap();
    assert!(!told(&help).1.contains("s3cret-guess"));

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{KEY}\n")).unwrap();
    let name = file.path().to_str().unwrap();
    let mut right = command(&provider.url, &["--api-key-file", name, "health", "p"]);
    // The file goes before the variable.
    right.env("ORCHESTRATOR_API_KEY", "s3cret-guess");
    let right = right.output().unwrap();
    assert_eq!(told(&right).0, Some(0), "{:?}", told(&right));

    std::fs::write(file.path(), "\n").unwrap();
    let arguments = ["--api-key-file", name, "health", "p"];
    let empty = command(&provider.url, &arguments).output().unwrap();
    fails(&empty, 2, &["is empty", "help: write the API key there"]);
    std::fs::remove_file(file.path()).unwrap();
    let gone = command(&provider.url, &arguments).output().unwrap();
    fails(&gone, 2, &["cannot read the API key from", name]);
}

#[test]
fn wrong_usage_is_told_before_anything_is_sent() {
    let nowhere = "http://127.0.0.1:9";
    for (arguments, word) in [
        (&["submit"][..], "<PROMPT>"),
        (&["submit", "x", "--engine", "abacus"], "the engines are"),
        (&["submit", "x", "--priority", "urgent"], "`urgent`"),
        (&["submit", "x", "--max-tokens", "0"], "--max-tokens"),
        (&["--url", "not a url", "health", "p"], "help: say `--url"),
    ] {
        let output = command(nowhere, arguments).output().unwrap();
        fails(&output, 2, &[word]);
    }
}

#[test]
fn what_the_server_refuses_is_not_worth_another_try() {
    let provider = Provider::start("", "");
    let arguments = ["submit", "x", "--model", "m", "--ctx", "100000"];
    let output = provider.command(&arguments).output().unwrap();
    fails(&output, 5, &["INVALID_PARAMS, status 400"]);
    let output = provider.command(&["health", "q"]).output().unwrap();
    fails(
        &output,
        5,
        &["NOT_FOUND, status 404", "help: look at the id again"],
    );
}

#[test]
fn a_task_that_fails_ends_with_its_reason() {
    let provider = Provider::start("'--fail-after=3'", "");
    let output = provider.submit(&[]);
    fails(
        &output,
        1,
        &["error: the task failed: ", "help: submit it again"],
    );
    // The line of tokens is closed before the reason.
    assert!(told(&output).1.ends_with('\n'));
}

#[test]
fn a_server_that_is_not_there_or_goes_away_is_told_apart_from_a_refusal() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let output = command(&nobody, &["health", "p"]).output().unwrap();
    fails(
        &output,
        6,
        &["the connection failed", "help: start the orchestrator"],
    );

    let mut provider = Provider::start("'--token-ms=5'", "");
    let mut running = provider.begin(&["--max-tokens", "4000"]);
    running.first();
    provider.kill();
    fails(&running.end(), 6, &["help: "]);
}

#[test]
fn an_answer_that_the_contract_does_not_allow_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 4096];
        assert!(stream.read(&mut head).unwrap() > 0);
        let answer = "HTTP/1.1 200 OK\r\nx-correlation-id: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let output = command(&url, &["health", "p"]).output().unwrap();
    server.join().unwrap();
    fails(
        &output,
        7,
        &["is broken", "help: the server speaks another version"],
    );
}
