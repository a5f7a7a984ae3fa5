//! A running orchestrator, and the program against it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

pub(crate) const KEY: &str = "dev-key";

/// A task for the pool.
pub(crate) const SUBMIT: [&str; 8] = [
    "submit",
    "Name three rivers.",
    "--model",
    "m",
    "--ctx",
    "512",
    // A task that streams for long has to be in time all the same.
    "--deadline-ms",
    "600000",
];

/// The orchestrator; it ends with this.
pub(crate) struct Provider {
    child: Child,
    pub(crate) url: String,
    _config: tempfile::NamedTempFile,
}

impl Provider {
    /// Starts one with one pool, `p`, of a mock engine with these flags, and further keys of the pool.
    pub(crate) fn start(flags: &str, more: &str) -> Self {
        let config = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
        let text = format!(
            "pools:\n- {{id: p, engine: llamacpp, model: m, devices: [0], preload: true, ctx: 4096, provisioning: {{flags: [{flags}]}}{more}}}\n\
             server: {{auth_token: {KEY}}}\n"
        );
        std::fs::write(config.path(), text).unwrap();
        let mut child = Command::new(provider())
            .arg("--config")
            .arg(config.path())
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ");
        let url = url.unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self {
            child,
            url,
            _config: config,
        }
    }

    /// The program with the right key.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(&self.url, arguments);
        command.env("ORCHESTRATOR_API_KEY", KEY);
        command
    }

    /// Submits a task for the pool and waits for the end of the program.
    pub(crate) fn submit(&self, more: &[&str]) -> Output {
        self.command(&submit(more)).output().unwrap()
    }

    /// Begins to submit a task for the pool.
    pub(crate) fn begin(&self, more: &[&str]) -> Running {
        Running::of(&mut self.command(&submit(more)))
    }

    /// One of the measurements of the pool's health.
    pub(crate) fn measured(&self, name: &str) -> String {
        let health = self.command(&["health", "p"]).output().unwrap();
        let said = text(&health.stdout);
        let mut lines = said.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(key, _)| *key == name);
        found.unwrap_or_else(|| panic!("{said}")).1.to_owned()
    }

    /// Asks until the pool measures this.
    pub(crate) fn wait_for(&self, name: &str, value: &str) {
        while self.measured(name) != value {
            std::thread::yield_now();
        }
    }

    /// What /metrics says.
    pub(crate) fn metrics(&self) -> String {
        use std::io::Write as _;
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request = "GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it at once, with all its connections.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Beside the program, among the examples.
fn provider() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_cli-consumer"));
    let found = program.with_file_name("examples").join("provider");
    let found = found.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        found.is_file(),
        "{} is missing; `cargo build -p cli-consumer --examples` makes it",
        found.display()
    );
    found
}

/// The program without anything of this process's environment that it listens to.
pub(crate) fn command(url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cli-consumer"));
    for name in ["ORCHESTRATOR_API_KEY", "ORCHESTRATOR_API_KEY_FILE"] {
        command.env_remove(name);
    }
    command.env("ORCHESTRATOR_URL", url).args(arguments);
    command.stdin(Stdio::null());
    command
}

fn submit<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SUBMIT, more].concat()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Exit code, stdout and stderr.
pub(crate) fn told(output: &Output) -> (Option<i32>, String, String) {
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// The program while it runs.
pub(crate) struct Running(Child);

impl From<Child> for Running {
    fn from(child: Child) -> Self {
        Self(child)
    }
}

impl Running {
    pub(crate) fn of(command: &mut Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    /// Waits for the first tokens.
    pub(crate) fn first(&mut self) -> String {
        let mut bytes = [0; 64];
        let read = self.0.stdout.as_mut().unwrap().read(&mut bytes).unwrap();
        assert!(read > 0, "it ended without a token");
        text(&bytes[..read])
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    /// As Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        let id = i32::try_from(self.0.id()).unwrap();
        kill(Pid::from_raw(id), Signal::SIGINT).unwrap();
    }

    /// Goes away from its output, as `head` does.
    pub(crate) fn stop_reading(&mut self) {
        self.0.stdout = None;
    }

    pub(crate) fn end(self) -> Output {
        self.0.wait_with_output().unwrap()
    }
}
