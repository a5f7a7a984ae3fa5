use std::{future::poll_fn, pin::pin};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

/// A body up to the limit.
#[derive(Debug)]
pub(super) struct Bounded {
    pub(super) bytes: Bytes,
    /// Whether there was more.
    pub(super) is_cut: bool,
}

/// Reads a body, but not beyond `limit`; the connection of a longer one is closed.
pub(super) async fn read(
    chunks: impl Stream<Item = reqwest::Result<Bytes>>,
    limit: usize,
) -> reqwest::Result<Bounded> {
    let mut chunks = pin!(chunks);
    let mut next = async || {
        poll_fn(|cx| chunks.as_mut().poll_next(cx))
            .await
            .transpose()
    };
    let first = next().await?.unwrap_or_default();
    let second = match first.len() {
        len if len <= limit => next().await?,
        _ => None,
    };
    // Most answers come in one piece, which needs no copy.
    let Some(second) = second else {
        let is_cut = first.len() > limit;
        let bytes = first.slice(..first.len().min(limit));
        return Ok(Bounded { bytes, is_cut });
    };
    let mut bytes = BytesMut::from(first);
    bytes.extend_from_slice(&second);
    while bytes.len() <= limit
        && let Some(chunk) = next().await?
    {
        bytes.extend_from_slice(&chunk);
    }
    let is_cut = bytes.len() > limit;
    bytes.truncate(limit);
    let bytes = bytes.freeze();
    Ok(Bounded { bytes, is_cut })
}
