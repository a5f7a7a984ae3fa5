use contracts_core::{
    Finding,
    manifest::{Interface, TagStyle},
    openapi::{self, Contract},
    source::{SourceId, Sources},
};
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

use super::{Style, emit};
use crate::print;

const POSITIONAL: Style = Style {
    interface: Interface::Positional,
    tags: TagStyle::Merged,
};

/// Operations in an order that is not the alphabet's, `200:` as a number, a shared parameter.
const PETS: &str = r##"
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /zoo:
    post:
      operationId: openZoo
      tags: [zoo]
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Zoo'}
      responses:
        204: {description: open}
  /animals/{id}:
    get:
      operationId: getAnimal
      tags: [animals]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: limit, in: query, schema: {type: integer, format: int32}}
      responses:
        200:
          description: an animal
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Animal'}
components:
  schemas:
    Zoo:
      type: object
      required: [name]
      properties:
        name: {type: string}
        animals: {type: array, items: {$ref: '#/components/schemas/Animal'}}
    Animal:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [cat, dog]}
        age: {type: integer, nullable: true}
"##;

fn load(files: &[(&str, &str)]) -> (Sources, Contract) {
    let mut sources = Sources::memory(files.iter().copied());
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new(files[0].0)).unwrap();
    assert_eq!(findings, []);
    (sources, contract.unwrap())
}

/// What this back end makes, as a file without its header.
fn ours(files: &[(&str, &str)], style: Style) -> (String, Vec<Finding>) {
    let (sources, contract) = load(files);
    let (tokens, findings) = emit(&contract, &sources, style);
    let text = tokens.map_or_else(String::new, |tokens| {
        print::rust("x", print::Part::items(tokens).unwrap()).unwrap()
    });
    (text.replacen("// x\n\n", "", 1), findings)
}

/// What progenitor-impl makes of the same text, read by somebody else's YAML parser.
fn theirs(text: &str, style: InterfaceStyle) -> String {
    let document: openapiv3::OpenAPI = serde_saphyr::from_str(text).unwrap();
    let mut settings = GenerationSettings::new();
    settings.with_interface(style);
    let tokens = Generator::new(&settings)
        .generate_tokens(&document)
        .unwrap();
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

#[test]
fn a_document_of_3_0_becomes_what_progenitor_makes_of_it() {
    let builder = Style {
        interface: Interface::Builder,
        ..POSITIONAL
    };
    for (ours_is, theirs_is) in [
        (POSITIONAL, InterfaceStyle::Positional),
        (builder, InterfaceStyle::Builder),
    ] {
        let (ours, findings) = ours(&[("api.yaml", PETS)], ours_is);
        assert_eq!(findings, []);
        assert_eq!(ours, theirs(PETS, theirs_is));
    }
    let zoo = ours(&[("api.yaml", PETS)], POSITIONAL).0;
    let at = |method: &str| zoo.find(&format!("pub async fn {method}")).unwrap();
    assert!(at("open_zoo") < at("get_animal"), "the document's order");
}

#[test]
fn tags_become_traits_where_wanted() {
    let separate = Style {
        interface: Interface::Builder,
        tags: TagStyle::Separate,
    };
    let (text, _) = ours(&[("api.yaml", PETS)], separate);
    assert!(text.contains("pub trait ClientAnimalsExt"), "{text}");
    assert!(!ours(&[("api.yaml", PETS)], POSITIONAL).0.contains("trait"));
}

/// The same API in the words of 3.1.
#[test]
fn a_document_of_3_1_is_lowered_first() {
    let newer = PETS
        .replace("openapi: 3.0.3", "openapi: 3.1.0")
        .replace(
            "{type: integer, nullable: true}",
            "{type: [integer, 'null']}",
        )
        .replace(
            "enum: [cat, dog]",
            "oneOf: [{enum: [cat, dog]}, {type: 'null'}]",
        )
        .replace(
            "{type: integer, format: int32}",
            "{type: integer, format: int32, exclusiveMinimum: 0}",
        )
        .replace(
            "animals: {type: array",
            "first: {const: one, type: string}\n        animals: {type: array",
        );
    let older = PETS
        .replace(
            "{type: string, enum: [cat, dog]}",
            "{type: string, nullable: true, allOf: [{enum: [cat, dog]}]}",
        )
        .replace(
            "{type: integer, format: int32}",
            "{type: integer, format: int32, minimum: 0, exclusiveMinimum: true}",
        )
        .replace(
            "animals: {type: array",
            "first: {type: string, enum: [one]}\n        animals: {type: array",
        );
    // A lowered document has no order of its own: its keys are in the order of the text all the same.
    let (text, findings) = ours(&[("api.yaml", &newer)], POSITIONAL);
    assert_eq!(findings, []);
    assert_eq!(text, theirs(&older, InterfaceStyle::Positional));
}

#[test]
fn schemas_of_other_files_and_inner_schemas_get_names() {
    let split = PETS
        .replace(
            "schema: {$ref: '#/components/schemas/Animal'}",
            "schema: {$ref: 'animal.yaml#/Animal'}",
        )
        .replace(
            "name: {type: string}",
            "name: {$ref: 'animal.yaml#/Animal/properties/kind'}",
        );
    let animal = "Animal: {type: object, properties: {kind: {type: string, enum: [cat, dog]}}}\n";
    let (text, findings) = ours(&[("api.yaml", &split), ("animal.yaml", animal)], POSITIONAL);
    assert_eq!(findings, []);
    assert!(text.contains("pub name: Kind,"), "{text}");
    assert!(text.contains("ResponseValue<types::Animal2>"), "{text}");
}

/// What is said of `text`, as `pointer: message`.
fn refused(text: &str) -> Vec<String> {
    let (text, findings) = ours(&[("api.yaml", text)], POSITIONAL);
    assert_eq!(text, "");
    let say = |finding: &Finding| format!("{:?} {}", finding.place.spot, finding.message);
    assert!(
        findings
            .iter()
            .all(|finding| finding.help.as_ref().unwrap().contains("native back end"))
    );
    findings.iter().map(say).collect()
}

#[test]
fn what_progenitor_cannot_do_names_the_operation() {
    // An error of progenitor's own, in one of two operations.
    let untyped = PETS.replace(
        "application/json:\n            schema: {$ref: '#/components/schemas/Zoo'}",
        "image/png: {}",
    );
    let said = refused(&untyped);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("/paths/~1zoo/post"), "{said:?}");
    assert!(
        said[0].contains("progenitor cannot generate `openZoo`"),
        "{said:?}"
    );

    // A panic: two different errors.
    let said = refused(include_str!("../../../api-types/openapi/data.yaml"));
    assert!(
        said.iter()
            .any(|said| said.contains("`createTask`: it panicked")),
        "{said:?}"
    );

    // A schema that no operation uses.
    let said = refused(&format!(
        "{PETS}    Odd: {{type: string, enum: [ASC, asc]}}\n"
    ));
    assert!(said[0].contains("the schema `Odd`"), "{said:?}");
}

#[test]
fn operations_without_a_place_in_3_0_are_told() {
    let newer = PETS
        .replace("openapi: 3.0.3", "openapi: 3.2.0")
        .replace("    post:", "    query:");
    let said = refused(&newer);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("`openZoo`: it knows no method QUERY"),
        "{said:?}"
    );
}
