//! What requests have to be, as tables of the runtime.

use std::collections::{BTreeMap, BTreeSet};

use super::Server;
use crate::{
    emit::limits::{Rules, inner},
    lower::ir::{Field, Item, ItemKind, Limit, Rest, Rule, Scalar, Step, Struct, Tagged, Type},
    name::{self, Scope},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// The tables of a server, by the items that they are for.
#[derive(Debug, Default)]
pub(super) struct Names {
    marked: BTreeSet<String>,
    statics: BTreeMap<String, String>,
}

impl Names {
    /// Notes that requests hold values of a type.
    pub(super) fn mark(&mut self, ty: &Type) {
        self.marked
            .extend(ty.names().into_iter().map(str::to_owned));
    }

    /// Names the tables of all that was marked, and of all that is in it.
    pub(super) fn reach(&mut self, server: &Server<'_>, names: &mut Scope) {
        let mut open: Vec<String> = self.marked.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let Some(item) = server.ir.items.get(&name) else {
                continue;
            };
            let types = item.kind.types().into_iter();
            for inner in types.flat_map(|(_, ty)| ty.names()) {
                if self.marked.insert(inner.to_owned()) {
                    open.push(inner.to_owned());
                }
            }
        }
        for name in &self.marked {
            let table = names.take(name::constant_case(&format!("{name}-shape")));
            self.statics.insert(name.clone(), table);
        }
    }

    /// The items that have a table.
    pub(super) fn items(&self) -> impl Iterator<Item = &str> {
        self.statics.keys().map(String::as_str)
    }
}

/// The table of an item.
pub(super) fn emit(server: &Server<'_>, names: &Names, name: &str) -> TokenStream {
    let (Some(item), Some(table)) = (server.ir.items.get(name), names.statics.get(name)) else {
        return TokenStream::new();
    };
    let table = format_ident!("{table}");
    let shapes = Shapes { server, names };
    let shape = shapes.item(item);
    quote!(static #table: rt::Shape = #shape;)
}

/// The table of a type where it is used.
pub(super) fn of_type(
    server: &Server<'_>,
    names: &Names,
    ty: &Type,
    limits: &[Limit],
) -> TokenStream {
    Shapes { server, names }.shape(ty, limits)
}

/// Aliases of aliases that are looked through.
const DEEPEST: usize = 8;

struct Shapes<'s> {
    server: &'s Server<'s>,
    names: &'s Names,
}

impl Shapes<'_> {
    fn item(&self, item: &Item) -> TokenStream {
        match &item.kind {
            ItemKind::Alias(ty) => self.shape(ty, &item.limits),
            ItemKind::Struct(body) => self.object(body, &item.limits),
            ItemKind::Enum(variants) => {
                let words = variants.iter().map(|variant| &variant.wire);
                quote!(rt::Shape::OneOf(&[#(#words),*]))
            }
            ItemKind::Values(literals) => {
                let values = literals.iter().map(|literal| literal.wire.to_string());
                quote!(rt::Shape::Values(&[#(#values),*]))
            }
            ItemKind::Tagged(union) => self.tagged(union),
            ItemKind::Untagged(variants) => {
                let branches = variants.iter();
                let branches = branches.map(|branch| self.shape(&branch.ty, &branch.limits));
                quote!(rt::Shape::Union(&[#(#branches),*]))
            }
        }
    }

    fn object(&self, body: &Struct, limits: &[Limit]) -> TokenStream {
        let members = body.fields.iter().map(|field| self.member(field));
        let rest = match &body.rest {
            Rest::Ignored if body.closed => quote!(rt::Rest::Closed),
            Rest::Ignored => quote!(rt::Rest::Ignored),
            Rest::Kept(ty) => {
                let shape = self.shape(ty, &inner(limits, Step::Values));
                quote!(rt::Rest::Kept(&#shape))
            }
        };
        let rules = Rules::of(limits).members(&quote!(rt));
        quote! {
            rt::Shape::Object { members: &[#(#members),*], rest: #rest, rules: &[#(#rules),*] }
        }
    }

    fn member(&self, field: &Field) -> TokenStream {
        let (name, required) = (&field.wire, field.required);
        let shape = self.shape(&field.ty, &field.limits);
        quote!(rt::Member { name: #name, required: #required, shape: #shape })
    }

    fn tagged(&self, union: &Tagged) -> TokenStream {
        let tag = &union.tag;
        let branches = union.branches.iter().map(|branch| {
            let words = &branch.tags;
            let shape = match &branch.ty {
                Some(ty) => {
                    let shape = self.shape(ty, &[]);
                    quote!(::std::option::Option::Some(&#shape))
                }
                None => quote!(::std::option::Option::None),
            };
            quote!((&[#(#words),*], #shape))
        });
        let other = match &union.other {
            Some(ty) => {
                let shape = self.shape(ty, &[]);
                quote!(::std::option::Option::Some(&#shape))
            }
            None => quote!(::std::option::Option::None),
        };
        quote!(rt::Shape::Tagged { tag: #tag, branches: &[#(#branches),*], other: #other })
    }

    fn shape(&self, ty: &Type, limits: &[Limit]) -> TokenStream {
        self.shape_in(ty, limits, 0)
    }

    fn shape_in(&self, ty: &Type, limits: &[Limit], depth: usize) -> TokenStream {
        let rules = Rules::of(limits);
        let rt = quote!(rt);
        match ty {
            Type::Any => quote!(rt::Shape::Any),
            Type::Scalar(scalar) => scalar_shape(scalar, limits),
            Type::Nullable(ty) => {
                let shape = self.shape_in(ty, limits, depth);
                quote!(rt::Shape::Nullable(&#shape))
            }
            Type::Array(item) => {
                let (counts, unique) = (rules.items(&rt), rules.unique());
                let item = self.shape(item, &inner(limits, Step::Items));
                quote!(rt::Shape::List { item: &#item, rules: &[#(#counts),*], unique: #unique })
            }
            Type::Map(value) => {
                let rules = rules.members(&rt);
                let value = self.shape(value, &inner(limits, Step::Values));
                quote!(rt::Shape::Map { value: &#value, rules: &[#(#rules),*] })
            }
            Type::Tuple(types) => {
                let items = types.iter().enumerate();
                let items = items.map(|(at, ty)| self.shape(ty, &inner(limits, Step::At(at))));
                quote!(rt::Shape::Tuple(&[#(#items),*]))
            }
            Type::Named(name) => self.named(name, limits, depth),
        }
    }

    /// A table of its own, unless more is asked here than there.
    fn named(&self, name: &str, limits: &[Limit], depth: usize) -> TokenStream {
        let item = self.server.ir.items.get(name);
        if let (
            Some(Item {
                kind: ItemKind::Alias(ty),
                limits: more,
                ..
            }),
            false,
            true,
        ) = (item, limits.is_empty(), depth < DEEPEST)
        {
            let mut all = limits.to_vec();
            all.extend(more.iter().filter(|limit| !limits.contains(limit)).cloned());
            return self.shape_in(ty, &all, depth + 1);
        }
        match self.names.statics.get(name) {
            Some(table) => {
                let table = format_ident!("{table}");
                quote!(rt::Shape::Of(&#table))
            }
            None => quote!(rt::Shape::Any),
        }
    }
}

fn scalar_shape(scalar: &Scalar, limits: &[Limit]) -> TokenStream {
    let (rules, rt) = (Rules::of(limits), quote!(rt));
    match scalar {
        Scalar::Null => quote!(rt::Shape::Null),
        Scalar::Bool => quote!(rt::Shape::Bool),
        Scalar::Int(int) => {
            let (low, high) = int.range();
            let (low, high) = (
                Literal::i128_unsuffixed(low),
                Literal::i128_unsuffixed(high),
            );
            let rules = rules.number(&rt);
            quote!(rt::Shape::Integer { range: (#low, #high), rules: &[#(#rules),*] })
        }
        Scalar::F32 | Scalar::F64 => {
            let (single, rules) = (*scalar == Scalar::F32, rules.number(&rt));
            quote!(rt::Shape::Number { single: #single, rules: &[#(#rules),*] })
        }
        Scalar::Text => {
            let format = limits.iter().find_map(|limit| match &limit.rule {
                Rule::Format(format) if limit.at.is_empty() => Some(format),
                _ => None,
            });
            let format = match format {
                Some(format) => quote!(::std::option::Option::Some(#format)),
                None => quote!(::std::option::Option::None),
            };
            let rules = rules.text(&rt);
            quote!(rt::Shape::Text { format: #format, rules: &[#(#rules),*] })
        }
        Scalar::Format { format, path } => {
            // The manifest has checked that it is a path.
            let path: TokenStream = path.parse().unwrap_or_default();
            let rules = rules.text(&rt);
            quote!(rt::Shape::Parsed { format: #format, fits: rt::fits::<#path>, rules: &[#(#rules),*] })
        }
    }
}
