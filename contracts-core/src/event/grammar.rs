use std::{fmt, ops::Range};

/// Which sequences of events are allowed: one of several [`Sequence`]s.
///
/// ```
/// use contracts_core::event::Grammar;
///
/// let grammar: Grammar = "started (token | metrics)* (end | error)".parse()?;
/// assert_eq!(grammar.names(), ["started", "token", "metrics", "end", "error"]);
/// # Ok::<(), contracts_core::event::GrammarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grammar {
    /// The alternatives; at least one.
    pub choice: Vec<Sequence>,
}

/// Items that follow each other. Empty means that nothing is sent.
pub type Sequence = Vec<(Item, Repeat)>;

/// A name or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An event, and where its name stands in the grammar (bytes).
    Event(String, Range<usize>),
    /// A group in parentheses.
    Group(Grammar),
}

/// How often an item may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Exactly once.
    Once,
    /// `?`
    Optional,
    /// `*`
    Any,
    /// `+`
    AtLeastOnce,
}

/// A grammar that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GrammarError {
    /// What is wrong.
    pub message: String,
    /// Where in the grammar (bytes).
    pub at: Range<usize>,
}

impl Grammar {
    /// The names of its events, each once, in order of appearance.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.visit(&mut |name, _| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    }

    /// Calls `each` with every event name and its place, in order of appearance.
    pub fn visit<'g>(&'g self, each: &mut dyn FnMut(&'g str, &Range<usize>)) {
        for (item, _) in self.choice.iter().flatten() {
            match item {
                Item::Event(name, at) => each(name, at),
                Item::Group(group) => group.visit(each),
            }
        }
    }
}

impl fmt::Display for Grammar {
    /// Writes what [`FromStr`](std::str::FromStr) reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, sequence) in self.choice.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " | " })?;
            for (index, (item, repeat)) in sequence.iter().enumerate() {
                f.write_str(if index == 0 { "" } else { " " })?;
                match item {
                    Item::Event(name, _) => f.write_str(name)?,
                    Item::Group(group) => write!(f, "({group})")?,
                }
                f.write_str(match repeat {
                    Repeat::Once => "",
                    Repeat::Optional => "?",
                    Repeat::Any => "*",
                    Repeat::AtLeastOnce => "+",
                })?;
            }
        }
        Ok(())
    }
}

impl std::str::FromStr for Grammar {
    type Err = GrammarError;

    fn from_str(text: &str) -> Result<Self, GrammarError> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
        };
        let grammar = parser.choice()?;
        match parser.peek() {
            None => Ok(grammar),
            Some(other) => Err(parser.error(format!("`{other}` does not belong here"))),
        }
    }
}

/// Groups in groups; far more than any protocol has.
const MAX_DEPTH: usize = 32;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn error(&self, message: impl Into<String>) -> GrammarError {
        let end = self.text[self.at..]
            .chars()
            .next()
            .map_or(self.at, |c| self.at + c.len_utf8());
        let message = message.into();
        GrammarError {
            message,
            at: self.at..end,
        }
    }

    fn choice(&mut self) -> Result<Grammar, GrammarError> {
        let mut choice = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            choice.push(self.sequence()?);
        }
        Ok(Grammar { choice })
    }

    fn sequence(&mut self) -> Result<Sequence, GrammarError> {
        let mut sequence = Vec::new();
        while let Some(next) = self.peek() {
            let item = match next {
                '|' | ')' => break,
                '(' => self.group()?,
                c if is_name(c) => self.name(),
                other => return Err(self.error(format!("`{other}` does not belong here"))),
            };
            sequence.push((item, self.repeat()));
        }
        Ok(sequence)
    }

    fn group(&mut self) -> Result<Item, GrammarError> {
        let open = self.at;
        if self.depth == MAX_DEPTH {
            return Err(self.error("groups are nested too deeply"));
        }
        self.depth += 1;
        self.at += 1;
        let group = self.choice()?;
        self.depth -= 1;
        if self.peek() != Some(')') {
            let message = "this group is not closed".to_owned();
            return Err(GrammarError {
                message,
                at: open..open + 1,
            });
        }
        self.at += 1;
        Ok(Item::Group(group))
    }

    fn name(&mut self) -> Item {
        let rest = &self.text[self.at..];
        let len = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let at = self.at..self.at + len;
        self.at += len;
        Item::Event(rest[..len].to_owned(), at)
    }

    fn repeat(&mut self) -> Repeat {
        let repeat = match self.peek() {
            Some('?') => Repeat::Optional,
            Some('*') => Repeat::Any,
            Some('+') => Repeat::AtLeastOnce,
            _ => return Repeat::Once,
        };
        self.at += 1;
        repeat
    }
}

fn is_name(c: char) -> bool {
    !c.is_whitespace() && !"()|*+?".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(text: &str, message: &str, at: Range<usize>) {
        let error = text.parse::<Grammar>().expect_err("refused");
        assert_eq!((error.message.as_str(), error.at), (message, at));
    }

    #[test]
    fn reads_groups_choices_and_repeats() {
        let grammar: Grammar = "a (b|c)* d? | e+".parse().expect("a grammar");
        assert_eq!(grammar.choice.len(), 2);
        assert_eq!(grammar.choice[0].len(), 3);
        assert_eq!(grammar.choice[0][1].1, Repeat::Any);
        assert_eq!(grammar.choice[1][0].1, Repeat::AtLeastOnce);
        assert_eq!(grammar.names(), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn is_written_as_it_is_read() {
        for text in [
            "started (token | metrics)* (end | error)",
            "a (b | c)+ d? | e | ()",
            "",
        ] {
            let grammar: Grammar = text.parse().expect("a grammar");
            assert_eq!(grammar.to_string(), text);
        }
    }

    #[test]
    fn says_where_it_is_broken() {
        check_refused("a (b", "this group is not closed", 2..3);
        check_refused("a ) b", "`)` does not belong here", 2..3);
        check_refused("* a", "`*` does not belong here", 0..1);
        check_refused(&"(".repeat(40), "groups are nested too deeply", 32..33);
    }
}
