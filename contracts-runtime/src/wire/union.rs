//! One of several types, told apart by what a value looks like.

use serde::{Deserialize, Deserializer};

use super::{
    Content, Error,
    content::{ignored, set_ignored},
    depth::Level,
    macros::ok,
};

/// [`Candidate::kinds`]: null.
pub const NULL: u8 = 1;
/// [`Candidate::kinds`]: `true` and `false`.
pub const BOOL: u8 = 1 << 1;
/// [`Candidate::kinds`]: integers.
pub const INTEGER: u8 = 1 << 2;
/// [`Candidate::kinds`]: all numbers.
pub const NUMBER: u8 = 1 << 3 | INTEGER;
/// [`Candidate::kinds`]: text.
pub const TEXT: u8 = 1 << 4;
/// [`Candidate::kinds`]: lists.
pub const LIST: u8 = 1 << 5;
/// [`Candidate::kinds`]: objects.
pub const OBJECT: u8 = 1 << 6;
/// [`Candidate::kinds`]: anything.
pub const ANY: u8 = u8::MAX;

/// One of several types.
///
/// A value is of the first type that it fits without anything left over, or else of the first that it fits. Types that
/// are for another kind of value or require members that are not there are not tried.
pub trait Union: Sized {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The types, the first choice first.
    const CANDIDATES: &'static [Candidate];

    /// The value as the candidate `at`.
    ///
    /// # Errors
    ///
    /// It is of another type.
    fn read(at: usize, from: &Content) -> Result<Self, Error>;
}

/// What can be said of a type before a value is read as one.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The variant's name, for messages.
    pub name: &'static str,
    /// The kinds of values that it has.
    pub kinds: u8,
    /// The members that an object of it has to have.
    pub required: &'static [&'static str],
}

/// Reads one of several types. Generated code calls this in its `Deserialize`.
///
/// # Errors
///
/// The value is of none of them; the message says for each why.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let _level = ok!(Level::enter());
    let content = ok!(Content::deserialize(from));
    let mut value = None;
    let chosen = choose(T::NAME, T::CANDIDATES, &content, &mut |at| {
        value = Some(ok!(T::read(at, &content)));
        Ok(())
    });
    match (chosen, value) {
        (Ok(()), Some(value)) => Ok(value),
        (Ok(()), None) => Err(serde::de::Error::custom("the value was not read")),
        (Err(message), _) => Err(serde::de::Error::custom(message)),
    }
}

/// Reads one candidate after the other, and last the one that the value is of. There is one of this for all unions.
pub(super) fn choose(
    name: &str,
    candidates: &[Candidate],
    content: &Content,
    read: &mut dyn FnMut(usize) -> Result<(), Error>,
) -> Result<(), String> {
    let before = ignored();
    let mut first = None;
    let mut last = None;
    let mut refused: Vec<String> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some(reason) = candidate.refuses(content) {
            refused.push(format!("`{}`: {reason}", candidate.name));
            continue;
        }
        let result = read(at);
        let left = ignored().wrapping_sub(before);
        set_ignored(before);
        match result {
            Ok(()) if left == 0 => return Ok(()),
            Ok(()) => {
                first = first.or(Some((at, left)));
                last = Some(at);
            }
            Err(error) => refused.push(format!("`{}`: {}", candidate.name, short(&error))),
        }
    }
    let Some((at, left)) = first else {
        let (kind, why) = (content.kind(), refused.join("; "));
        return Err(format!("{kind} is none of the types of `{name}` ({why})"));
    };
    if last != Some(at) {
        read(at).map_err(|error| error.to_string())?;
    }
    set_ignored(before.wrapping_add(left));
    Ok(())
}

/// Unions in unions would otherwise tell a novel.
fn short(error: &Error) -> String {
    const MOST: usize = 160;
    let text = error.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl Candidate {
    /// Why a value cannot be of this type.
    fn refuses(&self, content: &Content) -> Option<String> {
        if self.kinds & kind(content) == 0 {
            return Some(format!("not for {}", content.kind()));
        }
        let Content::Object(members) = content else {
            return None;
        };
        let has = |name: &str| members.iter().any(|(key, _)| key == name);
        let missing = self.required.iter().find(|name| !has(name));
        missing.map(|name| format!("missing field `{name}`"))
    }
}

fn kind(content: &Content) -> u8 {
    match content {
        Content::Null => NULL,
        Content::Bool(_) => BOOL,
        Content::Int(_) | Content::Uint(_) => INTEGER,
        Content::Float(_) => NUMBER & !INTEGER,
        Content::Text(_) => TEXT,
        Content::List(_) => LIST,
        Content::Object(_) => OBJECT,
    }
}
