//! Submitting a task and following it to its end, or to the caller's Ctrl-C.

use std::io::Read as _;
use std::pin::pin;
use std::time::Duration;

use api_types::data::{EndEvent, ErrorEvent, ErrorKind, TaskRequest, Workload};
use openapi_client::data::StreamTaskEvent;
use tokio::io::AsyncWriteExt as _;
use tokio::signal::ctrl_c;
use tokio::time::timeout;
use uuid::Uuid;

use crate::args::Submit;
use crate::client::Clients;
use crate::exit::Exit;
use crate::failure::{Failure, Refusal};
use crate::progress::Spinner;

/// How long the stream of a cancelled task may take to end.
const LAST_EVENTS: Duration = Duration::from_secs(5);

/// How a stream went.
enum Followed {
    Ended(EndEvent),
    Failed(ErrorEvent),
    /// Whoever read the tokens went away.
    Unread,
}

/// Submits a task, prints its tokens, and cancels it on Ctrl-C. A second Ctrl-C waits for nothing.
pub(crate) async fn run(clients: &Clients, args: Submit, quiet: bool) -> Result<Exit, Failure> {
    let task = task(args)?;
    let id = task.task_id;
    let spinner = Spinner::new(quiet);
    spinner.say("submitting");
    let mut interrupt = pin!(ctrl_c());
    let mut submission = clients.data.create_task(&task).send();
    // Whether the server has the task is not known before it answers: Ctrl-C waits for that.
    let (admission, stop) = tokio::select! {
        admission = &mut submission => (admission?.body, false),
        _ = &mut interrupt => tokio::select! {
            admission = &mut submission => (admission?.body, true),
            _ = ctrl_c() => return Ok(Exit::Cancelled),
        },
    };
    if stop {
        return cancelled(clients, id, &spinner, quiet).await;
    }
    let ahead = i64::from(admission.queue_position);
    spinner.waits(ahead, Some(admission.predicted_start_ms));
    let mut following = pin!(follow(clients, id, &spinner));
    tokio::select! {
        followed = &mut following => return over(clients, id, followed?, quiet).await,
        _ = interrupt => {}
    }
    spinner.clear();
    // Read on meanwhile: the server answers the cancel when the stream has ended.
    let stopping = async {
        let (cancel, _) = tokio::join!(
            cancelled(clients, id, &spinner, quiet),
            timeout(LAST_EVENTS, following)
        );
        cancel
    };
    tokio::select! {
        stopped = stopping => stopped,
        _ = ctrl_c() => Ok(Exit::Cancelled),
    }
}

fn task(args: Submit) -> Result<TaskRequest, Failure> {
    Ok(TaskRequest {
        task_id: Uuid::new_v4(),
        session_id: args.session.unwrap_or_else(Uuid::new_v4),
        workload: Workload::Completion,
        model_ref: args.model,
        engine: args.engine,
        ctx: args.ctx,
        priority: args.priority,
        max_tokens: args.max_tokens,
        deadline_ms: args.deadline_ms,
        seed: args.seed,
        prompt: Some(prompt(args.prompt)?),
        determinism: None,
        expected_tokens: None,
        inputs: None,
        kv_hint: None,
        sampler_profile_version: None,
    })
}

fn prompt(given: String) -> Result<String, Failure> {
    if given != "-" {
        return Ok(given);
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| {
        Failure::new(
            Exit::Usage,
            format!("cannot read the prompt from stdin: {error}"),
        )
        .help("the prompt has to be UTF-8 text")
    })?;
    Ok(text)
}

/// Reads a task's events to the last one, and prints its tokens.
async fn follow(clients: &Clients, id: Uuid, spinner: &Spinner) -> Result<Followed, Failure> {
    let mut out = tokio::io::stdout();
    let mut on_new_line = true;
    let mut events = clients.data.stream_task(&id).send().await?.body;
    while let Some(event) = events.next().await {
        match event? {
            StreamTaskEvent::Started(started) => {
                let ahead = i64::from(started.queue_position);
                spinner.waits(ahead, Some(started.predicted_start_ms));
            }
            StreamTaskEvent::Metrics(metrics) => {
                if let Some(ahead) = metrics.extra.get("queue_position") {
                    spinner.waits(ahead.as_i64().unwrap_or_default(), None);
                }
            }
            StreamTaskEvent::Token(token) => {
                spinner.clear();
                on_new_line = token.t.ends_with('\n');
                let written = out.write_all(token.t.as_bytes()).await;
                if written.is_err() || out.flush().await.is_err() {
                    return Ok(Followed::Unread);
                }
            }
            StreamTaskEvent::End(end) => {
                line(&mut out, on_new_line).await;
                return Ok(Followed::Ended(end));
            }
            StreamTaskEvent::Error(error) => {
                line(&mut out, on_new_line).await;
                return Ok(Followed::Failed(error));
            }
            // An event of a later contract says nothing that is printed.
            StreamTaskEvent::Unknown(_) => {}
        }
    }
    // The grammar has an end or an error last, and the client keeps to it.
    Err(
        Failure::new(Exit::Broken, "the stream ended without a word")
            .help("the server speaks another version of the contract"),
    )
}

/// Ends the line that tokens began. Whether anybody still reads does not matter any more.
async fn line(out: &mut tokio::io::Stdout, on_new_line: bool) {
    if !on_new_line {
        let _ = out.write_all(b"\n").await;
        let _ = out.flush().await;
    }
}

/// What a task's end means for whoever waited for it.
async fn over(
    clients: &Clients,
    id: Uuid,
    followed: Followed,
    quiet: bool,
) -> Result<Exit, Failure> {
    match followed {
        Followed::Ended(end) => {
            let EndEvent {
                tokens_out,
                decode_ms,
            } = end;
            tell(quiet, &format!("{tokens_out} tokens in {decode_ms} ms"));
            Ok(Exit::Fine)
        }
        Followed::Failed(error) => Err(failed(&error)),
        Followed::Unread => {
            clients.data.cancel_task(&id).send().await?;
            Ok(Exit::Fine)
        }
    }
}

fn failed(error: &ErrorEvent) -> Failure {
    let Refusal { code, message, .. } = error.into();
    let (exit, help) = match error.code {
        ErrorKind::AdmissionReject | ErrorKind::QueueFullDropLru => {
            (Exit::Later, "other tasks went first; try again later")
        }
        ErrorKind::DeadlineUnmet | ErrorKind::DecodeTimeout => {
            (Exit::Failed, "give it more time: `--deadline-ms`")
        }
        _ => (
            Exit::Failed,
            "submit it again; `health POOL` tells how the pool is",
        ),
    };
    Failure::new(exit, format!("the task failed: {message} ({code})")).help(help)
}

/// Cancels a task. Once this is answered no token comes any more (ORCH-3026).
async fn cancelled(
    clients: &Clients,
    id: Uuid,
    spinner: &Spinner,
    quiet: bool,
) -> Result<Exit, Failure> {
    let answer = clients.data.cancel_task(&id).send().await;
    spinner.clear();
    answer.map_err(|error| Failure::from(error).about("the task may still run"))?;
    tell(quiet, "\ncancelled");
    Ok(Exit::Cancelled)
}

/// Tells people what is no token.
fn tell(quiet: bool, words: &str) {
    use std::io::Write as _;
    if !quiet {
        let _ = writeln!(std::io::stderr(), "{words}");
    }
}

#[cfg(test)]
mod tests {
    use api_types::data::{ErrorEvent, ErrorKind};

    use super::failed;
    use crate::exit::Exit;

    #[test]
    fn a_task_that_others_pushed_out_may_be_tried_again() {
        for (code, exit) in [
            (ErrorKind::QueueFullDropLru, Exit::Later),
            (ErrorKind::AdmissionReject, Exit::Later),
            (ErrorKind::WorkerReset, Exit::Failed),
            (ErrorKind::DeadlineUnmet, Exit::Failed),
        ] {
            let message = "no".to_owned();
            let event = ErrorEvent {
                code,
                message,
                engine: None,
            };
            assert_eq!(failed(&event).exit, exit);
        }
    }
}
