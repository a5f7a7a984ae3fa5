//! `multipart/form-data` (RFC 7578) and its relatives (RFC 2046): bodies of several parts.

mod joined;
mod part;
mod parts;

pub use part::Part;
pub use parts::{Member, Parts};
