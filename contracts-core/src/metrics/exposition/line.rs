//! One line with a sample: `name{label="value"} 1 1700000000 # {trace_id="a"} 0.5`.

use std::{collections::BTreeMap, ops::Range};

/// Why a line is none: where in it, and what.
pub(super) type Broken = (Range<usize>, String);

/// A line, and how much of it was read.
pub(super) struct Line<'t> {
    text: &'t str,
    at: usize,
}

/// What a line says.
pub(super) struct Read {
    pub(super) name: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) value: f64,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Reads the whole line.
    pub(super) fn sample(mut self) -> Result<Read, Broken> {
        let name = self.name("the name of a metric")?;
        self.space();
        let labels = if self.takes('{') {
            self.labels()?
        } else {
            BTreeMap::new()
        };
        let value = self.number("a value")?;
        if !self.is_done() && !self.begins('#') {
            self.number("a timestamp")?;
        }
        if self.takes('#') {
            self.exemplar()?;
        }
        if !self.is_done() {
            return Err(self.expected("the end of the line"));
        }
        Ok(Read {
            name,
            labels,
            value,
        })
    }

    /// What OpenMetrics lets a sample point to.
    fn exemplar(&mut self) -> Result<(), Broken> {
        self.space();
        if !self.takes('{') {
            return Err(self.expected("`{`, the labels of an exemplar"));
        }
        self.labels()?;
        self.number("an exemplar's value")?;
        if !self.is_done() {
            self.number("an exemplar's timestamp")?;
        }
        Ok(())
    }

    /// The labels behind an opening brace, the closing one included.
    fn labels(&mut self) -> Result<BTreeMap<String, String>, Broken> {
        let mut labels = BTreeMap::new();
        loop {
            self.space();
            if self.takes('}') {
                self.space();
                return Ok(labels);
            }
            let start = self.at;
            let name = self.name("the name of a label")?;
            let whole = start..self.at;
            self.space();
            if !self.takes('=') {
                return Err(self.expected("`=`"));
            }
            self.space();
            let value = self.quoted()?;
            if labels.insert(name.clone(), value).is_some() {
                return Err((whole, format!("the label `{name}` stands twice")));
            }
            self.space();
            if !self.takes(',') && !self.begins('}') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Broken> {
        if !self.takes('"') {
            return Err(self.expected("a value in double quotes"));
        }
        let start = self.at;
        let mut value = String::new();
        let mut escaped = false;
        for (offset, c) in self.text[start..].char_indices() {
            match (escaped, c) {
                (true, 'n') => value.push('\n'),
                (true, '"' | '\\') => value.push(c),
                // Prometheus leaves other escapes as they are.
                (true, c) => value.extend(['\\', c]),
                (false, '\\') => {
                    escaped = true;
                    continue;
                }
                (false, '"') => {
                    self.at = start + offset + 1;
                    return Ok(value);
                }
                (false, c) => value.push(c),
            }
            escaped = false;
        }
        let message = "the value has no closing quote".to_owned();
        Err((start - 1..self.text.len(), message))
    }

    fn name(&mut self, what: &str) -> Result<String, Broken> {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c == '_' || c == ':' || c.is_ascii_alphanumeric();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if end == 0 || rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.expected(what));
        }
        self.at += end;
        Ok(rest[..end].to_owned())
    }

    fn number(&mut self, what: &str) -> Result<f64, Broken> {
        self.space();
        let rest = &self.text[self.at..];
        let end = rest.find([' ', '\t']).unwrap_or(rest.len());
        let Ok(number) = rest[..end].parse::<f64>() else {
            return Err(self.expected(what));
        };
        self.at += end;
        self.space();
        Ok(number)
    }

    fn expected(&self, what: &str) -> Broken {
        let rest = &self.text[self.at..];
        let word = rest.split([' ', '\t']).next().unwrap_or_default();
        let found = match word {
            "" => "the line ends".to_owned(),
            word => format!("found `{}`", shortened(word)),
        };
        (
            self.at..self.at + word.len(),
            format!("expected {what}, {found}"),
        )
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn begins(&self, c: char) -> bool {
        self.text[self.at..].starts_with(c)
    }

    fn takes(&mut self, c: char) -> bool {
        let takes = self.begins(c);
        if takes {
            self.at += c.len_utf8();
        }
        takes
    }

    fn is_done(&self) -> bool {
        self.at == self.text.len()
    }
}

/// Enough of a word to know it by.
fn shortened(word: &str) -> String {
    const MOST: usize = 40;
    if word.chars().count() <= MOST {
        return word.to_owned();
    }
    let begin: String = word.chars().take(MOST).collect();
    format!("{begin}…")
}
