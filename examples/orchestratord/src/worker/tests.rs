use std::sync::Arc;
use std::time::Duration;

use api_types::data::{ErrorKind, Workload};
use tokio::time::Instant;
use uuid::Uuid;

use super::{Job, Launcher, MockLauncher, Worker, WorkerEvent};
use crate::settings::Settings;

fn launcher(more: &str) -> MockLauncher {
    let text = format!(
        "pools: [{{id: p, engine: triton, model: m, devices: [0, 1], provisioning: {{{more}}}}}]"
    );
    MockLauncher::new(&Settings::parse("c.yaml", &text).unwrap().pools[0])
}

async fn engine(more: &str) -> Arc<dyn Worker> {
    launcher(more)
        .launch(0, "m")
        .await
        .unwrap_or_else(|error| panic!("{error:?}"))
}

fn job(seed: i64) -> Job {
    Job {
        task: Uuid::from_u128(1),
        workload: Workload::Completion,
        prompt: "Name three rivers.".to_owned(),
        inputs: vec!["a".to_owned(), "b".to_owned()],
        tokens: 5,
        seed,
        sampler_profile: None,
    }
}

/// Everything an engine says of a job, and whether it said so to the end.
async fn run(engine: &dyn Worker, job: Job) -> Vec<WorkerEvent> {
    let (mut from, mut all) = (engine.start(job), Vec::new());
    while let Some(event) = from.recv().await {
        all.push(event);
    }
    all
}

fn text(events: &[WorkerEvent]) -> String {
    let token = |event: &WorkerEvent| match event {
        WorkerEvent::Token(token) => Some(token.clone()),
        _ => None,
    };
    events.iter().filter_map(token).collect()
}

#[tokio::test(start_paused = true)]
async fn events_come_in_order() {
    // OC-ADAPT-5001, OC-ADAPT-5002
    let engine = engine("").await;
    let events = run(&*engine, job(1)).await;
    assert_eq!(events.len(), 7);
    assert_eq!(events.first(), Some(&WorkerEvent::Started));
    assert_eq!(events.last(), Some(&WorkerEvent::End));
    assert_eq!(text(&events).split_whitespace().count(), 5);
    assert_eq!(engine.health().await.unwrap().version, "mock-1");
    assert!(engine.abilities().workloads.contains(&Workload::Rerank));
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_decides_the_tokens_and_nothing_else_does() {
    // OC-CORE-1030, OC-ADAPT-5003
    let (one, other) = (engine("").await, engine("").await);
    let first = text(&run(&*one, job(1)).await);
    let again = Job {
        task: Uuid::from_u128(2),
        ..job(1)
    };
    assert_eq!(text(&run(&*other, again).await), first);
    let profile = Job {
        sampler_profile: Some("v2".to_owned()),
        ..job(1)
    };
    let prompt = Job {
        prompt: "x".to_owned(),
        ..job(1)
    };
    for different in [job(2), profile, prompt] {
        assert_ne!(text(&run(&*one, different).await), first);
    }
    let newer = engine("flags: ['--engine-version=mock-2']").await;
    assert_ne!(text(&run(&*newer, job(1)).await), first);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_job_takes_no_further_time() {
    // OC-ADAPT-5020
    let engine = engine("flags: ['--token-ms=1000']").await;
    let mut from = engine.start(job(1));
    assert_eq!(from.recv().await, Some(WorkerEvent::Started));
    assert!(matches!(from.recv().await, Some(WorkerEvent::Token(_))));
    let before = Instant::now();
    engine.cancel(Uuid::from_u128(1));
    assert_eq!(from.recv().await, None);
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert!(
        engine.health().await.unwrap().kv_ratio < f64::EPSILON,
        "nothing runs"
    );
}

#[tokio::test(start_paused = true)]
async fn engines_fail_as_their_flags_say() {
    // OC-ADAPT-5011
    let crashing = engine("flags: ['--crash-after=2']").await;
    let events = run(&*crashing, job(1)).await;
    assert_eq!(
        (events.len(), text(&events).split_whitespace().count()),
        (3, 2)
    );
    assert_eq!(
        crashing.health().await.unwrap_err().code,
        ErrorKind::WorkerReset
    );
    assert_eq!(run(&*crashing, job(1)).await, []);

    let failing = engine("flags: ['--fail-after=0']").await;
    let events = run(&*failing, job(1)).await;
    assert!(matches!(&events[1], WorkerEvent::Failed(error) if error.code == ErrorKind::Internal));
    assert!(failing.health().await.is_ok());

    let refused = launcher("flags: ['--fail-load=big']")
        .launch(0, "big")
        .await;
    assert_eq!(
        refused.err().map(|error| error.code),
        Some(ErrorKind::PoolUnavailable)
    );
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_nobody_listens_to_stops() {
    let engine = engine("flags: ['--stall-after=1']").await;
    let mut from = engine.start(job(1));
    from.recv().await;
    from.recv().await;
    drop(from);
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(engine.health().await.unwrap().kv_ratio < f64::EPSILON);
}

#[tokio::test(start_paused = true)]
async fn each_input_has_a_vector_or_a_score() {
    let engine = engine("").await;
    for (workload, commas) in [(Workload::Embedding, 6), (Workload::Rerank, 0)] {
        let events = run(&*engine, Job { workload, ..job(1) }).await;
        assert_eq!(events.len(), 4, "{workload:?}");
        assert_eq!(text(&events).matches(',').count(), commas);
    }
}

#[tokio::test]
async fn a_model_whose_checksum_differs_is_not_used() {
    // OC-POOL-3021
    let file = std::env::temp_dir().join(format!("orchestratord-{}.gguf", Uuid::new_v4()));
    std::fs::write(&file, "abc").unwrap();
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let zeros = "0".repeat(64);
    let missing = file.with_extension("missing");
    for (path, checksum, expect) in [
        (&file, abc, None),
        (&file, zeros.as_str(), Some(ErrorKind::UntrustedArtifact)),
        (&missing, abc, Some(ErrorKind::PoolUnavailable)),
    ] {
        let more = format!(
            "model: {{ref: '{}', checksum: 'sha256:{checksum}'}}",
            path.display()
        );
        let launched = launcher(&more).launch(0, "m").await;
        assert_eq!(launched.err().map(|error| error.code), expect, "{more}");
    }
    std::fs::remove_file(&file).unwrap();
}
