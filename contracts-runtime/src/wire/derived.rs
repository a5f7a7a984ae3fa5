//! What types with serde's derives need besides.

use serde::{Deserialize, Deserializer};

/// Reads a member that has to be there. Derives take a missing one for null otherwise.
///
/// # Errors
///
/// Those of its type.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::deserialize(from)
}

/// Reads a member where null and absence are not the same: null is `Some(None)`.
///
/// # Errors
///
/// Those of its type.
pub fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
