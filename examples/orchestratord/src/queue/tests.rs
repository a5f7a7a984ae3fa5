use config_schema::FullPolicy;
use uuid::Uuid;

use super::{Full, Level, Queues};

fn task(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn queues(capacities: [usize; 2], weights: [u32; 2], policy: FullPolicy) -> Queues {
    let level = |at: usize| Level {
        capacity: capacities[at],
        weight: weights[at],
    };
    Queues::new(&[level(0), level(1)], policy)
}

fn all(mut queues: Queues) -> Vec<u128> {
    let tasks = std::iter::from_fn(|| queues.pop());
    tasks.map(|task| task.as_u128()).collect()
}

#[test]
fn the_higher_priority_goes_first_and_the_older_task_within_one() {
    // OC-CORE-1004
    let mut queues = queues([3, 3], [1, 1], FullPolicy::Reject);
    for (level, number) in [(1, 1), (0, 2), (1, 3), (0, 4)] {
        queues.push(level, task(number)).unwrap();
    }
    assert_eq!(all(queues), [2, 4, 1, 3]);
}

#[test]
fn a_full_queue_refuses_under_reject() {
    // OC-CORE-1003, OC-CORE-1008, OC-CORE-1009
    let mut queues = queues([1, 2], [1, 1], FullPolicy::Reject);
    queues.push(0, task(1)).unwrap();
    assert_eq!(queues.push(0, task(2)), Err(Full));
    assert_eq!(queues.push(1, task(3)).map(|p| p.position), Ok(0));
    assert_eq!(queues.push(1, task(4)).map(|p| p.position), Ok(1));
    assert_eq!(queues.push(1, task(5)), Err(Full));
    assert_eq!(all(queues), [1, 3, 4]);
}

#[test]
fn under_drop_lru_the_task_that_nobody_asked_for_makes_room() {
    // OC-CORE-1006
    let mut queues = queues([2, 2], [1, 1], FullPolicy::DropLru);
    let first = queues.push(0, task(1)).unwrap();
    queues.push(0, task(2)).unwrap();
    queues.asked(first.ticket);
    let third = queues.push(0, task(3)).unwrap();
    assert_eq!((third.dropped, third.position), (Some(task(2)), 1));
    assert_eq!(all(queues), [1, 3]);
}

#[test]
fn under_shed_low_priority_the_newest_lower_task_makes_room() {
    // OC-CORE-1007
    let mut queues = queues([1, 2], [1, 1], FullPolicy::ShedLowPriority);
    for (level, number) in [(1, 1), (1, 2), (0, 3)] {
        assert_eq!(queues.push(level, task(number)).unwrap().dropped, None);
    }
    let fourth = queues.push(0, task(4)).unwrap();
    assert_eq!((fourth.dropped, fourth.position), (Some(task(2)), 1));
    assert_eq!(queues.push(1, task(5)), Err(Full), "the room was lent");
    queues.push(0, task(6)).unwrap();
    assert_eq!(queues.push(0, task(7)), Err(Full), "nobody lower is left");
    assert_eq!(all(queues), [3, 4, 6]);
}

#[test]
fn a_cancelled_task_is_not_next() {
    // OC-CORE-1005
    let mut queues = queues([2, 2], [1, 1], FullPolicy::Reject);
    let first = queues.push(0, task(1)).unwrap();
    let second = queues.push(0, task(2)).unwrap();
    assert_eq!(queues.position(second.ticket), Some(1));
    assert!(queues.remove(first.ticket));
    assert!(!queues.remove(first.ticket), "only once");
    assert_eq!(queues.position(second.ticket), Some(0));
    assert_eq!(queues.position(first.ticket), None);
    assert_eq!(all(queues), [2]);
}

#[test]
fn levels_with_weights_share_dispatches() {
    // OC-CORE-1015
    let mut queues = queues([6, 6], [3, 1], FullPolicy::Reject);
    for number in 1..=6 {
        queues.push(0, task(number)).unwrap();
        queues.push(1, task(10 + number)).unwrap();
    }
    assert_eq!(all(queues), [1, 2, 3, 11, 4, 5, 6, 12, 13, 14, 15, 16]);
}

#[test]
fn a_level_that_is_not_there_is_full() {
    let mut queues = queues([1, 1], [1, 1], FullPolicy::ShedLowPriority);
    assert_eq!(queues.push(2, task(1)), Err(Full));
    assert_eq!((queues.depth(2), queues.capacity(2)), (0, 0));
    assert!(queues.is_empty());
}
