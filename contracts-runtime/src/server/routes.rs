use std::{
    convert::Infallible,
    fmt,
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use tower_service::Service;

use super::{
    Accept, Credentials, Input, Limits, Operation, Refusal, RefusalKind, body,
    input::Refused,
    path::{Route, Tree},
    reply::Broken,
    service::AnyService,
};

/// A future on the heap, so that what is the same for all operations is compiled once.
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// What becomes of a request: the answer of its operation, or a refusal.
pub type Answering = BoxFuture<'static, Result<Response, Refused>>;

/// A generated function that answers the requests of an operation.
pub type Handler<S> = fn(Arc<S>, &mut Input) -> Answering;

/// The operations of one or more APIs, and who answers them.
#[derive(Default)]
pub struct Routes {
    tree: Tree,
    entries: Vec<Entry>,
    limits: Limits,
    unchecked: bool,
}

struct Entry {
    service: Arc<dyn AnyService>,
    run: Box<dyn Fn(&mut Input) -> Answering + Send + Sync>,
}

impl Routes {
    /// The operations of one API.
    pub fn new<S: super::Service>(
        service: &Arc<S>,
        operations: &[(&'static Operation, Handler<S>)],
    ) -> Self {
        let mut routes = Self::default();
        for (operation, handler) in operations {
            let (of, handler) = (Arc::clone(service), *handler);
            routes.tree.add(operation);
            routes.entries.push(Entry {
                service: Arc::<S>::clone(service),
                run: Box::new(move |input| handler(Arc::clone(&of), input)),
            });
        }
        routes
    }

    /// These and others, which keep their limits. Where both have a path and method, these answer.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        for (number, entry) in others.entries.into_iter().enumerate() {
            if let Some(operation) = others.tree.operation(number) {
                self.tree.add(operation);
                self.entries.push(entry);
            }
        }
        self
    }

    /// The same with other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same without checks of what the contract asks besides types: lengths, ranges, patterns, members that are not
    /// declared. For services that trust their callers.
    #[must_use]
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// A router of them, to which other routes and layers can be added. Where nothing else fits they answer.
    pub fn router(self) -> Router {
        Router::new().fallback_service(Served(Arc::new(self)))
    }

    /// The answer where a path has no operation for a method, or for any.
    fn nowhere(&self, route: Route, head: &Parts) -> Response {
        let Route::Methods(allowed) = route else {
            return self.refuse(&Refusal::new(RefusalKind::NotFound, None), head);
        };
        let mut refusal = Refusal::new(RefusalKind::MethodNotAllowed, None);
        refusal.allowed = allowed;
        let mut answer = match head.method == Method::OPTIONS {
            true => no_content(),
            false => self.refuse(&refusal, head),
        };
        if let Ok(allow) = HeaderValue::from_str(&refusal.allow()) {
            answer.headers_mut().insert(header::ALLOW, allow);
        }
        answer
    }

    /// The refusal of what belongs to no operation.
    fn refuse(&self, refusal: &Refusal, head: &Parts) -> Response {
        match self.entries.first() {
            Some(entry) => entry.service.refuse(refusal, head),
            None => refusal.problem(),
        }
    }

    /// The answer of an operation. The head of the request has a place of its own from the beginning, because whatever a
    /// future holds is copied with it.
    async fn call(self: Arc<Self>, called: Called, mut head: Arc<Parts>, body: Body) -> Response {
        let number = called.number;
        let (Some(entry), Some(operation)) =
            (self.entries.get(number), self.tree.operation(number))
        else {
            return Refusal::new(RefusalKind::NotFound, None).problem();
        };
        let refuse = |kind: RefusalKind, head: &Parts| {
            entry
                .service
                .refuse(&Refusal::new(kind, Some(operation)), head)
        };
        if !Accept::allows(&head.headers, operation.produces) {
            return refuse(RefusalKind::NotAcceptable, &head);
        }
        let mut credentials = Credentials::default();
        if !operation.security.is_empty() {
            credentials = Credentials::read(&head, operation.security);
            // Nobody else has it yet.
            if let Some(parts) = Arc::get_mut(&mut head) {
                let asked = entry.service.authenticate(operation, &credentials, parts);
                if let Err(denied) = asked.await {
                    return refuse(denied.into(), &head);
                }
            }
        }
        let received = match &operation.body {
            Some(declared) => body::receive(declared, &head.headers, body, &self.limits).await,
            None => Ok(None),
        };
        let received = match received {
            Ok(received) => received,
            Err(kind) => return refuse(kind, &head),
        };
        let answering = {
            let how = (self.limits, !self.unchecked);
            let captured = called.captured;
            let mut input = Input::new(operation, Arc::clone(&head), captured, credentials, how);
            input.set_body(received);
            (entry.run)(&mut input)
        };
        match answering.await {
            Ok(answer) => match answer.extensions().get::<Broken>() {
                None => answer,
                Some(Broken(why)) => {
                    entry.service.broken_answer(operation, why);
                    refuse(RefusalKind::BrokenAnswer, &head)
                }
            },
            Err(refusal) => entry.service.refuse(&refusal, &head),
        }
    }
}

/// An operation that is called, and what stands in its path.
struct Called {
    number: usize,
    captured: Vec<(&'static str, String)>,
}

/// Routes as a service: axum has less to do for one than for a handler.
#[derive(Clone)]
struct Served(Arc<Routes>);

impl Service<Request> for Served {
    type Response = Response;
    type Error = Infallible;
    type Future = Answered;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (head, body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default();
        let route = self
            .0
            .tree
            .find(head.method.as_str(), head.uri.path(), query);
        let is_head = head.method == Method::HEAD;
        let answer: BoxFuture<'static, Response> = match route {
            Route::Operation(number, captured) => {
                let called = Called { number, captured };
                Box::pin(Arc::clone(&self.0).call(called, Arc::new(head), body))
            }
            route => Box::pin(ready(self.0.nowhere(route, &head))),
        };
        Answered { answer, is_head }
    }
}

/// An answer on its way.
struct Answered {
    answer: BoxFuture<'static, Response>,
    is_head: bool,
}

impl Future for Answered {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = std::task::ready!(self.answer.as_mut().poll(cx));
        Poll::Ready(Ok(match self.is_head {
            true => without_body(answer),
            false => answer,
        }))
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes")
            .field("operations", &self.entries.len())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// What HEAD gets: everything but the body, its length included (RFC 9110, section 9.3.2).
fn without_body(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let length = HttpBody::size_hint(&body).exact();
    if let Some(length) = length.filter(|_| head.status != StatusCode::NO_CONTENT) {
        head.headers
            .entry(header::CONTENT_LENGTH)
            .or_insert(length.into());
    }
    Response::from_parts(head, Body::empty())
}
