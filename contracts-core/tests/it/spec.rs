//! Spec documents: what is a requirement, and what only looks like one.

use contracts_core::{
    finding,
    manifest::{self, Manifest},
    source::{SourceId, Sources},
    spec::{self, Ids, Level, SpecDocument, Specs},
};

pub(crate) fn document(markdown: &str) -> SpecDocument {
    spec::parse(&SourceId::new("a.md"), markdown, &ids())
}

fn ids() -> Ids {
    let patterns = ["ORCH-[0-9]{3,5}", "OC-[A-Z0-9-]+-[0-9]{3,5}"].map(str::to_owned);
    Ids::new(&patterns).unwrap()
}

/// The requirements as `id level: title`.
fn requirements(markdown: &str) -> Vec<String> {
    let document = document(markdown);
    let requirements = document.requirements.iter();
    requirements
        .map(|r| format!("{} {}: {}", r.id, r.level().as_str(), r.title))
        .collect()
}

#[track_caller]
fn check(markdown: &str, expect: &[&str]) {
    assert_eq!(requirements(markdown), expect, "{markdown}");
}

/// A normative sentence that nobody can refer to.
#[track_caller]
fn unnamed(markdown: &str, expect: &[&str]) {
    let document = document(markdown);
    let found = document
        .unnamed
        .iter()
        .map(|range| &markdown[range.clone()]);
    assert_eq!(found.collect::<Vec<_>>(), expect, "{markdown}");
}

#[track_caller]
fn references(markdown: &str, expect: &[&str]) {
    let document = document(markdown);
    let found: Vec<&str> = document.references.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(found, expect, "{markdown}");
    for mention in &document.references {
        assert_eq!(&markdown[mention.range.clone()], mention.id, "{markdown}");
    }
}

#[test]
fn an_id_opens_its_sentence() {
    let expect = ["ORCH-2001 must: It MUST hold."];
    check("ORCH-2001: It MUST hold.", &expect);
    check("- [ORCH-2001] It MUST\n  hold.", &expect);
    check("1. (ORCH-2001) It **MUST** hold.", &expect);
    check("**ORCH-2001** It MUST hold.", &expect);
    check("**ORCH-2001:** It MUST hold.", &expect);
    check("`ORCH-2001`: It MUST hold.", &expect);
    check("ORCH-2001 – It MUST hold.", &expect);
    check("ORCH-2001. It MUST hold.", &expect);
    check("ORCH-2001 It MUST hold.", &expect);
    check("Why not. ORCH-2001: It MUST hold. And so on.", &expect);
    check("* [ ] ORCH-2001: It MUST hold.", &expect);
}

#[test]
fn an_id_in_parentheses_closes_its_sentence() {
    check(
        "It MUST hold (ORCH-2001).",
        &["ORCH-2001 must: It MUST hold"],
    );
    check(
        "It MUST hold. (ORCH-2001)",
        &["ORCH-2001 must: It MUST hold."],
    );
    // Not normative, or not alone: a reference.
    check("It holds (ORCH-2001).", &[]);
    check("It MUST hold (see ORCH-2001).", &[]);
    check("It MUST hold (ORCH-2001, ORCH-2002).", &[]);
}

#[test]
fn elsewhere_an_id_is_a_reference() {
    for text in [
        "ORCH-2001 says more.",
        "As ORCH-2001 says.",
        "[ORCH-2001](#a) says more.",
        "> ORCH-2001: It MUST hold.",
        "## About ORCH-2001",
        "| ORCH-2001 |\n|---|\n| x |",
        "ORCH-2001's stream.",
    ] {
        check(text, &[]);
        references(text, &["ORCH-2001"]);
    }
    references("ORCH-2001: It MUST hold as ORCH-2002 does.", &["ORCH-2002"]);
}

#[test]
fn code_and_html_are_no_text() {
    for text in [
        "```\nORCH-2001: It MUST hold.\n```",
        "    ORCH-2001: It MUST hold.",
        "<p>\nORCH-2001: It MUST hold.\n</p>",
        "<!-- ORCH-2001: It MUST hold. -->",
        "---\ntitle: ORCH-2001 MUST\n---\n",
        "![ORCH-2001: It MUST hold.](a.png)",
    ] {
        check(text, &[]);
        unnamed(text, &[]);
        references(text, &[]);
    }
    // Inline code is a word: it is not normative, and no sentence ends in it.
    check(
        "ORCH-2001: `a. MUST` SHOULD hold.",
        &["ORCH-2001 should: a. MUST SHOULD hold."],
    );
}

#[test]
fn levels_are_the_strongest_word() {
    check(
        "ORCH-200: It MAY, and SHALL.",
        &["ORCH-200 must: It MAY, and SHALL."],
    );
    check("ORCH-200: It must hold.", &["ORCH-200 info: It must hold."]);
    check(
        "ORCH-200: It is NOT\nRECOMMENDED.",
        &["ORCH-200 should: It is NOT RECOMMENDED."],
    );
}

#[test]
fn rows_of_tables_are_texts() {
    let table = "| id | MUST |\n|---|---|\n| ORCH-2001 | It MUST hold. |\n| a | b ORCH-2002 |\n";
    check(table, &["ORCH-2001 must: It MUST hold."]);
    references(table, &["ORCH-2002"]);
    unnamed(table, &[]);
    check("| id | level |\n|---|---|\n| ORCH-1001 | Refuse | \n", &[]);
}

#[test]
fn lists_go_on_with_a_sentence_that_ends_with_a_colon() {
    let text = "- ORCH-2001: It MUST have:\n  - a name\n  - an id, as ORCH-2003 says\n\
                - ORCH-2002: It MUST hold.\n";
    check(
        text,
        &[
            "ORCH-2001 must: It MUST have: a name an id, as ORCH-2003 says",
            "ORCH-2002 must: It MUST hold.",
        ],
    );
    references(text, &["ORCH-2003"]);
    // Items with ids of their own are requirements of their own.
    check(
        "ORCH-2001: It MUST have:\n\n- ORCH-2002: It MAY hold.\n",
        &[
            "ORCH-2001 must: It MUST have:",
            "ORCH-2002 may: It MAY hold.",
        ],
    );
    // Without a colon the list below is another text.
    check(
        "- ORCH-2001: It MUST hold.\n  - a name\n",
        &["ORCH-2001 must: It MUST hold."],
    );
    unnamed(
        "- ORCH-2001: It MUST hold.\n  - It MUST be.\n",
        &["It MUST be."],
    );
}

#[test]
fn normative_sentences_without_id() {
    unnamed("One. It MUST hold. Two.", &["It MUST hold."]);
    unnamed("ORCH-2001: It MUST hold. It MAY be.", &["It MAY be."]);
    unnamed("It must hold. \"MUST\" is a word. `MUST`", &[]);
    unnamed("> It MUST hold.", &[]);
}

#[test]
fn sections_and_their_anchors() {
    let document = document(
        "ORCH-1000: It MUST.\n\n# The *whole* `thing`: [part](x.md) 1\n\nORCH-1001: It MUST.\n\n\
         Notes\n-----\n\n## Notes ##\n\nORCH-1002: It MUST.\n\n## 🚀 ![alt](a.png)&amp; more\n",
    );
    let anchors: Vec<&str> = document
        .headings
        .iter()
        .map(|h| h.anchor.as_str())
        .collect();
    assert_eq!(
        anchors,
        ["the-whole-thing-part-1", "notes", "notes-1", "--more"]
    );
    let sections: Vec<Option<&str>> = document
        .requirements
        .iter()
        .map(|r| document.section(r).map(|h| h.text.as_str()))
        .collect();
    assert_eq!(
        sections,
        [None, Some("The whole thing: part 1"), Some("Notes")]
    );
}

#[test]
fn lists_of_ids() {
    let document = document(
        "## Not implemented\n\nNone of ORCH-1 yet.\n\n- ORCH-1001, ORCH-1002 and [ORCH-1003]: later, with ORCH-1004.\n\n\
         ### More\n\n- ORCH-1005\n\n## Retired\n\n- ORCH-1006: ORCH-1007 MUST do.\n\n## Notes\n\nORCH-1008: It MUST.\n",
    );
    let ids = |mentions: &[spec::Mention]| -> Vec<String> {
        mentions.iter().map(|m| m.id.clone()).collect()
    };
    let planned = ["ORCH-1001", "ORCH-1002", "ORCH-1003", "ORCH-1005"];
    assert_eq!(ids(&document.not_implemented), planned);
    assert_eq!(ids(&document.retired), ["ORCH-1006"]);
    assert_eq!(ids(&document.references), ["ORCH-1004", "ORCH-1007"]);
    assert_eq!(document.requirements.len(), 1);
    assert!(document.unnamed.is_empty(), "{:?}", document.unnamed);
}

#[test]
fn a_hash_follows_the_words_and_nothing_else() {
    let hash = |text: &str| document(text).requirements[0].hash.clone();
    let first = hash("# A\n\nORCH-2001: It MUST hold *always*.");
    assert_eq!(first, hash("- [ORCH-2001] It\n  MUST   hold `always`."));
    assert_ne!(first, hash("ORCH-2001: It SHOULD hold always."));
    assert_ne!(first, hash("ORCH-2001: It MUST hold always"));
    assert!(first.starts_with("sha256:") && first.len() == 71, "{first}");
}

#[test]
fn places_are_those_of_the_source() {
    let text = "ä *ö*. ORCH-2001: It\n  MUST &amp; [shall](x.md) as **ORCH-2002** says.";
    let document = document(text);
    let requirement = &document.requirements[0];
    assert_eq!(&text[requirement.id_range.clone()], "ORCH-2001");
    assert_eq!(
        &text[requirement.range.clone()],
        "ORCH-2001: It\n  MUST &amp; [shall](x.md) as **ORCH-2002** says."
    );
    assert_eq!(requirement.title, "It MUST & shall as ORCH-2002 says.");
    assert_eq!(requirement.links, ["x.md"]);
    assert_eq!(requirement.level(), Level::Must);
    assert_eq!(&text[requirement.words[0].1.clone()], "MUST");
    assert_eq!(&text[document.references[0].range.clone()], "ORCH-2002");
}

fn manifest(specs: &str) -> (Option<Manifest>, String, Sources) {
    let toml = format!("[[artifacts]]\nkind = 'requirements'\npath = 'requirements'\n{specs}");
    let files = [
        ("contracts.toml", toml.as_str()),
        (".specs/a.md", "ORCH-1001: It MUST."),
        (".specs/deep/er/b.md", "ORCH-1003: It MUST."),
        (".specs/deep/c.txt", "ORCH-1005: It MUST."),
        (".specsy/d.md", "ORCH-1007: It MUST."),
    ];
    let mut sources = Sources::memory(files);
    let (manifest, findings) =
        manifest::load(&mut sources, &SourceId::new("contracts.toml")).unwrap();
    let text = finding::to_text(&findings, &sources);
    (manifest, text, sources)
}

#[test]
fn documents_are_found_by_patterns() {
    let specs = "[specs]\npaths = ['.specs/**/*.md']\nids = ['ORCH-[0-9]+']\n";
    let (manifest, findings, mut sources) = manifest(specs);
    assert_eq!(findings, "");
    let (specs, findings) = spec::load(&mut sources, &manifest.unwrap()).unwrap();
    assert_eq!(findings, []);
    let paths: Vec<&str> = specs.documents.iter().map(|d| d.source.as_str()).collect();
    assert_eq!(paths, [".specs/a.md", ".specs/deep/er/b.md"]);
}

/// A mistake in `[specs]`, told while the manifest or the documents are loaded.
#[track_caller]
fn mistake(specs: &str, expect: &str) {
    let (manifest, mut text, mut sources) = manifest(specs);
    let (_, findings) = spec::load(&mut sources, &manifest.unwrap()).unwrap();
    text.push_str(&finding::to_text(&findings, &sources));
    assert_eq!(text.trim(), expect);
}

#[test]
fn mistakes_in_the_manifest() {
    mistake(
        "",
        "contracts.toml:2:8: error[missing-key]: requirements need `[specs]`, which says where the spec documents are
    help: add `[specs]` with `paths` and `ids`",
    );
    mistake(
        "[specs]\npath = ['a.md']\nids = ['X-1']",
        "contracts.toml:5:1: error[unknown-key]: unknown key `path`
    help: did you mean `paths`?
contracts.toml:4:2: error[missing-key]: `paths` is missing here",
    );
    mistake(
        "[specs]\npaths = ['.spec/*.md']\nids = ['X-1']",
        "contracts.toml:5:10: error[invalid-value]: no file matches `.spec/*.md`
    help: write it relative to contracts.toml, as `.specs/**/*.md`",
    );
    mistake(
        "[specs]\npaths = ['.specs/*.md']\nids = ['X-1', 'X-[0-9', '[0-9]*']",
        "contracts.toml:6:15: error[invalid-value]: `X-[0-9` is no regular expression: unclosed character class
    help: write it as `REQ-[0-9]{4}`
contracts.toml:6:25: error[invalid-value]: `[0-9]*` matches nothing at all
    help: write it as `REQ-[0-9]{4}`",
    );
    mistake(
        "[specs]\npaths = ['.specs/[.md']\nids = ['X-1']",
        "contracts.toml:5:10: error[invalid-value]: `.specs/[.md` is no pattern of paths: unclosed character class; missing ']'",
    );
    mistake(
        "[specs]\npaths = ['../a.md']\nids = []",
        "contracts.toml:5:10: error[invalid-path]: `../a.md` is not a path inside this folder
    help: write it relative to contracts.toml, without `..`
contracts.toml:6:7: error[invalid-value]: `ids` needs at least one item",
    );
}

#[test]
fn free_ids_follow_the_highest() {
    let next = |texts: &[&str]| {
        let documents = texts.iter().map(|text| document(text)).collect();
        spec::next_ids(&Specs { documents }, &ids())
    };
    let text =
        "ORCH-2001: It MUST. OC-A-0999: It MUST as OC-A-1000.\n\n## Retired\n\n- ORCH-2002\n";
    assert_eq!(next(&[text]), ["OC-A-1001", "ORCH-2003"]);
    // After the last number that the pattern knows, the lowest free one.
    assert_eq!(next(&["ORCH-99999 and ORCH-00001"]), ["ORCH-00002"]);
    assert_eq!(next(&[]), ["ORCH-1001"]);
}
