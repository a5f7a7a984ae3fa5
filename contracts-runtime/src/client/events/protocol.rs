use super::EventError;

/// Which events a stream has, and in which order they may come. Generated code has one for each stream.
#[derive(Debug)]
pub struct Protocol {
    /// The names of the declared events.
    pub events: &'static [&'static str],
    /// The automaton of the grammar, the first state first; empty where any order is allowed.
    pub states: &'static [State],
}

/// A point in a stream.
#[derive(Debug)]
pub struct State {
    /// Whether the stream may end here.
    pub accepting: bool,
    /// Which events may come, by their place in [`Protocol::events`], and the state that each leads to.
    pub next: &'static [(usize, usize)],
}

/// How far a stream has come.
#[derive(Debug)]
pub(super) struct Progress {
    protocol: &'static Protocol,
    state: usize,
}

impl Progress {
    pub(super) fn new(protocol: &'static Protocol) -> Self {
        Self { protocol, state: 0 }
    }

    fn state(&self) -> Option<&'static State> {
        self.protocol.states.get(self.state)
    }

    /// Whether nothing may come any more.
    pub(super) fn is_over(&self) -> bool {
        self.state()
            .is_some_and(|state| state.accepting && state.next.is_empty())
    }

    /// Takes an event, and says which of the declared ones it is; none where it is not declared.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<usize>, EventError> {
        if self.is_over() {
            let event = name.to_owned();
            return Err(EventError::AfterEnd { event });
        }
        let mut events = self.protocol.events.iter();
        let Some(event) = events.position(|event| *event == name) else {
            return Ok(None);
        };
        let Some(state) = self.state() else {
            return Ok(Some(event));
        };
        match state.next.iter().find(|(allowed, _)| *allowed == event) {
            Some((_, next)) => self.state = *next,
            None => {
                return Err(EventError::OutOfOrder {
                    event: name.to_owned(),
                    allowed: self.allowed(state),
                    may_end: state.accepting,
                });
            }
        }
        Ok(Some(event))
    }

    /// The stream ends here.
    pub(super) fn end(&self) -> Result<(), EventError> {
        match self.state() {
            Some(state) if !state.accepting => Err(EventError::EndMissing {
                allowed: self.allowed(state),
            }),
            _ => Ok(()),
        }
    }

    fn allowed(&self, state: &State) -> Vec<&'static str> {
        let next = state.next.iter();
        next.filter_map(|(event, _)| self.protocol.events.get(*event).copied())
            .collect()
    }
}
