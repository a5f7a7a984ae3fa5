//! How an orchestrator is configured.

use cucumber::given;

use super::Running;
use crate::World;

/// One pool with one replica: flags as the mock engine has them, further keys of the pool, further sections.
fn start(world: &mut World, flags: &str, pool: &str, more: &str) {
    world.orchestrator = Some(Running::start(&format!(
        "pools:\n- {{id: pool-a, engine: llamacpp, model: m, devices: [0], ctx: 4096, provisioning: {{flags: [{flags}]}}{pool}}}\n\
         server: {{auth_token: dev-key}}\n{more}"
    )));
}

#[given("an orchestrator")]
fn plain(world: &mut World) {
    start(world, "'--token-ms=1'", ", preload: true", "");
}

#[given(
    expr = "an orchestrator that runs one task at a time and lets {int} wait, by the policy {string}"
)]
fn narrow(world: &mut World, capacity: usize, policy: String) {
    let queue = format!(", preload: true, queue: {{capacity: {capacity}, full_policy: {policy}}}");
    start(world, "'--parallel=1', '--token-ms=1'", &queue, "");
}

#[given(expr = "an orchestrator that admits one task in {int} seconds")]
fn limited(world: &mut World, seconds: u32) {
    let limit = 1.0 / f64::from(seconds);
    let admission = format!(
        ", preload: true, admission: {{priorities: [{{name: interactive, rate_limit_rps: {limit}}}]}}"
    );
    start(world, "", &admission, "");
}

#[given(expr = "an orchestrator whose sessions may use {int} tokens")]
fn budget(world: &mut World, tokens: u32) {
    let sessions = format!("sessions: {{tokens_budget: {tokens}}}\n");
    start(world, "'--token-ms=1'", ", preload: true", &sessions);
}

#[given(expr = "an orchestrator that asks for signatures and is {string}")]
fn trusting(world: &mut World, mode: String) {
    let policy = format!("catalog: {{trust_policy: {{mode: {mode}, require_signature: true}}}}\n");
    start(world, "", ", preload: true", &policy);
}

#[given(expr = "an orchestrator whose engine {string}")]
fn failing(world: &mut World, how: String) {
    let (flag, pool) = match how.as_str() {
        "stops without a word" => ("--stall-after=1", ", timeouts: {idle_ms: 100}"),
        "ends unexpectedly" => ("--crash-after=1", ""),
        "reports an error" => ("--fail-after=1", ""),
        "cannot load its model" => ("--fail-load=m", ""),
        other => panic!("no engine {other}"),
    };
    start(world, &format!("'{flag}'"), pool, "");
}
