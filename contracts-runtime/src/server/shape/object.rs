use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{
    Member, Rest, Shape,
    walk::{Step, Walk, drain_map},
};

impl Walk<'_> {
    pub(super) fn object<'de, A: MapAccess<'de>>(mut self, members: A) -> Result<(), A::Error> {
        match self.shape {
            Shape::Any => self.any_map(members, &Shape::Any).map(|_| ()),
            Shape::Map { value, rules } => {
                let count = self.any_map(members, value)?;
                self.count(count, "member", rules);
                Ok(())
            }
            Shape::Object {
                members: declared,
                rest,
                rules,
            } => {
                let count = self.declared(members, declared, rest)?;
                self.count(count, "member", rules);
                Ok(())
            }
            _ => {
                drain_map(members)?;
                self.unexpected_object();
                Ok(())
            }
        }
    }

    fn unexpected_object(self) {
        let words = self.shape.words();
        self.found.broken(words);
    }

    fn any_map<'de, A: MapAccess<'de>>(
        &mut self,
        mut members: A,
        value: &'static Shape,
    ) -> Result<usize, A::Error> {
        let mut count = 0;
        while let Some(name) = members.next_key::<String>()? {
            self.found.enter(Step::Other(name));
            members.next_value_seed(Walk::new(value, self.found))?;
            self.found.leave();
            count += 1;
        }
        Ok(count)
    }

    fn declared<'de, A: MapAccess<'de>>(
        &mut self,
        mut members: A,
        declared: &'static [Member],
        rest: &'static Rest,
    ) -> Result<usize, A::Error> {
        let mut seen = Seen::new(declared.len());
        let mut count = 0;
        while let Some(name) = members.next_key_seed(Name(declared))? {
            count += 1;
            match name {
                Ok(at) => {
                    let Some(member) = declared.get(at) else {
                        continue;
                    };
                    self.found.enter(Step::Declared(member.name));
                    if seen.add(at) {
                        self.found.broken("this member once");
                        members.next_value::<IgnoredAny>()?;
                    } else {
                        members.next_value_seed(Walk::new(&member.shape, self.found))?;
                    }
                }
                Err(name) if self.tag == Some(name.as_str()) => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
                Err(name) => {
                    self.found.enter(Step::Other(name));
                    match rest {
                        Rest::Ignored => {
                            members.next_value::<IgnoredAny>()?;
                        }
                        Rest::Closed => {
                            self.found.broken("no such member");
                            members.next_value::<IgnoredAny>()?;
                        }
                        Rest::Kept(shape) => {
                            members.next_value_seed(Walk::new(shape, self.found))?;
                        }
                    }
                }
            }
            self.found.leave();
        }
        for (at, member) in declared.iter().enumerate() {
            if member.required && !seen.has(at) {
                self.found.enter(Step::Declared(member.name));
                self.found.broken("this member, which is missing");
                self.found.leave();
            }
        }
        Ok(count)
    }
}

/// Which members have come; in one word where there are few.
struct Seen {
    few: u64,
    many: Vec<bool>,
}

impl Seen {
    fn new(count: usize) -> Self {
        let many = match count {
            0..=64 => Vec::new(),
            _ => vec![false; count],
        };
        Self { few: 0, many }
    }

    fn has(&self, at: usize) -> bool {
        match self.many.get(at) {
            Some(seen) => *seen,
            None => self.few & (1 << (at & 63)) != 0,
        }
    }

    /// Notes a member, and says whether it has come before.
    fn add(&mut self, at: usize) -> bool {
        let before = self.has(at);
        match self.many.get_mut(at) {
            Some(seen) => *seen = true,
            None => self.few |= 1 << (at & 63),
        }
        before
    }
}

/// A member's name: its place among the declared ones, or itself.
struct Name(&'static [Member]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let found = self.0.binary_search_by(|member| member.name.cmp(name));
        Ok(found.map_err(|_| name.to_owned()))
    }
}
