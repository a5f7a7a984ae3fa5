//! Markdown as blocks of plain text that know where each letter came from.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Text that belongs together: a paragraph, an item, a heading, a row of a table.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// How many lists it stands in.
    pub(super) depth: usize,
    /// Whether it stands in a quote.
    pub(super) quoted: bool,
    pub(super) text: String,
    pieces: Vec<Piece>,
    /// Inline code, by its place in `text`.
    pub(super) code: Vec<Range<usize>>,
    /// Bold type and emphasis.
    pub(super) strong: Vec<Range<usize>>,
    /// Links, with what they lead to.
    pub(super) links: Vec<(Range<usize>, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Prose,
    Heading(u8),
    /// The names of a table's columns.
    TableHead,
    Row,
}

/// A part of the text, and the part of the source it came from.
#[derive(Debug)]
struct Piece {
    at: usize,
    source: Range<usize>,
    /// Whether both are the same, letter by letter.
    verbatim: bool,
}

impl Block {
    /// The part of the source that a part of the text came from.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start, false);
        start..self.offset(range.end, true).max(start)
    }

    fn offset(&self, at: usize, end: bool) -> usize {
        // The piece a range ends in is the one before its end.
        let inside = |piece: &&Piece| piece.at < at || (!end && piece.at == at);
        match self.pieces.iter().rev().find(inside) {
            Some(piece) if piece.verbatim => {
                (piece.source.start + at - piece.at).min(piece.source.end)
            }
            Some(piece) if end => piece.source.end,
            Some(piece) => piece.source.start,
            None => self.pieces.first().map_or(0, |piece| piece.source.start),
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>) {
        let verbatim = text.len() == source.len();
        let at = self.text.len();
        self.text.push_str(text);
        let piece = Piece {
            at,
            source,
            verbatim,
        };
        self.pieces.push(piece);
    }
}

/// The blocks of a document, in order. Code blocks, HTML, images and front matter are not among them.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    reader.blocks
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Vec<Block>,
    block: Block,
    kind: Kind,
    depth: usize,
    quotes: usize,
    /// How deep in something whose text does not count.
    skipping: usize,
    /// Where open bold parts began, and open links with their destinations.
    strong: Vec<usize>,
    links: Vec<(usize, String)>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            _ if self.skipping > 0 => {}
            Event::Text(text) => self.block.push(&text, range),
            Event::Code(text) => {
                let start = self.block.text.len();
                self.block.push(&text, range);
                self.block.code.push(start..self.block.text.len());
            }
            Event::SoftBreak if matches!(self.kind, Kind::Heading(_)) => {
                // GitHub drops the end of a line from an anchor; in text it is a space.
                self.block.push("\n", range);
            }
            Event::SoftBreak | Event::HardBreak => self.block.push(" ", range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let at = self.block.text.len();
        match tag {
            Tag::Emphasis | Tag::Strong => self.strong.push(at),
            Tag::Link { dest_url, .. } => self.links.push((at, dest_url.into_string())),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Image { .. } => self.skipping += 1,
            Tag::TableCell if at > 0 => self.block.push(" ", range.start..range.start),
            Tag::TableCell => {}
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush();
                self.skipping += 1;
            }
            Tag::Heading { level, .. } => self.open(Kind::Heading(level as u8)),
            Tag::TableHead => self.open(Kind::TableHead),
            Tag::TableRow => self.open(Kind::Row),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::List(_) => {
                self.flush();
                self.depth += 1;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let at = self.block.text.len();
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => {
                let start = self.strong.pop();
                self.block.strong.extend(start.map(|start| start..at));
            }
            TagEnd::Link => {
                let link = self.links.pop();
                let link = link.map(|(start, to)| (start..at, to));
                self.block.links.extend(link);
            }
            TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Image => self.skipping = self.skipping.saturating_sub(1),
            TagEnd::TableCell => {}
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
            }
            _ => self.flush(),
        }
    }

    fn open(&mut self, kind: Kind) {
        self.flush();
        self.kind = kind;
    }

    /// What follows is another block.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        block.kind = std::mem::take(&mut self.kind);
        block.depth = self.depth;
        block.quoted = self.quotes > 0;
        // A heading without text has an anchor all the same.
        if !block.text.trim().is_empty() || matches!(block.kind, Kind::Heading(_)) {
            self.blocks.push(block);
        }
    }
}
