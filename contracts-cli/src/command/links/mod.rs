//! `links`: whether links and paths lead anywhere.

mod online;

use std::path::Path;

use contracts_build::{Failure, Project};
use contracts_core::{
    Finding, Severity,
    link::{self, Page, Tree},
    source::SourceId,
};
use serde_json::json;

use super::plural;
use crate::{
    args::Format,
    exit::Exit,
    files,
    output::{Output, Tone},
};

/// Shows the links of a project that lead nowhere.
pub(super) fn run(
    project: &mut Project,
    online: bool,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let files = files::of_project(&project.root)?;
    let pages = pages(project, &files)?;
    let links = pages.iter().map(|page| page.links.len()).sum();
    let subject = format!(
        "{} in {}",
        plural(links, "link"),
        plural(pages.len(), "file")
    );
    output.status(Tone::Work, "Checking", &subject);
    let mut findings = link::check(&pages, &tree(project, files, &pages));
    if online {
        match online::check(&pages, output) {
            Ok(more) => findings.extend(more),
            Err(why) => {
                output.failure(&why);
                return Ok(Exit::Usage);
            }
        }
    }
    if output.format == Format::Json {
        output.data(&format!(
            "{:#}\n",
            json!({"files": pages.len(), "links": links})
        ));
    }
    output.findings(&findings, &project.sources);
    Ok(conclude(&findings, output))
}

/// The pages that have links, or anchors for those of others.
fn pages(project: &mut Project, files: &[String]) -> Result<Vec<Page>, Failure> {
    let mut pages = Vec::new();
    for file in files {
        let source = SourceId::new(file);
        let known = file.ends_with(".md") || file.ends_with(".markdown") || file.ends_with(".rs");
        // A link of the file system may lead nowhere, or to a folder.
        if known && project.root.join(file).is_file() {
            let text = project.sources.read(&source)?;
            pages.extend(link::read(&source, text));
        }
    }
    Ok(pages)
}

/// What there is: the project's files, and of those that lie beside it or are made in it the ones that
/// are asked for.
fn tree(project: &Project, files: Vec<String>, pages: &[Page]) -> Tree {
    let mut tree = Tree::new(files);
    let ignored = files::ignored(&project.root);
    for page in pages {
        for link in &page.links {
            for path in page.candidates(link) {
                let outside = path.split('/').next() == Some("..");
                let made = matches!(link.to, link::Target::Path { .. }) && ignored(&path);
                if made || (outside && in_repository(&project.root, &path)) {
                    tree.add(&path);
                }
            }
        }
    }
    tree
}

/// Whether something beside the project is there for everybody: in the repository that the project is a part of.
fn in_repository(root: &Path, path: &str) -> bool {
    let (Ok(root), Ok(target)) = (root.canonicalize(), root.join(path).canonicalize()) else {
        return false;
    };
    let mut folders = root.ancestors();
    let repository = folders.find(|folder| folder.join(".git").exists());
    repository.is_some_and(|repository| target.starts_with(repository))
}

fn conclude(findings: &[Finding], output: &mut Output) -> Exit {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        output.problem("Failure", &plural(errors, "broken link"));
        return Exit::Findings;
    }
    let summary = match warnings {
        0 => "every link leads somewhere".to_owned(),
        warnings => plural(warnings, "warning"),
    };
    output.status(Tone::Good, "Finished", &summary);
    Exit::Fine
}
