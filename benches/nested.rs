//! A Cargo workspace of crates that are generated to be measured: below the target folder of this one, with a
//! target folder of its own, so that a second run compiles no dependency again.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use crate::{Failure, cpu};

/// Names the file in which a compiler's CPU time is noted, where this program stands in for the compiler.
const NOTES: &str = "CONTRACTS_BENCHES_RUSTC_NOTES";

/// A workspace of generated crates.
#[derive(Debug)]
pub struct Nested {
    /// Its folder, where the crates lie.
    pub folder: PathBuf,
    target: PathBuf,
    members: Vec<String>,
    /// Held as long as this is: two runs at once would take each other's crates and notes away.
    _lock: fs::File,
}

impl Nested {
    /// An empty workspace; what an earlier run compiled is kept. Another run in the same folder is waited for.
    ///
    /// # Errors
    ///
    /// Its folder cannot be made.
    pub fn new(name: &str) -> Result<Self, Failure> {
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("no target folder")?;
        let home = target.join("benches").join(name);
        let folder = home.join("crates");
        fs::create_dir_all(&home)?;
        let lock = fs::File::create(home.join("lock"))?;
        lock.lock()?;
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            target: home.join("target"),
            members: Vec::new(),
            _lock: lock,
        })
    }

    /// Writes a file, and the folders on its way.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(fs::write(path, text)?)
    }

    /// Makes a folder with a Cargo.toml a member.
    ///
    /// # Errors
    ///
    /// The workspace's manifest cannot be written.
    pub fn add(&mut self, member: &str) -> Result<(), Failure> {
        self.members.push(member.to_owned());
        self.write_manifest()
    }

    /// Takes a member out again.
    ///
    /// # Errors
    ///
    /// The workspace's manifest cannot be written.
    pub fn remove(&mut self, member: &str) -> Result<(), Failure> {
        self.members.retain(|it| it != member);
        self.write_manifest()
    }

    fn write_manifest(&self) -> Result<(), Failure> {
        // Release programs are compared by size: without symbols, it is the code's.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {:?}\n\n[profile.release]\nstrip = true\n",
            self.members
        );
        self.write("Cargo.toml", &manifest)
    }

    /// A command in this workspace: Cargo, with the nested target folder.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .args(arguments);
        command
    }

    /// What was built, by its path in the target folder.
    pub fn built(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// Checks a member again whose dependencies were checked before: the compiler's user time for this crate
    /// alone, without that of Cargo.
    ///
    /// # Errors
    ///
    /// It does not compile.
    pub fn check(&self, member: &str) -> Result<Duration, Failure> {
        touch(&self.folder.join(member).join("src/lib.rs"))?;
        self.compile(
            &["check", "--quiet", "--offline", "--package", member],
            member,
        )
    }

    /// Runs Cargo with this program in the compiler's place; the user time it took for a crate.
    ///
    /// # Errors
    ///
    /// Cargo failed, or did not compile the crate.
    pub fn compile(&self, arguments: &[&str], name: &str) -> Result<Duration, Failure> {
        let notes = self.folder.join("rustc-notes");
        fs::write(&notes, "")?;
        let mut command = self.cargo(arguments);
        command
            .env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?)
            .env(NOTES, &notes);
        output(command)?;
        let name = name.replace('-', "_");
        let notes = fs::read_to_string(&notes)?;
        let mut lines = notes.lines().filter_map(|line| line.split_once(' '));
        let (_, micros) = lines
            .find(|(noted, _)| *noted == name)
            .ok_or_else(|| format!("{name} was not compiled"))?;
        Ok(Duration::from_micros(micros.parse()?))
    }
}

/// What Cargo calls in the compiler's place runs the compiler and notes its user time; `None` where this
/// program was not called so. To be asked first thing in `main`.
///
/// # Errors
///
/// The compiler cannot be started.
pub fn as_compiler() -> Result<Option<ExitCode>, Failure> {
    let Some(notes) = env::var_os(NOTES) else {
        return Ok(None);
    };
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next().ok_or("no compiler")?;
    let arguments: Vec<_> = arguments.collect();
    let of_crate = arguments.iter().position(|it| it == "--crate-name");
    let name = of_crate.and_then(|at| arguments.get(at + 1)?.to_str().map(str::to_owned));
    let run = || Ok(Command::new(compiler).args(&arguments).status()?);
    let (status, user) = cpu::of_children(run)?;
    if let Some(name) = name {
        let mut file = fs::OpenOptions::new().append(true).open(notes)?;
        writeln!(file, "{name} {}", user.as_micros())?;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(Some(ExitCode::from(code.unwrap_or(1))))
}

/// Runs a command; its output.
///
/// # Errors
///
/// It cannot be started, or fails: the end of what it said then.
pub fn output(mut command: Command) -> Result<String, Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    let end = lines.len().saturating_sub(20);
    Err(format!("{command:?} failed:\n{}", lines[end..].join("\n")).into())
}

fn touch(file: &Path) -> Result<(), Failure> {
    let text = fs::read(file)?;
    Ok(fs::write(file, text)?)
}
