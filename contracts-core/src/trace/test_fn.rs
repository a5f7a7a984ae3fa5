use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, spanned::Spanned};

/// A test function of a file.
#[derive(Debug, PartialEq)]
pub(super) struct TestFn {
    pub(super) name: String,
    /// From its first attribute to its end.
    pub(super) range: Range<usize>,
    /// Where its attributes are.
    pub(super) attributes: Vec<Range<usize>>,
    /// Whether an attribute makes several tests of it.
    pub(super) cases: bool,
}

/// The tests among the items of one module, those that macros are handed included.
pub(super) fn tests(items: &[Item]) -> Vec<TestFn> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Fn(function) => found.extend(of_function(function)),
            Item::Macro(item) => in_tokens(item.mac.tokens.clone(), &mut found),
            _ => {}
        }
    }
    found
}

fn of_function(function: &syn::ItemFn) -> Option<TestFn> {
    let mut kinds = function.attrs.iter().filter_map(|attribute| {
        let last = attribute.path().segments.last()?;
        kind(&last.ident.to_string())
    });
    let first = kinds.next()?;
    let attributes = function.attrs.iter();
    Some(TestFn {
        name: function.sig.ident.to_string(),
        range: function.span().byte_range(),
        attributes: attributes
            .map(|attribute| attribute.span().byte_range())
            .collect(),
        cases: kinds.fold(first, |cases, more| cases || more),
    })
}

/// Whether an attribute makes tests of a function, and then whether it makes several.
fn kind(attribute: &str) -> Option<bool> {
    match attribute {
        "test" => Some(false),
        "rstest" | "test_case" | "case" => Some(true),
        "quickcheck" => Some(false),
        _ => None,
    }
}

/// Looks for `#[test] … fn name … { … }` in what a macro is handed, as `proptest!` is.
fn in_tokens(tokens: TokenStream, found: &mut Vec<TestFn>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut open: Option<(usize, Vec<Range<usize>>, Option<String>)> = None;
    for (index, token) in tokens.iter().enumerate() {
        let span = token.span().byte_range();
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let Some(TokenTree::Group(group)) = tokens.get(index + 1) else {
                    continue;
                };
                let attribute = span.start..group.span().byte_range().end;
                match &mut open {
                    Some((_, attributes, None)) => attributes.push(attribute),
                    _ if is_test(group) => open = Some((span.start, vec![attribute], None)),
                    _ => {}
                }
            }
            TokenTree::Ident(ident) if ident == "fn" => {
                if let (Some((_, _, name)), Some(TokenTree::Ident(ident))) =
                    (&mut open, tokens.get(index + 1))
                {
                    *name = Some(ident.to_string());
                }
            }
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
                if let Some((start, attributes, Some(name))) = open.take() {
                    let range = start..span.end;
                    let cases = false;
                    found.push(TestFn {
                        name,
                        range,
                        attributes,
                        cases,
                    });
                }
            }
            _ => {}
        }
    }
}

fn is_test(attribute: &proc_macro2::Group) -> bool {
    let last = attribute.stream().into_iter().last();
    matches!(last, Some(TokenTree::Ident(ident)) if ident == "test")
}

/// Whether `#[cfg(…)]` asks for tests.
pub(super) fn is_cfg_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| {
                let text = list.tokens.to_string();
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                words.contains(&"test") && !words.contains(&"not")
            })
    })
}
