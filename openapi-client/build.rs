//! Generates the client of what `api-types/openapi/*.yaml` say now, into `OUT_DIR`.

#[cfg(feature = "fresh")]
fn main() -> Result<(), contracts_build::Failure> {
    contracts_build::build()
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
