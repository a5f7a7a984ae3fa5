//! Asking the web.

use std::collections::BTreeMap;

use contracts_core::{
    Finding,
    link::{self, Page, Target},
};

use crate::{
    curl,
    output::{Output, Tone},
};

/// What the servers behind links to the web say. Each address is asked for once, without its anchor.
pub(super) fn check(pages: &[Page], output: &mut Output) -> Result<Vec<Finding>, String> {
    let mut answers: BTreeMap<String, Option<u16>> = BTreeMap::new();
    let mut findings = Vec::new();
    for page in pages {
        for link in &page.links {
            let Target::Web { url } = &link.to else {
                continue;
            };
            if link::is_example(url) {
                continue;
            }
            let address = url.split('#').next().unwrap_or(url);
            let status = match answers.get(address) {
                Some(known) => *known,
                None => {
                    output.status(Tone::Work, "Asking", address);
                    let status = status(address)?;
                    answers.insert(address.to_owned(), status);
                    status
                }
            };
            findings.extend(link::answered(page, link, status));
        }
    }
    Ok(findings)
}

/// The status of an address. Servers that know no HEAD are asked for the page.
fn status(address: &str) -> Result<Option<u16>, String> {
    match ask(address, &["--head"])? {
        Some(400..) => ask(address, &[]),
        status => Ok(status),
    }
}

fn ask(address: &str, arguments: &[&str]) -> Result<Option<u16>, String> {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let fixed = ["--output", nowhere, "--write-out", "%{http_code}"];
    let arguments = [&fixed, arguments].concat();
    let answer = curl::ask(address, &arguments, "leave out --online")?;
    let status = String::from_utf8_lossy(&answer.stdout).trim().parse().ok();
    // Without an answer curl says 000.
    Ok(status.filter(|status| *status >= 100))
}
