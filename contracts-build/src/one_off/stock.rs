//! A crate whose client is progenitor's.

use super::About;
use crate::name;

/// Everything but the generated code.
pub(super) fn files(about: &About<'_>) -> Vec<(String, String)> {
    vec![
        (
            "Cargo.toml".to_owned(),
            about.manifest(&about.dependencies(DEPENDENCIES)),
        ),
        ("README.md".to_owned(), readme(about)),
        ("src/lib.rs".to_owned(), library(about)),
    ]
}

/// What the code may name, and the dependency for it.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("bytes::", "bytes = \"1\""),
    (
        "chrono::",
        "chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }",
    ),
    ("futures::", "futures = \"0.3\""),
    ("progenitor_client::", "progenitor-client = \"0.15\""),
    ("regress::", "regress = \"0.11\""),
    (
        "reqwest::",
        "reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }",
    ),
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

fn readme(about: &About<'_>) -> String {
    let call = first_call(about, "");
    about.readme(&format!(
        "```rust\n{call}```\n\n\
         The code is [progenitor](https://docs.rs/progenitor)'s. What it needs while running, \
         `progenitor-client`, is under the MPL-2.0.\n\
         HTTPS needs a TLS feature of `reqwest` in your own Cargo.toml, such as `rustls`.\n"
    ))
}

fn library(about: &About<'_>) -> String {
    let head = about.library_head(&first_call(about, "# "));
    format!(
        "{head}\
         #[allow(clippy::all, deprecated, rustdoc::all, reason = \"generated\")]\n#[rustfmt::skip]\nmod client;\n\n\
         pub use client::*;\n"
    )
}

/// A program's first lines with the client; lines that only a doctest needs begin with `hidden`.
fn first_call(about: &About<'_>, hidden: &str) -> String {
    let library = about.package.replace('-', "_");
    let client = format!("let client = {library}::Client::new({});\n", about.url());
    let Some(method) = easiest(about) else {
        return client;
    };
    let call =
        format!("let answer = client.{method}().await?;\nprintln!(\"{{}}\", answer.status());\n");
    if hidden.is_empty() {
        return client + &call;
    }
    format!(
        "{hidden}async fn run() -> Result<(), Box<dyn std::error::Error>> {{\n{client}{call}\
         {hidden}Ok(())\n{hidden}}}\n"
    )
}

/// A method of the generated code that takes no argument.
fn easiest(about: &About<'_>) -> Option<String> {
    let words: String = about
        .code
        .iter()
        .flat_map(|file| file.text.split_whitespace())
        .collect();
    let operations = about.contract.operations.iter();
    let mut methods = operations.map(|operation| name::snake_case(&operation.id));
    methods.find(|method| {
        words.contains(&format!("pubasyncfn{method}<'a>(&'aself,)"))
            || words.contains(&format!("pubasyncfn{method}<'a>(&'aself)"))
    })
}
