use super::*;
use crate::server::{Member, Rest, query::pairs};
use serde_json::json;

static INTEGER: Shape = Shape::Integer {
    range: (0, 100),
    rules: &[],
};
static TEXT: Shape = Shape::Text {
    format: None,
    rules: &[],
};
static LIST: Shape = Shape::List {
    item: &INTEGER,
    rules: &[],
    unique: false,
};
static INNER: Shape = Shape::Object {
    members: &[Member {
        name: "c",
        required: false,
        shape: Shape::Of(&LIST),
    }],
    rest: Rest::Ignored,
    rules: &[],
};
static OBJECT: Shape = Shape::Object {
    members: &[
        Member {
            name: "a",
            required: false,
            shape: Shape::Of(&INTEGER),
        },
        Member {
            name: "b",
            required: false,
            shape: Shape::Of(&INNER),
        },
        Member {
            name: "l",
            required: false,
            shape: Shape::Of(&LIST),
        },
        Member {
            name: "t",
            required: false,
            shape: Shape::Of(&TEXT),
        },
    ],
    rest: Rest::Ignored,
    rules: &[],
};
static MAP: Shape = Shape::Map {
    value: &TEXT,
    rules: &[],
};

#[test]
fn objects_come_in_pairs_and_in_brackets() {
    let query: Vec<_> = pairs("f[a]=1&f[b][c][]=2&f[b][c][]=3&f[t]=x+y&l=1&l=2&a=7&z=1").collect();
    let found = deep(&query, "f", &OBJECT);
    assert_eq!(
        found,
        Ok(Some(json!({"a": 1, "b": {"c": [2, 3]}, "t": "x y"})))
    );
    assert_eq!(deep(&query, "g", &OBJECT), Ok(None));
    assert_eq!(
        members(&query, &OBJECT, &[]),
        Ok(Some(json!({"a": 7, "l": [1, 2]})))
    );
    let free = members(&query, &MAP, &["f[a]", "f[b][c][]", "f[t]", "l"]);
    assert_eq!(free, Ok(Some(json!({"a": "7", "z": "1"}))));
    let indexed: Vec<_> = pairs("f[b][c][0]=2&f[b][c][1]=3").collect();
    assert_eq!(
        deep(&indexed, "f", &OBJECT),
        Ok(Some(json!({"b": {"c": [2, 3]}})))
    );
}

#[test]
fn forms_are_read_by_their_members() {
    let form: Vec<_> = pairs("a=1&l[]=2&l[]=3&b=%7B%22c%22%3A%5B4%5D%7D&x=y").collect();
    let found = whole(&form, &OBJECT, &[]);
    assert_eq!(
        found,
        Ok(json!({"a": 1, "l": [2, 3], "b": {"c": [4]}, "x": "y"}))
    );
    let broken: Vec<_> = pairs("t=%ff").collect();
    assert_eq!(whole(&broken, &OBJECT, &[]), Err(NotText));
}

#[test]
fn forms_are_read_in_the_styles_of_their_members() {
    static ENCODINGS: &[Encoding] = &[
        Encoding {
            name: "b",
            media: &[],
            style: Some((Style::DeepObject, true)),
            headers: &[],
        },
        Encoding {
            name: "l",
            media: &[],
            style: Some((Style::PipeDelimited, false)),
            headers: &[],
        },
        Encoding {
            name: "t",
            media: &[],
            style: Some((Style::Json, true)),
            headers: &[],
        },
    ];
    let form: Vec<_> = pairs("b[c][0]=4&b[c][1]=5&l=1%7C2&t=%22x%22&a=7&bc=1").collect();
    assert_eq!(
        whole(&form, &OBJECT, ENCODINGS),
        Ok(json!({"b": {"c": [4, 5]}, "l": [1, 2], "t": "x", "a": 7, "bc": "1"}))
    );
    static SPREAD: &[Encoding] = &[Encoding {
        name: "b",
        media: &[],
        style: Some((Style::Form, true)),
        headers: &[],
    }];
    let form: Vec<_> = pairs("c=4&c=5&a=7").collect();
    assert_eq!(
        whole(&form, &OBJECT, SPREAD),
        Ok(json!({"b": {"c": [4, 5]}, "a": 7}))
    );
}

#[test]
fn brackets_that_never_end_are_nobodys() {
    let deep_name = format!("f{}=1", "[a]".repeat(1_000));
    let query: Vec<_> = pairs(&deep_name).collect();
    assert_eq!(deep(&query, "f", &OBJECT), Ok(None));
}
