//! What is accepted, and what is written of it.

use contracts_modes::kinds::{derive, field_match, table};

use crate::round::check;

#[test]
fn members_are_read_in_any_order_and_written_by_name() {
    check!(
        Pet,
        r#"{"tags":["a"],"parent-id":null,"owner":"x","kind":"cat","id":1,"age":9}"#,
        r#"{"age":9,"id":1,"kind":"cat","owner":"x","parent-id":null,"tags":["a"]}"#
    );
}

#[test]
fn absent_null_and_default_are_told_apart() {
    let least = r#"{"age":3,"id":1,"kind":"dog","parent-id":7}"#;
    check!(Pet, r#"{"id":1,"kind":"dog","parent-id":7}"#, least);
    check!(
        Pet,
        r#"{"id":1,"kind":"dog","parent-id":7,"tags":null}"#,
        least
    );
    check!(
        Pet,
        r#"{"id":1,"kind":"dog","parent-id":7,"owner":null}"#,
        r#"{"age":3,"id":1,"kind":"dog","owner":null,"parent-id":7}"#
    );
}

/// Whatever makes null a value of an optional member: that it may be anything, another name for what may be null, or
/// that it is nothing else.
#[test]
fn null_is_no_absence_where_it_is_a_value() {
    check!(Nulls, "{}", "{}");
    let nulls = r#"{"any":null,"maybe":null,"nil":null}"#;
    check!(Nulls, nulls, nulls);
}

#[test]
fn what_no_key_names_is_kept_or_ignored() {
    check!(
        Pet,
        r#"{"zeta":5,"id":1,"kind":"emu","parent-id":7,"alpha":6}"#,
        r#"{"age":3,"id":1,"kind":"emu","parent-id":7,"alpha":6,"zeta":5}"#
    );
    check!(
        Circle,
        r#"{"x":[{}],"radius":1,"y":2}"#,
        r#"{"radius":1.0}"#
    );
}

#[test]
fn more_members_than_a_word_has_bits() {
    let name = |key: usize| format!("m{key:03}");
    let members = (0..140).rev().enumerate();
    let members: Vec<String> = members
        .map(|(at, key)| format!("\"{}\":{at}", name(key)))
        .collect();
    let mut sorted = members.clone();
    sorted.reverse();
    let text = format!("{{{}}}", members.join(","));
    check!(Wide, &text, format!("{{{}}}", sorted.join(",")));
    for at in [0, 63, 64, 65, 128, 139] {
        let name = name(at);
        let twice = text.replace('}', &format!(",\"{name}\":1}}"));
        let column = twice.len() - 3;
        check!(
            Wide,
            &twice,
            format!("duplicate field `{name}` at line 1 column {column}")
        );
        let without = text.replace(&format!("\"{name}\":{}", 139 - at), "\"x\":0");
        let column = without.len();
        check!(
            Wide,
            &without,
            format!("missing field `{name}` at line 1 column {column}")
        );
    }
}

#[test]
fn words_literals_and_unions() {
    check!(Kind, r#""\u0063at""#, r#""cat""#);
    check!(Kind, r#""cow""#, r#""cow""#);
    check!(Size, r#""big""#, r#""big""#);
    for (text, expected) in [
        ("1", "1"),
        ("1.0", "1"),
        ("0.5", "0.5"),
        ("[1]", "[1]"),
        ("-2", "-2"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        check!(Grade, text, expected);
    }
    check!(Either, "4", "4");
    check!(Either, r#""4""#, r#""4""#);
    check!(Either, r#"[{"side":1}]"#, r#"[{"side":1}]"#);
    check!(Either, r#"{"radius":2.5}"#, r#"{"radius":2.5}"#);
}

#[test]
fn a_tag_may_come_late_and_is_written_first() {
    check!(
        Shape,
        r#"{"side":3,"type":"square"}"#,
        r#"{"type":"square","side":3}"#
    );
    check!(
        Shape,
        r#"{"radius":[1],"type":"star"}"#,
        r#"{"radius":[1],"type":"star"}"#
    );
    check!(
        Strict,
        r#"{"type":"circle","radius":3}"#,
        r#"{"type":"circle","radius":3.0}"#
    );
}

#[test]
fn a_union_as_a_branch_of_a_union() {
    check!(
        Group,
        r#"{"side":3,"group":"plane","type":"square"}"#,
        r#"{"group":"plane","type":"square","side":3}"#
    );
    check!(
        Group,
        r#"{"group":"line","value":1}"#,
        r#"{"group":"line","value":1}"#
    );
}

pub(super) const ZOO: &str = r#"{"either":{"id":1,"kind":"cat","parent-id":null},"grade":"high","open":[1,{"a":null}],"pair":[1,"x"],"pets":[{"id":2,"kind":"dog","parent-id":1,"lives":9}],"places":{"b":{"side":2},"a":{"side":1}},"shape":{"side":4,"type":"square"},"size":"small"}"#;
pub(super) const ZOO_WRITTEN: &str = r#"{"either":{"age":3,"id":1,"kind":"cat","parent-id":null},"grade":"high","pair":[1,"x"],"pets":[{"age":3,"id":2,"kind":"dog","parent-id":1,"lives":9}],"places":{"a":{"side":1},"b":{"side":2}},"shape":{"type":"square","side":4},"size":"small","open":[1,{"a":null}]}"#;

#[test]
fn all_kinds_in_one_value() {
    check!(Zoo, ZOO, ZOO_WRITTEN);
    check!(Zoo, ZOO_WRITTEN, ZOO_WRITTEN);
}

#[test]
fn a_table_prints_what_is_on_the_wire() {
    let tabled: table::Zoo = serde_json::from_str(ZOO).unwrap();
    let expected = r#"Zoo { either: Pet { age: 3, id: 1, kind: "cat", owner: None, "parent-id": None, tags: None, extra: {} }, grade: "high", pair: [1, "x"], pets: [Pet { age: 3, id: 2, kind: "dog", owner: None, "parent-id": 1, tags: None, extra: {"lives": 9} }], places: {"a": Square { side: 1, type: None }, "b": Square { side: 2, type: None }}, shape: Square { side: 4, type: "square" }, size: "small", strict: None, extra: {"open": Array [Number(1), Object {"a": Null}]} }"#;
    assert_eq!(format!("{tabled:?}"), expected);
}

#[test]
fn a_table_is_equal_to_itself_alone() {
    let one: table::Zoo = serde_json::from_str(ZOO).unwrap();
    assert_eq!(one.clone(), one);
    let others = [
        ("\"grade\":\"high\",", ""),
        ("\"high\"", "1"),
        ("\"a\":null", "\"b\":null"),
        ("\"lives\":9", "\"lives\":8"),
        ("\"side\":2", "\"side\":3"),
        ("\"side\":4", "\"side\":5"),
        ("\"b\":{\"side\":2},", ""),
        ("small", "big"),
        ("\"parent-id\":null", "\"parent-id\":1"),
        ("[1,\"x\"]", "[1,\"y\"]"),
    ];
    for (from, to) in others {
        let other: table::Zoo = serde_json::from_str(&ZOO.replace(from, to)).unwrap();
        assert_ne!(other, one, "{from} {to}");
        assert_eq!(other.clone(), other, "{from} {to}");
    }
}

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// With `#` for an id.
fn stamped(text: &str) -> String {
    text.replace('#', &format!("\"{ID}\""))
}

#[test]
fn types_of_the_manifest() {
    for text in [
        r##"{"all":[],"id":#}"##,
        r##"{"all":[#,#],"by":{"a":#},"id":#,"maybe":null,"pair":[#,1],"x":#}"##,
        r##"{"all":[],"id":#,"maybe":#}"##,
    ] {
        check!(Stamped, &stamped(text), stamped(text));
    }
    check!(Reference, &stamped("#"), stamped("#"));
    check!(Reference, "1", "1");
    let one: table::Stamped =
        serde_json::from_str(&stamped(r##"{"all":[#],"id":#,"x":#}"##)).unwrap();
    let shown = format!("{one:?}");
    let expected =
        "Stamped { all: [ID], by: None, id: ID, maybe: None, pair: None, extra: {\"x\": ID} }";
    assert_eq!(shown, expected.replace("ID", ID));
    let other = table::Stamped {
        extra: Default::default(),
        ..one.clone()
    };
    assert_ne!(one, other);
}

#[test]
fn numbers_of_every_width() {
    let most = r#"{"f32":16777216.0,"f64":0.1,"i16":32767,"i32":2147483647,"i64":9223372036854775807,"i8":127,"no":false,"u16":65535,"u32":4294967295,"u64":18446744073709551615,"u8":255}"#;
    let least = r#"{"i16":-32768,"i32":-2147483648,"i64":-9223372036854775808,"i8":-128,"u16":0,"u32":0,"u64":0,"u8":0}"#;
    check!(Numbers, most, most);
    check!(Numbers, least, least);
    check!(
        Numbers,
        r#"{"f32":1,"f64":1,"nil":null}"#,
        r#"{"f32":1.0,"f64":1.0,"nil":null}"#
    );
}

#[test]
fn defaults() {
    let all = r#"{"flag":true,"ratio":0.5,"size":"small","text":"a\"b"}"#;
    check!(Defaults, "{}", all);
    check!(
        Defaults,
        r#"{"flag":false,"size":"big"}"#,
        all.replace("true", "false").replace("small", "big")
    );
    let default = |text: &str| text.to_owned();
    assert_eq!(
        serde_json::to_string(&derive::Defaults::default()).unwrap(),
        default(all)
    );
    assert_eq!(
        serde_json::to_string(&table::Defaults::default()).unwrap(),
        default(all)
    );
    assert_eq!(
        serde_json::to_string(&field_match::Defaults::default()).unwrap(),
        default(all)
    );
}

#[test]
fn names_that_are_hard() {
    let all = r#"{"":1,"Self":2,"at":3,"extra":4,"from":5,"größe":6,"map":7,"self":8,"to":9,"type":10,"value":11,"wire":12,"more":"x"}"#;
    check!(Hard, all, all);
    check!(Hard, r#"{"from":1,"at":2}"#, r#"{"at":2,"from":1}"#);
    for word in ["Err", "Ok", "Self", "type", "Unknown", "", "größe"] {
        let text = format!("{word:?}");
        check!(HardWords, &text, text);
        assert_eq!(word.parse::<derive::HardWords>().unwrap().to_string(), word);
        assert_eq!(word.parse::<table::HardWords>().unwrap().to_string(), word);
        assert_eq!(
            word.parse::<field_match::HardWords>().unwrap().to_string(),
            word
        );
    }
    for word in ["Err", "Unknown", "x"] {
        let text = format!("{word:?}");
        check!(OpenWords, &text, text);
    }
    assert_eq!(
        "x".parse::<field_match::HardWords>()
            .unwrap_err()
            .to_string(),
        "`x` is none of the values of `HardWords`: `Err`, `Ok`, `Self`, `type`, `Unknown`, ``, `größe`"
    );
}

#[test]
fn types_that_hold_themselves() {
    check!(
        Tree,
        r#"{"leaves":[{"leaves":[]},{}]}"#,
        r#"{"leaves":[{"leaves":[]},{}]}"#
    );
    check!(
        Folder,
        r#"{"files":{"a":{"files":{}}}}"#,
        r#"{"files":{"a":{"files":{}}}}"#
    );
    check!(
        Expression,
        r#"{"not":[1.5,{"not":2.0}]}"#,
        r#"{"not":[1.5,{"not":2.0}]}"#
    );
}

#[test]
fn other_names_for_types() {
    check!(Maybe, "null", "null");
    check!(Maybe, r#"{"radius":1}"#, r#"{"radius":1.0}"#);
    check!(Pair, r#"[1,"x"]"#, r#"[1,"x"]"#);
    check!(Same, r#"{"radius":1}"#, r#"{"radius":1.0}"#);
    check!(Index, r#"{"b":1,"a":2,"b":3}"#, r#"{"a":2,"b":3}"#);
    check!(Anything, r#"[{"a":null}]"#, r#"[{"a":null}]"#);
    check!(Open, r#"{"b":[null],"a":1}"#, r#"{"a":1,"b":[null]}"#);
    check!(Closed, r#"{"b":1}"#, "{}");
}

#[test]
fn lists_and_maps_behind_a_tag() {
    let bag = r#"{"type":"bag","marks":{"a":"x","b":"y"},"sizes":[3,1],"x":2}"#;
    check!(Parcel, bag, bag);
    check!(
        Parcel,
        r#"{"sizes":null,"marks":null,"type":"bag"}"#,
        r#"{"type":"bag"}"#
    );
    check!(
        Bag,
        r#"{"sizes":[],"marks":{}}"#,
        r#"{"marks":{},"sizes":[]}"#
    );
    check!(
        Bag,
        r#"{"sizes":[1,"x"]}"#,
        "invalid type: string \"x\", expected i64 at line 1 column 15"
    );
    check!(
        Bag,
        r#"{"marks":[]}"#,
        "invalid type: sequence, expected a map at line 1 column 9"
    );
}

#[test]
fn branches_of_tagged_unions() {
    check!(Event, r#"{"is":"start","x":1}"#, r#"{"is":"start"}"#);
    check!(Event, r#"{"x":1,"is":"stop"}"#, r#"{"is":"stop"}"#);
    check!(
        Event,
        r#"{"why":"x","is":"lost"}"#,
        r#"{"is":"lost","why":"x"}"#
    );
    check!(
        Animal,
        r#"{"wings":2,"is":"Bird"}"#,
        r#"{"is":"Bird","wings":2}"#
    );
    check!(
        Animal,
        r#"{"name":"x","is":"Cow"}"#,
        r#"{"is":"Cow","name":"x"}"#
    );
}
