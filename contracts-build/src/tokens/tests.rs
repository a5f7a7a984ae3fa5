use super::{Literal, TokenStream};

/// The same template by quote and by the macro here, with variables of the same names.
macro_rules! same {
    ($($token:tt)*) => {
        let ours = super::quote!($($token)*);
        let theirs = quote::quote!($($token)*);
        assert_eq!(ours.parsed().unwrap().to_string(), theirs.to_string());
    };
}

#[test]
fn signs_words_and_literals_are_what_quote_makes_of_them() {
    same!();
    same!(
        impl<'de, T: ?Sized> A<'de> for &'static [T] where T: 'static {}
    );
    same!(a::b!(_, -1, 1..=2, "a\n\"b\"", b"c", 'd', r#"e"#, 0.5, self.0.f, r#type););
    same!(let a = -b * c && d || !e; a += 1; |a| -> b { a => b });
    same!(
        /// Words.
        #[doc = "More \\ words."]
        #[derive(Clone)]
        pub struct A;
    );
}

#[test]
fn variables_are_what_quote_makes_of_them() {
    let (text, yes, number, float) = ("a\0\u{301}7'\"\\\n", true, 3_usize, 0.5_f64);
    let (some, none) = (Some(String::from("b")), None::<bool>);
    same!(#text #yes #number #float #some #none);
    let zero = ["\0", "7", "\0a"].concat();
    same!([#zero, { #yes }, (#number)]);
}

#[test]
fn what_is_repeated_is_what_quote_makes_of_it() {
    let list = vec!["a", "b", "c"];
    let empty: &[&str] = &[];
    let fixed = "same";
    same!(#(#list)* #(#empty)* f(#(#list, #fixed),*));
    same!(#(#empty),* #(#list)|* #({ #list: [#list] })*);
    let names = || list.iter().map(|name| name.len());
    let ours = {
        let names = names();
        super::quote!(#(#names => #names,)*)
    };
    let theirs = {
        let names = names();
        quote::quote!(#(#names => #names,)*)
    };
    assert_eq!(ours.parsed().unwrap().to_string(), theirs.to_string());
}

#[test]
fn numbers_are_written_as_proc_macro2_does() {
    for number in [0.0, -1.0, 1.5, 1e300, 1e-7, f64::MAX] {
        let theirs = proc_macro2::Literal::f64_unsuffixed(number).to_string();
        assert_eq!(Literal::f64_unsuffixed(number).to_string(), theirs);
    }
    let bytes = b"\r\n\"--\\\x00\xff'";
    let ours: proc_macro2::Literal = Literal::byte_string(bytes).to_string().parse().unwrap();
    let ours: syn::LitByteStr = syn::parse_str(&ours.to_string()).unwrap();
    assert_eq!(ours.value(), bytes);
}

#[test]
fn docs_are_attributes_for_others() {
    let mut docs = TokenStream::new();
    docs.doc(" A \"word\".");
    let line = " A \"word\".";
    let theirs = quote::quote!(#[doc = #line] struct A;);
    let with = quote::quote!(#docs struct A;);
    assert_eq!(with.to_string(), theirs.to_string());
}

#[test]
fn paths_are_read_from_text() {
    for path in [
        "::uuid::Uuid",
        "a",
        "std::vec::Vec<u8>",
        "r#type::A",
        "::a::_b1",
    ] {
        let tokens: TokenStream = path.parse().unwrap();
        let theirs: proc_macro2::TokenStream = path.parse().unwrap();
        assert_eq!(
            tokens.parsed().unwrap().to_string(),
            theirs.to_string(),
            "{path}"
        );
    }
    assert!("a)".parse::<TokenStream>().is_err());
}
