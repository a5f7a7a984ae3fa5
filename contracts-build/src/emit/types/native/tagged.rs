//! Unions whose branches say in a member which of them they are.

use contracts_core::manifest::Serde;

use super::{
    Native, Ways,
    matched::choice,
    plan::object,
    text::unknown_name,
    union::{Branch, tabled},
};
use crate::{
    emit::docs,
    lower::ir::{Tagged, Type},
    name::Scope,
    tokens::{Ident, Literal, TokenStream, format_ident, quote},
};

/// A variant: its name, what it holds, and the tag that is written for it.
struct Variant<'u> {
    ident: Ident,
    holds: Holds<'u>,
    tag: Option<&'u str>,
    doc: String,
}

/// What a variant holds.
enum Holds<'u> {
    Nothing,
    Type(&'u Type),
    /// Whatever came.
    Unknown,
}

/// A union on its way to becoming code.
struct Union<'u> {
    native: &'u Native<'u>,
    ident: Ident,
    tagged: &'u Tagged,
    variants: Vec<Variant<'u>>,
}

pub(super) fn emit(
    native: &Native<'_>,
    name: &str,
    tagged: &Tagged,
    open: bool,
    ways: Ways,
) -> TokenStream {
    let union = Union {
        native,
        ident: format_ident!("{name}"),
        tagged,
        variants: variants(tagged, open),
    };
    let items = union.variants.iter().map(|variant| {
        let doc = docs::attributes(&variant.doc);
        let ident = &variant.ident;
        match variant.holds {
            Holds::Nothing => quote!(#doc #ident,),
            Holds::Unknown => quote!(#doc #ident(wire::UnknownValue),),
            Holds::Type(ty) => {
                let ty = native.part(name, ty);
                quote!(#doc #ident(#ty),)
            }
        }
    });
    let ident = &union.ident;
    let impls = match native.style.serde {
        Serde::Table => union.table(),
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
            holds: branch.ty.as_ref().map_or(Holds::Nothing, Holds::Type),
            tag: branch.tag(),
            doc: match &branch.docs {
                Some(docs) => format!("{docs}\n\n`{tag}` is {}.", tags.join(" or ")),
                None => format!("`{tag}` is {}.", tags.join(" or ")),
            },
        }
    });
    let names = || union.branches.iter().map(|branch| &branch.name);
    let rest = match &union.other {
        Some(ty) => Some((other_name(names()), Holds::Type(ty))),
        None if open => Some((unknown_name(names()), Holds::Unknown)),
        None => None,
    };
    let rest = rest.map(|(name, holds)| Variant {
        ident: format_ident!("{name}"),
        holds,
        tag: None,
        doc: format!("`{tag}` is anything else."),
    });
    branches.chain(rest).collect()
}

/// What the variant of all other tags is called.
pub(super) fn other_name<'n>(taken: impl Iterator<Item = &'n String>) -> String {
    let mut names = Scope::default();
    for name in taken {
        names.take_type(name.clone());
    }
    names.take_type("Other".to_owned())
}

impl Union<'_> {
    /// What the union says of itself, as a `wire::Tags`.
    fn tags(&self) -> TokenStream {
        let (name, tag) = (self.ident.to_string(), &self.tagged.tag);
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
            wire::Tags {
                name: #name,
                tag: #tag,
                branches: &[#(#branches),*],
                other: #other,
                without: #without,
            }
        }
    }

    fn matched(&self, ways: Ways) -> TokenStream {
        let result = self.native.home.standard("Result");
        let ident = &self.ident;
        let read = ways.read.then(|| {
            let tags = self.tags();
            let arms = self.variants.iter().map(|variant| {
                let ident = &variant.ident;
                match variant.holds {
                    Holds::Nothing => quote!(from.bare(Self::#ident)),
                    Holds::Type(_) | Holds::Unknown => quote!(from.branch(Self::#ident)),
                }
            });
            let arms = choice(&format_ident!("at"), arms.collect());
            quote! {
                impl wire::Tagged for #ident {
                    const TAGS: &'static wire::Tags = &#tags;

                    #[inline]
                    fn read(at: usize, from: &wire::Content) -> #result<Self, wire::Error> {
                        #arms
                    }
                }

                wire::tagged!(#ident);
            }
        });
        let write = ways.write.then(|| {
            let arms = self.variants.iter().map(|variant| self.written(variant));
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

    /// The arm that writes a variant, its tag first.
    fn written(&self, variant: &Variant<'_>) -> TokenStream {
        let (pattern, value) = variant.pattern();
        let Some(tag) = variant.tag else {
            return quote!(#pattern => ::serde::Serialize::serialize(#value, to),);
        };
        let key = &self.tagged.tag;
        let Holds::Type(ty) = variant.holds else {
            return quote!(#pattern => wire::Put::tagged(to, #key, #tag).end(),);
        };
        let (ir, plan) = (self.native.ir, self.native.plan);
        match object(ir, ty).is_some_and(|name| plan.is_branch(name)) {
            true => {
                quote!(#pattern => wire::Fields::put(#value, wire::Put::tagged(to, #key, #tag)),)
            }
            false => quote!(#pattern => wire::write_tagged(#value, #key, #tag, to),),
        }
    }

    fn table(&self) -> TokenStream {
        let branches = self.variants.iter().map(|variant| {
            let (pattern, value) = variant.pattern();
            Branch {
                pattern,
                value,
                make: variant.make(),
                tag: variant.tag,
                foreign: match variant.holds {
                    Holds::Type(ty) => self.native.is_foreign(ty),
                    Holds::Nothing | Holds::Unknown => false,
                },
            }
        });
        let tags = self.tags();
        let how = quote!(wire::table::Choice::Tag(&#tags));
        let empty = self.variants.iter();
        let empty = empty.map(|variant| (&variant.ident, !matches!(variant.holds, Holds::Nothing)));
        let empty = self.native.plan.empty.union(&self.ident.to_string(), empty);
        tabled(self.native, &self.ident, &how, branches.collect(), empty)
    }
}

impl Variant<'_> {
    /// The function that makes it of what was read.
    fn make(&self) -> TokenStream {
        let ident = &self.ident;
        match self.holds {
            Holds::Nothing => quote!(|wire::Nothing| Self::#ident),
            Holds::Type(_) | Holds::Unknown => quote!(Self::#ident),
        }
    }

    /// The pattern that it matches, and what is written of it.
    fn pattern(&self) -> (TokenStream, TokenStream) {
        let ident = &self.ident;
        match self.holds {
            Holds::Nothing => (quote!(Self::#ident), quote!(&wire::Nothing)),
            Holds::Type(_) | Holds::Unknown => (quote!(Self::#ident(value)), quote!(value)),
        }
    }
}
