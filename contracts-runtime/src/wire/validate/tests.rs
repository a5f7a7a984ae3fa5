use super::{number::Number, path::Path, *};
use crate::wire::MAX_DEPTH;

/// What a number breaks; nothing where it keeps the rule.
fn number(number: Number, rule: NumberRule) -> String {
    rule.broken(number).unwrap_or_default()
}

#[test]
fn integers_are_compared_exactly() {
    use Bound::{Float, Int};
    use NumberRule::{Above, Below, Maximum, Minimum, MultipleOf};
    let large = i128::from(u64::MAX);
    for (value, rule, expected) in [
        (large, Maximum(Int(large)), ""),
        (
            large,
            Below(Int(large)),
            "less than 18446744073709551615, is 18446744073709551615",
        ),
        // As a float, the value would be equal to the bound.
        (
            large,
            Minimum(Float(18_446_744_073_709_551_616.0)),
            "at least 18446744073709552000, is 18446744073709551615",
        ),
        (0, Minimum(Float(0.5)), "at least 0.5, is 0"),
        (1, Minimum(Float(0.5)), ""),
        (-1, Maximum(Float(-0.5)), ""),
        (0, Maximum(Float(-0.5)), "at most -0.5, is 0"),
        (2, Above(Int(2)), "more than 2, is 2"),
        (2, Above(Float(2.0)), "more than 2, is 2"),
        (-9, MultipleOf(Int(3)), ""),
        (-8, MultipleOf(Int(3)), "a multiple of 3, is -8"),
        (5, MultipleOf(Float(2.5)), ""),
        (6, MultipleOf(Float(2.5)), "a multiple of 2.5, is 6"),
        (0, MultipleOf(Int(0)), "a multiple of 0, is 0"),
    ] {
        assert_eq!(
            number(Number::Int(value), rule),
            expected,
            "{value} {rule:?}"
        );
    }
}

#[test]
fn floats_are_compared_as_what_they_are() {
    use Bound::{Float, Int};
    use NumberRule::{Above, Maximum, Minimum, MultipleOf};
    for (value, rule, expected) in [
        (0.1, Maximum(Float(0.1)), ""),
        (0.1, Above(Float(0.1)), "more than 0.1, is 0.1"),
        (0.3, MultipleOf(Float(0.1)), ""),
        (19.99, MultipleOf(Float(0.01)), ""),
        (
            19.995,
            MultipleOf(Float(0.01)),
            "a multiple of 0.01, is 19.995",
        ),
        (1e300, MultipleOf(Float(0.5)), ""),
        (4.0, MultipleOf(Int(2)), ""),
        (f64::NAN, Minimum(Int(0)), "at least 0, is NaN"),
        (f64::NAN, MultipleOf(Int(1)), "a multiple of 1, is NaN"),
    ] {
        assert_eq!(
            number(Number::Double(value), rule),
            expected,
            "{value} {rule:?}"
        );
    }
    for (value, rule, expected) in [
        // A wider 0.1 would be more than the bound.
        (0.1_f32, Maximum(Float(0.1)), ""),
        (0.3, MultipleOf(Float(0.1)), ""),
        (0.35, MultipleOf(Float(0.1)), "a multiple of 0.1, is 0.35"),
        (0.2, Maximum(Float(0.1)), "at most 0.1, is 0.2"),
    ] {
        assert_eq!(
            number(Number::Single(value), rule),
            expected,
            "{value} {rule:?}"
        );
    }
}

#[test]
fn paths_are_those_of_jq() {
    use Step::{Item, Member};
    for (steps, expected) in [
        (vec![], "."),
        (
            vec![Member("items"), Item(3), Member("name")],
            ".items[3].name",
        ),
        (vec![Item(0)], ".[0]"),
        (vec![Member("a-b")], r#".["a-b"]"#),
        (vec![Member("a"), Member("1")], r#".a["1"]"#),
        (vec![Member("\"\n")], r#".["\"\n"]"#),
        (vec![Member("")], r#".[""]"#),
    ] {
        assert_eq!(Path(&steps).to_string(), expected);
    }
}

#[test]
fn patterns_are_those_of_ecmascript() {
    let breaks = |source: &'static str, text: &str| {
        let (pattern, length) = (Pattern::new(source), CountRule::Most(8));
        let rules = [TextRule::Length(length), TextRule::Pattern(&pattern)];
        pattern::broken(text, &rules).join(", ")
    };
    for (source, text, expected) in [
        ("b", "abc", ""),
        ("^b", "abc", "text that matches `^b`"),
        ("^(?!a)", "abc", "text that matches `^(?!a)`"),
        ("^.$", "\u{1f600}", ""),
        (r"^\p{Lu}$", "\u{c4}", ""),
        (r"^[a\-z]+$", "a-z", ""),
        // Refused with the flag `u`.
        (r"^a\-z$", "a-z", ""),
        (r"^a\-z$", "a z", r"text that matches `^a\-z$`"),
        ("^b", "abcabcabc", "at most 8 characters, is 9"),
    ] {
        assert_eq!(breaks(source, text), expected, "{source} {text}");
    }
    let unreadable = breaks("(", "x");
    assert!(
        unreadable.starts_with("text that matches `(`, which is no pattern: "),
        "{unreadable}"
    );
}

#[test]
fn the_first_item_that_comes_again_is_told() {
    let twice = |items: &[u8]| {
        let (mut compared, mut sorted) = (Check::default(), Check::default());
        compared.unique(items);
        sorted.unique_sorted(items);
        let text = |check: Check<'_>| check.end().err().map(|invalid| invalid.to_string());
        let (compared, sorted) = (text(compared), text(sorted));
        assert_eq!(compared, sorted);
        compared.unwrap_or_default()
    };
    assert_eq!(twice(&[]), "");
    assert_eq!(twice(&[3, 1, 2]), "");
    assert_eq!(twice(&[9, 3, 1, 3, 9, 3]), ".: no item twice, [3] is [1]");
}

struct Wide(usize);

impl Validate for Wide {
    fn check<'v>(&'v self, to: &mut Check<'v>) {
        for at in 0..self.0 {
            to.item(at);
            to.text("", &[TextRule::Length(CountRule::Least(1))]);
            to.leave();
        }
    }
}

#[test]
fn an_error_tells_a_hundred_violations() {
    let invalid = Wide(103).validate().expect_err("empty texts");
    assert_eq!((invalid.violations.len(), invalid.more), (100, 3));
    let text = invalid.to_string();
    assert!(
        text.starts_with(".[0]: at least 1 character, is 0\n.[1]: ")
            && text.ends_with("\n.[99]: at least 1 character, is 0\nand 3 more"),
        "{text}"
    );
    assert!(Wide(0).validate().is_ok());
}

struct Deep(Option<Box<Deep>>);

impl Validate for Deep {
    fn check<'v>(&'v self, to: &mut Check<'v>) {
        if let Some(inner) = &self.0 {
            to.member("inner");
            to.value(inner);
            to.leave();
        }
    }
}

#[test]
fn what_is_too_deep_to_be_read_is_too_deep_here() {
    let nested = |levels| (1..levels).fold(Deep(None), |deep, _| Deep(Some(Box::new(deep))));
    assert!(nested(MAX_DEPTH).validate().is_ok());
    let invalid = nested(MAX_DEPTH + 1).validate().expect_err("too deep");
    let violation = &invalid.violations[0];
    assert_eq!(invalid.violations.len(), 1);
    assert_eq!(
        violation.asked,
        "objects that are nested no more than 256 levels deep"
    );
    assert_eq!(violation.path, ".inner".repeat(MAX_DEPTH));
}
