//! Sessions: how long they live, what they keep, what they may still use up.

use std::collections::BTreeMap;
use std::time::Duration;

use api_types::data::SessionInfo;
use config_schema::Sessions as Limits;
use tokio::time::Instant;
use uuid::Uuid;

use crate::refusal::ms;

/// Sessions there may be at once. Each needs a task to come into being, so this is far above what queues can hold.
pub const MOST: usize = 10_000;

/// Bytes that a token takes in the mock engines' caches.
const KV_BYTES_PER_TOKEN: u64 = 16 * 1024;

/// What a session may still use up; a budget that is not limited is none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Budget {
    /// Tokens to generate.
    pub tokens: Option<u64>,
    /// Time to compute.
    pub time: Option<Duration>,
    /// Cost, in the currency of the deployment.
    pub cost: Option<f64>,
}

impl Budget {
    /// Whether one of them is used up.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.tokens == Some(0)
            || self.time == Some(Duration::ZERO)
            || self.cost.is_some_and(|cost| cost <= 0.0)
    }
}

/// A replica that holds a session's cache: indices of pool and replica.
pub type Home = (usize, usize);

#[derive(Debug)]
struct Session {
    /// When it was last used; it lives on from here.
    used: Instant,
    /// Tasks that wait or run.
    active: usize,
    turns: i32,
    kv_tokens: u64,
    budget: Budget,
    home: Option<Home>,
}

/// All sessions.
#[derive(Debug)]
pub struct Sessions {
    limits: Limits,
    ttl: Duration,
    all: BTreeMap<Uuid, Session>,
}

impl Sessions {
    /// No sessions yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            ttl: Duration::from_millis(limits.ttl_ms),
            limits,
            all: BTreeMap::new(),
        }
    }

    /// What a session has left; one that does not exist yet has all of it.
    #[must_use]
    pub fn budget(&self, id: Uuid, now: Instant) -> Budget {
        let fresh = || Budget {
            tokens: self.limits.tokens_budget,
            time: self.limits.time_budget_ms.map(Duration::from_millis),
            cost: self.limits.cost_budget,
        };
        self.living(id, now).map_or_else(fresh, |one| one.budget)
    }

    fn living(&self, id: Uuid, now: Instant) -> Option<&Session> {
        self.all
            .get(&id)
            .filter(|session| !self.is_over(session, now))
    }

    /// OC-CORE-1040
    fn is_over(&self, session: &Session, now: Instant) -> bool {
        session.active == 0 && now >= session.used + self.ttl
    }

    /// A task of the session was admitted.
    pub fn begin(&mut self, id: Uuid, now: Instant) {
        let budget = self.budget(id, now);
        if self.living(id, now).is_none() {
            self.all.remove(&id);
            self.make_room(now);
        }
        let session = self.all.entry(id).or_insert(Session {
            used: now,
            active: 0,
            turns: 0,
            kv_tokens: 0,
            budget,
            home: None,
        });
        session.active += 1;
        session.used = now;
    }

    /// Forgets what is over, and the session that was unused longest if that is not enough.
    fn make_room(&mut self, now: Instant) {
        if self.all.len() < MOST {
            return;
        }
        self.sweep(now);
        let idle = self.all.iter().filter(|(_, session)| session.active == 0);
        let oldest = idle.min_by_key(|(_, session)| session.used);
        if let Some(id) = oldest.map(|(id, _)| *id).filter(|_| self.all.len() >= MOST) {
            self.all.remove(&id);
        }
    }

    /// A task of the session runs on `home` now; `cold` gives up the cache.
    pub fn run(&mut self, id: Uuid, home: Home, cold: bool, prompt_tokens: u64) {
        if let Some(session) = self.all.get_mut(&id) {
            if cold || session.home != Some(home) {
                session.kv_tokens = 0;
            }
            session.home = Some(home);
            session.kv_tokens = session.kv_tokens.saturating_add(prompt_tokens);
            session.turns = session.turns.saturating_add(1);
        }
    }

    /// The session pays for a token that took so long; true when a budget is used up by it (OC-CORE-1041).
    pub fn spend(&mut self, id: Uuid, took: Duration) -> bool {
        let Some(session) = self.all.get_mut(&id) else {
            return false;
        };
        session.kv_tokens = session.kv_tokens.saturating_add(1);
        let budget = &mut session.budget;
        budget.tokens = budget.tokens.map(|left| left.saturating_sub(1));
        budget.time = budget.time.map(|left| left.saturating_sub(took));
        let price = self.limits.cost_per_token;
        // What is left of rounding pays for no token.
        let rest = |left: f64| if left < price * 1e-6 { 0.0 } else { left };
        budget.cost = budget.cost.map(|left| rest(left - price));
        budget.is_used_up()
    }

    /// A task computed so long without a token.
    pub fn elapse(&mut self, id: Uuid, took: Duration) {
        if let Some(session) = self.all.get_mut(&id) {
            let time = &mut session.budget.time;
            *time = time.map(|left| left.saturating_sub(took));
        }
    }

    /// A task of the session is over.
    pub fn end(&mut self, id: Uuid, now: Instant) {
        if let Some(session) = self.all.get_mut(&id) {
            session.active = session.active.saturating_sub(1);
            session.used = now;
        }
    }

    /// The replica that holds the session's cache.
    #[must_use]
    pub fn home(&self, id: Uuid) -> Option<Home> {
        self.all.get(&id)?.home
    }

    /// What callers are told of a session.
    #[must_use]
    pub fn info(&self, id: Uuid, now: Instant) -> Option<SessionInfo> {
        let session = self.living(id, now)?;
        let unused = if session.active > 0 {
            Duration::ZERO
        } else {
            now.saturating_duration_since(session.used)
        };
        let Budget { tokens, time, cost } = session.budget;
        Some(SessionInfo {
            ttl_ms_remaining: ms(self.ttl.saturating_sub(unused)),
            turns: session.turns,
            kv_bytes: i64::try_from(session.kv_tokens.saturating_mul(KV_BYTES_PER_TOKEN))
                .unwrap_or(i64::MAX),
            kv_warmth: self.warmth(session, now),
            tokens_budget_remaining: tokens.map(|left| i64::try_from(left).unwrap_or(i64::MAX)),
            time_budget_remaining_ms: time.map(ms),
            #[allow(clippy::cast_possible_truncation, reason = "the contract has a float")]
            cost_budget_remaining: cost.map(|left| left as f32),
        })
    }

    /// A cache cools down evenly over the session's time to live.
    fn warmth(&self, session: &Session, now: Instant) -> f32 {
        if session.kv_tokens == 0 {
            return 0.0;
        }
        let unused = now.saturating_duration_since(session.used).as_secs_f32();
        (1.0 - unused / self.ttl.as_secs_f32()).clamp(0.0, 1.0)
    }

    /// Forgets a session; false where there is none.
    pub fn delete(&mut self, id: Uuid, now: Instant) -> bool {
        let lives = self.living(id, now).is_some();
        self.all.remove(&id);
        lives
    }

    /// Forgets all sessions whose time is over.
    pub fn sweep(&mut self, now: Instant) {
        let ttl = self.ttl;
        self.all.retain(|_, s| s.active > 0 || now < s.used + ttl);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use config_schema::Sessions as Limits;
    use tokio::time::Instant;
    use uuid::Uuid;

    use super::{MOST, Sessions};

    fn limits() -> Limits {
        Limits {
            ttl_ms: 1000,
            tokens_budget: Some(3),
            time_budget_ms: Some(100),
            cost_budget: Some(1.0),
            cost_per_token: 0.25,
        }
    }

    fn after(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_session_ends_when_its_time_has_passed_without_a_task() {
        // OC-CORE-1040
        let (mut sessions, id, start) =
            (Sessions::new(limits()), Uuid::from_u128(1), Instant::now());
        sessions.begin(id, start);
        let late = start + after(5000);
        assert_eq!(
            sessions.info(id, late).unwrap().ttl_ms_remaining,
            1000,
            "a task runs"
        );
        sessions.end(id, late);
        assert_eq!(
            sessions
                .info(id, late + after(999))
                .unwrap()
                .ttl_ms_remaining,
            1
        );
        assert_eq!(sessions.info(id, late + after(1000)), None);
        sessions.sweep(late + after(1000));
        assert!(sessions.is_empty());
    }

    #[test]
    fn tokens_time_and_cost_are_paid_for() {
        // OC-CORE-1041
        let (mut sessions, id, now) = (Sessions::new(limits()), Uuid::from_u128(1), Instant::now());
        sessions.begin(id, now);
        assert!(!sessions.spend(id, after(30)));
        let info = sessions.info(id, now).unwrap();
        assert_eq!(info.tokens_budget_remaining, Some(2));
        assert_eq!(info.time_budget_remaining_ms, Some(70));
        assert_eq!(info.cost_budget_remaining, Some(0.75));
        assert!(!sessions.spend(id, after(30)));
        assert!(sessions.spend(id, after(30)), "no token is left");
        assert!(sessions.budget(id, now).is_used_up());
    }

    #[test]
    fn each_budget_can_be_the_one_that_is_used_up() {
        let now = Instant::now();
        let time = Limits {
            tokens_budget: None,
            cost_budget: None,
            ..limits()
        };
        let cost = Limits {
            tokens_budget: None,
            time_budget_ms: None,
            ..limits()
        };
        let none = Limits {
            time_budget_ms: None,
            ..cost.clone()
        };
        let none = Limits {
            cost_budget: None,
            ..none
        };
        for (limits, spends) in [(time, Some(2)), (cost, Some(4)), (none, None)] {
            let (mut sessions, id) = (Sessions::new(limits.clone()), Uuid::from_u128(1));
            sessions.begin(id, now);
            let used_up = (1..=9).find(|_| sessions.spend(id, after(50)));
            assert_eq!(used_up, spends, "{limits:?}");
        }
    }

    #[test]
    fn a_session_that_is_over_begins_anew() {
        let (mut sessions, id, now) = (Sessions::new(limits()), Uuid::from_u128(1), Instant::now());
        sessions.begin(id, now);
        sessions.run(id, (0, 1), false, 8);
        sessions.spend(id, after(1));
        sessions.end(id, now);
        assert_eq!(sessions.budget(id, now + after(999)).tokens, Some(2));
        let later = now + after(1000);
        assert_eq!(sessions.budget(id, later).tokens, Some(3));
        sessions.begin(id, later);
        let info = sessions.info(id, later).unwrap();
        assert_eq!((info.turns, info.kv_bytes, info.kv_warmth), (0, 0, 0.0));
    }

    #[test]
    fn the_cache_stays_with_its_replica_and_cools_down() {
        let (mut sessions, id, now) = (Sessions::new(limits()), Uuid::from_u128(1), Instant::now());
        sessions.begin(id, now);
        sessions.run(id, (0, 1), false, 8);
        sessions.end(id, now);
        assert_eq!(sessions.home(id), Some((0, 1)));
        let info = sessions.info(id, now + after(250)).unwrap();
        assert_eq!((info.kv_bytes, info.kv_warmth), (8 * 16 * 1024, 0.75));
        sessions.run(id, (0, 2), false, 1);
        assert_eq!(sessions.info(id, now).unwrap().kv_bytes, 16 * 1024, "moved");
        sessions.run(id, (0, 2), true, 2);
        assert_eq!(
            sessions.info(id, now).unwrap().kv_bytes,
            2 * 16 * 1024,
            "cold"
        );
    }

    #[test]
    fn there_are_never_too_many() {
        let (mut sessions, now) = (Sessions::new(limits()), Instant::now());
        for number in 0..MOST + 5 {
            let id = Uuid::from_u128(number as u128);
            sessions.begin(id, now);
            sessions.end(id, now + after(number as u64 % 7));
        }
        assert_eq!(sessions.len(), MOST);
    }

    #[test]
    fn deleting_tells_whether_there_was_one() {
        let (mut sessions, id, now) = (Sessions::new(limits()), Uuid::from_u128(1), Instant::now());
        assert!(!sessions.delete(id, now));
        sessions.begin(id, now);
        assert!(sessions.delete(id, now));
        assert_eq!(sessions.info(id, now), None);
    }
}
