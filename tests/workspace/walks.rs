//! The two walks of a maintainer, behind what `main_job` shows of them: a field that a contract gets, and a metric that
//! gets another name.

use crate::environment::{Clone, Outcome};

/// Where the provider answers with an `AdmissionResponse`.
pub(crate) const HANDLER: &str = "examples/orchestratord/src/orchestrator/admission.rs";
pub(crate) const METRICS: &str = "ci/metrics.lint.json";
const GENERATED: &str = "examples/orchestratord/src/metrics/generated.rs";
/// Where the provider counts.
const EMITTER: &str = "examples/orchestratord/src/metrics/prometheus.rs";

/// Builds the provider with its tests, and runs those whose names begin like this.
pub(crate) fn provider(clone: &Clone, tests: &str) -> Outcome {
    clone.cargo(["test", "-p", "orchestratord", "--test", "it", "--", tests])
}

/// What the compiler has pointed at.
pub(crate) fn fill_the_new_field(clone: &Clone) {
    clone.edit(
        HANDLER,
        "            preparation,\n        })",
        "            preparation,\n            estimated_cost: Some(0.5),\n        })",
    );
}

/// The provider's test passes, and sees the new field.
pub(crate) fn the_new_field_is_answered(clone: &Clone) {
    let position = "    assert_eq!(answer.json()[\"queue_position\"], 0);\n";
    clone.edit(
        "examples/orchestratord/tests/it/walk.rs",
        position,
        &format!("{position}    assert_eq!(answer.json()[\"estimated_cost\"], 0.5);\n"),
    );
    passes(&provider(clone, "walk::a_task_is_submitted"), 1);
}

/// The old name stays for a while, and is exposed like the new one.
pub(crate) fn a_metric_is_renamed(clone: &Clone) {
    let help = "\"help\": \"Tasks that were admitted to a queue.\"\n    },\n";
    let deprecated = format!(
        "{}\n    }},\n    {{\n      \"name\": \"tasks_admitted_total\",\n      \"type\": \"counter\",\n      \
         \"labels\": [\"engine\", \"engine_version\", \"pool_id\", \"replica_id\", \"priority\"],\n      {help}",
        "\"help\": \"Tasks that were admitted to a queue.\",\n      \
         \"deprecated\": {\"replaced_by\": \"tasks_admitted_total\", \"until\": \"2099-12-31\"}",
    );
    clone.edit(METRICS, help, &deprecated);
    let regen = clone.cargo(["xtask", "regen"]).succeeds();
    let updated = format!("Updated {GENERATED} (its sources changed)");
    assert!(regen.stderr().contains(&updated), "{}", regen.text());

    // The compiler points at every place that counts by the old name. It warns, and the gate denies warnings.
    let test = "metrics::everything_is_exposed";
    let warned = provider(clone, test);
    let old: Vec<usize> = clone
        .read(EMITTER)
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("tasks_enqueued_total"))
        .map(|(index, _)| index + 1)
        .collect();
    assert!(old.len() > 1, "{old:?}");
    for line in old {
        let place = format!("--> {EMITTER}:{line}:");
        assert!(warned.stderr().contains(&place), "{}", warned.text());
    }
    assert!(warned.stderr().contains(DEPRECATED), "{}", warned.text());

    let renamed = clone
        .read(EMITTER)
        .replace("tasks_enqueued_total", "tasks_admitted_total");
    clone.write(EMITTER, &renamed);
    let exposed = "    assert!(text.contains(none), \"{text}\");\n";
    let both = "    let new = none.replace(\"enqueued\", \"admitted\");\n    assert!(text.contains(&new), \"{text}\");\n";
    clone.edit(
        "examples/orchestratord/tests/it/metrics.rs",
        exposed,
        &format!("{exposed}{both}"),
    );
    let tested = provider(clone, test);
    passes(&tested, 1);
    assert!(!tested.stderr().contains(DEPRECATED), "{}", tested.text());
    // What `dev:loop` asks besides tests, which are this very run.
    clone.cargo(["fmt", "--all", "--check"]).succeeds();
    clone.cargo(["xtask", "check"]).succeeds();
    clone.cargo(["xtask", "lint"]).succeeds();
}

const DEPRECATED: &str =
    "use of deprecated field `metrics::generated::Metrics::tasks_enqueued_total`";

/// So many tests ran, and all of them passed.
#[track_caller]
fn passes(tested: &Outcome, count: usize) {
    let said = tested.text();
    assert_eq!(tested.code(), Some(0), "{said}");
    let summary = format!("test result: ok. {count} passed; 0 failed");
    assert!(said.contains(&summary), "{said}");
}
