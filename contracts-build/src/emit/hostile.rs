//! Texts of a document stay texts: whatever stands in a description, default or URL, the code around it is the same.

use std::collections::BTreeMap;

use contracts_core::{
    manifest::{Modules, TypeStyle},
    openapi,
    source::{SourceId, Sources},
};
use proc_macro2::{TokenStream, TokenTree};

use crate::{
    emit,
    lower::{Options, lower},
    print,
};

/// A document with a text in every place where a text does not become a name.
fn document(text: &str) -> serde_json::Value {
    let schema = serde_json::json!({
        "type": "object", "title": "Shape", "description": text, "externalDocs": {"url": text, "description": text},
        "properties": {
            "a": {"type": "string", "description": text, "default": text, "pattern": text, "example": text, "format": text},
            "b": {"type": "string", "enum": ["one"], "description": text, "x-note": text},
            "c": {"oneOf": [{"type": "string", "description": text}, {"type": "integer", "description": text}], "description": text},
            "d": {"type": "integer", "enum": [1], "description": text, "contentMediaType": text},
        },
    });
    let stream = serde_json::json!({"text/event-stream": {"x-sse-events": [{"name": "a", "description": text}]}});
    let content = serde_json::json!({"application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": text}});
    serde_json::json!({
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text, "contact": {"name": text}, "license": {"name": text}},
        "servers": [
            // With braces it has a variable, which nobody declares.
            {"url": text.replace(['{', '}'], ""), "description": text},
            {"url": "http://{v}", "description": text, "variables": {"v": {"default": text, "description": text}}},
        ],
        "tags": [{"name": text, "description": text}],
        "paths": {"/a": {"summary": text, "post": {
            "operationId": "postA", "summary": text, "description": text, "tags": [text],
            "parameters": [{"name": "q", "in": "query", "description": text, "schema": {"type": "string", "default": text}, "example": text}],
            "requestBody": {"description": text, "content": content.clone()},
            "responses": {"200": {"description": text, "headers": {"X-A": {"description": text, "schema": {"type": "string"}}}, "content": content.clone()},
                          "201": {"description": text, "content": stream},
                          "default": {"description": text, "content": content}},
        }}},
        "components": {"schemas": {"A": schema}, "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": text},
            "http": {"type": "http", "scheme": text},
            "oidc": {"type": "openIdConnect", "openIdConnectUrl": text},
        }},
    })
}

/// Its types, client and server, printed and read again, without the contents of its literals.
fn code(text: &str, style: TypeStyle) -> String {
    let mut sources = Sources::memory([("a.json", document(text).to_string())]);
    let (contract, _) = openapi::load(&mut sources, &SourceId::new("a.json")).unwrap();
    let contract = contract.unwrap();
    let (ir, _) = lower(&contract, &BTreeMap::new(), Options::default());
    let types = print::rust("x", emit::types::emit(&ir, style).unwrap()).unwrap();
    let (client, _) = emit::client::emit(&contract, &ir, "crate::types", Modules::Flat).unwrap();
    let client = print::rust("x", client).unwrap();
    let (server, _) = emit::server::emit(&contract, &ir, "crate::types", Modules::Flat).unwrap();
    let server = print::rust("x", server).unwrap();
    let tokens: TokenStream = (types + &client + &server).parse().unwrap();
    // A longer text may break the line around it, which ends in a comma then.
    let shape = shape(tokens);
    shape.replace(" ,)", ")").replace(" ,]", "]")
}

/// The tokens, every literal as `_`. Long texts are several attributes: neighbours count once.
fn shape(tokens: TokenStream) -> String {
    let mut shapes: Vec<String> = Vec::new();
    for token in tokens {
        let shape = match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                format!("{open}{}{close}", self::shape(group.stream()))
            }
            TokenTree::Literal(_) => "_".to_owned(),
            other => other.to_string(),
        };
        let doc = shape == "[doc = _]";
        if doc && shapes.len() >= 3 && shapes[shapes.len() - 2] == shape {
            shapes.pop();
            continue;
        }
        shapes.push(shape);
    }
    shapes.join(" ")
}

#[test]
fn hostile_text_injects_nothing() {
    for style in emit::types::styles() {
        injects_nothing(style);
    }
}

fn injects_nothing(style: TypeStyle) {
    let plain = code("plain", style);
    assert!(
        plain.contains("pub struct A") && plain.contains("pub fn post_a"),
        "{plain}"
    );
    for text in [
        "*/ pub fn pwned() {} /*",
        "\"] pub fn pwned() {} #[doc = \"",
        "\"# + r#\"",
        "#[attr] #![attr]",
        "}}} pub mod pwned { pub fn x() {}",
        "\\\" \\u{22} {{}} {0} {name}",
        "```\nfn main() { panic!() }\n```",
        "\u{202e}rtl \u{2066}x\u{2069}",
        "a\u{0}b\u{7f}",
        "// \r\n\r pub fn pwned() {}",
        "$crate $($x)* 'a '",
        "concat!(env!(\"HOME\"))",
    ] {
        assert_eq!(code(text, style), plain, "{text:?}");
    }
}
