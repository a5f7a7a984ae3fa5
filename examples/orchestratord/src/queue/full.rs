//! What a full queue does.

use config_schema::FullPolicy;
use uuid::Uuid;

use super::levels::Line;

/// Takes out the task that has to make room at `level`; none where the policy makes no room.
pub(super) fn make_room(lines: &mut [Line], policy: FullPolicy, level: usize) -> Option<Uuid> {
    match policy {
        // OC-CORE-1003
        FullPolicy::Reject => None,
        FullPolicy::DropLru => longest_unasked(lines.get_mut(level)?),
        FullPolicy::ShedLowPriority => lowest_newest(lines.get_mut(level + 1..)?),
    }
}

/// The task of a queue that has not been asked for longest (OC-CORE-1006).
fn longest_unasked(line: &mut Line) -> Option<Uuid> {
    let oldest = line.waiting.iter().min_by_key(|(_, waiting)| waiting.asked);
    let number = *oldest?.0;
    line.waiting.remove(&number).map(|waiting| waiting.task)
}

/// The task that came last to the lowest priority below (OC-CORE-1007): it would have waited longest.
fn lowest_newest(lower: &mut [Line]) -> Option<Uuid> {
    let line = lower.iter_mut().rev().find(|l| !l.waiting.is_empty())?;
    line.waiting.pop_last().map(|(_, waiting)| waiting.task)
}
