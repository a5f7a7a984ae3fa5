//! The stock back end: a client that progenitor makes, types included.
//!
//! The document goes to progenitor-impl as an [`openapiv3`] value: one file of OpenAPI 3.0 as it is, everything
//! else lowered to that first ([`lower`]). What progenitor refuses, or panics at, is blamed on the operations
//! that cause it ([`blame`]).

mod blame;
mod lower;
mod ordered;
mod schema;
#[cfg(test)]
mod tests;

use contracts_core::{
    Finding,
    manifest::{Interface, TagStyle},
    openapi::{Contract, Version},
    source::Sources,
};
use proc_macro2::TokenStream;
use progenitor_impl::{GenerationSettings, Generator};
use serde_json::Value;

/// What the generated client looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) interface: Interface,
    pub(crate) tags: TagStyle,
}

/// Lets progenitor generate; the findings say what it cannot do, and what got lost on the way to 3.0.
pub(crate) fn emit(
    contract: &Contract,
    sources: &Sources,
    style: Style,
) -> (Option<TokenStream>, Vec<Finding>) {
    let as_it_is = contract.version == Version::V3_0 && !lower::has_files(&contract.document);
    let (document, mut findings) = if as_it_is {
        (contract.document.clone(), Vec::new())
    } else {
        lower::lower(contract)
    };
    match attempt(&ordered::json(&document, sources, &contract.source), style) {
        Ok(tokens) => {
            let tokens = tokens
                .parse()
                .ok()
                .filter(|_| !findings.iter().any(Finding::is_error));
            (tokens, findings)
        }
        Err(message) => {
            let refused = |document: &Value| attempt(&document.to_string(), style).err();
            findings.extend(blame::blame(contract, &document, &message, &refused));
            (None, findings)
        }
    }
}

/// What panics in the back end's thread, and only there, leaves no trace on stderr.
const THREAD: &str = "contracts-stock-backend";

/// Runs progenitor on the text of a document, in a thread of its own because it gives up by panicking.
///
/// The tokens come back as text: they do not leave their thread otherwise.
fn attempt(document: &str, style: Style) -> Result<String, String> {
    silence();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(THREAD.to_owned());
        let run = thread.spawn_scoped(scope, || generate(document, style));
        let run = run.map_err(|error| format!("cannot start a thread: {error}"))?;
        run.join().unwrap_or_else(|panic| Err(words(&*panic)))
    })
}

fn generate(document: &str, style: Style) -> Result<String, String> {
    let document: openapiv3::OpenAPI =
        serde_json::from_str(document).map_err(|error| words_of_serde(&error))?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(match style.interface {
        Interface::Positional => progenitor_impl::InterfaceStyle::Positional,
        Interface::Builder => progenitor_impl::InterfaceStyle::Builder,
    });
    settings.with_tag(match style.tags {
        TagStyle::Merged => progenitor_impl::TagStyle::Merged,
        TagStyle::Separate => progenitor_impl::TagStyle::Separate,
    });
    let tokens = Generator::new(&settings).generate_tokens(&document);
    let tokens = tokens.map_err(|error| error.to_string())?;
    Ok(tokens.to_string())
}

/// serde_json's message without the position in a text that nobody has seen.
fn words_of_serde(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let words = whole.split(" at line ").next().unwrap_or(&whole);
    format!("not OpenAPI 3.0 as openapiv3 reads it: {words}")
}

/// What a panic said.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    let first = text
        .unwrap_or("no message")
        .lines()
        .next()
        .unwrap_or_default();
    format!("it panicked: {first}")
}

/// Keeps the panics of the back end's threads, which become findings, out of stderr.
fn silence() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}
