//! A crate whose client is ours.

use std::path::{Component, Path, PathBuf};

use contracts_core::openapi::{Contract, Method, Operation, Parameter};

use super::{About, ONE_OFF, Runtime, quoted};
use crate::{
    emit::client::{
        OWN_METHODS,
        security::{self, Scheme},
    },
    lower::ir::{Ir, Scalar, Type},
    name::{self, Scope},
};

/// Everything but the generated code.
pub(super) fn files(about: &About<'_>, folder: &Path, runtime: &Runtime) -> Vec<(String, String)> {
    vec![
        ("Cargo.toml".to_owned(), manifest(about, folder, runtime)),
        ("README.md".to_owned(), readme(about)),
        ("src/lib.rs".to_owned(), library(about)),
    ]
}

/// What the code may name, and the dependency for it.
pub(super) const DEPENDENCIES: &[(&str, &str)] = &[
    (
        "::serde::",
        "serde = { version = \"1\", features = [\"derive\"] }",
    ),
    ("::serde_json::", "serde_json = \"1\""),
    (
        "::uuid::",
        "uuid = { version = \"1\", features = [\"serde\"] }",
    ),
];

fn manifest(about: &About<'_>, folder: &Path, runtime: &Runtime) -> String {
    let mut features = vec!["client", "serde"];
    if about.has_server() {
        features.push("server");
    }
    // A document without limits has nothing to check.
    if about.names("wire::Validate") {
        features.push("validate");
    }
    let runtime = dependency(folder, runtime, &features);
    about.manifest(&format!("{runtime}{}", about.dependencies(DEPENDENCIES)))
}

/// The dependency on contracts-runtime of a package in `folder`.
pub(super) fn dependency(folder: &Path, runtime: &Runtime, features: &[&str]) -> String {
    let runtime = match runtime {
        Runtime::Registry => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        Runtime::Path(path) => format!("path = {}", quoted(&relative(folder, path))),
    };
    format!("contracts-runtime = {{ {runtime}, features = {features:?} }}\n")
}

/// The way from a folder to another path; as it is where there is none.
fn relative(folder: &Path, path: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let (from, to) = (absolute(folder), absolute(path));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    let way: PathBuf = up.chain(to[shared..].iter().copied()).collect();
    way.to_string_lossy().replace('\\', "/")
}

fn readme(about: &About<'_>) -> String {
    let call = first_call(about, "");
    about.readme(&format!(
        "```rust\n{call}```\n\n\
         HTTPS needs a TLS feature of `reqwest` in your own Cargo.toml, such as `rustls`.\n"
    ))
}

fn library(about: &About<'_>) -> String {
    let call = first_call(about, "# ");
    let head = about.library_head(&call);
    let server = match about.has_server() {
        true => format!(
            "/// A trait to implement, and the router of whoever does.\n#[allow(clippy::all, deprecated, rustdoc::all, reason = \"generated\")]\n\
             #[rustfmt::skip]\n#[path = \"server.rs\"]\nmod generated_server;\n\
             pub use generated_server::{ONE_OFF} as server;\n\n"
        ),
        false => String::new(),
    };
    format!(
        "{head}\
         /// What goes over the wire.\n#[allow(clippy::all, deprecated, rustdoc::all, reason = \"generated\")]\n\
         #[rustfmt::skip]\npub mod types;\n\n{server}\
         #[allow(clippy::all, deprecated, rustdoc::all, reason = \"generated\")]\n#[rustfmt::skip]\nmod client;\n\n\
         pub use client::{ONE_OFF}::*;\n"
    )
}

/// A program's first lines with the client; lines that only a doctest needs begin with `hidden`.
fn first_call(about: &About<'_>, hidden: &str) -> String {
    let library = about.package.replace('-', "_");
    let url = about.url();
    let schemes = security::schemes(
        about.contract,
        &mut Scope::default(),
        &mut Scope::with(OWN_METHODS),
    );
    let easiest = easiest(about.contract, about.ir, &schemes);
    let credentials = easiest.map_or_else(String::new, |it| credentials(it, &schemes));
    let call = easiest.map_or_else(String::new, |operation| {
        let method = name::snake_case(&operation.id);
        let arguments: Vec<String> = required(operation).map(|parameter| quoted(&parameter.name)).collect();
        let arguments = arguments.join(", ");
        format!(
            "let answer = client.{method}({arguments}).send().await?;\nprintln!(\"{{answer:?}}\");\n"
        )
    });
    let wrapper = (
        format!("{hidden}async fn run() -> Result<(), Box<dyn std::error::Error>> {{\n"),
        format!("{hidden}Ok(())\n{hidden}}}\n"),
    );
    let (before, after) = if hidden.is_empty() {
        (String::new(), String::new())
    } else {
        wrapper
    };
    format!("{before}let client = {library}::Client::new({url})?{credentials};\n{call}{after}")
}

/// The calls that hand over what an operation asks for, in its first alternative that there are methods for.
fn credentials(operation: &Operation, schemes: &[Scheme<'_>]) -> String {
    let call = |wire: &String| {
        let scheme = schemes.iter().find(|scheme| scheme.wire == wire)?;
        let method = scheme.method.as_ref()?;
        let arguments = match security::is_basic(scheme.scheme) {
            true => "\"user\", \"password\"",
            false => "\"secret\"",
        };
        Some(format!("\n    .{method}({arguments})"))
    };
    let mut alternatives = operation.security.iter();
    let calls = alternatives.find_map(|alternative| {
        let calls: Option<String> = alternative.keys().map(call).collect();
        calls.filter(|calls| !calls.is_empty())
    });
    calls.unwrap_or_default()
}

/// The operation that needs the fewest arguments, and only text.
fn easiest<'c>(contract: &'c Contract, ir: &Ir, schemes: &[Scheme<'_>]) -> Option<&'c Operation> {
    let is_text = |parameter: &Parameter| {
        let schema = parameter.schema.as_ref();
        schema.is_none_or(|schema| ir.types.get(schema) == Some(&Type::Scalar(Scalar::Text)))
    };
    let is_easy = |operation: &&Operation| {
        operation.method == Method::Get
            && !operation.deprecated
            && operation.body.as_ref().is_none_or(|body| !body.required)
            && required(operation).all(is_text)
    };
    let mut easy: Vec<&Operation> = contract.operations.iter().filter(is_easy).collect();
    easy.sort_by_key(|operation| required(operation).count());
    // A method that shares its name with another, or with one of the client itself, is called something else.
    let names: Vec<String> = contract
        .operations
        .iter()
        .map(|operation| name::snake_case(&operation.id))
        .collect();
    easy.into_iter().find(|operation| {
        let name = name::snake_case(&operation.id);
        let mut of_schemes = schemes.iter().filter_map(|scheme| scheme.method.as_ref());
        let is_own = OWN_METHODS.contains(&name.as_str()) || of_schemes.any(|own| *own == name);
        !is_own && names.iter().filter(|other| **other == name).count() == 1
    })
}

fn required(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
}
