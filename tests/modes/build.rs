//! Generates `kinds.yaml`, and random documents, once in every mode.

// In the tests, too, which make values for the documents.
#[allow(unreachable_pub, reason = "shared with the tests")]
mod draw;
mod schemas;

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use contracts_build::Project;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The modes by their names in manifests and in Rust.
const MODES: [(&str, &str); 3] = [
    ("field-match", "field_match"),
    ("table", "table"),
    ("derive", "derive"),
];

/// Formats of strings and the types of `lib.rs` for them.
const FORMATS: [(&str, &str); 5] = [
    ("byte", "Byte"),
    ("date", "Date"),
    ("date-time", "DateTime"),
    ("decimal", "Decimal"),
    ("uri", "Uri"),
];

fn main() -> Outcome {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // Copied without its permissions: in a tree that cannot be written, the next run could not write it again.
    fs::write(out.join("kinds.yaml"), fs::read(here.join("kinds.yaml"))?)?;
    let mut modules = generate(&out, &[("kinds".to_owned(), "kinds.yaml".to_owned())])?;
    modules.push_str(&random(&out)?);
    fs::write(out.join("modules.rs"), modules)?;
    for input in ["build.rs", "draw.rs", "schemas.rs", "kinds.yaml"] {
        writeln!(std::io::stdout(), "cargo::rerun-if-changed={input}")?;
    }
    Ok(())
}

/// Generates documents in every mode; the answer is a module for each, with one for each mode in it.
fn generate(out: &Path, documents: &[(String, String)]) -> Outcome<String> {
    let mut manifest = "[formats]\nuuid = \"::uuid::Uuid\"\n".to_owned();
    for (format, name) in FORMATS {
        writeln!(
            manifest,
            "{format} = \"::contracts_modes::formats::{name}\""
        )?;
    }
    let mut modules = String::new();
    for (name, path) in documents {
        writeln!(modules, "pub mod {name} {{")?;
        for (mode, module) in MODES {
            let id = format!("{name}-{mode}");
            let file = format!("{name}_{module}.rs");
            writeln!(
                manifest,
                "[documents.{id}]\npath = {path:?}\nserde = {mode:?}"
            )?;
            writeln!(
                manifest,
                "[[artifacts]]\nkind = \"types\"\npath = {file:?}\ndocument = {id:?}\nmodule = \"crate::generated::{name}::{module}\""
            )?;
            writeln!(
                modules,
                "pub mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{file}\")); }}"
            )?;
        }
        modules.push_str("}\n");
    }
    let path = out.join("contracts.toml");
    fs::write(&path, manifest)?;
    let mut project = Project::open(&path)?;
    let artifacts = project.manifest.artifacts.clone();
    let generated = project.generate(&artifacts, &mut |_| Ok(Default::default()))?;
    if project.has_errors() {
        return Err(format!("{:#?}", project.findings).into());
    }
    for generated in generated {
        fs::write(out.join(&generated.artifact.path), generated.text)?;
    }
    Ok(modules)
}

/// The random documents, and a table of their types.
fn random(out: &Path) -> Outcome<String> {
    let mut documents = Vec::new();
    let mut cases = String::new();
    for number in 0..schemas::DOCUMENTS {
        let (name, file) = (format!("d{number}"), format!("d{number}.json"));
        let document = schemas::document(number);
        fs::write(out.join(&file), serde_json::to_string_pretty(&document)?)?;
        for at in 0..schemas::TYPES {
            writeln!(
                cases,
                "Case {{ document: include_str!(concat!(env!(\"OUT_DIR\"), \"/{file}\")), name: \"T{at}\", \
                 modes: [round::<{name}::field_match::T{at}>, round::<{name}::table::T{at}>, round::<{name}::derive::T{at}>] }},"
            )?;
        }
        documents.push((name, file));
    }
    let mut modules = generate(out, &documents)?;
    write!(
        modules,
        "/// The types of the random documents.\npub const CASES: &[Case] = &[{cases}];\n"
    )?;
    Ok(modules)
}
