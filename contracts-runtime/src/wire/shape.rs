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
    /// The member of this name. `guess` is the one that comes first to mind: members often come in order.
    #[inline]
    pub(super) fn find(&self, name: &str, guess: usize) -> Option<usize> {
        match self.keys.get(guess) {
            Some(key) if key.name() == name => Some(guess),
            _ => self.search(name),
        }
    }

    /// Among few, comparing lengths is faster than order.
    fn search(&self, name: &str) -> Option<usize> {
        const FEW: usize = 24;
        if self.keys.len() <= FEW {
            return self.keys.iter().position(|key| key.name() == name);
        }
        self.keys.binary_search_by(|key| key.name().cmp(name)).ok()
    }

    /// The name of the member at a place that [`find`](Self::find) found.
    pub(super) fn name_at(&self, at: usize) -> &'static str {
        self.keys.get(at).map_or("", Key::name)
    }
}
