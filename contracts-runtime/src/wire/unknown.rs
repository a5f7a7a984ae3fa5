//! Values that no contract names, kept as they came. Only reading makes them.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A string that is none of those the contract names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    pub(super) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The string as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A value whose tag is none of those the contract names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnknownValue(Value);

impl UnknownValue {
    pub(super) fn new(value: Value) -> Self {
        Self(value)
    }

    /// The value as it came.
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}
