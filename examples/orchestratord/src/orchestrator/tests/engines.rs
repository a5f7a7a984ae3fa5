use std::time::Duration;

use api_types::data::ErrorKind;
use tokio::time::Instant;

use super::bench::{configured, pool, task, wait};

#[tokio::test(start_paused = true)]
async fn an_engine_that_yields_nothing_is_given_up() {
    // OC-ADAPT-5010
    let bench = pool(
        "'--stall-after=2'",
        ", timeouts: {idle_ms: 400, wall_ms: 5000}",
    )
    .await;
    let start = Instant::now();
    let seen = bench.run(task(1)).rest().await;
    assert_eq!((seen.tokens, seen.last), (2, Err(ErrorKind::DecodeTimeout)));
    assert_eq!(start.elapsed(), Duration::from_millis(420));
    let slow = pool(
        "'--token-ms=300'",
        ", timeouts: {idle_ms: 400, wall_ms: 1000}",
    )
    .await;
    let seen = slow.run(task(1)).rest().await;
    assert_eq!((seen.tokens, seen.last), (3, Err(ErrorKind::DecodeTimeout)));
}

#[tokio::test(start_paused = true)]
async fn an_engines_own_error_reaches_the_caller() {
    // OC-ADAPT-5011
    let bench = pool("'--fail-after=1'", "").await;
    let seen = bench.run(task(1)).rest().await;
    assert_eq!((seen.tokens, seen.last), (1, Err(ErrorKind::Internal)));
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_ends_ends_its_tasks_and_is_started_again() {
    // OC-POOL-3002, OC-POOL-3003
    let bench = pool("'--crash-after=2', '--parallel=2', '--token-ms=50'", "").await;
    let mut first = bench.run(task(1));
    wait(30).await;
    let mut second = bench.run(task(2));
    let mut waits = bench.run(task(3));
    assert_eq!(first.rest().await.last, Err(ErrorKind::WorkerReset));
    assert_eq!(second.rest().await.last, Err(ErrorKind::WorkerReset));
    let down = Instant::now();
    wait(1).await;
    let health = bench.it.pool_health("p").unwrap();
    assert_eq!(health.metrics["replicas_ready"], 0);
    assert_eq!(
        health.last_error.as_deref(),
        Some("the engine ended unexpectedly")
    );
    assert_eq!(bench.refused(task(4)).code, ErrorKind::PoolUnready);
    waits.token().await;
    assert_eq!(down.elapsed(), Duration::from_millis(100 + 20 + 50));
}

#[tokio::test(start_paused = true)]
async fn attempts_to_start_an_engine_come_slower_and_end() {
    // OC-POOL-3002, OC-POOL-3004
    let bench = configured("pools: [{id: p, engine: llamacpp, model: m, devices: [0], provisioning: {flags: ['--fail-load=m']}}]").await;
    let start = Instant::now();
    let mut stream = bench.run(task(1));
    assert_eq!(stream.rest().await.last, Err(ErrorKind::ReplicaExhausted));
    let pauses = 100 + 200 + 400 + 800 + 1600;
    assert_eq!(start.elapsed(), Duration::from_millis(6 * 20 + pauses));
    assert_eq!(bench.refused(task(2)).code, ErrorKind::ReplicaExhausted);
    let health = bench.it.pool_health("p").unwrap();
    assert_eq!((health.live, health.ready), (false, false));
    bench.it.reload("p", "n").unwrap();
    wait(30).await;
    let health = bench.it.pool_health("p").unwrap();
    assert_eq!(
        (health.live, health.ready),
        (true, true),
        "another model can be loaded"
    );
}

#[tokio::test(start_paused = true)]
async fn only_replicas_of_one_version_run_tasks_where_that_is_required() {
    // OC-CORE-1031, OC-CORE-1010
    let bench = configured(
        "pools: [{id: p, engine: llamacpp, model: m, devices: [0, 1], preload: true, require_same_engine_version: true, \
         provisioning: {flags: ['--engine-version=1,2', '--parallel=1']}}]",
    )
    .await;
    wait(100).await;
    bench.run(task(1));
    let mut second = bench.run(task(2));
    assert_eq!(bench.heard.count("started"), 1);
    assert_eq!(second.rest().await.last, Ok(5));
    assert_eq!(
        bench.it.pool_health("p").unwrap().metrics["replicas_ready"],
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_pool_with_preload_loads_before_the_first_task() {
    // OC-POOL-3005
    let bench = pool("", "").await;
    assert_eq!(
        bench.it.pool_health("p").unwrap().metrics["replicas_ready"],
        1
    );
    let (response, _) = bench.it.create_task(task(1)).unwrap();
    assert_eq!(
        (response.preparation, response.predicted_start_ms),
        (None, 0)
    );
}
