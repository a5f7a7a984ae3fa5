//! The files people edit: reading them, parsing them, and finding places in them.
//!
//! YAML, JSON and TOML all become the same [`serde_json::Value`]; a JSON pointer names a node of it.
//! Positions are not kept while parsing. When a finding is rendered, the file is parsed a second
//! time with positions switched on.

#[cfg(feature = "spec")]
mod comment;
mod files;
mod json;
mod line;
mod scalar;
mod spans;
mod toml;
mod yaml;

use std::{cell::RefCell, collections::BTreeMap, fmt, ops::Range, path::Path, rc::Rc, sync::Arc};

use serde_json::Value;

#[cfg(feature = "spec")]
pub(crate) use comment::comments;
pub use files::{Disk, Files, Memory};
pub use line::Location;

use crate::{
    Error, Finding, Pointer,
    finding::{Place, Spot},
};
use line::Lines;
use spans::Spans;

/// A file's name: its path relative to the folder of `contracts.toml`, with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(Arc<str>);

impl SourceId {
    /// The file at `path`, relative to the root of its [`Sources`].
    pub fn new(path: &str) -> Self {
        Self(path.replace('\\', "/").into())
    }

    /// The relative path, with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a relative path, with `/` between its parts, leads to something inside its folder on every
/// system: it goes up nowhere, and is neither empty nor absolute.
///
/// ```
/// use contracts_core::source::stays_inside;
///
/// assert!(stays_inside("src/generated.rs"));
/// assert!(!stays_inside("src/../../secret") && !stays_inside("/etc/passwd") && !stays_inside("C:/x"));
/// ```
pub fn stays_inside(path: &str) -> bool {
    !path.contains([':', '\\']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a source is written; told by its file extension, YAML where that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.yaml`, `.yml` and everything unknown.
    Yaml,
    /// `.json`.
    Json,
    /// `.toml` and `.lock`.
    Toml,
}

impl Format {
    fn of(id: &SourceId) -> Self {
        match Path::new(id.as_str()).extension().and_then(|e| e.to_str()) {
            Some("json") => Self::Json,
            Some("toml" | "lock") => Self::Toml,
            _ => Self::Yaml,
        }
    }
}

/// The text of every file that was read, and where to read more.
pub struct Sources {
    files: Box<dyn Files>,
    texts: BTreeMap<SourceId, String>,
    /// Filled when the first finding of a file is rendered.
    spans: RefCell<BTreeMap<SourceId, Rc<Spans>>>,
}

impl Sources {
    /// Files below the folder `root`.
    pub fn disk(root: impl AsRef<Path>) -> Self {
        Self::from_files(Disk::new(root.as_ref()))
    }

    /// Files that exist only in memory, as `(path, text)`.
    pub fn memory<P: AsRef<str>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self::from_files(Memory::new(files))
    }

    /// Files of any other kind.
    pub fn from_files(files: impl Files + 'static) -> Self {
        let files = Box::new(files);
        let texts = BTreeMap::new();
        let spans = RefCell::default();
        Self {
            files,
            texts,
            spans,
        }
    }

    /// Reads a file once; a byte order mark is dropped.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is not UTF-8.
    pub fn read(&mut self, id: &SourceId) -> Result<&str, Error> {
        if !self.texts.contains_key(id) {
            let mut text = self.files.read(id)?;
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            self.texts.insert(id.clone(), text);
        }
        Ok(self.texts.get(id).map_or("", String::as_str))
    }

    /// Takes a text that is in no file, such as what a server answered; places in it are found by `id`.
    pub fn add(&mut self, id: &SourceId, text: &str) {
        self.texts.insert(id.clone(), text.to_owned());
    }

    /// Every file in a folder and below it; see [`Files::list`].
    ///
    /// # Errors
    ///
    /// A folder cannot be read.
    pub fn list(&self, folder: &str) -> Result<Vec<SourceId>, Error> {
        self.files.list(folder)
    }

    /// The text of a file that was read before.
    pub fn text(&self, id: &SourceId) -> Option<&str> {
        self.texts.get(id).map(String::as_str)
    }

    /// The files read so far, in order of their names.
    pub fn ids(&self) -> impl Iterator<Item = &SourceId> {
        self.texts.keys()
    }

    /// Reads and parses a YAML, JSON or TOML file into one tree.
    ///
    /// The tree is `None` when the syntax is broken; the findings then say where. Duplicate keys
    /// are findings too, and the first of the two values is kept.
    ///
    /// # Errors
    ///
    /// The file cannot be opened, or is not UTF-8.
    pub fn parse(&mut self, id: &SourceId) -> Result<(Option<Value>, Vec<Finding>), Error> {
        let text = self.read(id)?;
        let (value, problems) = parse(text, Format::of(id), None);
        let findings = problems
            .into_iter()
            .map(|problem| problem.into_finding(id))
            .collect();
        Ok((value, findings))
    }

    /// Turns a place into file, line and column. The place of a node that does not exist is that of
    /// the nearest node around it.
    pub fn locate(&self, place: &Place) -> Location {
        let file = place.source.to_string();
        match self.range(place).zip(self.text(&place.source)) {
            Some((range, text)) => Lines::new(text).location(file, range),
            None => Location::file(file),
        }
    }

    /// The bytes of the file that a place covers; `None` for a whole file.
    pub fn range(&self, place: &Place) -> Option<Range<usize>> {
        let text = self.text(&place.source)?;
        let range = match &place.spot {
            Spot::File => return None,
            Spot::Bytes(range) => range.clone(),
            Spot::Value(pointer) => self.spans(&place.source, text).value(pointer)?,
            Spot::Key(pointer) => self.spans(&place.source, text).key(pointer)?,
        };
        // Parsers count bytes; what is shown is cut between characters.
        let boundary = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(range.start);
        Some(start..boundary(range.end).max(start))
    }

    fn spans(&self, id: &SourceId, text: &str) -> Rc<Spans> {
        let mut cache = self.spans.borrow_mut();
        let spans = cache.entry(id.clone()).or_insert_with(|| {
            let mut spans = Spans::default();
            parse(text, Format::of(id), Some(&mut spans));
            Rc::new(spans)
        });
        Rc::clone(spans)
    }

    /// The source text of a scalar exactly as it was written, quotes included.
    pub(crate) fn raw(&self, id: &SourceId, pointer: &Pointer) -> Option<&str> {
        let range = self.range(&Place::value(id, pointer))?;
        self.text(id)?.get(range)
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.texts.keys()).finish()
    }
}

/// A syntax problem, before it knows which file it is in.
struct Problem {
    code: crate::Code,
    range: Range<usize>,
    message: String,
    help: Option<&'static str>,
}

impl Problem {
    fn into_finding(self, id: &SourceId) -> Finding {
        let place = Place::bytes(id, self.range);
        let mut finding = Finding::new(self.code, place, self.message);
        finding.help = self.help.map(str::to_owned);
        finding
    }
}

fn parse(text: &str, format: Format, spans: Option<&mut Spans>) -> (Option<Value>, Vec<Problem>) {
    match format {
        Format::Toml => toml::parse(text, spans),
        Format::Json if spans.is_none() => json::parse(text),
        // JSON is read as YAML flow style when positions are wanted: serde_json keeps none.
        Format::Json | Format::Yaml => yaml::parse(text, spans),
    }
}
