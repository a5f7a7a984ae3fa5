//! The orchestrator as a whole, with time that only passes where nothing else is to be done.

mod bench;
mod cancel;
mod engines;
mod leftovers;
mod logs;
mod pools;
mod records;
mod refusals;
mod sessions;
mod streams;
