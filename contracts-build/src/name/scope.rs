use std::collections::BTreeSet;

use super::{ident::LONGEST, type_case};

/// What a number needs of a name.
const ROOM: usize = 10;

/// The names taken in one namespace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(crate) fn with<'n>(taken: impl IntoIterator<Item = &'n str>) -> Self {
        Self(taken.into_iter().map(str::to_owned).collect())
    }

    /// Takes `name`, or `name2`, `name3` … where it is taken.
    pub(crate) fn take(&mut self, name: String) -> String {
        self.take_as(name, str::to_owned)
    }

    /// The same for the name of a type, which stays one that recasing does not change.
    pub(crate) fn take_type(&mut self, name: String) -> String {
        self.take_as(name, type_case)
    }

    fn take_as(&mut self, name: String, recase: impl Fn(&str) -> String) -> String {
        // A name at its longest would lose its number again.
        let room = name
            .char_indices()
            .find(|(start, _)| start + ROOM >= LONGEST);
        let base = room.map_or(name.as_str(), |(end, _)| &name[..end]);
        let mut unique = name.clone();
        let mut count = 1;
        while !self.0.insert(unique.clone()) {
            count += 1;
            unique = recase(&format!("{base}{count}"));
        }
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_names_are_numbered_too() {
        let mut scope = Scope::default();
        let long = type_case(&"long-".repeat(50));
        assert_eq!(scope.take_type(long.clone()), long);
        let second = scope.take_type(long.clone());
        assert!(
            second.ends_with('2') && second.len() <= long.len(),
            "{second}"
        );
        assert_ne!(scope.take_type(long.clone()), second);
        let (snake, umlauts) = (long.to_lowercase(), "ö".repeat(60));
        for name in [snake, umlauts] {
            assert_eq!(scope.take(name.clone()), name);
            assert_ne!(scope.take(name.clone()), name);
        }
    }

    #[test]
    fn later_names_are_numbered() {
        let mut scope = Scope::with(["send"]);
        assert_eq!(scope.take("send".into()), "send2");
        assert_eq!(scope.take("a".into()), "a");
        assert_eq!(scope.take("a".into()), "a2");
        assert_eq!(scope.take_type("Self_".into()), "Self_");
        assert_eq!(scope.take_type("Self_".into()), "Self2");
    }
}
