//! The differences between the modes that are meant. Each has a reason, and a condition that fits nothing else.

use serde_json::Value;

use crate::compare::Difference;

/// A difference, and what it came of.
pub(crate) struct Case<'c> {
    pub(crate) pair: &'c str,
    /// The value as it was read, and as text.
    pub(crate) value: &'c Value,
    pub(crate) text: &'c str,
    pub(crate) difference: &'c Difference,
}

/// A difference that is meant.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) fits: fn(&Case<'_>) -> bool,
}

pub(crate) const RULES: &[Rule] = &[];
