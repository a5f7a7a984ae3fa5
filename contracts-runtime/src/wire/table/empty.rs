//! Values to start with.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// A type with a value that a new one can be read into.
pub trait Empty {
    /// A value that nobody sees: it is overwritten, or what holds it is thrown away.
    fn empty() -> Self;
}

/// Types for which that is what Rust calls their default.
macro_rules! default {
    ($($ty:ty)*) => {$(
        impl Empty for $ty {
            #[inline]
            fn empty() -> Self {
                Self::default()
            }
        }
    )*};
}

default! {
    String bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 Json Map<String, Json>
}

impl<T> Empty for Option<T> {
    #[inline]
    fn empty() -> Self {
        None
    }
}

impl<T> Empty for Vec<T> {
    #[inline]
    fn empty() -> Self {
        Self::new()
    }
}

impl<T> Empty for BTreeMap<String, T> {
    #[inline]
    fn empty() -> Self {
        Self::new()
    }
}

impl<T: Empty> Empty for Box<T> {
    #[inline]
    fn empty() -> Self {
        Self::new(T::empty())
    }
}

impl Empty for () {
    #[inline]
    fn empty() -> Self {}
}
