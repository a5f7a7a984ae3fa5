//! The example's provider, running.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use tempfile::TempDir;

use super::Outcome;

/// The provider as a process of its own, on a free port; it ends with this.
#[derive(Debug)]
pub struct Process {
    child: Child,
    url: String,
    /// Its configuration and its log.
    folder: TempDir,
}

impl Process {
    /// Starts the program with this configuration, and waits until it says where it listens.
    ///
    /// # Errors
    ///
    /// It does not start; with what it logged.
    pub fn start(program: &str, config: &str) -> Outcome<Self> {
        let folder = TempDir::new()?;
        let file = folder.path().join("config.yaml");
        fs::write(&file, config)?;
        let mut child = Command::new(program)
            .arg("--config")
            .arg(&file)
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(log(folder.path()))?)
            .spawn()?;
        let stdout = child.stdout.take();
        let mut process = Self {
            child,
            url: String::new(),
            folder,
        };
        let mut said = String::new();
        if let Some(stdout) = stdout {
            let mut lines = BufReader::new(stdout);
            lines.read_line(&mut said)?;
            // What it says later must not block it.
            thread::spawn(move || lines.read_to_end(&mut Vec::new()));
        }
        let url = said.trim_end().strip_prefix("listening on ");
        let url =
            url.ok_or_else(|| format!("{program} does not listen: {said}{}", process.log()))?;
        process.url = url.to_owned();
        Ok(process)
    }

    /// Where it listens, such as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it has logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(log(self.folder.path())).unwrap_or_default()
    }
}

fn log(folder: &Path) -> std::path::PathBuf {
    folder.join("log")
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
