use super::{Part, sheet::file_on};
use crate::{
    Timings,
    tokens::{TokenStream, quote},
};

/// Items with everything whose text could depend on where it stands: long lines, literals and docs over several
/// lines, nesting.
fn items(number: u32) -> TokenStream {
    let name = crate::tokens::format_ident!("Item{number}");
    quote! {
        /// Words.
        #[doc = "Two\n   lines, one */ indented."]
        #[doc = "Two\n   lines, the second indented."]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, SomethingElse, More)]
        pub struct #name { pub a: ::std::collections::BTreeMap<::std::string::String, ::std::vec::Vec<u8>> }
        impl #name {
            fn text(&self) -> &'static str { "one\n  two" }
            fn raw(&self) -> &'static str { r#"one
    two "#  }
            fn long(&self, first: ::std::string::String, second: ::std::string::String) -> Option<#name> {
                match self.a.len() { 0 => None, 1..=9 => Some(self.clone()), _ => { if true { return None; } None } }
            }
        }
    }
}

fn methods(number: u32) -> TokenStream {
    let name = crate::tokens::format_ident!("method{number}");
    quote! {
        /// Words.
        pub fn #name(&self, first: &str, second: &::std::vec::Vec<::std::string::String>) -> Builder<'_> {
            let mut call = rt::Call::new(&self.0, &DESCRIPTOR, first, second, first, second, first);
            Builder(call)
        }
    }
}

/// The same items, part by part and as one.
#[track_caller]
fn check(parts: Vec<Part<'_>>, whole: TokenStream) {
    let file: syn::File = syn::parse2(whole.parsed().unwrap()).unwrap();
    let expect = format!("// H\n\n{}", prettyplease::unparse(&file));
    assert_eq!(printed(1, parts).unwrap(), expect);
}

fn printed(threads: usize, parts: Vec<Part<'_>>) -> Result<String, String> {
    file_on(threads, "H", parts, &mut Timings::default())
}

/// Many parts at every depth, those that say nothing among them.
fn many() -> Vec<Part<'static>> {
    let some = |from: u32, make: fn(u32) -> TokenStream| {
        let parts = (from..from + 40).map(move |number| {
            Part::later(move || {
                if number % 7 == 0 {
                    TokenStream::new()
                } else {
                    make(number)
                }
            })
        });
        parts.collect::<Vec<_>>()
    };
    let mut parts = some(0, items);
    let mut inner = some(100, items);
    inner.push(Part::methods(quote!(impl Client), some(200, methods)));
    parts.push(Part::module(quote!(pub mod inner), inner));
    parts.extend(some(300, items));
    parts
}

#[test]
fn threads_change_no_byte_and_no_message() {
    let expect = printed(1, many()).unwrap();
    assert!(expect.matches("fn raw").count() > 100, "{expect}");
    for threads in [0, 2, 3, 8, 500] {
        assert_eq!(printed(threads, many()).unwrap(), expect, "{threads}");
    }
    let broken = || {
        let mut parts = many();
        parts.insert(50, Part::later(|| quote!(struct)));
        parts.insert(20, Part::later(|| quote!(fn)));
        parts
    };
    let expect = printed(1, broken()).unwrap_err();
    for threads in [2, 8] {
        assert_eq!(printed(threads, broken()).unwrap_err(), expect, "{threads}");
    }
}

#[test]
fn time_is_counted_on_every_thread() {
    for threads in [1, 4] {
        let mut timings = Timings::default();
        file_on(threads, "H", many(), &mut timings).unwrap();
        let zero = std::time::Duration::ZERO;
        assert!(timings.emit > zero && timings.print > zero, "{timings:?}");
        assert_eq!(
            (timings.load, timings.lower, timings.write),
            (zero, zero, zero)
        );
    }
}

#[test]
fn parts_become_what_the_whole_becomes() {
    let (a, b, c) = (items(1), items(2), items(3));
    check(
        vec![
            Part::later(|| {
                let (a, b) = (items(1), items(2));
                quote!(#a #b)
            }),
            Part::later(|| items(3)),
            Part::later(TokenStream::new),
        ],
        quote!(#a #b #c),
    );
    let parsed: syn::File = syn::parse2(a.parsed().unwrap()).unwrap();
    let syntax = || {
        let items = parsed.items.iter().cloned();
        items.map(|item| Part::Syntax(Box::new(item)))
    };
    check(syntax().collect(), a.clone());
    check(
        vec![Part::module(quote!(pub mod outer), syntax().collect())],
        quote!(pub mod outer { #a }),
    );
}

#[test]
fn blocks_in_blocks_are_indented_as_one_file_would_be() {
    let (a, b, one, two) = (items(1), items(2), methods(1), methods(2));
    let doc = quote!(#[doc = " Words."] #[allow(clippy::one_of_many_lints_that_are_long, clippy::another_of_the_long_ones)]);
    let empty = || Part::module(quote!(#doc pub mod empty), Vec::new());
    check(
        vec![
            Part::module(
                quote!(#doc pub mod outer),
                vec![
                    Part::later(|| items(1)),
                    Part::module(quote!(mod inner), vec![Part::later(|| items(2)), empty()]),
                    Part::methods(
                        quote!(#doc impl Client),
                        vec![
                            Part::later(|| methods(1)),
                            Part::later(TokenStream::new),
                            Part::later(|| methods(2)),
                        ],
                    ),
                    Part::methods(quote!(impl Other), vec![Part::later(TokenStream::new)]),
                ],
            ),
            empty(),
        ],
        quote! {
            #doc pub mod outer {
                #a
                mod inner { #b #doc pub mod empty {} }
                #doc impl Client { #one #two }
                impl Other {}
            }
            #doc pub mod empty {}
        },
    );
}

#[test]
fn what_is_no_rust_is_said() {
    let text = |parts| printed(1, parts).unwrap_err();
    assert!(text(vec![Part::later(|| quote!(struct))]).contains("does not parse"));
    let half = Part::module(quote!(mod m), vec![Part::later(|| quote!(fn f()))]);
    assert!(text(vec![half]).contains("does not parse"));
}
