//! A new proposal: a spec document to begin with.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
};

use contracts_core::{
    source::SourceId,
    spec::{self, Ids, prefix},
};

use crate::{Failure, Project};

/// Writes `NAME.md` below `proposals` beside the spec documents, with a sentence for each area that says how to
/// begin; its ids are the next free ones. The answer is its path, or why it was not written.
///
/// # Errors
///
/// A spec document cannot be read, or the proposal cannot be written.
pub fn propose(project: &mut Project, name: &str) -> Result<Result<String, String>, Failure> {
    if !is_name(name) {
        let message = format!("`{name}` cannot be a proposal's name");
        return Ok(Err(with_help(
            &message,
            "use small letters, digits and hyphens, as `pause-pools`",
        )));
    }
    let Some(folder) = folder(project) else {
        let message = format!("{} has no `[specs]`", project.manifest.source);
        return Ok(Err(with_help(
            &message,
            "add `[specs]` with `paths` and `ids`",
        )));
    };
    let (ids, _) = Ids::of(&project.manifest);
    let specs = project.specs()?;
    let next = match &ids {
        Some(ids) => spec::next_ids(specs, ids),
        None => Vec::new(),
    };
    if next.is_empty() {
        let message = "no id is free, or none can be made up from the patterns in `[specs]`";
        return Ok(Err(with_help(
            message,
            "write the first requirement by hand",
        )));
    }
    let path = format!("{folder}proposals/{name}.md");
    write_new(project, &path, &template(name, &next))
}

/// The folder of the spec documents, with `/` at its end unless it is the root.
fn folder(project: &Project) -> Option<String> {
    let pattern = project.manifest.specs.as_ref()?.paths.first()?;
    Some(match prefix(pattern) {
        "" => String::new(),
        folder => format!("{folder}/"),
    })
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.starts_with(plain) && name.chars().all(|c| plain(c) || c == '-')
}

fn with_help(message: &str, help: &str) -> String {
    format!("{message}\n    help: {help}")
}

fn template(name: &str, ids: &[String]) -> String {
    let title = name.replace('-', " ");
    let sentences: String = ids
        .iter()
        .map(|id| format!("- {id}: What is proposed here MUST be said in one sentence.\n"))
        .collect();
    let listed: String = ids.iter().map(|id| format!("- {id}\n")).collect();
    format!(
        "# Proposal: {title}\n\n## Why\n\nWho is held up by what today, and how often.\n\n\
         ## What changes\n\n<!-- These ids are the next free ones of their areas. Keep the lines you need, drop the rest. -->\n\n\
         {sentences}\n## Example\n\nA request and its answer, or a piece of configuration.\n\n\
         ## Not implemented\n\n{listed}"
    )
}

/// Writes a file that is not there yet. Whatever is there stays.
fn write_new(project: &Project, path: &str, text: &str) -> Result<Result<String, String>, Failure> {
    let file = project.root.join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::writing(folder, error))?;
    }
    let mut open = match File::create_new(&file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message = format!("{} exists already", SourceId::new(path));
            return Ok(Err(with_help(&message, "edit it, or choose another name")));
        }
        open => open.map_err(|error| Failure::writing(&file, error))?,
    };
    open.write_all(text.as_bytes())
        .map_err(|error| Failure::writing(&file, error))?;
    Ok(Ok(path.to_owned()))
}
