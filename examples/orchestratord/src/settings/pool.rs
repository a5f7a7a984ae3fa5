//! What is configured for one pool.

use std::time::Duration;

use api_types::data::{Engine, PolicyLabel, Priority};
use config_schema::{FullPolicy, ModelFiles, Pool, ProvisioningMode};

use super::flags::Flags;
use crate::queue::Level;

/// The context length of a model that the configuration says nothing about.
const CTX: u32 = 32_768;

/// One priority of a pool.
#[derive(Debug, Clone)]
pub struct PriorityLevel {
    /// Which one.
    pub priority: Priority,
    /// Its queue.
    pub level: Level,
    /// Tasks that are admitted in a second.
    pub rate_limit: Option<f64>,
}

/// What is configured for one pool.
#[derive(Debug, Clone)]
pub struct PoolSettings {
    /// Its id.
    pub id: String,
    /// Its engine.
    pub engine: Engine,
    /// The model that it loads first.
    pub model: String,
    /// The longest context in tokens.
    pub ctx: u32,
    /// The devices of each replica.
    pub replicas: Vec<Vec<u32>>,
    /// Whether the model is loaded before the first task comes.
    pub preload: bool,
    /// Whether all replicas run the same version.
    pub same_version: bool,
    /// The sampler profile of tasks that name none.
    pub sampler_profile: Option<String>,
    /// Its priorities, the highest first.
    pub levels: Vec<PriorityLevel>,
    /// What a full queue does.
    pub policy: FullPolicy,
    /// How long a task may take once it runs.
    pub wall: Duration,
    /// How long it may yield no token.
    pub idle: Duration,
    /// The model's files.
    pub files: Option<ModelFiles>,
    /// How its engines behave.
    pub flags: Flags,
}

/// A JSON pointer in the pool, and what is wrong there.
type Rule = (String, String);

impl PoolSettings {
    pub(super) fn new(pool: Pool) -> Result<Self, Rule> {
        check_provisioning(&pool)?;
        let flags = Flags::parse(&pool.provisioning.flags);
        let flags =
            flags.map_err(|(at, message)| (format!("/provisioning/flags/{at}"), message))?;
        let split = pool.tensor_split.as_ref();
        if let Some(ratios) = split.filter(|ratios| ratios.len() != pool.devices.len()) {
            let message = format!("{} ratios for {} devices", ratios.len(), pool.devices.len());
            return Err(("/tensor_split".to_owned(), message));
        }
        Ok(Self {
            engine: match pool.engine {
                config_schema::Engine::LlamaCpp => Engine::Llamacpp,
                config_schema::Engine::Vllm => Engine::Vllm,
                config_schema::Engine::Tgi => Engine::Tgi,
                config_schema::Engine::Triton => Engine::Triton,
            },
            levels: levels(&pool)?,
            // OC-CONFIG-6023
            replicas: if split.is_some() {
                vec![pool.devices]
            } else {
                pool.devices
                    .into_iter()
                    .map(|device| vec![device])
                    .collect()
            },
            id: pool.id,
            model: pool.model,
            ctx: pool.ctx.unwrap_or(CTX),
            preload: pool.preload,
            same_version: pool.require_same_engine_version,
            sampler_profile: pool.sampler_profile_version,
            policy: pool.queue.full_policy,
            wall: Duration::from_millis(pool.timeouts.wall_ms),
            idle: Duration::from_millis(pool.timeouts.idle_ms),
            files: pool.provisioning.model,
            flags,
        })
    }

    /// The rank of a priority, 0 for the highest.
    #[must_use]
    pub fn rank(&self, priority: Priority) -> usize {
        let rank = self
            .levels
            .iter()
            .position(|level| level.priority == priority);
        rank.unwrap_or(self.levels.len())
    }

    /// The policy as callers are told.
    #[must_use]
    pub fn policy_label(&self) -> PolicyLabel {
        match self.policy {
            FullPolicy::Reject => PolicyLabel::Reject,
            FullPolicy::DropLru => PolicyLabel::DropLru,
            FullPolicy::ShedLowPriority => PolicyLabel::ShedLowPriority,
        }
    }
}

/// Nothing is installed or downloaded unless that is allowed (OC-POOL-3020).
fn check_provisioning(pool: &Pool) -> Result<(), Rule> {
    let needs = match pool.provisioning.mode {
        ProvisioningMode::Package if !pool.provisioning.allow_package_installs => {
            "installing packages needs `allow_package_installs`"
        }
        ProvisioningMode::Binary if !pool.provisioning.allow_binary_downloads => {
            "downloading programs needs `allow_binary_downloads`"
        }
        // OC-POOL-3022
        _ => return Ok(()),
    };
    Err(("/provisioning/mode".to_owned(), needs.to_owned()))
}

/// The priorities in their order: those that are configured, then the rest of what the API has.
fn levels(pool: &Pool) -> Result<Vec<PriorityLevel>, Rule> {
    let capacity = |own: Option<u32>| {
        usize::try_from(own.unwrap_or(pool.queue.capacity)).unwrap_or(usize::MAX)
    };
    let mut levels: Vec<PriorityLevel> = Vec::new();
    for (at, one) in pool.admission.priorities.iter().enumerate() {
        let wrong = |message| (format!("/admission/priorities/{at}/name"), message);
        let priority = match one.name.as_str() {
            "interactive" => Priority::Interactive,
            "batch" => Priority::Batch,
            name => {
                let message =
                    format!("the API has the priorities `interactive` and `batch`, not `{name}`");
                return Err(wrong(message));
            }
        };
        if levels.iter().any(|level| level.priority == priority) {
            return Err(wrong(format!("`{}` stands here twice", one.name)));
        }
        levels.push(PriorityLevel {
            priority,
            level: Level {
                capacity: capacity(one.queue_capacity),
                weight: one.weight,
            },
            rate_limit: one.rate_limit_rps,
        });
    }
    for priority in [Priority::Interactive, Priority::Batch] {
        if !levels.iter().any(|level| level.priority == priority) {
            let level = Level {
                capacity: capacity(None),
                weight: 1,
            };
            levels.push(PriorityLevel {
                priority,
                level,
                rate_limit: None,
            });
        }
    }
    Ok(levels)
}
