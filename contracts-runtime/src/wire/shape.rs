/// What an object is called and which members it declares.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The type's name, for messages.
    pub name: &'static str,
    /// The members, ordered by their names on the wire, byte by byte.
    pub keys: &'static [Key],
    /// Whether members that no key names are kept.
    pub rest: bool,
}

/// A declared member, by its name on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// It has to be there.
    Must(&'static str),
    /// It may be absent; null means the same.
    May(&'static str),
    /// It may be absent, and null means something else.
    Nullable(&'static str),
    /// It may be absent, and then has its default; it is always written.
    Default(&'static str),
}

impl Key {
    /// The member's name on the wire.
    #[inline]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Must(name) | Self::May(name) | Self::Nullable(name) | Self::Default(name) => name,
        }
    }

    /// Whether it has to be there.
    pub const fn is_required(&self) -> bool {
        matches!(self, Self::Must(_))
    }
}

impl Shape {
    /// Whether the member at a place has this name, as far as that can be told without a call; most names are short.
    #[inline]
    pub(super) fn is_at(&self, at: usize, name: &str) -> bool {
        match self.keys.get(at) {
            Some(key) => is_same(key.name().as_bytes(), name.as_bytes()),
            None => false,
        }
    }

    /// The place of the member of this name, which is probably at or behind `guess`. Among few, comparing lengths is
    /// faster than order.
    pub(super) fn search(&self, name: &str, guess: usize) -> Option<usize> {
        const FEW: usize = 24;
        if self.keys.len() > FEW {
            return self.keys.binary_search_by(|key| key.name().cmp(name)).ok();
        }
        let (before, behind) = self.keys.split_at_checked(guess)?;
        let is = |key: &Key| key.name() == name;
        match behind.iter().position(is) {
            Some(at) => Some(guess + at),
            None => before.iter().position(is),
        }
    }

    /// The name of the member at a place.
    pub(super) fn name_at(&self, at: usize) -> &'static str {
        self.keys.get(at).map_or("", Key::name)
    }
}

/// Whether two names are the same, by their first and last bytes, which overlap: no for those that are longer.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len()
        && match one.len() {
            2..=4 => ends::<2>(one) == ends::<2>(other),
            5..=8 => ends::<4>(one) == ends::<4>(other),
            9..=16 => ends::<8>(one) == ends::<8>(other),
            _ => false,
        }
}

#[inline]
fn ends<const N: usize>(text: &[u8]) -> (Option<&[u8; N]>, Option<&[u8; N]>) {
    (text.first_chunk(), text.last_chunk())
}

#[cfg(test)]
mod tests {
    use super::{Key, Shape};

    #[test]
    fn names_are_found_wherever_they_stand() {
        const KEYS: &[Key] = &[
            Key::Must(""),
            Key::Must("a"),
            Key::Must("a-name-of-seventeen"),
            Key::May("ab"),
            Key::May("abc"),
            Key::May("abcd"),
            Key::May("abcde"),
            Key::May("abcdefgh"),
            Key::May("abcdefghi"),
            Key::May("abcdefghijklmnop"),
        ];
        let shape = Shape {
            name: "Many",
            keys: KEYS,
            rest: false,
        };
        for (at, key) in KEYS.iter().enumerate() {
            for guess in 0..=KEYS.len() {
                let name = key.name();
                assert_eq!(shape.search(name, guess), Some(at), "{name} from {guess}");
                assert!(
                    at == guess || !shape.is_at(guess, name),
                    "{name} at {guess}"
                );
            }
            let is_short = matches!(key.name().len(), 2..=16);
            assert_eq!(shape.is_at(at, key.name()), is_short, "{}", key.name());
            // One letter of it is another.
            for place in 0..key.name().len() {
                let mut other = key.name().to_owned();
                other.replace_range(place..=place, "#");
                assert!(!shape.is_at(at, &other), "{other}");
                assert_eq!(shape.search(&other, at), None, "{other}");
            }
        }
        assert_eq!(shape.search("b", KEYS.len()), None);
    }
}
