use std::sync::Arc;

use tokio::time::Instant;

use super::{Life, Pool, ReplicaState, Unfit};
use crate::settings::Settings;
use crate::worker::{Health, MockLauncher};

fn pool(more: &str) -> Pool {
    let text = format!("pools: [{{id: p, engine: vllm, model: m, devices: [0, 1]{more}}}]");
    let settings = Settings::parse("c.yaml", &text).unwrap().pools.remove(0);
    let launcher = Arc::new(MockLauncher::new(&settings));
    Pool::new(settings, launcher)
}

async fn answer(pool: &mut Pool, at: usize, version: &str) {
    let worker = pool
        .launcher
        .launch(at, "m")
        .await
        .unwrap_or_else(|error| panic!("{error:?}"));
    let health = Health {
        version: version.to_owned(),
        kv_ratio: 0.25,
        vram_bytes: 1,
    };
    pool.answered(at, worker, health);
}

#[tokio::test(start_paused = true)]
async fn only_ready_replicas_with_a_place_get_tasks() {
    // OC-CORE-1010, OC-POOL-3001
    let mut pool = pool(", preload: true, provisioning: {flags: ['--parallel=1']}");
    assert_eq!(
        (pool.place(None), pool.takes_tasks()),
        (None, Err(Unfit::Unready))
    );
    answer(&mut pool, 1, "1").await;
    assert_eq!((pool.place(Some(0)), pool.takes_tasks()), (Some(1), Ok(())));
    answer(&mut pool, 0, "2").await;
    assert_eq!(pool.place(None), Some(0));
    assert_eq!(pool.place(Some(1)), Some(1), "where the cache is");
    pool.replicas[1].running.insert(uuid::Uuid::from_u128(1));
    assert_eq!(pool.place(Some(1)), Some(0), "it has no place");
    pool.failed(0, ReplicaState::Starting, "ended".to_owned());
    assert_eq!(pool.place(None), None);
}

#[tokio::test(start_paused = true)]
async fn a_replica_with_another_version_is_not_ready_where_that_matters() {
    // OC-CORE-1031
    for (require, expect) in [
        (true, ReplicaState::OtherVersion),
        (false, ReplicaState::Ready),
    ] {
        let mut pool = pool(&format!(", require_same_engine_version: {require}"));
        answer(&mut pool, 0, "1").await;
        answer(&mut pool, 1, "2").await;
        assert_eq!(pool.replicas[1].state, expect);
        answer(&mut pool, 1, "1").await;
        assert_eq!(pool.replicas[1].state, ReplicaState::Ready);
    }
}

#[test]
fn what_a_pool_does_decides_whether_it_takes_tasks_and_can_reload() {
    // OC-CORE-1011
    let mut pool = pool("");
    for (life, takes, reloads) in [
        (Life::Serving, Ok(()), true),
        (Life::Draining(Instant::now()), Err(Unfit::Draining), false),
        (Life::Drained, Err(Unfit::Draining), true),
        (Life::Reloading, Err(Unfit::Unready), false),
    ] {
        pool.life = life;
        assert_eq!(
            (pool.takes_tasks(), life.can_reload()),
            (takes, reloads),
            "{life:?}"
        );
        let health = pool.health();
        assert_eq!(
            (health.live, health.ready),
            (true, takes.is_ok()),
            "{life:?}"
        );
        assert_eq!(health.draining, takes == Err(Unfit::Draining), "{life:?}");
    }
}

#[test]
fn a_pool_without_a_replica_that_can_start_is_exhausted() {
    // ORCH-2103
    let mut pool = pool("");
    assert!(pool.warm(), "a cold pool starts with the first task");
    assert!(!pool.warm(), "once");
    assert_eq!(pool.takes_tasks(), Ok(()), "it warms up");
    for at in 0..2 {
        assert!(!pool.is_exhausted());
        pool.failed(at, ReplicaState::Exhausted, format!("no engine {at}"));
    }
    assert_eq!(
        (pool.is_exhausted(), pool.takes_tasks()),
        (true, Err(Unfit::Exhausted))
    );
    let health = pool.health();
    assert_eq!((health.live, health.ready), (false, false));
    assert_eq!(health.last_error.as_deref(), Some("no engine 1"));
}
