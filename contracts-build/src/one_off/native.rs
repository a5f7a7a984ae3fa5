//! A crate whose client is ours.

use std::path::{Component, Path, PathBuf};

use super::{About, ONE_OFF, Runtime, first_call, quoted};

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
        "::chrono::",
        "chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }",
    ),
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
    if about.names("wire::Base64") {
        features.push("base64");
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
    let call = first_call::shown(about);
    about.readme(&format!(
        "```rust\n{call}```\n\n\
         HTTPS needs a TLS feature of `reqwest` in your own Cargo.toml, such as `rustls`.\n"
    ))
}

fn library(about: &About<'_>) -> String {
    let head = about.library_head(&first_call::compiled(about));
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
