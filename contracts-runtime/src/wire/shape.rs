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
    /// Whether the member at a place has this name.
    #[inline]
    pub(super) fn is_at(&self, at: usize, name: &str) -> bool {
        match self.keys.get(at) {
            Some(key) => is_same(key.name(), name),
            None => false,
        }
    }

    /// The place of the member of this name. Among few, comparing lengths is faster than order.
    pub(super) fn search(&self, name: &str) -> Option<usize> {
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

/// Whether two names are the same. Most are short, and a call would take longer than to compare them here.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            // The first and the last overlap.
            4..=8 => ends::<4>(one) == ends::<4>(other),
            9..=16 => ends::<8>(one) == ends::<8>(other),
            _ => is_same_at_length(one, other),
        }
}

#[inline]
fn ends<const N: usize>(text: &[u8]) -> (Option<&[u8; N]>, Option<&[u8; N]>) {
    (text.first_chunk(), text.last_chunk())
}

#[inline(never)]
fn is_same_at_length(one: &[u8], other: &[u8]) -> bool {
    one == other
}
