//! Which items would hold themselves: their values hold others in themselves, and those in the end the first.

use super::ir::{Ir, ItemKind, Type};

/// The circles of items that hold each other, not behind a list or map. Found once for all items: asking it of each
/// member anew takes the square of a chain's length.
#[derive(Debug)]
pub(crate) struct Nesting {
    /// All items by name, in order.
    names: Vec<String>,
    is_struct: Vec<bool>,
    /// The number of the circle that each item is in, most alone.
    circles: Vec<usize>,
    /// The same where unions hold nothing: what structs see of it, because each union boxes what would hold itself.
    of_structs: Vec<usize>,
}

impl Nesting {
    pub(crate) fn of(ir: &Ir) -> Self {
        let names: Vec<String> = ir.items.keys().cloned().collect();
        let held = |of_structs: bool| -> Vec<Vec<usize>> {
            let held = ir.items.values().map(|item| held(&item.kind, of_structs));
            held.map(|held| {
                held.into_iter()
                    .filter_map(|name| number(&names, name))
                    .collect()
            })
            .collect()
        };
        let kinds = ir.items.values().map(|item| &item.kind);
        Self {
            circles: circles(&held(false)),
            of_structs: circles(&held(true)),
            is_struct: kinds
                .map(|kind| matches!(kind, ItemKind::Struct(_)))
                .collect(),
            names,
        }
    }

    /// Whether a value of `ty`, which the item `owner` is made of, holds a value of `owner` in itself.
    pub(crate) fn embeds(&self, ty: &Type, owner: &str) -> bool {
        let Some(owner) = number(&self.names, owner) else {
            return false;
        };
        let circles = match self.is_struct[owner] {
            true => &self.of_structs,
            false => &self.circles,
        };
        let parts = in_itself(ty);
        let mut parts = parts
            .into_iter()
            .filter_map(|name| number(&self.names, name));
        parts.any(|part| circles[part] == circles[owner])
    }
}

fn number(names: &[String], name: &str) -> Option<usize> {
    names
        .binary_search_by(|other| other.as_str().cmp(name))
        .ok()
}

/// The items that an item holds in itself.
fn held(kind: &ItemKind, of_structs: bool) -> Vec<&str> {
    match kind {
        ItemKind::Enum(_) | ItemKind::Values(_) => Vec::new(),
        ItemKind::Alias(ty) => in_itself(ty),
        ItemKind::Struct(body) => {
            let types = body.fields.iter().map(|field| &field.ty);
            types.flat_map(in_itself).collect()
        }
        ItemKind::Tagged(_) | ItemKind::Untagged(_) if of_structs => Vec::new(),
        ItemKind::Tagged(union) => union.types().flat_map(in_itself).collect(),
        ItemKind::Untagged(variants) => {
            let types = variants.iter().map(|branch| &branch.ty);
            types.flat_map(in_itself).collect()
        }
    }
}

/// The items that a value of the type holds in itself.
fn in_itself(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Any | Type::Scalar(_) | Type::Array(_) | Type::Map(_) => Vec::new(),
        Type::Tuple(types) => types.iter().flat_map(in_itself).collect(),
        Type::Nullable(inner) => in_itself(inner),
        Type::Named(name) => vec![name],
    }
}

/// Numbers the circles of a graph: two have the same number where a way leads from one to the other and back.
/// Tarjan's algorithm, with a list of its own for the way: chains of items can be longer than a stack is deep.
fn circles(next: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut circles = vec![NONE; next.len()];
    // When each was seen first, and the earliest that it leads back to.
    let (mut seen, mut back) = (vec![NONE; next.len()], vec![NONE; next.len()]);
    let (mut count, mut open) = (0, Vec::new());
    for start in 0..next.len() {
        let mut way = Vec::from_iter((seen[start] == NONE).then_some((start, 0)));
        while let Some((at, done)) = way.pop() {
            match done {
                0 => {
                    (seen[at], back[at]) = (count, count);
                    count += 1;
                    open.push(at);
                }
                done => {
                    let last = next[at][done - 1];
                    if circles[last] == NONE {
                        back[at] = back[at].min(back[last]);
                    }
                }
            }
            if let Some(following) = next[at].get(done) {
                way.push((at, done + 1));
                way.extend((seen[*following] == NONE).then_some((*following, 0)));
            } else if back[at] == seen[at] {
                while let Some(member) = open.pop() {
                    circles[member] = at;
                    if member == at {
                        break;
                    }
                }
            }
        }
    }
    circles
}
