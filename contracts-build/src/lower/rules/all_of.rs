use contracts_core::Pointer;
use serde_json::{Map, Value, json};

use super::{
    super::{Lowerer, Schema, ir::Type, schema::is_shaping},
    merge::{Merged, words_apart},
};

/// `allOf`: one part alone is that part; several become one schema that says what all of them say. Where
/// parts are unions, each of their branches is merged with the rest.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    if !schema.has("allOf") {
        return None;
    }
    let parts = schema.list("allOf");
    let rest = schema.changed(|keywords| {
        keywords.remove("allOf");
    });
    let shaping: Vec<&Schema<'c>> = parts.iter().filter(|part| part.is_shaping()).collect();
    let requires = parts.iter().any(|part| part.has("required"));
    if shaping.is_empty() && !requires {
        return Some(cx.lower(&rest));
    }
    if let [only] = shaping.as_slice()
        && !narrows(&rest)
        && !parts
            .iter()
            .any(|part| part.has("required") && !part.is_shaping())
        && !cx.is_parent(only)
    {
        let mut only = (*only).clone();
        only.hint.clone_from(&schema.hint);
        only.name.clone_from(&schema.name);
        return Some(cx.lower(&only));
    }
    let mut merged = Merged::new(rest.keywords.as_ref().clone());
    let mut path = vec![schema.pointer.clone()];
    for part in &parts {
        add(cx, &mut merged, part, &mut path);
    }
    if let Some(conflict) = merged.conflict.take() {
        cx.simplified(
            &schema.pointer,
            format!("the parts of `allOf` contradict each other: {conflict}"),
        );
    }
    merged.unions.retain(|branches| branches.iter().any(shapes));
    if merged.product() > MOST_BRANCHES {
        let (branches, left) = (merged.product(), merged.unions.len() - 1);
        merged.unions.truncate(1);
        cx.simplified(
            &schema.pointer,
            format!(
                "`allOf` of unions with {branches} combinations; all but the first union go unsaid, {left} in number"
            ),
        );
    }
    Some(cx.lower(&merged.into_schema(&rest)))
}

/// Whether the keywords beside `allOf` say something about the value.
fn narrows(rest: &Schema<'_>) -> bool {
    let says = [
        "properties",
        "required",
        "additionalProperties",
        "oneOf",
        "anyOf",
        "enum",
        "const",
        "items",
    ];
    says.iter().any(|keyword| rest.has(keyword))
}

/// Adds what a part says. `path` are the schemas that are being merged.
fn add<'c>(cx: &mut Lowerer<'c>, merged: &mut Merged, part: &Schema<'c>, path: &mut Vec<Pointer>) {
    // A dangling reference is already a finding, and adds nothing.
    let Some(target) = cx.resolve(part) else {
        return;
    };
    let is_reference = part.has("$ref");
    if is_reference && path.contains(&target.pointer) {
        cx.simplified(
            &part.pointer,
            "`allOf` leads back to itself; the cycle is cut",
        );
        return;
    }
    path.push(target.pointer.clone());
    for inner in target.list("allOf") {
        add(cx, merged, &inner, path);
    }
    for keyword in ["oneOf", "anyOf"] {
        // A parent that lists its children, each of which is made of the parent, adds nothing to a child.
        let branches = target.list(keyword);
        let leads_back = branches.iter().any(|branch| {
            cx.resolve(branch)
                .is_some_and(|branch| path.contains(&branch.pointer))
        });
        if !leads_back && let Some(Value::Array(branches)) = target.get(keyword) {
            merged.add_union(branches.clone());
        }
    }
    merged.add(&target.keywords);
    path.pop();
}

impl Merged {
    /// How many ways there are to take one branch of each union.
    fn product(&self) -> usize {
        let sizes = self.unions.iter().map(Vec::len);
        sizes.fold(1, usize::saturating_mul)
    }

    /// The merged schema: an object, a scalar or, where parts are unions, a union of merged branches.
    fn into_schema<'c>(self, schema: &Schema<'c>) -> Schema<'c> {
        let Self {
            keywords, unions, ..
        } = self;
        let Some((first, others)) = unions.split_first() else {
            return schema.changed(|all| *all = keywords);
        };
        let (words, base) = words_apart(keywords);
        let branches = first.iter().map(|branch| combined(&base, branch, others));
        let branches: Vec<Value> = branches.collect();
        schema.changed(|all| {
            *all = words;
            all.insert("oneOf".to_owned(), branches.into());
        })
    }
}

/// Branches of a union of merged schemas. Products of unions grow fast.
const MOST_BRANCHES: usize = 64;

fn combined(base: &Map<String, Value>, branch: &Value, others: &[Vec<Value>]) -> Value {
    let mut parts: Vec<Value> = Vec::new();
    if !base.is_empty() {
        parts.push(base.clone().into());
    }
    parts.push(branch.clone());
    parts.extend(others.iter().map(|branches| json!({ "oneOf": branches })));
    if let [only] = parts.as_slice() {
        return only.clone();
    }
    let mut all = Map::from_iter([("allOf".to_owned(), parts.into())]);
    // A branch keeps the name by which people know it.
    let title = branch
        .get("title")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let of_reference = || Some(branch.get("$ref")?.as_str()?.rsplit('/').next()?.to_owned());
    if let Some(title) = title.or_else(of_reference) {
        all.insert("title".to_owned(), title.into());
    }
    all.into()
}

/// Whether a branch says more than which members are required.
fn shapes(branch: &Value) -> bool {
    branch.as_object().is_some_and(is_shaping)
}
