//! Names of inline types: as a person would choose them, and the same whatever else the document says.

use std::collections::BTreeSet;

use super::{items, items_of};

const SCHEMAS: &str = "Order:
  type: object
  properties:
    status: {type: string, enum: [open, closed]}
    lines: {type: array, items: {type: object, properties: {price: {type: object, properties: {amount: {type: integer}}}}}}
    payment: {oneOf: [{title: Card, type: object, properties: {number: {type: string}}}, {type: object, properties: {iban: {type: string}}}]}
    metadata: {type: object, additionalProperties: {type: object, properties: {value: {type: string}}}}
Customer: {allOf: [{$ref: '#/components/schemas/Party'}, {properties: {address: {type: object, properties: {street: {type: string}}}}}]}
Party: {type: object, properties: {name: {type: string}, kind: {type: string, enum: [person, company]}}}";

fn lines(schemas: &str) -> BTreeSet<String> {
    let (items, _) = items("3.1.0", schemas);
    items.lines().map(str::to_owned).collect()
}

#[test]
fn inline_types_are_called_after_where_they_are() {
    let lines = lines(SCHEMAS);
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        names,
        [
            "Customer",
            "CustomerAddress",
            "CustomerKind",
            "Order",
            "OrderLinesItem",
            "OrderLinesItemPrice",
            "OrderMetadataValue",
            "OrderPayment",
            "OrderPayment2",
            "OrderPaymentCard",
            "OrderStatus",
            "Party",
            "PartyKind",
        ]
    );
}

#[test]
fn what_is_added_elsewhere_changes_no_item() {
    let before = lines(SCHEMAS);
    for added in [
        "\nAardvark: {type: object, properties: {status: {type: string, enum: [open]}, lines: {type: object, properties: {a: {type: string}}}}}",
        "\nMiddle: {type: object, properties: {payment: {oneOf: [{type: string}, {type: object, properties: {x: {type: string}}}]}}}",
        "\nZoo: {allOf: [{$ref: '#/components/schemas/Order'}, {$ref: '#/components/schemas/Party'}]}",
    ] {
        let after = lines(&format!("{SCHEMAS}{added}"));
        let lost: Vec<&String> = before.difference(&after).collect();
        assert_eq!(lost, Vec::<&String>::new(), "{added}");
        assert!(after.len() > before.len(), "{added}");
    }
    // The same within a schema: a member more.
    let after = lines(&SCHEMAS.replace(
        "    status:",
        "    agent: {type: object, properties: {id: {type: string}}}\n    status:",
    ));
    let lost: Vec<&String> = before.difference(&after).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(lost[0].starts_with("Order {"), "{lost:?}");
}

#[test]
fn webhooks_and_callbacks_have_types() {
    let (lines, _) = items_of(
        "3.1.0",
        "webhooks:\n  newPet: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}}\n\
         paths:\n  /a: {post: {operationId: watch, responses: {}, callbacks: {onPet: {'{$url}': {post: {requestBody: {content: {application/json: {schema: {type: string, enum: [x]}}}}}}}}}}\n",
    );
    assert_eq!(lines, "NewPetRequest {id?: i64}\nWatchOnPetRequest [X:x]");
}
