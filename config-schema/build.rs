//! Makes the JSON Schema of `src/types.rs` as it is now, into `OUT_DIR`.

#[cfg(feature = "fresh")]
#[path = "src/types.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "only the schema of these types is wanted here"
)]
mod types;

#[cfg(feature = "fresh")]
fn main() -> Result<(), contracts_build::Failure> {
    contracts_build::build_config(schemars::schema_for!(types::Config).to_value())
}

#[cfg(not(feature = "fresh"))]
fn main() {
    use std::io::Write;
    let warning = "cargo::warning=the feature `fresh` is off: compiling the committed copy";
    let _ = writeln!(
        std::io::stdout(),
        "cargo::rerun-if-changed=build.rs\n{warning}"
    );
}
