//! Tasks and sessions when all is well, and what a full queue does.

use contracts_tests::verify::{Ask, Outcome, Service};

use crate::{path, submit, task};

pub(crate) async fn walk(service: &Service) -> Outcome<()> {
    session(service).await?;
    full_queue(service).await?;
    room_is_made(service).await
}

/// From the first task of a session to its end.
async fn session(service: &Service) -> Outcome<()> {
    let mut task = task("plain", "vllm");
    task["max_tokens"] = 20.into();
    assert_eq!(submit(service, &task).await?.0, 202);
    let stream = service
        .open(Ask::get(path(&task, "stream")).key("dev-key"))
        .await?;
    let events = stream.rest().await?;
    assert_eq!(
        events.iter().filter(|event| event.name == "token").count(),
        20
    );
    assert_eq!(events.last().map(|event| event.name.as_str()), Some("end"));
    let session = format!(
        "/v1/sessions/{}",
        task["session_id"].as_str().unwrap_or_default()
    );
    let info = service.ask(Ask::get(&session).key("dev-key")).await?;
    assert_eq!((info.status(), &info.json()["turns"]), (200, &1.into()));
    let deleted = service.ask(Ask::delete(&session).key("dev-key")).await?;
    assert_eq!(deleted.status(), 204);
    Ok(())
}

/// One task runs, one waits, and others are refused.
async fn full_queue(service: &Service) -> Outcome<()> {
    let mut running = task("full", "llamacpp");
    running["max_tokens"] = 4000.into();
    assert_eq!(submit(service, &running).await?.0, 202);
    let mut late = task("full", "llamacpp");
    late["deadline_ms"] = 1.into();
    assert_eq!(
        submit(service, &late).await?,
        (503, "DEADLINE_UNMET".to_owned())
    );
    let waiting = task("full", "llamacpp");
    assert_eq!(submit(service, &waiting).await?.0, 202);
    let refused = submit(service, &task("full", "llamacpp")).await?;
    assert_eq!(refused, (429, "ADMISSION_REJECT".to_owned()));
    for task in [&waiting, &running] {
        let cancel = Ask::post(path(task, "cancel")).key("dev-key");
        assert_eq!(service.ask(cancel).await?.status(), 204);
    }
    Ok(())
}

/// A waiting task ends so that another one may wait.
async fn room_is_made(service: &Service) -> Outcome<()> {
    let mut running = task("lru", "llamacpp");
    running["max_tokens"] = 4000.into();
    assert_eq!(submit(service, &running).await?.0, 202);
    let waiting = task("lru", "llamacpp");
    assert_eq!(submit(service, &waiting).await?.0, 202);
    assert_eq!(submit(service, &task("lru", "llamacpp")).await?.0, 202);
    let stream = service
        .open(Ask::get(path(&waiting, "stream")).key("dev-key"))
        .await?;
    let events = stream.rest().await?;
    let last = events
        .last()
        .map(|event| (event.name.as_str(), event.data["code"].as_str()));
    assert_eq!(last, Some(("error", Some("QUEUE_FULL_DROP_LRU"))));
    Ok(())
}
