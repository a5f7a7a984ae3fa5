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
        let mut path = self.0.clone();
        path.push('/');
        path.push_str(&key.replace('~', "~0").replace('/', "~1"));
        Self(path)
    }

    /// The pointer to the item `index` of this node.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
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
        document.pointer(&self.0)
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
