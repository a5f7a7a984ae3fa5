use contracts_core::{
    openapi,
    source::{SourceId, Sources},
};

use super::*;
use crate::lower;

/// The valid examples, written `value Type`, and how many there are, have no type, or cannot be judged.
#[track_caller]
fn check(version: &str, rest: &str, expected: &[&str], counts: [usize; 3]) {
    let yaml = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut sources = Sources::memory([("a.yaml", yaml.as_str())]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    let contract = contract.unwrap();
    let (ir, _) = lower::lower(&contract, &BTreeMap::new(), lower::Options::default());
    let cases = Cases::of(&contract, &ir);
    let shown = cases.valid.iter();
    let shown =
        shown.map(|case| format!("{} {}", case.example.value, case.ty.replace("types::", "")));
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{rest}");
    let found = [cases.examples, cases.untyped, cases.unjudged];
    assert_eq!(found, counts, "{rest}");
}

#[track_caller]
fn schemas(version: &str, schemas: &str, expected: &[&str], counts: [usize; 3]) {
    let rest = format!("paths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n");
    check(version, &rest, expected, counts);
}

#[test]
fn schemas_have_examples_wherever_they_stand() {
    schemas(
        "3.1.0",
        "A: {type: object, properties: {a: {type: array, items: {type: integer, examples: [1, x]}}, b: {type: object, additionalProperties: {type: string, example: y}}}, example: {a: []}}",
        &[r#"{"a":[]} A"#, "1 i64", r#""y" ::std::string::String"#],
        [4, 0, 0],
    );
    // A member of a part is a member of the whole; a part itself is no value.
    schemas(
        "3.0.3",
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {type: integer, example: 1}}, example: {a: 2}}]}, B: {properties: {b: {type: boolean, example: true}}}",
        &["1 i64", "true bool"],
        [3, 1, 0],
    );
    // An inline branch is a value of the union.
    schemas(
        "3.0.3",
        "A: {oneOf: [{type: string, example: x}, {type: object, properties: {n: {type: number, example: 0.5}}}]}",
        &[r#""x" A"#, "0.5 f64"],
        [2, 0, 0],
    );
}

#[test]
fn until_3_0_nothing_beside_a_reference_is_an_example() {
    let text = "A: {$ref: '#/components/schemas/B', example: x}, B: {type: string}";
    schemas("3.0.3", text, &[], [0, 0, 0]);
    schemas("3.1.0", text, &[r#""x" A"#], [1, 0, 0]);
}

const OPERATION: &str = "
paths:
  /a:
    put:
      operationId: putA
      parameters:
        - {name: q, in: query, schema: {type: integer}, examples: {one: {value: 1}, far: {externalValue: 'http://x'}}}
        - {name: j, in: query, content: {application/json: {schema: {type: boolean}, example: true}}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/A'}
            example: {w: 2}
            x-examples: {good: {value: {w: 3}}, bad: {value: {w: 4}, valid: false}}
      responses:
        '200':
          description: ok
          headers: {H: {schema: {type: string}, example: h}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/A'}
              examples: {shared: {$ref: '#/components/examples/E'}}
            application/jsonl: {schema: {type: string}, example: no}
components:
  examples: {E: {value: {r: 5}}}
  schemas:
    A: {type: object, required: [r, w], properties: {r: {type: integer, readOnly: true}, w: {type: integer, writeOnly: true}}, example: {r: 6, w: 6}}
";

#[test]
fn messages_have_types_of_their_own() {
    check(
        "3.0.3",
        OPERATION,
        &[
            r#"{"r":5} A"#,
            r#"{"r":6,"w":6} AInput"#,
            r#"{"r":6,"w":6} A"#,
            "1 i64",
            "true bool",
            r#"{"w":2} AInput"#,
            r#"{"w":3} AInput"#,
            r#""h" ::std::string::String"#,
        ],
        [8, 0, 0],
    );
}
