//! Types in place that are the same in several places.

use super::{lowered, operations, shown};
use crate::lower::{Options, ir::Reach};

#[track_caller]
fn check(schemas: &str, expect: &str) {
    let ir = lowered("paths: {}", schemas, Options::default());
    assert_eq!(shown(&ir), expect);
}

const OWNER: &str =
    "{type: object, properties: {id: {type: integer}, kind: {type: string, enum: [a, b]}}}";

#[test]
fn equal_types_are_one() {
    check(
        &format!("B: {{properties: {{x: {OWNER}}}}}\nA: {{properties: {{y: {OWNER}}}}}"),
        "A {y?: Ay}\nAy {id?: i64, kind?: AyKind}\nAyKind [A:a B:b]\nB {x?: Bx}\nBx = Ay\nBxKind = AyKind",
    );
    let ir = lowered(
        "paths: {}",
        &format!("B: {{properties: {{x: {OWNER}}}}}\nA: {{properties: {{y: {OWNER}}}}}"),
        Options::default(),
    );
    assert_eq!(ir.shared.iter().collect::<Vec<_>>(), ["Bx", "BxKind"]);
}

#[test]
fn near_misses_stay_apart() {
    // Something else deep inside, words, a default, a limit, a side, what is required, another order of values.
    for other in [
        OWNER.replace("[a, b]", "[a, c]"),
        OWNER.replace("type: integer", "type: integer, description: Words."),
        OWNER.replace("type: integer", "type: integer, deprecated: true"),
        OWNER.replace("type: integer", "type: integer, default: 1"),
        OWNER.replace("type: integer", "type: integer, maximum: 1"),
        OWNER.replace("{type: object", "{type: object, maxProperties: 1"),
        OWNER.replace("type: integer", "type: integer, writeOnly: true"),
        OWNER.replace("properties: {id", "required: [id], properties: {id"),
        OWNER.replace("[a, b]", "[b, a]"),
        OWNER.replace("{type: object", "{type: object, additionalProperties: true"),
    ] {
        let schemas =
            format!("A: {{properties: {{y: {OWNER}}}}}\nB: {{properties: {{x: {other}}}}}");
        let ir = lowered("paths: {}", &schemas, Options::default());
        assert!(!ir.shared.contains("Bx"), "{other}");
    }
    // The words of the type itself are its own.
    let other = OWNER.replace("{type: object", "{type: object, description: Words.");
    let schemas = format!("A: {{properties: {{y: {OWNER}}}}}\nB: {{properties: {{x: {other}}}}}");
    let ir = lowered("paths: {}", &schemas, Options::default());
    assert!(ir.shared.contains("Bx"));
    let text = ir.items.get("Bx").unwrap().docs.text.as_deref();
    assert_eq!(text, Some("Words."));
}

#[test]
fn what_has_a_name_stays_itself() {
    check(
        "A: {type: string, enum: [x]}\nB: {type: string, enum: [x]}\nC: {properties: {c: {type: string, enum: [x]}}}",
        "A [X:x]\nB [X:x]\nC {c?: Cc}\nCc [X:x]",
    );
    // A reference names what it leads to, wherever that stands.
    check(
        "A: {properties: {a: {type: string, enum: [x]}}}\nB: {properties: {b: {$ref: '#/components/schemas/A/properties/a'}, c: {type: string, enum: [x]}}}",
        "A {a?: Aa}\nA2 [X:x]\nAa [X:x]\nB {b?: A2, c?: Bc}\nBc [X:x]",
    );
}

#[test]
fn recursive_types_are_one_too() {
    let child = "{type: object, properties: {node: {$ref: '#/components/schemas/Node'}, deep: {type: object, properties: {node: {$ref: '#/components/schemas/Node'}}}}}";
    check(
        &format!("Node: {{properties: {{left: {child}, right: {child}}}}}"),
        "Node {left?: NodeLeft, right?: NodeRight}\n\
         NodeLeft {deep?: NodeLeftDeep, node?: Node}\n\
         NodeLeftDeep {node?: Node}\n\
         NodeRight = NodeLeft\n\
         NodeRightDeep = NodeLeftDeep",
    );
    // To other named types they are not the same.
    check(
        "A: {properties: {x: {properties: {a: {$ref: '#/components/schemas/A'}}}}}\nB: {properties: {x: {properties: {a: {$ref: '#/components/schemas/B'}}}}}",
        "A {x?: Ax}\nAx {a?: A}\nB {x?: Bx}\nBx {a?: B}",
    );
}

#[test]
fn what_is_shared_is_held_by_all_who_name_it() {
    let ir = lowered(
        &operations(&[("B", ""), ("", "C")]),
        &format!(
            "A: {{properties: {{x: {OWNER}}}}}\nB: {{properties: {{x: {OWNER}}}}}\nC: {{properties: {{x: {OWNER}}}}}"
        ),
        Options::default(),
    );
    let reach = |name: &str| ir.items.get(name).unwrap().reach;
    let both = Reach {
        requests: true,
        responses: true,
    };
    let sent = Reach {
        requests: true,
        responses: false,
    };
    assert_eq!([reach("Ax"), reach("AxKind")], [both, both]);
    assert_eq!([reach("Bx"), reach("BxKind")], [sent, sent]);
    assert_eq!(reach("A"), Reach::default());
}
