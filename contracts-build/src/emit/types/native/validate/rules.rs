//! Rules as the tables of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

use crate::lower::ir::{Limit, Rule};

/// What is asked of one value itself.
pub(super) struct Rules<'l>(Vec<&'l Rule>);

impl<'l> Rules<'l> {
    /// Those of limits that lead no further.
    pub(super) fn of(limits: &'l [Limit]) -> Self {
        let own = limits.iter().filter(|limit| limit.at.is_empty());
        Self(own.map(|limit| &limit.rule).collect())
    }

    /// Lengths stand before patterns, which are not tried where a text is too long.
    pub(super) fn text(&self) -> Vec<TokenStream> {
        let lengths = self.each(|rule| {
            let rule = match rule {
                Rule::MinLength(least) => at_least(*least),
                Rule::MaxLength(most) => at_most(*most),
                _ => return None,
            };
            Some(quote!(wire::TextRule::Length(#rule)))
        });
        let patterns = self.each(|rule| match rule {
            Rule::Pattern(pattern) => Some(quote! {
                wire::TextRule::Pattern({
                    static PATTERN: wire::Pattern = wire::Pattern::new(#pattern);
                    &PATTERN
                })
            }),
            _ => None,
        });
        lengths.into_iter().chain(patterns).collect()
    }

    pub(super) fn number(&self) -> Vec<TokenStream> {
        self.each(|rule| {
            let (kind, number) = match rule {
                Rule::Minimum(number) => (quote!(Minimum), number),
                Rule::ExclusiveMinimum(number) => (quote!(Above), number),
                Rule::Maximum(number) => (quote!(Maximum), number),
                Rule::ExclusiveMaximum(number) => (quote!(Below), number),
                Rule::MultipleOf(number) => (quote!(MultipleOf), number),
                _ => return None,
            };
            let bound = bound(number);
            Some(quote!(wire::NumberRule::#kind(#bound)))
        })
    }

    pub(super) fn items(&self) -> Vec<TokenStream> {
        self.each(|rule| match rule {
            Rule::MinItems(least) => Some(at_least(*least)),
            Rule::MaxItems(most) => Some(at_most(*most)),
            _ => None,
        })
    }

    pub(super) fn unique(&self) -> bool {
        self.0.contains(&&Rule::UniqueItems)
    }

    pub(super) fn members(&self) -> Vec<TokenStream> {
        self.each(|rule| match rule {
            Rule::MinProperties(least) => Some(at_least(*least)),
            Rule::MaxProperties(most) => Some(at_most(*most)),
            _ => None,
        })
    }

    fn each(&self, of: impl Fn(&Rule) -> Option<TokenStream>) -> Vec<TokenStream> {
        self.0.iter().filter_map(|rule| of(rule)).collect()
    }
}

fn at_least(count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    quote!(wire::CountRule::Least(#count))
}

fn at_most(count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    quote!(wire::CountRule::Most(#count))
}

fn bound(number: &Number) -> TokenStream {
    let whole = number.as_i64().map(i128::from);
    match whole.or_else(|| number.as_u64().map(i128::from)) {
        Some(whole) => {
            let whole = Literal::i128_unsuffixed(whole);
            quote!(wire::Bound::Int(#whole))
        }
        None => {
            let float = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
            quote!(wire::Bound::Float(#float))
        }
    }
}
