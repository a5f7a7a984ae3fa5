//! Steps about the example's orchestrator: a process of its own for each scenario, and every answer checked by the
//! contracts before a step looks at it.

mod answers;
mod calls;
mod given;
mod tasks;

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use contracts_tests::verify::{Answer, Ask, Book, Process, Service};
use serde_json::Value;

use tasks::Followed;

/// A running orchestrator, and what was said to it and by it.
#[derive(Debug)]
pub(crate) struct Running {
    _process: Process,
    service: Service,
    answer: Option<Answer>,
    /// The submitted tasks, by the names that the scenario gives them.
    tasks: BTreeMap<String, Value>,
    streams: BTreeMap<String, Followed>,
}

impl Running {
    fn start(config: &str) -> Self {
        static BOOK: OnceLock<Arc<Book>> = OnceLock::new();
        let book = BOOK.get_or_init(|| Arc::new(Book::of_the_example().expect("both documents")));
        let process = Process::start(env!("CARGO_BIN_EXE_provider"), config).expect("it starts");
        Self {
            service: Service::at(process.url(), book),
            _process: process,
            answer: None,
            tasks: BTreeMap::new(),
            streams: BTreeMap::new(),
        }
    }

    /// Asks with the right key; the answer is the one that the next steps are about.
    async fn call(&mut self, ask: Ask) {
        self.ask(ask.key("dev-key")).await;
    }

    async fn ask(&mut self, ask: Ask) {
        let answer = self.service.ask(ask).await;
        self.answer = Some(answer.unwrap_or_else(|why| panic!("{why}")));
    }

    fn answer(&self) -> &Answer {
        self.answer.as_ref().expect("an answer")
    }

    fn task(&self, name: &str) -> &Value {
        self.tasks
            .get(name)
            .unwrap_or_else(|| panic!("there is no task {name}"))
    }
}

/// JSON that a step is told.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
