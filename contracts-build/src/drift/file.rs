use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::{Failure, print::MARK};

/// What the names of temporary files begin and end with.
const TEMPORARY: (&str, &str) = (".contracts-", ".tmp");

/// The text of a file with newlines as `\n`; `None` where there is no file.
pub(crate) fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(Some(text.replace("\r\n", "\n")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(format!("read {}", path.display()), error)),
    }
}

/// Whether a file says of itself that it was generated, in one of its first lines.
pub(crate) fn is_generated(text: &str) -> bool {
    text.lines().take(5).any(|line| line.contains(MARK))
}

/// `sha256:` and the hash of a text.
pub(super) fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// Writes a file so that a reader sees the old text or the new one, never a part.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_atomically(path, text).map_err(|error| Failure::writing(path, error))
}

fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder)?;
    let file = temporary(&folder, text)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The whole text in a file that nobody looks at yet.
fn temporary(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are private by default; this one becomes a source file, within the umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    // Tells `remove_leftovers` of other runs that this one lives; where locks are unknown, they
    // remove nothing.
    let _ = file.as_file().lock();
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Whether a file is one that the writer makes before it renames it.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Removes what killed runs left beside `files`.
pub(crate) fn remove_leftovers<'p>(
    root: &Path,
    files: impl IntoIterator<Item = &'p str>,
) -> Result<(), Failure> {
    let files = files.into_iter().map(|file| folder_of(&root.join(file)));
    for folder in files.collect::<BTreeSet<PathBuf>>() {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_temporary)) {
            let path = entry.path();
            if is_abandoned(&path) {
                fs::remove_file(&path)
                    .map_err(|error| Failure::io(format!("remove {}", path.display()), error))?;
            }
        }
    }
    Ok(())
}

/// Whether nobody is writing a temporary file any more: locks end with the process that holds them.
fn is_abandoned(path: &Path) -> bool {
    let opened = fs::OpenOptions::new().write(true).open(path);
    path.is_file() && opened.is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What lies in a folder.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The process dies after the temporary file is whole and before it is renamed.
    #[test]
    fn between_write_and_rename_the_old_file_is_whole_and_the_new_one_is_litter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rs");
        write(&path, "old").unwrap();
        assert_eq!(names(folder.path()), ["a.rs"]);

        let file = temporary(folder.path(), "new").unwrap();
        let name = file
            .path()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(read(&path).unwrap().as_deref(), Some("old"));
        remove_leftovers(folder.path(), ["a.rs"]).unwrap();
        assert_eq!(
            names(folder.path()),
            [name.as_str(), "a.rs"],
            "while the writer lives"
        );

        let (lock, _) = file.keep().unwrap();
        drop(lock);
        remove_leftovers(folder.path(), ["a.rs"]).unwrap();
        assert_eq!(
            names(folder.path()),
            ["a.rs"],
            "after the writer has been killed"
        );
        assert_eq!(read(&path).unwrap().as_deref(), Some("old"));
        write(&path, "new").unwrap();
        assert_eq!(names(folder.path()), ["a.rs"]);
        assert_eq!(read(&path).unwrap().as_deref(), Some("new"));
    }
}
