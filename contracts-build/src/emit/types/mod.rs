//! The types of a document as Rust items, by one of two emitters over the same IR.

mod native;
mod path;
mod typified;

use contracts_core::manifest::{Emitter, TypeStyle};

pub(crate) use path::{Home, type_path};

use crate::{lower::ir::Ir, print::Part};

/// Emits every item of the IR, in parts.
///
/// # Errors
///
/// typify refused what the lowering made, or lost one of its names: a bug in this tool.
pub(crate) fn emit(ir: &Ir, style: TypeStyle) -> Result<Vec<Part<'_>>, String> {
    match style.emitter {
        Emitter::Native => Ok(native::emit(ir, style)),
        Emitter::Typify => typified::emit(ir),
    }
}

/// Every way to write types, for tests that hold for all of them.
#[cfg(test)]
pub(crate) fn styles() -> Vec<TypeStyle> {
    use contracts_core::manifest::{Choice, Serde};

    let typify = TypeStyle {
        emitter: Emitter::Typify,
        ..TypeStyle::default()
    };
    let native = Serde::WORDS.iter().map(|(_, serde)| TypeStyle {
        serde: *serde,
        validate: true,
        ..TypeStyle::default()
    });
    native.chain([typify]).collect()
}
