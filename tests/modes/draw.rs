//! Choices that come from a list of numbers: the same list, the same choices.

/// A list of numbers that is used up by choosing. What is chosen when nothing is left is always the first, so the
/// first has to be what ends.
pub struct Draw {
    words: std::vec::IntoIter<u32>,
}

impl Draw {
    /// Choices by these numbers.
    pub fn new(words: Vec<u32>) -> Self {
        let words = words.into_iter();
        Self { words }
    }

    /// A number less than `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let word = self.words.next().unwrap_or_default();
        usize::try_from(word).unwrap_or_default() % bound.max(1)
    }

    /// True once in `several` times.
    pub fn one_in(&mut self, several: usize) -> bool {
        self.below(several) + 1 == several
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())]
    }
}
