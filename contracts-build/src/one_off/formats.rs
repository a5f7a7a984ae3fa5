//! The Rust types of formats where no manifest names them.

use std::collections::BTreeMap;

use super::Strings;

/// Types that read all text of their format, and write what means the same.
///
/// No such type is known for others: URLs change when they are read (`http://a` becomes `http://a/`), decimals have no
/// bound, and what services put into `ipv4`, `time` or `duration` differs too much (docs/decisions/0008).
const TYPED: [(&str, &str); 4] = [
    ("byte", "::contracts_runtime::wire::Base64"),
    ("date", "::chrono::NaiveDate"),
    ("date-time", "::chrono::DateTime<::chrono::FixedOffset>"),
    ("uuid", "::uuid::Uuid"),
];

/// Formats and their types.
pub(crate) fn of(strings: Strings) -> BTreeMap<String, String> {
    let typed = TYPED.iter().filter(|_| strings == Strings::Typed);
    typed
        .map(|(format, path)| ((*format).to_owned(), (*path).to_owned()))
        .collect()
}
