//! Stories of requirements, as people and scripts read them.

use contracts_build::Project;
use contracts_core::{
    finding::Place,
    source::Sources,
    spec::{Level, Specs},
    trace::{Change, Claim, Outcome, Report, Sites, Story, Target, Test},
};
use serde_json::{Value, json};

use crate::{
    args::{Format, Trace},
    output::Output,
};

/// Shows the whole report, or the story of one requirement.
pub(super) fn report(
    report: &Report<'_>,
    arguments: &Trace,
    ran: bool,
    project: &Project,
    output: &mut Output,
) {
    let sources = &project.sources;
    let one = |story: &&Story<'_>| {
        arguments
            .id
            .as_ref()
            .is_none_or(|id| *id == story.requirement.id)
    };
    let stories: Vec<&Story<'_>> = report.stories.iter().filter(one).collect();
    let text = match output.format {
        Format::Json => format!("{:#}\n", object(&stories, report, ran, sources)),
        Format::Human if arguments.markdown => markdown(&stories, report, ran),
        Format::Human if arguments.id.is_some() => {
            stories.iter().map(|story| tale(story, sources)).collect()
        }
        Format::Human => table(&stories, report, ran),
        // What they know is findings only.
        Format::Sarif | Format::Github => String::new(),
    };
    output.data(&text);
}

const UNVERIFIED: &str =
    "Nothing is verified: no test ran. `--run` runs those that claim something.";

fn table(stories: &[&Story<'_>], report: &Report<'_>, ran: bool) -> String {
    let width = stories
        .iter()
        .map(|it| it.requirement.id.len())
        .max()
        .unwrap_or(0)
        .max(11);
    let verb = if ran { "verified" } else { "claimed" };
    let mut text = format!(
        "{:width$}  level  promised  implemented  {verb}\n",
        "requirement"
    );
    for story in stories.iter().filter(|story| !story.not_implemented) {
        let (promised, implemented) = (story.promised.len(), story.implemented.len());
        let (id, level) = (&story.requirement.id, story.requirement.level().as_str());
        let tests = tests(story, ran);
        text.push_str(&format!(
            "{id:width$}  {level:6} {promised:8}  {implemented:11}  {tests}\n"
        ));
    }
    text.push('\n');
    text.push_str(&summary(report, ran));
    let left: Vec<&str> = not_implemented(stories).collect();
    if !left.is_empty() {
        text.push_str(&format!(
            "\nNot implemented, as their documents say ({}):\n",
            left.len()
        ));
        for line in left.chunks(6) {
            text.push_str(&format!("  {}\n", line.join(", ")));
        }
    }
    text
}

/// How many of a story's tests passed, or that there are some.
fn tests(story: &Story<'_>, ran: bool) -> String {
    let all = story.claims.len();
    if !ran {
        return format!("{all}");
    }
    let passed = story.verified().count();
    match story
        .claims
        .iter()
        .map(|(_, outcome)| *outcome)
        .find(|it| *it != Outcome::Passed)
    {
        Some(outcome) => format!("{passed} of {all} ({})", outcome.as_str()),
        None => format!("{passed} of {all}"),
    }
}

fn summary(report: &Report<'_>, ran: bool) -> String {
    if !ran {
        return format!("{UNVERIFIED}\n");
    }
    let lines = LEVELS.into_iter().map(|level| {
        let coverage = report.coverage(level);
        let percent = coverage
            .percent()
            .map_or_else(|| "nothing to verify".to_owned(), |it| format!("{it:.1} %"));
        let (verified, total) = (coverage.verified, coverage.total);
        format!(
            "{:6} {verified} of {total} verified, {percent}\n",
            level.as_str()
        )
    });
    lines.collect()
}

const LEVELS: [Level; 3] = [Level::Must, Level::Should, Level::May];

fn not_implemented<'r>(stories: &[&'r Story<'_>]) -> impl Iterator<Item = &'r str> {
    let left = stories.iter().filter(|story| story.not_implemented);
    let ids: Vec<&str> = left.map(|story| story.requirement.id.as_str()).collect();
    ids.into_iter()
}

fn markdown(stories: &[&Story<'_>], report: &Report<'_>, ran: bool) -> String {
    let verb = if ran { "verified" } else { "claimed" };
    let mut text = format!(
        "| requirement | level | promised | implemented | {verb} |\n|---|---|---|---|---|\n"
    );
    for story in stories.iter().filter(|story| !story.not_implemented) {
        let (promised, implemented) = (story.promised.len(), story.implemented.len());
        let (id, level) = (&story.requirement.id, story.requirement.level().as_str());
        let tests = tests(story, ran);
        text.push_str(&format!(
            "| {id} | {level} | {promised} | {implemented} | {tests} |\n"
        ));
    }
    text.push('\n');
    for line in summary(report, ran).lines() {
        text.push_str(&format!("- {line}\n"));
    }
    let left: Vec<&str> = not_implemented(stories).collect();
    if !left.is_empty() {
        text.push_str(&format!("\nNot implemented: {}\n", left.join(", ")));
    }
    text
}

/// A requirement's whole story.
fn tale(story: &Story<'_>, sources: &Sources) -> String {
    let requirement = story.requirement;
    let (id, level) = (&requirement.id, requirement.level().as_str());
    let place = story.document.place(&requirement.range);
    let section = story.document.section(requirement);
    let section = section.map_or_else(String::new, |it| format!(", section {}", it.text));
    let mut text = format!(
        "{id} ({level})\n  {}\n  {}{section}\n",
        requirement.title,
        sources.locate(&place)
    );
    if story.not_implemented {
        text.push_str("  marked as not implemented\n");
    }
    let mut part = |name: &str, lines: Vec<String>| {
        text.push_str(&format!("{name}\n"));
        if lines.is_empty() {
            text.push_str("  nowhere\n");
        }
        lines
            .iter()
            .for_each(|line| text.push_str(&format!("  {line}\n")));
    };
    let places = |places: &[&Place]| -> Vec<String> {
        places
            .iter()
            .map(|place| sources.locate(place).to_string())
            .collect()
    };
    part("promised", places(&story.promised));
    part("implemented", places(&story.implemented));
    let claims = story.claims.iter().map(|(claim, outcome)| {
        let at = sources.locate(&claim.site.place);
        format!("{at}  {}: {}", name(claim), outcome.as_str())
    });
    part("tests", claims.collect());
    text
}

/// How people find a test.
fn name(claim: &Claim) -> String {
    let Target {
        package,
        kind,
        name,
        ..
    } = &claim.target;
    match &claim.test {
        Test::Function { path, .. } => format!("{package} {kind} {name} {path}"),
        Test::Doc { line, .. } => format!("{package} docs, line {line}"),
    }
}

fn object(stories: &[&Story<'_>], report: &Report<'_>, ran: bool, sources: &Sources) -> Value {
    let requirements: Vec<Value> = stories
        .iter()
        .map(|story| requirement(story, sources))
        .collect();
    let percent = |level| report.coverage(level).percent().filter(|_| ran);
    json!({
        "requirements": requirements,
        "coverage": {
            "must": percent(Level::Must),
            "should": percent(Level::Should),
            "may": percent(Level::May),
        },
    })
}

fn requirement(story: &Story<'_>, sources: &Sources) -> Value {
    let places =
        |places: &[&Place]| -> Vec<Value> { places.iter().map(|it| place(it, sources)).collect() };
    let claims = |keep: &dyn Fn(Outcome) -> bool| -> Vec<Value> {
        let kept = story.claims.iter().filter(|(_, outcome)| keep(*outcome));
        kept.map(|(claim, outcome)| test(claim, *outcome, sources))
            .collect()
    };
    let section = story.document.section(story.requirement);
    json!({
        "id": story.requirement.id,
        "title": story.requirement.title,
        "level": story.requirement.level().as_str(),
        "document": story.document.source.as_str(),
        "section": section.map(|heading| &heading.anchor),
        "not_implemented": story.not_implemented,
        "promised": places(&story.promised),
        "implemented": places(&story.implemented),
        "claimed": claims(&|_| true),
        // None, where another test that names it failed.
        "verified": claims(&|outcome| story.is_verified() && outcome == Outcome::Passed),
    })
}

fn place(place: &Place, sources: &Sources) -> Value {
    let location = sources.locate(place);
    json!({"file": location.file, "line": location.line, "column": location.column})
}

fn test(claim: &Claim, outcome: Outcome, sources: &Sources) -> Value {
    let mut object = place(&claim.site.place, sources);
    let Target {
        package,
        kind,
        name,
        ..
    } = &claim.target;
    object["package"] = package.as_str().into();
    object["target"] = format!("{kind} {name}").into();
    object["test"] = match &claim.test {
        Test::Function { path, .. } => path.as_str().into(),
        Test::Doc { file, line } => format!("{file} (line {line})").into(),
    };
    object["outcome"] = outcome.as_str().into();
    object
}

/// What refers to requirements that say something else now.
pub(super) fn changes(
    changes: &[Change],
    sites: &Sites,
    specs: &Specs,
    project: &Project,
    output: &mut Output,
) {
    let sources = &project.sources;
    let references = |id: &str| -> Vec<(&'static str, Place)> {
        let code = sites.all().filter(|(_, site)| site.id == id);
        let code = code.map(|(kind, site)| (kind, site.place.clone()));
        let documents = specs.documents.iter().flat_map(|document| {
            let own = document
                .references
                .iter()
                .filter(|mention| mention.id == id);
            own.map(|mention| ("mentioned", document.place(&mention.range)))
        });
        code.chain(documents).collect()
    };
    let text = match output.format {
        Format::Human if changes.is_empty() => "No requirement says something else.\n".to_owned(),
        Format::Human => changes
            .iter()
            .map(|change| review(change, &references(&change.id), sources))
            .collect(),
        Format::Json => {
            let changed = changes.iter().map(|change| {
                let references = references(&change.id).into_iter().map(|(kind, at)| {
                    let mut object = place(&at, sources);
                    object["kind"] = kind.into();
                    object
                });
                let references: Vec<Value> = references.collect();
                json!({"id": change.id, "was": change.was, "is": change.is, "references": references})
            });
            format!("{:#}\n", json!({"changed": changed.collect::<Vec<_>>()}))
        }
        Format::Sarif | Format::Github => String::new(),
    };
    output.data(&text);
}

fn review(change: &Change, references: &[(&'static str, Place)], sources: &Sources) -> String {
    let Change { id, was, is } = change;
    let is = is.as_deref().unwrap_or("no sentence any more");
    let mut text = format!("{id}\n  was: {was}\n  is:  {is}\n");
    for (kind, place) in references {
        text.push_str(&format!("  {kind} {}\n", sources.locate(place)));
    }
    if references.is_empty() {
        text.push_str("  nothing refers to it\n");
    }
    text
}
