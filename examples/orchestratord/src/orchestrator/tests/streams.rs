use std::time::Duration;

use api_types::data::{ErrorKind, KvHint, TaskRequest};
use tokio::time::Instant;

use super::bench::{batch, configured, id, pool, task, wait};
use crate::orchestrator::Step;

#[tokio::test(start_paused = true)]
async fn a_task_is_admitted_runs_and_ends_once() {
    // ORCH-2001, ORCH-2002
    let bench = pool("", "").await;
    let (response, session) = bench.it.create_task(task(1)).unwrap();
    assert_eq!((response.task_id, response.queue_position), (id(1), 0));
    assert_eq!((response.predicted_start_ms, response.backoff_ms), (0, 0));
    let address = format!("/v1/tasks/{}/stream", id(1));
    assert_eq!(response.streams.unwrap().sse, Some(address));
    assert_eq!(response.preparation, None);
    assert_eq!(session.unwrap().ttl_ms_remaining, 600_000);
    let mut stream = bench.follow(id(1));
    assert_eq!(
        (
            stream.started.queue_position,
            stream.started.predicted_start_ms
        ),
        (0, 0)
    );
    let seen = stream.rest().await;
    assert_eq!((seen.tokens, seen.last), (5, Ok(5)));
    assert_eq!(bench.heard.count("started p r0 3"), 1);
    assert_eq!(
        (bench.heard.count("first token"), bench.heard.count("token")),
        (1, 4)
    );
}

#[tokio::test(start_paused = true)]
async fn a_stream_can_be_opened_late_and_again() {
    let bench = pool("", "").await;
    let seen = bench.run(task(1)).rest().await;
    wait(29_000).await;
    assert_eq!(bench.follow(id(1)).rest().await, seen);
    wait(31_000).await;
    assert_eq!(
        bench.it.follow(id(1)).err().unwrap().code,
        ErrorKind::NotFound
    );
}

#[tokio::test(start_paused = true)]
async fn strict_tasks_yield_the_same_tokens() {
    // OC-CORE-1030, OC-CORE-1032
    let bench = pool("", "").await;
    let first = bench.run(task(1)).rest().await.text;
    assert_eq!(bench.run(task(2)).rest().await.text, first);
    let seeded = TaskRequest {
        seed: Some(7),
        ..task(3)
    };
    assert_ne!(bench.run(seeded).rest().await.text, first);
    let loose = TaskRequest {
        determinism: None,
        ..task(4)
    };
    assert_ne!(bench.run(loose).rest().await.text, first);
}

#[tokio::test(start_paused = true)]
async fn the_higher_priority_starts_first() {
    // OC-CORE-1004
    let bench = pool("'--parallel=1'", "").await;
    bench.run(task(1));
    let mut low = bench.run(batch(2));
    let mut high = bench.run(task(3));
    assert_eq!(
        (low.started.queue_position, high.started.queue_position),
        (0, 0)
    );
    assert_eq!(high.started.predicted_start_ms, 50);
    assert_eq!(
        low.started.predicted_start_ms, 50,
        "nothing was before it then"
    );
    let start = Instant::now();
    assert_eq!(high.rest().await.tokens, 5);
    assert_eq!(start.elapsed(), Duration::from_millis(100));
    assert_eq!(low.rest().await.tokens, 5);
    assert_eq!(start.elapsed(), Duration::from_millis(150));
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_hear_of_their_position() {
    // ORCH-2009
    let bench = pool("'--parallel=1', '--token-ms=100'", "").await;
    bench.run(task(1));
    bench.run(task(2));
    let mut third = bench.run(task(3));
    assert_eq!(third.started.queue_position, 1);
    let Some(Step::Metrics(metrics)) = third.follow.next().await else {
        panic!("metrics come first");
    };
    assert_eq!(metrics.extra["queue_position"], 0);
    assert_eq!(metrics.queue_depth, Some(1));
    assert_eq!(metrics.on_time_probability, Some(1.0));
}

#[tokio::test(start_paused = true)]
async fn the_cache_is_reused_where_it_is() {
    // OC-CORE-1014
    let bench =
        configured("pools: [{id: p, engine: llamacpp, model: m, devices: [0, 1], preload: true}]")
            .await;
    bench.run(task(1)).rest().await;
    let (home, session) = (bench.heard.count("started p r0"), task(1).session_id);
    let mut others: Vec<_> = (10..12).map(|number| bench.run(task(number))).collect();
    let again = TaskRequest {
        session_id: session,
        ..task(2)
    };
    bench.run(again).rest().await;
    for other in &mut others {
        other.rest().await;
    }
    assert_eq!(
        (home, bench.heard.count("started p r0 3")),
        (1, 3),
        "its own, and one of two others"
    );
    let info = bench.it.session(session).unwrap();
    assert_eq!(
        (info.turns, info.kv_bytes),
        (2, (3 + 5 + 3 + 5) * 16 * 1024)
    );
    let cold = TaskRequest {
        session_id: session,
        kv_hint: Some(KvHint::Cold),
        ..task(3)
    };
    bench.run(cold).rest().await;
    assert_eq!(
        bench.it.session(session).unwrap().kv_bytes,
        (3 + 5) * 16 * 1024
    );
}

#[tokio::test(start_paused = true)]
async fn a_task_goes_to_the_pool_where_it_starts_first() {
    // OC-CORE-1012, OC-CORE-1013
    let one = |id: &str, model: &str| {
        format!(
            "{{id: {id}, engine: llamacpp, model: {model}, devices: [0], preload: true, provisioning: {{flags: ['--parallel=1']}}}}"
        )
    };
    let bench = configured(&format!(
        "pools: [{}, {}, {}]",
        one("x", "other"),
        one("a", "m"),
        one("b", "m")
    ))
    .await;
    for number in 1..=4 {
        bench.run(task(number));
    }
    let enqueued = ["x", "a", "b"].map(|pool| bench.heard.count(&format!("enqueued {pool}")));
    assert_eq!(enqueued, [0, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_cold_pool_says_what_has_to_be_prepared() {
    // OC-CORE-1025
    let bench = configured("pools: [{id: p, engine: llamacpp, model: m, devices: [0]}]").await;
    assert!(bench.it.pool_health("p").unwrap().ready);
    let (response, _) = bench.it.create_task(task(1)).unwrap();
    let step = &response.preparation.unwrap().steps[0];
    assert_eq!((step.id.as_str(), step.estimated_ms), ("warm-p", Some(20)));
    assert_eq!(response.predicted_start_ms, 20);
    assert_eq!(bench.follow(id(1)).rest().await.last, Ok(5));
    let (response, _) = bench.it.create_task(task(2)).unwrap();
    assert_eq!(response.preparation, None);
}
