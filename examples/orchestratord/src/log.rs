//! Structured logs: one JSON object a line, on stderr.

use std::io;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Logs everything from now on.
pub fn begin() {
    let subscriber = to(io::stderr);
    // Somebody else's subscriber stays.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

pub(crate) fn to<W>(writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(LevelFilter::INFO)
        .with_writer(writer)
        .finish()
}

#[cfg(test)]
pub(crate) mod lines {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Lines {
        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::lines::Lines;
    use super::to;

    #[test]
    fn a_line_is_an_object() {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(to(move || writer.clone()), || {
            tracing::info!(pool = "p", "two\nlines");
            tracing::debug!("not shown");
        });
        let text = lines.text();
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&line["message"], &line["pool"], &line["level"]),
            (&"two\nlines".into(), &"p".into(), &"INFO".into())
        );
    }
}
