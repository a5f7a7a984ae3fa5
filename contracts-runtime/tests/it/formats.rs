//! The same configuration in YAML, JSON and TOML: the same value, and the same mistakes, each at its own place.

use std::collections::BTreeMap;

use contracts_runtime::config::{
    ConfigError, Mistake, check, check_compatible, check_file, check_file_compatible, parse,
    parse_compatible,
};
use serde_json::{Value, json};

const NAMES: [&str; 3] = ["c.yaml", "c.json", "c.toml"];

/// The schema of all fixtures.
fn schema() -> String {
    let server = json!({
        "type": "object",
        "properties": {
            "host": {"type": "string"},
            "port": {"type": "integer", "format": "uint16", "minimum": 1},
            "verbose": {"type": "boolean"},
            "token": {"type": "string", "minLength": 3, "x-secret": true}
        },
        "required": ["port"],
        "additionalProperties": false
    });
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "since": {"type": "string"},
            "ratio": {"type": "number"},
            "sizes": {"type": "array", "items": {"type": "integer"}, "uniqueItems": true},
            "server": server,
            "pools": {"type": "array", "items": server},
            "engine": {"enum": ["llamacpp", "vllm"]}
        },
        "additionalProperties": false
    })
    .to_string()
}

/// A text whose mistakes are marked: `«1»` stands where mistake 1 is. Returns it without marks, and their places.
fn unmarked(marked: &str) -> (String, BTreeMap<usize, (usize, usize)>) {
    let (mut text, mut places) = (String::new(), BTreeMap::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('«') {
        text.push_str(before);
        let (number, after) = after.split_once('»').expect("a whole mark");
        let line = text.split('\n').next_back().unwrap_or_default();
        let place = (text.split('\n').count(), line.chars().count() + 1);
        assert!(
            places
                .insert(number.parse().expect("a number"), place)
                .is_none()
        );
        rest = after;
    }
    text.push_str(rest);
    (text, places)
}

/// The same mistakes (code and message) at the marked places in each format, in this order of marks.
#[track_caller]
fn same_mistakes(marked: [&str; 3], expected: &[(&str, &str)]) {
    for (name, marked) in NAMES.into_iter().zip(marked) {
        let (text, places) = unmarked(marked);
        let error = parse::<Value>(name, &text, &schema()).expect_err(&text);
        let mut wanted: Vec<_> = (1..)
            .zip(expected)
            .map(|(number, (code, message))| {
                let place = places
                    .get(&number)
                    .unwrap_or_else(|| panic!("{number} in {name}"));
                (*place, *code, *message)
            })
            .collect();
        wanted.sort();
        let got: Vec<_> = error
            .mistakes()
            .iter()
            .map(|it| ((it.line, it.column), it.code, it.message.as_str()))
            .collect();
        assert_eq!(got, wanted, "{name}\n{text}\n{error}");
        assert_eq!(places.len(), expected.len(), "{name} has other marks");
    }
}

/// The same value in each format.
#[track_caller]
fn same_value(texts: [&str; 3], expected: &Value) {
    for (name, text) in NAMES.into_iter().zip(texts) {
        let value: Value = parse(name, text, r#"{"type": "object"}"#)
            .unwrap_or_else(|error| panic!("{text}\n{error}"));
        assert_eq!(&value, expected, "{name}\n{text}");
    }
}

fn one(name: &str, text: &str) -> Mistake {
    let error = parse::<Value>(name, text, r#"{"type": "object"}"#).expect_err(text);
    let [mistake] = error.mistakes() else {
        panic!("{text}\n{error}")
    };
    mistake.clone()
}

#[test]
fn values_are_the_same() {
    same_value(
        [
            "a: ä€𝄞\nb: 1\nc: -2.5\nd: true\ne: [1, [2], {f: x}]\ng: {h: {i: 1}}\nj: 1e3\nk: []\nl: {}\nm/n: \"q\\\"\"\n",
            "{\"a\": \"ä\\u20ac\\ud834\\udd1e\", \"b\":1,\"c\" : -2.5, \"d\":true,\n\t\"e\": [1, [2], {\"f\": \"x\"}],\r\n\
             \"g\": {\"h\": {\"i\": 1}}, \"j\": 1e3, \"k\": [ ], \"l\": { }, \"m\\/n\": \"q\\\"\"}\n",
            "a = 'ä€𝄞'\nb = 1\nc = -2.5\nd = true\ne = [1, [2], {f = 'x'}]\ng.h.i = 1\nj = 1e3\nk = []\n\"m/n\" = 'q\"'\n[l]\n",
        ],
        &json!({
            "a": "ä€𝄞", "b": 1, "c": -2.5, "d": true, "e": [1, [2], {"f": "x"}], "g": {"h": {"i": 1}},
            "j": 1000.0, "k": [], "l": {}, "m/n": "q\""
        }),
    );
    same_value(
        [
            "\u{feff}big: 18446744073709551615\nlow: -9223372036854775808\n",
            "\u{feff}{\"big\": 18446744073709551615, \"low\": -9223372036854775808}",
            "\u{feff}big = 18446744073709551615\nlow = -9_223_372_036_854_775_808\n",
        ],
        &json!({"big": u64::MAX, "low": i64::MIN}),
    );
}

#[test]
fn dates_become_texts() {
    same_value(
        [
            "d: 2026-10-01\nt: 2026-10-01T12:30:00Z\n",
            r#"{"d": "2026-10-01", "t": "2026-10-01T12:30:00Z"}"#,
            "d = 2026-10-01\nt = 2026-10-01T12:30:00Z\n",
        ],
        &json!({"d": "2026-10-01", "t": "2026-10-01T12:30:00Z"}),
    );
}

#[test]
fn mistakes_are_the_same() {
    same_mistakes(
        [
            "«1»nmae: a\nserver:\n  «2»host: «3»1\n  verbose: «4»\"no\"\n  «8»hst: x\n\
             sizes: [1, 2, «5»1, «6»x]\nengine: «7»vlm\n",
            "{«1»\"nmae\": \"a\",\n \"server\": «2»{\"host\": «3»1, \"verbose\": «4»\"no\", «8»\"hst\": \"x\"},\n\
             \"sizes\": [1, 2, «5»1, «6»\"x\"], \"engine\": «7»\"vlm\"}",
            "«1»nmae = 'a'\nsizes = [1, 2, «5»1, «6»'x']\nengine = «7»'vlm'\n\n«2»[server]\nhost = «3»1\nverbose = «4»'no'\n«8»hst = 'x'\n",
        ],
        &[
            ("unknown-field", "unknown field `nmae`"),
            ("missing-field", "missing field `port` in `server`"),
            ("wrong-type", "`host` must be a text, found a number"),
            (
                "wrong-type",
                "`verbose` must be a boolean, found the text `no`",
            ),
            ("repeated-item", "item 3 of `sizes` repeats item 1"),
            (
                "wrong-type",
                "item 4 of `sizes` must be an integer, found the text `x`",
            ),
            ("unknown-value", "`vlm` is not a value of `engine`"),
            ("unknown-field", "unknown field `hst` in `server`"),
        ],
    );
}

#[test]
fn places_in_nested_lists_and_behind_other_letters_are_the_same() {
    same_mistakes(
        [
            "pools:\n  - {host: ä€𝄞, port: «1»70000}\n  - port: «2»0\n    token: «3»ab\n  - «4»host: h\n",
            "{\"pools\": [{\"host\": \"ä€𝄞\\\"}\", \"port\": «1»70000},\n  {\"port\": «2»0,\"token\":«3»\"ab\"}, «4»{\"host\": \"h\"}]}",
            "[[pools]]\nhost = 'ä€𝄞'\nport = «1»70000\n[[pools]]\nport = «2»0\ntoken = «3»'ab'\n«4»[[pools]]\nhost = 'h'\n",
        ],
        &[
            (
                "out-of-range",
                "`port` is `70000`, but must be at most 65535",
            ),
            ("out-of-range", "`port` is `0`, but must be at least 1"),
            (
                "wrong-length",
                "`token` has 2 characters, but must have at least 3",
            ),
            ("missing-field", "missing field `port` in item 3 of `pools`"),
        ],
    );
    // Dotted keys, inline tables and text of several lines.
    let (text, places) = unmarked(
        "name = '''\nä\n''' # [[ \"\nserver.host = '€' # €\nserver.port = «1»'x'\n\
         pools = [{port = 1, host = 'ä', «2»\"x y\" = 1}, { «3»port.deep = 1 }]\n",
    );
    let error = parse::<Value>("c.toml", &text, &schema()).expect_err("mistakes");
    let got: Vec<_> = error
        .mistakes()
        .iter()
        .map(|it| (it.line, it.column))
        .collect();
    assert_eq!(got, places.into_values().collect::<Vec<_>>(), "{error}");
}

#[test]
fn duplicate_keys_do_not_hide_other_mistakes() {
    same_mistakes(
        [
            "name: a\nserver:\n  port: 1\n  «1»port: 2\n  host: «2»3\n«3»name: b\n«4»zzz: 1\n«5»name: [c]\n",
            "{\"name\": \"a\", \"server\": {\"port\": 1, «1»\"port\": 2, \"host\": «2»3},\n«3»\"name\": \"b\", «4»\"zzz\": 1, «5»\"n\\u0061me\": [\"c\"]}",
            "name = 'a'\n«3»name = 'b'\n«4»zzz = 1\n«5»\"n\\u0061me\" = ['c']\n[server]\nport = 1\n«1»port = 2\nhost = «2»3\n",
        ],
        &[
            ("duplicate-key", "`port` is given twice"),
            ("wrong-type", "`host` must be a text, found a number"),
            ("duplicate-key", "`name` is given twice"),
            ("unknown-field", "unknown field `zzz`"),
            ("duplicate-key", "`name` is given twice"),
        ],
    );
    // The help names the first place in each of them.
    let texts = ["x: 1\nx: 2\n", "{\"x\": 1,\n\"x\": 2}", "x = 1\nx = 2\n"];
    for (name, text) in NAMES.into_iter().zip(texts) {
        let mistake = one(name, text);
        assert_eq!(
            (mistake.line, mistake.pointer.as_str()),
            (2, "/x"),
            "{name}"
        );
        let help = "it is first given in line 1; keep one of the two";
        assert_eq!(mistake.help.as_deref(), Some(help), "{name}");
    }
}

#[test]
fn tables_of_toml_given_twice() {
    let place = |text: &str| {
        let mistake = one("c.toml", text);
        (mistake.code, mistake.line, mistake.column, mistake.pointer)
    };
    let twice = |line, column, pointer: &str| ("duplicate-key", line, column, pointer.to_owned());
    assert_eq!(place("[a]\nx = 1\n[ a ]\ny = 1\n"), twice(3, 3, "/a"));
    assert_eq!(place("a = 1\n[[a]]\ny = 1\n"), twice(2, 3, "/a"));
    assert_eq!(place("[a.b]\nx = 1\n[a]\nb.y = 2\n"), twice(4, 1, "/a/b"));
    assert_eq!(
        place("[[l]]\nx = 1\n[[l]]\nx = 1\nx = 2\n"),
        twice(5, 1, "/l/1/x")
    );
    assert_eq!(place("i = {x = {y = 1, y = 2}}\n"), twice(1, 18, "/i/x/y"));
    // Many of them are not worth a report of all.
    let many = "x = 1\n".repeat(1000);
    let mistake = one("c.toml", &many);
    assert_eq!((mistake.code, mistake.line), ("duplicate-key", 2));
    assert_eq!(mistake.message, "`x` is given twice");
}

#[test]
fn syntax_errors_have_a_place() {
    for (name, text, line, column) in [
        ("c.json", "{\"a\": 1,\n \"b\": }", 2, 7),
        ("c.json", "{\"ä\": 1,\n \"ä€\": x}", 2, 8),
        ("c.json", "{\"a\": 1,}", 1, 9),
        ("c.json", "{\"a\": 01}", 1, 8),
        ("c.json", "{'a': 1}", 1, 2),
        ("c.json", "{a: 1}", 1, 2),
        ("c.json", "{\"a\": 1} // x", 1, 10),
        ("c.json", "{\"a\": NaN}", 1, 7),
        ("c.json", "{\"a\": \"\t\"}", 1, 8),
        ("c.toml", "a = 1\nb = \n", 2, 5),
        ("c.toml", "a = 1\nä = 'ö' x\n", 2, 1),
        ("c.toml", "a = \"open\n", 1, 10),
        ("c.toml", "a = 1\na.b = 1\n", 2, 1),
        ("c.toml", "a: 1\n", 1, 2),
        ("c.toml", "a = no\n", 1, 5),
    ] {
        let mistake = one(name, text);
        let got = (mistake.code, mistake.line, mistake.column);
        assert_eq!(got, ("syntax", line, column), "{text}\n{mistake}");
        assert!(!mistake.message.contains(" at line "), "{mistake}");
    }
}

#[test]
fn numbers_json_does_not_have() {
    let text = "ratio = inf\nname = 'x'\n";
    let error = parse::<Value>("c.toml", text, &schema()).expect_err(text);
    assert_eq!(error.mistakes().len(), 1, "{error}");
    let mistake = &error.mistakes()[0];
    assert_eq!(
        (mistake.code, mistake.line, mistake.column),
        ("not-finite", 1, 9)
    );
    // As in JSON, an integer beyond 64 bits is a number, but not exact.
    for (text, number) in [
        ("a = 36893488147419103232\n", 36_893_488_147_419_103_232.0),
        ("a = 0x20000000000000000\n", 36_893_488_147_419_103_232.0),
        ("a = -36893488147419103232\n", -36_893_488_147_419_103_232.0),
    ] {
        let value: Value = parse("c.toml", text, "{}").expect(text);
        assert_eq!(value, json!({"a": number}), "{text}");
    }
}

#[test]
fn nesting_is_bounded_in_every_format() {
    let list = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let file = |name: &str, depth: usize| match name {
        "c.yaml" => format!("a: {}\n", list(depth)),
        "c.json" => format!("{{\"a\": {}}}", list(depth)),
        _ => format!("a = {}\n", list(depth)),
    };
    for name in NAMES {
        let value: Value = parse(name, &file(name, 31), "{}").expect(name);
        let expected: Value = serde_json::from_str(&list(31)).expect("JSON");
        assert_eq!(value["a"], expected, "{name}");
        for depth in [32, 33, 64, 65, 100, 129, 10_000, 1_000_000] {
            assert_eq!(
                one(name, &file(name, depth)).code,
                "syntax",
                "{name} {depth}"
            );
        }
    }
    let dots = |count: usize| format!("a{}", ".a".repeat(count));
    let braces = |key: &str, count: usize| {
        format!(
            "{}1{}",
            format!("{{{key} = ").repeat(count),
            "}".repeat(count)
        )
    };
    for text in [
        format!("{} = 1\n", dots(32)),
        format!("{} = 1\n", dots(79)),
        format!("{} = 1\n", dots(100_000)),
        format!("[{}]\nb = 1\n", dots(40)),
        format!("[[{}]]\n{} = {}\n", dots(20), dots(20), list(20)),
        format!("x = {}\n", braces("a", 40)),
        // Neither the brackets nor the dots are too many, but both together would overflow the stack.
        format!("x = {}\n", braces(&dots(78), 79)),
        format!("x = 1\nx = {}\n", braces(&dots(78), 79)),
        format!("x = {}\n", braces(&format!("'}}' . {}", dots(78)), 79)),
        format!("x = {}\n", braces(&format!("# }}\n {}", dots(78)), 79)),
    ] {
        let mistake = one("c.toml", &text);
        let start: String = text.chars().take(80).collect();
        assert_eq!(mistake.code, "syntax", "{start}\n{mistake}");
    }
    let value: Value = parse("c.toml", &format!("{} = 1\n", dots(31)), "{}").expect("32 levels");
    assert_eq!(value.pointer(&"/a".repeat(32)), Some(&json!(1)));
}

#[test]
fn long_lines_take_no_quadratic_time() {
    let items = vec!["\"ä\""; 200_000].join(",");
    let json = format!("{{\"a\":[{items}]}}");
    let toml = format!("a=[{items}]\n");
    for (name, text) in [("c.json", json), ("c.toml", toml)] {
        let value: Value = parse(name, &text, "{}").expect(name);
        assert_eq!(value["a"].as_array().map(Vec::len), Some(200_000), "{name}");
    }
}

#[test]
fn files_that_hold_nothing() {
    for (name, text) in [("c.yaml", "# x\n"), ("c.json", " \n\t"), ("c.json", "")] {
        assert_eq!(one(name, text).code, "empty-file", "{name}");
    }
    // In TOML the root is a mapping whatever is written.
    assert_eq!(
        parse::<Value>("c.toml", "# x\n", "{}").expect("valid"),
        json!({})
    );
    let list = one("c.json", "\n [1]");
    assert_eq!((list.code, list.line, list.column), ("not-a-mapping", 2, 2));
    assert_eq!(
        list.help.as_deref(),
        Some("put the fields between `{` and `}`")
    );
}

#[test]
fn help_speaks_the_language_of_the_file() {
    let help = |name: &str, text: &str| {
        let error = parse::<Value>(name, text, &schema()).expect_err(text);
        error.mistakes()[0].help.clone().unwrap_or_default()
    };
    let items = help("c.yaml", "sizes: 1\n");
    assert_eq!(
        items,
        "put each item on a line of its own that begins with `- `"
    );
    for (name, text) in [("c.json", "{\"sizes\": 1}"), ("c.toml", "sizes = 1\n")] {
        assert_eq!(
            help(name, text),
            "put the items between `[` and `]`",
            "{name}"
        );
    }
    let server = [
        "{\"server\": {\"port\": 1, \"verbose\": \"off\"}}",
        "[server]\nport = 1\nverbose = 'off'\n",
    ];
    for (name, text) in ["c.json", "c.toml"].into_iter().zip(server) {
        assert_eq!(
            help(name, text),
            "write `true` or `false` without quotes",
            "{name}"
        );
    }
}

#[test]
fn the_extension_decides() {
    for name in ["c.json", "C.JSON", "a/b.c.json", "/x/c.toml.json"] {
        assert_eq!(one(name, "a: 1\n").code, "syntax", "{name}");
    }
    for name in ["c.toml", "c.TOML"] {
        assert_eq!(one(name, "{\"a\": 1}").code, "syntax", "{name}");
    }
    for name in [
        "c.yaml",
        "c.yml",
        "c",
        "json",
        ".json",
        "c.json.conf",
        "c.json5",
        "",
    ] {
        assert!(check(name, "a: no\n", "{}").is_ok(), "{name}");
    }
}

/// Fields for a newer version in each format.
const NEWER: [&str; 3] = [
    "«1»new: 1\nserver:\n  port: 1\n  «2»newer: {a: 1}\n",
    "{«1»\"new\": 1, \"server\": {\"port\": 1, «2»\"newer\": {\"a\": 1}}}",
    "«1»new = 1\n[server]\nport = 1\n«2»newer = {a = 1}\n",
];

#[test]
fn compatible_mode_knows_every_format() {
    for (name, marked) in NAMES.into_iter().zip(NEWER) {
        let (text, places) = unmarked(marked);
        let (value, unknown) = parse_compatible::<Value>(name, &text, &schema()).expect(name);
        assert_eq!(value, json!({"server": {"port": 1}}), "{name}");
        let got: Vec<_> = unknown.iter().map(|it| (it.line, it.column)).collect();
        assert_eq!(got, places.into_values().collect::<Vec<_>>(), "{name}");
        let pointers: Vec<_> = unknown.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/new", "/server/newer"], "{name}");
        assert_eq!(
            check_compatible(name, &text, &schema()).expect(name),
            unknown
        );
    }
}

#[test]
fn checking_needs_no_type() {
    let codes = |result: Result<(), ConfigError>| -> Vec<&str> {
        let error = result.expect_err("mistakes");
        error
            .mistakes()
            .iter()
            .map(|mistake| mistake.code)
            .collect()
    };
    let folder = std::env::temp_dir().join(format!("contracts-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, marked) in NAMES.into_iter().zip(NEWER) {
        let (text, _) = unmarked(marked);
        let path = folder.join(name);
        std::fs::write(&path, &text).expect("written");
        let strict = ["unknown-field", "unknown-field"];
        assert_eq!(codes(check(name, &text, &schema())), strict, "{name}");
        assert_eq!(codes(check_file(&path, &schema())), strict, "{name}");
        let unknown = check_file_compatible(&path, &schema()).expect(name);
        assert_eq!(unknown.len(), 2, "{name}");
        assert!(
            check(name, &text, r#"{"type": "object"}"#).is_ok(),
            "{name}"
        );
    }
    std::fs::remove_dir_all(&folder).expect("removed");
    // What is wrong besides is an error, and the unknown fields are listed with it.
    let error = check_compatible("c.toml", "new = 1\nname = 2\n", &schema()).expect_err("wrong");
    assert_eq!(error.mistakes().len(), 2, "{error}");
    let error = check("c.toml", "", "{").expect_err("no schema");
    assert!(
        error.schema_error().is_some() && error.mistakes().is_empty(),
        "{error}"
    );
}

/// Texts that are almost right: whatever is wrong with them, it has a place in the text.
#[test]
fn no_text_makes_it_panic() {
    let seeds = [
        "[[pools]]\nhost = 'ä'\nport = 1\n[server]\nport.a.b = {c = [1, 2.5], \"d\" = '''x'''}\nd = 2026-10-01\n",
        "{\"pools\": [{\"host\": \"ä\\u00e4\", \"port\": 1.5e3}, [], {}], \"server\": {\"port\": null, \"t\": true}}",
        "pools:\n  - &a {host: ä, port: 1}\n  - *a\nserver:\n  <<: *a\n  token: \"x\\ty\"\n",
    ];
    let pieces = [
        "[", "]", "{", "}", "'", "\"", ".", "=", ":", ",", "\n", "a", "ä", "\\", "#", "1",
    ];
    let mut state: u64 = 1;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for round in 0..600 {
        let mut text: Vec<char> = seeds[round % 3].chars().collect();
        for _ in 0..=next(3) {
            let at = next(text.len());
            let end = (at + next(4)).min(text.len());
            let piece = match next(3) {
                0 => text[next(text.len())..].iter().take(12).copied().collect(),
                _ => pieces[next(pieces.len())].to_owned(),
            };
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        for name in NAMES {
            let Err(error) = check(name, &text, &schema()) else {
                continue;
            };
            let lines: Vec<&str> = text.split('\n').collect();
            for mistake in error.mistakes() {
                let line = lines
                    .get(mistake.line - 1)
                    .unwrap_or_else(|| panic!("{text}\n{error}"));
                let length = line.chars().count();
                assert!(mistake.column <= length + 1, "{name}\n{text}\n{error}");
            }
        }
    }
}
