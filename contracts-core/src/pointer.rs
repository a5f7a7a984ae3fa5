use std::fmt;

/// A JSON pointer (RFC 6901): the way from a document's root to one of its nodes.
///
/// ```
/// use contracts_core::Pointer;
///
/// let get = Pointer::root().child("paths").child("/tasks/{id}").child("get");
/// assert_eq!(get.as_str(), "/paths/~1tasks~1{id}/get");
/// assert_eq!(get.last().as_deref(), Some("get"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer as it stands after the `#` of a `$ref`; percent-encoding is undone.
    /// `None` when it is neither empty nor starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = percent_decode(text);
        (text.is_empty() || text.starts_with('/')).then_some(Self(text))
    }

    /// The pointer to the member `key` of this node.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.0.len() + 1 + key.len());
        path.push_str(&self.0);
        let mut child = Self(path);
        child.enter(key);
        child
    }

    /// The pointer to the item `index` of this node.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Goes on to the member `key` of this node; the length of the way so far, by which [`Self::leave`] goes back.
    /// Whoever looks at every node of a document makes no pointer for each.
    pub(crate) fn enter(&mut self, key: &str) -> usize {
        let length = self.0.len();
        self.0.push('/');
        if key.contains(['~', '/']) {
            self.0.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(key);
        }
        length
    }

    /// The same for the item `index`.
    pub(crate) fn enter_item(&mut self, index: usize) -> usize {
        self.enter(&index.to_string())
    }

    /// Goes back to where the way had this length.
    pub(crate) fn leave(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// The pointer to what `inner` names below this node.
    #[must_use]
    pub fn join(&self, inner: &Self) -> Self {
        Self(format!("{}{}", self.0, inner.0))
    }

    /// The way from `base` on; `None` when this pointer does not lead through `base`.
    pub fn below(&self, base: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&base.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// The node that contains this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The unescaped last step; `None` for the root.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescape(last))
    }

    /// The unescaped steps from the root.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The node of `document` that this pointer names.
    pub fn find<'v>(&self, document: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        if self.0.contains('~') {
            return document.pointer(&self.0);
        }
        // serde_json copies each step, in case that it is escaped.
        let mut steps = self.0.split('/').skip(1);
        steps.try_fold(document, |node, step| match node {
            serde_json::Value::Object(members) => members.get(step),
            serde_json::Value::Array(items) => items.get(index(step)?),
            _ => None,
        })
    }

    /// The text form, as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The index that a step is, which has neither a sign nor zeros before it.
fn index(step: &str) -> Option<usize> {
    let is_index = !step.starts_with('+') && (step == "0" || !step.starts_with('0'));
    is_index.then(|| step.parse().ok()).flatten()
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let pointer = Pointer::root().child("a/b~c").item(3);
        assert_eq!(pointer.as_str(), "/a~1b~0c/3");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b~c", "3"]);
        assert_eq!(
            pointer.parent().and_then(|p| p.last()).as_deref(),
            Some("a/b~c")
        );
    }

    #[test]
    fn finds_what_serde_json_finds() {
        let document = serde_json::json!({"a": [[1, 2], {"b/c": 3, "": 4}], "~": {"0": 5}});
        for text in [
            "",
            "/",
            "/a",
            "/a/0/1",
            "/a/00",
            "/a/+0",
            "/a/-1",
            "/a/2",
            "/a/1/b~1c",
            "/a/1/",
            "/~0/0",
            "/~0/1",
            "/a/0/0/0",
            "/b",
        ] {
            let pointer = Pointer(text.to_owned());
            assert_eq!(pointer.find(&document), document.pointer(text), "{text}");
        }
    }

    #[test]
    fn goes_on_and_back() {
        let mut way = Pointer::root().child("a");
        let length = way.enter("b/c");
        let inner = way.enter_item(2);
        assert_eq!(way, Pointer::root().child("a").child("b/c").item(2));
        way.leave(inner);
        assert_eq!(way.as_str(), "/a/b~1c");
        way.leave(length);
        assert_eq!(way.as_str(), "/a");
    }

    #[test]
    fn reads_the_fragment_of_a_ref() {
        let pointer = Pointer::parse("/paths/~1a%7Bid%7D").expect("a pointer");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["paths", "/a{id}"]);
        assert_eq!(Pointer::parse("Name"), None);
        assert_eq!(
            Pointer::parse("/100%").map(|p| p.0).as_deref(),
            Some("/100%")
        );
    }
}
