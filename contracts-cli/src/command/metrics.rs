//! `metrics check`: whether a service exposes what its metrics contract says.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use contracts_build::Failure;
use contracts_core::{
    Finding, Severity,
    metrics::{self, Contract, Observed, exposition},
    source::{SourceId, Sources},
};
use serde_json::json;

use super::{open, plural, today};
use crate::{
    args::{Format, Global, MetricsCheck},
    curl,
    exit::Exit,
    output::{Output, Tone},
};

/// Checks an exposition.
pub(super) fn check(
    arguments: &MetricsCheck,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let (mut sources, contract, mut findings) = match contract(arguments, global)? {
        Ok(loaded) => loaded,
        Err(why) => {
            output.failure(&why);
            return Ok(Exit::Usage);
        }
    };
    let Some(contract) = contract.filter(|_| !findings.iter().any(Finding::is_error)) else {
        output.findings(&findings, &sources);
        return Ok(conclude(&findings, None, output));
    };
    let (source, text) = match exposed(arguments, output) {
        Ok(exposed) => exposed,
        Err(why) => {
            output.failure(&why);
            return Ok(Exit::Usage);
        }
    };
    sources.add(&source, &text);
    let observed = match exposition::parse(&source, &text) {
        Ok(exposition) => {
            let today = arguments.today.unwrap_or_else(today);
            Some(metrics::check(
                &contract,
                &exposition,
                today,
                &arguments.allow,
            ))
        }
        Err(finding) => {
            findings.push(*finding);
            None
        }
    };
    if let Some(observed) = &observed {
        findings.extend(observed.findings.iter().cloned());
        show(observed, output);
    }
    output.findings(&findings, &sources);
    Ok(conclude(&findings, observed.as_ref(), output))
}

/// A contract with the files it was read from and what is wrong with it.
type Loaded = (Sources, Option<Contract>, Vec<Finding>);

/// The contract that was asked for, or why that cannot be said.
fn contract(arguments: &MetricsCheck, global: &Global) -> Result<Result<Loaded, String>, Failure> {
    if let Some(path) = &arguments.contract {
        let mut sources = Sources::disk(".");
        let id = SourceId::new(&path.display().to_string());
        return Ok(match metrics::load(&mut sources, &id) {
            Ok((contract, findings)) => Ok((sources, contract, findings)),
            Err(error) => Err(error.to_string()),
        });
    }
    let mut project = open(global)?;
    let names: Vec<&String> = project.manifest.metrics.keys().collect();
    let name = match (&arguments.name, names.as_slice()) {
        (Some(name), names) if names.contains(&name) => name.clone(),
        (None, [name]) => (*name).clone(),
        (_, []) => {
            let message = "contracts.toml declares no metrics contract";
            return Ok(Err(with_help(
                message,
                "name its file with `--contract FILE`",
            )));
        }
        (Some(name), names) => {
            let message = format!("there is no metrics contract `{name}` in contracts.toml");
            return Ok(Err(with_help(
                &message,
                &format!("there are {}", listed(names)),
            )));
        }
        (None, names) => {
            let message = format!(
                "contracts.toml declares several metrics contracts: {}",
                listed(names)
            );
            return Ok(Err(with_help(&message, "say which one")));
        }
    };
    let contract = project.metrics(&name)?.cloned();
    Ok(Ok((project.sources, contract, project.findings)))
}

fn listed(names: &[&String]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    names.join(", ")
}

fn with_help(message: &str, help: &str) -> String {
    format!("{message}\n    help: {help}")
}

/// What the service exposes and where it is from, or why that cannot be said.
fn exposed(arguments: &MetricsCheck, output: &mut Output) -> Result<(SourceId, String), String> {
    let file = arguments.file.as_deref().unwrap_or(Path::new("-"));
    let from = match &arguments.url {
        Some(url) => url.clone(),
        None if file == Path::new("-") => "stdin".to_owned(),
        None => file.display().to_string(),
    };
    output.status(Tone::Work, "Checking", &from);
    let text = match &arguments.url {
        Some(url) => asked(url)?,
        None => read(file).map_err(|error| format!("cannot read {from}: {error}"))?,
    };
    Ok((SourceId::new(&from), text))
}

fn read(file: &Path) -> io::Result<String> {
    if file != Path::new("-") {
        return fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Both formats, as Prometheus asks for them.
const ACCEPT: &str =
    "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

fn asked(url: &str) -> Result<String, String> {
    let arguments = [
        "--show-error",
        "--header",
        ACCEPT,
        "--write-out",
        "\n%{http_code}",
    ];
    let answer = curl::ask(url, &arguments, "save what it answers and say `--file`")?;
    if !answer.status.success() {
        let why = String::from_utf8_lossy(&answer.stderr);
        return Err(format!("cannot read {url}: {}", why.trim()));
    }
    let text = String::from_utf8(answer.stdout)
        .map_err(|_| format!("cannot read {url}: it is not UTF-8"))?;
    match text.rsplit_once('\n') {
        Some((text, "200")) => Ok(text.to_owned()),
        other => {
            let status = other.map_or("nothing", |(_, status)| status);
            Err(format!("cannot read {url}: it answers with {status}"))
        }
    }
}

/// What there was to be seen, as data.
fn show(observed: &Observed, output: &mut Output) {
    let text = match output.format {
        Format::Json => format!("{:#}\n", object(observed)),
        Format::Human if output.verbose => table(observed),
        Format::Human | Format::Sarif | Format::Github => return,
    };
    output.data(&text);
}

fn table(observed: &Observed) -> String {
    let mut text = String::new();
    for metric in &observed.metrics {
        let series = match (metric.exposed, metric.series) {
            (false, _) => "not exposed".to_owned(),
            (true, 1) => "1 series".to_owned(),
            (true, series) => format!("{series} series"),
        };
        text.push_str(&format!("{} {}  {series}\n", metric.kind, metric.name));
    }
    for label in &observed.labels {
        let budget = label
            .budget
            .map_or_else(String::new, |most| format!(" of {most}"));
        text.push_str(&format!(
            "label {}  {}{budget}\n",
            label.label, label.values
        ));
    }
    text
}

fn object(observed: &Observed) -> serde_json::Value {
    let metrics = observed.metrics.iter().map(|metric| {
        json!({
            "name": metric.name,
            "type": metric.kind.as_str(),
            "exposed": metric.exposed,
            "series": metric.series,
        })
    });
    let labels = observed
        .labels
        .iter()
        .map(|label| json!({"label": label.label, "values": label.values, "budget": label.budget}));
    json!({"metrics": metrics.collect::<Vec<_>>(), "labels": labels.collect::<Vec<_>>()})
}

fn conclude(findings: &[Finding], observed: Option<&Observed>, output: &mut Output) -> Exit {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        output.problem("Failure", &plural(errors, "mistake"));
        return Exit::Findings;
    }
    let metrics = observed.map_or(0, |observed| observed.metrics.len());
    let mut summary = format!("{} as the contract says", plural(metrics, "metric"));
    if warnings > 0 {
        summary.push_str(&format!(", {}", plural(warnings, "warning")));
    }
    output.status(Tone::Good, "Finished", &summary);
    Exit::Fine
}
