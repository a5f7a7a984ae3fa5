use std::time::Duration;

use api_types::data::{ErrorKind, TaskRequest};
use tokio::runtime::Handle;

use super::bench::{batch, id, pool, task, wait};
use crate::task::MOST_FINISHED;

fn futures() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_what_is_over() {
    let bench = pool("'--parallel=8'", ", queue: {capacity: 300}").await;
    let before = futures();
    let mut streams = Vec::new();
    for number in 0..200u128 {
        let request = if number % 3 == 0 {
            batch(number)
        } else {
            task(number)
        };
        let mut stream = bench.run(TaskRequest {
            max_tokens: 40,
            ..request
        });
        streams.push(tokio::spawn(async move {
            match number % 4 {
                // Broken off, at once or after a token.
                0 => drop(stream),
                1 => drop(stream.token().await),
                _ => {
                    let seen = stream.rest().await;
                    assert!(seen.last.is_ok(), "{seen:?}");
                }
            }
        }));
    }
    for number in (0..200).step_by(10) {
        wait(20).await;
        bench.it.cancel(id(number + 2)).unwrap();
    }
    for stream in streams {
        stream.await.unwrap();
    }
    wait(31_000).await;
    assert_eq!(bench.it.held().0, 0, "no task");
    assert_eq!(futures(), before, "no future");
    wait(600_000).await;
    assert_eq!(bench.it.held(), (0, 0), "no session");
    assert_eq!(bench.it.pool_health("p").unwrap().metrics["running"], 0);
}

#[tokio::test(start_paused = true)]
async fn only_so_many_tasks_are_kept_after_their_end() {
    let bench = pool("'--token-ms=0'", "").await;
    for number in 0..MOST_FINISHED as u128 + 50 {
        bench
            .run(TaskRequest {
                max_tokens: 1,
                ..task(number)
            })
            .rest()
            .await;
    }
    wait(250).await;
    let kept = bench.it.held().0;
    assert!(kept <= MOST_FINISHED && kept > MOST_FINISHED / 2, "{kept}");
    assert_eq!(
        bench.it.follow(id(0)).err().unwrap().code,
        ErrorKind::NotFound
    );
    assert!(bench.it.follow(id(MOST_FINISHED as u128 + 49)).is_ok());
}

#[tokio::test(start_paused = true)]
async fn closing_lets_streams_finish_and_leaves_nothing_running() {
    let before = futures();
    let bench = pool("", "").await;
    let mut stream = bench.run(task(1));
    let closing = tokio::spawn({
        let it = bench.it.clone();
        async move { it.close(Duration::from_secs(5)).await }
    });
    tokio::task::yield_now().await;
    assert_eq!(bench.refused(task(2)).code, ErrorKind::PoolUnavailable);
    assert_eq!(stream.rest().await.last, Ok(5));
    closing.await.unwrap();
    wait(1).await;
    assert_eq!(futures(), before);
}

#[tokio::test(start_paused = true)]
async fn closing_ends_what_does_not_finish_in_time() {
    let bench = pool("'--stall-after=1'", "").await;
    let mut stream = bench.run(task(1));
    bench.it.close(Duration::from_secs(1)).await;
    assert_eq!(stream.rest().await.last, Err(ErrorKind::PoolUnavailable));
}

#[tokio::test(start_paused = true)]
async fn an_orchestrator_that_is_dropped_takes_its_futures_along() {
    let before = futures();
    let bench = pool("", "").await;
    bench.run(task(1)).rest().await;
    assert!(futures() > before);
    drop(bench);
    wait(1).await;
    assert_eq!(futures(), before);
}
