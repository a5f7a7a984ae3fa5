//! Unions: one of several types.

use super::{Failed, ForeignNode, Node, OneOf, Sign, Source, View, slot::original};
use crate::wire::{Tags, Union, depth::Level, union::choose};

/// A union that can be written.
pub trait Inner: PartialEq + 'static {
    /// The branch's value; [`Elsewhere`](super::Elsewhere) if its type knows nothing of this module.
    fn inner(&self) -> &dyn Node;

    /// The value that is elsewhere.
    fn foreign(&self) -> Option<&dyn ForeignNode> {
        None
    }
}

/// A union told apart by a member that can be written.
pub trait TaggedInner: ReadTagged {
    /// The tag that is written whatever the branch's value says, and that value.
    fn inner(&self) -> (Option<&'static str>, &dyn Node);

    /// The value that is elsewhere.
    fn foreign(&self) -> Option<&dyn ForeignNode> {
        None
    }
}

/// A union told apart by a member that can be read. The constant is that of [`Tagged`](crate::wire::Tagged).
pub trait ReadTagged: Clone + PartialEq + 'static {
    /// The type's name, its member and the branches.
    const TAGS: &'static Tags;

    /// Reads the branch `at`.
    ///
    /// # Errors
    ///
    /// Those of its type.
    fn read<'de>(at: usize, from: &mut dyn Source<'de>) -> Result<Self, Failed>;
}

/// What a union's value is made of. Generated code calls this in its `Node`.
pub fn view_union<T: Inner>(value: &T) -> View<'_> {
    View::Union(value)
}

impl<T: Inner> OneOf for T {
    fn content(&self) -> View<'_> {
        match self.inner().view() {
            View::Elsewhere => self.foreign().map_or(View::Elsewhere, View::Foreign),
            view => view,
        }
    }
}

/// What a union's value is made of. Generated code calls this in its `Node`.
pub fn view_tagged<T: TaggedInner>(value: &T) -> View<'_> {
    View::Tagged(value)
}

impl<T: TaggedInner> Sign for T {
    fn sign(&self) -> (&'static str, Option<&'static str>) {
        (T::TAGS.tag, self.inner().0)
    }

    fn content(&self) -> View<'_> {
        match self.inner().1.view() {
            View::Elsewhere => self.foreign().map_or(View::Elsewhere, View::Foreign),
            view => view,
        }
    }
}

/// Reads one of several types. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`read_union`](crate::wire::read_union).
pub fn read_union<T: Union + Clone + 'static>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    if let Some(value) = original(from) {
        return Ok(value);
    }
    let _level = Level::deeper().map_err(Failed::new)?;
    let content = from.content()?;
    choose(&content).map_err(Failed::new)
}

/// Reads one of several types by its tag. Generated code calls this in its `Value`.
///
/// # Errors
///
/// Those of [`TaggedVisitor`](crate::wire::TaggedVisitor).
pub fn read_tagged<T: ReadTagged>(from: &mut dyn Source<'_>) -> Result<T, Failed> {
    if let Some(value) = original(from) {
        return Ok(value);
    }
    let _level = Level::deeper().map_err(Failed::new)?;
    let mut value = None;
    from.tagged(T::TAGS, &mut |at, from| {
        value = Some(T::read(at, from)?);
        Ok(())
    })?;
    value.ok_or(Failed::KEPT)
}
