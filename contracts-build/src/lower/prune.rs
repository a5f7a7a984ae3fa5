//! Items that no message of any operation holds go.

use super::ir::{Ir, Reach};

/// Drops them. What is left names nothing that is gone: a message that holds an item holds what is in it.
pub(super) fn prune(ir: &mut Ir) {
    ir.items.retain(|_, item| item.reach != Reach::default());
}
