use super::text;
use crate::{
    print::{part::BlockKind, rust::tokens},
    tokens::{TokenStream, format_ident, quote},
};

/// Asserts that what was written the fast way is what prettyplease writes. All tests that print call it.
pub(in crate::print) fn assert_same(
    fast: Option<&str>,
    stream: &TokenStream,
    around: &[BlockKind],
) {
    if let Some(fast) = fast {
        let slow = tokens(stream, around).unwrap_or_else(|error| format!("{error}\n{fast}"));
        assert_eq!(fast, slow);
    }
}

const PLACES: [&[BlockKind]; 3] = [&[], &[BlockKind::Module], &[BlockKind::Module; 9]];

/// Asserts that an item with names of all lengths is plain, and looks as it should wherever a line has to end.
#[track_caller]
fn check(item: impl Fn(&crate::tokens::Ident) -> TokenStream) {
    for around in PLACES {
        for length in (1..100).step_by(3) {
            let name = format_ident!("{}", "N".repeat(length));
            let fast = text(&item(&name), around);
            assert!(fast.is_some(), "not plain: {}", item(&name));
            assert_same(fast.as_deref(), &item(&name), around);
        }
    }
}

#[test]
fn declarations_of_all_lengths() {
    check(
        |name| quote!(use ::a::#name as b; pub type A = ::a::B<#name, (), Vec<#name>>; a::b!(read #name);),
    );
    check(|name| {
        quote! {
            /// Doc.
            #[doc = " With \"quotes\" and a space behind. "]
            #[derive(Clone, Debug, ::serde::Deserialize)]
            #[must_use = "why"]
            pub struct #name<'c>(pub(super) rt::Call<'c>, (#name, &'c mut [#name]));
            pub struct Empty {}
            #[allow(deprecated)]
            pub struct Fields {
                /// `a`
                #[serde(rename = "a", default)]
                pub a: Option<&'static #name>,
                pub b: Box<dyn ::a::B<Item = #name> + Send>,
            }
        }
    });
    check(|name| {
        quote! {
            pub enum A { #[serde(untagged)] B(::b::B<#name, C>), #name, C(A, #name) }
            static A: rt::#name = rt::A { a: "a", #name, c: &["a", "b"], d: &[(A, B::#name)] };
        }
    });
}

#[test]
fn impls_of_all_lengths() {
    check(|name| {
        quote! {
            impl<'c> #name<'c> {}
            impl ::std::convert::From<Box<#name>> for #name {
                const A: Option<usize> = Some(1);
                type B = (#name, C);
                fn from<'de, M: wire::Members<'de>>(&mut self, from: &mut M, at: #name) -> Result<#name, D::Error> {
                    let mut a = Some(#name::new());
                    while let Some(at) = from.next() { match at { 0 => from.read(&mut a), _ => from.extra(&mut extra), } }
                    let (Some(a), Some(#name)) = (a, b) else { return None; };
                    Some(Self { a, #name })
                }
            }
        }
    });
}

#[test]
fn expressions_of_all_lengths() {
    check(|name| {
        quote! {
            impl A {
                fn a(self) {
                    match reply.#name().code() {
                        100..=399 => Err(A::#name(Box::new(reply.json()?))),
                        _ => read(from).map(|wire::Nothing| Self::#name),
                    }
                    self.0.parameter(rt::Parameter { name: "a", place: rt::#name }, value);
                    call.json("a", #name)?;
                    self.0.#name(a);
                    match self {
                        Self::A(reply) => write!(f, "{}", "a", reply.#name),
                        "a" => return #name,
                        _ => Error::source(&**#name),
                    }
                }
                const A: Kinds = wire::A | wire::#name | wire::B;
                const B: A = A { kinds: wire::TEXT | wire::#name, required: &["a", "b"] };
            }
        }
    });
}

#[test]
fn what_is_not_plain_is_left_to_others() {
    let cases = [
        quote!(
            fn a() {}
        ),
        quote!(
            const A: A = { 1 };
        ),
        quote!(
            const A: A = a + b;
        ),
        quote!(
            const A: A = [1, 2];
        ),
        quote!(
            const A: A = (a,);
        ),
        quote!(
            pub type A = fn(A) -> B;
        ),
        quote!(
            pub type A = dyn Fn(A) -> B;
        ),
        quote!(
            pub struct A
            where
                B: C, {}
        ),
        quote!(
            #[doc = "a\nb"]
            pub struct A {}
        ),
        quote!(
            #[doc = "/ a"]
            pub struct A {}
        ),
        quote!(impl A { fn a() { if a {} } }),
        quote!(impl A { fn a() { 1.max(2); } }),
        quote!(union A { a: B }),
        quote!(
            macro_rules! a {
                () => {};
            }
        ),
    ];
    for case in cases {
        assert_eq!(text(&case, &[]), None, "{case}");
    }
}
