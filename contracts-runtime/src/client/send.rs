//! Sending a request: hooks, credentials, timeouts, retries.

use std::{pin::pin, time::Duration};

use reqwest::Request;

use super::{
    Attempt, Client, Head, Operation,
    error::TransportError,
    platform::{Instant, sleep, within},
    reply::Reply,
    retry::Retries,
};

/// A request that is complete but for credentials, which are written in when it is sent.
pub(super) struct Prepared {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    /// In a place of its own, because it is large and goes through many hands.
    pub(super) request: Box<Request>,
    pub(super) timeout: Option<Duration>,
}

impl Prepared {
    /// The same request once more; nothing where its body is a stream.
    pub(super) fn again(&self) -> Option<Self> {
        let request = Box::new(self.request.try_clone()?);
        Some(Self {
            client: self.client.clone(),
            operation: self.operation,
            request,
            timeout: self.timeout,
        })
    }

    /// Sends it, and keeps it where the answer may be a stream that is taken up again.
    pub(super) async fn reply(self) -> Result<Reply, TransportError> {
        let streams = !self.operation.streams.is_empty();
        let again = streams.then(|| self.again()).flatten().map(Box::new);
        let mut reply = self.send().await?;
        reply.again = again;
        Ok(reply)
    }

    /// Sends it, again where the client's settings and the contract say so.
    pub(super) async fn send(self) -> Result<Reply, TransportError> {
        let settings = &self.client.shared.settings;
        if settings.retry.is_none() && settings.hooks.is_empty() {
            return exchange(&self.client, self.operation, self.request, self.timeout).await;
        }
        // Boxed, because most calls need no room for it.
        Box::pin(self.send_watched()).await
    }

    async fn send_watched(self) -> Result<Reply, TransportError> {
        let client = &self.client;
        let retry = client.shared.settings.retry.as_ref();
        let mut retries = Retries::new(retry, self.operation);
        let mut request = self.request;
        loop {
            let sent = retries.done;
            // None of a body that is a stream.
            let again = retries.are_left().then(|| request.try_clone()).flatten();
            let once = attempt(client, self.operation, request, self.timeout, sent);
            let outcome = once.await;
            let Some(next) = again else {
                return outcome;
            };
            let Some(wait) = retries.wait(&outcome) else {
                return outcome;
            };
            // Closes the connection of an answer that is a stream.
            drop(outcome);
            sleep(wait).await;
            request = Box::new(next);
        }
    }
}

async fn attempt(
    client: &Client,
    operation: &'static Operation,
    mut request: Box<Request>,
    timeout: Option<Duration>,
    retries: u32,
) -> Result<Reply, TransportError> {
    let hooks = &client.shared.settings.hooks;
    for hook in hooks {
        hook.before(operation, &mut request);
    }
    let begun = Instant::now();
    let outcome = exchange(client, operation, request, timeout).await;
    let duration = begun.elapsed();
    for hook in hooks {
        let answer = outcome.as_ref().map(|reply| Head {
            status: reply.status(),
            headers: reply.headers(),
        });
        hook.after(
            operation,
            &Attempt {
                retries,
                duration,
                answer,
            },
        );
    }
    outcome
}

async fn exchange(
    client: &Client,
    operation: &'static Operation,
    mut request: Box<Request>,
    timeout: Option<Duration>,
) -> Result<Reply, TransportError> {
    let exchange = pin!(async move {
        let credentials = &client.shared.credentials;
        credentials.apply(operation, &mut request).await?;
        let sent = client.http.execute(*request).await;
        let sent = sent.map_err(|error| TransportError::http(operation.id, error))?;
        Reply::read(operation, sent, client.shared.settings.body_limit).await
    });
    let outcome = within(timeout, exchange).await;
    outcome.unwrap_or_else(|| Err(TransportError::timeout(operation.id, timeout)))
}
