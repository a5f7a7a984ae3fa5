use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection, prelude::*};

use crate::lower::{
    Nesting,
    ir::{
        Access, Alternative, Branch, Docs, Field, Ir, Item, ItemKind, Part, Reach, Rest, Struct,
        Tagged, Type, Variant,
    },
};

/// Items of all kinds, each made of a few others or of itself.
const ITEMS: usize = 9;

fn name(number: usize) -> String {
    format!("I{number}")
}

fn alternative(name: &str, ty: Type) -> Alternative {
    Alternative {
        name: name.to_owned(),
        ty,
        limits: Vec::new(),
    }
}

fn ty() -> impl Strategy<Value = Type> {
    let named = (0..ITEMS).prop_map(|number| Type::Named(name(number)));
    prop_oneof![
        12 => named.clone(),
        2 => named.clone().prop_map(|ty| Type::Nullable(Box::new(ty))),
        2 => named.clone().prop_map(|ty| Type::Array(Box::new(ty))),
        1 => named.clone().prop_map(|ty| Type::Map(Box::new(ty))),
        1 => named.prop_map(|ty| Type::Tuple(vec![Type::Any, ty])),
        1 => Just(Type::Named("Nowhere".to_owned())),
    ]
}

fn kind() -> impl Strategy<Value = ItemKind> {
    let types = || collection::vec(ty(), 0..3);
    let object = types().prop_map(|types| {
        let fields = types.into_iter().map(field).collect();
        let rest = Rest::Ignored;
        let closed = false;
        ItemKind::Struct(Struct {
            fields,
            rest,
            closed,
        })
    });
    let tagged = (types(), proptest::option::of(ty())).prop_map(|(types, other)| {
        let branch = |ty| Branch::new("B".to_owned(), vec!["b".to_owned()], ty);
        ItemKind::Tagged(Tagged {
            tag: "t".to_owned(),
            branches: types.into_iter().map(branch).collect(),
            other,
        })
    });
    let untagged = types().prop_map(|types| {
        let variants = types.into_iter().map(|ty| alternative("V", ty));
        ItemKind::Untagged(variants.collect())
    });
    let word = Variant {
        wire: "w".to_owned(),
        name: "W".to_owned(),
    };
    prop_oneof![
        6 => object,
        2 => tagged,
        2 => untagged,
        2 => ty().prop_map(ItemKind::Alias),
        1 => Just(ItemKind::Enum(vec![word])),
    ]
}

fn field(ty: Type) -> Field {
    Field {
        wire: "f".to_owned(),
        name: "f".to_owned(),
        docs: Docs::default(),
        required: true,
        ty,
        default: None,
        access: Access::Both,
        part: Part::Value,
        limits: Vec::new(),
    }
}

fn ir(kinds: Vec<ItemKind>) -> Ir {
    let item = |kind| Item {
        pointer: contracts_core::Pointer::root(),
        docs: Docs::default(),
        kind,
        reach: Reach::default(),
        limits: Vec::new(),
    };
    let items = kinds.into_iter().enumerate();
    Ir {
        items: items
            .map(|(number, kind)| (name(number), item(kind)))
            .collect(),
        ..Ir::default()
    }
}

/// The same by walking from the type to its owner.
fn walked(ir: &Ir, ty: &Type, owner: &str) -> bool {
    let kind = |name: &str| ir.items.get(name).map(|item| &item.kind);
    let of_struct = matches!(kind(owner), Some(ItemKind::Struct(_)));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Any | Type::Scalar(_) | Type::Array(_) | Type::Map(_) => {}
            Type::Tuple(types) => open.extend(types),
            Type::Nullable(ty) => open.push(ty),
            Type::Named(other) if other == owner => return true,
            Type::Named(other) if !seen.insert(other) => {}
            Type::Named(other) => match kind(other) {
                Some(ItemKind::Untagged(_) | ItemKind::Tagged(_)) if of_struct => {}
                kind => open.extend(kind.into_iter().flat_map(ItemKind::types).map(|(_, ty)| ty)),
            },
        }
    }
    false
}

proptest! {
    #![proptest_config(crate::robust::config())]

    #[test]
    fn circles_are_what_a_walk_finds(kinds in collection::vec(kind(), ITEMS)) {
        let ir = ir(kinds);
        let nesting = Nesting::of(&ir);
        for (owner, item) in &ir.items {
            for (_, ty) in item.kind.types() {
                prop_assert_eq!(nesting.embeds(ty, owner), walked(&ir, ty, owner), "{} in {}", show(ty), owner);
            }
        }
    }
}

fn show(ty: &Type) -> String {
    format!("{ty:?}")
}

#[test]
fn what_holds_itself_by_way_of_unions_is_boxed_there_alone() {
    let named = |name: usize| Type::Named(self::name(name));
    let object = |ty| {
        ItemKind::Struct(Struct {
            fields: vec![field(ty)],
            rest: Rest::Ignored,
            closed: false,
        })
    };
    let list = |ty| Type::Array(Box::new(ty));
    let kinds = vec![
        object(named(1)),
        ItemKind::Untagged(vec![alternative("A", named(0))]),
        object(Type::Nullable(Box::new(named(3)))),
        object(named(2)),
        object(list(named(4))),
    ];
    let ir = ir(kinds);
    let nesting = Nesting::of(&ir);
    let boxed: BTreeMap<&str, bool> = ir
        .items
        .iter()
        .map(|(name, item)| {
            let mut types = item.kind.types().into_iter();
            (name.as_str(), types.any(|(_, ty)| nesting.embeds(ty, name)))
        })
        .collect();
    let expected = [
        ("I0", false),
        ("I1", true),
        ("I2", true),
        ("I3", true),
        ("I4", false),
    ];
    assert_eq!(boxed, BTreeMap::from(expected));
}
