use super::{Link, Page, Target};
use crate::{Code, Finding, finding::Place};

/// What is wrong with a link to the web when its server answers with `status`, or not at all.
pub fn answered(page: &Page, link: &Link, status: Option<u16>) -> Option<Finding> {
    let Target::Web { url } = &link.to else {
        return None;
    };
    let (code, message, help) = match status {
        Some(200..=399) => return None,
        Some(404 | 410) => (
            Code::BrokenLink,
            format!("there is no page {url}"),
            "correct it, or drop the link",
        ),
        Some(status) => (
            Code::UnreachableLink,
            format!("{url} answers with status {status}"),
            "look at it in a browser; some servers refuse everything else",
        ),
        None => (
            Code::UnreachableLink,
            format!("{url} does not answer"),
            "ask again later, or correct it",
        ),
    };
    let place = Place::bytes(&page.source, link.range.clone());
    let finding = Finding::new(code, place, message).help(help);
    (!page.accepts(&finding)).then_some(finding)
}

/// Whether an address is there for examples only, or is nobody else's business.
pub fn is_example(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = match host.split_once(']') {
        Some((host, _)) => host.trim_start_matches('['),
        None => host.split(':').next().unwrap_or_default(),
    };
    let ends = [".example", ".test", ".invalid", ".localhost"];
    let domains = ["example.com", "example.org", "example.net"];
    let of = |domain: &&str| host == *domain || host.ends_with(&format!(".{domain}"));
    let own = matches!(host, "localhost" | "::1") || host.starts_with("127.");
    own || ends.iter().any(|end| host.ends_with(end)) || domains.iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_from_real_addresses() {
        for url in [
            "https://example.com/a",
            "http://api.example.org",
            "http://localhost:8080/x",
            "http://[::1]:1/",
            "https://a.test",
            "http://127.0.0.1:9",
        ] {
            assert!(is_example(url), "{url}");
        }
        for url in [
            "https://notexample.com",
            "https://docs.rs/x#127.",
            "http://a.tests/",
        ] {
            assert!(!is_example(url), "{url}");
        }
    }
}
