//! The mock engines' tokens: the same for the same job and model, on every machine (OC-CORE-1030).

use sha2::{Digest, Sha256};

use super::Job;

const WORDS: [&str; 16] = [
    "the", "river", "runs", "past", "old", "stones", "and", "under", "a", "bridge", "where",
    "light", "falls", "on", "slow", "water",
];

/// An endless source of words.
pub(super) struct Words(u64);

impl Words {
    /// Everything that decides the tokens of a job goes in here, and nothing else.
    pub(super) fn new(job: &Job, model: &str, version: &str) -> Self {
        let mut hash = Sha256::new();
        let profile = job.sampler_profile.as_deref().unwrap_or_default();
        let mut parts = vec![job.prompt.as_str(), model, version, profile];
        parts.extend(job.inputs.iter().map(String::as_str));
        for part in parts {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.update(job.seed.to_le_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Self(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    fn number(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// The next word of a completion, with the blank before it.
    pub(super) fn word(&mut self) -> String {
        let at = usize::try_from(self.number()).unwrap_or(0) % WORDS.len();
        format!(" {}", WORDS.get(at).copied().unwrap_or_default())
    }

    /// A short vector, or the score of a rank: numbers from 0 to 1.
    pub(super) fn vector(&mut self, length: usize) -> String {
        let numbers: Vec<String> = (0..length)
            .map(|_| format!("0.{:03}", self.number() % 1000))
            .collect();
        format!("[{}]", numbers.join(","))
    }
}
