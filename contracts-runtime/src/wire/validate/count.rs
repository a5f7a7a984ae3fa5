/// How many of something there have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountRule {
    /// `minItems`, `minProperties`, `minLength`.
    Least(u64),
    /// `maxItems`, `maxProperties`, `maxLength`.
    Most(u64),
}

impl CountRule {
    /// What is asked where a number of things is not right; `thing` is what they are called.
    pub(crate) fn broken(self, count: usize, thing: &str) -> Option<String> {
        let (asked, least) = match self {
            Self::Least(asked) => (asked, true),
            Self::Most(asked) => (asked, false),
        };
        // No count is beyond 64 bits.
        let count = count as u64;
        let words = match least {
            true if count < asked => "at least",
            false if count > asked => "at most",
            _ => return None,
        };
        let plural = if asked == 1 { "" } else { "s" };
        Some(format!("{words} {asked} {thing}{plural}, is {count}"))
    }
}
