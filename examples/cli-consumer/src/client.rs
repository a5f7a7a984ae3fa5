//! The clients of both planes, with the caller's key.

use std::path::Path;
use std::time::Duration;

use contracts_runtime::client::{Secret, Settings};
use openapi_client::{control, data};

use crate::args::Server;
use crate::exit::Exit;
use crate::failure::Failure;

/// Where the key is where no file has it.
const KEY: &str = "ORCHESTRATOR_API_KEY";

/// One for each plane.
pub(crate) struct Clients {
    pub(crate) data: data::Client,
    pub(crate) control: control::Client,
}

impl Clients {
    pub(crate) fn new(server: &Server) -> Result<Self, Failure> {
        let unusable = |error| {
            Failure::new(Exit::Usage, format!("{error}"))
                .help("say `--url http://HOST:PORT`, as the orchestrator prints it")
        };
        let settings = Settings::new().timeout(Duration::from_secs(server.timeout));
        let mut data = data::Client::new(&server.url).map_err(unusable)?;
        let mut control = control::Client::new(&server.url).map_err(unusable)?;
        if let Some(key) = key(server.api_key_file.as_deref())? {
            data = data.with_api_key(key.clone());
            control = control.with_api_key(key);
        }
        Ok(Self {
            data: data.with_settings(settings.clone()),
            control: control.with_settings(settings),
        })
    }
}

/// The API key. Without one the request goes without, and the server says what it misses.
fn key(file: Option<&Path>) -> Result<Option<Secret>, Failure> {
    let Some(file) = file else {
        let key = std::env::var(KEY).ok().filter(|key| !key.is_empty());
        return Ok(key.map(Secret::new));
    };
    let text = std::fs::read_to_string(file).map_err(|error| {
        let message = format!("cannot read the API key from {}: {error}", file.display());
        Failure::new(Exit::Usage, message).help("name a file whose first line is the key")
    })?;
    let key = text.lines().next().map(str::trim).unwrap_or_default();
    if key.is_empty() {
        let message = format!("the first line of {} is empty", file.display());
        return Err(Failure::new(Exit::Usage, message).help("write the API key there"));
    }
    Ok(Some(Secret::new(key)))
}
