//! What loading a configuration reports. Finding the mistakes and wording them happens elsewhere.

use std::fmt;
use std::io;

/// The codes of [`Mistake`], stable ids for tests and documentation.
pub(super) mod code {
    pub(crate) const DUPLICATE_KEY: &str = "duplicate-key";
    pub(crate) const EMPTY_FILE: &str = "empty-file";
    pub(crate) const INVALID_VALUE: &str = "invalid-value";
    pub(crate) const MISSING_FIELD: &str = "missing-field";
    pub(crate) const NOT_A_MAPPING: &str = "not-a-mapping";
    pub(crate) const NOT_ALLOWED: &str = "not-allowed";
    pub(crate) const NOT_FINITE: &str = "not-finite";
    pub(crate) const NOT_UTF8: &str = "not-utf8";
    pub(crate) const OUT_OF_RANGE: &str = "out-of-range";
    pub(crate) const REPEATED_ITEM: &str = "repeated-item";
    pub(crate) const SEVERAL_ALTERNATIVES: &str = "several-alternatives";
    pub(crate) const SEVERAL_DOCUMENTS: &str = "several-documents";
    pub(crate) const SYNTAX: &str = "syntax";
    pub(crate) const UNKNOWN_FIELD: &str = "unknown-field";
    pub(crate) const UNKNOWN_VALUE: &str = "unknown-value";
    pub(crate) const WRONG_FORMAT: &str = "wrong-format";
    pub(crate) const WRONG_LENGTH: &str = "wrong-length";
    pub(crate) const WRONG_PATTERN: &str = "wrong-pattern";
    pub(crate) const WRONG_TYPE: &str = "wrong-type";
}

/// One thing that is wrong with a configuration file.
///
/// [`Display`](fmt::Display) gives `LINE:COLUMN: error[CODE]: MESSAGE`, and the help indented on a second line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// A stable kebab-case id, such as `unknown-field`; the [module documentation](crate::config#codes) lists them.
    pub code: &'static str,
    /// What is wrong, on one line. Never quotes a value whose schema says that it is secret.
    pub message: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// The JSON pointer of the value; for an unknown field of that field, for a missing field of the mapping that
    /// lacks it. Empty for the whole file.
    pub pointer: String,
    /// How to repair it, on one line.
    pub help: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mistake {
            code,
            message,
            line,
            column,
            pointer: _,
            help,
        } = self;
        write!(f, "{line}:{column}: error[{code}]: {message}")?;
        match help {
            Some(help) => write!(f, "\n    help: {help}"),
            None => Ok(()),
        }
    }
}

/// Why a configuration could not be loaded.
///
/// Either the file cannot be read ([`ConfigError::io_error`]), or it holds mistakes ([`ConfigError::mistakes`]), or the
/// schema handed to the loader is no JSON Schema ([`ConfigError::schema_error`]), which is a fault of the program and
/// not of the file.
///
/// `Display` lists every mistake in the order of the file, each as `FILE:LINE:COLUMN: error[CODE]: MESSAGE` with its
/// help indented below. `Debug` prints the same, so that `fn main() -> Result<(), ConfigError>` is readable.
#[derive(thiserror::Error)]
#[error(transparent)]
pub struct ConfigError(Box<Kind>);

#[derive(Debug, thiserror::Error)]
enum Kind {
    // The cause stands in the message and is therefore not a source as well: an error chain would print it twice.
    #[error("{file}: error[unreadable-file]: the file cannot be read: {cause}")]
    Unreadable { file: String, cause: io::Error },
    #[error("{file}: error[invalid-schema]: the program's own schema is unusable: {reason}")]
    Schema { file: String, reason: String },
    #[error("{}", List { file, mistakes })]
    Mistakes {
        file: String,
        mistakes: Vec<Mistake>,
    },
}

struct List<'a> {
    file: &'a str,
    mistakes: &'a [Mistake],
}

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{mistake}", self.file)?;
        }
        Ok(())
    }
}

impl ConfigError {
    /// Every mistake, sorted by place. Empty when the file could not be read or the schema is unusable.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        match &*self.0 {
            Kind::Mistakes { mistakes, .. } => mistakes,
            Kind::Unreadable { .. } | Kind::Schema { .. } => &[],
        }
    }

    /// The operating system's answer when the file could not be opened or read, otherwise `None`.
    #[must_use]
    pub fn io_error(&self) -> Option<&io::Error> {
        match &*self.0 {
            Kind::Unreadable { cause, .. } => Some(cause),
            Kind::Schema { .. } | Kind::Mistakes { .. } => None,
        }
    }

    /// Why the schema handed to the loader cannot be used, otherwise `None`.
    #[must_use]
    pub fn schema_error(&self) -> Option<&str> {
        match &*self.0 {
            Kind::Schema { reason, .. } => Some(reason),
            Kind::Unreadable { .. } | Kind::Mistakes { .. } => None,
        }
    }

    /// The file as the caller named it.
    #[must_use]
    pub fn file(&self) -> &str {
        match &*self.0 {
            Kind::Unreadable { file, .. }
            | Kind::Schema { file, .. }
            | Kind::Mistakes { file, .. } => file,
        }
    }

    pub(super) fn unreadable(file: &str, cause: io::Error) -> Self {
        Self(Box::new(Kind::Unreadable {
            file: file.to_owned(),
            cause,
        }))
    }

    pub(super) fn schema(file: &str, reason: String) -> Self {
        Self(Box::new(Kind::Schema {
            file: file.to_owned(),
            reason,
        }))
    }

    /// Sorts by place, drops repetitions and escapes line breaks, which text from the file may bring along.
    pub(super) fn from_mistakes(file: &str, mut mistakes: Vec<Mistake>) -> Self {
        tidy(&mut mistakes);
        Self(Box::new(Kind::Mistakes {
            file: file.to_owned(),
            mistakes,
        }))
    }
}

/// Sorts by place, escapes control characters and drops repetitions.
pub(super) fn tidy(mistakes: &mut Vec<Mistake>) {
    for mistake in &mut *mistakes {
        mistake.message = one_line(&mistake.message);
        mistake.help = mistake.help.as_deref().map(one_line);
    }
    let key = |mistake: &Mistake| {
        (
            mistake.line,
            mistake.column,
            mistake.code,
            mistake.message.clone(),
        )
    };
    mistakes.sort_by_cached_key(key);
    // An anchored value that is wrong wherever it is used is wrong in one place only.
    mistakes.dedup_by(|a, b| key(a) == key(b));
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            line.extend(character.escape_debug());
        } else {
            line.push(character);
        }
    }
    line
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
