//! Values that spread over pairs: forms, whole queries, and the members of objects in queries.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::{Map, Value};

use super::{
    Shape,
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
pub(super) fn whole(pairs: &[Pair<'_>], shape: &'static Shape) -> Result<Value, NotText> {
    let names: BTreeSet<&str> = pairs.iter().map(|pair| pair.name.as_ref()).collect();
    let mut form = Map::new();
    for name in names {
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
mod tests {
    use super::*;
    use crate::server::{Member, Rest, query::pairs};
    use serde_json::json;

    static INTEGER: Shape = Shape::Integer {
        range: (0, 100),
        rules: &[],
    };
    static TEXT: Shape = Shape::Text {
        format: None,
        rules: &[],
    };
    static LIST: Shape = Shape::List {
        item: &INTEGER,
        rules: &[],
        unique: false,
    };
    static INNER: Shape = Shape::Object {
        members: &[Member {
            name: "c",
            required: false,
            shape: Shape::Of(&LIST),
        }],
        rest: Rest::Ignored,
        rules: &[],
    };
    static OBJECT: Shape = Shape::Object {
        members: &[
            Member {
                name: "a",
                required: false,
                shape: Shape::Of(&INTEGER),
            },
            Member {
                name: "b",
                required: false,
                shape: Shape::Of(&INNER),
            },
            Member {
                name: "l",
                required: false,
                shape: Shape::Of(&LIST),
            },
            Member {
                name: "t",
                required: false,
                shape: Shape::Of(&TEXT),
            },
        ],
        rest: Rest::Ignored,
        rules: &[],
    };
    static MAP: Shape = Shape::Map {
        value: &TEXT,
        rules: &[],
    };

    #[test]
    fn objects_come_in_pairs_and_in_brackets() {
        let query: Vec<_> =
            pairs("f[a]=1&f[b][c][]=2&f[b][c][]=3&f[t]=x+y&l=1&l=2&a=7&z=1").collect();
        let found = deep(&query, "f", &OBJECT);
        assert_eq!(
            found,
            Ok(Some(json!({"a": 1, "b": {"c": [2, 3]}, "t": "x y"})))
        );
        assert_eq!(deep(&query, "g", &OBJECT), Ok(None));
        assert_eq!(
            members(&query, &OBJECT, &[]),
            Ok(Some(json!({"a": 7, "l": [1, 2]})))
        );
        let free = members(&query, &MAP, &["f[a]", "f[b][c][]", "f[t]", "l"]);
        assert_eq!(free, Ok(Some(json!({"a": "7", "z": "1"}))));
        let indexed: Vec<_> = pairs("f[b][c][0]=2&f[b][c][1]=3").collect();
        assert_eq!(
            deep(&indexed, "f", &OBJECT),
            Ok(Some(json!({"b": {"c": [2, 3]}})))
        );
    }

    #[test]
    fn forms_are_read_by_their_members() {
        let form: Vec<_> = pairs("a=1&l[]=2&l[]=3&b=%7B%22c%22%3A%5B4%5D%7D&x=y").collect();
        let found = whole(&form, &OBJECT);
        assert_eq!(
            found,
            Ok(json!({"a": 1, "l": [2, 3], "b": {"c": [4]}, "x": "y"}))
        );
        let broken: Vec<_> = pairs("t=%ff").collect();
        assert_eq!(whole(&broken, &OBJECT), Err(NotText));
    }

    #[test]
    fn brackets_that_never_end_are_nobodys() {
        let deep_name = format!("f{}=1", "[a]".repeat(1_000));
        let query: Vec<_> = pairs(&deep_name).collect();
        assert_eq!(deep(&query, "f", &OBJECT), Ok(None));
    }
}
