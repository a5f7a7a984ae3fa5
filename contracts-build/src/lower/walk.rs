//! Ways over the representation: which types an item is made of, and which items a type names.

use super::ir::{Access, ItemKind, Rest, Type};

impl ItemKind {
    /// The types that it is made of, each with the messages that hold it.
    pub(super) fn types(&self) -> Vec<(Access, &Type)> {
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
            Self::Untagged(variants) => variants.iter().map(|(_, ty)| both(ty)).collect(),
        }
    }
}

impl Type {
    /// The items that it names.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Any | Self::Scalar(_) => Vec::new(),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.names(),
            Self::Tuple(types) => types.iter().flat_map(Self::names).collect(),
            Self::Named(name) => vec![name],
        }
    }
}
