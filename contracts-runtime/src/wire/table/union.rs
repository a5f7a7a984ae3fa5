//! Unions: one of several types.

use super::{Failed, OneOf, Slots, Source, View};
use crate::wire::{Candidate, Tags, depth::Level};

/// One of several types.
pub trait Union: Sized {
    /// How the types are told apart.
    const CHOICE: Choice;

    /// Reads the branch `at`.
    ///
    /// # Errors
    ///
    /// Those of its type.
    fn read(at: usize, from: &mut dyn Source) -> Result<Self, Failed>;

    /// The branch's number, the tag that is written whatever its value says, and that value.
    fn inner(&self) -> (usize, Option<&'static str>, View<'_>);
}

/// How the types of a union are told apart.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// By a member.
    Tag(&'static Tags),
    /// By what a value looks like: the union's name and the types, the first choice first.
    Looks(&'static str, &'static [Candidate]),
}

impl<T: Union> OneOf for T {
    fn branch(&self) -> (usize, View<'_>) {
        let (at, _, content) = self.inner();
        (at, content)
    }

    fn sign(&self) -> Option<(&'static str, &'static str)> {
        match T::CHOICE {
            Choice::Tag(tags) => self.inner().1.map(|tag| (tags.tag, tag)),
            Choice::Looks(..) => None,
        }
    }
}

/// Reads a branch, one level deeper.
pub(super) fn branch(
    from: &mut dyn Source,
    choice: &Choice,
    slots: &mut dyn Slots,
) -> Result<(), Failed> {
    let _level = Level::deeper().map_err(Failed::new)?;
    from.union(choice, slots)
}
