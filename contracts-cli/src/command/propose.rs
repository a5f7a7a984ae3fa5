use contracts_build::{Failure, Project, propose};

use crate::{
    exit::Exit,
    output::{Output, Tone},
};

/// Writes a new proposal.
pub(super) fn run(project: &mut Project, name: &str, output: &mut Output) -> Result<Exit, Failure> {
    let proposed = if project.has_errors() {
        None
    } else {
        Some(propose::propose(project, name)?)
    };
    // The patterns of `[specs]` are read on the way.
    output.findings(&project.findings, &project.sources);
    let Some(proposed) = proposed.filter(|_| !project.has_errors()) else {
        return Ok(Exit::Findings);
    };
    match proposed {
        Ok(path) => {
            output.status(Tone::Good, "Created", &path);
            Ok(Exit::Fine)
        }
        Err(refused) => {
            output.failure(&refused);
            Ok(Exit::Usage)
        }
    }
}
