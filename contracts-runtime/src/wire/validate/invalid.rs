use std::fmt;

/// How many violations one error tells at most.
pub const MAX_VIOLATIONS: usize = 100;

/// A value breaks what its contract asks of it besides its type. Shown, it is a line for each violation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Lines(self))]
#[non_exhaustive]
pub struct Invalid {
    /// What is broken, in the order of the contract's members; never empty, and no more than [`MAX_VIOLATIONS`].
    pub violations: Vec<Violation>,
    /// How many more there are.
    pub more: usize,
}

/// One thing that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where, as jq says it: `.items[3].name`, `.["a-b"]`, and `.` for the whole value. Names are those of the contract.
    pub path: String,
    /// What was asked, and what is there: `at least 3 characters, is 2`.
    pub asked: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.asked)
    }
}

struct Lines<'i>(&'i Invalid);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, violation) in self.0.violations.iter().enumerate() {
            let line = if place == 0 { "" } else { "\n" };
            write!(f, "{line}{violation}")?;
        }
        match self.0.more {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}
