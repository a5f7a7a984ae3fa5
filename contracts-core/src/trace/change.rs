use crate::spec::Specs;

/// A requirement that says something else than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// What it said.
    pub was: String,
    /// What it says; `None` where no sentence has the id any more.
    pub is: Option<String>,
}

/// The requirements whose words are others than before, in the order of their ids. New ones are none of
/// them: nothing could refer to them.
pub fn changes(before: &Specs, now: &Specs) -> Vec<Change> {
    let now = now.by_id();
    let changed = before.by_id().into_iter().filter_map(|(id, (_, was))| {
        let is = now.get(id).map(|(_, requirement)| *requirement);
        let same = is.is_some_and(|is| is.hash == was.hash);
        (!same).then(|| Change {
            id: id.to_owned(),
            was: was.title.clone(),
            is: is.map(|is| is.title.clone()),
        })
    });
    changed.collect()
}
