use std::time::Duration;

use api_types::data::{Engine, ErrorKind, PolicyLabel, TaskRequest, Workload};

use super::bench::{Bench, batch, configured, id, pool, task, wait};

/// One task runs and one waits; there is room for one interactive and one batch task.
async fn crowded(policy: &str) -> Bench {
    let more = format!(", queue: {{capacity: 1, full_policy: {policy}}}");
    pool("'--parallel=1', '--token-ms=100'", &more).await
}

#[tokio::test(start_paused = true)]
async fn under_reject_the_new_task_is_refused() {
    // OC-CORE-1002, OC-CORE-1003, ORCH-2007
    let bench = crowded("reject").await;
    bench.run(task(1));
    bench.run(task(2));
    let refusal = bench.refused(task(3));
    assert_eq!(refusal.code, ErrorKind::AdmissionReject);
    assert_eq!(refusal.policy, Some(PolicyLabel::Reject));
    assert_eq!(refusal.engine, Some(Engine::Llamacpp));
    assert_eq!(
        refusal.retry_after,
        Some(Duration::from_millis(500)),
        "when the first one is done"
    );
    assert_eq!(bench.heard.count("rejected ADMISSION_REJECT"), 1);
    assert_eq!(bench.heard.count("backpressure reject"), 1);
    assert_eq!(
        bench.it.follow(id(3)).err().unwrap().code,
        ErrorKind::NotFound
    );
}

#[tokio::test(start_paused = true)]
async fn under_drop_lru_the_task_that_nobody_asked_for_is_dropped() {
    // OC-CORE-1006
    let bench = crowded("drop-lru").await;
    bench.run(task(1));
    let mut second = bench.run(task(2));
    let mut third = bench.run(task(3));
    assert_eq!(second.rest().await.last, Err(ErrorKind::QueueFullDropLru));
    assert_eq!(third.rest().await.last, Ok(5));
    assert_eq!(bench.heard.count("backpressure drop-lru"), 1);
}

#[tokio::test(start_paused = true)]
async fn under_shed_low_priority_a_lower_task_makes_room() {
    // OC-CORE-1007
    let bench = crowded("shed-low-priority").await;
    bench.run(task(1));
    let mut low = bench.run(batch(2));
    bench.run(task(3));
    let mut fourth = bench.run(task(4));
    assert_eq!(low.rest().await.last, Err(ErrorKind::AdmissionReject));
    assert_eq!(
        bench.refused(task(5)).policy,
        Some(PolicyLabel::ShedLowPriority)
    );
    assert_eq!(
        bench.refused(batch(6)).policy,
        Some(PolicyLabel::ShedLowPriority)
    );
    assert_eq!(fourth.rest().await.last, Ok(5));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_run_is_never_enqueued() {
    // OC-CORE-1020, OC-CORE-1021, OC-CORE-1022, ORCH-2008
    let bench = pool("", "").await;
    let (invalid, none) = (ErrorKind::InvalidParams, ErrorKind::PoolUnavailable);
    for (request, code, message) in [
        (
            TaskRequest {
                ctx: 1001,
                ..task(1)
            },
            &invalid,
            "ctx 1001 is above the limit of 1000",
        ),
        (
            TaskRequest { ctx: 0, ..task(1) },
            &invalid,
            "ctx is 0; it is at least 1",
        ),
        (
            TaskRequest {
                max_tokens: -1,
                ..task(1)
            },
            &invalid,
            "max_tokens is -1; it is at least 1",
        ),
        (
            TaskRequest {
                deadline_ms: 0,
                ..task(1)
            },
            &invalid,
            "deadline_ms is 0; it is at least 1",
        ),
        (
            TaskRequest {
                expected_tokens: Some(-1),
                ..task(1)
            },
            &invalid,
            "expected_tokens is -1; it is at least 0",
        ),
        (
            TaskRequest {
                workload: Workload::Rerank,
                ..task(1)
            },
            &invalid,
            "the engine does not support the workload `rerank`",
        ),
        (
            TaskRequest {
                engine: Engine::Tgi,
                ..task(1)
            },
            &none,
            "no pool runs `m` on this engine",
        ),
        (
            TaskRequest {
                model_ref: "n".to_owned(),
                ..task(1)
            },
            &none,
            "no pool runs `n` on this engine",
        ),
    ] {
        let refusal = bench.refused(request);
        assert_eq!((&refusal.code, refusal.message.as_str()), (code, message));
    }
    assert_eq!(
        (bench.heard.count("enqueued"), bench.heard.count("rejected")),
        (0, 8)
    );
    assert_eq!(bench.it.held(), (0, 0));
    bench.run(task(1));
    assert_eq!(
        bench.refused(task(1)).code,
        ErrorKind::Conflict,
        "the id is taken"
    );
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_still_starts_is_not_ready() {
    // OC-CORE-1022
    let bench = configured("pools: [{id: p, engine: llamacpp, model: m, devices: [0], preload: true, provisioning: {flags: ['--fail-load=m']}}]").await;
    let refusal = bench.refused(task(1));
    assert_eq!(refusal.code, ErrorKind::PoolUnready);
    assert!(refusal.retry_after.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_cannot_be_met_is_refused_and_one_that_passes_ends_the_task() {
    // OC-CORE-1023
    let bench = pool("'--parallel=1', '--token-ms=100'", "").await;
    let with = |number, deadline_ms| TaskRequest {
        deadline_ms,
        ..task(number)
    };
    bench.run(task(1));
    let refusal = bench.refused(with(2, 499));
    assert_eq!(refusal.code, ErrorKind::DeadlineUnmet);
    let mut started = bench.run(with(2, 700));
    let mut waits = bench.run(with(3, 1050));
    let seen = started.rest().await;
    assert_eq!((seen.tokens, seen.last), (1, Err(ErrorKind::DeadlineUnmet)));
    bench.run(task(4));
    assert_eq!(waits.rest().await.last, Err(ErrorKind::DeadlineUnmet));
}

#[tokio::test(start_paused = true)]
async fn no_second_admits_more_than_the_rate_limit() {
    // OC-CORE-1024
    let bench = pool(
        "",
        ", admission: {priorities: [{name: interactive, rate_limit_rps: 2}]}",
    )
    .await;
    bench.run(task(1));
    wait(300).await;
    bench.run(task(2));
    let refusal = bench.refused(task(3));
    assert_eq!(refusal.code, ErrorKind::AdmissionReject);
    assert_eq!(refusal.retry_after, Some(Duration::from_millis(700)));
    bench.run(batch(4));
    wait(700).await;
    bench.run(task(3));
    assert_eq!(bench.refused(task(5)).code, ErrorKind::AdmissionReject);
    let limits = &bench.it.capabilities().engines[0].rate_limits;
    assert_eq!(
        limits.requests_per_second, None,
        "batch tasks have no limit"
    );
}
