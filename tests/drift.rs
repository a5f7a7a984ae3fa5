//! The drift guard of this workspace.

#[test]
fn contracts_are_fresh() -> Result<(), contracts_build::Failure> {
    contracts_build::guard()
}
