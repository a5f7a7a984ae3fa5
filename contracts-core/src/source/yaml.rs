use std::{collections::BTreeMap, ops::Range};

use granit_parser::{Event, Options, Parser, Span, options};
use serde_json::Value;

use super::{Problem, scalar::scalar, spans::Spans};
use crate::{Code, Pointer};

/// Containers inside containers; serde_json stops at the same depth.
const MAX_DEPTH: usize = 128;
/// What both parsers say about more.
pub(super) const RECURSION: &str = "recursion limit exceeded";
/// Nodes after aliases are expanded. The largest public document known has about a million.
const MAX_NODES: usize = 20_000_000;

/// Parses YAML 1.2 (core schema) into the tree.
///
/// Keys are always text, as they were written (`200:` is the key `"200"`). `yes`, `no` and dates
/// are text. Merge keys (`<<`) are followed. The first syntax error ends the parse.
pub(super) fn parse(text: &str, spans: Option<&mut Spans>) -> (Option<Value>, Vec<Problem>) {
    let mut builder = Builder::new(spans, text.len());
    for event in Parser::new_from_str_with_options(text, parser_options()) {
        let step = match event {
            Ok((event, span)) => builder.event(event, bytes(&span)),
            Err(error) => {
                let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
                let message = error.info();
                let start = if message.contains("tab") {
                    nearest_tab(text, start)
                } else {
                    start
                };
                Err(syntax(message, start..start))
            }
        };
        if let Err(problem) = step {
            builder.problems.push(problem);
            return (None, builder.problems);
        }
    }
    (Some(builder.root.unwrap_or(Value::Null)), builder.problems)
}

fn parser_options() -> Options {
    options! {
        flow_nesting_limit: 2 * MAX_DEPTH,
        block_nesting_limit: 2 * MAX_DEPTH,
    }
}

fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

/// The tab that an error is about: the parser names the text before it, or the one behind.
fn nearest_tab(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    match text[line..at].find('\t') {
        Some(tab) => line + tab,
        None => text[at..].find('\t').map_or(at, |tab| at + tab),
    }
}

fn syntax(message: String, range: Range<usize>) -> Problem {
    if message.contains(RECURSION) {
        return unsupported(too_deep(), range);
    }
    let help = message
        .contains("tab")
        .then_some("YAML indents with spaces; replace the tab");
    Problem {
        code: Code::YamlSyntax,
        range,
        message,
        help,
    }
}

fn unsupported(message: impl Into<String>, range: Range<usize>) -> Problem {
    Problem {
        code: Code::UnsupportedYaml,
        range,
        message: message.into(),
        help: None,
    }
}

pub(super) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels")
}

/// A container that is still open.
struct Frame {
    anchor: usize,
    start: usize,
    kind: FrameKind,
}

enum FrameKind {
    List(Vec<Value>),
    Map {
        /// Ordered here, so that it does not matter whether some crate of the program has turned on
        /// serde_json's `preserve_order`.
        members: BTreeMap<String, Value>,
        /// Members of `<<` values, which explicit members win over.
        merged: BTreeMap<String, Value>,
        key: Option<String>,
    },
}

/// A node that aliases stand for.
struct Anchored {
    value: Value,
    nodes: usize,
    depth: usize,
}

struct Builder<'s> {
    spans: Option<&'s mut Spans>,
    path: Vec<Pointer>,
    open: Vec<Frame>,
    anchors: BTreeMap<usize, Anchored>,
    nodes: usize,
    limit: usize,
    documents: usize,
    root: Option<Value>,
    problems: Vec<Problem>,
}

impl<'s> Builder<'s> {
    fn new(spans: Option<&'s mut Spans>, text_len: usize) -> Self {
        Self {
            spans,
            path: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            // Aliases may multiply a document, but not without relation to its size.
            limit: MAX_NODES.min(text_len.saturating_mul(64).max(100_000)),
            documents: 0,
            root: None,
            problems: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(..) => self.document(range),
            Event::Scalar(text, style, anchor, tag) => {
                if self.expects_key() {
                    return self.key(text.into_owned(), range);
                }
                let value = scalar(&text, style, tag.as_deref())
                    .map_err(|message| unsupported(message, range.clone()))?;
                self.remember(anchor, &value);
                self.complete(value, range)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.start(anchor, FrameKind::List(Vec::new()), range)
            }
            Event::MappingStart(_, anchor, _) => {
                let kind = FrameKind::Map {
                    members: BTreeMap::new(),
                    merged: BTreeMap::new(),
                    key: None,
                };
                self.start(anchor, kind, range)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range),
            Event::Alias(id) => self.alias(id, range),
            _ => Ok(()),
        }
    }

    fn document(&mut self, range: Range<usize>) -> Result<(), Problem> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(unsupported("the file holds a second YAML document", range));
        }
        Ok(())
    }

    fn expects_key(&self) -> bool {
        let top = self.open.last();
        matches!(
            top,
            Some(Frame {
                kind: FrameKind::Map { key: None, .. },
                ..
            })
        )
    }

    /// The pointer of the node that is about to be read.
    fn pointer(&self) -> Option<Pointer> {
        self.spans.as_ref()?;
        let Some(parent) = self.path.last() else {
            return Some(Pointer::root());
        };
        Some(match &self.open.last()?.kind {
            FrameKind::List(items) => parent.item(items.len()),
            FrameKind::Map { key, .. } => parent.child(key.as_deref()?),
        })
    }

    fn key(&mut self, text: String, range: Range<usize>) -> Result<(), Problem> {
        let pointer = self.path.last().map(|parent| parent.child(&text));
        if let (Some(spans), Some(pointer)) = (&mut self.spans, pointer) {
            spans.insert_key(pointer, range.clone());
        }
        if let Some(Frame {
            kind: FrameKind::Map { members, key, .. },
            ..
        }) = self.open.last_mut()
        {
            if members.contains_key(&text) {
                self.problems.push(Problem {
                    code: Code::DuplicateKey,
                    range,
                    message: format!("the key `{text}` stands twice in this mapping"),
                    help: Some("remove one of them, or rename it"),
                });
            }
            *key = Some(text);
        }
        Ok(())
    }

    fn start(
        &mut self,
        anchor: usize,
        kind: FrameKind,
        range: Range<usize>,
    ) -> Result<(), Problem> {
        if self.expects_key() {
            return Err(unsupported("a mapping or list cannot be a key", range));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(unsupported(too_deep(), range));
        }
        if let Some(pointer) = self.pointer() {
            self.path.push(pointer);
        }
        let start = range.start;
        self.open.push(Frame {
            anchor,
            start,
            kind,
        });
        Ok(())
    }

    fn end(&mut self, range: Range<usize>) -> Result<(), Problem> {
        let Some(frame) = self.open.pop() else {
            return Ok(());
        };
        self.path.pop();
        let value = match frame.kind {
            FrameKind::List(items) => Value::Array(items),
            FrameKind::Map {
                mut members,
                merged,
                ..
            } => {
                for (key, value) in merged {
                    members.entry(key).or_insert(value);
                }
                Value::Object(members.into_iter().collect())
            }
        };
        self.remember(frame.anchor, &value);
        self.complete(value, frame.start..range.end.max(frame.start))
    }

    fn remember(&mut self, anchor: usize, value: &Value) {
        if anchor != 0 {
            let (nodes, depth) = measure(value);
            let value = value.clone();
            self.anchors.insert(
                anchor,
                Anchored {
                    value,
                    nodes,
                    depth,
                },
            );
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) -> Result<(), Problem> {
        let Some(Anchored {
            value,
            nodes,
            depth,
        }) = self.anchors.get(&id)
        else {
            return Err(unsupported("an alias inside the node it stands for", range));
        };
        // Counted before it is copied, so that an alias bomb costs no memory.
        if self.nodes.saturating_add(*nodes) > self.limit {
            return Err(unsupported("aliases expand to too many nodes", range));
        }
        if self.open.len() + depth > MAX_DEPTH {
            let message = format!("aliases nest deeper than {MAX_DEPTH} levels");
            return Err(unsupported(message, range));
        }
        self.nodes += nodes;
        let value = value.clone();
        if self.expects_key() {
            let Value::String(text) = value else {
                return Err(unsupported("only text can be a key", range));
            };
            return self.key(text, range);
        }
        self.complete(value, range)
    }

    /// Puts a finished node where it belongs.
    fn complete(&mut self, value: Value, range: Range<usize>) -> Result<(), Problem> {
        self.nodes += 1;
        if self.nodes > self.limit {
            return Err(unsupported("the file has too many nodes", range));
        }
        if let Some(pointer) = self.pointer()
            && let Some(spans) = &mut self.spans
        {
            spans.insert_value(pointer, range.clone());
        }
        match self.open.last_mut().map(|frame| &mut frame.kind) {
            None => self.root = Some(value),
            Some(FrameKind::List(items)) => items.push(value),
            Some(FrameKind::Map {
                members,
                merged,
                key,
            }) => match key.take() {
                Some(key) if key == "<<" => merge(value, merged, range)?,
                Some(key) => {
                    members.entry(key).or_insert(value);
                }
                None => return Err(unsupported("a value without a key", range)),
            },
        }
        Ok(())
    }
}

fn merge(
    value: Value,
    merged: &mut BTreeMap<String, Value>,
    range: Range<usize>,
) -> Result<(), Problem> {
    let maps = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    for map in maps {
        let Value::Object(members) = map else {
            return Err(unsupported("`<<` merges mappings only", range));
        };
        for (key, value) in members {
            merged.entry(key).or_insert(value);
        }
    }
    Ok(())
}

/// How many nodes a value has, and how many containers lie inside each other.
fn measure(value: &Value) -> (usize, usize) {
    let inside = |items: &mut dyn Iterator<Item = &Value>| {
        let (nodes, depth) = items
            .map(measure)
            .fold((0, 0), |(n, d), (nodes, depth)| (n + nodes, depth.max(d)));
        (nodes + 1, depth + 1)
    };
    match value {
        Value::Array(items) => inside(&mut items.iter()),
        Value::Object(members) => inside(&mut members.values()),
        _ => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(yaml: &str, expect: Value) {
        let (value, problems) = parse(yaml, None);
        assert!(problems.is_empty(), "{}", problems[0].message);
        assert_eq!(value, Some(expect));
    }

    #[track_caller]
    fn check_refused(yaml: &str, message: &str, at: usize) {
        let (_, problems) = parse(yaml, None);
        let first = problems.first().expect("refused");
        assert!(first.message.contains(message), "{}", first.message);
        assert_eq!(first.range.start, at);
    }

    #[test]
    fn reads_yaml_as_people_write_it() {
        check("200: ok", json!({"200": "ok"}));
        check(
            "[no, yes, 2024-01-01, null, ~, True]",
            json!(["no", "yes", "2024-01-01", null, null, true]),
        );
        check(
            "[1, -2, 0x10, 1.5, 1e3, 0123, 1.2.3, +3]",
            json!([1, -2, 16, 1.5, 1000.0, "0123", "1.2.3", 3]),
        );
        check("['1', \"2\", !!str 3]", json!(["1", "2", "3"]));
        check("18446744073709551616", json!(18446744073709551616.0));
        check("a: 1\r\nb: |\r\n  x\r\n", json!({"a": 1, "b": "x\n"}));
        check("", Value::Null);
    }

    #[test]
    fn follows_aliases_and_merge_keys() {
        check(
            "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}",
            json!({"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}),
        );
    }

    #[test]
    fn refuses_what_it_would_misread() {
        check_refused("a: 1\na: 2\n", "`a` stands twice", 5);
        check_refused("a: [1\nb: 2", "illegal placement of ':'", 7);
        check_refused("a: [1, 2\n", "unclosed bracket", 3);
        check_refused("a: !mine 1", "the tag `!mine`", 9);
        check_refused("a: 1\n---\nb: 2\n", "second YAML document", 5);
        check_refused("{[1]: 2}", "cannot be a key", 1);
        let deep = "[".repeat(200) + &"]".repeat(200);
        check_refused(&deep, "deeper than 128", 128);
    }

    #[test]
    fn an_alias_bomb_is_refused_before_it_grows() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..30 {
            let refs = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{refs}]\n"));
        }
        let (value, problems) = parse(&bomb, None);
        assert_eq!(value, None);
        assert!(problems[0].message.contains("too many nodes"));
    }

    #[test]
    fn aliases_cannot_nest_without_end() {
        let mut deep = "a0: &a0 []\n".to_owned();
        for level in 1..40 {
            let (open, close) = ("[".repeat(10), "]".repeat(10));
            deep.push_str(&format!(
                "a{level}: &a{level} {open}*a{}{close}\n",
                level - 1
            ));
        }
        let (value, problems) = parse(&deep, None);
        assert_eq!(value, None);
        assert!(
            problems[0].message.contains("deeper than 128"),
            "{}",
            problems[0].message
        );
    }

    #[test]
    fn positions_are_those_of_keys_and_values() {
        let text = "a:\n  - {b: 1}\nc: *x\n";
        let text = &text.replace("*x", "2");
        let mut spans = Spans::default();
        parse(text, Some(&mut spans));
        let b = Pointer::root().child("a").item(0).child("b");
        assert_eq!(spans.key(&b).map(|r| &text[r]), Some("b"));
        assert_eq!(spans.value(&b).map(|r| &text[r]), Some("1"));
        let missing = b.child("nothing");
        assert_eq!(spans.value(&missing).map(|r| &text[r]), Some("1"));
    }

    #[test]
    fn json_with_tabs_has_positions_too() {
        let text = "{\n\t\"a\": [\n\t\t1,\n\t\t\"\\ud83d\\ude00\"\n\t]\n}";
        let mut spans = Spans::default();
        let (value, problems) = parse(text, Some(&mut spans));
        assert!(problems.is_empty(), "{}", problems[0].message);
        assert_eq!(value, Some(json!({"a": [1, "😀"]})));
        let one = Pointer::root().child("a").item(0);
        assert_eq!(spans.value(&one).map(|r| &text[r]), Some("1"));
    }
}
