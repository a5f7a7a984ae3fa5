use std::fmt;

/// A step into a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'v> {
    /// To a member of an object or a value of a map, by its name on the wire.
    Member(&'v str),
    /// To an item of a list.
    Item(usize),
}

/// Steps as jq writes them.
pub(super) struct Path<'p>(pub(super) &'p [Step<'p>]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A path begins with a dot, whether its first step has one or not.
        if !matches!(self.0, [Step::Member(name), ..] if is_plain(name)) {
            f.write_str(".")?;
        }
        for step in self.0 {
            match step {
                Step::Member(name) if is_plain(name) => write!(f, ".{name}")?,
                Step::Member(name) => write!(f, "[{}]", serde_json::Value::from(*name))?,
                Step::Item(at) => write!(f, "[{at}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(is_word)
}
