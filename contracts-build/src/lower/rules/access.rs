use super::super::{Lowerer, Schema, ir::Access};

/// References and parts that are looked through; documents have one or two.
const DEPTH: usize = 4;

/// `readOnly` and `writeOnly`: of the member itself, of what it refers to, or of a part of its `allOf`.
pub(super) fn access<'c>(cx: &Lowerer<'c>, property: &Schema<'c>) -> Access {
    let says = |keyword| says(cx, property, keyword, 0);
    match (says("readOnly"), says("writeOnly")) {
        (true, false) => Access::Read,
        (false, true) => Access::Write,
        // Both at once would be a member of no message; the specification forbids it.
        _ => Access::Both,
    }
}

fn says<'c>(cx: &Lowerer<'c>, schema: &Schema<'c>, keyword: &str, depth: usize) -> bool {
    if schema.flag(keyword) || depth == DEPTH {
        return schema.flag(keyword);
    }
    let target = if schema.has("$ref") {
        cx.resolve(schema)
    } else {
        None
    };
    let mut parts = target.into_iter().chain(schema.list("allOf"));
    parts.any(|part| says(cx, &part, keyword, depth + 1))
}
