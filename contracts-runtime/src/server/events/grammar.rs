/// The order in which a stream's events may come: a deterministic automaton, whose state 0 is the first.
#[derive(Debug)]
pub struct EventGrammar {
    /// Its states.
    pub states: &'static [EventState],
}

/// A state of a grammar.
#[derive(Debug)]
pub struct EventState {
    /// Whether the stream may end here.
    pub accepting: bool,
    /// Whether the event that the contract declares for failures may come here, and be the last.
    pub fails: bool,
    /// Which events may come, and the state each leads to.
    pub next: &'static [(&'static str, usize)],
}

impl EventGrammar {
    /// The state that an event leads to; none where it may not come.
    pub(super) fn after(&self, state: usize, event: &str) -> Option<usize> {
        let next = self.states.get(state)?.next;
        let found = next.iter().find(|(name, _)| *name == event);
        found.map(|(_, state)| *state)
    }

    /// The names of the events that may come.
    pub(super) fn allowed(&self, state: usize) -> Vec<&'static str> {
        let state = self.states.get(state);
        let next = state.into_iter().flat_map(|state| state.next);
        next.map(|(name, _)| *name).collect()
    }
}
