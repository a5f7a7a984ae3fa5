//! `allOf`, and what stands beside unions and references.

use super::{check, check_lossy, items};

#[test]
fn scalars_and_enums() {
    check(
        "3.0.3",
        "A: {allOf: [{type: string}, {enum: [a, b]}, {enum: [b, c]}]}",
        "A [B:b]",
    );
    check(
        "3.0.3",
        "A: {allOf: [{type: number}, {type: integer, format: int32}]}",
        "A = i32",
    );
    check(
        "3.1.0",
        "A: {allOf: [{type: [string, integer]}, {type: [integer, boolean]}]}",
        "A = i64",
    );
    check(
        "3.0.3",
        "A: {allOf: [{items: {type: string}}, {items: {enum: [x]}}]}",
        "A = Vec<AItem>\nAItem [X:x]",
    );
}

#[test]
fn what_contradicts_is_told() {
    let both = "6:8: warning[simplified-schema]: the parts of `allOf` contradict each other: `type` is \"string\" and \"object\"; the latter counts";
    check_lossy(
        "3.0.3",
        "A: {allOf: [{type: string}, {type: object}]}",
        "A = json::Map<String,json::Value>",
        both,
    );
    let (_, warnings) = items("3.0.3", "A: {allOf: [{enum: [a]}, {enum: [b]}]}");
    assert!(
        warnings.contains("no value is in all of their `enum`s"),
        "{warnings}"
    );
}

/// A child may say more of a member than its parent did.
#[test]
fn members_of_both_are_merged() {
    check(
        "3.0.3",
        "A: {allOf: [{properties: {x: {type: string}}}, {properties: {x: {enum: [one]}}, additionalProperties: {type: boolean}}]}",
        "A {x?: Ax, ..: bool}\nAx [One:one]",
    );
    check(
        "3.0.3",
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {x: {description: More.}}}]}\nB: {properties: {x: {type: string}}}",
        "A {x?: String}\nB {x?: String}",
    );
    let (merged, warnings) = items(
        "3.0.3",
        "A: {allOf: [{properties: {x: {type: string}}}, {properties: {x: {type: integer}}}]}",
    );
    assert_eq!(merged, "A {x?: i64}");
    assert!(warnings.contains("contradict"), "{warnings}");
}

#[test]
fn a_union_is_merged_branch_by_branch() {
    check(
        "3.0.3",
        "A: {allOf: [{properties: {k: {type: string}}}, {oneOf: [{title: Cat, properties: {c: {type: string}}}, {$ref: '#/components/schemas/B'}]}]}\nB: {type: object, properties: {b: {type: string}}}",
        "A <Cat(ACat) | B(Ab)>\nACat {c?: String, k?: String}\nAb {b?: String, k?: String}\nB {b?: String}",
    );
    // Beside properties it is the same.
    check(
        "3.0.3",
        "A: {properties: {k: {type: string}}, oneOf: [{title: Cat, properties: {c: {type: string}}}, {title: Dog, properties: {d: {type: string}}}]}",
        "A <Cat(ACat) | Dog(ADog)>\nACat {c?: String, k?: String}\nADog {d?: String, k?: String}",
    );
    // Branches that have everything anyway are used as they are.
    check(
        "3.0.3",
        "A: {properties: {k: {type: string}}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}\nB: {properties: {k: {type: string}, b: {type: string}}}\nC: {allOf: [{$ref: '#/components/schemas/B'}]}",
        "A <B(B) | C(C)>\nB {b?: String, k?: String}\nC = B",
    );
}

/// A parent that lists its children, which are made of the parent.
#[test]
fn parents_and_children_refer_to_each_other() {
    check(
        "3.0.3",
        "Pet: {properties: {k: {type: string}}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}\n\
         Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {c: {type: string}}}]}\n\
         Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {d: {type: string}}}]}",
        "Cat {c?: String, k?: String}\nDog {d?: String, k?: String}\nPet <Cat(Cat) | Dog(Dog)>",
    );
}

#[test]
fn products_of_unions_are_bounded() {
    let union = |key: char| {
        let branches: Vec<String> = (0..9)
            .map(|n| format!("{{properties: {{{key}{n}: {{type: string}}}}}}"))
            .collect();
        format!("{{oneOf: [{}]}}", branches.join(", "))
    };
    let schema = format!(
        "A: {{allOf: [{}, {}, {}]}}",
        union('x'),
        union('y'),
        union('z')
    );
    let (merged, warnings) = items("3.0.3", &schema);
    assert!(merged.lines().count() < 12, "{merged}");
    let told = "unions with 729 combinations; all but the first union go unsaid, 2 in number";
    assert!(warnings.contains(told), "{warnings}");
}
