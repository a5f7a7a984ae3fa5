//! Unions that are told apart by a member.

use super::{check, check_lossy};

const PETS: &str = "Cat: {type: object, required: [k], properties: {k: {type: string}, c: {type: string}}}\n\
                    Dog: {type: object, required: [k], properties: {k: {type: string}, d: {type: string}}}";

const PET_ITEMS: &str = "Cat {c?: String, k: String}\nDog {d?: String, k: String}";

fn union(discriminator: &str) -> String {
    format!(
        "{PETS}\nPet: {{oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}], discriminator: {discriminator}}}"
    )
}

#[test]
fn discriminators() {
    check(
        "3.0.3",
        &union("{propertyName: k}"),
        &format!("{PET_ITEMS}\nPet k<Cat=Cat(Cat) | Dog=Dog(Dog)>"),
    );
    check(
        "3.0.3",
        &union(
            "{propertyName: k, mapping: {cat: '#/components/schemas/Cat', kitty: Cat, dog: './pets.yaml#/Dog'}}",
        ),
        &format!("{PET_ITEMS}\nPet k<cat,kitty=Cat(Cat) | dog=Dog(Dog)>"),
    );
    // Swagger's form.
    check(
        "3.0.3",
        &union("k"),
        &format!("{PET_ITEMS}\nPet k<Cat=Cat(Cat) | Dog=Dog(Dog)>"),
    );
}

#[test]
fn a_discriminator_of_branches_in_place() {
    check(
        "3.1.0",
        "A: {oneOf: [{properties: {t: {const: on}}}, {properties: {t: {enum: [off, out]}}}], discriminator: {propertyName: t}}",
        "A t<on=On() | off,out=Off(AOff)>\nAOff {t?: AOffT}\nAOffT [Off:off Out:out]",
    );
    check_lossy(
        "3.0.3",
        "A: {oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}], discriminator: {propertyName: t}}",
        "A <A1(A1) | A2(A2)>\nA1 {a?: String}\nA2 {b?: String}",
        "6:103: warning[simplified-schema]: the discriminator does not tell the branches apart; the first that fits is taken",
    );
}

#[test]
fn constants_tell_branches_apart_too() {
    let branch = |value: &str| {
        format!("{{required: [t], properties: {{t: {{const: {value}}}, n: {{type: integer}}}}}}")
    };
    check(
        "3.1.0",
        &format!("A: {{anyOf: [{}, {}]}}", branch("on"), branch("off")),
        "A t<on=On(AOn) | off=Off(AOff)>\nAOff = AOn\nAOn {n?: i64}",
    );
    // One that may be missing does not.
    let optional = branch("off").replace("required: [t], ", "");
    check(
        "3.1.0",
        &format!("A: {{anyOf: [{}, {optional}]}}", branch("on")),
        "A <A1(A1) | A2(A2)>\nA1 {n?: i64, t: A1t}\nA1t [On:on]\nA2 {n?: i64, t?: A2t}\nA2t [Off:off]",
    );
}

#[test]
fn a_parent_stands_for_its_children() {
    check(
        "3.0.3",
        "Pet: {type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k, mapping: {dog: Dog}}}\n\
         Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {c: {type: string}}}]}\n\
         Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}\n\
         Home: {properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}",
        "Cat {c?: String, k: String}\nDog {k: String}\nHome {pets?: Vec<Pet>}\n\
         Pet k<Cat=Cat(Cat) | dog=Dog(Dog) | ..(PetBase)>\nPetBase {k: String}",
    );
    // Without children it is an object like others.
    check(
        "3.0.3",
        "Pet: {type: object, properties: {k: {type: string}}, discriminator: {propertyName: k}}",
        "Pet {k?: String}",
    );
}

#[test]
fn a_branch_that_is_the_union_again_is_cut() {
    check_lossy(
        "3.0.3",
        "A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: k}}\nB: {oneOf: [{$ref: '#/components/schemas/A'}]}\nC: {properties: {k: {type: string}}}",
        "A k<C=C(C)>\nB = A\nC {k?: String}",
        "6:8: warning[simplified-schema]: this schema leads back to itself without an end; that way is cut",
    );
}
