//! Items that no operation needs.

use super::{lowered, operations, shown};
use crate::lower::Options;

/// What is left with and without views.
#[track_caller]
fn check(sent_and_read: &[(&str, &str)], schemas: &str, views: &str, whole: &str) {
    for (views, expect) in [(true, views), (false, whole)] {
        let options = Options { views, prune: true };
        let ir = lowered(&operations(sent_and_read), schemas, options);
        assert_eq!(shown(&ir), expect);
    }
}

#[test]
fn what_nobody_needs_goes() {
    let left = "A {b?: B}\nB = String";
    check(
        &[("A", "")],
        "A: {properties: {b: {$ref: '#/components/schemas/B'}}}\nB: {type: string}\nC: {properties: {a: {$ref: '#/components/schemas/A'}, d: {type: string, enum: [x]}}}",
        left,
        left,
    );
    check(&[], "A: {type: string}", "", "");
}

#[test]
fn what_only_a_member_of_other_messages_names_goes() {
    check(
        &[("A", "")],
        "A: {properties: {a: {type: string}, b: {readOnly: true, type: object, properties: {c: {type: string}}}}}",
        "A {a?: String}",
        "A {a?: String, b?: Ab}\nAb {c?: String}",
    );
}

/// The first of equal types by where it stands is not there any more.
#[test]
fn what_is_left_is_shared_among_itself() {
    let inner = "{type: object, properties: {x: {type: string, enum: [x]}}}";
    let left = "B {i?: Bi}\nBi {x?: Bix}\nBix [X:x]\nC {i?: Ci}\nCi = Bi\nCix = Bix";
    check(
        &[("B", "C")],
        &format!(
            "A: {{properties: {{i: {inner}}}}}\nB: {{properties: {{i: {inner}}}}}\nC: {{properties: {{i: {inner}}}}}"
        ),
        left,
        left,
    );
}
