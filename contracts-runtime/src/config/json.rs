//! Strict JSON as a tree with places.
//!
//! serde_json decides what is JSON but tells no places; a second reading, which can rely on that, finds them.

use serde_json::Value;

use super::error::{Mistake, code};
use super::node::{Content, DEEPEST, Key, Node};
use super::place::{Lines, Position};

/// Reads one JSON value; `None` when there is nothing but white space.
pub(super) fn read(text: &str) -> Result<Option<Node>, Mistake> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let lines = Lines::new(text);
    if let Err(error) = serde_json::from_str::<Value>(text) {
        return Err(syntax(&error, &lines));
    }
    let mut reader = Reader {
        text,
        lines,
        at: 0,
        depth: 0,
    };
    reader.value().map(Some)
}

fn syntax(error: &serde_json::Error, lines: &Lines<'_>) -> Mistake {
    let whole = error.to_string();
    // serde_json ends its messages with the place.
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    let offset = lines.offset(error.line(), error.column());
    let help = match message {
        "trailing comma" => Some("remove the comma"),
        "key must be a string" => Some("put the key in double quotes"),
        _ => None,
    };
    mistake(message, help, lines.position(offset))
}

fn mistake(message: &str, help: Option<&str>, position: Position) -> Mistake {
    Mistake {
        code: code::SYNTAX,
        message: message.to_owned(),
        line: position.line,
        column: position.column,
        pointer: String::new(),
        help: help.map(str::to_owned),
    }
}

/// Walks through a text that is known to be JSON.
struct Reader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Node, Mistake> {
        let position = self.next_position();
        let content = match self.peek() {
            Some(b'{') => self.nested(Self::members, position)?,
            Some(b'[') => self.nested(Self::items, position)?,
            _ => self.scalar(position)?,
        };
        Ok(Node { position, content })
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Content, Mistake>,
        position: Position,
    ) -> Result<Content, Mistake> {
        if self.depth == DEEPEST {
            return Err(mistake("nested too deeply", None, position));
        }
        self.depth += 1;
        self.at += 1;
        let content = read(self)?;
        self.at += 1;
        self.depth -= 1;
        Ok(content)
    }

    fn members(&mut self) -> Result<Content, Mistake> {
        let mut members = Vec::new();
        while self.has_more(b'}') {
            let position = self.next_position();
            let name = self.string();
            let name = serde_json::from_str(name).map_err(|_| self.unreadable(position))?;
            self.skip(b':');
            members.push((Key { name, position }, self.value()?));
        }
        Ok(Content::Map(members))
    }

    fn items(&mut self) -> Result<Content, Mistake> {
        let mut items = Vec::new();
        while self.has_more(b']') {
            items.push(self.value()?);
        }
        Ok(Content::List(items))
    }

    fn scalar(&mut self, position: Position) -> Result<Content, Mistake> {
        let text = if self.peek() == Some(b'"') {
            self.string()
        } else {
            let rest = &self.text[self.at..];
            let end = rest.find([',', ']', '}', ' ', '\t', '\r', '\n']);
            let word = &rest[..end.unwrap_or(rest.len())];
            self.at += word.len();
            word
        };
        let value = serde_json::from_str(text).map_err(|_| self.unreadable(position))?;
        Ok(Content::Scalar(value))
    }

    /// The string that begins here, with its quotes.
    fn string(&mut self) -> &str {
        let start = self.at;
        let mut escaped = false;
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Goes on to the next item or member, or to the end of this list or mapping.
    fn has_more(&mut self, end: u8) -> bool {
        self.skip(b',');
        self.peek().is_some_and(|byte| byte != end)
    }

    fn skip(&mut self, punctuation: u8) {
        self.next_position();
        if self.peek() == Some(punctuation) {
            self.at += 1;
        }
        self.next_position();
    }

    /// Where the next thing that is not white space stands.
    fn next_position(&mut self) -> Position {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.lines.position(self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// serde_json has read the same text before: a part of it cannot fail.
    fn unreadable(&self, position: Position) -> Mistake {
        mistake("this is not JSON", None, position)
    }
}
