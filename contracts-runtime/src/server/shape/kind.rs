//! Which form a shape has, for those who have nothing but text.

use super::Shape;

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Form {
    Scalar,
    List,
    Object,
}

/// Shapes that refer to shapes that refer to shapes; nobody writes more.
const MOST: usize = 64;

impl Shape {
    /// The shape itself: not that it may be null, and not that it stands elsewhere.
    pub(in super::super) fn bare(&'static self) -> (&'static Self, bool) {
        let (mut shape, mut nullable) = (self, false);
        for _ in 0..MOST {
            match shape {
                Self::Nullable(inner) => (shape, nullable) = (inner, true),
                Self::Of(inner) => shape = inner,
                _ => break,
            }
        }
        (shape, nullable)
    }

    /// The form that its values have; unions have that of any branch.
    pub(in super::super) fn forms(&'static self) -> Vec<Form> {
        let mut forms = Vec::new();
        self.add_forms(&mut forms, 0);
        forms
    }

    /// The form that its values have; none for unions, which may have several.
    pub(in super::super) fn form(&'static self) -> Option<Form> {
        Some(match self.bare().0 {
            Self::Union(_) => return None,
            Self::List { .. } | Self::Tuple(_) => Form::List,
            Self::Map { .. } | Self::Object { .. } | Self::Tagged { .. } => Form::Object,
            _ => Form::Scalar,
        })
    }

    fn add_forms(&'static self, forms: &mut Vec<Form>, depth: usize) {
        if let Self::Union(branches) = self.bare().0
            && depth < MOST
        {
            for branch in *branches {
                branch.add_forms(forms, depth + 1);
            }
            return;
        }
        let form = self.form().unwrap_or(Form::Scalar);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }

    /// What an item of a list has to be.
    pub(in super::super) fn item(&'static self, at: usize) -> &'static Self {
        match self.bare().0 {
            Self::List { item, .. } => item,
            Self::Tuple(items) => items.get(at).unwrap_or(&Self::Any),
            Self::Union(branches) => {
                let mut lists = branches
                    .iter()
                    .filter(|branch| branch.forms().contains(&Form::List));
                lists.next().map_or(&Self::Any, |branch| branch.item(at))
            }
            _ => &Self::Any,
        }
    }

    /// What a member of an object has to be; none where it is not declared.
    pub(in super::super) fn member(&'static self, name: &str) -> Option<&'static Self> {
        match self.bare().0 {
            Self::Object { members, rest, .. } => {
                let found = members.iter().find(|member| member.name == name);
                match (found, rest) {
                    (Some(member), _) => Some(&member.shape),
                    (None, super::Rest::Kept(shape)) => Some(shape),
                    (None, _) => None,
                }
            }
            Self::Map { value, .. } => Some(value),
            Self::Tagged {
                tag,
                branches,
                other,
            } => {
                let shapes = branches.iter().filter_map(|(_, shape)| *shape);
                let mut shapes = shapes.chain(*other);
                let found = shapes.find_map(|shape| shape.member(name));
                found.or((name == *tag).then_some(&Self::Any))
            }
            Self::Union(branches) => branches.iter().find_map(|branch| branch.member(name)),
            _ => None,
        }
    }

    /// The names of its declared members, and whether it takes others.
    pub(in super::super) fn names(&'static self) -> (Vec<&'static str>, bool) {
        match self.bare().0 {
            Self::Object { members, rest, .. } => {
                let names = members.iter().map(|member| member.name).collect();
                (names, matches!(rest, super::Rest::Kept(_)))
            }
            Self::Tagged {
                tag,
                branches,
                other,
            } => {
                let mut all = (vec![*tag], false);
                let shapes = branches.iter().filter_map(|(_, shape)| *shape);
                for shape in shapes.chain(*other) {
                    let (names, open) = shape.names();
                    all.0.extend(names);
                    all.1 |= open;
                }
                all
            }
            Self::Union(branches) => {
                let mut all = (Vec::new(), false);
                for branch in branches.iter() {
                    let (names, open) = branch.names();
                    all.0.extend(names);
                    all.1 |= open;
                }
                all
            }
            Self::Map { .. } => (Vec::new(), true),
            _ => (Vec::new(), false),
        }
    }

    /// What a refusal says that it asked for.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Any => "any JSON".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Bool => "true or false".to_owned(),
            Self::Integer {
                range: (low, high), ..
            } => {
                format!("a whole number from {low} to {high}")
            }
            Self::Number { .. } => "a number".to_owned(),
            Self::Text { .. } => "text".to_owned(),
            Self::Parsed { format, .. } => format!("text in the format `{format}`"),
            Self::OneOf(words) => one_of(words),
            Self::Values(values) => one_of(values),
            Self::List { .. } => "a list".to_owned(),
            Self::Tuple(items) => format!("a list of {} items", items.len()),
            Self::Map { .. } | Self::Object { .. } | Self::Tagged { .. } => "an object".to_owned(),
            Self::Union(branches) => format!("one of the {} forms of the contract", branches.len()),
            Self::Nullable(inner) => format!("null or {}", inner.words()),
            Self::Of(inner) => inner.words(),
        }
    }
}

/// Words of a list that are told; nobody reads hundreds.
const TOLD: usize = 20;

pub(super) fn one_of(words: &[&str]) -> String {
    let told: Vec<String> = words
        .iter()
        .take(TOLD)
        .map(|word| format!("`{word}`"))
        .collect();
    let more = match words.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("one of {}{more}", told.join(", "))
}
