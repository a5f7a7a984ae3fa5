//! A program that reads and writes values as the types of each mode.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use contracts_benches::{
    Failure,
    nested::{self, Nested},
    peers,
};
use contracts_build::roundtrip::program::{self, Outcome};

/// The modes: what their modules are called, and what `cargo contracts generate` is told.
pub(crate) const MODES: [(&str, &str); 5] = [
    ("field_match", "--serde field-match"),
    ("table", "--serde table"),
    ("derive", "--serde derive"),
    ("closed", "--serde field-match --enums closed"),
    ("typify", "--types typify"),
];

/// A document's program.
pub(crate) struct Probe {
    package: String,
    /// The Rust names of types that all modes have, by their letters and digits.
    names: BTreeMap<String, Option<String>>,
}

impl Probe {
    /// Writes the program's package.
    pub(crate) fn write(nested: &mut Nested, at: usize, document: &Path) -> Result<Self, Failure> {
        let package = format!("probe-{at}");
        let mut types: Option<BTreeSet<String>> = None;
        let mut modules = String::new();
        for (module, words) in MODES {
            let name = format!("types-{at}-{module}");
            peers::ours(
                nested,
                &name,
                document,
                &format!("{words} --directions both"),
            )?;
            // The client beside the types would cost more than they do.
            nested.remove(&name)?;
            let text = fs::read_to_string(nested.folder.join(&name).join("src/types.rs"))?;
            let own = types_of(&text)?;
            types = Some(types.map_or(own.clone(), |types| &types & &own));
            nested.write(&format!("{package}/src/{module}.rs"), &text)?;
            writeln!(
                modules,
                "#[allow(warnings)]\n#[rustfmt::skip]\nmod {module};"
            )?;
        }
        let types = types.unwrap_or_default();
        let ways = types.iter().map(|name| {
            let paths = MODES.map(|(module, _)| format!("{module}::{name}"));
            (name.as_str(), paths.to_vec())
        });
        nested.write(
            &format!("{package}/src/main.rs"),
            &program::source(&modules, ways),
        )?;
        let runtime = peers::workspace().join("contracts-runtime");
        nested.write(
            &format!("{package}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 contracts-runtime = {{ path = {:?}, features = [\"base64\", \"serde\"] }}\n\
                 chrono = {{ version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }}\n\
                 serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
                 uuid = {{ version = \"1\", features = [\"serde\"] }}\n",
                runtime.display().to_string()
            ),
        )?;
        nested.add(&package)?;
        let mut names = BTreeMap::new();
        for name in types {
            // Two that differ in case or punctuation alone: nobody can tell which is whose.
            let letters = letters(&name);
            let taken = names.contains_key(&letters);
            names.insert(letters, (!taken).then_some(name));
        }
        Ok(Self { package, names })
    }

    /// The type of a component schema.
    pub(crate) fn type_of(&self, key: &str) -> Option<&str> {
        self.names.get(&letters(key))?.as_deref()
    }

    /// What becomes of values: pairs of a type and JSON.
    pub(crate) fn run(
        &self,
        nested: &Nested,
        values: &[(&str, String)],
    ) -> Result<Vec<[Outcome; MODES.len()]>, Failure> {
        let input = nested.folder.join(&self.package).join("values");
        let lines = values.iter().map(|(name, value)| (*name, value.clone()));
        fs::write(&input, program::input(lines))?;
        let built = nested.built(&format!("debug/{}", self.package));
        let mut command = std::process::Command::new(built);
        command.arg(&input);
        let said = program::outcomes(&nested::output(command)?).into_iter();
        let outcomes: Vec<_> = said.filter_map(|line| line.try_into().ok()).collect();
        if outcomes.len() == values.len() {
            Ok(outcomes)
        } else {
            let (given, got) = (values.len(), outcomes.len());
            Err(format!("{} answered {got} of {given} values", self.package).into())
        }
    }
}

fn types_of(text: &str) -> Result<BTreeSet<String>, Failure> {
    let items = syn::parse_file(text)?.items;
    let names = items.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => Some(&item.ident),
        syn::Item::Enum(item) => Some(&item.ident),
        syn::Item::Type(item) => Some(&item.ident),
        _ => None,
    });
    Ok(names.map(ToString::to_string).collect())
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
