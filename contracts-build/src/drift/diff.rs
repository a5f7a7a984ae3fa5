use similar::TextDiff;

/// A unified diff from what is committed to what is generated.
pub(super) fn unified(path: &str, committed: &str, generated: &str) -> String {
    TextDiff::from_lines(committed, generated)
        .unified_diff()
        .context_radius(3)
        .header(
            &format!("{path} (committed)"),
            &format!("{path} (generated)"),
        )
        .to_string()
}
