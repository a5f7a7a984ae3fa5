//! The arguments; their doc comments are the help.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use contracts_build::{drift::Mode, one_off};
use contracts_core::{
    manifest::{Choice, Directions, Emitter, Enums, Modules, Serde, TypeStyle},
    metrics::Date,
    spec::Level,
};

/// Keeps types, clients and schemas what the contracts say
#[derive(Debug, Parser)]
#[command(name = "cargo-contracts", bin_name = "cargo contracts", version)]
#[command(after_help = "Exit codes: 0 fine, 1 findings, 2 wrong usage or unusable file, 4 drift")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Arguments of every command.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Global {
    /// Path of contracts.toml [default: the nearest one, here or in a folder above]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// How findings and results are shown
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    /// Show problems only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show whole differences
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Human,
    /// One JSON object
    Json,
    /// A SARIF 2.1.0 log, on stdout
    Sarif,
    /// GitHub annotations
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {
    /// Write every committed artifact that is not what its sources generate
    Regen(Regen),
    /// Write the artifacts of OpenAPI documents: types and clients
    RegenOpenapi(Regen),
    /// Write the JSON Schemas of configuration types (builds their packages)
    RegenSchema(Regen),
    /// Write the indexes of the requirements in spec documents
    SpecExtract(Regen),
    /// Write the docs of tests: scenarios with their steps, in-file tests, and the requirements they name
    DocsIndex(Regen),
    /// Compare every committed artifact with what its sources generate; write nothing
    Check(Check),
    /// Show what is wrong with contracts and spec documents
    Lint(Lint),
    /// Show what promises, implements and verifies each requirement
    Trace(Trace),
    /// Check links and paths in Markdown and in the docs of Rust code
    Links {
        /// Ask the servers behind links to the web, too (by curl)
        #[arg(long)]
        online: bool,
    },
    /// Check formatting, lint, regenerate, check, test, trace and follow links: all that has to hold
    #[command(name = "dev:loop")]
    DevLoop(DevLoop),
    /// Begin a proposal for the spec documents, with the next free ids
    Propose {
        /// Its name, which becomes the file's: small letters, digits and hyphens
        name: String,
    },
    /// List documents and artifacts
    List,
    /// Say what a finding means, what fires it and how to repair it
    Explain {
        /// The finding's code, such as `dangling-ref`
        code: String,
    },
    /// Write a whole crate, types and client, out of one OpenAPI document; needs no contracts.toml
    Generate(Generate),
    /// Try every OpenAPI document below a folder: generate a crate of each, and compile it if wanted
    Corpus(Corpus),
    /// Work with configuration files
    #[command(subcommand)]
    Config(Config),
    /// Work with what a service measures
    #[command(subcommand)]
    Metrics(Metrics),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Arguments of `lint`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Lint {
    /// The day by which deprecated metrics are judged [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

/// Commands for metrics.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Metrics {
    /// Check what a service exposes against its metrics contract
    Check(MetricsCheck),
}

/// Arguments of `metrics check`.
#[derive(Clone, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("exposition").required(true).args(["url", "file"]))]
pub(crate) struct MetricsCheck {
    /// The contract's name in contracts.toml [default: the only one there]
    #[arg(conflicts_with = "contract")]
    pub(crate) name: Option<String>,
    /// Ask this address, such as http://127.0.0.1:8080/metrics (by curl)
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Read this file, in Prometheus' text format or OpenMetrics; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The contract; needs no contracts.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) contract: Option<PathBuf>,
    /// Metrics whose names begin so are somebody else's; may be given several times
    #[arg(long, value_name = "PREFIX")]
    pub(crate) allow: Vec<String>,
    /// The day by which deprecated metrics are judged [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) today: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write it as `2027-03-31`".to_owned())
}

/// Arguments of `trace`.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Trace {
    /// One requirement, for its whole story
    pub(crate) id: Option<String>,
    /// Build the tests and run those that name a requirement
    #[arg(long)]
    pub(crate) run: bool,
    /// Take what became of the tests from the JUnit file that nextest writes
    #[arg(long, value_name = "FILE", conflicts_with = "run")]
    pub(crate) junit: Option<PathBuf>,
    /// Fail where fewer requirements of a level are verified, as in `must=100,should=80`
    #[arg(long, value_name = "LEVEL=PERCENT,…", value_parser = Thresholds::parse)]
    pub(crate) fail_under: Option<Thresholds>,
    /// List what refers to requirements that say something else than at this commit
    #[arg(long, value_name = "BASE", conflicts_with_all = ["id", "run", "junit", "fail_under", "markdown"])]
    pub(crate) changed_since: Option<String>,
    /// Show a table in Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
}

/// Arguments of `dev:loop`.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct DevLoop {
    /// Skip steps none of whose inputs changed since they passed
    #[arg(long)]
    pub(crate) quick: bool,
    /// Run all steps although one failed
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Fail where fewer requirements of a level are verified, as in `must=100,should=80`
    #[arg(long, value_name = "LEVEL=PERCENT,…", value_parser = checked_thresholds)]
    pub(crate) fail_under: Option<String>,
}

/// Thresholds as they are written; `trace` reads them again.
fn checked_thresholds(text: &str) -> Result<String, String> {
    Thresholds::parse(text).map(|_| text.to_owned())
}

/// The least coverage of levels, in percent.
#[derive(Clone, Debug)]
pub(crate) struct Thresholds(pub(crate) Vec<(Level, f64)>);

impl Thresholds {
    fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(|part| {
            let (level, percent) = part
                .split_once('=')
                .ok_or("write it as `must=100,should=80`")?;
            let levels = [Level::Must, Level::Should, Level::May];
            let known = levels.into_iter().find(|it| it.as_str() == level.trim());
            let known = known.ok_or_else(|| format!("`{level}` is none of must, should, may"))?;
            let percent = percent_of(percent);
            Ok((
                known,
                percent.ok_or_else(|| format!("`{part}` has no percentage"))?,
            ))
        });
        parts.collect::<Result<_, String>>().map(Self)
    }
}

fn percent_of(text: &str) -> Option<f64> {
    let percent = text.trim().parse().ok();
    percent.filter(|percent| (0.0..=100.0).contains(percent))
}

fn percent(text: &str) -> Result<f64, String> {
    percent_of(text).ok_or_else(|| format!("`{text}` is no percentage"))
}

/// Arguments of `generate`.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Generate {
    /// The OpenAPI document, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// The folder of the crate; its name becomes the package's
    #[arg(long = "crate", value_name = "DIR")]
    pub(crate) crate_dir: PathBuf,
    /// Who makes the client
    #[arg(long, value_enum, default_value_t = Backend::Native)]
    pub(crate) backend: Backend,
    /// Where the items of operations stand in our client
    #[arg(long, value_name = "MODULES", value_parser = words::<Modules>(), default_value = "tags")]
    pub(crate) modules: Modules,
    /// Where contracts-runtime lies [default: the toolkit's workspace when run or built in it, otherwise the registry]
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) style: Style,
    /// Show every place where generated code says less than the document
    #[arg(long)]
    pub(crate) explain: bool,
    /// Say how long the steps took; emit and print are the times of all threads together
    #[arg(long)]
    pub(crate) timings: bool,
    /// Generate a server trait for axum too
    #[arg(long)]
    pub(crate) server: bool,
}

/// Arguments of `corpus`.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Corpus {
    /// The folder with the documents, YAML or JSON
    pub(crate) dir: PathBuf,
    /// Compile each generated crate with `cargo check`; all share one target folder
    #[arg(long)]
    pub(crate) check: bool,
    /// Take each example that is valid by its document through its generated type and back, and list what is not equal
    /// then (builds a program of each document's types, which have both directions)
    #[arg(long)]
    pub(crate) roundtrip: bool,
    /// Fail where fewer of all valid examples come back equal
    #[arg(long, value_name = "PERCENT", requires = "roundtrip", value_parser = percent)]
    pub(crate) fail_under: Option<f64>,
    /// How many documents and crates at once [default: the number of cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Where contracts-runtime lies [default: the toolkit's workspace when run or built in it, otherwise the registry]
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
    /// Generate a server trait for axum too
    #[arg(long)]
    pub(crate) server: bool,
    /// Where the crates are written [default: target/contracts-corpus]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) style: Style,
    /// Say how long the steps took, over all documents; emit and print are the times of all threads together
    #[arg(long)]
    pub(crate) timings: bool,
}

/// How types are written.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Style {
    /// Who writes the types
    #[arg(long, value_name = "EMITTER", value_parser = words::<Emitter>(), default_value = "native")]
    pub(crate) types: Emitter,
    /// How the types are read and written: about as fast as derives and cheap to compile, smallest, or by derives
    #[arg(long, value_name = "MODE", value_parser = words::<Serde>(), default_value = "field-match")]
    pub(crate) serde: Serde,
    /// Whether strings and tags that the document does not name are kept where a response holds them
    #[arg(long, value_name = "ENUMS", value_parser = words::<Enums>(), default_value = "open")]
    pub(crate) enums: Enums,
    /// Which of serde's traits the types have: those that a client or a server needs, or both
    #[arg(long, value_name = "SIDE", value_parser = words::<Directions>(), default_value = "client")]
    pub(crate) directions: Directions,
    /// Give the types a method that checks what the document asks besides the type
    #[arg(long)]
    pub(crate) validate: bool,
    /// Leave out schemas that no operation needs
    #[arg(long)]
    pub(crate) prune: bool,
    /// What becomes of strings with the format byte, date, date-time or uuid
    #[arg(long, value_enum, default_value_t = Strings::Typed)]
    pub(crate) strings: Strings,
}

/// What becomes of strings with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Strings {
    /// Types of chrono, uuid and contracts-runtime
    Typed,
    /// Text
    Text,
}

impl From<Strings> for one_off::Strings {
    fn from(strings: Strings) -> Self {
        match strings {
            Strings::Typed => Self::Typed,
            Strings::Text => Self::Text,
        }
    }
}

impl Style {
    pub(crate) fn types(self) -> TypeStyle {
        TypeStyle {
            emitter: self.types,
            serde: self.serde,
            enums: self.enums,
            directions: self.directions,
            validate: self.validate,
            prune: self.prune,
        }
    }
}

/// One of the words that contracts.toml knows, too.
fn words<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    let words = C::WORDS.iter().map(|(word, _)| *word);
    PossibleValuesParser::new(words).map(|given| {
        let found = C::WORDS.iter().find(|(word, _)| *word == given);
        found.map(|(_, value)| *value).unwrap_or_default()
    })
}

/// Who makes a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Backend {
    /// This toolkit
    Native,
    /// progenitor; its runtime, progenitor-client, is under the MPL-2.0
    Progenitor,
}
/// Arguments of `check`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Check {
    /// Judge schemas of configuration types by contracts.lock instead of building their packages
    #[arg(long)]
    pub(crate) no_build: bool,
    /// Show every place where generated code says less than its document
    #[arg(long)]
    pub(crate) explain: bool,
}

/// Commands for configuration files.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Config {
    /// Check a configuration file (YAML, JSON, TOML) against its JSON Schema
    Check(ConfigCheck),
}

/// Arguments of `config check`.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ConfigCheck {
    /// The configuration file; `.json` is JSON, `.toml` is TOML, everything else YAML
    pub(crate) file: PathBuf,
    /// The JSON Schema [default: the one that contracts.toml declares]
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    /// Warn of unknown fields instead of refusing them
    #[arg(long)]
    pub(crate) compatible: bool,
}

/// Arguments of the `regen` family.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Regen {
    /// Write although another version of the tool wrote contracts.lock
    #[arg(long)]
    pub(crate) upgrade: bool,
    /// Show every place where generated code says less than its document
    #[arg(long)]
    pub(crate) explain: bool,
    /// Say how long the steps took; emit and print are the times of all threads together
    #[arg(long)]
    pub(crate) timings: bool,
}

impl Regen {
    pub(crate) fn mode(self) -> Mode {
        if self.upgrade {
            Mode::Upgrade
        } else {
            Mode::Write
        }
    }
}

/// Cargo calls `cargo-contracts contracts check`; people call `cargo-contracts check`.
pub(crate) fn without_subcommand_name(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments
        .get(1)
        .is_some_and(|argument| argument == "contracts")
    {
        arguments.remove(1);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn both_ways_to_call_it_are_the_same() {
        let strip = |words: &[&str]| without_subcommand_name(words.iter().map(OsString::from));
        assert_eq!(
            strip(&["cargo-contracts", "contracts", "check"]),
            strip(&["cargo-contracts", "check"])
        );
    }
}
