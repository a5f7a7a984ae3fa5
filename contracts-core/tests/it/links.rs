//! Links in Markdown and rustdoc: what fires, and the near misses.

use contracts_core::{
    finding,
    link::{self, Page, Tree},
    source::{SourceId, Sources},
};

const DESIGN: &str =
    "# The design\n\n## What's `next`?\n\n## Same\n\n## Same\n\n<a name=\"by-hand\"></a>\n";

/// Files beside the one that is looked at.
const FILES: [(&str, &str); 6] = [
    ("docs/design.md", DESIGN),
    ("docs/README.md", "# Docs\n"),
    ("docs/a b.md", "# Größe der Tür\n"),
    ("crates/core/src/source/mod.rs", "//! Sources.\n"),
    ("crates/core/README.md", "# Core\n"),
    (".ci/run", ""),
];

/// Compares what is found in a file with lines `code line:column: message (help)`.
#[track_caller]
fn check(path: &str, text: &str, expect: &[&str]) {
    let files: Vec<(&str, &str)> = FILES.into_iter().chain([(path, text)]).collect();
    let mut sources = Sources::memory(files.clone());
    let mut pages: Vec<Page> = Vec::new();
    for (file, _) in &files {
        let source = SourceId::new(file);
        let text = sources.read(&source).expect("a file in memory");
        pages.extend(link::read(&source, text));
    }
    let tree = Tree::new(files.iter().map(|(path, _)| *path));
    let findings = link::check(&pages, &tree);
    let lines = findings.iter().map(|finding| {
        let location = sources.locate(&finding.place);
        assert_eq!(location.file, path);
        let (line, column) = (location.line.unwrap_or(0), location.column.unwrap_or(0));
        let (code, help) = (finding.code.id(), finding.help.clone().unwrap_or_default());
        format!("{code} {line}:{column}: {} ({help})", finding.message)
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        expect,
        "{}",
        finding::to_text(&findings, &sources)
    );
}

#[test]
fn links_to_files_and_folders() {
    let good = "[a](docs/design.md) [b](./docs/) [c](docs) [d](docs/a%20b.md) [e](</docs/a b.md>) [f](.ci/run)\n\
                [g](docs/design.md?plain=1) ![h](docs/design.md) [i][design] [design] [j](mailto:a@b.c) [0, 1]\n\
                [k](https://nowhere.example/x) [](docs) `[l](gone.md)`\n\n    [m](gone.md)\n\n\
                ```\n[n](gone.md)\n```\n\n[design]: docs/design.md 'x'\n";
    check("README.md", good, &[]);
    check(
        "docs/x.md",
        "[a](design.md) [b](../docs/design.md) [c](..) [d](/docs)\n",
        &[],
    );
    check(
        "README.md",
        "Text [a](docs/desing.md) ![b](gone.png).\n\n[c][nobody] [d](crates/design.md)\n",
        &[
            "broken-link 1:10: there is no `docs/desing.md` (did you mean `docs/design.md`?)",
            "broken-link 1:31: there is no `gone.png` (correct it, or drop the link)",
            "broken-link 3:1: nothing in this document defines the link `nobody` (add `[nobody]: …`, or escape the brackets)",
            "broken-link 3:17: there is no `crates/design.md` (did you mean `docs/design.md`?)",
        ],
    );
    check(
        "docs/deep/x.md",
        "[a](design.md) [b](../../../design.md)",
        &[
            "broken-link 1:5: there is no `docs/deep/design.md` (did you mean `../design.md`?)",
            "broken-link 1:20: there is no `../design.md` (did you mean `../design.md`?)",
        ],
    );
    // Names differ by case on the systems that people deploy to.
    check(
        "README.md",
        "[a](docs/Design.md)",
        &["broken-link 1:5: there is no `docs/Design.md` (did you mean `docs/design.md`?)"],
    );
}

#[test]
fn anchors_are_githubs() {
    let good = "# Top\n\n[a](#top) [b](docs/design.md#whats-next) [c](docs/design.md#same-1) [d](docs/design.md#by-hand)\n\
                [e](docs/a%20b.md#gr%C3%B6%C3%9Fe-der-t%C3%BCr) [f](docs#docs) [g](#) [h](.ci/run#L3)\n\
                [i](crates/core/src/source/mod.rs#L1)\n";
    check("README.md", good, &[]);
    check(
        "README.md",
        "# Top\n\n[a](#topp) [b](docs/design.md#what's-next) [c](docs/design.md#same-2) [d](docs#elsewhere)\n",
        &[
            "broken-link 3:5: `README.md` has no heading with the anchor `topp` (did you mean `#top`?)",
            "broken-link 3:16: `docs/design.md` has no heading with the anchor `what's-next` (did you mean `#whats-next`?)",
            "broken-link 3:48: `docs/design.md` has no heading with the anchor `same-2` (did you mean `#same-1`?)",
            "broken-link 3:75: `docs/README.md` has no heading with the anchor `elsewhere` \
             (an anchor is the heading in small letters, without punctuation, `-` for each space)",
        ],
    );
}

#[test]
fn html_within_markdown() {
    check(
        "README.md",
        "<img src=\"docs/logo.svg\" alt=''>\n\nText <a href='docs/design.md#same'>a</a> <a href='#x'>b</a>\n\n\
         <p id=\"y\">\n<a\n  href=\"#y\">c</a>\n<!-- <a href=\"gone\"> -->\n</p>\n",
        &[
            "broken-link 1:11: there is no `docs/logo.svg` (correct it, or drop the link)",
            "broken-link 3:51: `README.md` has no heading with the anchor `x` (did you mean `#y`?)",
        ],
    );
}

#[test]
fn paths_in_backticks() {
    let good = "`docs/design.md`, `crates/core/src/source/mod.rs:3`, `docs/`, `src/`, `source/`, `docs/design.md#same`,\n\
                `application/json`, `docs/<name>.md`, `docs/*.md`, `/v1/docs/`, `path/to/x.rs`, `a/b`, `gone.md`\n";
    check("README.md", good, &[]);
    // From the document's folder, and from every folder above.
    check(
        "crates/core/x.md",
        "`src/source/mod.rs` `core/README.md` `docs/design.md`",
        &[],
    );
    check(
        "README.md",
        "See `src/source/mod.rs`, `doc/` and `docs/deep/`;\n[`docs/gone.md`](docs/design.md).\n",
        &[
            "broken-path 1:5: there is no `src/source/mod.rs`, neither here nor in a folder above \
             (did you mean `crates/core/src/source/mod.rs`?)",
            "broken-path 1:26: there is no `doc/`, neither here nor in a folder above (did you mean `docs`?)",
            "broken-path 1:37: there is no `docs/deep/`, neither here nor in a folder above \
             (correct it, or accept it in the line above: `<!-- contracts-allow: broken-path REASON -->`)",
        ],
    );
}

#[test]
fn doc_comments_link_to_files() {
    let text = "//! See [a](../README.md) and [`mod.rs`](source/mod.rs).\n//!\n//! ```\n//! [b](gone.md)\n//! ```\n\n\
                /// [c](crate::source) [d](Self::x) [e](struct.Foo.html) [f][g] [h](mod@x) `core::x/y`\n\
                /// [i](gone.md#x)\n///\n/// Größe: `docs/gone.md`, and\n/// [j](../READNE.md)\nfn f() {}\n\
                // [k](gone.md)\nconst A: &str = \"/// [l](gone.md)\";\n";
    check(
        "crates/core/src/lib.rs",
        text,
        &[
            "broken-link 8:9: there is no `crates/core/src/gone.md` (correct it, or drop the link)",
            "broken-path 10:12: there is no `docs/gone.md`, neither here nor in a folder above \
             (correct it, or accept it in the line above: `<!-- contracts-allow: broken-path REASON -->`)",
            "broken-link 11:9: there is no `crates/core/READNE.md` (did you mean `../README.md`?)",
        ],
    );
}

#[test]
fn comments_accept_what_they_stand_above() {
    let allow = "<!-- contracts-allow: broken-link made by the site -->";
    // A paragraph to its end, a list, a table; nothing of what follows.
    check(
        "README.md",
        &format!(
            "Text.\n\n{allow}\n[a](gone.md),\n[b](gone.md) `gone/a.md`\n\n[c](gone.md)\n\n{allow}\n\n- [d](gone.md)\n- [e](gone.md)\n"
        ),
        &[
            "broken-path 5:14: there is no `gone/a.md`, neither here nor in a folder above \
             (correct it, or accept it in the line above: `<!-- contracts-allow: broken-path REASON -->`)",
            "broken-link 7:5: there is no `gone.md` (correct it, or drop the link)",
        ],
    );
    // Below a heading, the section with all sections in it.
    check(
        "README.md",
        &format!(
            "# A\n\n## B\n\n{allow}\n\nText.\n\n[a](gone.md)\n\n### C\n\n[b](gone.md)\n\n## D\n\n[c](gone.md)\n"
        ),
        &["broken-link 17:5: there is no `gone.md` (correct it, or drop the link)"],
    );
    check("README.md", &format!("{allow}\n# A\n\n[a](gone.md)\n"), &[]);
    check(
        "crates/core/src/lib.rs",
        &format!(
            "/// A.\n///\n/// {allow}\n/// [a](gone.md)\nfn a() {{}}\n/// [b](gone.md)\nfn b() {{}}\n"
        ),
        &["broken-link 6:9: there is no `crates/core/src/gone.md` (correct it, or drop the link)"],
    );
    check(
        "README.md",
        "Text.\n\n<!-- contracts-allow: broken-lnk why -->\n<!-- contracts-allow: broken-link -->\n<!-- contracts-allow: dangling-ref why -->\n<!-- other -->\n",
        &[
            "invalid-value 3:1: `broken-lnk` cannot be accepted here (did you mean `broken-link`?)",
            "invalid-value 4:1: this comment does not say why \
             (write it as `<!-- contracts-allow: broken-link it is somebody else's -->`)",
            "invalid-value 5:1: `dangling-ref` cannot be accepted here \
             (a comment can accept broken-link, broken-path and unreachable-link)",
        ],
    );
}

#[test]
fn servers_answer_for_pages_of_the_web() {
    let text = "Text.\n\n<https://a.dev>\n\n<!-- contracts-allow: unreachable-link slow -->\n<https://b.dev>\n";
    let page = link::read(&SourceId::new("a.md"), text).expect("Markdown");
    let said = |index: usize, status| {
        let finding = link::answered(&page, &page.links[index], status);
        finding.map(|it| (it.code.id(), it.is_error()))
    };
    assert_eq!(said(0, Some(200)), None);
    assert_eq!(said(0, Some(404)), Some(("broken-link", true)));
    assert_eq!(said(0, Some(503)), Some(("unreachable-link", false)));
    assert_eq!(said(0, None), Some(("unreachable-link", false)));
    assert_eq!(said(1, None), None);
    assert_eq!(said(1, Some(410)), Some(("broken-link", true)));
}
