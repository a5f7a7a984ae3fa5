//! Which operation a path is for.
//!
//! OpenAPI's templates are more than most routers take: `/a/{x}:verb`, `/{a}.{b}`, a literal beside a parameter. Here
//! all templates of an API are one tree of segments, and a literal comes before a segment with parameters in it, which
//! comes before one that is nothing but a parameter.

use std::collections::{BTreeMap, BTreeSet};

use super::{Operation, query::decoded};

/// All templates of an API.
#[derive(Debug, Default)]
pub(super) struct Tree {
    root: Node,
    operations: Vec<&'static Operation>,
}

#[derive(Debug, Default)]
struct Node {
    /// Decoded.
    literals: BTreeMap<String, Node>,
    mixed: Vec<(Vec<Piece>, Node)>,
    parameter: Option<Box<Node>>,
    /// The operations whose template ends here.
    ends: Vec<End>,
}

#[derive(Debug)]
struct End {
    operation: usize,
    names: Vec<&'static str>,
    /// Pairs that a template has behind a question mark, which the query has to have.
    query: Vec<(&'static str, &'static str)>,
}

/// A piece of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// With the characters decoded that need no encoding.
    Literal(String),
    Parameter,
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// An operation, by its number, and what stands in the path for the names of its template, as it is written.
    Operation(usize, Vec<(&'static str, String)>),
    /// Something, but nothing with this method: those that it has.
    Methods(BTreeSet<&'static str>),
    Nothing,
}

impl Tree {
    pub(super) fn add(&mut self, operation: &'static Operation) {
        // A fragment never reaches a server.
        let path = operation.path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut names = Vec::new();
        let mut node = &mut self.root;
        for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
            let pieces = pieces(segment, &mut names);
            node = match pieces.as_slice() {
                [Piece::Parameter] => node.parameter.get_or_insert_default(),
                [Piece::Literal(_)] | [] => {
                    let literal = decoded(segment).unwrap_or_default().into_owned();
                    node.literals.entry(literal).or_default()
                }
                _ => {
                    let found = node.mixed.iter().position(|(other, _)| *other == pieces);
                    let at = found.unwrap_or_else(|| {
                        node.mixed.push((pieces, Node::default()));
                        node.mixed.len() - 1
                    });
                    &mut node.mixed[at].1
                }
            };
        }
        let query = query.split('&').filter(|pair| !pair.is_empty());
        let query = query
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .collect();
        node.ends.push(End {
            operation: self.operations.len(),
            names,
            query,
        });
        // Templates that ask more of the query come first.
        node.ends
            .sort_by_key(|end| std::cmp::Reverse(end.query.len()));
        self.operations.push(operation);
    }

    pub(super) fn operation(&self, number: usize) -> Option<&'static Operation> {
        self.operations.get(number).copied()
    }

    /// What a path is for. Slashes that follow each other count as one, unless what is between them is an empty
    /// parameter: nothing has an empty name.
    pub(super) fn find(&self, method: &str, path: &str, query: &str) -> Route {
        let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let route = self.search(method, query, &segments, false);
        let inner = segments
            .split_last()
            .map_or(&[] as &[&str], |(_, inner)| inner);
        if route != Route::Nothing || !inner.contains(&"") {
            return route;
        }
        if self.search(method, query, &segments, true) != Route::Nothing {
            return Route::Nothing;
        }
        let last = segments.len() - 1;
        let kept = segments.iter().enumerate();
        let kept: Vec<&str> = kept
            .filter(|(at, segment)| *at == last || !segment.is_empty())
            .map(|(_, segment)| *segment)
            .collect();
        self.search(method, query, &kept, false)
    }

    fn search(&self, method: &str, query: &str, segments: &[&str], empty: bool) -> Route {
        let mut search = Search {
            tree: self,
            method,
            query,
            empty,
            captured: Vec::new(),
            allowed: BTreeSet::new(),
        };
        match search.visit(&self.root, segments) {
            Some(route) => route,
            None if search.allowed.is_empty() => Route::Nothing,
            None => Route::Methods(search.allowed),
        }
    }
}

/// A search through the tree.
struct Search<'s> {
    tree: &'s Tree,
    method: &'s str,
    query: &'s str,
    /// Whether parameters may be empty.
    empty: bool,
    captured: Vec<String>,
    allowed: BTreeSet<&'static str>,
}

impl Search<'_> {
    /// The first operation below a node, in the order of precedence.
    fn visit(&mut self, node: &Node, segments: &[&str]) -> Option<Route> {
        let Some((segment, rest)) = segments.split_first() else {
            return self.end(node);
        };
        let literal = decoded(segment).and_then(|text| node.literals.get(text.as_ref()));
        if let Some(route) = literal.and_then(|next| self.visit(next, rest)) {
            return Some(route);
        }
        let before = self.captured.len();
        for (pieces, next) in &node.mixed {
            let text = normal(segment);
            if captures(pieces, &text, &mut self.captured, &mut { STEPS })
                && let Some(route) = self.visit(next, rest)
            {
                return Some(route);
            }
            self.captured.truncate(before);
        }
        let next = node
            .parameter
            .as_deref()
            .filter(|_| self.empty || !segment.is_empty())?;
        self.captured.push((*segment).to_owned());
        let route = self.visit(next, rest);
        self.captured.truncate(before);
        route
    }

    fn end(&mut self, node: &Node) -> Option<Route> {
        let has = |(name, value): &(&str, &str)| {
            let mut pairs = super::query::pairs(self.query);
            pairs.any(|pair| pair.name == *name && (pair.value == *value || value.is_empty()))
        };
        let ends = || {
            let ends = node.ends.iter().filter(|end| end.query.iter().all(has));
            ends.filter_map(|end| Some((end, self.tree.operation(end.operation)?.method)))
        };
        let of = |method: &str| ends().find(|(_, other)| *other == method);
        let found = match (of(self.method), self.method) {
            (None, "HEAD") => of("GET"),
            (found, _) => found,
        };
        let Some((end, _)) = found else {
            self.allowed.extend(ends().map(|(_, method)| method));
            return None;
        };
        let names = end.names.iter().copied();
        let captured = names.zip(self.captured.iter().cloned()).collect();
        Some(Route::Operation(end.operation, captured))
    }
}

/// A template's segment in pieces; its parameters go to `names`.
fn pieces(segment: &'static str, names: &mut Vec<&'static str>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        let braces = rest.find('{').and_then(|open| {
            let close = rest[open..].find('}')? + open;
            Some((open, close))
        });
        let (before, after) = match braces {
            Some((open, close)) => {
                names.push(&rest[open + 1..close]);
                (&rest[..open], Some(&rest[close + 1..]))
            }
            None => (rest, None),
        };
        if !before.is_empty() {
            pieces.push(Piece::Literal(normal(before)));
        }
        if after.is_some() {
            pieces.push(Piece::Parameter);
        }
        rest = after.unwrap_or_default();
    }
    pieces
}

/// Places that are tried in a segment. Somebody may send a long one in which a literal stands often.
const STEPS: usize = 100_000;

/// Matches pieces, each parameter as short as possible.
fn captures(pieces: &[Piece], text: &str, captured: &mut Vec<String>, steps: &mut usize) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    match piece {
        Piece::Literal(literal) => {
            let behind = text.strip_prefix(literal.as_str());
            behind.is_some_and(|behind| captures(rest, behind, captured, steps))
        }
        Piece::Parameter if rest.is_empty() => {
            captured.push(text.to_owned());
            !text.is_empty()
        }
        Piece::Parameter => {
            let before = captured.len();
            // Only where the next literal stands can this parameter end.
            let next = match rest.first() {
                Some(Piece::Literal(literal)) => literal.as_str(),
                _ => "",
            };
            for (end, _) in text.char_indices().skip(1) {
                if *steps == 0 {
                    return false;
                }
                *steps -= 1;
                if !text[end..].starts_with(next) {
                    continue;
                }
                captured.push(text[..end].to_owned());
                if captures(rest, &text[end..], captured, steps) {
                    return true;
                }
                captured.truncate(before);
            }
            false
        }
    }
}

/// With the characters decoded that never need encoding (RFC 3986, section 2.3), so that each text has one form.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        normal.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3);
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        let is_unreserved =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        match code.filter(is_unreserved) {
            Some(byte) => {
                normal.push(char::from(byte));
                rest = &rest[at + 3..];
            }
            None => {
                normal.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    normal.push_str(rest);
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! tree {
        ($($method:literal $path:literal),* $(,)?) => {{
            let mut tree = Tree::default();
            $({
                static OPERATION: Operation = Operation {
                    id: $path, method: $method, path: $path, parameters: &[], body: None, produces: &[], security: &[],
                };
                tree.add(&OPERATION);
            })*
            tree
        }};
    }

    /// The template that a path leads to, and what stands in it.
    fn found(tree: &Tree, method: &str, url: &str) -> String {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        match tree.find(method, path, query) {
            Route::Operation(number, captured) => {
                let path = tree.operation(number).unwrap().path;
                let captured: Vec<String> = captured
                    .iter()
                    .map(|(name, value)| format!(" {name}={value}"))
                    .collect();
                format!("{path}{}", captured.concat())
            }
            Route::Methods(methods) => format!("{methods:?}"),
            Route::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn literals_come_before_parameters() {
        let tree = tree![
            "GET" "/", "GET" "/pets/{id}", "GET" "/pets/mine", "POST" "/pets/{id}:feed", "GET" "/{a}.{b}",
            "DELETE" "/pets/{other}", "GET" "/pets/{id}/toys/{toy}", "GET" "/pets/", "GET" "/a b/ü",
        ];
        let cases = [
            ("GET", "/", "/"),
            ("GET", "/pets/mine", "/pets/mine"),
            ("GET", "/pets/m%69ne", "/pets/mine"),
            ("GET", "/pets/5", "/pets/{id} id=5"),
            ("DELETE", "/pets/mine", "/pets/{other} other=mine"),
            ("POST", "/pets/5:feed", "/pets/{id}:feed id=5"),
            ("GET", "/pets/5:feed", "/pets/{id} id=5:feed"),
            ("POST", "/pets/a%3Ab:feed", "/pets/{id}:feed id=a%3Ab"),
            ("GET", "/x.tar.gz", "/{a}.{b} a=x b=tar.gz"),
            ("GET", "/x%2Etar", "/{a}.{b} a=x b=tar"),
            ("GET", "/.gz", "nothing"),
            (
                "GET",
                "/pets/1/toys/a%2Fb",
                "/pets/{id}/toys/{toy} id=1 toy=a%2Fb",
            ),
            ("GET", "/pets/", "/pets/"),
            ("GET", "/pets", "nothing"),
            ("GET", "/a%20b/%C3%BC", "/a b/ü"),
            ("PUT", "/pets/5", r#"{"DELETE", "GET"}"#),
            ("PUT", "/pets/5:feed", r#"{"DELETE", "GET", "POST"}"#),
            ("HEAD", "/pets/5", "/pets/{id} id=5"),
            ("HEAD", "/nowhere", "nothing"),
        ];
        for (method, path, expected) in cases {
            assert_eq!(found(&tree, method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn slashes_are_one_unless_a_name_is_missing() {
        let tree = tree!["GET" "/v1/tasks/{id}", "GET" "/v1/tasks", "GET" "/v1/tasks/{id}/stream"];
        let cases = [
            ("//v1//tasks", "/v1/tasks"),
            ("/v1///tasks/5", "/v1/tasks/{id} id=5"),
            ("/v1/tasks//stream", "nothing"),
            ("/v1/tasks/", "nothing"),
        ];
        for (path, expected) in cases {
            assert_eq!(found(&tree, "GET", path), expected, "{path}");
        }
    }

    #[test]
    fn what_templates_should_not_have_works_too() {
        let tree = tree![
            "GET" "/query?x=1", "GET" "/query", "GET" "no-slash", "GET" "/matrix;v=1/{a}{b}", "GET" "/part#one",
            "GET" "/open/{brace",
        ];
        let cases = [
            ("/query?y=2&x=1", "/query?x=1"),
            ("/query?x=2", "/query"),
            ("/no-slash", "no-slash"),
            ("/matrix;v=1/xyz", "/matrix;v=1/{a}{b} a=x b=yz"),
            ("/part", "/part#one"),
            ("/open/%7Bbrace", "/open/{brace"),
        ];
        for (path, expected) in cases {
            assert_eq!(found(&tree, "GET", path), expected, "{path}");
        }
    }
}
