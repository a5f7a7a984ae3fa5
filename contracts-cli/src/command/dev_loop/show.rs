use std::time::Duration;

use serde_json::{Value, json};

use super::{Done, Ended, Step};
use crate::{
    args::Format,
    command::plural,
    output::{Output, Tone},
};

impl Ended {
    fn as_str(&self) -> &'static str {
        match self {
            Self::Passed | Self::Wrote(_) => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
            Self::Unchanged => "unchanged",
            Self::NotRun => "not run",
        }
    }

    fn reason(&self) -> Option<String> {
        match self {
            Self::Wrote(count) => Some(format!("wrote {}; commit them", plural(*count, "file"))),
            Self::Skipped(why) => Some((*why).to_owned()),
            Self::Unchanged => Some("none of its inputs changed".to_owned()),
            Self::NotRun => Some("a step before it failed".to_owned()),
            Self::Passed | Self::Failed(_) => None,
        }
    }
}

/// Tells the end of one step.
pub(super) fn ended(step: &Step, ended: &Ended, took: Duration, output: &mut Output) {
    let time = seconds(took);
    match (ended, ended.reason()) {
        (Ended::Failed(_), _) => output.problem("Failed", &format!("{} in {time}", step.name)),
        (Ended::NotRun, _) => {}
        (Ended::Skipped(_) | Ended::Unchanged, reason) => {
            let reason = reason.unwrap_or_default();
            output.status(Tone::Good, "Skipped", &format!("{}: {reason}", step.name));
        }
        (_, _) => output.status(Tone::Good, "Passed", &format!("{} in {time}", step.name)),
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

/// The table of all steps, on stdout.
pub(super) fn all(done: &[Done], command: &str, output: &mut Output) {
    if output.format == Format::Json {
        let steps: Vec<Value> = done.iter().map(object).collect();
        output.data(&format!("{:#}\n", json!({ "steps": steps })));
        return;
    }
    let mut text = format!("\n{:8} {:10} {:>8}\n", "step", "result", "time");
    for Done { step, ended, took } in done {
        let time = match ended {
            Ended::Skipped(_) | Ended::Unchanged | Ended::NotRun => "-".to_owned(),
            _ => seconds(*took),
        };
        let reason = ended
            .reason()
            .map_or_else(String::new, |it| format!("  {it}"));
        let (name, result) = (step.name, ended.as_str());
        text.push_str(&format!("{name:8} {result:10} {time:>8}{reason}\n"));
    }
    output.data(&text);
    if let Some(failed) = done.iter().find(|it| matches!(it.ended, Ended::Failed(_))) {
        let step = &failed.step;
        let help = match step.name {
            "fmt" => "`cargo fmt --all` formats".to_owned(),
            "check" => format!("`{command} regen` writes what is stale"),
            _ => format!("`{}` runs this step alone", step.shown()),
        };
        output.problem("Failure", &format!("{}: {help}", step.name));
    }
}

fn object(done: &Done) -> Value {
    json!({
        "step": done.step.name,
        "command": done.step.shown(),
        "result": done.ended.as_str(),
        "reason": done.ended.reason(),
        "seconds": done.took.as_secs_f64(),
    })
}
