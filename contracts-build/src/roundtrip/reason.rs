//! Why an example does not come back equal. Each reason has a condition that fits nothing else.

use serde_json::Value;

use super::{
    compare::{Difference, Meaning},
    dialect::Node,
};

/// Nobody has said yet why.
const UNEXPLAINED: &str = "unexplained";

/// Another kind of value than the type is for.
const KIND: &str = "a schema with properties and without `type` allows values that are no objects, too; its type is one of objects";

/// A float that is off by one in its last binary digit.
const NEAREST: &str = "serde_json reads floats of many digits as their neighbour now and then, unless its feature `float_roundtrip` is on";

/// Why a type refuses a valid example.
pub(super) fn of_refusal(value: &Value, nodes: &[Node], meaning: &Meaning) -> &'static str {
    let is_other = |at: &str, node: &Node| {
        let part = value.pointer(at);
        let is_object = part.is_none_or(Value::is_object);
        !is_object && !node.typed && !node.members.is_empty()
    };
    match meaning.any(nodes, is_other) {
        true => KIND,
        false => UNEXPLAINED,
    }
}

/// Why parts come back otherwise.
pub(super) fn of_differences(differences: &[Difference]) -> &'static str {
    match differences.iter().all(is_neighbour) {
        true => NEAREST,
        false => UNEXPLAINED,
    }
}

/// Whether two floats have no other between them.
fn is_neighbour(difference: &Difference) -> bool {
    let float = |value: &Option<Value>| value.as_ref().filter(|it| it.is_f64())?.as_f64();
    match (float(&difference.given), float(&difference.written)) {
        (Some(one), Some(other)) => {
            one.is_sign_positive() == other.is_sign_positive()
                && one.to_bits().abs_diff(other.to_bits()) == 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changed(given: Value, written: Value) -> Difference {
        Difference {
            at: "/a".to_owned(),
            given: Some(given),
            written: Some(written),
        }
    }

    #[test]
    fn floats_have_neighbours() {
        let float = 0.001_032_231_026_329_1_f64;
        let next = json!(f64::from_bits(float.to_bits() + 1));
        let near = changed(json!(float), next.clone());
        let far = changed(json!(float), json!(0.001));
        assert_eq!(of_differences(std::slice::from_ref(&near)), NEAREST);
        assert_eq!(of_differences(&[near, far]), UNEXPLAINED);
        assert_eq!(of_differences(&[changed(json!(1), json!(2))]), UNEXPLAINED);
        assert_eq!(of_differences(&[changed(next, json!(null))]), UNEXPLAINED);
    }

    #[test]
    fn a_text_is_no_object_although_its_schema_allows_it() {
        let mut node = Node::default();
        node.members.insert("a".to_owned(), None);
        let mut meaning = Meaning::default();
        meaning.note("", 0);
        let reason =
            |value: Value, node: &Node| of_refusal(&value, std::slice::from_ref(node), &meaning);
        assert_eq!(reason(json!("text"), &node), KIND);
        assert_eq!(reason(json!({"a": 1}), &node), UNEXPLAINED);
        node.typed = true;
        assert_eq!(reason(json!("text"), &node), UNEXPLAINED);
    }
}
