//! The tokens of a task, kept so that a stream can be opened late or again.

/// Tokens in one text: a task may have thousands, and most are short.
#[derive(Debug, Default)]
pub struct Output {
    text: String,
    ends: Vec<usize>,
}

impl Output {
    /// Adds a token.
    pub fn push(&mut self, token: &str) {
        self.text.push_str(token);
        self.ends.push(self.text.len());
    }

    /// The token with this index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        self.text.get(start.copied().unwrap_or(0)..end)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Output;

    #[test]
    fn tokens_come_back_as_they_were() {
        let tokens = [" the", "", "ä", " river"];
        let mut output = Output::default();
        assert!(output.is_empty());
        for token in tokens {
            output.push(token);
        }
        let back: Vec<_> = (0..output.len()).filter_map(|at| output.get(at)).collect();
        assert_eq!(back, tokens);
        assert_eq!(output.get(4), None);
    }
}
