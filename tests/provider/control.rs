//! The control plane when all is well, and its own refusals.

use contracts_tests::verify::{Answer, Ask, Outcome, Service};
use serde_json::{Value, json};

use crate::{submit, task};

async fn get(service: &Service, path: &str) -> Outcome<Answer> {
    service.ask(Ask::get(path).key("dev-key")).await
}

async fn post(service: &Service, path: &str, body: &Value) -> Outcome<Answer> {
    service.ask(Ask::post(path).key("dev-key").json(body)).await
}

pub(crate) async fn walk(service: &Service) -> Outcome<()> {
    pools(service).await?;
    artifacts(service).await?;
    catalog(service).await
}

async fn pools(service: &Service) -> Outcome<()> {
    let capabilities = get(service, "/v1/capabilities").await?;
    assert_eq!(capabilities.status(), 200);
    let model = json!({"new_model_ref": "another"});
    let reload = post(service, "/v1/pools/reloaded/reload", &model).await?;
    assert_eq!(reload.status(), 202);
    let mut running = task("drained", "llamacpp");
    running["max_tokens"] = 10_000.into();
    assert_eq!(submit(service, &running).await?.0, 202);
    let drain = json!({"deadline_ms": 60_000});
    let drain = post(service, "/v1/pools/drained/drain", &drain).await?;
    assert_eq!(drain.status(), 202);
    let refused = submit(service, &task("drained", "llamacpp")).await?;
    assert_eq!(refused, (503, "POOL_UNREADY".to_owned()));
    let health = get(service, "/v1/pools/drained/health").await?;
    assert_eq!(
        (health.status(), &health.json()["ready"]),
        (200, &json!(false))
    );
    let reload = post(service, "/v1/pools/drained/reload", &model).await?;
    assert_eq!(
        (reload.status(), reload.code()),
        (409, "CONFLICT".to_owned())
    );
    Ok(())
}

async fn artifacts(service: &Service) -> Outcome<()> {
    let artifact =
        json!({"kind": "plan", "content": "Rest.", "tags": ["a"], "metadata": {"by": "me"}});
    let created = post(service, "/v1/artifacts", &artifact).await?;
    assert_eq!(created.status(), 201);
    let id = created.json()["id"].as_str().unwrap_or_default().to_owned();
    let stored = get(service, &format!("/v1/artifacts/{id}")).await?;
    assert_eq!(
        (stored.status(), &stored.json()["content"]),
        (200, &artifact["content"])
    );
    Ok(())
}

async fn catalog(service: &Service) -> Outcome<()> {
    let model = json!({"id": "old", "digest": "sha256:00", "tags": ["a"]});
    let created = post(service, "/v1/catalog/models", &model).await?;
    assert_eq!(created.status(), 201);
    let refused = post(
        service,
        "/v1/catalog/models",
        &json!({"id": "odd", "digest": "none"}),
    )
    .await?;
    assert_eq!(
        (refused.status(), refused.code()),
        (400, "UNTRUSTED_ARTIFACT".to_owned())
    );
    let stored = get(service, "/v1/catalog/models/old").await?;
    assert_eq!((stored.status(), stored.json()), (200, model));
    let verify = Ask::post("/v1/catalog/models/old/verify").key("dev-key");
    assert_eq!(service.ask(verify).await?.status(), 202);
    let state = json!({"state": "Deprecated"});
    let deprecated = post(service, "/v1/catalog/models/old/state", &state).await?;
    assert_eq!(deprecated.status(), 202);
    let refused = submit(service, &task("old", "llamacpp")).await?;
    assert_eq!(refused, (410, "MODEL_DEPRECATED".to_owned()));
    Ok(())
}
