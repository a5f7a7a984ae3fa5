//! Paths as links and prose write them.

/// Extensions by which inline code is known to be a file.
const EXTENSIONS: &[&str] = &[
    "c", "cc", "cfg", "conf", "cpp", "css", "csv", "feature", "go", "h", "hpp", "html", "ini",
    "java", "js", "json", "jsonl", "kt", "lock", "markdown", "md", "mjs", "proto", "py", "rb",
    "rs", "sh", "sql", "svg", "swift", "toml", "ts", "tsx", "txt", "xml", "yaml", "yml",
];

/// Whether a path has a name that files have.
pub(super) fn is_file(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let parts = name.rsplit_once('.');
    parts.is_some_and(|(stem, extension)| !stem.is_empty() && EXTENSIONS.contains(&extension))
}

/// The folder of a file; `""` is the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder and all above it, up to the root.
pub(super) fn upwards(from: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(from), |it| (!it.is_empty()).then(|| folder(it)))
}

/// A path from a folder on, without `.` and, where it can, without `..`.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The way from a folder to a file, both given from the root.
pub(super) fn relative(folder: &str, to: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..");
    let parts: Vec<&str> = up.chain(to[shared..].iter().copied()).collect();
    parts.join("/")
}

/// The path that inline code claims to be; `None` for everything else that people write in it.
pub(super) fn claimed(code: &str) -> Option<&str> {
    let path = code.split('#').next()?;
    // A place in it, as in `src/lib.rs:12:3`.
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
    let mut path = path;
    while let Some((before, after)) = path.rsplit_once(':').filter(|(_, after)| digits(after)) {
        (path, _) = (before, after);
    }
    let name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+' | '@');
    let plain = path.chars().all(name) && !path.contains("...") && !path.contains("//");
    let (folders, file) = path.rsplit_once('/')?;
    let claims = file.is_empty() || is_file(file);
    let capitals =
        |part: &str| !part.chars().any(char::is_lowercase) && part.chars().any(char::is_uppercase);
    let placeholder = path.starts_with("path/to/") || folders.split('/').any(capitals);
    // What begins with a slash is the path of a URL, or of a machine.
    (plain && claims && !placeholder && !path.starts_with('/')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_told_from_other_code() {
        for code in [
            "src/lib.rs",
            "docs/",
            "./a/b.toml",
            "../x/y.md",
            "a.b/c-d_e.yaml",
            ".github/x.yml",
        ] {
            assert_eq!(claimed(code), Some(code));
        }
        assert_eq!(claimed("src/lib.rs:12:3"), Some("src/lib.rs"));
        assert_eq!(claimed("docs/a.md#top"), Some("docs/a.md"));
        let others = [
            "lib.rs",
            "application/json",
            "/v1/tasks/",
            "src/*.rs",
            "src/<name>.rs",
            "src/{a,b}.rs",
            "src/….rs",
            "src/.../a.rs",
            "https://a.b/c.html",
            "a / b.rs",
            "path/to/file.rs",
            "DIR/src/lib.rs",
            "a::b/c.rs",
            "and/or",
            "x/.rs",
            "$HOME/a.rs",
            "~/a.rs",
            "/",
            "",
        ];
        for code in others {
            assert_eq!(claimed(code), None, "{code}");
        }
    }

    #[test]
    fn paths_are_joined_and_told_relatively() {
        assert_eq!(joined("a/b", "../c/./d.md"), "a/c/d.md");
        assert_eq!(joined("a", "../../d.md"), "../d.md");
        assert_eq!(joined("", "a/"), "a");
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
        assert_eq!(relative("", "a/c"), "a/c");
        assert_eq!(upwards("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
    }
}
