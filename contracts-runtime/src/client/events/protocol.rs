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
    /// Where it may be: several states only where it was joined on its way. None where any order is allowed.
    at: Vec<usize>,
}

impl Progress {
    /// A stream that is read from its beginning.
    pub(super) fn new(protocol: &'static Protocol) -> Self {
        let at = if protocol.states.is_empty() {
            Vec::new()
        } else {
            vec![0]
        };
        Self { protocol, at }
    }

    /// A stream that goes on where another reader left it, wherever that was.
    pub(super) fn joined(protocol: &'static Protocol) -> Self {
        let at = (0..protocol.states.len()).collect();
        Self { protocol, at }
    }

    fn states(&self) -> impl Iterator<Item = &'static State> {
        let states = self.protocol.states;
        self.at.iter().filter_map(|at| states.get(*at))
    }

    /// Whether nothing may come any more.
    pub(super) fn is_over(&self) -> bool {
        !self.at.is_empty()
            && self
                .states()
                .all(|state| state.accepting && state.next.is_empty())
    }

    fn may_end(&self) -> bool {
        self.at.is_empty() || self.states().any(|state| state.accepting)
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
        if self.at.is_empty() {
            return Ok(Some(event));
        }
        if !self.go(event) {
            return Err(EventError::OutOfOrder {
                event: name.to_owned(),
                allowed: self.allowed(),
                may_end: self.may_end(),
            });
        }
        Ok(Some(event))
    }

    /// Goes on to the states after an event; `false` where it may not come.
    fn go(&mut self, event: usize) -> bool {
        let states = self.protocol.states;
        let next = |at: usize| {
            let mut next = states.get(at)?.next.iter();
            next.find(|(allowed, _)| *allowed == event)
                .map(|(_, to)| *to)
        };
        if let [at] = self.at.as_mut_slice() {
            let next = next(*at);
            *at = next.unwrap_or(*at);
            return next.is_some();
        }
        let mut after: Vec<usize> = self.at.iter().filter_map(|at| next(*at)).collect();
        if after.is_empty() {
            return false;
        }
        after.sort_unstable();
        after.dedup();
        self.at = after;
        true
    }

    /// The stream ends here.
    pub(super) fn end(&self) -> Result<(), EventError> {
        if self.may_end() {
            return Ok(());
        }
        let allowed = self.allowed();
        Err(EventError::EndMissing { allowed })
    }

    fn allowed(&self) -> Vec<&'static str> {
        let next = self.states().flat_map(|state| state.next);
        let names = next.filter_map(|(event, _)| self.protocol.events.get(*event).copied());
        let mut allowed = Vec::new();
        for name in names {
            if !allowed.contains(&name) {
                allowed.push(name);
            }
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn state(accepting: bool, next: &'static [(usize, usize)]) -> State {
        State { accepting, next }
    }

    /// `a b d | c b e`
    static PROTOCOL: Protocol = Protocol {
        events: &["a", "b", "c", "d", "e"],
        states: &[
            state(false, &[(0, 1), (2, 2)]),
            state(false, &[(1, 3)]),
            state(false, &[(1, 4)]),
            state(false, &[(3, 5)]),
            state(false, &[(4, 5)]),
            state(true, &[]),
        ],
    };

    #[test]
    fn a_stream_that_is_joined_is_followed_from_its_first_event() {
        for (events, allowed) in [
            ("", "a c b d e"),
            ("a", "b"),
            ("b", "d e"),
            ("be", ""),
            ("ab", "d"),
            ("d", ""),
        ] {
            let mut progress = Progress::joined(&PROTOCOL);
            for event in events.split("").filter(|event| !event.is_empty()) {
                assert!(progress.take(event).is_ok(), "{events}");
            }
            assert_eq!(progress.allowed().join(" "), allowed, "{events}");
            let may_end = matches!(events, "" | "be" | "d");
            assert_eq!(progress.end().is_ok(), may_end, "{events}");
            assert_eq!(progress.is_over(), allowed.is_empty(), "{events}");
        }
        let mut progress = Progress::joined(&PROTOCOL);
        assert!(progress.take("b").is_ok());
        let error = progress.take("a").expect_err("too late");
        let message = "the event `a` came out of order; the contract allows `d` or `e` there";
        assert_eq!(error.to_string(), message);
    }
}
