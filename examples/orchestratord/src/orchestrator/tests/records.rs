use api_types::control::{ArtifactKind, CreateArtifactRequest, ModelState, SetModelStateRequest};
use api_types::data::ErrorKind;

use super::bench::{pool, task, wait};
use crate::catalog::model;

#[tokio::test(start_paused = true)]
async fn the_state_of_a_model_decides_about_its_tasks() {
    // ORCH-3060, ORCH-3072, ORCH-3073
    let bench = pool("", "").await;
    bench.it.create_model(model("m", "sha256:aa")).unwrap();
    assert_eq!(bench.it.model("m").unwrap(), model("m", "sha256:aa"));
    let request = |state, deadline_ms| SetModelStateRequest { state, deadline_ms };
    bench
        .it
        .set_model_state("m", request(ModelState::Deprecated, Some(1000)))
        .unwrap();
    bench.run(task(1));
    wait(1000).await;
    assert_eq!(bench.refused(task(2)).code, ErrorKind::ModelDeprecated);
    bench
        .it
        .set_model_state("m", request(ModelState::Active, None))
        .unwrap();
    bench.run(task(2));
    let negative = bench
        .it
        .set_model_state("m", request(ModelState::Active, Some(-1)));
    assert_eq!(negative.unwrap_err().code, ErrorKind::InvalidParams);
}

#[tokio::test(start_paused = true)]
async fn models_are_judged_when_they_come_and_when_asked() {
    // ORCH-3061, ORCH-3062
    let bench = pool("", "").await;
    let refused = bench.it.create_model(model("m", "not a digest"));
    assert_eq!(refused.unwrap_err().code, ErrorKind::UntrustedArtifact);
    assert_eq!(bench.it.model("m").unwrap_err().code, ErrorKind::NotFound);
    assert_eq!(
        bench.it.verify_model("m").unwrap_err().code,
        ErrorKind::NotFound
    );
    bench.it.create_model(model("m", "sha256:aa")).unwrap();
    bench.it.verify_model("m").unwrap();
    bench.run(task(1));
}

#[tokio::test(start_paused = true)]
async fn artifacts_are_found_again() {
    // OC-CTRL-2065, OC-CTRL-2066
    let bench = pool("", "").await;
    let request = CreateArtifactRequest {
        kind: ArtifactKind::Trace,
        content: "abc".to_owned(),
        tags: None,
        parent: None,
        metadata: None,
    };
    let created = bench.it.create_artifact(request).unwrap();
    assert!(created.created_ms > 0);
    assert_eq!(bench.it.artifact(&created.id).unwrap().content, "abc");
    assert_eq!(
        bench.it.artifact("x").unwrap_err().code,
        ErrorKind::NotFound
    );
}
