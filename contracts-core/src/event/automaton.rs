use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Grammar, Item, Repeat, Sequence};

/// The deterministic automaton of a [`Grammar`]: what may come next, and whether the stream may end.
///
/// It is the grammar's position automaton (Glushkov) with states of the same meaning merged. State 0 is the first.
///
/// ```
/// use contracts_core::event::{Automaton, Grammar};
///
/// let grammar: Grammar = "started (token | metrics)* (end | error)".parse()?;
/// let automaton = Automaton::of(&grammar)?;
/// assert_eq!(automaton.states.len(), 3);
/// assert_eq!(automaton.run(["started", "token", "end"]), Ok(2));
/// assert!(automaton.states[2].is_end());
/// assert_eq!(automaton.run(["started", "started"]), Err(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Automaton {
    /// At least one. They are numbered in the order in which they are reached, events in alphabetical order.
    pub states: Vec<State>,
}

/// A point in a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// Whether the stream may end here.
    pub accepting: bool,
    /// Which events may come, and the state each leads to.
    pub next: BTreeMap<String, usize>,
}

impl State {
    /// Whether the stream is over: it may end, and nothing may come.
    pub fn is_end(&self) -> bool {
        self.accepting && self.next.is_empty()
    }
}

/// A grammar in which an event can stand for two of its places at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{event}` is ambiguous: it could be the one or the other")]
pub struct Ambiguous {
    /// The event's name.
    pub event: String,
    /// Both places in the grammar (bytes).
    pub at: [Range<usize>; 2],
}

impl Automaton {
    /// Compiles a grammar.
    ///
    /// # Errors
    ///
    /// Having read an event, a reader could not tell which of two places of the grammar it is at, as in
    /// `a b | a c`; written as `a (b | c)` it is the same language, and clear.
    pub fn of(grammar: &Grammar) -> Result<Self, Ambiguous> {
        let mut positions = Positions::default();
        let whole = positions.choice(grammar);
        let Positions { events, follow } = positions;
        let row = |accepting: bool, next: &BTreeSet<usize>| -> Result<State, Ambiguous> {
            let mut row = BTreeMap::<String, usize>::new();
            for &position in next {
                let (event, at) = events[position];
                if let Some(other) = row.insert(event.to_owned(), position + 1) {
                    let event = event.to_owned();
                    let at = [events[other - 1].1.clone(), at.clone()];
                    return Err(Ambiguous { event, at });
                }
            }
            let next = row;
            Ok(State { accepting, next })
        };
        let mut states = vec![row(whole.nullable, &whole.first)?];
        for (position, follow) in follow.iter().enumerate() {
            states.push(row(whole.last.contains(&position), follow)?);
        }
        Ok(Self {
            states: numbered(&merged(states)),
        })
    }

    /// The state after these events.
    ///
    /// # Errors
    ///
    /// How many of them may come before one that may not.
    pub fn run<'e>(&self, events: impl IntoIterator<Item = &'e str>) -> Result<usize, usize> {
        let mut state = 0;
        for (index, event) in events.into_iter().enumerate() {
            state = *self.states[state].next.get(event).ok_or(index)?;
        }
        Ok(state)
    }
}

/// The events of a grammar, each place for itself, and which places may follow which.
#[derive(Default)]
struct Positions<'g> {
    events: Vec<(&'g str, &'g Range<usize>)>,
    follow: Vec<BTreeSet<usize>>,
}

/// A part of a grammar: whether it may be nothing, and the places where it begins and ends.
#[derive(Default)]
struct Part {
    nullable: bool,
    first: BTreeSet<usize>,
    last: BTreeSet<usize>,
}

impl<'g> Positions<'g> {
    fn choice(&mut self, grammar: &'g Grammar) -> Part {
        let mut whole = Part::default();
        for sequence in &grammar.choice {
            let part = self.sequence(sequence);
            whole.nullable |= part.nullable;
            whole.first.extend(part.first);
            whole.last.extend(part.last);
        }
        whole
    }

    fn sequence(&mut self, sequence: &'g Sequence) -> Part {
        let mut whole = Part {
            nullable: true,
            ..Part::default()
        };
        for (item, repeat) in sequence {
            let part = self.repeated(item, *repeat);
            self.link(&whole.last, &part.first);
            if whole.nullable {
                whole.first.extend(&part.first);
            }
            if !part.nullable {
                whole.last.clear();
            }
            whole.last.extend(part.last);
            whole.nullable &= part.nullable;
        }
        whole
    }

    fn repeated(&mut self, item: &'g Item, repeat: Repeat) -> Part {
        let mut part = match item {
            Item::Group(group) => self.choice(group),
            Item::Event(name, at) => {
                let position = self.events.len();
                self.events.push((name, at));
                self.follow.push(BTreeSet::new());
                Part {
                    nullable: false,
                    first: [position].into(),
                    last: [position].into(),
                }
            }
        };
        part.nullable |= matches!(repeat, Repeat::Optional | Repeat::Any);
        if matches!(repeat, Repeat::Any | Repeat::AtLeastOnce) {
            self.link(&part.last, &part.first);
        }
        part
    }

    fn link(&mut self, from: &BTreeSet<usize>, to: &BTreeSet<usize>) {
        for &position in from {
            self.follow[position].extend(to);
        }
    }
}

/// States that allow the same from now on become one: classes are split until all members of each agree (Moore).
fn merged(states: Vec<State>) -> Vec<State> {
    let mut class: Vec<usize> = states
        .iter()
        .map(|state| usize::from(state.accepting))
        .collect();
    loop {
        let seen: Vec<State> = states.iter().map(|state| renamed(state, &class)).collect();
        // The class that a state had is part of what it is told by, so that classes only split.
        let keys: Vec<(usize, &State)> = class.iter().copied().zip(&seen).collect();
        let distinct: BTreeSet<_> = keys.iter().copied().collect();
        let distinct: Vec<_> = distinct.into_iter().collect();
        let split: Vec<usize> = keys
            .iter()
            .map(|key| distinct.binary_search(key).unwrap_or_default())
            .collect();
        if distinct.len() == class.iter().collect::<BTreeSet<_>>().len() {
            // The first state's class comes first.
            let start = split[0];
            let swap = |class: usize| match class {
                0 => start,
                class if class == start => 0,
                class => class,
            };
            let class: Vec<usize> = split.into_iter().map(swap).collect();
            let mut out = vec![State::default(); distinct.len()];
            for (state, &class_of) in states.iter().zip(&class) {
                out[class_of] = renamed(state, &class);
            }
            return out;
        }
        class = split;
    }
}

fn renamed(state: &State, class: &[usize]) -> State {
    let next = state.next.iter();
    State {
        accepting: state.accepting,
        next: next
            .map(|(event, &to)| (event.clone(), class[to]))
            .collect(),
    }
}

/// The states that can be reached, in the order in which they are.
fn numbered(states: &[State]) -> Vec<State> {
    let mut order = vec![0];
    let mut at = 0;
    while let Some(&state) = order.get(at) {
        for &to in states[state].next.values() {
            if !order.contains(&to) {
                order.push(to);
            }
        }
        at += 1;
    }
    let mut number = vec![0; states.len()];
    for (index, &state) in order.iter().enumerate() {
        number[state] = index;
    }
    order
        .iter()
        .map(|&state| renamed(&states[state], &number))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn automaton(text: &str) -> Automaton {
        Automaton::of(&text.parse().expect("a grammar")).expect("clear")
    }

    /// `0 a>1 b>2, 1! …`: `!` where the stream may end.
    #[track_caller]
    fn check(grammar: &str, expect: &str) {
        let automaton = automaton(grammar);
        let states = automaton.states.iter().enumerate().map(|(index, state)| {
            let end = if state.accepting { "!" } else { "" };
            let next = state
                .next
                .iter()
                .map(|(event, to)| format!(" {event}>{to}"));
            format!("{index}{end}{}", next.collect::<String>())
        });
        assert_eq!(states.collect::<Vec<_>>().join(", "), expect);
    }

    #[test]
    fn states_of_the_same_meaning_are_one() {
        check(
            "started (token | metrics)* (end | error)",
            "0 started>1, 1 end>2 error>2 metrics>1 token>1, 2!",
        );
        check("a*", "0! a>0");
        check("a+", "0 a>1, 1! a>1");
        check("a? b", "0 a>1 b>2, 1 b>2, 2!");
        check("", "0!");
        check("a | ()", "0! a>1, 1!");
        check("(a b)* c?", "0! a>1 c>2, 1 b>0, 2!");
        check("a b c | d e c", "0 a>1 d>2, 1 b>3, 2 e>3, 3 c>4, 4!");
        check("((a? b?)+)?", "0! a>0 b>0");
    }

    #[test]
    fn an_event_that_could_be_two_is_ambiguous() {
        for (grammar, at) in [
            ("a b | a c", [0..1, 6..7]),
            ("a* a", [0..1, 3..4]),
            ("b (a | c)* a", [3..4, 11..12]),
        ] {
            let error = Automaton::of(&grammar.parse().expect("a grammar"));
            let event = "a".to_owned();
            assert_eq!(error, Err(Ambiguous { event, at }), "{grammar}");
        }
    }

    #[test]
    fn runs_tell_how_far_they_came() {
        let automaton = automaton("a (b | c)* d");
        assert_eq!(automaton.run([]), Ok(0));
        assert_eq!(automaton.run(["a", "c", "b", "d"]), Ok(2));
        assert_eq!(automaton.run(["a", "c", "x", "d"]), Err(2));
        assert_eq!(automaton.run(["b"]), Err(0));
        assert_eq!(automaton.run(["a", "d", "b"]), Err(2));
    }
}
