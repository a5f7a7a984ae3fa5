//! Blocks of text to what a spec document says.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::{
    Anchors, Heading, Ids, Mention, Requirement, SpecDocument,
    block::{Block, Kind, blocks},
    level,
    sentence::sentences,
};
use crate::source::SourceId;

/// Reads one document.
pub(super) fn read(source: &SourceId, markdown: &str, ids: &Ids) -> SpecDocument {
    let document = SpecDocument {
        source: source.clone(),
        headings: Vec::new(),
        requirements: Vec::new(),
        unnamed: Vec::new(),
        references: Vec::new(),
        retired: Vec::new(),
        not_implemented: Vec::new(),
    };
    let mut reader = Reader {
        ids,
        document,
        anchors: Anchors::default(),
        list: None,
        open: None,
    };
    for block in &blocks(markdown) {
        reader.block(block);
    }
    for requirement in &mut reader.document.requirements {
        requirement.hash = hash(&requirement.title);
    }
    reader.document
}

struct Reader<'i> {
    ids: &'i Ids,
    document: SpecDocument,
    anchors: Anchors,
    /// The section that lists ids, and the level of its heading.
    list: Option<(List, u8)>,
    /// The requirement that goes on in the list below it, and how many lists it stands in itself.
    open: Option<(usize, usize)>,
}

/// What a section lists ids for.
#[derive(Clone, Copy)]
enum List {
    Retired,
    NotImplemented,
}

/// The id of a sentence, and what else it says.
struct Definition {
    id: Range<usize>,
    rest: Range<usize>,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let whole = 0..block.text.len();
        match block.kind {
            Kind::Heading(level) => self.heading(block, level),
            Kind::TableHead => self.references(block, whole, None),
            _ if block.quoted => self.references(block, whole, None),
            _ => match self.list {
                Some((list, _)) => self.listed(block, list),
                None => self.prose(block),
            },
        }
    }

    fn heading(&mut self, block: &Block, level: u8) {
        self.open = None;
        self.references(block, 0..block.text.len(), None);
        let anchor = self.anchors.anchor(&block.text);
        let text = normal(&block.text);
        if self.list.is_none_or(|(_, outer)| level <= outer) {
            self.list = match text.to_lowercase().as_str() {
                "retired" => Some((List::Retired, level)),
                "not implemented" => Some((List::NotImplemented, level)),
                _ => None,
            };
        }
        self.document.headings.push(Heading { text, anchor });
    }

    /// Ids up to the first other word are listed; those behind it are references.
    fn listed(&mut self, block: &Block, list: List) {
        let mut end = 0;
        for id in self.ids.find(&block.text) {
            let between =
                block.text[end..id.start].trim_matches(['[', ']', '(', ')', ',', ';', ' ']);
            if !matches!(between, "" | "and") {
                break;
            }
            let mention = mention(block, &id);
            match list {
                List::Retired => self.document.retired.push(mention),
                List::NotImplemented => self.document.not_implemented.push(mention),
            }
            end = id.end;
        }
        self.references(block, end..block.text.len(), None);
    }

    fn prose(&mut self, block: &Block) {
        let parts = self.parts(block);
        if let Some((index, depth)) = self.open {
            let own = parts
                .first()
                .is_some_and(|(_, definition)| definition.is_some());
            if block.depth <= depth {
                self.open = None;
            } else if !own {
                return self.go_on(block, index);
            }
        }
        let last = parts.len().saturating_sub(1);
        for (index, (range, definition)) in parts.into_iter().enumerate() {
            let goes_on = index == last && block.text[range.clone()].ends_with(':');
            self.sentence(block, range, definition, goes_on);
        }
    }

    fn sentence(
        &mut self,
        block: &Block,
        range: Range<usize>,
        definition: Option<Definition>,
        goes_on: bool,
    ) {
        let Some(Definition { id, rest }) = definition else {
            if !words(block, &range).is_empty() {
                self.document.unnamed.push(block.source(&range));
            }
            return self.references(block, range, None);
        };
        let mention = mention(block, &id);
        let requirement = Requirement {
            id: mention.id,
            id_range: mention.range,
            range: block.source(&range),
            title: normal(&block.text[rest.clone()]),
            heading: self.document.headings.len().checked_sub(1),
            words: in_source(block, words(block, &rest)),
            links: links(block, &range),
            hash: String::new(),
        };
        self.document.requirements.push(requirement);
        self.references(block, range, Some(id));
        if goes_on {
            self.open = Some((self.document.requirements.len() - 1, block.depth));
        }
    }

    /// An item of the list in which a requirement goes on.
    fn go_on(&mut self, block: &Block, index: usize) {
        let whole = 0..block.text.len();
        self.references(block, whole.clone(), None);
        let Some(requirement) = self.document.requirements.get_mut(index) else {
            return;
        };
        requirement.title.push(' ');
        requirement.title.push_str(&normal(&block.text));
        requirement
            .words
            .extend(in_source(block, words(block, &whole)));
        requirement.links.extend(links(block, &whole));
    }

    fn references(&mut self, block: &Block, range: Range<usize>, own: Option<Range<usize>>) {
        let text = &block.text[range.clone()];
        let found = self.ids.find(text);
        let found = found.map(|id| id.start + range.start..id.end + range.start);
        let others = found.filter(|id| own.as_ref() != Some(id));
        let mentions = others.map(|id| mention(block, &id));
        self.document.references.extend(mentions);
    }

    /// The sentences of a block with their ids. An id that stands alone belongs to its neighbour.
    fn parts(&self, block: &Block) -> Vec<(Range<usize>, Option<Definition>)> {
        let found = sentences(&block.text, &block.code);
        let count = found.len();
        let mut parts: Vec<(Range<usize>, Option<Definition>)> = Vec::new();
        let mut start = None;
        for (index, range) in found.into_iter().enumerate() {
            let alone = self.is_id_alone(&block.text[range.clone()]);
            if alone && index + 1 < count {
                start.get_or_insert(range.start);
                continue;
            }
            let mut range = start.take().unwrap_or(range.start)..range.end;
            if alone
                && parts
                    .last()
                    .is_some_and(|(_, definition)| definition.is_none())
            {
                range.start = parts.pop().map_or(range.start, |(before, _)| before.start);
            }
            let definition = self
                .leading(block, &range)
                .or_else(|| self.closing(block, &range));
            parts.push((range, definition));
        }
        parts
    }

    fn is_id_alone(&self, sentence: &str) -> bool {
        self.ids
            .is(sentence.trim_matches(['(', ')', '[', ']', '.', ':', ' ']))
    }

    /// The id that opens a sentence: set off from the rest, or followed by a normative sentence.
    fn leading(&self, block: &Block, range: &Range<usize>) -> Option<Definition> {
        let text = &block.text[range.clone()];
        let skipped = text.len() - text.trim_start_matches(['[', '(', ' ']).len();
        let id = self
            .ids
            .find(text)
            .next()
            .filter(|id| id.start == skipped)?;
        let after = &text[id.end..];
        let id = id.start + range.start..id.end + range.start;
        if in_link(block, &id) {
            return None;
        }
        let behind = after.trim_start_matches([']', ')', ':', '.', '-', '–', '—', ' ']);
        let rest = range.end - behind.len()..range.end;
        let bold = |part: &Range<usize>| part.start == id.start && part.end <= id.end + 1;
        let off = after.starts_with([']', ')', ':', '.'])
            || after.trim_start().starts_with(['–', '—'])
            || after.starts_with(" - ")
            || block.strong.iter().chain(&block.code).any(bold);
        let plain = after.starts_with(' ') && !words(block, &rest).is_empty();
        (off || plain).then_some(Definition { id, rest })
    }

    /// The id in parentheses that closes a normative sentence.
    fn closing(&self, block: &Block, range: &Range<usize>) -> Option<Definition> {
        let text = &block.text[range.clone()];
        let inner = text
            .trim_end_matches(['.', '!', '?', ' '])
            .strip_suffix([')', ']'])?;
        let open = inner.rfind(['(', '['])?;
        let id = range.start + open + 1..range.start + inner.len();
        let rest = range.start..range.start + open;
        let normative = !words(block, &rest).is_empty();
        let defines = self.ids.is(&block.text[id.clone()]) && normative && !in_link(block, &id);
        defines.then_some(Definition { id, rest })
    }
}

fn mention(block: &Block, id: &Range<usize>) -> Mention {
    Mention {
        id: block.text[id.clone()].to_owned(),
        range: block.source(id),
    }
}

fn in_link(block: &Block, id: &Range<usize>) -> bool {
    let mut links = block.links.iter();
    links.any(|(range, _)| range.start <= id.start && id.end <= range.end)
}

/// The normative words of a part of a block, by their places in its text. Code has none.
fn words(block: &Block, range: &Range<usize>) -> Vec<(super::Level, Range<usize>)> {
    let mut found = level::words(&block.text[range.clone()]);
    for (_, word) in &mut found {
        *word = word.start + range.start..word.end + range.start;
    }
    found.retain(|(_, word)| !block.code.iter().any(|code| code.contains(&word.start)));
    found
}

fn in_source(
    block: &Block,
    words: Vec<(super::Level, Range<usize>)>,
) -> Vec<(super::Level, Range<usize>)> {
    let places = words.into_iter();
    places
        .map(|(level, word)| (level, block.source(&word)))
        .collect()
}

fn links(block: &Block, range: &Range<usize>) -> Vec<String> {
    let inside = block
        .links
        .iter()
        .filter(|(at, _)| range.contains(&at.start));
    inside.map(|(_, to)| to.clone()).collect()
}

/// The words of a text with one space between them: how a line is broken means nothing.
fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn hash(title: &str) -> String {
    let digest = Sha256::digest(title.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
