//! Which Rust types the values of each schema have.
//!
//! The lowering keeps no type for every schema, and needs none; here the document and its types are walked side by side.

use std::collections::BTreeMap;

use contracts_core::{
    Pointer,
    openapi::{Contract, Version},
};
use serde_json::{Map, Value};

use crate::lower::{
    ir::{Field, Ir, ItemKind, Rest, Type},
    uses::{self, Direction},
};

/// A type, and which messages hold it; `None` for one that is the same in all.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) ty: Type,
    pub(super) side: Option<Direction>,
}

/// The types of every schema that has one of its own: none for parts of an `allOf`, which are no values.
pub(super) fn of(contract: &Contract, ir: &Ir) -> BTreeMap<Pointer, Vec<Typed>> {
    let mut by_pointer: BTreeMap<&Pointer, &str> = BTreeMap::new();
    for (name, item) in &ir.items {
        by_pointer.entry(&item.pointer).or_insert(name);
    }
    let mut walk = Walk {
        contract,
        ir,
        by_pointer,
        types: BTreeMap::new(),
    };
    for (pointer, name) in &ir.named {
        for name in [Some(name), ir.inputs.get(name)].into_iter().flatten() {
            let Some(item) = ir.items.get(name) else {
                continue;
            };
            let side = match (item.reach.requests, item.reach.responses) {
                (true, false) => Some(Direction::Requests),
                (false, true) => Some(Direction::Responses),
                _ => None,
            };
            walk.schema(pointer, &Type::Named(name.clone()), side);
        }
    }
    for schema in uses::of(contract) {
        if let Some(ty) = ir.types.get(&schema.pointer) {
            walk.schema(&schema.pointer, ty, Some(schema.direction));
        }
    }
    walk.types
}

struct Walk<'c> {
    contract: &'c Contract,
    ir: &'c Ir,
    /// An item of those whose schema stands there.
    by_pointer: BTreeMap<&'c Pointer, &'c str>,
    types: BTreeMap<Pointer, Vec<Typed>>,
}

impl Walk<'_> {
    fn schema(&mut self, pointer: &Pointer, ty: &Type, side: Option<Direction>) {
        let typed = Typed {
            ty: ty.clone(),
            side,
        };
        let known = self.types.entry(pointer.clone()).or_default();
        if known.contains(&typed) {
            return;
        }
        known.push(typed);
        self.parts(pointer, ty, side);
    }

    /// The schemas in a schema.
    fn parts(&mut self, pointer: &Pointer, ty: &Type, side: Option<Direction>) {
        let Some(Value::Object(node)) = pointer.find(&self.contract.document) else {
            return;
        };
        if node.contains_key("$ref") && self.contract.version < Version::V3_1 {
            return;
        }
        let ir = self.ir;
        let ty = resolved(ir, ty);
        for wire in keys(node, "properties") {
            if let Some(field) = field(ir, ty, wire) {
                let at = pointer.child("properties").child(wire);
                self.schema(&at, &field.ty, side);
            }
        }
        if let (Some(Value::Object(_)), Some(value)) =
            (node.get("additionalProperties"), rest(ir, ty))
            && !node.contains_key("patternProperties")
        {
            self.schema(&pointer.child("additionalProperties"), value, side);
        }
        match ty {
            Type::Array(item) => self.schema(&pointer.child("items"), item, side),
            Type::Tuple(types) => {
                for (index, item) in types.iter().enumerate() {
                    self.schema(&pointer.child("prefixItems").item(index), item, side);
                }
            }
            _ => {}
        }
        for index in 0..len(node, "allOf") {
            // A part says something of the value, but is none; what it says of members is.
            self.parts(&pointer.child("allOf").item(index), ty, side);
        }
        for keyword in ["oneOf", "anyOf"] {
            for index in 0..len(node, keyword) {
                self.branch(&pointer.child(keyword).item(index), ty, side);
            }
        }
    }

    /// A branch that is described in place: its values are values of the union.
    fn branch(&mut self, pointer: &Pointer, union: &Type, side: Option<Direction>) {
        let branch = pointer.find(&self.contract.document);
        if branch.is_none_or(|branch| branch.get("$ref").is_some()) {
            return;
        }
        let typed = Typed {
            ty: union.clone(),
            side,
        };
        self.types.entry(pointer.clone()).or_default().push(typed);
        match self.by_pointer.get(pointer) {
            Some(name) => self.parts(pointer, &Type::Named((*name).to_owned()), side),
            None => self.parts(pointer, union, side),
        }
    }
}

fn keys<'v>(node: &'v Map<String, Value>, keyword: &str) -> impl Iterator<Item = &'v String> {
    let members = node.get(keyword).and_then(Value::as_object);
    members.into_iter().flat_map(Map::keys)
}

fn len(node: &Map<String, Value>, keyword: &str) -> usize {
    let list = node.get(keyword).and_then(Value::as_array);
    list.map_or(0, Vec::len)
}

/// What a type is besides another name, and besides null.
fn resolved<'i>(ir: &'i Ir, mut ty: &'i Type) -> &'i Type {
    // Aliases that lead in a circle were cut; the count is for whoever forgets.
    for _ in 0..ir.items.len() + 1 {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Named(name) => match ir.items.get(name).map(|item| &item.kind) {
                Some(ItemKind::Alias(target)) => target,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

fn kind<'i>(ir: &'i Ir, ty: &Type) -> Option<&'i ItemKind> {
    match ty {
        Type::Named(name) => ir.items.get(name).map(|item| &item.kind),
        _ => None,
    }
}

/// The member of an object; of a union whose branches were merged with it, that of the first branch that has it.
fn field<'i>(ir: &'i Ir, ty: &Type, wire: &str) -> Option<&'i Field> {
    let own = |ty: &Type| match kind(ir, ty) {
        Some(ItemKind::Struct(body)) => body.fields.iter().find(|field| field.wire == wire),
        _ => None,
    };
    match kind(ir, ty)? {
        ItemKind::Tagged(union) => union.types().find_map(|ty| own(resolved(ir, ty))),
        ItemKind::Untagged(branches) => branches
            .iter()
            .find_map(|branch| own(resolved(ir, &branch.ty))),
        _ => own(ty),
    }
}

/// The type of members that no schema names.
fn rest<'i>(ir: &'i Ir, ty: &'i Type) -> Option<&'i Type> {
    match (ty, kind(ir, ty)) {
        (Type::Map(value), _) => Some(value),
        (_, Some(ItemKind::Struct(body))) => match &body.rest {
            Rest::Kept(ty) => Some(ty),
            Rest::Ignored => None,
        },
        _ => None,
    }
}
