//! A file in the making: what can be made alone is made on several threads, and put where it belongs.
//!
//! A part is made by one call of a function that only reads, on whatever thread, and its text goes to its own place.
//! So the text is the same on one thread and on many.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use super::{
    part::{Block, BlockKind, Make, Part},
    plain,
    rust::{indentation, syntax, tokens},
    visible,
};
use crate::{
    timings::{Timings, timed},
    tokens::{TokenStream, quote},
};

/// Prints items as a Rust file behind its header, on all cores where there are many.
///
/// # Errors
///
/// The tokens are not Rust: a bug in an emitter.
pub(crate) fn file(
    header: &str,
    parts: Vec<Part<'_>>,
    timings: &mut Timings,
) -> Result<String, String> {
    file_on(threads(), header, parts, timings)
}

/// The same for tests, which ask for no times.
#[cfg(test)]
pub(crate) fn rust(header: &str, parts: Vec<Part<'_>>) -> Result<String, String> {
    file(header, parts, &mut Timings::default())
}

/// More threads than this are not faster: what stays on one takes longer by then.
const MOST_THREADS: usize = 8;

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_THREADS))
}

/// What threads cost is more than what they save for fewer parts.
const FEW: usize = 128;

/// The same on so many threads.
pub(super) fn file_on(
    threads: usize,
    header: &str,
    parts: Vec<Part<'_>>,
    timings: &mut Timings,
) -> Result<String, String> {
    let mut sheet = Sheet::default();
    let mut around = Vec::new();
    let pieces = sheet.lay_out(parts, &mut around, timings)?;
    let mut text = format!("// {header}\n\n");
    if threads < 2 || sheet.jobs.len() <= FEW {
        let mut make = |index: usize| sheet.jobs[index].run(timings);
        assemble(pieces, 0, &mut make, &mut text)?;
    } else {
        let mut made = run_all(&sheet.jobs, threads, timings);
        let mut take = |index: usize| std::mem::replace(&mut made[index], Ok(String::new()));
        assemble(pieces, 0, &mut take, &mut text)?;
    }
    Ok(visible(text))
}

/// A part that is still to be made.
struct Job<'e> {
    make: Make<'e>,
    around: Vec<BlockKind>,
}

impl Job<'_> {
    fn run(&self, timings: &mut Timings) -> Result<String, String> {
        let around = &self.around;
        let stream = timed(&mut timings.emit, &self.make);
        timed(&mut timings.print, || {
            let text = plain::text(&stream, around);
            #[cfg(test)]
            plain::tests::assert_same(text.as_deref(), &stream, around);
            text.map_or_else(|| tokens(&stream, around), Ok)
        })
    }
}

/// A stretch of the file.
enum Piece {
    Text(String),
    /// The text of the job with this number.
    Job(usize),
    Block {
        /// The line with the opening brace.
        open: String,
        /// The whole block where there is nothing in it.
        empty: String,
        pieces: Vec<Piece>,
    },
}

#[derive(Default)]
struct Sheet<'e> {
    jobs: Vec<Job<'e>>,
}

impl<'e> Sheet<'e> {
    /// Notes what is to be made, and prints what is there already, inside the blocks `around` it.
    fn lay_out(
        &mut self,
        parts: Vec<Part<'e>>,
        around: &mut Vec<BlockKind>,
        timings: &mut Timings,
    ) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        for part in parts {
            pieces.push(match part {
                Part::Later(make) => {
                    let around = around.clone();
                    self.jobs.push(Job { make, around });
                    Piece::Job(self.jobs.len() - 1)
                }
                Part::Syntax(item) => {
                    let start = Instant::now();
                    let text = syntax(*item, around)?;
                    timings.print += start.elapsed();
                    Piece::Text(text)
                }
                Part::Block(Block { head, kind, parts }) => {
                    let (open, empty) = opened(&head, around)?;
                    around.push(kind);
                    let pieces = self.lay_out(parts, around, timings)?;
                    around.pop();
                    Piece::Block {
                        open,
                        empty,
                        pieces,
                    }
                }
            });
        }
        Ok(pieces)
    }
}

/// The first line of a block, and the block with nothing in it.
fn opened(head: &TokenStream, around: &[BlockKind]) -> Result<(String, String), String> {
    let empty = tokens(&quote!(#head {}), around)?;
    let open = empty.trim_end().strip_suffix('}');
    let open = open.ok_or("the head of a block does not end before its braces")?;
    Ok((format!("{open}\n"), empty))
}

/// Makes all of them, on so many threads; the answers are in order.
fn run_all(jobs: &[Job<'_>], threads: usize, timings: &mut Timings) -> Vec<Result<String, String>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::with_capacity(jobs.len()), Timings::default()));
    std::thread::scope(|scope| {
        for _ in 0..threads.min(jobs.len()) {
            scope.spawn(|| {
                let mut own = Vec::new();
                let mut spent = Timings::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(index) else { break };
                    own.push((index, job.run(&mut spent)));
                }
                if let Ok(mut done) = done.lock() {
                    done.0.append(&mut own);
                    done.1.add(&spent);
                }
            });
        }
    });
    let (mut made, spent) = done.into_inner().unwrap_or_default();
    timings.add(&spent);
    made.sort_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, text)| text).collect()
}

/// Puts the pieces together; `text_of` gives the text of a job, once.
fn assemble(
    pieces: Vec<Piece>,
    depth: usize,
    text_of: &mut dyn FnMut(usize) -> Result<String, String>,
    text: &mut String,
) -> Result<(), String> {
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Job(index) => text.push_str(&text_of(index)?),
            Piece::Block {
                open,
                empty,
                pieces,
            } => {
                let start = text.len();
                text.push_str(&open);
                let body = text.len();
                assemble(pieces, depth + 1, text_of, text)?;
                if text.len() == body {
                    text.replace_range(start.., &empty);
                } else {
                    text.push_str(&indentation(depth));
                    text.push_str("}\n");
                }
            }
        }
    }
    Ok(())
}
