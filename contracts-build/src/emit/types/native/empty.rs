//! Values to start from, which the mode `table` reads new ones into: `wire::table::Empty`.

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::manifest::Serde;

use super::{Native, foreign, object::Object};
use crate::{
    lower::ir::{Ir, ItemKind, Rest, Scalar, Struct, Type},
    tokens::{Ident, TokenStream, quote},
};

/// The items that have such a value, and of unions the branch that it is of. All others cannot be without a value of a
/// type that knows serde alone, or without one of their own.
#[derive(Debug, Default)]
pub(super) struct Empties(BTreeMap<String, usize>);

impl Empties {
    pub(super) fn of(ir: &Ir) -> Self {
        let mut known = Self::default();
        loop {
            let before = known.0.len();
            for (name, item) in &ir.items {
                // Found by way of what was known before, so that none leads back to itself.
                if !known.0.contains_key(name)
                    && let Some(branch) = known.branch(ir, &item.kind)
                {
                    known.0.insert(name.clone(), branch);
                }
            }
            if known.0.len() == before {
                return known;
            }
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a type has such a value.
    fn has_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(Scalar::Format { .. }) => false,
            Type::Any | Type::Scalar(_) | Type::Array(_) | Type::Map(_) | Type::Nullable(_) => true,
            Type::Tuple(types) => types.iter().all(|ty| self.has_type(ty)),
            Type::Named(name) => self.has(name),
        }
    }

    /// The branch that has one, and nothing in particular of an item without branches that has one.
    fn branch(&self, ir: &Ir, kind: &ItemKind) -> Option<usize> {
        let first = |has: bool| has.then_some(0);
        match kind {
            ItemKind::Alias(ty) => first(self.has_type(ty)),
            ItemKind::Enum(variants) => first(!variants.is_empty()),
            ItemKind::Values(literals) => first(!literals.is_empty()),
            ItemKind::Struct(body) => first(self.has_struct(ir, body)),
            ItemKind::Tagged(union) => {
                let branches = union.branches.iter().map(|branch| branch.ty.as_ref());
                let mut types = branches.chain(union.other.as_ref().map(Some));
                types.position(|ty| ty.is_none_or(|ty| self.has_type(ty)))
            }
            ItemKind::Untagged(variants) => variants.iter().position(|it| self.has_type(&it.ty)),
        }
    }

    fn has_struct(&self, ir: &Ir, body: &Struct) -> bool {
        let rest = match &body.rest {
            Rest::Kept(ty) => Some(ty),
            Rest::Ignored => None,
        };
        let mut types = body.fields.iter().map(|field| &field.ty).chain(rest);
        let mut required = body.fields.iter().filter(|field| field.required);
        let is_foreign = |ty| foreign(ir, ty, &mut BTreeSet::new());
        !types.any(is_foreign) && required.all(|field| self.has_type(&field.ty))
    }

    /// The value of a union by its variants, each with whether it holds something.
    pub(super) fn union<'v>(
        &self,
        name: &str,
        variants: impl IntoIterator<Item = (&'v Ident, bool)>,
    ) -> Option<TokenStream> {
        let (ident, holds) = variants.into_iter().nth(*self.0.get(name)?)?;
        Some(match holds {
            true => quote!(Self::#ident(wire::table::Empty::empty())),
            false => quote!(Self::#ident),
        })
    }
}

/// The impl for a type whose value is this expression.
pub(super) fn emit(ident: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl wire::table::Empty for #ident {
            #[inline]
            fn empty() -> Self { #value }
        }
    }
}

/// The impl for an enum of words or values, in the mode that needs one: the first of them.
pub(super) fn first(native: &Native<'_>, ident: &Ident, names: &[Ident]) -> Option<TokenStream> {
    let first = names
        .first()
        .filter(|_| native.style.serde == Serde::Table)?;
    Some(emit(ident, &quote!(Self::#first)))
}

/// The value of an object: its defaults, and where it has none nothing.
pub(super) fn object(object: &Object<'_>) -> TokenStream {
    let members = object.members.iter().map(|member| {
        let ident = &member.ident;
        match &member.default {
            Some(value) => quote!(#ident: #value,),
            None => quote!(#ident: wire::table::Empty::empty(),),
        }
    });
    let extra = object.rest.as_ref();
    let extra = extra.map(|_| quote!(extra: wire::table::Empty::empty(),));
    quote!(Self { #(#members)* #extra })
}
