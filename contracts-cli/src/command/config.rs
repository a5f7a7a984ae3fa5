use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anstyle::{AnsiColor, Style};
use contracts_build::Failure;
use contracts_core::{
    Severity,
    finding::located::{self, Located, Rule},
    manifest::ArtifactKind,
    source::Location,
};
use contracts_runtime::config::{ConfigError, Mistake, check_file, check_file_compatible};

use super::{open, plural};
use crate::{
    args::{ConfigCheck, Format, Global},
    exit::Exit,
    output::{Output, Tone},
};

/// Checks a configuration file against a JSON Schema.
pub(super) fn check(
    arguments: &ConfigCheck,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let (path, repair) = match &arguments.schema {
        Some(path) => (path.clone(), None),
        None => match declared(global, output)? {
            Ok((path, command)) => (path, Some(format!("run `{command} regen-schema`"))),
            Err(exit) => return Ok(exit),
        },
    };
    let schema = match fs::read_to_string(&path) {
        Ok(schema) => schema,
        Err(error) => {
            let message = cannot_read(&path.display().to_string(), &error);
            let missing = repair.filter(|_| error.kind() == io::ErrorKind::NotFound);
            output.failure(
                &missing.map_or_else(|| message.clone(), |command| with_help(&message, &command)),
            );
            return Ok(Exit::Usage);
        }
    };
    output.status(
        Tone::Work,
        "Checking",
        &arguments.file.display().to_string(),
    );
    let found = if arguments.compatible {
        check_file_compatible(&arguments.file, &schema)
    } else {
        check_file(&arguments.file, &schema).map(|()| Vec::new())
    };
    let found = match found {
        Ok(unknown) => unknown,
        Err(error) => match unusable(&error, &path) {
            Some(why) => {
                output.failure(&why);
                return Ok(Exit::Usage);
            }
            None => error.mistakes().to_vec(),
        },
    };
    Ok(report(&found, arguments, global, output))
}

/// The schema that contracts.toml declares and how to call the tool, or how the command ends without one.
fn declared(
    global: &Global,
    output: &mut Output,
) -> Result<Result<(PathBuf, String), Exit>, Failure> {
    let project = match open(global) {
        Ok(project) => project,
        Err(failure) if failure.is_io() && global.manifest_path.is_none() => {
            output.failure(&with_help(&failure.to_string(), NAME_IT));
            return Ok(Err(Exit::Usage));
        }
        Err(failure) => return Err(failure),
    };
    if project.has_errors() {
        output.findings(&project.findings, &project.sources);
        return Ok(Err(Exit::Findings));
    }
    let schemas = project.manifest.artifacts.iter();
    let schemas: Vec<&str> = schemas
        .filter(|artifact| matches!(artifact.kind, ArtifactKind::ConfigSchema { .. }))
        .map(|artifact| artifact.path.as_str())
        .collect();
    let source = &project.manifest.source;
    match schemas[..] {
        [schema] => {
            let command = project.manifest.command.clone();
            return Ok(Ok((project.root.join(schema), command)));
        }
        [] => {
            let message = format!("{source} declares no artifact of the kind `config-schema`");
            output.failure(&with_help(&message, NAME_IT));
        }
        _ => {
            let message = format!("{source} declares several schemas: {}", schemas.join(", "));
            output.failure(&with_help(&message, "say which one with `--schema FILE`"));
        }
    }
    Ok(Err(Exit::Usage))
}

const NAME_IT: &str = "name the JSON Schema with `--schema FILE`";

fn with_help(message: &str, help: &str) -> String {
    format!("{message}\n    help: {help}")
}

fn cannot_read(path: &str, error: &io::Error) -> String {
    format!("cannot read {path}: {error}")
}

/// Why nothing can be said about the configuration at all.
fn unusable(error: &ConfigError, schema: &Path) -> Option<String> {
    if let Some(reason) = error.schema_error() {
        let schema = schema.display();
        return Some(format!("{schema} is no usable JSON Schema: {reason}"));
    }
    let cause = error.io_error()?;
    Some(cannot_read(error.file(), cause))
}

fn report(
    found: &[Mistake],
    arguments: &ConfigCheck,
    global: &Global,
    output: &mut Output,
) -> Exit {
    let severity = |mistake: &Mistake| {
        if arguments.compatible && mistake.code == "unknown-field" {
            Severity::Warning
        } else {
            Severity::Error
        }
    };
    let found: Vec<(Severity, &Mistake)> = found.iter().map(|it| (severity(it), it)).collect();
    let errors = found
        .iter()
        .filter(|(it, _)| *it == Severity::Error)
        .count();
    let warnings = found.len() - errors;
    let shown = found
        .iter()
        .filter(|(severity, _)| !global.quiet || *severity == Severity::Error);
    let file = arguments.file.display().to_string();
    let findings = || -> Vec<Located> {
        let shown = shown.clone();
        shown
            .map(|(it, mistake)| finding(&file, *it, mistake))
            .collect()
    };
    match output.format {
        Format::Human => shown
            .clone()
            .for_each(|(it, mistake)| output.error_text(&text(&file, *it, mistake))),
        Format::Json => output.data(&format!("{:#}\n", located::to_json(&findings()))),
        Format::Sarif => output.data(&format!("{:#}\n", located::to_sarif(&findings()))),
        Format::Github => output.error_text(&located::to_github(&findings())),
    }
    let mut summary = match errors {
        0 => "no mistakes".to_owned(),
        _ => plural(errors, "mistake"),
    };
    if warnings > 0 {
        summary.push_str(&format!(", {}", plural(warnings, "warning")));
    }
    if errors > 0 {
        output.problem("Failure", &summary);
        return Exit::Findings;
    }
    output.status(Tone::Good, "Finished", &summary);
    Exit::Fine
}

/// A mistake as the finding that it is. The documentation of contracts-runtime explains its code.
fn finding(file: &str, severity: Severity, mistake: &Mistake) -> Located {
    let rule = Rule {
        id: mistake.code,
        severity: Severity::Error,
        explanation: None,
    };
    let location = Location {
        file: file.to_owned(),
        line: Some(mistake.line),
        column: Some(mistake.column),
        range: None,
    };
    Located {
        rule,
        severity,
        message: mistake.message.clone(),
        location,
        help: mistake.help.clone(),
    }
}

/// A mistake as [`ConfigError`] shows it, in colour and with its severity. Lines of the file, as other
/// findings have them, could hold secrets.
fn text(file: &str, severity: Severity, mistake: &Mistake) -> String {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning | Severity::Info => AnsiColor::Yellow,
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let Mistake {
        code,
        message,
        line,
        column,
        pointer: _,
        help,
    } = mistake;
    let severity = severity.as_str();
    let mut text =
        format!("{file}:{line}:{column}: {style}{severity}[{code}]{style:#}: {message}\n");
    if let Some(help) = help {
        text.push_str(&format!("    help: {help}\n"));
    }
    text
}
