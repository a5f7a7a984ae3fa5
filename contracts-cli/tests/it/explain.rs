//! `explain`: the page of a finding, without a project.

use serde_json::Value;

use crate::env::{Env, MANIFEST};

#[test]
fn it_prints_the_page_that_a_project_has_on_disk() {
    let env = Env::sources();
    let pages = "\n[[artifacts]]\nkind = \"finding-pages\"\npath = \"docs\"\n";
    env.write(MANIFEST, &(env.read(MANIFEST) + pages));
    env.succeed(&["regen"]);
    let (_, committed) = env
        .read("docs/ref-cycle.md")
        .split_once("-->\n\n")
        .map(|(header, page)| (header.to_owned(), page.to_owned()))
        .expect("a header");

    let said = Env::empty().succeed(&["explain", "ref-cycle"]);
    assert_eq!(said.stdout, committed);
    assert_eq!(said.stderr, "");
    for part in [
        "# ref-cycle\n",
        "\n## What fires it\n",
        "\n## A near miss that does not\n",
        "\n## Repair\n",
        "\n## Acceptance\n",
    ] {
        assert!(said.stdout.contains(part), "no {part:?}: {}", said.stdout);
    }

    let said = Env::empty().succeed(&["explain", "ref-cycle", "--format", "json"]);
    let said: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(said["code"], "ref-cycle");
    assert_eq!(said["severity"], "error");
    assert_eq!(said["page"], committed.as_str());
}

#[test]
fn of_a_code_that_is_none_it_names_the_nearest() {
    let env = Env::empty();
    let output = env.run(&["explain", "ref-cicle"]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    assert_eq!(
        output.stderr,
        "error: there is no finding `ref-cicle`\n    help: did you mean `ref-cycle`?\n"
    );
    let output = env.run(&["explain", "E0308"]);
    assert_eq!(output.code, 2);
    assert!(
        output.stderr.contains("codes are yaml-syntax, json-syntax"),
        "{output:#?}"
    );
}
