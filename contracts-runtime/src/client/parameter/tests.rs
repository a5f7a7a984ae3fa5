use super::*;
use serde_json::json;

/// What stands in a query, a cookie or a path is in the workspace's own tests, on the wire.
fn written(style: Style, explode: bool, value: &Value, escape: Escape) -> String {
    let (name, place, allow_reserved) = ("color", Place::Query, false);
    let parameter = Parameter {
        name,
        place,
        style,
        explode,
        allow_reserved,
    };
    let pairs = named(parameter, value, escape).into_iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn in_path(style: Style, explode: bool, allow_reserved: bool, value: &Value) -> String {
    let (name, place) = ("color", Place::Path);
    let parameter = Parameter {
        name,
        place,
        style,
        explode,
        allow_reserved,
    };
    path(parameter, value)
}

#[test]
fn values_do_not_end_where_separators_stand() {
    let list = json!(["a,b", "c&d"]);
    let write = |style, escape| written(style, false, &list, escape);
    assert_eq!(write(Style::Form, Escape::Url), "color=a%2Cb,c%26d");
    assert_eq!(write(Style::Form, Escape::Form), "color=a%2Cb,c%26d");
    assert_eq!(
        write(Style::PipeDelimited, Escape::Url),
        "color=a%2Cb%7Cc%26d"
    );
    assert_eq!(write(Style::SpaceDelimited, Escape::None), "color=a,b c&d");
}

#[test]
fn null_is_not_there() {
    let write = |explode, value: Value| written(Style::Form, explode, &value, Escape::Url);
    assert_eq!(write(true, json!(["a", null])), "color=a");
    assert_eq!(write(false, json!(["a", null, "b"])), "color=a,b");
    assert_eq!(write(true, json!({"a": null, "b": 1})), "b=1");
    assert_eq!(
        written(Style::DeepObject, true, &json!({"a": null}), Escape::Url),
        ""
    );
    assert_eq!(in_path(Style::Matrix, false, false, &Value::Null), "");
}

#[test]
fn a_path_segment_cannot_leave_its_place() {
    let simple = |value| in_path(Style::Simple, false, false, &value);
    assert_eq!(simple(json!("a/b?c#d%e")), "a%2Fb%3Fc%23d%25e");
    assert_eq!(simple(json!(["a,b", "ü"])), "a%2Cb,%C3%BC");
    assert_eq!(
        in_path(Style::Matrix, true, false, &json!({"a;b": "c/d"})),
        ";a%3Bb=c%2Fd"
    );
    let reserved = in_path(Style::Simple, false, true, &json!("a/b?c#d:e;f%20g%"));
    assert_eq!(reserved, "a%2Fb%3Fc%23d:e;f%20g%25");
}

#[test]
fn objects_in_objects() {
    let value = json!({"a": {"b": [1, {"c": 2}]}, "d": "x y"});
    assert_eq!(
        written(Style::DeepObject, true, &value, Escape::Url),
        "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=2&color%5Bd%5D=x%20y"
    );
}
