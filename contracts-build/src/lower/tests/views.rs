//! What requests and responses hold of the same schema.

use super::{lowered, operations, shown};
use crate::lower::{Options, ir::Docs, rules::tests::path};

#[track_caller]
fn check(sent_and_read: &[(&str, &str)], schemas: &str, expect: &str) {
    let ir = lowered(&operations(sent_and_read), schemas, Options::default());
    assert_eq!(shown(&ir), expect);
}

const PET: &str = "Pet: {required: [id], properties: {id: {type: string, readOnly: true}, name: {type: string}, secret: {type: string, writeOnly: true}}}";

#[test]
fn members_of_one_side() {
    let (both, sent) = (
        "Pet {id: String, name?: String}",
        "{name?: String, secret?: String}",
    );
    check(&[("Pet", "Pet")], PET, &format!("{both}\nPetInput {sent}"));
    check(&[("Pet", "")], PET, &format!("Pet {sent}"));
    check(&[("", "Pet")], PET, both);
    check(&[], PET, "Pet {id: String, name?: String, secret?: String}");
    // Nothing is split where all messages hold all members.
    check(
        &[("A", "A")],
        "A: {properties: {a: {type: string, readOnly: false}, b: {type: string, readOnly: true, writeOnly: true}}}",
        "A {a?: String, b?: String}",
    );
    check(
        &[("A", "A")],
        "A: {properties: {a: {type: string, readOnly: true}}}",
        "A {a?: String}\nAInput {}",
    );
    let ir = lowered(
        &operations(&[("Pet", "Pet")]),
        PET,
        Options {
            views: false,
            ..Options::default()
        },
    );
    assert_eq!(
        shown(&ir),
        "Pet {id: String, name?: String, secret?: String}"
    );
}

#[test]
fn where_it_is_said() {
    let read = "{type: string, readOnly: true}";
    for (version_of_b, field) in [
        (
            "{type: string}",
            "{$ref: '#/components/schemas/B', readOnly: true}",
        ),
        (
            "{type: string}",
            "{allOf: [{$ref: '#/components/schemas/B'}, {readOnly: true}]}",
        ),
        (
            "{type: string}",
            "{allOf: [{$ref: '#/components/schemas/B'}], readOnly: true}",
        ),
        (read, "{$ref: '#/components/schemas/B'}"),
        (read, "{allOf: [{$ref: '#/components/schemas/B'}]}"),
    ] {
        check(
            &[("A", "")],
            &format!("A: {{properties: {{a: {{type: string}}, b: {field}}}}}\nB: {version_of_b}"),
            "A {a?: String}\nB = String",
        );
    }
    // A child says it of its parent's member.
    check(
        &[("A", "")],
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {x: {readOnly: true}, y: {type: string}}}]}\nB: {properties: {x: {type: string}}}",
        "A {y?: String}\nB {x?: String}",
    );
    // In a branch it is no word about the member.
    check(
        &[("A", "")],
        "A: {properties: {b: {anyOf: [{type: string, readOnly: true}, {type: integer}]}}}",
        "A {b?: Ab}\nAb <Text(String) | Integer(i64)>",
    );
}

#[test]
fn whoever_refers_to_a_split_item_is_split() {
    check(
        &[("List", "List"), ("Sent", "Read")],
        &format!(
            "{PET}\n\
             List: {{type: array, items: {{$ref: '#/components/schemas/Union'}}}}\n\
             Union: {{oneOf: [{{type: string}}, {{type: object, additionalProperties: {{$ref: '#/components/schemas/Pet'}}}}]}}\n\
             Sent: {{properties: {{p: {{$ref: '#/components/schemas/Pet'}}, o: {{$ref: '#/components/schemas/Other'}}}}}}\n\
             Read: {{properties: {{p: {{$ref: '#/components/schemas/Pet'}}, o: {{$ref: '#/components/schemas/Other'}}}}}}\n\
             Other: {{properties: {{o: {{type: string}}}}}}"
        ),
        "List = Vec<Union>\n\
         ListInput = Vec<UnionInput>\n\
         Other {o?: String}\n\
         Pet {id: String, name?: String}\n\
         PetInput {name?: String, secret?: String}\n\
         Read {o?: Other, p?: Pet}\n\
         Sent {o?: Other, p?: PetInput}\n\
         Union <Text(String) | Map(BTreeMap<String,Pet>)>\n\
         UnionInput <Text(String) | Map(BTreeMap<String,PetInput>)>",
    );
}

/// A type that requests reach by a member alone that they do not hold is none of theirs.
#[test]
fn members_that_are_not_held_lead_nowhere() {
    check(
        &[("A", "A")],
        &format!(
            "A: {{properties: {{p: {{readOnly: true, allOf: [{{$ref: '#/components/schemas/Pet'}}]}}, x: {{type: string}}}}}}\n{PET}"
        ),
        "A {p?: Pet, x?: String}\nAInput {x?: String}\nPet {id: String, name?: String}",
    );
}

#[test]
fn recursion_and_taken_names() {
    check(
        &[("Node", "Node")],
        "Node: {properties: {id: {type: string, readOnly: true}, next: {$ref: '#/components/schemas/Node'}}}\n\
         NodeInput: {type: string}",
        "Node {id?: String, next?: Node}\nNodeInput = String\nNodeInput2 {next?: NodeInput2}",
    );
}

/// Without it nobody could tell which branch was sent.
#[test]
fn the_member_that_tells_branches_apart_stays() {
    check(
        &[("U", "U")],
        "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k}}\n\
         A: {required: [k], properties: {k: {type: string, readOnly: true}, a: {type: string, readOnly: true}}}\n\
         B: {properties: {k: {type: string, readOnly: true}}}",
        "A {a?: String, k: String}\n\
         AInput {k: String}\n\
         B {k?: String}\n\
         U k<A=A(A) | B=B(B)>\n\
         UInput k<A=A(AInput) | B=B(B)>",
    );
}

#[test]
fn operations_name_the_side_that_they_send() {
    let ir = lowered(&operations(&[("Pet", "Pet")]), PET, Options::default());
    let types: Vec<String> = ir.types.values().map(path).collect();
    assert_eq!(types, ["PetInput", "Pet"]);
    let docs = |name: &str| -> &Docs { &ir.items.get(name).unwrap().docs };
    assert_eq!(
        docs("PetInput").text.as_deref(),
        Some("What requests hold of `Pet`.")
    );
    assert_eq!(docs("Pet").text, None);
    let reaches: Vec<(bool, bool)> = ir
        .items
        .values()
        .map(|item| (item.reach.requests, item.reach.responses))
        .collect();
    assert_eq!(reaches, [(false, true), (true, false)]);
}
