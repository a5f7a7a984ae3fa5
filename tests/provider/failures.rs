//! Tasks that fail, each in its pool.

use contracts_tests::verify::{Ask, Outcome, Service};

use crate::{path, submit, task};

pub(crate) async fn walk(service: &Service) -> Outcome<()> {
    let nowhere = submit(service, &task("nowhere", "llamacpp")).await?;
    assert_eq!(nowhere, (503, "POOL_UNAVAILABLE".to_owned()));
    tokio::try_join!(
        fails(service, "stall", "llamacpp", "DECODE_TIMEOUT"),
        fails(service, "crash", "llamacpp", "WORKER_RESET"),
        fails(service, "fail", "llamacpp", "INTERNAL"),
        fails(service, "gone", "tgi", "REPLICA_EXHAUSTED"),
    )?;
    Ok(())
}

/// A task of this pool is admitted, and its stream ends with this code.
async fn fails(service: &Service, pool: &str, engine: &str, code: &str) -> Outcome<()> {
    let task = task(pool, engine);
    assert_eq!(submit(service, &task).await?.0, 202, "{pool}");
    let stream = service
        .open(Ask::get(path(&task, "stream")).key("dev-key"))
        .await?;
    let events = stream.rest().await?;
    let last = events
        .last()
        .map(|event| (event.name.as_str(), event.data["code"].as_str()));
    assert_eq!(last, Some(("error", Some(code))), "{pool}");
    Ok(())
}
