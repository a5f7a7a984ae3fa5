use serde_json::{Value, json};

use super::{list_of, object, one_of, text, timed, titled};
use crate::drift::State;

/// What `generate` prints to stdout.
pub(super) fn schema() -> Value {
    // A crate is written once; nothing in its folder is extra.
    let states = [State::Fresh, State::Stale, State::Missing].map(State::as_str);
    let file = json!({
        "path": text("The file, relative to the crate's folder."),
        "state": one_of("How it was found, before it was written.", &states),
    });
    let files = timed(object(json!({
        "files": list_of("One for each file of the crate.", file),
    })));
    titled(
        "Generated crate",
        "The files of a crate made of one document.",
        files,
    )
}
