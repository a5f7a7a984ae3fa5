//! Ids in code: which module, which test, or neither.

use contracts_core::{
    finding,
    source::{SourceId, Sources},
    spec::Ids,
    trace::{self, Site, Sites, Target, Test},
};

fn target(kind: &str, root: &str) -> Target {
    Target {
        package: "toy".to_owned(),
        kind: kind.to_owned(),
        name: "toy".to_owned(),
        root: SourceId::new(root),
        doctest: kind == "lib",
    }
}

fn sites(files: &[(&str, &str)], targets: &[Target]) -> (Sites, String) {
    let ids = Ids::new(&["T-[0-9]+".to_owned()]).unwrap();
    let mut sources = Sources::memory(files.iter().copied());
    let (sites, findings) = trace::code(&mut sources, targets, &ids).unwrap();
    (sites, finding::to_text(&findings, &sources))
}

/// The claims as `id test`, those that are ambiguous with a question mark.
fn claims(files: &[(&str, &str)], targets: &[Target]) -> Vec<String> {
    let (sites, findings) = sites(files, targets);
    assert_eq!(findings, "");
    let claims = sites.claimed.iter().map(|claim| {
        let test = match &claim.test {
            Test::Function { path, cases: false } => path.clone(),
            Test::Function { path, cases: true } => format!("{path}::*"),
            Test::Doc { file, line } => format!("{file}:{line}"),
        };
        let unsure = if claim.ambiguous { "?" } else { "" };
        format!("{} {test}{unsure}", claim.site.id)
    });
    claims.collect()
}

#[track_caller]
fn check(files: &[(&str, &str)], expect: &[&str]) {
    assert_eq!(claims(files, &[target("lib", files[0].0)]), expect);
}

fn ids(sites: &[Site]) -> Vec<&str> {
    sites.iter().map(|site| site.id.as_str()).collect()
}

#[test]
fn modules_are_where_rust_looks_for_them() {
    let test = "#[test]\nfn t() {\n    // T-1\n}\n";
    check(
        &[
            ("src/lib.rs", "mod a;"),
            ("src/a.rs", "mod b;"),
            ("src/a/b.rs", test),
        ],
        &["T-1 a::b::t"],
    );
    check(
        &[
            ("src/lib.rs", "mod a;"),
            ("src/a/mod.rs", "mod b;"),
            ("src/a/b.rs", test),
        ],
        &["T-1 a::b::t"],
    );
    check(
        &[("src/lib.rs", "mod a { mod b; }"), ("src/a/b.rs", test)],
        &["T-1 a::b::t"],
    );
    check(
        &[
            ("src/lib.rs", "#[path = \"x/y.rs\"] mod a;"),
            ("src/x/y.rs", test),
        ],
        &["T-1 a::t"],
    );
    // A file that a path names is the root of its folder.
    let by_path = [
        ("src/lib.rs", "#[path = \"x/y.rs\"] mod a;"),
        ("src/x/y.rs", "mod b;"),
        ("src/x/b.rs", test),
    ];
    check(&by_path, &["T-1 a::b::t"]);
    // In a module in the file, paths begin in that module's folder.
    let inner = "mod m { #[path = \"y.rs\"] mod b; }";
    check(
        &[
            ("src/lib.rs", "mod a;"),
            ("src/a.rs", inner),
            ("src/a/m/y.rs", test),
        ],
        &["T-1 a::m::b::t"],
    );
    check(
        &[
            ("src/lib.rs", "mod a;"),
            ("src/a.rs", "#[path = \"y.rs\"] mod b;"),
            ("src/y.rs", test),
        ],
        &["T-1 a::b::t"],
    );
    check(
        &[
            ("src/lib.rs", "#[path = \"../b.rs\"] mod a;"),
            ("b.rs", test),
        ],
        &["T-1 a::t"],
    );
    check(
        &[("src/lib.rs", "mod r#type;"), ("src/type.rs", test)],
        &["T-1 r#type::t"],
    );
    // What is not there, leaves the root or goes in a circle.
    check(
        &[(
            "lib.rs",
            "mod a; #[path = \"../b.rs\"] mod b; #[test] fn t() { /* T-2 */ }",
        )],
        &["T-2 t"],
    );
    let (sites, _) = sites(
        &[("lib.rs", "#[path = \"lib.rs\"] mod a; // T-3")],
        &[target("lib", "lib.rs")],
    );
    assert_eq!(ids(&sites.implemented), ["T-3"]);
}

#[test]
fn a_file_of_two_modules_has_two_tests() {
    let twice = "#[path = \"x.rs\"] mod a;\n#[path = \"x.rs\"] mod b;";
    check(
        &[("lib.rs", twice), ("x.rs", "#[test] fn t() { /* T-1 */ }")],
        &["T-1 a::t", "T-1 b::t"],
    );
}

#[test]
fn what_makes_a_test_of_a_function() {
    check(
        &[("lib.rs", "#[tokio::test]\nasync fn t() { /* T-1 */ }")],
        &["T-1 t"],
    );
    check(
        &[(
            "lib.rs",
            "#[rstest]\n#[case(1)]\nfn t(#[case] n: u8) { /* T-1 */ }",
        )],
        &["T-1 t::*"],
    );
    check(
        &[(
            "lib.rs",
            "proptest! {\n #![x(y)]\n #[test]\n fn t(a in 0..1) { /* T-1 */ }\n}",
        )],
        &["T-1 t"],
    );
    check(
        &[(
            "lib.rs",
            "fn t() { /* T-1 */ }\n#[cfg(test)]\nfn u() { /* T-1 */ }",
        )],
        &[],
    );
}

#[test]
fn what_stands_behind_a_test_is_not_about_the_next() {
    check(
        &[(
            "lib.rs",
            "#[test]\nfn t() {} // T-1\n#[test]\nfn u() {}\nfn v() {} // T-2\n#[test]\nfn r#match() { /* T-3 */ }",
        )],
        &["T-1 t", "T-3 r#match"],
    );
}

#[test]
fn a_test_names_ids_on_it_and_in_it() {
    check(
        &[("lib.rs", "/// T-1, T-2\n#[test]\nfn t() {}")],
        &["T-1 t", "T-2 t"],
    );
    check(
        &[(
            "lib.rs",
            "// T-1\n// and T-2\n\n// T-3\n#[test]\n// T-4\nfn t() {} // T-5",
        )],
        &["T-3 t", "T-4 t", "T-5 t"],
    );
    check(
        &[(
            "lib.rs",
            "#[test]\n#[requirement(\"T-1\")]\nfn t() { \"T-2\"; }",
        )],
        &["T-1 t"],
    );
    check(
        &[(
            "lib.rs",
            "#[test]\nfn t() {\n  fn inner() { /* T-1 */ }\n}\n#[test]\nfn u() {}",
        )],
        &["T-1 t"],
    );
}

#[test]
fn namesakes_are_not_told_apart() {
    let cfg = |second: &str| {
        format!(
            "#[cfg(a)]\n#[test]\nfn t() {{ /* T-1 */ }}\n#[cfg(b)]\n#[test]\nfn t() {{ {second} }}"
        )
    };
    check(&[("lib.rs", &cfg(""))], &["T-1 t?"]);
    check(&[("lib.rs", &cfg("/* T-1 */"))], &["T-1 t", "T-1 t"]);
    // In another crate it is another test.
    let files = [
        ("lib.rs", "#[test] fn t() { /* T-1 */ }"),
        ("one.rs", "#[test] fn t() {}"),
    ];
    assert_eq!(
        claims(&files, &[target("lib", "lib.rs"), target("test", "one.rs")]),
        ["T-1 t"]
    );
}

#[test]
fn doc_tests_are_those_of_libraries() {
    let code = "/// T-1\n///\n/// ```\n/// // T-2\n/// ```\nfn f() {}\n";
    check(&[("lib.rs", code)], &["T-2 lib.rs:3"]);
    let (sites, _) = sites(&[("main.rs", code)], &[target("bin", "main.rs")]);
    assert_eq!(
        (ids(&sites.implemented), sites.claimed.len()),
        (vec!["T-1", "T-2"], 0)
    );
}

#[test]
fn test_code_implements_nothing() {
    let library = "// T-1\n#[cfg(test)]\nmod tests {\n  // T-2\n  fn helper() {}\n}\n#[cfg(not(test))]\nmod m { /* T-3 */ }\n\
                   #[cfg(test)]\nmod outer;\n";
    let files = [
        ("lib.rs", library),
        ("outer.rs", "// T-4"),
        ("tests/it.rs", "//! T-5\n#[path = \"../shared.rs\"] mod s;"),
        ("shared.rs", "// T-6"),
    ];
    let (found, _) = sites(
        &files,
        &[target("lib", "lib.rs"), target("test", "tests/it.rs")],
    );
    assert_eq!(ids(&found.implemented), ["T-1", "T-3"]);
    assert_eq!(ids(&found.mentioned), ["T-4", "T-2", "T-6", "T-5"]);
    // What a library compiles too is no test code.
    let files = [
        ("lib.rs", "mod s;"),
        ("s.rs", "// T-6"),
        ("it.rs", "mod s;"),
    ];
    let (found, _) = sites(&files, &[target("lib", "lib.rs"), target("test", "it.rs")]);
    assert_eq!(
        (ids(&found.implemented), ids(&found.mentioned)),
        (vec!["T-6"], vec![])
    );
}

#[test]
fn files_that_are_no_rust() {
    let (found, findings) = sites(
        &[("lib.rs", "mod a;\n// T-1"), ("a.rs", "fn {")],
        &[target("lib", "lib.rs")],
    );
    assert!(
        findings.starts_with("a.rs:1:4: error[rust-syntax]: this is no Rust: "),
        "{findings}"
    );
    assert_eq!(ids(&found.implemented), ["T-1"]);
    check(
        &[("lib.rs", "#!/bin/sh\n#[test] fn t() { /* T-1 */ }")],
        &["T-1 t"],
    );
    check(
        &[("lib.rs", "#![allow(x)]\n// ä\n#[test] fn ö() { /* T-1 */ }")],
        &["T-1 ö"],
    );
}

#[test]
fn promises_stand_anywhere_but_in_examples() {
    let document = serde_json::json!({
        "x-req-id": "T-1",
        "paths": {"/a": {"get": {"x-req-id": ["T-2", "T-3"], "example": {"x-req-id": "T-9"}}}},
        "list": [{"x-req-id": "T-4"}],
    });
    let sites = trace::promises(&SourceId::new("a.json"), &document);
    let mut found = ids(&sites);
    found.sort_unstable();
    assert_eq!(found, ["T-1", "T-2", "T-3", "T-4"]);
}
