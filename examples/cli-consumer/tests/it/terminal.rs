//! What is shown on a terminal while a task waits.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};

use nix::pty::openpty;

use crate::process::{Provider, Running, SUBMIT, text, told};

/// Submits a task behind two others, with a terminal as stderr; what is shown there until these words come and it is
/// interrupted.
fn shown(more: &[&str], until: &str) -> String {
    let provider = Provider::start("'--parallel=1', '--token-ms=50'", "");
    let mut first = provider.begin(&["--max-tokens", "4000"]);
    first.first();
    let second = provider.begin(&["--max-tokens", "4000"]);
    provider.wait_for("queue_depth", "1");
    let terminal = openpty(None, None).unwrap();
    let mut command = provider.command(&[&SUBMIT, more].concat());
    command.env("TERM", "xterm").stdout(Stdio::null());
    let child = command.stderr(Stdio::from(terminal.slave)).spawn().unwrap();
    // The command keeps this process's end of the slave open.
    drop(command);
    let (sender, parts) = channel();
    std::thread::spawn(move || read(terminal.master, &sender));
    let waiting = Running::from(child);
    provider.wait_for("queue_depth", "2");
    let mut all = String::new();
    add(&mut all, &parts, until);
    for running in [waiting, second, first] {
        running.interrupt();
        assert_eq!(told(&running.end()).0, Some(130));
    }
    parts.iter().for_each(|part| all.push_str(&part));
    all
}

/// Waits for these words.
fn add(all: &mut String, parts: &Receiver<String>, until: &str) {
    while !all.contains(until) {
        all.push_str(&parts.recv().unwrap());
    }
}

/// Reads until nobody writes to the terminal any more, which Linux calls an error.
fn read(master: OwnedFd, parts: &Sender<String>) {
    let (mut file, mut bytes) = (File::from(master), [0; 4096]);
    while let Ok(read @ 1..) = file.read(&mut bytes) {
        let _ = parts.send(text(&bytes[..read]));
    }
}

#[test]
fn a_spinner_tells_the_place_in_the_queue() {
    let shown = shown(&[], "in the queue, 1 task ahead");
    assert!(shown.contains("cancelled"), "{shown:?}");
}

#[test]
fn quiet_shows_nothing() {
    assert_eq!(shown(&["--quiet"], ""), "");
}
