//! What types with serde's derives need besides.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

use super::{Extra, object::duplicate};

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

/// Reads the members that no field names. Derives keep the last of those that come twice.
///
/// # Errors
///
/// One comes twice, or its value is not of its type.
pub fn rest<'de, E: Extra<'de> + Default, D: Deserializer<'de>>(from: D) -> Result<E, D::Error> {
    from.deserialize_map(RestVisitor(PhantomData))
}

struct RestVisitor<E>(PhantomData<E>);

impl<'de, E: Extra<'de> + Default> Visitor<'de> for RestVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<E, A::Error> {
        let mut rest = E::default();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value()?;
            if rest.holds(&key) {
                return Err(duplicate(&key));
            }
            rest.keep(key, value);
        }
        Ok(rest)
    }
}
