use std::collections::BTreeMap;

use contracts_core::{
    manifest::Modules,
    openapi,
    source::{SourceId, Sources},
};

use crate::{
    lower::{Options, lower},
    print,
};

fn emitted(yaml: &str, types: &str, modules: Modules) -> String {
    let mut sources = Sources::memory([("a.yaml", yaml)]);
    let (contract, findings) = openapi::load(&mut sources, &SourceId::new("a.yaml")).unwrap();
    assert_eq!(findings, []);
    let contract = contract.unwrap();
    let (ir, _) = lower(&contract, &BTreeMap::new(), Options::default());
    let (parts, _) = super::emit(&contract, &ir, types, modules).unwrap();
    print::rust("H", parts).unwrap()
}

/// A document with an operation `get0`, `get1`, … for each list of tags, all with a shared response.
fn document(tags: &[&str]) -> String {
    let mut text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
    for (index, tags) in tags.iter().enumerate() {
        text.push_str(&format!(
            "  /o{index}: {{get: {{operationId: get{index}, tags: {tags}, \
             responses: {{'200': {{$ref: '#/components/responses/Shared'}}}}}}}}\n"
        ));
    }
    text + "components:\n  schemas: {Thing: {type: object, properties: {a: {type: string}}}}\n  \
            responses: {Shared: {description: D, headers: {X-A: {schema: {type: string}}}, \
            content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}\n"
}

/// The modules of a client, each with the structs in it, and the structs beside it.
fn structs(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let mut found = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => found.push(item.ident.to_string()),
            syn::Item::Mod(module) => {
                let (_, items) = module.content.as_ref().unwrap();
                found.extend(items.iter().filter_map(|item| match item {
                    syn::Item::Struct(item) => Some(format!("{}::{}", module.ident, item.ident)),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    found
}

#[track_caller]
fn check(tags: &[&str], expect: &[&str]) {
    let text = emitted(&document(tags), "crate::types", Modules::Tags);
    let found = structs(&text);
    let own = found
        .iter()
        .filter(|name| !matches!(name.as_str(), "Client" | "SharedHeaders"));
    let own: Vec<&String> = own.collect();
    assert_eq!(own, expect, "{text}");
    assert!(found.contains(&"SharedHeaders".to_owned()), "{text}");
}

#[test]
fn operations_stand_in_a_module_of_their_first_tag() {
    check(
        &["[b]", "[a, b]", "[]", "[b]"],
        &["Get2", "a::Get1", "b::Get0", "b::Get3"],
    );
}

#[test]
fn one_tag_or_none_needs_no_module() {
    check(&["[a]", "[]", "[a]"], &["Get0", "Get1", "Get2"]);
    check(&["[]", "[]"], &["Get0", "Get1"]);
    let text = emitted(&document(&["[a]", "[b]"]), "crate::types", Modules::Flat);
    assert_eq!(structs(&text), ["Client", "Get0", "Get1", "SharedHeaders"]);
}

#[test]
fn modules_that_would_have_one_name_are_numbered() {
    check(
        &["['a b']", "[a-b]", "[A_B]"],
        &["a_b::Get2", "a_b2::Get0", "a_b3::Get1"],
    );
    // What stands beside them has its name already; a keyword is none.
    check(
        &["[rt]", "[types]", "[client]", "[type]", "['']", "[⌘]"],
        &[
            "client2::Get2",
            "rt2::Get0",
            "type_::Get3",
            "types2::Get1",
            "x::Get4",
            "x2::Get5",
        ],
    );
}

#[test]
fn a_module_reaches_what_it_shares() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = |types| words(&emitted(&document(&["[a]", "[b]"]), types, Modules::Tags));
    let text = of("crate::types");
    for part in [
        "/// Operations with the tag `a`. pub mod a { use super::rt; pub(super) static GET0: rt::Operation =",
        "pub struct Get0<'c>(pub(super) rt::Call<'c>);",
        "rt::Response<crate::types::Thing, super::SharedHeaders>",
        "pub fn get0(&self) -> a::Get0<'_> { let call = rt::Call::new(&self.0, &a::GET0); a::Get0(call) }",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let text = of("super::types");
    assert!(text.contains("super::super::types::Thing"), "{text}");
}

#[test]
fn a_stream_has_an_enum_and_a_protocol() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: follow\n\
                \x20     responses:\n        '200':\n          description: D\n          content:\n\
                \x20           text/event-stream:\n              x-sse-grammar: a-b+ unknown?\n\
                \x20             x-sse-events: [{name: unknown}, {name: a-b, schema: {type: integer}}, {name: a_b}]\n";
    let text = emitted(yaml, "crate::types", Modules::Flat);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "rt::Response<rt::Events<FollowEvent>, ()>",
        "/// They come in this order: `a-b+ unknown?`.",
        "pub enum FollowEvent { /// The event `unknown`. Unknown2(::std::string::String), /// The event `a-b`. Ab(i64), \
         /// The event `a_b`. Ab2(::std::string::String), \
         /// An event that the contract does not declare. Unknown(rt::RawEvent), }",
        "events: &[\"unknown\", \"a-b\", \"a_b\"], states: &[ rt::State { accepting: false, next: &[(1, 1)], }, \
         rt::State { accepting: true, next: &[(1, 1), (0, 2)], }, rt::State { accepting: true, next: &[], }, ],",
        "::std::option::Option::Some(1) => Self::Ab(event.json()?),",
        "::std::option::Option::Some(2) => Self::Ab2(event.text()),",
        "_ => Self::Unknown(event.raw()),",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_hostile_tag_injects_nothing() {
    let hostile = r#"["*/ pub fn pwned() {} //\n } pub fn pwned() {} /*"]"#;
    let text = emitted(&document(&[hostile, "[b]"]), "crate::types", Modules::Tags);
    let file = syn::parse_file(&text).unwrap();
    let names = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        syn::Item::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    });
    let names: Vec<String> = names.collect();
    assert_eq!(names, ["b", "pub_fn_pwned_pub_fn_pwned"]);
}
