//! Unions whose branches are told apart by what a value looks like.

use contracts_core::manifest::Serde;

use super::{Native, Ways, empty, matched::choice};
use crate::{
    emit::docs,
    lower::ir::{Alternative, Ir, ItemKind, Scalar, Type},
    tokens::{Ident, Literal, TokenStream, format_ident, quote},
};

/// A union on its way to becoming code.
struct Union<'u> {
    native: &'u Native<'u>,
    ident: Ident,
    variants: Vec<(Ident, &'u Type)>,
    candidates: Vec<TokenStream>,
}

pub(super) fn emit(
    native: &Native<'_>,
    name: &str,
    variants: &[Alternative],
    ways: Ways,
) -> TokenStream {
    let candidates = variants.iter();
    let candidates = candidates.map(|branch| candidate(native.ir, &branch.name, &branch.ty));
    let idents = variants.iter();
    let idents = idents.map(|branch| (format_ident!("{}", branch.name), &branch.ty));
    let union = Union {
        native,
        ident: format_ident!("{name}"),
        variants: idents.collect(),
        candidates: candidates.collect(),
    };
    let items = union.variants.iter().map(|(variant, ty)| {
        let doc = docs::attributes(&format!("The branch `{variant}`."));
        let ty = native.part(name, ty);
        quote!(#doc #variant(#ty),)
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

impl Union<'_> {
    fn read(&self) -> TokenStream {
        let (ident, candidates) = (&self.ident, &self.candidates);
        let (name, result) = (ident.to_string(), self.native.home.standard("Result"));
        let arms = self.variants.iter();
        let arms = arms.map(|(variant, _)| quote!(from.branch(Self::#variant)));
        let arms = choice(&format_ident!("at"), arms.collect());
        quote! {
            impl wire::Union for #ident {
                const NAME: &'static str = #name;
                const CANDIDATES: &'static [wire::Candidate] = &[#(#candidates),*];

                #[inline]
                fn read(at: usize, from: &wire::Content) -> #result<Self, wire::Error> {
                    #arms
                }
            }
        }
    }

    fn matched(&self, ways: Ways) -> TokenStream {
        let (ident, result) = (&self.ident, self.native.home.standard("Result"));
        let read = ways.read.then(|| {
            let read = self.read();
            quote!(#read wire::union!(#ident);)
        });
        let write = ways.write.then(|| {
            let arms = self.variants.iter().map(|(variant, _)| {
                quote!(Self::#variant(value) => ::serde::Serialize::serialize(value, to),)
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

    fn table(&self) -> TokenStream {
        let (ident, candidates) = (&self.ident, &self.candidates);
        let name = ident.to_string();
        let variants = self.variants.iter();
        let variants = variants.map(|(variant, ty)| Branch {
            pattern: quote!(Self::#variant(value)),
            value: quote!(value),
            make: quote!(Self::#variant),
            tag: None,
            foreign: self.native.is_foreign(ty),
        });
        let choice = quote!(wire::table::Choice::Looks(#name, &[#(#candidates),*]));
        let empty = self.variants.iter().map(|(variant, _)| (variant, true));
        let empty = self.native.plan.empty.union(&name, empty);
        tabled(self.native, ident, &choice, variants.collect(), empty)
    }
}

/// A variant of a union in the mode `table`.
pub(super) struct Branch<'b> {
    /// What it looks like, and the value that is written of it.
    pub(super) pattern: TokenStream,
    pub(super) value: TokenStream,
    /// What makes it of what was read.
    pub(super) make: TokenStream,
    /// The tag that is written whatever the value says.
    pub(super) tag: Option<&'b str>,
    /// Whether its type knows serde alone.
    pub(super) foreign: bool,
}

/// The impls of a union in the mode `table`; `empty` is the value to start from.
pub(super) fn tabled(
    native: &Native<'_>,
    ident: &Ident,
    how: &TokenStream,
    branches: Vec<Branch<'_>>,
    empty: Option<TokenStream>,
) -> TokenStream {
    let (result, option) = (
        native.home.standard("Result"),
        native.home.standard("Option"),
    );
    let reads = branches.iter().map(|branch| {
        let make = &branch.make;
        match branch.foreign {
            true => quote!(wire::table::foreign(from).map(#make)),
            false => quote!(from.parse().map(#make)),
        }
    });
    let reads = choice(&format_ident!("at"), reads.collect());
    let shown = branches.iter().enumerate().map(|(at, branch)| {
        let Branch { pattern, value, .. } = branch;
        let at = Literal::usize_unsuffixed(at);
        let tag = match branch.tag {
            Some(tag) => quote!(Some(#tag)),
            None => quote!(None),
        };
        match branch.foreign {
            true => quote!(#pattern => (#at, #tag, wire::table::View::Foreign(#value)),),
            false => quote!(#pattern => (#at, #tag, wire::table::Node::view(#value)),),
        }
    });
    let empty = empty.map(|value| empty::emit(ident, &value));
    quote! {
        impl wire::table::Union for #ident {
            const CHOICE: wire::table::Choice = #how;

            #[inline]
            fn read(at: usize, from: &mut dyn wire::table::Source) -> #result<Self, wire::table::Failed> {
                #reads
            }

            #[inline]
            fn inner(&self) -> (usize, #option<&'static str>, wire::table::View<'_>) {
                match self { #(#shown)* }
            }
        }

        wire::table::union!(#ident);
        #empty
    }
}

/// What is known of a branch before a value is read as one.
fn candidate(ir: &Ir, name: &str, ty: &Type) -> TokenStream {
    let mut looks = Looks::default();
    looks.add(ir, ty, &mut Vec::new());
    let kinds = looks.tokens();
    let required = looks.required.unwrap_or_default();
    quote!(wire::Candidate { name: #name, kinds: #kinds, required: &[#(#required),*] })
}

/// The kinds of values that a type has, and the members that each of its objects has.
#[derive(Default)]
struct Looks {
    kinds: u8,
    required: Option<Vec<String>>,
}

/// `wire`'s kinds by name.
const KINDS: &[&str] = &[
    "NULL", "BOOL", "INTEGER", "NUMBER", "TEXT", "LIST", "OBJECT",
];
const ANY: u8 = u8::MAX;

impl Looks {
    fn add<'i>(&mut self, ir: &'i Ir, ty: &'i Type, seen: &mut Vec<&'i str>) {
        match ty {
            Type::Any => self.any(),
            Type::Scalar(scalar) => self.scalar(scalar),
            Type::Array(_) | Type::Tuple(_) => self.kind("LIST"),
            Type::Map(_) => self.object(Vec::new()),
            Type::Nullable(inner) => {
                self.kind("NULL");
                self.add(ir, inner, seen);
            }
            Type::Named(name) if seen.contains(&name.as_str()) => {}
            Type::Named(name) => {
                seen.push(name);
                match ir.items.get(name) {
                    Some(item) => self.item(ir, &item.kind, seen),
                    None => self.any(),
                }
            }
        }
    }

    fn item<'i>(&mut self, ir: &'i Ir, kind: &'i ItemKind, seen: &mut Vec<&'i str>) {
        match kind {
            ItemKind::Alias(ty) => self.add(ir, ty, seen),
            ItemKind::Struct(body) => {
                let required = body.fields.iter().filter(|field| field.required);
                self.object(required.map(|field| field.wire.clone()).collect());
            }
            ItemKind::Enum(_) => self.kind("TEXT"),
            // What an enum of values looks like is found out when it is read.
            ItemKind::Values(_) => self.any(),
            ItemKind::Tagged(union) => {
                let tag = union.other.is_none().then(|| union.tag.clone());
                self.object(tag.into_iter().collect());
            }
            ItemKind::Untagged(variants) => {
                for branch in variants {
                    self.add(ir, &branch.ty, seen);
                }
            }
        }
    }

    fn scalar(&mut self, scalar: &Scalar) {
        match scalar {
            Scalar::Null => self.kind("NULL"),
            Scalar::Bool => self.kind("BOOL"),
            Scalar::Int(_) => self.kind("INTEGER"),
            Scalar::F32 | Scalar::F64 => self.kind("NUMBER"),
            Scalar::Text => self.kind("TEXT"),
            // What the Rust type of a format reads is its own affair.
            Scalar::Format { .. } => self.any(),
        }
    }

    fn any(&mut self) {
        self.kinds = ANY;
        self.required = Some(Vec::new());
    }

    fn kind(&mut self, name: &str) {
        if let Some(at) = KINDS.iter().position(|kind| *kind == name) {
            self.kinds |= 1 << at;
        }
    }

    /// Objects with these members; those that all objects have stay required.
    fn object(&mut self, members: Vec<String>) {
        self.kind("OBJECT");
        self.required = Some(match self.required.take() {
            None => members,
            Some(own) => own
                .into_iter()
                .filter(|one| members.contains(one))
                .collect(),
        });
    }

    fn tokens(&self) -> TokenStream {
        if self.kinds == ANY {
            return quote!(wire::ANY);
        }
        let kinds = KINDS.iter().enumerate();
        let kinds = kinds.filter(|(at, _)| self.kinds & 1 << at != 0);
        let names = kinds.map(|(_, name)| format_ident!("{name}"));
        let names: Vec<Ident> = names.collect();
        match names.is_empty() {
            true => {
                let none = Literal::u8_unsuffixed(0);
                quote!(#none)
            }
            false => quote!(#(wire::#names)|*),
        }
    }
}
