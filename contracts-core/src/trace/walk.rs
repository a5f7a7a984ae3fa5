//! From the crates' roots through their modules, to every id in a comment.

use std::{collections::BTreeMap, ops::Range, rc::Rc};

use syn::{Attribute, Item, ItemMod};

use super::{
    Claim, Listed, Site, Sites, Target, Test,
    doctest::{DocTest, doctests},
    test_fn::{TestFn, is_cfg_test, tests},
};
use crate::{
    Code, Error, Finding,
    finding::Place,
    source::{SourceId, Sources, comments},
    spec::{Ids, Mention},
};

/// How deep modules may nest; a `#[path]` that leads in a circle ends here.
const DEPTH: usize = 64;

/// Reads the modules of every target and finds the ids that their comments name.
///
/// A module whose file is not there is left out, as is one outside the root: the compiler knows better
/// which of them are compiled. A file that is no Rust is a finding.
///
/// # Errors
///
/// The first file of a target cannot be read.
pub fn code(
    sources: &mut Sources,
    targets: &[Target],
    ids: &Ids,
) -> Result<(Sites, Vec<Finding>), Error> {
    let walk = walked(sources, targets, ids)?;
    Ok((walk.sites, walk.findings))
}

/// Every test function of the targets, whether it names an id or not; see [`code`].
///
/// # Errors
///
/// As [`code`].
pub fn functions(
    sources: &mut Sources,
    targets: &[Target],
    ids: &Ids,
) -> Result<(Vec<Listed>, Vec<Finding>), Error> {
    let walk = walked(sources, targets, ids)?;
    Ok((walk.functions, walk.findings))
}

fn walked<'w>(
    sources: &'w mut Sources,
    targets: &[Target],
    ids: &'w Ids,
) -> Result<Walk<'w>, Error> {
    let mut walk = Walk {
        sources,
        ids,
        files: BTreeMap::new(),
        findings: Vec::new(),
        sites: Sites::default(),
        functions: Vec::new(),
    };
    for target in targets {
        walk.sources.read(&target.root)?;
        let module = Module {
            target,
            file: target.root.clone(),
            folder: folder(target.root.as_str()).to_owned(),
            path: Vec::new(),
            test: target.is_test(),
        };
        walk.file(&module);
    }
    walk.settle();
    Ok(walk)
}

struct Walk<'w> {
    sources: &'w mut Sources,
    ids: &'w Ids,
    /// `None` for files that are no Rust.
    files: BTreeMap<SourceId, Option<Rc<Parsed>>>,
    findings: Vec<Finding>,
    sites: Sites,
    /// Every test function of every target.
    functions: Vec<Listed>,
}

/// What there is to know about a file, whoever compiles it.
struct Parsed {
    items: Vec<Item>,
    /// Ids in comments.
    mentions: Vec<Mention>,
    comments: Vec<Range<usize>>,
    doctests: Vec<DocTest>,
}

/// A module as one target compiles it.
struct Module<'t> {
    target: &'t Target,
    file: SourceId,
    /// Where its modules' files are.
    folder: String,
    path: Vec<String>,
    /// Whether it is there for tests only.
    test: bool,
}

/// What belongs to tests in one file.
#[derive(Default)]
struct Found {
    functions: Vec<(String, TestFn)>,
    regions: Vec<Range<usize>>,
}

impl Walk<'_> {
    fn file(&mut self, module: &Module<'_>) {
        let Some(parsed) = self.parsed(&module.file) else {
            return;
        };
        let mut found = Found::default();
        self.items(&parsed.items, module, true, &mut found);
        self.mentions(&parsed, module, &found);
    }

    /// Tests and modules among the items of a file or of a module in it.
    fn items(&mut self, items: &[Item], module: &Module<'_>, whole_file: bool, found: &mut Found) {
        for function in tests(items) {
            let path: Vec<&str> = module.path.iter().map(String::as_str).collect();
            let path = [path.as_slice(), &[function.name.as_str()]]
                .concat()
                .join("::");
            found.functions.push((path, function));
        }
        for item in items {
            let range = syn::spanned::Spanned::span(item).byte_range();
            if is_cfg_test(attributes(item)) {
                found.regions.push(range);
            }
            if let Item::Mod(item) = item {
                self.module(item, module, whole_file, found);
            }
        }
    }

    fn module(&mut self, item: &ItemMod, outer: &Module<'_>, whole_file: bool, found: &mut Found) {
        if outer.path.len() >= DEPTH {
            return;
        }
        let ident = item.ident.to_string();
        let name = ident.strip_prefix("r#").unwrap_or(&ident);
        let base = match whole_file {
            true => folder(outer.file.as_str()),
            false => outer.folder.as_str(),
        };
        let named = path_attribute(&item.attrs).and_then(|path| joined(base, &path));
        let mut inner = Module {
            target: outer.target,
            file: outer.file.clone(),
            folder: joined(&outer.folder, name).unwrap_or_default(),
            path: outer.path.iter().cloned().chain([ident.clone()]).collect(),
            test: outer.test || is_cfg_test(&item.attrs),
        };
        if let Some((_, items)) = &item.content {
            inner.folder = named.unwrap_or(inner.folder);
            return self.items(items, &inner, false, found);
        }
        let candidates = match named {
            Some(path) => {
                inner.folder = folder(&path).to_owned();
                vec![path]
            }
            None => vec![
                format!("{}.rs", inner.folder),
                format!("{}/mod.rs", inner.folder),
            ],
        };
        let mut files = candidates.iter().map(|path| SourceId::new(path));
        if let Some(file) = files.find(|file| self.sources.read(file).is_ok()) {
            inner.file = file;
            self.file(&inner);
        }
    }

    fn parsed(&mut self, file: &SourceId) -> Option<Rc<Parsed>> {
        if let Some(known) = self.files.get(file) {
            return known.clone();
        }
        let text = self.sources.text(file)?;
        let parsed = match syn::parse_file(&without_shebang(text)) {
            Ok(parsed) => Some(Rc::new(Parsed::new(text, parsed.items, self.ids))),
            Err(error) => {
                let place = Place::bytes(file, error.span().byte_range());
                let message = format!("this is no Rust: {error}");
                let finding = Finding::new(Code::RustSyntax, place, message);
                self.findings
                    .push(finding.help("the compiler says more about it"));
                None
            }
        };
        self.files.insert(file.clone(), parsed.clone());
        parsed
    }

    /// Sorts the ids of a file by what they stand in.
    fn mentions(&mut self, parsed: &Parsed, module: &Module<'_>, found: &Found) {
        let text = self
            .sources
            .text(&module.file)
            .unwrap_or_default()
            .to_owned();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for (path, function) in &found.functions {
            let mut claims = Vec::new();
            for mention in claimed(&text, parsed, function, self.ids) {
                taken.push(mention.range.clone());
                claims.push(mention.id.clone());
                let (path, cases) = (path.clone(), function.cases);
                self.claim(module, &mention, Test::Function { path, cases });
            }
            self.functions.push(Listed {
                target: module.target.clone(),
                file: module.file.clone(),
                path: path.clone(),
                ids: claims,
            });
        }
        let rest = parsed
            .mentions
            .iter()
            .filter(|it| !taken.contains(&it.range));
        for mention in rest {
            let inside = |range: &Range<usize>| range.contains(&mention.range.start);
            let test = module.test || found.regions.iter().any(inside);
            let doctest = parsed.doctests.iter().find(|it| inside(&it.range));
            match doctest.filter(|_| module.target.doctest && !test) {
                Some(doctest) => {
                    let (file, line) = (module.file.clone(), doctest.line);
                    self.claim(module, mention, Test::Doc { file, line });
                }
                None if test => self.sites.mentioned.push(site(&module.file, mention)),
                None => self.sites.implemented.push(site(&module.file, mention)),
            }
        }
    }

    fn claim(&mut self, module: &Module<'_>, mention: &Mention, test: Test) {
        let claim = Claim {
            site: site(&module.file, mention),
            target: module.target.clone(),
            test,
            ambiguous: false,
        };
        self.sites.claimed.push(claim);
    }

    /// Files that several targets compile are there once, and claims know their namesakes.
    fn settle(&mut self) {
        once(&mut self.sites.implemented);
        once(&mut self.sites.mentioned);
        let implemented = &self.sites.implemented;
        self.sites
            .mentioned
            .retain(|site| !implemented.contains(site));
        for claim in &mut self.sites.claimed {
            let Test::Function { path, .. } = &claim.test else {
                continue;
            };
            claim.ambiguous = self.functions.iter().any(|it| {
                it.target == claim.target && it.path == *path && !it.ids.contains(&claim.site.id)
            });
        }
    }
}

impl Parsed {
    fn new(text: &str, items: Vec<Item>, ids: &Ids) -> Self {
        let comments = comments(text);
        let mentions = comments
            .iter()
            .flat_map(|range| mentioned(text, range, ids));
        Self {
            items,
            mentions: mentions.collect(),
            doctests: doctests(text, &comments),
            comments,
        }
    }
}

/// The ids that a test names: in the comments right above it, in its attributes, in its comments.
fn claimed(text: &str, parsed: &Parsed, function: &TestFn, ids: &Ids) -> Vec<Mention> {
    let mut start = function.range.start;
    for comment in parsed
        .comments
        .iter()
        .rev()
        .filter(|it| it.end <= function.range.start)
    {
        let between = &text[comment.end..start];
        let apart = !between.trim().is_empty() || between.matches('\n').count() > 1;
        // One behind other code is about that.
        if apart || !line_before(text, comment.start).trim().is_empty() {
            break;
        }
        start = comment.start;
    }
    let behind = parsed.comments.iter().find(|it| {
        let between = text.get(function.range.end..it.start);
        between.is_some_and(|between| between.chars().all(|c| matches!(c, ' ' | '\t')))
    });
    let end = behind.map_or(function.range.end, |comment| comment.end);
    let inside = |mention: &&Mention| (start..end).contains(&mention.range.start);
    let mut found: Vec<Mention> = parsed.mentions.iter().filter(inside).cloned().collect();
    for attribute in &function.attributes {
        for mention in mentioned(text, attribute, ids) {
            if !found.contains(&mention) {
                found.push(mention);
            }
        }
    }
    found
}

/// What stands before a place on its line.
fn line_before(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    &text[start..at]
}

fn mentioned(text: &str, range: &Range<usize>, ids: &Ids) -> Vec<Mention> {
    let found = ids.find(&text[range.clone()]).map(|id| Mention {
        id: text[range.clone()][id.clone()].to_owned(),
        range: range.start + id.start..range.start + id.end,
    });
    found.collect()
}

fn site(file: &SourceId, mention: &Mention) -> Site {
    Site {
        id: mention.id.clone(),
        place: Place::bytes(file, mention.range.clone()),
    }
}

fn once(sites: &mut Vec<Site>) {
    let mut seen: Vec<Site> = Vec::new();
    sites.retain(|site| {
        let first = !seen.contains(site);
        if first {
            seen.push(site.clone());
        }
        first
    });
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}

/// What `#[path = "…"]` says.
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let pair = attribute.meta.require_name_value().ok()?;
        match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) if pair.path.is_ident("path") => Some(text.value()),
            _ => None,
        }
    })
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path from a folder on; `None` where it leaves the root.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A script's first line is no Rust; places after it stay what they are.
fn without_shebang(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("#!") && !first.starts_with("#![") => {
            format!("{}\n{rest}", " ".repeat(first.len()))
        }
        _ => text.to_owned(),
    }
}
