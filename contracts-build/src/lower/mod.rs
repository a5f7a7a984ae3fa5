//! From schemas to the closed representation ([`ir`]): total, with every name decided.
//!
//! A [rule](rules) looks at a schema and either turns it into a type or leaves it to the next rule.
//! What no rule wants is any JSON. Where a type says less than its schema, a finding says so.

mod cycles;
pub(crate) mod ir;
mod limits;
mod nesting;
mod prune;
mod reach;
mod rules;
mod schema;
mod share;
mod tag_members;
pub(crate) mod uses;
mod views;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use contracts_core::{
    Code, Finding, Pointer,
    finding::Place,
    openapi::Contract,
    schema::{Target, follow},
};

use crate::name::{self, Scope};
use ir::{Docs, Ir, Item, ItemKind, Type};
pub(crate) use nesting::Nesting;
pub(crate) use schema::Schema;

/// What is made of the types besides what their schemas say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Whether requests and responses have types of their own where members belong to one of them
    /// alone. Defaults to true.
    pub(crate) views: bool,
    /// Whether schemas that no operation needs are left out. Defaults to false.
    pub(crate) prune: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            views: true,
            prune: false,
        }
    }
}

/// Lowers every component schema and every schema that an operation names.
///
/// `formats` maps a string's `format` to the path of its Rust type.
pub(crate) fn lower(
    contract: &Contract,
    formats: &BTreeMap<String, String>,
    options: Options,
) -> (Ir, Vec<Finding>) {
    let mut cx = Lowerer {
        contract,
        formats,
        names: Scope::default(),
        named: BTreeMap::new(),
        children: children(contract),
        ir: Ir::default(),
        findings: Vec::new(),
        said: BTreeSet::new(),
        depth: 0,
    };
    // Components take their names before anything inline can.
    for (key, pointer) in &contract.schemas {
        let name = cx.names.take_type(name::type_case(key));
        cx.named.insert(pointer.clone(), name);
    }
    for (key, pointer) in &contract.schemas {
        cx.component(key, pointer);
    }
    let uses = uses::of(contract);
    for schema in &uses {
        let ty = cx.at(&schema.pointer, schema.hint.clone());
        cx.limit(&schema.pointer, &ty);
        cx.ir.types.insert(schema.pointer.clone(), ty);
        if cx.is_bytes(&schema.pointer) {
            cx.ir.bytes.insert(schema.pointer.clone());
        }
    }
    cycles::cut(&mut cx);
    pass(&mut cx, &uses, options);
    (cx.ir, cx.findings)
}

/// What follows when all types are there.
fn pass(cx: &mut Lowerer<'_>, uses: &[uses::Use], options: Options) {
    if options.views {
        views::keep_tags(&mut cx.ir);
    }
    reach::fill(&mut cx.ir, uses, options);
    if options.views {
        views::split(&mut cx.ir, &mut cx.names, uses);
    }
    if options.prune {
        prune::prune(&mut cx.ir);
    }
    tag_members::drop(&mut cx.ir, &cx.named);
    share::share(&mut cx.ir, &cx.named);
    // What is shared is held by all messages that hold one of its names.
    reach::fill(&mut cx.ir, uses, options);
    cx.ir.named = std::mem::take(&mut cx.named);
}

/// Which components are made of which.
fn children(contract: &Contract) -> BTreeMap<Pointer, Vec<(String, Pointer)>> {
    let mut children: BTreeMap<Pointer, Vec<(String, Pointer)>> = BTreeMap::new();
    for (key, pointer) in &contract.schemas {
        let parts = pointer
            .find(&contract.document)
            .and_then(|schema| schema.get("allOf")?.as_array());
        for part in parts.into_iter().flatten() {
            let reference = part.get("$ref").and_then(serde_json::Value::as_str);
            if let Some(Target::Found(parent)) =
                reference.map(|reference| follow(&contract.document, reference))
            {
                children
                    .entry(parent)
                    .or_default()
                    .push((key.clone(), pointer.clone()));
            }
        }
    }
    children
}

/// Schemas in schemas without a `$ref` between them; documents have a dozen at most.
const MAX_DEPTH: usize = 96;

/// What the rules need and fill.
pub(crate) struct Lowerer<'c> {
    contract: &'c Contract,
    formats: &'c BTreeMap<String, String>,
    names: Scope,
    /// The names of schemas that others refer to: components, and what else a `$ref` names.
    named: BTreeMap<Pointer, String>,
    /// The components that have a component in their `allOf`, with their names.
    children: BTreeMap<Pointer, Vec<(String, Pointer)>>,
    ir: Ir,
    findings: Vec<Finding>,
    /// What `findings` say, and where.
    said: BTreeSet<(Pointer, String)>,
    depth: usize,
}

impl<'c> Lowerer<'c> {
    fn component(&mut self, key: &str, pointer: &Pointer) {
        let Some(name) = self.named.get(pointer).cloned() else {
            return;
        };
        let Some(value) = pointer.find(&self.contract.document) else {
            return;
        };
        let schema = Schema::new(value, pointer.clone(), key.to_owned()).reserved(name.clone());
        self.define_reserved(&schema, name);
    }

    /// Lowers a schema whose name others already use; it always becomes an item.
    fn define_reserved(&mut self, schema: &Schema<'c>, name: String) {
        let mut ty = self.lower(schema);
        if ty == Type::Named(name.clone()) {
            if self.ir.items.contains_key(&name) {
                return;
            }
            self.simplified(
                &schema.pointer,
                "this schema only leads back to itself; it becomes any JSON",
            );
            ty = Type::Any;
        }
        self.insert(schema, name, ItemKind::Alias(ty));
    }

    /// The type of the schema at a pointer; `hint` names it if it needs a name.
    fn at(&mut self, pointer: &Pointer, hint: String) -> Type {
        if let Some(ty) = self.ir.types.get(pointer) {
            return ty.clone();
        }
        if let Some(name) = self.named.get(pointer) {
            return Type::Named(name.clone());
        }
        match pointer.find(&self.contract.document) {
            Some(value) => self.lower(&Schema::new(value, pointer.clone(), hint)),
            None => Type::Any,
        }
    }

    fn is_bytes(&self, pointer: &Pointer) -> bool {
        let value = pointer.find(&self.contract.document);
        let schema = value.map(|value| Schema::new(value, pointer.clone(), String::new()));
        schema.is_some_and(|schema| rules::part(self, &schema) == ir::Part::File)
    }

    /// Notes what the values of a schema that an operation names keep.
    fn limit(&mut self, pointer: &Pointer, ty: &Type) {
        let Some(value) = pointer.find(&self.contract.document) else {
            return;
        };
        let schema = Schema::new(value, pointer.clone(), String::new());
        let limits = limits::of_type(self, &schema, ty);
        if !limits.is_empty() {
            self.ir.limits.insert(pointer.clone(), limits);
        }
    }

    /// Lowers one schema by the first rule that knows it.
    pub(crate) fn lower(&mut self, schema: &Schema<'c>) -> Type {
        if self.depth == MAX_DEPTH {
            self.simplified(
                &schema.pointer,
                "schemas are nested too deeply here; the rest is any JSON",
            );
            return Type::Any;
        }
        self.depth += 1;
        let ty = rules::ALL.iter().find_map(|rule| rule(self, schema));
        self.depth -= 1;
        ty.unwrap_or(Type::Any)
    }

    /// Lowers what a reference means. Components and other referenced schemas become items once.
    pub(crate) fn reference(&mut self, reference: &str) -> Type {
        let Target::Found(pointer) = follow(&self.contract.document, reference) else {
            // Already a finding of the document.
            return Type::Any;
        };
        if let Some(name) = self.named.get(&pointer) {
            return Type::Named(name.clone());
        }
        let Some(value) = pointer.find(&self.contract.document) else {
            return Type::Any;
        };
        let hint = referenced_hint(&pointer);
        let name = self.names.take_type(name::type_case(&hint));
        self.named.insert(pointer.clone(), name.clone());
        let schema = Schema::new(value, pointer, hint).reserved(name.clone());
        self.define_reserved(&schema, name.clone());
        Type::Named(name)
    }

    /// Where a reference leads, if it leads anywhere.
    pub(crate) fn target(&self, reference: &str) -> Option<Pointer> {
        match follow(&self.contract.document, reference) {
            Target::Found(pointer) => Some(pointer),
            _ => None,
        }
    }

    /// Whether a schema refers to a component that stands for those that are made of it.
    pub(crate) fn is_parent(&self, schema: &Schema<'c>) -> bool {
        schema.has("$ref")
            && self
                .resolve(schema)
                .is_some_and(|target| rules::is_parent(self, &target))
    }

    /// The schema a reference means, for rules that look into it.
    pub(crate) fn resolve(&self, schema: &Schema<'c>) -> Option<Schema<'c>> {
        let Some(reference) = schema.text("$ref") else {
            return Some(schema.clone());
        };
        let Target::Found(pointer) = follow(&self.contract.document, reference) else {
            return None;
        };
        let value = pointer.find(&self.contract.document)?;
        Some(Schema::new(value, pointer, schema.hint.clone()))
    }

    /// Makes an item of a schema and returns the type that names it.
    pub(crate) fn define(&mut self, schema: &Schema<'c>, kind: ItemKind) -> Type {
        let name = match &schema.name {
            Some(name) => name.clone(),
            None => self.names.take_type(name::type_case(&schema.hint)),
        };
        self.insert(schema, name.clone(), kind);
        Type::Named(name)
    }

    fn insert(&mut self, schema: &Schema<'c>, name: String, kind: ItemKind) {
        let pointer = schema.pointer.clone();
        let docs = schema.docs();
        let limits = limits::of_item(self, schema, &kind);
        self.ir.items.insert(
            name,
            Item {
                pointer,
                docs,
                kind,
                reach: ir::Reach::default(),
                limits,
            },
        );
    }

    /// Whether an item of this name is a string enum that has `value`.
    pub(crate) fn enum_has(&self, name: &str, value: &str) -> bool {
        let kind = self.ir.items.get(name).map(|item| &item.kind);
        matches!(kind, Some(ItemKind::Enum(variants)) if variants.iter().any(|v| v.wire == value))
    }

    /// Says that a type expresses less than its schema.
    pub(crate) fn simplified(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = Place::value(&self.contract.source, at);
        let message = message.into();
        // A schema goes through the rules again after one has changed it.
        if self.said.insert((at.clone(), message.clone())) {
            let finding = Finding::new(Code::SimplifiedSchema, place, message);
            self.findings.push(finding);
        }
    }
}

/// What a schema that only a reference names is called: by the last step of its pointer; a whole
/// file by its name without folders and extension.
fn referenced_hint(pointer: &Pointer) -> String {
    let last = pointer.last().unwrap_or_default();
    let name = last.rsplit('/').next().unwrap_or(&last);
    let stem = [".yaml", ".yml", ".json"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    stem.unwrap_or(name).to_owned()
}

impl Schema<'_> {
    fn docs(&self) -> Docs {
        let own = self.text("description").or_else(|| self.text("title"));
        let text = match (own, rules::in_words(self)) {
            (own, None) => own.map(str::to_owned),
            (own, Some(more)) => Some(format!("{}\n\n{more}", own.unwrap_or(&self.hint))),
        };
        Docs {
            text,
            deprecated: self.flag("deprecated"),
            examples: self.examples(),
            origin: self.hint.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
