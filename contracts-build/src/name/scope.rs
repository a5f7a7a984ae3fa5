use std::collections::BTreeSet;

use super::type_case;

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
        let mut unique = name.clone();
        let mut count = 1;
        while !self.0.insert(unique.clone()) {
            count += 1;
            unique = recase(&format!("{name}{count}"));
        }
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
