//! Waiting tasks by priority, and who is next.

use std::collections::BTreeMap;

use config_schema::FullPolicy;
use uuid::Uuid;

use super::full;

/// What is configured for one priority; the order of levels is that of their rank, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// How many tasks may wait.
    pub capacity: usize,
    /// The share of dispatches; counts only where levels differ in it.
    pub weight: u32,
}

/// The place of a waiting task, good for finding it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    level: usize,
    number: u64,
}

/// What became of a task that found room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pushed {
    /// Where it waits.
    pub ticket: Ticket,
    /// How many tasks are ahead of it in its queue.
    pub position: usize,
    /// The waiting task that had to make room for it.
    pub dropped: Option<Uuid>,
}

/// There is no room, and the policy makes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// One bounded queue for each priority (OC-CORE-1001).
#[derive(Debug)]
pub struct Queues {
    pub(super) lines: Vec<Line>,
    policy: FullPolicy,
    weighted: bool,
    /// Numbers tasks as they come, and times they are asked for; both only ever grow.
    clock: u64,
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) level: Level,
    /// Dispatches that are left to this level until all levels get their share anew.
    credit: u32,
    pub(super) waiting: BTreeMap<u64, Waiting>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) task: Uuid,
    /// When it was last asked for.
    pub(super) asked: u64,
}

impl Queues {
    /// Empty queues, the highest priority first.
    #[must_use]
    pub fn new(levels: &[Level], policy: FullPolicy) -> Self {
        let line = |level: &Level| Line {
            level: *level,
            credit: level.weight,
            waiting: BTreeMap::new(),
        };
        Self {
            lines: levels.iter().map(line).collect(),
            policy,
            weighted: levels
                .windows(2)
                .any(|pair| pair[0].weight != pair[1].weight),
            clock: 0,
        }
    }

    /// Lets a task wait at `level`. Its position is known without looking at the others (OC-CORE-1009).
    ///
    /// # Errors
    ///
    /// When there is no room and the policy makes none, or no such level.
    pub fn push(&mut self, level: usize, task: Uuid) -> Result<Pushed, Full> {
        let dropped = if self.has_room(level) {
            None
        } else {
            // OC-CORE-1002
            Some(full::make_room(&mut self.lines, self.policy, level).ok_or(Full)?)
        };
        self.clock += 1;
        let number = self.clock;
        let line = self.lines.get_mut(level).ok_or(Full)?;
        let position = line.waiting.len();
        let asked = number;
        line.waiting.insert(number, Waiting { task, asked });
        Ok(Pushed {
            ticket: Ticket { level, number },
            position,
            dropped,
        })
    }

    /// Whether a task may wait at `level` without another one making room. A level is bounded by its own capacity
    /// (OC-CORE-1008), and all levels by the sum: what one of them lent is not there a second time.
    fn has_room(&self, level: usize) -> bool {
        let all: usize = self.lines.iter().map(|line| line.level.capacity).sum();
        let own = |line: &Line| line.waiting.len() < line.level.capacity;
        self.lines.get(level).is_some_and(own) && self.len() < all
    }

    /// Takes out the task that is next: of the highest priority that has one, the one that came first (OC-CORE-1004).
    pub fn pop(&mut self) -> Option<Uuid> {
        let at = self.next_level()?;
        let line = self.lines.get_mut(at)?;
        line.credit = line.credit.saturating_sub(1);
        line.waiting.pop_first().map(|(_, waiting)| waiting.task)
    }

    /// Where weights differ, a level that has used up its share lets the others go first (OC-CORE-1015).
    fn next_level(&mut self) -> Option<usize> {
        let first = self.lines.iter().position(|l| !l.waiting.is_empty())?;
        if !self.weighted {
            return Some(first);
        }
        let entitled = |line: &Line| line.credit > 0 && !line.waiting.is_empty();
        if let Some(at) = self.lines.iter().position(entitled) {
            return Some(at);
        }
        for line in &mut self.lines {
            line.credit = line.level.weight;
        }
        Some(first)
    }

    /// Takes out a task that is no longer to run (OC-CORE-1005); false when it waits no more.
    pub fn remove(&mut self, ticket: Ticket) -> bool {
        let line = self.lines.get_mut(ticket.level);
        line.is_some_and(|line| line.waiting.remove(&ticket.number).is_some())
    }

    /// Notes that a task was asked for.
    pub fn asked(&mut self, ticket: Ticket) {
        self.clock += 1;
        let line = self.lines.get_mut(ticket.level);
        if let Some(waiting) = line.and_then(|line| line.waiting.get_mut(&ticket.number)) {
            waiting.asked = self.clock;
        }
    }

    /// How many tasks are ahead of this one in its queue; none where it waits no more.
    #[must_use]
    pub fn position(&self, ticket: Ticket) -> Option<usize> {
        let line = self.lines.get(ticket.level)?;
        line.waiting.get(&ticket.number)?;
        Some(line.waiting.range(..ticket.number).count())
    }

    /// The tasks that wait at `level`, and those of higher priorities before them, in the order of their dispatch.
    pub fn ahead(&self, level: usize) -> impl Iterator<Item = Uuid> {
        let lines = self.lines.iter().take(level + 1);
        lines.flat_map(|line| line.waiting.values().map(|waiting| waiting.task))
    }

    /// The tasks that wait at `level`.
    #[must_use]
    pub fn depth(&self, level: usize) -> usize {
        self.lines.get(level).map_or(0, |line| line.waiting.len())
    }

    /// How many may wait at `level`.
    #[must_use]
    pub fn capacity(&self, level: usize) -> usize {
        self.lines.get(level).map_or(0, |line| line.level.capacity)
    }

    /// All tasks that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.iter().map(|line| line.waiting.len()).sum()
    }

    /// Whether no task waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.waiting.is_empty())
    }
}
