//! A bound on objects in objects, so that no input ends a program by its nesting.

use std::cell::Cell;

/// How many objects, lists in unions and unions may stand in each other.
///
/// Text formats have bounds of their own (`serde_json`: 128), values in memory have none.
pub const MAX_DEPTH: usize = 256;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// One level; it ends where this is dropped.
pub(super) struct Level(());

/// There are too many levels.
#[derive(Debug, thiserror::Error)]
#[error("objects are nested more than {MAX_DEPTH} levels deep")]
pub(super) struct TooDeep;

impl Level {
    /// One level deeper.
    #[inline]
    pub(super) fn deeper() -> Result<Self, TooDeep> {
        let depth = DEPTH.get();
        if depth >= MAX_DEPTH {
            return Err(TooDeep);
        }
        DEPTH.set(depth + 1);
        Ok(Self(()))
    }

    /// One level deeper.
    #[inline]
    pub(super) fn enter<E: serde::de::Error>() -> Result<Self, E> {
        Self::deeper().map_err(E::custom)
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}
