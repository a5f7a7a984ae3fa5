//! Typed metrics: a struct per metric whose labels are arguments, each of a type of its own, and one struct of them all.
//!
//! They are thin: a static descriptor and calls into contracts-runtime.

mod label;
mod metric;
mod plan;
mod set;

use std::sync::Arc;

use contracts_core::metrics::Contract;

use crate::{print::Part, tokens::quote};
use plan::Plan;

/// Emits the metrics of a contract, in parts.
pub(crate) fn emit(contract: &Contract) -> Vec<Part<'_>> {
    let plan = Arc::new(Plan::of(contract));
    let head = Part::later(|| {
        quote! {
            use ::contracts_runtime::metrics as rt;
        }
    });
    let all = Arc::clone(&plan);
    let mut parts = vec![head, Part::later(move || set::emit(&all))];
    parts.extend((0..plan.metrics.len()).map(|index| {
        let plan = Arc::clone(&plan);
        Part::later(move || metric::emit(&plan, &plan.metrics[index]))
    }));
    parts.extend((0..plan.labels.len()).map(|index| {
        let plan = Arc::clone(&plan);
        Part::later(move || label::emit(&plan.labels[index]))
    }));
    parts
}
