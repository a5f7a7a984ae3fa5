//! Pages that follow each other, as streams.

use std::{
    collections::BTreeSet,
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use bytes::Bytes;
use futures_core::Stream;
use http::header;
use reqwest::Url;
use serde_json::Value;

use super::{
    BoxFuture, Parameter, Place,
    error::{BrokenResponse, TransportError},
    parameter::{self, encode},
    peek,
    reply::Reply,
    send::Prepared,
};

/// How the pages of an operation follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// First and last status of an answer that is a page; any other ends them.
    pub status: (u16, u16),
    /// The JSON pointer from the body to the list of its items.
    pub items: &'static str,
    /// How the next page is asked for.
    pub next: Next,
}

/// How a next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// By the cursor at a JSON pointer.
    Cursor {
        /// What takes it.
        parameter: Parameter,
        /// The pointer.
        at: &'static str,
    },
    /// By a number.
    Page {
        /// What takes it.
        parameter: Parameter,
        /// That of the first page.
        first: u64,
        /// Whether it counts items instead of pages.
        by_items: bool,
        /// The pointer to their number.
        total: Option<&'static str>,
    },
    /// By the URL at a JSON pointer, or in the header `Link`.
    Link {
        /// The pointer.
        at: Option<&'static str>,
    },
}

/// The pages of an operation, one after the other; each is asked for when the one before has been taken.
///
/// An error ends them. So do pages that would never end: a cursor or URL that has come before, or a numbered page that
/// is the same as the one before, is a broken response.
pub struct Pages<'c, T, E> {
    decode: fn(Reply) -> Result<T, E>,
    state: State<'c, T, E>,
}

enum State<'c, T, E> {
    Ready(Box<Pager>),
    Asking(BoxFuture<'c, Turn<T, E>>),
    Failed(E),
    Over,
}

/// A page, and what comes after it.
type Turn<T, E> = (Result<T, E>, After<E>);

enum After<E> {
    Next(Box<Pager>),
    Failed(E),
    End,
}

impl<'c, T, E> Pages<'c, T, E>
where
    T: 'c,
    E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
{
    pub(super) fn new(
        prepared: Result<Prepared, TransportError>,
        paging: &'static Paging,
        decode: fn(Reply) -> Result<T, E>,
    ) -> Self {
        let state = match prepared {
            Ok(prepared) => State::Ready(Box::new(Pager::new(prepared, paging))),
            Err(error) => State::Failed(error.into()),
        };
        Self { decode, state }
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, E>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

// Nothing in it is pinned.
impl<T, E> Unpin for Pages<'_, T, E> {}

impl<'c, T, E> Stream for Pages<'c, T, E>
where
    T: 'c,
    E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
{
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Ready(pager) => {
                    let turn = turn(pager, self.decode);
                    self.state = State::Asking(Box::pin(turn));
                }
                State::Asking(mut turn) => {
                    let Poll::Ready((page, after)) = turn.as_mut().poll(cx) else {
                        self.state = State::Asking(turn);
                        return Poll::Pending;
                    };
                    self.state = match after {
                        After::Next(pager) => State::Ready(pager),
                        After::Failed(error) => State::Failed(error),
                        After::End => State::Over,
                    };
                    return Poll::Ready(Some(page));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for Pages<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages, one after the other. See [`Pages`].
pub struct PageItems<'c, T, E> {
    pages: Pages<'c, Vec<T>, E>,
    here: vec::IntoIter<T>,
}

impl<'c, T, E> PageItems<'c, T, E>
where
    T: 'c,
    E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
{
    pub(super) fn new(pages: Pages<'c, Vec<T>, E>) -> Self {
        let here = Vec::new().into_iter();
        Self { pages, here }
    }

    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, E>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T, E> Unpin for PageItems<'_, T, E> {}

impl<'c, T, E> Stream for PageItems<'c, T, E>
where
    T: 'c,
    E: From<TransportError> + From<Box<BrokenResponse>> + 'c,
{
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.here.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.here = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for PageItems<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").finish_non_exhaustive()
    }
}

async fn turn<T, E>(mut pager: Box<Pager>, decode: fn(Reply) -> Result<T, E>) -> Turn<T, E>
where
    E: From<TransportError> + From<Box<BrokenResponse>>,
{
    let reply = match pager.ask().await {
        Ok(reply) => reply,
        Err(error) => return (Err(error.into()), After::End),
    };
    let more = pager.advance(&reply);
    let page = decode(reply);
    let after = match more {
        _ if page.is_err() => After::End,
        Ok(true) => After::Next(pager),
        Ok(false) => After::End,
        Err(broken) => After::Failed(broken.into()),
    };
    (page, after)
}

/// The request of the next page, and what it depends on.
struct Pager {
    prepared: Prepared,
    paging: &'static Paging,
    /// The cursors and URLs so far.
    seen: BTreeSet<String>,
    /// The number of the next page.
    number: u64,
    /// The body of the last page.
    last: Bytes,
}

impl Pager {
    fn new(prepared: Prepared, paging: &'static Paging) -> Self {
        let mut pager = Self {
            prepared,
            paging,
            seen: BTreeSet::new(),
            number: 0,
            last: Bytes::new(),
        };
        if let Next::Page {
            parameter, first, ..
        } = paging.next
        {
            pager.number = first;
            pager.set(parameter, &first.to_string());
        }
        pager
    }

    async fn ask(&self) -> Result<Reply, TransportError> {
        let again = self.prepared.again().ok_or_else(|| {
            let message = "a body that is a stream cannot be sent with each page";
            TransportError::request(self.prepared.operation.id, message.to_owned())
        });
        again?.send().await
    }

    /// Makes the request that of the page after this one; `false` where this is the last.
    fn advance(&mut self, reply: &Reply) -> Result<bool, Box<BrokenResponse>> {
        let (low, high) = self.paging.status;
        if !(low..=high).contains(&reply.status().as_u16()) {
            return Ok(false);
        }
        let body = reply.whole()?.clone();
        match self.paging.next {
            Next::Cursor { parameter, at } => {
                let cursor = peek::text(&body, at).filter(|cursor| !cursor.is_empty());
                let Some(cursor) = cursor else {
                    return Ok(false);
                };
                self.set(parameter, &cursor);
                self.first_time(reply, cursor, "the cursor")
            }
            Next::Page {
                parameter,
                first,
                by_items,
                total,
            } => {
                let count = peek::count(&body, self.paging.items);
                self.number += if by_items { count as u64 } else { 1 };
                self.set(parameter, &self.number.to_string());
                let total = total.and_then(|at| peek::text(&body, at)?.parse::<u64>().ok());
                if count == 0 || total.is_some_and(|total| self.number - first >= total) {
                    return Ok(false);
                }
                if body == self.last {
                    return Err(reply.broken("this page is the one before again".to_owned()));
                }
                self.last = body;
                Ok(true)
            }
            Next::Link { at } => {
                let link = match at {
                    Some(at) => peek::text(&body, at).filter(|link| !link.is_empty()),
                    None => next_link(reply.headers()),
                };
                match link {
                    Some(link) => self.follow(reply, &link),
                    None => Ok(false),
                }
            }
        }
    }

    fn first_time(
        &mut self,
        reply: &Reply,
        what: String,
        name: &str,
    ) -> Result<bool, Box<BrokenResponse>> {
        if self.seen.insert(what) {
            return Ok(true);
        }
        let reason = format!("{name} of the next page has come before");
        Err(reply.broken(reason))
    }

    /// Links lead within the server: elsewhere nobody may see the credentials.
    fn follow(&mut self, reply: &Reply, link: &str) -> Result<bool, Box<BrokenResponse>> {
        let keys = self.prepared.operation.query_keys();
        let here = self.prepared.request.url_mut();
        self.seen.insert(here.to_string());
        match here.join(link) {
            Ok(url) if url.origin() == here.origin() => {
                *here = url;
                // A server may repeat the key of a query, which is written in when the request is sent.
                for name in keys {
                    replace_in_query(here, name, Vec::new());
                }
                let url = here.to_string();
                self.first_time(reply, url, "the URL")
            }
            Ok(_) => Err(reply.broken("the next page is at another server".to_owned())),
            Err(_) => Err(reply.broken("the URL of the next page is none".to_owned())),
        }
    }

    /// Sets a parameter of the request, in place of what it was.
    fn set(&mut self, parameter: Parameter, value: &str) {
        let request = &mut self.prepared.request;
        match parameter.place {
            Place::Header => {
                let name = header::HeaderName::try_from(parameter.name);
                if let (Ok(name), Ok(value)) = (name, value.parse()) {
                    request.headers_mut().insert(name, value);
                }
            }
            _ => {
                let value = Value::String(value.to_owned());
                let pairs = parameter::pairs(parameter, &value);
                replace_in_query(request.url_mut(), parameter.name, pairs);
            }
        }
    }
}

/// Sets the pairs of a name in a query, in place of those it has.
pub(super) fn replace_in_query(url: &mut Url, name: &str, pairs: Vec<String>) {
    let name = encode(name);
    let is_other = |pair: &&str| pair.split('=').next() != Some(&name);
    let query = url.query().unwrap_or_default();
    let others = query.split('&').filter(|pair| !pair.is_empty());
    let kept = others.filter(is_other).map(str::to_owned);
    let query: Vec<String> = kept.chain(pairs).collect();
    let query = Some(query.join("&")).filter(|query| !query.is_empty());
    url.set_query(query.as_deref());
}

/// The target of `rel="next"` in `Link` (RFC 8288, section 3).
fn next_link(headers: &header::HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::LINK).iter();
    let mut lines = lines.filter_map(|line| line.to_str().ok());
    lines.find_map(|line| {
        let mut rest = line;
        while let Some((_, link)) = rest.split_once('<') {
            let (target, behind) = link.split_once('>')?;
            // Parameters end where the next link begins.
            let parameters = behind.split('<').next().unwrap_or_default();
            if parameters.split(';').any(is_next) {
                return Some(target.to_owned());
            }
            rest = behind;
        }
        None
    })
}

fn is_next(parameter: &str) -> bool {
    let parameter = parameter.trim().trim_end_matches(',').trim_end();
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
    name.trim().eq_ignore_ascii_case("rel") && relations.any(|it| it.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn link(line: &str, expect: Option<&str>) {
        let mut headers = header::HeaderMap::new();
        headers.insert(header::LINK, line.parse().unwrap());
        assert_eq!(next_link(&headers).as_deref(), expect, "{line}");
    }

    #[test]
    fn the_next_of_several_links_is_found() {
        link("</a?p=2>; rel=\"next\"", Some("/a?p=2"));
        link(
            "<a>; rel=prev, <b,c;d>; title=\"x\"; REL=Next",
            Some("b,c;d"),
        );
        link("<a>;rel=\"prev next\" , <b>; rel=last", Some("a"));
        link("<a>; rel=\"prev\"", None);
        link("<a>; rel=\"nextish\"", None);
        link("<a", None);
        link("", None);
    }

    #[test]
    fn a_parameter_of_a_query_is_replaced() {
        let replaced = |url: &str| {
            let mut url = Url::parse(url).unwrap();
            replace_in_query(&mut url, "a b", vec!["a%20b=2".to_owned()]);
            url.query().unwrap().to_owned()
        };
        let mut url = Url::parse("http://h/?a=1").unwrap();
        replace_in_query(&mut url, "a", Vec::new());
        assert_eq!(url.as_str(), "http://h/");
        assert_eq!(replaced("http://h/"), "a%20b=2");
        assert_eq!(replaced("http://h/?a%20b=1&c=d&a%20b"), "c=d&a%20b=2");
        assert_eq!(replaced("http://h/?a=1&a%20bc=1"), "a=1&a%20bc=1&a%20b=2");
    }
}
