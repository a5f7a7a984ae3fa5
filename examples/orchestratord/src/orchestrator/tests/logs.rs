use api_types::data::{ErrorKind, TaskRequest};

use super::bench::{configured, task, wait};
use crate::log;

#[tokio::test(start_paused = true)]
async fn no_prompt_and_no_key_reaches_a_log() {
    // OC-ADAPT-5012
    let lines = log::lines::Lines::default();
    let writer = lines.clone();
    let _guard = tracing::subscriber::set_default(log::to(move || writer.clone()));
    let bench = configured(
        "pools: [{id: p, engine: llamacpp, model: m, devices: [0], preload: true, provisioning: {flags: ['--crash-after=1']}}]\n\
         server: {auth_token: key-7713}",
    )
    .await;
    let secret = TaskRequest {
        prompt: Some("prompt-7713".to_owned()),
        inputs: Some(vec!["input-7713".to_owned()]),
        ..task(1)
    };
    let seen = bench.run(secret.clone()).rest().await;
    assert_eq!(seen.last, Err(ErrorKind::WorkerReset));
    bench.it.drain("p", 1).unwrap();
    bench.refused(TaskRequest { ..secret });
    wait(100).await;
    let text = lines.text();
    assert!(text.contains("engine does not run"), "{text}");
    assert!(!text.contains("7713"), "{text}");
}
