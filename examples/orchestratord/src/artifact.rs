//! Artifacts, stored under the digest of their content.

use std::collections::BTreeMap;
use std::sync::Arc;

use api_types::control::{Artifact, ArtifactCreated, CreateArtifactRequest};
use api_types::data::ErrorKind;
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// Bytes that all artifacts may take. Artifacts are never dropped to make room: who stored one finds it again.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What an artifact costs besides its texts.
const OVERHEAD: usize = 256;

/// All artifacts.
#[derive(Debug)]
pub struct Artifacts {
    most_bytes: usize,
    all: BTreeMap<String, Stored>,
    /// Contents by digest; equal ones are stored once.
    contents: BTreeMap<String, Arc<str>>,
    bytes: usize,
}

#[derive(Debug)]
struct Stored {
    created: ArtifactCreated,
    content: Arc<str>,
    parent: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
}

impl Artifacts {
    /// No artifacts yet, and room for so many bytes.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            all: BTreeMap::new(),
            contents: BTreeMap::new(),
            bytes: 0,
        }
    }

    /// Stores an artifact (OC-CTRL-2065). The same request stores nothing further and gets the same answer.
    ///
    /// # Errors
    ///
    /// When there is no room.
    pub fn create(
        &mut self,
        request: CreateArtifactRequest,
        now_ms: i64,
    ) -> Result<ArtifactCreated, Refusal> {
        let digest = format!("sha256:{}", hex(request.content.as_bytes()));
        let id = identity(&request);
        if let Some(stored) = self.all.get(&id) {
            return Ok(stored.created.clone());
        }
        let known = self.contents.contains_key(&digest);
        let bytes = size(&request, !known);
        if self.bytes + bytes > self.most_bytes {
            let message = "the store of artifacts is full";
            return Err(Refusal::new(ErrorKind::AdmissionReject, message));
        }
        self.bytes += bytes;
        let content = self.contents.entry(digest.clone());
        let content = content.or_insert_with(|| request.content.into()).clone();
        let created = ArtifactCreated {
            id: id.clone(),
            kind: request.kind,
            digest,
            created_ms: now_ms,
            tags: request.tags.unwrap_or_default(),
        };
        let stored = Stored {
            created: created.clone(),
            content,
            parent: request.parent,
            metadata: request.metadata,
        };
        self.all.insert(id, stored);
        Ok(created)
    }

    /// The artifact as it was stored (OC-CTRL-2066).
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Artifact> {
        let stored = self.all.get(id)?;
        let created = stored.created.clone();
        Some(Artifact {
            id: created.id,
            kind: created.kind,
            digest: created.digest,
            created_ms: created.created_ms,
            tags: created.tags,
            content: stored.content.to_string(),
            parent: stored.parent.clone(),
            metadata: stored.metadata.clone(),
        })
    }
}

/// An id that the whole request decides: two artifacts of one content may have other tags.
fn identity(request: &CreateArtifactRequest) -> String {
    // A map, so that the order of members is that of their names.
    let text = serde_json::to_value(request)
        .unwrap_or_default()
        .to_string();
    let mut id = hex(text.as_bytes());
    id.truncate(32);
    format!("art-{id}")
}

/// The SHA-256 in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn size(request: &CreateArtifactRequest, with_content: bool) -> usize {
    let tags = request.tags.iter().flatten().map(|tag| tag.len() + 24);
    let metadata = request.metadata.iter().flatten();
    let metadata = metadata.map(|(name, value)| name.len() + value.len() + 48);
    let content = if with_content {
        request.content.len()
    } else {
        0
    };
    let parent = request.parent.as_ref().map_or(0, String::len);
    OVERHEAD + content + parent + tags.sum::<usize>() + metadata.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use api_types::control::{ArtifactKind, CreateArtifactRequest};
    use api_types::data::ErrorKind;

    use super::{Artifacts, MOST_BYTES};

    fn request(content: &str, tags: &[&str]) -> CreateArtifactRequest {
        CreateArtifactRequest {
            kind: ArtifactKind::Plan,
            content: content.to_owned(),
            tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
            parent: Some("art-0".to_owned()),
            metadata: Some([("author".to_owned(), "me".to_owned())].into()),
        }
    }

    #[test]
    fn an_artifact_is_found_as_it_was_stored() {
        // OC-CTRL-2065, OC-CTRL-2066
        let mut artifacts = Artifacts::new(MOST_BYTES);
        let created = artifacts.create(request("abc", &["x"]), 7).unwrap();
        let of_abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(created.digest, of_abc);
        let found = artifacts.get(&created.id).unwrap();
        assert_eq!((found.content.as_str(), found.created_ms), ("abc", 7));
        assert_eq!(found.tags, ["x"]);
        assert_eq!(found.parent.as_deref(), Some("art-0"));
        assert_eq!(found.metadata.unwrap()["author"], "me");
        assert_eq!(artifacts.get("art-0"), None);
    }

    #[test]
    fn storing_the_same_again_changes_nothing() {
        let mut artifacts = Artifacts::new(MOST_BYTES);
        let first = artifacts.create(request("abc", &["x"]), 7).unwrap();
        let bytes = artifacts.bytes;
        assert_eq!(artifacts.create(request("abc", &["x"]), 8).unwrap(), first);
        assert_eq!(artifacts.bytes, bytes);
        let other = artifacts.create(request("abc", &["y"]), 9).unwrap();
        assert_eq!(other.digest, first.digest);
        assert_ne!(other.id, first.id);
        assert_eq!(artifacts.contents.len(), 1, "the content is stored once");
    }

    #[test]
    fn a_full_store_refuses_and_keeps_what_it_has() {
        let mut artifacts = Artifacts::new(4000);
        let half = "x".repeat(2000);
        let first = artifacts.create(request(&half, &[]), 1).unwrap();
        let refused = artifacts.create(request(&format!("{half}y"), &[]), 1);
        assert_eq!(refused.unwrap_err().code, ErrorKind::AdmissionReject);
        assert!(artifacts.get(&first.id).is_some());
    }
}
