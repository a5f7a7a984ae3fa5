//! The queues against a list that is searched from its start each time.

use config_schema::FullPolicy;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Full, Level, Queues, Ticket};

/// What a user of the queues may do; numbers choose among the tasks there are.
#[derive(Debug, Clone)]
enum Step {
    Push(usize),
    Pop,
    Cancel(usize),
    Ask(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..3usize).prop_map(Step::Push),
        2 => Just(Step::Pop),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => any::<usize>().prop_map(Step::Ask),
    ];
    prop::collection::vec(step, 0..120)
}

fn policies() -> impl Strategy<Value = FullPolicy> {
    prop_oneof![
        Just(FullPolicy::Reject),
        Just(FullPolicy::DropLru),
        Just(FullPolicy::ShedLowPriority),
    ]
}

/// One list in the order of arrival: level, task, when it was last asked for.
struct Naive {
    capacities: [usize; 3],
    policy: FullPolicy,
    list: Vec<(usize, Uuid, u64)>,
}

impl Naive {
    fn at(&self, level: usize) -> usize {
        self.list.iter().filter(|one| one.0 == level).count()
    }

    fn push(&mut self, level: usize, task: Uuid, now: u64) -> Result<Option<Uuid>, Full> {
        let all: usize = self.capacities.iter().sum();
        let full = self.at(level) >= self.capacities[level] || self.list.len() >= all;
        let victim = match self.policy {
            _ if !full => None,
            FullPolicy::Reject => return Err(Full),
            FullPolicy::DropLru => {
                let own = self.list.iter().filter(|one| one.0 == level);
                Some(own.min_by_key(|one| one.2).ok_or(Full)?.1)
            }
            FullPolicy::ShedLowPriority => {
                let lowest = self.list.iter().map(|one| one.0).max().ok_or(Full)?;
                let last = self
                    .list
                    .iter()
                    .rfind(|one| one.0 == lowest && lowest > level);
                Some(last.ok_or(Full)?.1)
            }
        };
        self.list.retain(|one| Some(one.1) != victim);
        self.list.push((level, task, now));
        Ok(victim)
    }

    fn pop(&mut self) -> Option<Uuid> {
        let first = self.list.iter().map(|one| one.0).min()?;
        let at = self.list.iter().position(|one| one.0 == first)?;
        Some(self.list.remove(at).1)
    }
}

proptest! {
    // OC-CORE-1001, OC-CORE-1002, OC-CORE-1004, OC-CORE-1005
    #[test]
    fn queues_do_what_a_naive_list_does(
        steps in steps(),
        policy in policies(),
        capacities in prop::array::uniform3(1..6usize),
    ) {
        let levels = capacities.map(|capacity| Level { capacity, weight: 1 });
        let mut queues = Queues::new(&levels, policy);
        let mut naive = Naive { capacities, policy, list: Vec::new() };
        let mut tickets: Vec<(Uuid, Ticket)> = Vec::new();
        let mut cancelled: Vec<Uuid> = Vec::new();
        for (now, step) in (0u64..).zip(steps) {
            match step {
                Step::Push(level) => {
                    let task = Uuid::from_u128(now.into());
                    let pushed = queues.push(level, task);
                    prop_assert_eq!(pushed.map(|p| p.dropped), naive.push(level, task, now));
                    if let Ok(pushed) = pushed {
                        prop_assert_eq!(pushed.position + 1, naive.at(level));
                        tickets.push((task, pushed.ticket));
                    }
                }
                Step::Pop => {
                    let next = queues.pop();
                    prop_assert_eq!(next, naive.pop());
                    prop_assert!(next.is_none_or(|task| !cancelled.contains(&task)));
                }
                Step::Cancel(which) if !tickets.is_empty() => {
                    let (task, ticket) = tickets[which % tickets.len()];
                    let waited = naive.list.iter().any(|one| one.1 == task);
                    prop_assert_eq!(queues.remove(ticket), waited);
                    naive.list.retain(|one| one.1 != task);
                    cancelled.push(task);
                }
                Step::Ask(which) if !tickets.is_empty() => {
                    let (task, ticket) = tickets[which % tickets.len()];
                    queues.asked(ticket);
                    for one in naive.list.iter_mut().filter(|one| one.1 == task) {
                        one.2 = now;
                    }
                }
                Step::Cancel(_) | Step::Ask(_) => {}
            }
            prop_assert_eq!(queues.len(), naive.list.len());
            prop_assert!(queues.len() <= capacities.iter().sum());
            for (task, ticket) in &tickets {
                let mine = naive.list.iter().find(|one| one.1 == *task);
                let ahead = mine.map(|me| {
                    naive.list.iter().take_while(|o| o.1 != me.1).filter(|o| o.0 == me.0).count()
                });
                prop_assert_eq!(queues.position(*ticket), ahead);
            }
        }
    }

    // OC-CORE-1008
    #[test]
    fn no_level_outgrows_its_capacity_unless_a_lower_one_gave_up_room(
        pushes in prop::collection::vec(0..3usize, 0..60),
        policy in policies(),
        capacities in prop::array::uniform3(1..6usize),
    ) {
        let levels = capacities.map(|capacity| Level { capacity, weight: 1 });
        let mut queues = Queues::new(&levels, policy);
        for (number, level) in (0u128..).zip(pushes) {
            let _ = queues.push(level, Uuid::from_u128(number));
            let lent = if policy == FullPolicy::ShedLowPriority { usize::MAX } else { 0 };
            for (at, capacity) in capacities.iter().enumerate() {
                prop_assert!(queues.depth(at) <= capacity.saturating_add(lent));
            }
            // The lowest level has nobody to borrow from.
            prop_assert!(queues.depth(2) <= capacities[2]);
        }
    }
}
