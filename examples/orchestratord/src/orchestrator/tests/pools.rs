use api_types::control::{Engine, Workload};
use api_types::data::{ErrorKind, TaskRequest};
use tokio::time::Instant;

use super::bench::{configured, pool, task, wait};

#[tokio::test(start_paused = true)]
async fn a_pool_that_drains_finishes_its_tasks_and_takes_none() {
    // ORCH-2101, OC-CORE-1011, OC-POOL-3010
    let bench = pool("'--parallel=1'", "").await;
    let (mut runs, mut waits) = (bench.run(task(1)), bench.run(task(2)));
    bench.it.drain("p", 5000).unwrap();
    let health = bench.it.pool_health("p").unwrap();
    assert_eq!(
        (health.live, health.ready, health.draining),
        (true, false, true)
    );
    assert_eq!(bench.refused(task(3)).code, ErrorKind::PoolUnready);
    assert_eq!(
        bench.it.reload("p", "n").unwrap_err().code,
        ErrorKind::Conflict
    );
    assert_eq!(runs.rest().await.last, Ok(5));
    assert_eq!(waits.rest().await.last, Ok(5));
    wait(1).await;
    bench.it.drain("p", 0).unwrap();
    bench.it.reload("p", "m").unwrap();
    wait(30).await;
    assert_eq!(
        bench.run(task(3)).rest().await.last,
        Ok(5),
        "a drained pool can be reloaded"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_left_at_the_deadline_of_a_drain_is_ended() {
    // OC-POOL-3010
    let bench = pool("'--parallel=1', '--stall-after=1'", "").await;
    let (mut runs, mut waits) = (bench.run(task(1)), bench.run(task(2)));
    let start = Instant::now();
    bench.it.drain("p", 60_000).unwrap();
    bench.it.drain("p", 700).unwrap();
    let seen = runs.rest().await;
    assert_eq!(
        (seen.tokens, seen.last),
        (1, Err(ErrorKind::PoolUnavailable))
    );
    assert_eq!(start.elapsed().as_millis(), 700);
    assert_eq!(waits.rest().await.last, Err(ErrorKind::PoolUnavailable));
}

#[tokio::test(start_paused = true)]
async fn a_reload_keeps_those_who_wait_and_then_runs_the_new_model() {
    // ORCH-2102, OC-POOL-3011, OC-POOL-3012
    let bench = pool("'--parallel=1'", "").await;
    let (mut runs, mut waits) = (bench.run(task(1)), bench.run(task(2)));
    bench.it.reload("p", "n").unwrap();
    assert_eq!(
        bench.it.reload("p", "o").unwrap_err().code,
        ErrorKind::Conflict
    );
    assert_eq!(
        bench.it.drain("p", 1).unwrap_err().code,
        ErrorKind::Conflict
    );
    assert_eq!(bench.refused(task(3)).code, ErrorKind::PoolUnready);
    assert_eq!(runs.rest().await.last, Ok(5));
    assert_eq!(waits.rest().await.last, Ok(5));
    wait(1).await;
    assert_eq!(
        bench.refused(task(3)).code,
        ErrorKind::PoolUnavailable,
        "nobody runs the old model"
    );
    let new = TaskRequest {
        model_ref: "n".to_owned(),
        ..task(3)
    };
    assert_eq!(bench.run(new).rest().await.last, Ok(5));
}

#[tokio::test(start_paused = true)]
async fn a_reload_that_fails_leaves_everything_as_it_was() {
    // OC-POOL-3011
    let bench = pool("'--fail-load=n'", "").await;
    bench.it.reload("p", "n").unwrap();
    wait(30).await;
    let health = bench.it.pool_health("p").unwrap();
    assert_eq!(
        (health.ready, health.last_error.as_deref()),
        (true, Some("the engine cannot load `n`"))
    );
    assert_eq!(bench.run(task(1)).rest().await.last, Ok(5));
}

#[tokio::test(start_paused = true)]
async fn requests_that_make_no_sense_are_refused() {
    let bench = pool("", "").await;
    let codes = [
        bench.it.drain("q", 1).unwrap_err().code,
        bench.it.reload("q", "n").unwrap_err().code,
        bench.it.pool_health("q").unwrap_err().code,
        bench.it.drain("p", -1).unwrap_err().code,
        bench.it.reload("p", "").unwrap_err().code,
    ];
    let (none, invalid) = (ErrorKind::NotFound, ErrorKind::InvalidParams);
    assert_eq!(
        codes,
        [none.clone(), none.clone(), none, invalid.clone(), invalid]
    );
    bench.it.drain("p", i64::MAX).unwrap();
}

#[tokio::test(start_paused = true)]
async fn capabilities_list_each_engine_once() {
    // OC-CTRL-2060, OC-CTRL-2061
    let bench = configured(
        "pools:\n- {id: a, engine: llamacpp, model: m, devices: [0], ctx: 10}\n- {id: b, engine: llamacpp, model: n, devices: [0], ctx: 30}\n\
         - {id: c, engine: tgi, model: m, devices: [0], admission: {priorities: [{name: interactive, rate_limit_rps: 2}, {name: batch, rate_limit_rps: 1}]}}",
    )
    .await;
    let capabilities = bench.it.capabilities();
    assert_eq!(capabilities.api_version, "1.0.0");
    let engines = capabilities
        .engines
        .iter()
        .map(|one| (one.engine.clone(), one.ctx_max));
    assert_eq!(
        engines.collect::<Vec<_>>(),
        [(Engine::Llamacpp, 30), (Engine::Tgi, 32_768)]
    );
    assert_eq!(
        capabilities.engines[1].supported_workloads,
        [Workload::Completion]
    );
    assert_eq!(
        capabilities.engines[1].rate_limits.requests_per_second,
        Some(3.0)
    );
    assert!(
        capabilities.engines[0]
            .features
            .contains(&"streaming".to_owned())
    );
}
