//! Each rule for spec documents: a case that fires, and near misses that do not.

use contracts_core::{
    finding, lint,
    source::{SourceId, Sources},
    spec::{Ids, Specs, parse},
};

/// The findings in `a.md` and `b.md`.
fn found(a: &str, b: &str) -> String {
    let ids = Ids::new(&["ORCH-[0-9]{4}".to_owned()]).unwrap();
    let mut sources = Sources::memory([("a.md", a), ("b.md", b)]);
    let mut specs = Specs::default();
    for (name, text) in [("a.md", a), ("b.md", b)] {
        let id = SourceId::new(name);
        sources.read(&id).unwrap();
        specs.documents.push(parse(&id, text, &ids));
    }
    finding::to_text(&lint::specs(&specs), &sources)
}

#[track_caller]
fn check(a: &str, b: &str, expect: &str) {
    assert_eq!(found(a, b).trim(), expect);
}

#[test]
fn duplicate_requirement() {
    check(
        "ORCH-1001: It MUST hold.\n\nORCH-1001: It MUST be.\n",
        "ORCH-1001: It MAY hold.\n",
        "a.md:3:1: error[duplicate-requirement]: `ORCH-1001` is the id of another sentence too, in a.md
    help: give each requirement an id of its own
b.md:1:1: error[duplicate-requirement]: `ORCH-1001` is the id of another sentence too, in a.md
    help: give each requirement an id of its own",
    );
    check(
        "ORCH-1001: It MUST hold.",
        "As ORCH-1001 says. ORCH-1002: It MUST be.",
        "",
    );
}

#[test]
fn requirement_without_id() {
    check(
        "# A\n\nORCH-1001: It MUST hold. It MUST be.\n",
        "",
        "a.md:3:26: error[requirement-without-id]: this sentence is normative and has no id
    help: begin it with an id and a colon, or write the word in small letters",
    );
    check("It must hold. `MUST`\n\n    MUST\n\n> MUST\n", "", "");
}

#[test]
fn requirement_without_level() {
    check(
        "ORCH-1001: It must hold.",
        "",
        "a.md:1:1: info[requirement-without-level]: `ORCH-1001` has no level
    help: say MUST, SHOULD or MAY in capital letters; without one it is information",
    );
    check("ORCH-1001: It SHALL hold.", "", "");
}

#[test]
fn mixed_levels() {
    check(
        "ORCH-1001: It MUST hold and MUST NOT stop, but MAY pause.",
        "",
        "a.md:1:48: warning[mixed-levels]: `ORCH-1001` is both a must and a may
    help: make two sentences of it, each with an id of its own",
    );
    check("ORCH-1001: It MUST hold and SHALL NOT stop.", "", "");
}

#[test]
fn dangling_requirement() {
    check(
        "ORCH-1001: It MUST hold.",
        "As ORCH-1002 says, and ORCH-7777.\n\n## Not implemented\n\n- ORCH-1003\n",
        "b.md:1:4: error[dangling-requirement]: no sentence has the id `ORCH-1002`
    help: did you mean `ORCH-1001`?
b.md:1:24: error[dangling-requirement]: no sentence has the id `ORCH-7777`
    help: write the sentence that it names, or drop it
b.md:5:3: error[dangling-requirement]: no sentence has the id `ORCH-1003`
    help: did you mean `ORCH-1001`?",
    );
    check(
        "ORCH-1001: It MUST hold.\n\n## Retired\n\n- ORCH-1002: gone\n",
        "As ORCH-1001 says, and ORCH-1002 did. `ORCH-10`\n\n    ORCH-1009\n",
        "",
    );
}

#[test]
fn retired_requirement() {
    check(
        "ORCH-1001: It MUST hold.",
        "## Retired\n\n- ORCH-1001: it did not\n",
        "a.md:1:1: error[retired-requirement]: `ORCH-1001` is retired in b.md
    help: give the sentence a new id",
    );
    check(
        "ORCH-1001: It MUST hold.",
        "## Retired\n\n- ORCH-1002: ORCH-1001 says it\n",
        "",
    );
}
