//! A crate that `generate` makes of a document compiles, and so does the first call in its docs.

use crate::environment::Clone;

#[test]
fn a_generated_crate_compiles_and_its_first_call_too() {
    let clone = Clone::new();
    // In the toolkit's workspace the runtime is the one beside it; the crate is no member of it.
    clone.edit("Cargo.toml", "exclude = [", "exclude = [\"made\", ");
    for document in ["tests/fixtures/plain.yaml", "api-types/openapi/data.yaml"] {
        let generate = [
            "xtask",
            "generate",
            "--document",
            document,
            "--crate",
            "made",
        ];
        clone.cargo(generate).succeeds();
        let manifest = clone.read("made/Cargo.toml");
        assert!(
            manifest.contains("path = \"../contracts-runtime\""),
            "{manifest}"
        );
        clone.write("made/Cargo.lock", &clone.read("Cargo.lock"));
        let built = clone.cargo_in("made", ["test"]).succeeds();
        assert!(!built.stderr().contains("warning"), "{}", built.stderr());
        assert!(built.stdout().contains("1 passed"), "{}", built.stdout());
    }
}
