//! Limits as tables of the runtime, whose names stand behind the path `rt`.

use serde_json::Number;

use crate::{
    lower::ir::{Limit, Rule, Step},
    tokens::{Literal, TokenStream, quote},
};

/// What is asked of one value itself.
pub(crate) struct Rules<'l>(Vec<&'l Rule>);

impl<'l> Rules<'l> {
    /// Those of limits that lead no further.
    pub(crate) fn of(limits: &'l [Limit]) -> Self {
        let own = limits.iter().filter(|limit| limit.at.is_empty());
        Self(own.map(|limit| &limit.rule).collect())
    }

    /// Lengths stand before patterns, which are not tried where a text is too long.
    pub(crate) fn text(&self, rt: &TokenStream) -> Vec<TokenStream> {
        let lengths = self.each(|rule| {
            let rule = match rule {
                Rule::MinLength(least) => at_least(rt, *least),
                Rule::MaxLength(most) => at_most(rt, *most),
                _ => return None,
            };
            Some(quote!(#rt::TextRule::Length(#rule)))
        });
        let patterns = self.each(|rule| match rule {
            Rule::Pattern(pattern) => Some(quote! {
                #rt::TextRule::Pattern({
                    static PATTERN: #rt::Pattern = #rt::Pattern::new(#pattern);
                    &PATTERN
                })
            }),
            _ => None,
        });
        lengths.into_iter().chain(patterns).collect()
    }

    pub(crate) fn number(&self, rt: &TokenStream) -> Vec<TokenStream> {
        self.each(|rule| {
            let (kind, number) = match rule {
                Rule::Minimum(number) => (quote!(Minimum), number),
                Rule::ExclusiveMinimum(number) => (quote!(Above), number),
                Rule::Maximum(number) => (quote!(Maximum), number),
                Rule::ExclusiveMaximum(number) => (quote!(Below), number),
                Rule::MultipleOf(number) => (quote!(MultipleOf), number),
                _ => return None,
            };
            let bound = bound(rt, number);
            Some(quote!(#rt::NumberRule::#kind(#bound)))
        })
    }

    pub(crate) fn items(&self, rt: &TokenStream) -> Vec<TokenStream> {
        self.each(|rule| match rule {
            Rule::MinItems(least) => Some(at_least(rt, *least)),
            Rule::MaxItems(most) => Some(at_most(rt, *most)),
            _ => None,
        })
    }

    pub(crate) fn unique(&self) -> bool {
        self.0.contains(&&Rule::UniqueItems)
    }

    pub(crate) fn members(&self, rt: &TokenStream) -> Vec<TokenStream> {
        self.each(|rule| match rule {
            Rule::MinProperties(least) => Some(at_least(rt, *least)),
            Rule::MaxProperties(most) => Some(at_most(rt, *most)),
            _ => None,
        })
    }

    fn each(&self, of: impl Fn(&Rule) -> Option<TokenStream>) -> Vec<TokenStream> {
        self.0.iter().filter_map(|rule| of(rule)).collect()
    }
}

fn at_least(rt: &TokenStream, count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    quote!(#rt::CountRule::Least(#count))
}

fn at_most(rt: &TokenStream, count: u64) -> TokenStream {
    let count = Literal::u64_unsuffixed(count);
    quote!(#rt::CountRule::Most(#count))
}

fn bound(rt: &TokenStream, number: &Number) -> TokenStream {
    let whole = number.as_i64().map(i128::from);
    match whole.or_else(|| number.as_u64().map(i128::from)) {
        Some(whole) => {
            let whole = Literal::i128_unsuffixed(whole);
            quote!(#rt::Bound::Int(#whole))
        }
        None => {
            let float = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
            quote!(#rt::Bound::Float(#float))
        }
    }
}

/// The limits of what is a step further.
pub(crate) fn inner(limits: &[Limit], step: Step) -> Vec<Limit> {
    let limits = limits
        .iter()
        .filter_map(|limit| match limit.at.split_first() {
            Some((first, rest)) if *first == step => Some(Limit {
                at: rest.to_vec(),
                rule: limit.rule.clone(),
            }),
            _ => None,
        });
    limits.collect()
}
