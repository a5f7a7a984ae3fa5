use std::collections::BTreeSet;

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
        let mut unique = name.clone();
        let mut count = 1;
        while !self.0.insert(unique.clone()) {
            count += 1;
            unique = format!("{name}{count}");
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
    }
}
