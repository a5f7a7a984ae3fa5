//! What the configuration means for this program.
//!
//! The schema has checked the file already. Here are the rules that it cannot express, and those of this program.

mod flags;
mod pool;

use std::path::Path;

use config_schema::{Config, ConfigError, Server, Sessions, TrustPolicy};

pub use flags::Flags;
pub use pool::{PoolSettings, PriorityLevel};

/// Everything that is configured.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What a model must prove.
    pub trust_policy: TrustPolicy,
    /// The pools; none has the id of another.
    pub pools: Vec<PoolSettings>,
    /// Where to listen, and who may call.
    pub server: Server,
    /// How long sessions live.
    pub sessions: Sessions,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read, or does not fit the schema; every mistake with its place.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A rule beyond the schema is broken.
    #[error("{file}: {pointer}: {message}")]
    Rule {
        /// The file.
        file: String,
        /// Where in it, as a JSON pointer.
        pointer: String,
        /// What is wrong.
        message: String,
    },
}

impl Settings {
    /// Loads a configuration file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or holds mistakes.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let config = Config::load(path)?;
        Self::new(&path.display().to_string(), config)
    }

    /// Reads a configuration from text; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// When it holds mistakes.
    pub fn parse(name: &str, text: &str) -> Result<Self, SettingsError> {
        Self::new(name, Config::parse(name, text)?)
    }

    fn new(file: &str, config: Config) -> Result<Self, SettingsError> {
        let mut pools: Vec<PoolSettings> = Vec::new();
        for (at, pool) in config.pools.into_iter().enumerate() {
            let rule = |(pointer, message): (String, String)| SettingsError::Rule {
                file: file.to_owned(),
                pointer: format!("/pools/{at}{pointer}"),
                message,
            };
            if pools.iter().any(|other| other.id == pool.id) {
                let message = format!("there is another pool `{}`", pool.id);
                return Err(rule(("/id".to_owned(), message)));
            }
            pools.push(PoolSettings::new(pool).map_err(rule)?);
        }
        Ok(Self {
            trust_policy: config.catalog.trust_policy,
            pools,
            server: config.server,
            sessions: config.sessions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    const POOL: &str = "pools:\n- {id: p, engine: vllm, model: m, devices: [0, 1]";

    #[test]
    fn each_device_has_a_replica_unless_they_share_the_model() {
        for (rest, replicas) in [("}", 2), (", tensor_split: [1, 1]}", 1)] {
            let settings = Settings::parse("c.yaml", &format!("{POOL}{rest}")).unwrap();
            assert_eq!(settings.pools[0].replicas.len(), replicas, "{rest}");
        }
    }

    #[test]
    fn rules_beyond_the_schema_are_checked_and_say_where() {
        // OC-POOL-3020
        for (rest, expect) in [
            (
                "}\n- {id: p, engine: vllm, model: m, devices: [0]}",
                "c.yaml: /pools/1/id: there is another pool `p`",
            ),
            (
                ", admission: {priorities: [{name: urgent}]}}",
                "c.yaml: /pools/0/admission/priorities/0/name: the API has the priorities `interactive` and `batch`, not `urgent`",
            ),
            (
                ", admission: {priorities: [{name: batch}, {name: batch}]}}",
                "c.yaml: /pools/0/admission/priorities/1/name: `batch` stands here twice",
            ),
            (
                ", tensor_split: [1]}",
                "c.yaml: /pools/0/tensor_split: 1 ratios for 2 devices",
            ),
            (
                ", provisioning: {mode: package, package: {name: x}}}",
                "c.yaml: /pools/0/provisioning/mode: installing packages needs `allow_package_installs`",
            ),
            (
                ", provisioning: {mode: binary, binary: {url: 'https://example.com/x', checksum: 'sha256:0000000000000000000000000000000000000000000000000000000000000000'}}}",
                "c.yaml: /pools/0/provisioning/mode: downloading programs needs `allow_binary_downloads`",
            ),
            (
                ", provisioning: {flags: ['--warp=9']}}",
                "c.yaml: /pools/0/provisioning/flags/0: the mock engine has no flag `--warp=9`",
            ),
            (
                ", provisioning: {flags: ['--parallel=0']}}",
                "c.yaml: /pools/0/provisioning/flags/0: `--parallel` is a number from 1 to 1024",
            ),
        ] {
            let error = Settings::parse("c.yaml", &format!("{POOL}{rest}")).unwrap_err();
            assert_eq!(error.to_string(), expect);
        }
    }

    #[test]
    fn mistakes_that_the_schema_finds_have_line_and_column() {
        let error =
            Settings::parse("c.yaml", "pools: []\nserver: {bind_addr: 0.0.0.0:1}\n").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("c.yaml:1:8: error"), "{text}");
        assert!(text.contains("OC-CONFIG-6032"), "{text}");
    }

    #[test]
    fn priorities_that_are_not_configured_get_what_the_pool_has() {
        let text = format!(
            "{POOL}, queue: {{capacity: 5}}, admission: {{priorities: [{{name: batch, queue_capacity: 2, weight: 3}}]}}}}"
        );
        let settings = Settings::parse("c.yaml", &text).unwrap();
        let levels = &settings.pools[0].levels;
        let seen: Vec<_> = levels
            .iter()
            .map(|l| (l.priority.to_string(), l.level.capacity, l.level.weight))
            .collect();
        assert_eq!(
            seen,
            [("batch".to_owned(), 2, 3), ("interactive".to_owned(), 5, 1)]
        );
    }
}
