//! The drift guard of this workspace.

/// OC-CONFIG-6010: what was committed elsewhere is generated here again.
#[test]
fn contracts_are_fresh() -> Result<(), contracts_build::Failure> {
    contracts_build::guard()
}
