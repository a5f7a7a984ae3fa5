//! Items that are emitted once, however many operations use them.

use std::collections::BTreeMap;

use contracts_core::Pointer;

/// Items of a client or server, each of one place of the document.
pub(super) struct Registry<T> {
    names: BTreeMap<Pointer, String>,
    /// By their names.
    items: BTreeMap<String, T>,
}

impl<T> Default for Registry<T> {
    fn default() -> Self {
        let (names, items) = (BTreeMap::new(), BTreeMap::new());
        Self { names, items }
    }
}

impl<T> Registry<T> {
    /// What the item of a place is called, where there is one.
    pub(super) fn name(&self, place: &Pointer) -> Option<String> {
        self.names.get(place).cloned()
    }

    /// Keeps the item of a place under its name, and returns that.
    pub(super) fn keep(&mut self, place: &Pointer, name: String, item: T) -> String {
        self.names.insert(place.clone(), name.clone());
        self.items.insert(name.clone(), item);
        name
    }
}

impl<T> IntoIterator for Registry<T> {
    type Item = (String, T);
    type IntoIter = std::collections::btree_map::IntoIter<String, T>;

    /// The items with their names, in the order of these.
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
