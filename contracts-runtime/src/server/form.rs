//! Values that spread over pairs: forms, whole queries, and the members of objects in queries.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::{Map, Value};

use super::{
    Encoding, Parameter, Shape, Style, parameter,
    query::Pair,
    shape::Form,
    style::{NotText, items, scalar},
};

fn texts<'p, 'q>(
    pairs: &'p [Pair<'q>],
    name: &'p str,
) -> impl Iterator<Item = Result<Cow<'q, str>, NotText>> + 'p {
    let values = pairs.iter().filter(move |pair| pair.name == name);
    values.map(|pair| pair.text().ok_or(NotText))
}

/// The value that comes as pairs of this name: a list of all of them, or the last one. None where there is no such
/// pair.
pub(super) fn named(
    pairs: &[Pair<'_>],
    name: &str,
    shape: &'static Shape,
) -> Result<Option<Value>, NotText> {
    let values: Vec<Cow<'_, str>> = texts(pairs, name).collect::<Result<_, _>>()?;
    let Some(last) = values.last() else {
        return Ok(None);
    };
    let forms = shape.forms();
    let only_list = forms == [Form::List];
    if only_list || values.len() > 1 && forms.contains(&Form::List) {
        return items(values.into_iter().map(Ok), shape).map(Some);
    }
    if forms.contains(&Form::Object) && !forms.contains(&Form::Scalar) {
        // An object in a form is written as its JSON.
        if let Ok(value) = serde_json::from_str(last) {
            return Ok(Some(value));
        }
    }
    scalar(last, shape).map(Some)
}

/// The object whose members are pairs of their own; `taken` are names that mean something else. None where no pair is
/// one.
pub(super) fn members(
    pairs: &[Pair<'_>],
    shape: &'static Shape,
    taken: &[&str],
) -> Result<Option<Value>, NotText> {
    let (declared, open) = shape.names();
    let mut names: BTreeSet<&str> = declared.into_iter().collect();
    if open {
        let others = pairs.iter().map(|pair| pair.name.as_ref());
        names.extend(others.filter(|name| !taken.contains(name)));
    }
    let mut members = Map::new();
    for name in names {
        let of = shape.member(name).unwrap_or(&Shape::Any);
        if let Some(value) = named(pairs, name, of)? {
            members.insert(name.to_owned(), value);
        }
    }
    Ok((!members.is_empty()).then_some(Value::Object(members)))
}

/// A whole form: declared members, and the others as text.
pub(super) fn whole(
    pairs: &[Pair<'_>],
    shape: &'static Shape,
    encodings: &'static [Encoding],
) -> Result<Value, NotText> {
    let mut form = Map::new();
    let styled = styled(pairs, shape, encodings, &mut form)?;
    let names: BTreeSet<&str> = pairs.iter().map(|pair| pair.name.as_ref()).collect();
    for name in names.into_iter().filter(|name| !styled.has(name)) {
        let of = shape.member(name).unwrap_or(&Shape::Any);
        // Some write a list's name with brackets.
        let plain = name
            .strip_suffix("[]")
            .filter(|plain| shape.member(plain).is_some());
        let (name, of) = match plain {
            Some(plain) => (plain, shape.member(plain).unwrap_or(of)),
            None => (name, of),
        };
        let written = if plain.is_some() {
            format!("{name}[]")
        } else {
            name.to_owned()
        };
        if let Some(value) = named(pairs, &written, of)? {
            form.insert(name.to_owned(), value);
        }
    }
    Ok(Value::Object(form))
}

/// Reads the members that are written as parameters are into a form, and says which names are theirs.
pub(super) fn styled(
    pairs: &[Pair<'_>],
    shape: &'static Shape,
    encodings: &'static [Encoding],
    form: &mut Map<String, Value>,
) -> Result<Styled, NotText> {
    let (declared, _) = shape.names();
    let all = encodings.iter();
    let all: Vec<Parameter> = all.filter_map(|one| one.parameter(shape)).collect();
    for of in &all {
        let others = declared.iter().filter(|name| **name != of.name);
        let others: Vec<&str> = others.copied().collect();
        let value = match of.style {
            Style::Json => json(pairs, of)?,
            _ => parameter::pairs(of, pairs, &others)?,
        };
        if let Some(value) = value {
            form.insert(of.name.to_owned(), value);
        }
    }
    Ok(Styled { all, declared })
}

/// The names that belong to members which are written as parameters are.
pub(super) struct Styled {
    all: Vec<Parameter>,
    declared: Vec<&'static str>,
}

impl Styled {
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|of| {
            let is_object = of.shape.forms().contains(&Form::Object);
            let in_it = || {
                let (members, open) = of.shape.names();
                let is_free = !self.declared.contains(&name);
                is_free && (open || members.contains(&name))
            };
            match of.style {
                _ if of.name == name => true,
                Style::DeepObject => {
                    let inner = name.strip_prefix(of.name);
                    inner.is_some_and(|inner| inner.starts_with('['))
                }
                Style::Json => false,
                _ => is_object && of.explode && in_it(),
            }
        })
    }
}

/// A value whose pairs are each JSON: the items of a list, or the last one. What is no JSON stays text, which the check
/// refuses.
fn json(pairs: &[Pair<'_>], of: &Parameter) -> Result<Option<Value>, NotText> {
    let values = texts(pairs, of.name).map(|text| {
        let text = text?;
        let value = serde_json::from_str(&text);
        Ok(value.unwrap_or_else(|_| Value::from(text.as_ref())))
    });
    let mut values = values.collect::<Result<Vec<Value>, NotText>>()?;
    let is_list = of.shape.form() == Some(Form::List);
    let last = values.pop();
    match (is_list, last) {
        (_, None) => Ok(None),
        (false, last) => Ok(last),
        (true, Some(only @ Value::Array(_)))
            if values.is_empty() && of.shape.item(0).form() != Some(Form::List) =>
        {
            Ok(Some(only))
        }
        (true, Some(last)) => {
            values.push(last);
            Ok(Some(Value::Array(values)))
        }
    }
}

/// The object whose members are written `name[member]`, and theirs `name[member][inner]`. None where there is none.
pub(super) fn deep(
    pairs: &[Pair<'_>],
    name: &str,
    shape: &'static Shape,
) -> Result<Option<Value>, NotText> {
    let mut root = Tree::default();
    let mut any = false;
    for pair in pairs {
        let Some(way) = pair.name.strip_prefix(name).and_then(way) else {
            continue;
        };
        let value = pair.text().ok_or(NotText)?;
        root.insert(&way, &value);
        any = true;
    }
    match any {
        true => root.value(Some(shape)).map(Some),
        false => Ok(None),
    }
}

/// Keys in each other; more is no contract's.
const DEEPEST: usize = 16;

/// `[a][b]` as its keys.
fn way(brackets: &str) -> Option<Vec<&str>> {
    let inner = brackets.strip_prefix('[')?.strip_suffix(']')?;
    let keys: Vec<&str> = inner.split("][").collect();
    (keys.len() <= DEEPEST).then_some(keys)
}

/// Texts by their keys, in the order in which they came.
#[derive(Default)]
struct Tree {
    texts: Vec<String>,
    keys: Vec<(String, Tree)>,
}

impl Tree {
    fn insert(&mut self, way: &[&str], text: &str) {
        let Some((key, rest)) = way.split_first() else {
            self.texts.push(text.to_owned());
            return;
        };
        let found = self.keys.iter().position(|(name, _)| name == key);
        let at = found.unwrap_or_else(|| {
            self.keys.push(((*key).to_owned(), Self::default()));
            self.keys.len() - 1
        });
        if let Some((_, tree)) = self.keys.get_mut(at) {
            tree.insert(rest, text);
        }
    }

    fn value(self, shape: Option<&'static Shape>) -> Result<Value, NotText> {
        let shape = shape.unwrap_or(&Shape::Any);
        let is_list = shape.forms().contains(&Form::List);
        if self.keys.is_empty() {
            return match (is_list, self.texts.last()) {
                (true, _) => items(
                    self.texts.iter().map(|text| Ok(text.as_str().into())),
                    shape,
                ),
                (false, Some(text)) => scalar(text, shape),
                (false, None) => Ok(Value::Null),
            };
        }
        if is_list {
            // `[]` or `[0]`, in their order.
            let mut list = Vec::new();
            for (_, tree) in self.keys {
                match tree.keys.is_empty() {
                    true => {
                        for text in &tree.texts {
                            list.push(scalar(text, shape.item(list.len()))?);
                        }
                    }
                    false => list.push(tree.value(Some(shape.item(list.len())))?),
                }
            }
            return Ok(Value::Array(list));
        }
        let members = self.keys.into_iter().map(|(key, tree)| {
            let value = tree.value(shape.member(&key))?;
            Ok((key, value))
        });
        members
            .collect::<Result<Map<_, _>, NotText>>()
            .map(Value::Object)
    }
}

#[cfg(test)]
mod tests;
