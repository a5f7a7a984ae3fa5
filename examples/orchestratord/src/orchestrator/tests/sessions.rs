use api_types::data::{ErrorKind, TaskRequest};
use uuid::Uuid;

use super::bench::{Bench, configured, pool, task, wait};

async fn with_budget(budget: &str) -> Bench {
    configured(&format!(
        "pools: [{{id: p, engine: llamacpp, model: m, devices: [0], preload: true}}]\nsessions: {{ttl_ms: 5000, {budget}}}"
    ))
    .await
}

fn of(session: u128, number: u128) -> TaskRequest {
    TaskRequest {
        session_id: Uuid::from_u128(session),
        max_tokens: 8,
        ..task(number)
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_uses_up_a_budget_is_ended_and_no_further_one_is_admitted() {
    // OC-CORE-1041, ORCH-2010
    for (budget, tokens) in [
        ("tokens_budget: 12", 4),
        ("time_budget_ms: 115", 3),
        ("cost_budget: 1.0, cost_per_token: 0.1", 2),
    ] {
        let bench = with_budget(budget).await;
        let (_, info) = bench.it.create_task(of(1, 1)).unwrap();
        let info = info.unwrap();
        assert_eq!(
            info.tokens_budget_remaining,
            budget.starts_with("tokens").then_some(12)
        );
        assert_eq!(
            bench.follow(task(1).task_id).rest().await.last,
            Ok(8),
            "{budget}"
        );
        assert_eq!(
            bench.run(of(1, 2)).rest().await.last,
            Ok(tokens),
            "{budget}"
        );
        let refusal = bench.refused(of(1, 3));
        assert_eq!(refusal.code, ErrorKind::AdmissionReject);
        assert!(refusal.retry_after.is_some(), "until the session ends");
        bench.run(of(2, 4));
        wait(5001).await;
        bench.run(of(1, 5));
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_lives_until_nothing_happened_for_its_time() {
    // OC-CORE-1040, ORCH-2004
    let bench = with_budget("tokens_budget: 100").await;
    let session = Uuid::from_u128(1);
    assert_eq!(
        bench.it.session(session).unwrap_err().code,
        ErrorKind::NotFound
    );
    bench.run(of(1, 1)).rest().await;
    wait(3000).await;
    let info = bench.it.session(session).unwrap();
    assert_eq!((info.ttl_ms_remaining, info.turns), (2000, 1));
    assert_eq!(info.tokens_budget_remaining, Some(92));
    assert!((info.kv_warmth - 0.4).abs() < 0.001);
    wait(2001).await;
    assert_eq!(
        bench.it.session(session).unwrap_err().code,
        ErrorKind::NotFound
    );
}

#[tokio::test(start_paused = true)]
async fn deleting_a_session_ends_its_tasks() {
    // ORCH-2005
    let bench = pool("'--stall-after=0'", "").await;
    let mut stream = bench.run(of(1, 1));
    let mut other = bench.run(of(2, 2));
    bench.it.delete_session(Uuid::from_u128(1)).unwrap();
    assert_eq!(stream.rest().await.last, Ok(0));
    assert_eq!(bench.heard.count("canceled SessionDeleted"), 1);
    let again = bench.it.delete_session(Uuid::from_u128(1));
    assert_eq!(again.unwrap_err().code, ErrorKind::NotFound);
    bench.it.cancel(task(2).task_id).unwrap();
    assert_eq!(other.rest().await.last, Ok(0));
}
