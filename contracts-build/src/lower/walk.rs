//! Ways over the representation: which types an item is made of, and which items a type names.

use super::ir::{Access, Ir, ItemKind, Rest, Type};

/// Gives an item another name.
pub(super) type Rename<'n> = &'n dyn Fn(&mut String);

impl Ir {
    /// The same items, each naming what is shared by the name of what is there, not by another.
    pub(crate) fn straight(&self) -> Self {
        let target = |name: &str| match self.items.get(name).map(|item| &item.kind) {
            Some(ItemKind::Alias(Type::Named(target))) if self.shared.contains(name) => {
                Some(target.clone())
            }
            _ => None,
        };
        let mut straight = self.clone();
        for item in straight.items.values_mut() {
            item.kind.rename(&|name| {
                if let Some(target) = target(name) {
                    *name = target;
                }
            });
        }
        straight
    }
}

impl ItemKind {
    /// The types that it is made of, each with the messages that hold it.
    pub(crate) fn types(&self) -> Vec<(Access, &Type)> {
        let both = |ty| (Access::Both, ty);
        match self {
            Self::Alias(ty) => vec![both(ty)],
            Self::Struct(body) => {
                let rest = match &body.rest {
                    Rest::Ignored => None,
                    Rest::Kept(ty) => Some(ty),
                };
                let fields = body.fields.iter().map(|field| (field.access, &field.ty));
                fields.chain(rest.map(both)).collect()
            }
            Self::Enum(_) | Self::Values(_) => Vec::new(),
            Self::Tagged(union) => union.types().map(both).collect(),
            Self::Untagged(variants) => variants.iter().map(|branch| both(&branch.ty)).collect(),
        }
    }

    /// Renames the items that it names.
    pub(super) fn rename(&mut self, rename: Rename<'_>) {
        match self {
            Self::Alias(ty) => ty.rename(rename),
            Self::Struct(body) => {
                for field in &mut body.fields {
                    field.ty.rename(rename);
                }
                if let Rest::Kept(ty) = &mut body.rest {
                    ty.rename(rename);
                }
            }
            Self::Enum(_) | Self::Values(_) => {}
            Self::Tagged(union) => {
                let branches = union.branches.iter_mut();
                let branches = branches.filter_map(|branch| branch.ty.as_mut());
                branches
                    .chain(&mut union.other)
                    .for_each(|ty| ty.rename(rename));
            }
            Self::Untagged(variants) => {
                let branches = variants.iter_mut();
                branches.for_each(|branch| branch.ty.rename(rename));
            }
        }
    }
}

impl Type {
    /// The items that it names.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Any | Self::Scalar(_) => Vec::new(),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.names(),
            Self::Tuple(types) => types.iter().flat_map(Self::names).collect(),
            Self::Named(name) => vec![name],
        }
    }

    /// Renames the items that it names.
    pub(super) fn rename(&mut self, rename: Rename<'_>) {
        match self {
            Self::Any | Self::Scalar(_) => {}
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.rename(rename),
            Self::Tuple(types) => types.iter_mut().for_each(|ty| ty.rename(rename)),
            Self::Named(name) => rename(name),
        }
    }
}
