//! Wrong use of generated code does not compile, and the compiler says why in words that name the
//! contract's own. The programs are short and annotate every type, so that other versions of the
//! compiler say the same.

#[test]
fn wrong_use_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("wrong/*.rs");
}
