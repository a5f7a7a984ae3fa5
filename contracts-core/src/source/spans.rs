use std::{collections::BTreeMap, ops::Range};

use crate::Pointer;

/// The positions of a document's nodes, by JSON pointer.
#[derive(Debug, Default)]
pub(super) struct Spans {
    values: BTreeMap<Pointer, Range<usize>>,
    keys: BTreeMap<Pointer, Range<usize>>,
}

impl Spans {
    pub(super) fn insert_value(&mut self, pointer: Pointer, range: Range<usize>) {
        self.values.entry(pointer).or_insert(range);
    }

    pub(super) fn insert_key(&mut self, pointer: Pointer, range: Range<usize>) {
        self.keys.entry(pointer).or_insert(range);
    }

    /// The bytes of the value, or of the nearest one around it.
    pub(super) fn value(&self, pointer: &Pointer) -> Option<Range<usize>> {
        let mut at = Some(pointer.clone());
        while let Some(pointer) = at {
            if let Some(range) = self.values.get(&pointer) {
                return Some(range.clone());
            }
            at = pointer.parent();
        }
        None
    }

    /// The bytes of the key; of the value where there is no key (an item of a list, the root).
    pub(super) fn key(&self, pointer: &Pointer) -> Option<Range<usize>> {
        let key = self.keys.get(pointer).cloned();
        key.or_else(|| self.value(pointer))
    }
}
