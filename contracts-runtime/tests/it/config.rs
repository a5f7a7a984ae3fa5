//! Loading configurations: what is accepted, and the exact report of what is not.

use contracts_runtime::config::{ConfigError, parse, parse_compatible};
use serde_json::{Value, json};

/// The schema of an object with these properties and nothing else.
fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn report(schema: &Value, text: &str) -> Result<Value, ConfigError> {
    parse::<Value>("c.yaml", text, &schema.to_string())
}

/// A text without mistakes and the value it is read as.
#[track_caller]
fn accepts(schema: &Value, text: &str, expected: &Value) {
    let value = report(schema, text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert_eq!(&value, expected, "{text}");
}

/// A text with mistakes and the whole report; the file's name is left out.
#[track_caller]
fn refuses(schema: &Value, text: &str, expected: &str) {
    let rendered = report(schema, text)
        .expect_err(text)
        .to_string()
        .replace("c.yaml:", "");
    assert_eq!(rendered, expected, "{text}\n--- got\n{rendered}\n---");
}

#[test]
fn yaml_is_never_misread() {
    let any = json!({"type": "object"});
    accepts(
        &any,
        "a: no\nb: on\nc: true\n",
        &json!({"a": "no", "b": "on", "c": true}),
    );
    accepts(
        &any,
        "a: 017\nb: 1_000\nc: 1.5\nd: -3\n",
        &json!({"a": "017", "b": "1_000", "c": 1.5, "d": -3}),
    );
    accepts(
        &any,
        "200: a\ntrue: b\n1.5: c\n",
        &json!({"200": "a", "true": "b", "1.5": "c"}),
    );
    accepts(
        &any,
        "a: 2026-10-01\nb: 12:30\n",
        &json!({"a": "2026-10-01", "b": "12:30"}),
    );
    accepts(&any, "\u{feff}a: 1\r\nb: 2\r\n", &json!({"a": 1, "b": 2}));
    accepts(
        &any,
        "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n",
        &json!({
            "a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}, "c": {"p": 1, "q": 2}
        }),
    );
    accepts(&any, "---\na: !!str 5\n...\n", &json!({"a": "5"}));
    accepts(&any, "a: 18446744073709551615\n", &json!({"a": u64::MAX}));
    accepts(
        &any,
        "a:\nb: ~\nc: null\n",
        &json!({"a": null, "b": null, "c": null}),
    );
}

#[test]
fn whole_numbers_with_decimals_are_integers_where_the_schema_wants_one() {
    let schema = object(json!({"i": {"type": "integer"}, "n": {"type": "number"}}));
    accepts(
        &schema,
        "i: 4096.0\nn: 1.0\n",
        &json!({"i": 4096, "n": 1.0}),
    );
}

#[test]
fn unknown_fields_are_reported_at_their_key() {
    let schema = object(json!({"name": {}, "port": {}, "in": object(json!({"deep_field": {}}))}));
    refuses(
        &schema,
        "nmae: a\nport: 1\nin:\n  deepField: 1\nzzz: 1\n",
        "1:1: error[unknown-field]: unknown field `nmae`
    help: did you mean `name`?
4:3: error[unknown-field]: unknown field `deepField` in `in`
    help: did you mean `deep_field`?
5:1: error[unknown-field]: unknown field `zzz`
    help: known fields: `in`, `name`, `port`",
    );
    refuses(
        &json!({"type": "object", "additionalProperties": false}),
        "a: 1\nb: 2\n",
        "1:1: error[unknown-field]: unknown field `a`
    help: remove it
2:1: error[unknown-field]: unknown field `b`
    help: remove it",
    );
    refuses(
        &object(json!({"abc": {}, "unlike": {}})),
        "A-b_C: 1\n",
        "1:1: error[unknown-field]: unknown field `A-b_C`\n    help: did you mean `abc`?",
    );
    let composed = json!({
        "allOf": [{"properties": {"alpha": {}}}, {"$ref": "#/$defs/more"}],
        "unevaluatedProperties": false,
        "$defs": {"more": {"properties": {"beta": {}}}}
    });
    refuses(
        &composed,
        "alpha: 1\nbetta: 2\n",
        "2:1: error[unknown-field]: unknown field `betta`\n    help: did you mean `beta`?",
    );
}

#[test]
fn compatible_reading_reports_unknown_fields_and_goes_on() {
    let mut schema = object(json!({"a": {"type": "integer"}, "m": object(json!({"x": {}}))}));
    schema["minProperties"] = json!(1);
    let read = |text: &str| parse_compatible::<Value>("c.yaml", text, &schema.to_string());

    let (value, unknown) = read("a: 1\nnew: 2\nm:\n  newer: 3\n").expect("only unknown fields");
    assert_eq!(value, json!({"a": 1, "m": {}}));
    let unknown: Vec<_> = unknown
        .iter()
        .map(|mistake| (mistake.line, mistake.pointer.as_str()))
        .collect();
    assert_eq!(unknown, [(2, "/new"), (4, "/m/newer")]);

    let error = read("new: 2\na: x\n").expect_err("a wrong type");
    assert_eq!(error.mistakes().len(), 2, "{error}");
    let error = read("new: 2\n").expect_err("nothing is left");
    let codes: Vec<_> = error.mistakes().iter().map(|it| it.code).collect();
    assert_eq!(codes, ["unknown-field", "wrong-length"], "{error}");
}

#[test]
fn wrong_types_say_what_was_found_and_how_to_repair_it() {
    let schema = object(json!({
        "b": {"type": "boolean"}, "i": {"type": "integer"}, "s": {"type": "string"},
        "l": {"type": "array", "items": {"type": "integer"}}, "m": {"type": "object"}, "o": {"type": ["integer", "null"]}
    }));
    refuses(
        &schema,
        "b: no\ni: 1_000\ns: 1.10\nl: 3\nm: some text\no: x\n",
        "1:4: error[wrong-type]: `b` must be a boolean, found the text `no`
    help: write `true` or `false`; words such as `yes`, `no`, `on` and `off` are plain text
2:4: error[wrong-type]: `i` must be an integer, found the text `1_000`
    help: write the number without quotes, underscores and leading zeros
3:4: error[wrong-type]: `s` must be a text, found a number with decimals
    help: put the value in quotes to make it a text
4:4: error[wrong-type]: `l` must be a list, found a number
    help: put each item on a line of its own that begins with `- `
5:4: error[wrong-type]: `m` must be a mapping, found a text
6:4: error[wrong-type]: `o` must be an integer, found the text `x`",
    );
    refuses(
        &schema,
        "b: \"true\"\ni: 1.5\ns:\nl: [1, x,\n    y]\n",
        "1:4: error[wrong-type]: `b` must be a boolean, found the text `true`
    help: write `true` or `false` without quotes
2:4: error[wrong-type]: `i` must be an integer, found a number with decimals
    help: write a whole number
3:2: error[wrong-type]: `s` must be a text, found nothing
    help: give it a value, or remove it
4:8: error[wrong-type]: item 2 of `l` must be an integer, found the text `x`
5:5: error[wrong-type]: item 3 of `l` must be an integer, found the text `y`",
    );
    refuses(
        &schema,
        "l:\n  - 1\n  -\n  - 2\n",
        "3:4: error[wrong-type]: item 2 of `l` must be an integer, found nothing\n    help: give it a value, or remove it",
    );
}

#[test]
fn missing_fields_are_reported_at_the_mapping_that_lacks_them() {
    let inner = json!({"type": "object", "properties": {"id": {"description": "Its name. Unique."}}, "required": ["id", "x"]});
    let schema =
        json!({"type": "object", "properties": {"list": {"items": inner}}, "required": ["list"]});
    refuses(
        &schema,
        "list:\n  - id: 1\n  - x: 2\n  - {}\n",
        "2:5: error[missing-field]: missing field `x` in item 1 of `list`
3:5: error[missing-field]: missing field `id` in item 2 of `list`
    help: `id`: Its name.
4:5: error[missing-field]: missing field `id` in item 3 of `list`
    help: `id`: Its name.
4:5: error[missing-field]: missing field `x` in item 3 of `list`",
    );
    refuses(
        &schema,
        "# nothing\nother: 1\n",
        "2:1: error[missing-field]: missing field `list`",
    );
}

#[test]
fn values_out_of_bounds() {
    let schema = object(json!({
        "e": {"enum": ["llamacpp", "vllm"]}, "min": {"minimum": 1}, "u": {"type": "integer", "format": "uint16"},
        "p": {"pattern": "^[a-z]+$", "examples": ["abc"]}, "f": {"format": "ipv4"}, "len": {"minLength": 2},
        "items": {"minItems": 1, "uniqueItems": true}, "c": {"const": 1}, "never": false, "t": {"type": "string", "enum": ["a", "b"]}
    }));
    refuses(
        &schema,
        "e: llamacp\nmin: 0\nu: 65536\np: A b\nf: 1.2.3\nlen: ä\nitems: [1, 2, 1]\nc: 2\nnever: 1\nt: 3\n",
        "1:4: error[unknown-value]: `llamacp` is not a value of `e`
    help: did you mean `llamacpp`? Allowed are `llamacpp`, `vllm`
2:6: error[out-of-range]: `min` is `0`, but must be at least 1
3:4: error[out-of-range]: `u` is `65536`, but must be at most 65535
4:4: error[wrong-pattern]: `p` is `A b`, but must match `^[a-z]+$`
    help: for example `abc`
5:4: error[wrong-format]: `f` is `1.2.3`, but must have the format `ipv4`
6:6: error[wrong-length]: `len` has 1 character, but must have at least 2
7:15: error[repeated-item]: item 3 of `items` repeats item 1
    help: remove one of the two
8:4: error[unknown-value]: `2` is not a value of `c`
    help: the only allowed value is `1`
9:1: error[not-allowed]: `never` is not allowed here
10:4: error[unknown-value]: `3` is not a value of `t`
    help: allowed are `a`, `b`",
    );
    refuses(
        &schema,
        "items: []\n",
        "1:8: error[wrong-length]: `items` has 0 items, but must have at least 1",
    );
    refuses(
        &schema,
        "items: [1, 1.0]\n",
        "1:8: error[repeated-item]: `items` has items that repeat",
    );
}

#[test]
fn alternatives_are_entered_where_they_fit_best() {
    let nullable = json!({"anyOf": [{"$ref": "#/$defs/engine"}, {"type": "null"}]});
    let shape = json!({"oneOf": [
        {"type": "object", "properties": {"kind": {"const": "file"}, "path": {"type": "string"}}, "required": ["kind", "path"], "additionalProperties": false},
        {"type": "object", "properties": {"kind": {"const": "url"}, "url": {"type": "string"}, "port": {"type": "integer"}}, "required": ["kind", "url"], "additionalProperties": false},
        {"type": "object", "properties": {"kind": {"const": "none"}}},
        {"type": "string"}
    ]});
    let mut schema = object(
        json!({"engine": nullable, "shape": shape, "num": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}),
    );
    schema["$defs"] = json!({"engine": {"oneOf": [{"type": "string", "const": "vllm"}, {"type": "string", "enum": ["tgi", "triton"]}]}});

    accepts(
        &schema,
        "engine: null\nshape: x\nnum: true\n",
        &json!({"engine": null, "shape": "x", "num": true}),
    );
    refuses(
        &schema,
        "engine: trito\nnum: []\nshape:\n  kind: url\n  uri: x\n  port: y\n",
        "1:9: error[unknown-value]: `trito` is not a value of `engine`
    help: did you mean `triton`? Allowed are `vllm`, `tgi`, `triton`
2:6: error[wrong-type]: `num` must be an integer or a boolean, found a list
4:3: error[missing-field]: missing field `url` in `shape`
5:3: error[unknown-field]: unknown field `uri` in `shape`
    help: did you mean `url`?
6:9: error[wrong-type]: `port` must be an integer, found the text `y`",
    );
    refuses(
        &schema,
        "engine: 3\nshape:\n  kind: ftp\n  url: a\n",
        "1:9: error[unknown-value]: `3` is not a value of `engine`
    help: allowed are `vllm`, `tgi`, `triton`
3:9: error[unknown-value]: `ftp` is not a value of `kind`
    help: allowed are `file`, `url`, `none`",
    );
}

#[test]
fn conditions_explain_themselves() {
    let mut schema = object(json!({"a": {}, "b": {}}));
    schema["if"] = json!({"required": ["a"]});
    schema["then"] = json!({"required": ["b"], "description": "a needs b (RULE-1)"});
    refuses(
        &schema,
        "a: 1\n",
        "1:1: error[missing-field]: missing field `b`\n    help: a needs b (RULE-1)",
    );
    accepts(&schema, "b: 1\n", &json!({"b": 1}));
}

#[test]
fn duplicate_keys_do_not_hide_other_mistakes() {
    let schema = object(json!({"a": {"type": "integer"}, "m": object(json!({"x": {}}))}));
    refuses(
        &schema,
        "a: 1\nm:\n  x: 1\n  x: 2\na: 2\na: 3\nb: 1\n",
        "4:3: error[duplicate-key]: `x` is given twice
    help: it is first given in line 3; keep one of the two
5:1: error[duplicate-key]: `a` is given twice
    help: it is first given in line 1; keep one of the two
6:1: error[duplicate-key]: `a` is given twice
    help: it is first given in line 1; keep one of the two
7:1: error[unknown-field]: unknown field `b`
    help: did you mean `a`?",
    );
}

#[test]
fn mistakes_in_anchored_text_are_reported_once_and_there() {
    let part = object(json!({"n": {"type": "integer"}, "k": {}}));
    let schema = object(json!({"a": part, "b": part, "c": part, "d": part, "e": part}));
    refuses(
        &schema,
        "a: &x\n  n: &n bad\nb: *x\nc:\n  <<: *x\n  kk: 1\nd:\n  n: *n\ne: *n\n",
        "2:9: error[wrong-type]: `n` must be an integer, found the text `bad`
6:3: error[unknown-field]: unknown field `kk` in `c`
    help: did you mean `k`?
8:6: error[wrong-type]: `n` must be an integer, found the text `bad`
9:4: error[wrong-type]: `e` must be a mapping, found a text",
    );
}

#[test]
fn files_that_are_no_configuration() {
    let mut schema = object(json!({"a": {}, "b": {}}));
    schema["required"] = json!(["a", "b"]);
    let empty = "1:1: error[empty-file]: the file holds no configuration\n    help: required fields: `a`, `b`";
    refuses(&schema, "", empty);
    refuses(&schema, "# only a comment\n", empty);
    refuses(&schema, "---\n", empty);
    refuses(
        &schema,
        "# list\n- a\n- b\n",
        "2:1: error[not-a-mapping]: the file must be a mapping of fields, found a list\n    help: write `name: value`, one field per line",
    );
    refuses(
        &schema,
        "just text\n",
        "1:1: error[not-a-mapping]: the file must be a mapping of fields, found a single value\n    help: write `name: value`, one field per line",
    );
    refuses(
        &schema,
        "a: 1\n---\na: 2\n",
        "3:1: error[several-documents]: a second YAML document begins here\n    help: a configuration file is a single document: remove the `---` and what follows",
    );
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let nested = format!("{}1{}", "[".repeat(31), "]".repeat(31));
    let value: Value = serde_json::from_str(&nested).expect("JSON");
    accepts(
        &json!({"type": "object"}),
        &format!("a: {nested}\n"),
        &json!({"a": value}),
    );
}

#[test]
fn syntax_errors_have_a_place() {
    let any = json!({"type": "object"});
    let place = |text: &str| {
        let error = report(&any, text).expect_err(text);
        let [mistake] = error.mistakes() else {
            panic!("{error}")
        };
        (mistake.code, mistake.line, mistake.column)
    };
    assert_eq!(place("a: 1\nb: [1, 2\nc: 3\n"), ("syntax", 3, 2));
    assert_eq!(place("a: 1\n\tb: 2\n"), ("syntax", 1, 4));
    assert_eq!(place("a: *nowhere\n"), ("syntax", 1, 4));
    assert_eq!(place("a: \"open\n"), ("syntax", 1, 4));
    assert_eq!(place("a: [&x [*x]]\n").0, "syntax");
    assert_eq!(place("a: 1\n? [b]\n: 2\n"), ("syntax", 2, 3));
    assert_eq!(place("a: 1\nb: !env TOKEN\n"), ("syntax", 2, 9));
    assert_eq!(place("a: 1\nb: !!int x\n"), ("syntax", 2, 10));
    assert_eq!(place("a: 1\n<<: 3\n"), ("syntax", 2, 5));
    for depth in [32, 33, 100, 10_000] {
        let deep = format!("a: {}1{}\n", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(place(&deep).0, "syntax", "{depth}");
        let deep: String = (0..depth.min(500))
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect();
        assert_eq!(
            place(&format!("{deep}{}b: 1\n", " ".repeat(depth.min(500)))).0,
            "syntax",
            "{depth}"
        );
    }
    // Depth that only aliases make.
    let twenty = |inner: &str| format!("{}{inner}{}", "[".repeat(20), "]".repeat(20));
    let text = format!(
        "a: &a {}\nb: &b {}\nc: {}\n",
        twenty("1"),
        twenty("*a"),
        twenty("*b")
    );
    assert_eq!(place(&text).0, "syntax");
    let laughs: String = (1..12)
        .map(|n| {
            format!(
                "l{n}: &l{n} [{}]\n",
                vec![format!("*l{}", n - 1); 10].join(", ")
            )
        })
        .collect();
    assert_eq!(place(&format!("l0: &l0 lol\n{laughs}")).0, "syntax");
}

#[test]
fn numbers_json_does_not_have() {
    refuses(
        &object(json!({"x": {"type": "number"}, "y": {"type": "number"}})),
        "x: .inf\ny: z\n",
        "1:4: error[not-finite]: infinity and NaN are not values a configuration can hold
    help: write a finite number, or put the text in quotes
2:4: error[wrong-type]: `y` must be a number, found the text `z`",
    );
}

#[test]
fn secrets_are_never_quoted() {
    let token = json!({"type": "string", "pattern": "^tok_", "maxLength": 30, "enum": ["tok_1"], "x-secret": true});
    let schema = object(json!({
        "token": token, "password": {"type": "integer", "writeOnly": true}, "maybe": {"anyOf": [{"$ref": "#/$defs/s"}, {"type": "null"}]},
        "nested": {"type": "object", "x-secret": true, "properties": {"inner": {"type": "integer"}, "flag": {"type": "integer"}}},
        "outer": object(json!({"token": token})), "remote": {"$ref": "#anchored"}
    }));
    let mut schema = schema;
    schema["$defs"] = json!({"s": {"type": "string", "minLength": 50, "format": "ipv4", "writeOnly": true}, "r": {"$anchor": "anchored", "type": "integer"}});
    // Each value is another one: what equals a secret is not quoted either.
    let text = "token: hunter1\npassword: hunter2\nmaybe: hunter3\nnested:\n  inner: hunter4\n  flag: true\nouter: hunter5\nremote: hunter6\ntokn: hunter7\n";
    let error = report(&schema, text).expect_err("mistakes");
    let rendered = format!("{error}\n{error:?}\n{:?}", error.mistakes());
    assert!(
        !rendered.contains("hunter") && !rendered.contains("true"),
        "{rendered}"
    );
    let codes: Vec<_> = error
        .mistakes()
        .iter()
        .map(|mistake| (mistake.line, mistake.code))
        .collect();
    assert_eq!(
        codes,
        [
            (1, "unknown-value"),
            (1, "wrong-pattern"),
            (2, "wrong-type"),
            (3, "wrong-format"),
            (3, "wrong-length"),
            (5, "wrong-type"),
            (6, "wrong-type"),
            (7, "wrong-type"),
            (8, "wrong-type"),
            (9, "unknown-field"),
        ]
    );
}

#[test]
fn text_that_is_secret_elsewhere_is_not_quoted() {
    let schema = object(json!({"token": {"writeOnly": true}, "port": {"type": "integer"}}));
    refuses(
        &schema,
        "token: &t hunter2\nport: *t\n",
        "2:7: error[wrong-type]: `port` must be an integer, found a text",
    );
}

#[test]
fn keys_may_hold_what_pointers_escape() {
    let schema = object(json!({"a/b": {"type": "integer"}, "~c": object(json!({}))}));
    refuses(
        &schema,
        "a/b: x\n~c:\n  d/e~: 1\n",
        "1:6: error[wrong-type]: `a/b` must be an integer, found the text `x`
3:3: error[unknown-field]: unknown field `d/e~` in `~c`
    help: remove it",
    );
}

#[test]
fn what_only_the_rust_type_refuses_has_a_place_too() {
    #[derive(Debug, serde::Deserialize)]
    struct Config {
        #[serde(rename = "items")]
        _items: Vec<Item>,
    }
    #[derive(Debug, serde::Deserialize)]
    struct Item {
        #[serde(rename = "at")]
        _at: std::net::IpAddr,
    }
    let mut schema = object(json!({"items": {"items": object(json!({"at": {"type": "string"}}))}}));
    let text = "items:\n  - at: 127.0.0.1\n  - at: nonsense\n";
    let error = parse::<Config>("c.yaml", text, &schema.to_string()).expect_err("not an address");
    assert_eq!(
        error.to_string(),
        "c.yaml:3:9: error[invalid-value]: `at` is not acceptable: invalid IP address syntax"
    );

    schema["properties"]["items"]["x-secret"] = json!(true);
    let error = parse::<Config>("c.yaml", text, &schema.to_string()).expect_err("not an address");
    assert_eq!(
        error.to_string(),
        "c.yaml:3:9: error[invalid-value]: `at` is not acceptable; its value is secret and not shown"
    );
}

#[test]
fn text_from_the_file_cannot_forge_lines() {
    refuses(
        &object(json!({"b": {"type": "boolean"}})),
        "\"x\\ny: error[fake]\": 1\nb: \"a\\e[31m\\nc\"\n",
        "1:1: error[unknown-field]: unknown field `x\\ny: error[fake]`
    help: known fields: `b`
2:4: error[wrong-type]: `b` must be a boolean, found the text `a\\u{1b}[31m\\nc`",
    );
}

#[test]
fn an_unusable_schema_is_the_programs_fault() {
    for schema in [
        "{",
        r#"{"type": 3}"#,
        r#"{"$ref": "https://example.com/x.json"}"#,
    ] {
        let error = parse::<Value>("c.yaml", "a: 1\n", schema).expect_err(schema);
        assert!(
            error
                .to_string()
                .starts_with("c.yaml: error[invalid-schema]: "),
            "{error}"
        );
        assert!(error.mistakes().is_empty() && error.io_error().is_none());
    }
}

#[test]
fn a_file_that_cannot_be_opened() {
    let error = contracts_runtime::config::load::<Value>("no/such/file.yaml", "{}")
        .expect_err("no such file");
    assert_eq!(
        error.io_error().map(std::io::Error::kind),
        Some(std::io::ErrorKind::NotFound)
    );
    assert_eq!(error.file(), "no/such/file.yaml");
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.yaml: error[unreadable-file]: the file cannot be read: "),
        "{error}"
    );
    assert_eq!(format!("{error:?}"), error.to_string());
}
