//! Unions whose branches say in a member which of them they are.

use contracts_core::manifest::Serde;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Native, Ways, matched::choice, text::unknown_name};
use crate::{
    emit::docs,
    lower::ir::{Item, Tagged, Type},
    name::Scope,
};

/// A variant: its name, its type, and the tag that is written for it.
struct Variant<'u> {
    ident: Ident,
    ty: Option<&'u Type>,
    tag: Option<&'u str>,
    doc: String,
}

/// A union on its way to becoming code.
struct Union<'u> {
    native: &'u Native<'u>,
    ident: Ident,
    tagged: &'u Tagged,
    variants: Vec<Variant<'u>>,
}

pub(super) fn emit(native: &Native<'_>, name: &str, tagged: &Tagged, item: &Item) -> TokenStream {
    let union = Union {
        native,
        ident: format_ident!("{name}"),
        tagged,
        variants: variants(tagged, native.is_open(item)),
    };
    let items = union.variants.iter().map(|variant| {
        let doc = docs::attributes(&variant.doc);
        let ident = &variant.ident;
        let ty = match variant.ty {
            Some(ty) => native.part(name, ty),
            None => quote!(wire::UnknownValue),
        };
        quote!(#doc #ident(#ty),)
    });
    let (ident, ways) = (&union.ident, native.ways(item));
    let impls = match native.style.serde {
        Serde::Table => union.table(ways),
        Serde::FieldMatch | Serde::Derive => union.matched(ways),
    };
    quote! {
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident { #(#items)* }
        #impls
    }
}

fn variants(union: &Tagged, open: bool) -> Vec<Variant<'_>> {
    let tag = &union.tag;
    let branches = union.branches.iter().map(|branch| {
        let tags: Vec<String> = branch.tags.iter().map(|tag| format!("`{tag}`")).collect();
        Variant {
            ident: format_ident!("{}", branch.name),
            ty: Some(&branch.ty),
            // A branch with several tags says itself which it is.
            tag: match branch.tags.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            doc: format!("`{tag}` is {}.", tags.join(" or ")),
        }
    });
    let names = || union.branches.iter().map(|branch| &branch.name);
    let rest = match &union.other {
        Some(ty) => Some((other_name(names()), Some(ty))),
        None if open => Some((unknown_name(names()), None)),
        None => None,
    };
    let rest = rest.map(|(name, ty)| Variant {
        ident: format_ident!("{name}"),
        ty,
        tag: None,
        doc: format!("`{tag}` is anything else."),
    });
    branches.chain(rest).collect()
}

fn other_name<'n>(taken: impl Iterator<Item = &'n String>) -> String {
    let mut names = Scope::default();
    for name in taken {
        names.take_type(name.clone());
    }
    names.take_type("Other".to_owned())
}

impl Union<'_> {
    fn constants(&self) -> TokenStream {
        let (name, tag) = (self.ident.to_string(), &self.tagged.tag);
        let option = self.native.home.standard("Option");
        let branches = self.tagged.branches.iter().enumerate();
        let branches = branches.flat_map(|(at, branch)| {
            let at = Literal::usize_unsuffixed(at);
            let tags = branch.tags.iter();
            tags.map(move |tag| quote!(wire::Branch(#tag, #at)))
        });
        let rest = self.tagged.branches.len();
        let other = if self.variants.len() > rest {
            let at = Literal::usize_unsuffixed(rest);
            quote!(Some(#at))
        } else {
            quote!(None)
        };
        let without = match self.tagged.other {
            Some(_) => other.clone(),
            None => quote!(None),
        };
        quote! {
            const NAME: &'static str = #name;
            const TAG: &'static str = #tag;
            const BRANCHES: &'static [wire::Branch] = &[#(#branches),*];
            const OTHER: #option<usize> = #other;
            const WITHOUT: #option<usize> = #without;
        }
    }

    fn matched(&self, ways: Ways) -> TokenStream {
        let result = self.native.home.standard("Result");
        let (ident, key) = (&self.ident, &self.tagged.tag);
        let read = ways.read.then(|| {
            let constants = self.constants();
            let arms = self.variants.iter().map(|Variant { ident, .. }| {
                quote!(::serde::Deserialize::deserialize(from).map(Self::#ident))
            });
            let arms = choice(arms.collect());
            quote! {
                impl wire::Tagged for #ident {
                    #constants

                    fn read<'de, D: ::serde::Deserializer<'de>>(at: usize, from: D) -> #result<Self, D::Error> {
                        #arms
                    }
                }

                wire::tagged!(#ident);
            }
        });
        let write = ways.write.then(|| {
            let arms = self
                .variants
                .iter()
                .map(|Variant { ident, tag, .. }| match tag {
                    Some(tag) => {
                        quote!(Self::#ident(value) => wire::write_tagged(value, #key, #tag, to),)
                    }
                    None => {
                        quote!(Self::#ident(value) => ::serde::Serialize::serialize(value, to),)
                    }
                });
            quote! {
                impl ::serde::Serialize for #ident {
                    fn serialize<S: ::serde::Serializer>(&self, to: S) -> #result<S::Ok, S::Error> {
                        match self { #(#arms)* }
                    }
                }
            }
        });
        quote!(#read #write)
    }

    fn table(&self, ways: Ways) -> TokenStream {
        let (result, option) = (
            self.native.home.standard("Result"),
            self.native.home.standard("Option"),
        );
        let ident = &self.ident;
        let constants = self.constants();
        let reads = self.variants.iter();
        let reads = reads.map(|Variant { ident, .. }| quote!(from.parse().map(Self::#ident)));
        let reads = choice(reads.collect());
        let writes = self.variants.iter().map(|Variant { ident, tag, .. }| {
            let tag = match tag {
                Some(tag) => quote!(Some(#tag)),
                None => quote!(None),
            };
            quote!(Self::#ident(value) => (#tag, value),)
        });
        let call = ways.call(&quote!(wire::table::tagged), ident);
        quote! {
            impl wire::table::ReadTagged for #ident {
                #constants

                fn read<'de>(at: usize, from: &mut dyn wire::table::Source<'de>) -> #result<Self, wire::table::Failed> {
                    #reads
                }
            }

            impl wire::table::TaggedInner for #ident {
                fn inner(&self) -> (#option<&'static str>, &dyn wire::table::Node) {
                    match self { #(#writes)* }
                }
            }

            #call
        }
    }
}
