//! The real binary on small projects in temporary folders, one module per promise.

// `cfg(test)` tells clippy that helpers are test code too.
#[cfg(test)]
mod broken;
#[cfg(test)]
mod config;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod dev_loop;
#[cfg(test)]
mod env;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod guard;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod links;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod renderings;
#[cfg(test)]
mod same_bytes;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod specs;
#[cfg(test)]
mod stock;
#[cfg(test)]
mod test_docs;
#[cfg(test)]
mod trace;
