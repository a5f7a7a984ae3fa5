use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::{Link, Page, Target, allow, path};
use crate::{Finding, source::SourceId, spec};

/// What HTML within Markdown links to, and the anchors it sets; comments are skipped over.
static ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?s)<!--.*?-->|\s(href|src|id|name)\s*=\s*["']([^"']*)["']"#).ok()
});

/// The links and anchors of a Markdown document.
pub(super) fn page(source: &SourceId, text: &str) -> Page {
    let mut scan = Scan::new(source, text);
    scan.run();
    let mut page = scan.page;
    page.anchors.extend(spec::anchors(text));
    page
}

/// The links of Markdown wherever it stands. Places are those in `text`.
pub(super) struct Scan<'t> {
    text: &'t str,
    pub(super) page: Page,
    /// How deep in links, whose text claims nothing by itself.
    links: usize,
    skipping: usize,
    /// Where the last heading ends, and its level; 0 at the document's beginning.
    heading: (usize, u8),
    /// What is accepted up to the next heading of this level, by its place in the page.
    open: Vec<(usize, u8)>,
}

impl<'t> Scan<'t> {
    pub(super) fn new(source: &SourceId, text: &'t str) -> Self {
        let page = Page {
            source: source.clone(),
            links: Vec::new(),
            anchors: BTreeSet::new(),
            allowances: Vec::new(),
            findings: Vec::new(),
        };
        Self {
            text,
            page,
            links: 0,
            skipping: 0,
            heading: (0, 0),
            open: Vec::new(),
        }
    }

    pub(super) fn run(&mut self) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        // Brackets alone are text, as in `[0, 1]`; those that name a definition want one.
        let undefined = |link: BrokenLink<'_>| {
            let full = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
            full.then(|| (CowStr::from(""), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(self.text, options, Some(undefined));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range);
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                self.links += 1;
                self.link(link_type, &dest_url, &id, range);
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            }) => self.link(link_type, &dest_url, &id, range),
            Event::End(TagEnd::Link) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) => self.heading(level as u8, &range),
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => self.skipping += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            Event::Code(code) if self.links == 0 && self.skipping == 0 => {
                if let Some(path) = path::claimed(&code) {
                    let path = path.to_owned();
                    self.push(range, Target::Path { path });
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.html(&range),
            _ => {}
        }
    }

    /// Ends the sections above.
    fn heading(&mut self, level: u8, range: &Range<usize>) {
        self.heading = (range.end, level);
        let allowances = &mut self.page.allowances;
        self.open.retain(|(index, of)| {
            let goes_on = level > *of;
            if let Some(allowance) = allowances.get_mut(*index).filter(|_| !goes_on) {
                allowance.range.end = range.start;
            }
            goes_on
        });
    }

    fn link(&mut self, kind: LinkType, to: &str, label: &str, range: Range<usize>) {
        if matches!(
            kind,
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown
        ) {
            let label = label.to_owned();
            return self.push(range, Target::Undefined { label });
        }
        // The address alone, where it stands as it is.
        let written = &self.text[range.clone()];
        let range = match written.rfind(to).filter(|_| !to.is_empty()) {
            Some(at) => range.start + at..range.start + at + to.len(),
            None => range,
        };
        if let Some(target) = target(self.page.folder(), self.page.source.as_str(), to) {
            self.push(range, target);
        }
    }

    /// A comment, or tags. What a comment says is nothing but whether it accepts something.
    fn html(&mut self, range: &Range<usize>) {
        let html = &self.text[range.clone()];
        let comment = match html.find("-->") {
            Some(end) if html.starts_with("<!--") => end + "-->".len(),
            _ => 0,
        };
        match allow::code(&html[..comment]) {
            Some(Ok(code)) => {
                let between = &self.text[self.heading.0..range.start];
                let (range, level) = match allow::is_blank(between) {
                    true => (range.start..self.text.len(), Some(self.heading.1)),
                    false => (allow::reach(self.text, range), None),
                };
                let index = self.page.allowances.len();
                self.open.extend(level.map(|level| (index, level)));
                self.page.allowances.push(allow::Allowance { code, range });
            }
            Some(Err(why)) => {
                let refused = allow::refused(&self.page.source, range.clone(), why);
                self.page.findings.push(refused);
            }
            None => self.attributes(range.start + comment..range.end),
        }
    }

    fn attributes(&mut self, range: Range<usize>) {
        let Some(attribute) = ATTRIBUTE.as_ref() else {
            return;
        };
        let html = &self.text[range.clone()];
        for found in attribute.captures_iter(html) {
            let (Some(name), Some(value)) = (found.get(1), found.get(2)) else {
                continue;
            };
            if matches!(name.as_str(), "id" | "name") {
                self.page.anchors.insert(value.as_str().to_owned());
            } else if let Some(target) = target(
                self.page.folder(),
                self.page.source.as_str(),
                value.as_str(),
            ) {
                self.push(
                    range.start + value.start()..range.start + value.end(),
                    target,
                );
            }
        }
    }

    fn push(&mut self, range: Range<usize>, to: Target) {
        self.page.links.push(Link { range, to });
    }

    pub(super) fn findings(&mut self) -> &mut Vec<Finding> {
        &mut self.page.findings
    }
}

/// What an address in the document `own` leads to; `None` for mail and the like.
fn target(folder: &str, own: &str, to: &str) -> Option<Target> {
    let scheme = to.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |it: &&str| {
        it.len() > 1
            && it
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    match scheme.filter(is_scheme) {
        Some("http" | "https") => {
            let url = to.to_owned();
            return Some(Target::Web { url });
        }
        Some(_) => return None,
        None => {}
    }
    if to.starts_with("//") {
        let url = format!("https:{to}");
        return Some(Target::Web { url });
    }
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (path, anchor) = match to.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
        None => (to, None),
    };
    let path = decoded(path.split('?').next().unwrap_or_default());
    let path = match path.as_str() {
        "" => own.to_owned(),
        // On GitHub these begin at the root of the repository.
        rooted if rooted.starts_with('/') => path::joined("", rooted),
        relative => path::joined(folder, relative),
    };
    Some(Target::File { path, anchor })
}
