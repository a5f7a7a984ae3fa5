//! Members that only say which branch of a union their object is.

use super::{lowered, shown};
use crate::lower::Options;

#[track_caller]
fn check(schemas: &str, expect: &str) {
    let ir = lowered("paths: {}", schemas, Options::default());
    assert_eq!(shown(&ir), expect);
}

/// A branch with the tag `value` in the member `t`, and more.
fn branch(value: &str, more: &str) -> String {
    format!("{{type: object, required: [t], properties: {{t: {{const: {value}}}{more}}}}}")
}

#[test]
fn the_union_says_it_already() {
    let (on, off) = (branch("on", ", a: {type: string}"), branch("off", ""));
    check(
        &format!("U: {{oneOf: [{on}, {off}]}}"),
        "U t<on=On(UOn) | off=Off()>\nUOn {a?: String}",
    );
}

#[test]
fn near_misses_keep_the_member() {
    // A component has a name of its own, and its values may stand elsewhere.
    let (on, off) = (branch("on", ""), branch("off", ""));
    check(
        &format!("On: {on}\nU: {{oneOf: [{{$ref: '#/components/schemas/On'}}, {off}]}}"),
        "On {t: OnT}\nOnT [On:on]\nU t<on=On(On) | off=Off()>",
    );
    // What keeps all other members would keep the tag.
    let open = off.replace(
        "type: object",
        "type: object, additionalProperties: {type: string}",
    );
    check(
        &format!("U: {{oneOf: [{on}, {open}]}}"),
        "U t<on=On() | off=Off(UOff)>\nUOff {t: UOffT, ..: String}\nUOffT [Off:off]",
    );
    // Of several tags the member says which it was.
    let two = off.replace("const: off", "enum: [off, out]");
    check(
        &format!("U: {{oneOf: [{on}, {two}], discriminator: {{propertyName: t}}}}"),
        "U t<on=On() | off,out=Off(UOff)>\nUOff {t: UOffT}\nUOffT [Off:off Out:out]",
    );
}
