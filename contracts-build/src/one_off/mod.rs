//! `generate`: a whole crate out of one document, without a manifest.
//!
//! The crate is written once and belongs to whoever asked for it; a later run writes it again as
//! long as its files still carry the generated header.

mod first_call;
pub(crate) mod formats;
mod native;
mod stock;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use contracts_core::{
    Code, Finding,
    finding::Place,
    manifest::{ArtifactKind, Modules, TypeStyle},
    openapi::Contract,
};

use crate::{
    Failure, Project,
    drift::{Entry, State, is_generated, read_text, remove_leftovers, write_text},
    generate::{Generated, Lowered, ONE_OFF},
    lower::ir::Ir,
    name, print,
};

/// Where the generated crate finds contracts-runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// On the registry, in this version.
    Registry,
    /// In a folder.
    Path(PathBuf),
}

/// What the returned project calls its only document.
pub const DOCUMENT: &str = ONE_OFF;

/// Who makes the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// This toolkit: types and a client on contracts-runtime.
    #[default]
    Native,
    /// progenitor, on its own runtime.
    Progenitor,
}

/// What becomes of strings with a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strings {
    /// `byte`, `date`, `date-time` and `uuid` have types of their own.
    #[default]
    Typed,
    /// All are `String`.
    Text,
}

/// What a generated crate is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Who makes its client.
    pub backend: Backend,
    /// Where it finds contracts-runtime.
    pub runtime: Runtime,
    /// How its types are written.
    pub style: TypeStyle,
    /// What becomes of strings with a format.
    pub strings: Strings,
    /// Where the items of operations stand; a client of progenitor has no such choice.
    pub modules: Modules,
    /// Whether there is a server trait, too. Its types need both of serde's traits, whatever `style` says.
    pub server: bool,
}

/// Generates a crate of `document` into `folder`; `options` say what it is like.
///
/// The entries say what became of each file. While the returned project has findings at error level,
/// nothing is written and there are no entries.
///
/// # Errors
///
/// The document cannot be opened, or a file cannot be read or written.
pub fn generate(
    document: &Path,
    folder: &Path,
    options: &Options,
) -> Result<(Project, Vec<Entry>), Failure> {
    let mut project = Project::of_document(document, options);
    let files = files(&mut project, folder, options)?;
    for (path, _) in &files {
        refuse_foreign(&mut project, folder, path)?;
    }
    if project.has_errors() {
        return Ok((project, Vec::new()));
    }
    remove_leftovers(folder, files.iter().map(|(path, _)| path.as_str()))?;
    let start = Instant::now();
    let mut entries = Vec::new();
    for (path, text) in files {
        let file = folder.join(&path);
        let state = match read_text(&file)? {
            None => State::Missing,
            Some(old) if old == text => State::Fresh,
            Some(_) => State::Stale,
        };
        if state != State::Fresh {
            write_text(&file, &text)?;
        }
        entries.push(Entry {
            path,
            state,
            cause: None,
            diff: String::new(),
        });
    }
    project.timings.write += start.elapsed();
    Ok((project, entries))
}

/// The files of the crate; none while there are mistakes.
fn files(
    project: &mut Project,
    folder: &Path,
    options: &Options,
) -> Result<Vec<(String, String)>, Failure> {
    let artifacts = project.manifest.artifacts.clone();
    let no_schema = |_: &_| Err(Failure::report("a document has no configuration types"));
    let generated = project.generate(&artifacts, &mut { no_schema })?;
    let lowered = project.document(ONE_OFF).filter(|_| !generated.is_empty());
    let Some((_, Lowered { contract, ir })) = lowered else {
        return Ok(Vec::new());
    };
    let header = format!(
        "{} from {}. `cargo contracts generate` writes it again.",
        print::MARK,
        contract.source
    );
    let package = package_name(folder);
    let about = About {
        contract,
        ir,
        code: &generated,
        header: &header,
        package: &package,
    };
    let mut files = match options.backend {
        Backend::Native => native::files(&about, folder, &options.runtime),
        Backend::Progenitor => stock::files(&about),
    };
    files.extend(
        generated
            .into_iter()
            .map(|generated| (generated.path, generated.text)),
    );
    Ok(files)
}

/// What the files around the code are made of.
struct About<'p> {
    contract: &'p Contract,
    ir: &'p Ir,
    /// The generated code.
    code: &'p [Generated],
    header: &'p str,
    package: &'p str,
}

impl About<'_> {
    /// Whether the code names a path.
    fn names(&self, path: &str) -> bool {
        self.code.iter().any(|file| file.text.contains(path))
    }

    /// Whether a server is among it.
    fn has_server(&self) -> bool {
        let kinds = self.code.iter().map(|file| &file.artifact.kind);
        kinds
            .into_iter()
            .any(|kind| matches!(kind, ArtifactKind::Server { .. }))
    }

    /// The lines of `known` whose path, the first of each pair, the code names.
    fn dependencies(&self, known: &[(&str, &str)]) -> String {
        let named = known.iter().filter(|(path, _)| self.names(path));
        named.map(|(_, line)| format!("{line}\n")).collect()
    }

    /// A base URL for a first call, quoted.
    fn url(&self) -> String {
        let servers = &mut self.contract.servers.iter();
        let url =
            servers.find(|server| server.url.starts_with("http") && !server.url.contains('{'));
        let url = url.map_or("http://127.0.0.1:8080", |server| server.url.as_str());
        print::visible(format!("{url:?}"))
    }

    /// Cargo.toml with these lines as dependencies.
    fn manifest(&self, dependencies: &str) -> String {
        let Self {
            header, package, ..
        } = self;
        format!(
            "# {header}\n\n[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}"
        )
    }

    /// README.md: what the crate is, and more.
    fn readme(&self, more: &str) -> String {
        let (title, api_version) = self.name();
        let count = self.contract.operations.len();
        let operations = if count == 1 {
            "operation"
        } else {
            "operations"
        };
        format!(
            "<!-- {} -->\n# {title}\n\nA typed client of {title} {api_version}, with {count} {operations}.\n\n{more}",
            self.header
        )
    }

    /// Title and version, each on one line whatever stands in them.
    fn name(&self) -> (String, String) {
        let line = |text: &str| print::visible(text.replace(char::is_control, " "));
        (line(&self.contract.title), line(&self.contract.api_version))
    }

    /// The lints about names of other scripts, which know whole crates only.
    fn allowed_names(&self) -> &'static str {
        match self.code.iter().all(|file| file.text.is_ascii()) {
            true => "",
            false => {
                "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n\n"
            }
        }
    }

    /// The head of src/lib.rs, with a call as its doctest.
    fn library_head(&self, call: &str) -> String {
        let (title, api_version) = self.name();
        let call: String = call.lines().map(|line| format!("//! {line}\n")).collect();
        format!(
            "// {}\n\n//! A typed client of {title} {api_version}.\n//!\n//! ```no_run\n{call}//! ```\n\n{}",
            self.header,
            self.allowed_names()
        )
    }
}

fn refuse_foreign(project: &mut Project, folder: &Path, path: &str) -> Result<(), Failure> {
    let text = read_text(&folder.join(path))?;
    if text.is_some_and(|text| !is_generated(&text)) {
        let place = Place::file(&project.manifest.source);
        let message = format!(
            "{} exists and was not generated by this tool",
            folder.join(path).display()
        );
        let finding = Finding::new(Code::NotGenerated, place, message)
            .help("generate into a folder of its own, or move the file away");
        project.findings.push(finding);
    }
    Ok(())
}

/// The `[dependencies]` of a package in `folder` that has generated types and nothing else.
#[cfg(feature = "roundtrip")]
pub(crate) fn types_dependencies(folder: &Path, options: &Options) -> String {
    let features: &[&str] = match options.style.validate {
        true => &["base64", "serde", "validate"],
        false => &["base64", "serde"],
    };
    let runtime = native::dependency(folder, &options.runtime, features);
    let others = native::DEPENDENCIES.iter();
    let others: String = others.map(|(_, line)| format!("{line}\n")).collect();
    runtime + &others
}

/// The folder's name as a package may be called.
fn package_name(folder: &Path) -> String {
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("client");
    let name = name::snake_case(name).replace('_', "-");
    name.trim_matches('-').to_owned()
}

/// JSON's escapes are TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
