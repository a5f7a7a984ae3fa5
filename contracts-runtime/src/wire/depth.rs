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
    /// One level deeper. Each look at what a thread has of its own is a call, so that there is one.
    #[inline]
    pub(super) fn deeper() -> Result<Self, TooDeep> {
        DEPTH.with(|depth| match depth.get() {
            MAX_DEPTH.. => Err(TooDeep),
            levels => {
                depth.set(levels + 1);
                Ok(Self(()))
            }
        })
    }

    /// One level deeper.
    #[inline]
    pub(super) fn enter<E: serde::de::Error>() -> Result<Self, E> {
        match Self::deeper() {
            Ok(level) => Ok(level),
            Err(error) => Err(too_deep(error)),
        }
    }
}

#[cold]
fn too_deep<E: serde::de::Error>(error: TooDeep) -> E {
    E::custom(error)
}

impl Drop for Level {
    #[inline]
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(depth.get().saturating_sub(1)));
    }
}
