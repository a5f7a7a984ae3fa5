//! The configuration's types, the source of its JSON Schema.
//!
//! This file is compiled twice, as a module of the crate and by `build.rs`: it uses nothing but std, serde and schemars.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

/// The configuration of the orchestrator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which models are trusted. Defaults to the strict policy.
    #[serde(default)]
    pub catalog: Catalog,
    /// The pools of replicas that run tasks; at least one.
    #[schemars(length(min = 1), extend("x-req-id" = "OC-CONFIG-6020"))]
    pub pools: Vec<Pool>,
    /// Where the orchestrator listens and who may call it. Defaults to loopback only.
    #[serde(default)]
    pub server: Server,
    /// How long sessions live and what each may use up. Defaults to 10 minutes and no budgets.
    #[serde(default)]
    pub sessions: Sessions,
}

/// The catalog of models.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Catalog {
    /// What a model must prove before it may be used. Defaults to mode `strict` and nothing further.
    pub trust_policy: TrustPolicy,
}

/// What a model must prove before it may be used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TrustPolicy {
    /// What happens to a model that does not meet the policy. Defaults to `strict`.
    pub mode: TrustMode,
    /// The registries that models may come from. Defaults to none, which means any.
    #[schemars(inner(length(min = 1)))]
    pub allowed_registries: Vec<String>,
    /// Whether a model needs a verified signature. Defaults to `false`.
    pub require_signature: bool,
    /// Whether a model needs a software bill of materials. Defaults to `false`.
    pub require_sbom: bool,
    /// Files with the certificates that signatures may go back to. Defaults to none, which means the system's.
    #[schemars(inner(length(min = 1)))]
    pub ca_roots: Vec<String>,
}

/// What happens to a model that does not meet the trust policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TrustMode {
    /// It is refused.
    #[default]
    Strict,
    /// It is accepted and the violation is logged.
    Permissive,
}

/// A pool: replicas of one model on one engine behind one set of queues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-req-id" = "OC-CONFIG-6021"))]
pub struct Pool {
    /// The pool's name in URLs, metrics and logs: letters, digits, `.`, `_` and `-`.
    #[schemars(
        length(max = 64),
        regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"),
        example = "pool-a"
    )]
    pub id: String,
    /// The engine that runs the model.
    pub engine: Engine,
    /// The model: a path, or a name that the engine or the catalog knows.
    #[schemars(length(min = 1))]
    pub model: String,
    /// The indices of the devices that the pool may use; at least one, none twice.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub devices: Vec<u32>,
    /// The quantisation, such as `Q4_K_M`. Defaults to the one that the model comes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub quant: Option<String>,
    /// The context length in tokens. Defaults to the model's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub ctx: Option<u32>,
    /// The share of the model that each device takes, as ratios in the order of `devices`. Defaults to equal shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1), inner(range(min = 0.0)))]
    pub tensor_split: Option<Vec<f64>>,
    /// Whether the model is loaded when the pool starts instead of with the first task. Defaults to `false`.
    #[serde(default)]
    pub preload: bool,
    /// Whether every replica must run the same engine version, as determinism needs. Defaults to `false`.
    #[serde(default)]
    pub require_same_engine_version: bool,
    /// The version of the sampler profile that tasks get which name none. Defaults to the engine's own profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub sampler_profile_version: Option<String>,
    /// The queue of each priority. Defaults to 64 tasks and the policy `reject`.
    #[serde(default)]
    pub queue: Queue,
    /// Who gets in, and how fast. Defaults to the priorities `interactive` and `batch` without limits of their own.
    #[serde(default)]
    pub admission: Admission,
    /// How long a task may take. Defaults to 10 minutes in all and 30 seconds without a token.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// Where the engine comes from. Defaults to an engine that somebody else runs.
    #[serde(default)]
    pub provisioning: Provisioning,
}

/// An inference engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// llama.cpp's server.
    LlamaCpp,
    /// vLLM.
    Vllm,
    /// Hugging Face's Text Generation Inference.
    Tgi,
    /// NVIDIA Triton.
    Triton,
}

/// The queue of one priority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// How many tasks may wait. Defaults to 64.
    #[schemars(range(min = 1))]
    pub capacity: u32,
    /// What happens when the queue is full. Defaults to `reject`.
    pub full_policy: FullPolicy,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            capacity: 64,
            full_policy: FullPolicy::default(),
        }
    }
}

/// What happens to a task that finds its queue full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FullPolicy {
    /// It is refused.
    #[default]
    Reject,
    /// The task that has not been asked for longest makes room.
    DropLru,
    /// A task of a lower priority makes room; without one the new task is refused.
    ShedLowPriority,
}

/// Who gets in, and how fast.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Admission {
    /// Settings of single priorities, highest first. Defaults to none: `interactive` before `batch`, no limits.
    pub priorities: Vec<Priority>,
}

/// The settings of one priority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// The priority's name, such as `interactive` or `batch`.
    #[schemars(
        length(max = 64),
        regex(pattern = r"^[a-z][a-z0-9_-]*$"),
        example = &"interactive"
    )]
    pub name: String,
    /// How many tasks of this priority may wait. Defaults to the capacity of the pool's queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub queue_capacity: Option<u32>,
    /// How many tasks per second are admitted. Defaults to no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub rate_limit_rps: Option<f64>,
    /// The share of dispatches relative to the other priorities. Defaults to 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    pub weight: u32,
}

fn one() -> u32 {
    1
}

/// How long a task may take, in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Timeouts {
    /// Milliseconds from dispatch to the last token. Defaults to 600000, ten minutes.
    #[schemars(range(min = 1))]
    pub wall_ms: u64,
    /// Milliseconds without a new token. Defaults to 30000.
    #[schemars(range(min = 1))]
    pub idle_ms: u64,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            wall_ms: 600_000,
            idle_ms: 30_000,
        }
    }
}

/// Where a pool's engine and model come from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend(
    "x-req-id" = "OC-CONFIG-6022",
    "allOf" = [needs("source"), needs("container"), needs("package"), needs("binary")]
))]
pub struct Provisioning {
    /// How the engine gets onto the machine; each mode but `external` needs the section of its name.
    /// Defaults to `external`.
    pub mode: ProvisioningMode,
    /// For the mode `source`: the repository to build. Defaults to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// For the mode `container`: the image to run. Defaults to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<Container>,
    /// For the mode `package`: the package to install. Defaults to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// For the mode `binary`: the program to download. Defaults to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary: Option<Binary>,
    /// The model's files. Defaults to none: the engine finds the pool's `model` by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelFiles>,
    /// The ports that replicas may listen on, none twice. Defaults to none: the system chooses.
    #[schemars(inner(range(min = 1)), extend("uniqueItems" = true))]
    pub ports: Vec<u16>,
    /// The engine's environment; values are treated as secrets. Defaults to none.
    pub env: BTreeMap<String, Secret>,
    /// Further arguments of the engine's command line. Defaults to none.
    pub flags: Vec<String>,
    /// Whether system packages may be installed. Defaults to `false`.
    pub allow_package_installs: bool,
    /// Whether programs may be downloaded. Defaults to `false`.
    pub allow_binary_downloads: bool,
}

/// The rule that a provisioning mode needs the section of its name (OC-CONFIG-6022).
fn needs(mode: &str) -> Schema {
    json_schema!({
        "if": {"required": ["mode"], "properties": {"mode": {"const": mode}}},
        "then": {
            "description": format!("the provisioning mode `{mode}` needs the section `{mode}`"),
            "required": [mode],
            "properties": {(mode): {"type": "object"}},
        },
    })
}

/// How an engine gets onto the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ProvisioningMode {
    /// Not at all: somebody else runs it.
    #[default]
    External,
    /// It is built from source.
    Source,
    /// It runs in a container.
    Container,
    /// It is installed by the system's package manager.
    Package,
    /// It is downloaded as a program.
    Binary,
}

/// A repository to build an engine from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The repository's URL or path.
    #[schemars(length(min = 1))]
    pub repo: String,
    /// The commit, tag or branch.
    #[serde(rename = "ref")]
    #[schemars(length(min = 1))]
    pub reference: String,
    /// Whether submodules are fetched. Defaults to `false`.
    #[serde(default)]
    pub submodules: bool,
    /// The build command, argument by argument. Defaults to none: the engine's usual build.
    #[serde(default)]
    pub build: Vec<String>,
}

/// A container image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Container {
    /// The image's name without tag.
    #[schemars(length(min = 1))]
    pub image: String,
    /// The image's tag; required, because a tag that moves breaks determinism.
    #[schemars(length(min = 1))]
    pub tag: String,
}

/// A package of the system's package manager.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The package's name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The version. Defaults to the newest that the package manager knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub version: Option<String>,
}

/// A program to download.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Binary {
    /// Where it is downloaded from.
    #[schemars(url, example = "https://example.com/engine")]
    pub url: String,
    /// Its SHA-256, as `sha256:` and 64 hexadecimal digits.
    #[schemars(regex(pattern = CHECKSUM))]
    pub checksum: String,
}

/// A model's files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelFiles {
    /// Where the files come from: a path, a URL, or a name in the catalog.
    #[serde(rename = "ref")]
    #[schemars(length(min = 1))]
    pub reference: String,
    /// The folder that keeps downloaded files. Defaults to the user's cache folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub cache_dir: Option<String>,
    /// The SHA-256, as `sha256:` and 64 hexadecimal digits. Defaults to none: the files are not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = CHECKSUM))]
    pub checksum: Option<String>,
}

const CHECKSUM: &str = "^sha256:[0-9a-f]{64}$";

/// Where the orchestrator listens and who may call it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend(
    "x-req-id" = "OC-CONFIG-6032",
    "if" = {"required": ["bind_addr"], "properties": {"bind_addr": {"not": {"pattern": LOOPBACK}}}},
    "then" = {
        "description": "an address that is not loopback is open to others and needs `auth_token` (OC-CONFIG-6032)",
        "required": ["auth_token"],
        "properties": {"auth_token": {"type": "string"}},
    }
))]
pub struct Server {
    /// Address and port to listen on; needs `auth_token` unless it is loopback. Defaults to `127.0.0.1:8080`.
    #[schemars(
        regex(pattern = BIND_ADDR),
        example = "127.0.0.1:8080",
        extend("x-req-id" = "OC-CONFIG-6031")
    )]
    pub bind_addr: String,
    /// The API key that callers must present. Defaults to none, which loopback alone allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1), extend("x-secret" = true))]
    pub auth_token: Option<Secret>,
    /// Whether callers on the same machine may leave the key out although there is one. Defaults to `false`.
    pub auth_optional: bool,
    /// Whether the identity that a proxy vouches for counts as authentication. Defaults to `false`.
    pub trust_proxy_auth: bool,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            // OC-CONFIG-6030
            bind_addr: "127.0.0.1:8080".to_owned(),
            auth_token: None,
            auth_optional: false,
            trust_proxy_auth: false,
        }
    }
}

/// How long sessions live and what each may use up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// Milliseconds that a session lives without a task. Defaults to 600000, ten minutes.
    #[schemars(range(min = 1))]
    pub ttl_ms: u64,
    /// The tokens that a session may generate. Defaults to no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_budget: Option<u64>,
    /// The milliseconds that a session may compute. Defaults to no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_budget_ms: Option<u64>,
    /// What a session may cost, in the currency of the deployment. Defaults to no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub cost_budget: Option<f64>,
    /// What a generated token costs. Defaults to 0.
    #[schemars(range(min = 0.0))]
    pub cost_per_token: f64,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            ttl_ms: 600_000,
            tokens_budget: None,
            time_budget_ms: None,
            cost_budget: None,
            cost_per_token: 0.0,
        }
    }
}

/// Host or bracketed IPv6 address, a colon, a port up to 65535 (OC-CONFIG-6031).
const BIND_ADDR: &str = concat!(
    r"^(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+)",
    r":(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})$"
);

/// Addresses that need no token (OC-CONFIG-6032): those that only the machine itself reaches. What merely begins
/// with `127.` may be any host name.
/// A port that is missing is a mistake of its own, not a reason to ask for a token.
const LOOPBACK: &str = r"^(127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|localhost|\[::1\])(:|$)";

/// A text that is not shown: its `Debug` output is `Secret(***)`.
///
/// Serialising does write the text, so that a configuration survives being written and read. Comparing takes time
/// that depends on the content; compare what callers present in another way.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(
    inline,
    description = "A text that is not shown.",
    extend("x-secret" = true)
)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}
