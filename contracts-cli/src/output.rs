//! What people and scripts see. Status lines in Cargo's rhythm and findings go to stderr, data to stdout.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use contracts_core::{Finding, Severity, finding, source::Sources};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Colour, Format, Global};

/// The streams, and how much goes to them.
pub(crate) struct Output {
    err: AutoStream<io::Stderr>,
    out: io::Stdout,
    colour: bool,
    pub(crate) format: Format,
    quiet: bool,
    pub(crate) verbose: bool,
}

/// The colour of a status.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tone {
    Good,
    Work,
    Bad,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Colour::Always => ColorChoice::AlwaysAnsi,
            Colour::Never => ColorChoice::Never,
            Colour::Auto if !io::stderr().is_terminal() => ColorChoice::Never,
            Colour::Auto => AutoStream::choice(&io::stderr()),
        };
        Self {
            err: AutoStream::new(io::stderr(), choice),
            out: io::stdout(),
            colour: choice != ColorChoice::Never,
            format: global.format,
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// `       Fresh api-types/src/generated.rs`, unless only problems are wanted.
    pub(crate) fn status(&mut self, tone: Tone, verb: &str, subject: &str) {
        if !self.quiet {
            self.line(tone, verb, subject);
        }
    }

    /// The same for a problem.
    pub(crate) fn problem(&mut self, verb: &str, subject: &str) {
        self.line(Tone::Bad, verb, subject);
    }

    fn line(&mut self, tone: Tone, verb: &str, subject: &str) {
        if self.format != Format::Human {
            return;
        }
        let colour = match tone {
            Tone::Good => AnsiColor::Green,
            Tone::Work => AnsiColor::Cyan,
            Tone::Bad => AnsiColor::Red,
        };
        let style = Style::new().bold().fg_color(Some(colour.into()));
        self.error_text(&format!("{style}{verb:>12}{style:#} {subject}\n"));
    }

    /// Lines under a status, as they are.
    pub(crate) fn detail(&mut self, text: &str) {
        if self.format == Format::Human {
            let indented: String = text
                .lines()
                .map(|line| format!("             {line}\n"))
                .collect();
            self.error_text(&indented);
        }
    }

    /// A bar for work of `len` steps; drawn on a terminal only, and only for people.
    pub(crate) fn progress(&self, len: usize, verb: &str) -> ProgressBar {
        if self.quiet || self.format != Format::Human || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(u64::try_from(len).unwrap_or(u64::MAX));
        let template = format!("{verb:>12} [{{bar:27}}] {{pos}}/{{len}} {{wide_msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar
    }

    /// Text as it is. Nobody is left to tell when stderr is gone.
    pub(crate) fn error_text(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// `error: …` about the run itself, in every format.
    pub(crate) fn failure(&mut self, message: &str) {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        self.error_text(&format!("{style}error{style:#}: {message}\n"));
    }

    /// Shows findings; only errors where only problems are wanted.
    pub(crate) fn findings(&mut self, findings: &[Finding], sources: &Sources) {
        let mut shown: Vec<Finding> = findings
            .iter()
            .filter(|finding| !self.quiet || finding.severity == Severity::Error)
            .cloned()
            .collect();
        if self.format == Format::Human {
            // What stops the run stands last, where people look first.
            shown.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        }
        let text = match self.format {
            Format::Human => finding::terminal::render(&shown, sources, self.colour),
            Format::Json if shown.is_empty() => return,
            Format::Json => format!("{:#}\n", finding::to_json(&shown, sources)),
            Format::Github => finding::to_github(&shown, sources),
            Format::Sarif => {
                return self.data(&format!("{:#}\n", finding::to_sarif(&shown, sources)));
            }
        };
        self.error_text(&text);
    }

    /// Data for stdout. A reader that went away is no error.
    pub(crate) fn data(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }
}
