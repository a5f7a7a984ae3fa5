use api_types::data::{ErrorKind, TaskRequest};

use super::bench::{id, pool, task, wait};

#[tokio::test(start_paused = true)]
async fn no_token_comes_after_a_cancel() {
    // ORCH-2003, ORCH-3026, ORCH-3027
    let bench = pool("", "").await;
    let long = TaskRequest {
        max_tokens: 900,
        ..task(1)
    };
    let mut stream = bench.run(long);
    stream.token().await;
    // Tokens are there that the stream has not read yet.
    wait(200).await;
    bench.it.cancel(id(1)).unwrap();
    let seen = stream.rest().await;
    assert_eq!(seen.tokens, 0);
    assert!(
        seen.last.as_ref().is_ok_and(|tokens| *tokens >= 20),
        "{seen:?}"
    );
    let late = bench.follow(id(1)).rest().await;
    assert_eq!(late, seen, "a stream that is opened now has none either");
    bench.it.cancel(id(1)).unwrap();
    assert_eq!(
        bench.heard.count("canceled Caller"),
        1,
        "only the first cancel counts"
    );
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_task_that_waits_never_starts_and_gives_its_place_away() {
    // OC-CORE-1005
    let bench = pool("'--parallel=1'", ", queue: {capacity: 1}").await;
    let mut first = bench.run(task(1));
    let mut second = bench.run(task(2));
    assert_eq!(bench.refused(task(3)).code, ErrorKind::AdmissionReject);
    bench.it.cancel(id(2)).unwrap();
    let mut third = bench.run(task(3));
    assert_eq!(second.rest().await.last, Ok(0));
    assert_eq!(first.rest().await.last, Ok(5));
    assert_eq!(third.rest().await.last, Ok(5));
    assert_eq!(bench.heard.count("started"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_task_frees_its_replica_at_once() {
    // OC-ADAPT-5020
    let bench = pool("'--parallel=1', '--stall-after=0'", "").await;
    bench.run(task(1));
    let mut second = bench.run(task(2));
    bench.it.cancel(id(1)).unwrap();
    wait(1).await;
    assert_eq!(bench.heard.count("started"), 2);
    bench.it.cancel(id(2)).unwrap();
    assert_eq!(second.rest().await.last, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn nobody_can_cancel_what_is_not_there() {
    let bench = pool("", "").await;
    assert_eq!(
        bench.it.cancel(id(1)).unwrap_err().code,
        ErrorKind::NotFound
    );
}

#[tokio::test(start_paused = true)]
async fn a_task_that_was_followed_and_is_so_no_more_is_cancelled_after_a_while() {
    let bench = pool("'--stall-after=1'", "").await;
    let mut stream = bench.run(task(1));
    stream.token().await;
    drop(stream);
    wait(4000).await;
    let mut again = bench.follow(id(1));
    again.token().await;
    wait(9000).await;
    assert_eq!(bench.heard.count("canceled"), 0, "somebody follows it");
    drop(again);
    wait(6000).await;
    assert_eq!(bench.heard.count("canceled Abandoned"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_nobody_ever_followed_runs_to_its_end() {
    let bench = pool("'--token-ms=2000'", "").await;
    bench.it.create_task(task(1)).unwrap();
    wait(11_000).await;
    assert_eq!(bench.follow(id(1)).rest().await.last, Ok(5));
}
