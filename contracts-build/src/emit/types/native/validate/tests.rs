//! What the checks look like. That they compile and find what they should is shown by tests/client/validate.rs.

use std::collections::BTreeMap;

use contracts_core::{
    manifest::TypeStyle,
    openapi,
    source::{SourceId, Sources},
};

use crate::{
    emit::types,
    lower::{Options, lower},
    print,
};

fn emitted(schemas: &str, validate: bool) -> String {
    let yaml = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n    {}\n",
        schemas.replace('\n', "\n    ")
    );
    let mut sources = Sources::memory([("a.yaml", yaml)]);
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    assert_eq!(findings, []);
    let (ir, _) = lower(&contract.unwrap(), &BTreeMap::new(), Options::default());
    let style = TypeStyle {
        validate,
        ..TypeStyle::default()
    };
    print::rust("H", types::emit(&ir, style).unwrap()).unwrap()
}

/// The bodies of the checks, each after the name of its type and without spaces.
#[track_caller]
fn check(schemas: &str, expect: &str) {
    let code = emitted(schemas, true);
    let bodies = code.split("impl wire::Validate for ").skip(1).map(|rest| {
        let (name, rest) = rest.split_once(" {\n").unwrap();
        let (_, rest) = rest.split_once("{\n").unwrap();
        let (body, _) = rest.split_once("\n    }\n").unwrap();
        let body: String = body.split_whitespace().collect();
        format!("{name}: {body}")
    });
    let bodies: Vec<String> = bodies.collect();
    assert_eq!(bodies.join("\n"), expect);
    assert!(!emitted(schemas, false).contains("Validate"));
}

#[test]
fn checks_lead_to_what_has_limits_and_nowhere_else() {
    for (schemas, expect) in [
        (
            "A: {type: object, properties: {a: {type: string}, b: {$ref: '#/components/schemas/B'}}}\nB: {type: object}",
            "",
        ),
        (
            "A: {type: object, required: [a], properties: {a: {type: integer, minimum: -1}, b: {type: number, maximum: 1.5}}}",
            "A: to.member(\"a\");to.integer(self.a,&[wire::NumberRule::Minimum(wire::Bound::Int(-1))]);to.leave();\
             to.member(\"b\");ifletSome(value)=&self.b{to.double(*value,&[wire::NumberRule::Maximum(wire::Bound::Float(1.5))]);}to.leave();",
        ),
        // By way of an alias and a list; what is between knows nothing of limits itself.
        (
            "A: {type: object, required: [b], properties: {b: {type: array, items: {$ref: '#/components/schemas/B'}}}}\n\
             B: {type: object, required: [c], properties: {c: {$ref: '#/components/schemas/C'}, d: {type: string}}}\n\
             C: {type: string, maxLength: 3}",
            "A: to.member(\"b\");for(at,value)inself.b.iter().enumerate(){to.item(at);to.value(value);to.leave();}to.leave();\n\
             B: to.member(\"c\");to.text(&self.c,&[wire::TextRule::Length(wire::CountRule::Most(3))]);to.leave();",
        ),
        // Branches and items that are described in place.
        (
            "A: {oneOf: [{type: string, maxLength: 3}, {type: boolean}]}\n\
             B: {type: object, required: [b], properties: {b: {type: array, prefixItems: [{type: boolean}, {type: string, maxLength: 3}], items: false}}}",
            "A: matchself{Self::Text(value)=>{to.text(value,&[wire::TextRule::Length(wire::CountRule::Most(3))]);}_=>{}}\n\
             B: to.member(\"b\");to.item(1);to.text(&self.b.1,&[wire::TextRule::Length(wire::CountRule::Most(3))]);to.leave();to.leave();",
        ),
        // What is made of itself: in a box, and an alias that has to be a type of its own.
        (
            "A: {type: object, required: [b], properties: {b: {type: [object, 'null'], $ref: '#/components/schemas/A'}, c: {type: string, maxLength: 3}}}",
            "A: to.member(\"b\");to.value(&*self.b);to.leave();\
             to.member(\"c\");ifletSome(value)=&self.c{to.text(value,&[wire::TextRule::Length(wire::CountRule::Most(3))]);}to.leave();",
        ),
        (
            "A: {type: array, minItems: 1, items: {$ref: '#/components/schemas/A'}}",
            "A: to.items(self.0.len(),&[wire::CountRule::Least(1)]);\
             for(at,value)inself.0.iter().enumerate(){to.item(at);to.value(value);to.leave();}",
        ),
    ] {
        check(schemas, expect);
    }
}
