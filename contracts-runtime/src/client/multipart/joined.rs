use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::client::body::{Body, Source, StreamError};

/// Bodies behind each other; bytes that follow bytes are one piece.
#[derive(Default)]
pub(super) struct Joined {
    done: VecDeque<Body>,
    open: Vec<u8>,
}

impl Joined {
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.open.extend_from_slice(bytes);
    }

    pub(super) fn add(&mut self, body: Body) {
        match body.bytes {
            Source::Whole(bytes) => self.bytes(&bytes),
            Source::Stream(_) => {
                self.close();
                self.done.push_back(body);
            }
        }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.done.push_back(std::mem::take(&mut self.open).into());
        }
    }

    pub(super) fn finish(mut self) -> Body {
        if self.done.is_empty() {
            return self.open.into();
        }
        self.close();
        let length = self.done.iter().map(|body| body.length).sum();
        let bytes = Source::Stream(Box::pin(Chain(self.done)));
        Body { bytes, length }
    }
}

struct Chain(VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            if let Source::Stream(chunks) = &mut first.bytes {
                match chunks.as_mut().poll_next(cx) {
                    Poll::Ready(None) => {}
                    more => return more,
                }
            }
            if let Some(Body {
                bytes: Source::Whole(bytes),
                ..
            }) = self.0.pop_front()
            {
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
        Poll::Ready(None)
    }
}
