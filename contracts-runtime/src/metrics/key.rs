//! The values of a set of labels, which own their texts where they are kept and borrow them where they are looked up:
//! counting something that was counted before copies no text.

use std::{borrow::Borrow, cmp::Ordering};

/// The values that a family keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<const N: usize>([Box<str>; N]);

impl<const N: usize> Key<N> {
    pub(super) fn new(values: [&str; N]) -> Self {
        Self(values.map(Box::from))
    }
}

/// Values, owned or borrowed. They are in the same order.
pub(super) trait Values<const N: usize> {
    fn values(&self) -> [&str; N];
}

impl<const N: usize> Values<N> for Key<N> {
    fn values(&self) -> [&str; N] {
        self.0.each_ref().map(|value| &**value)
    }
}

impl<const N: usize> Values<N> for [&str; N] {
    fn values(&self) -> [&str; N] {
        *self
    }
}

impl<'v, const N: usize> Borrow<dyn Values<N> + 'v> for Key<N> {
    fn borrow(&self) -> &(dyn Values<N> + 'v) {
        self
    }
}

impl<const N: usize> PartialEq for dyn Values<N> + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
    }
}

impl<const N: usize> Eq for dyn Values<N> + '_ {}

impl<const N: usize> PartialOrd for dyn Values<N> + '_ {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for dyn Values<N> + '_ {
    fn cmp(&self, other: &Self) -> Ordering {
        self.values().cmp(&other.values())
    }
}
