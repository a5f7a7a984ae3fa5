use std::{convert::Infallible, fmt, future::Future, pin::Pin, sync::Arc};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
    routing::any,
};

use super::{
    Accept, Credentials, Input, Limits, Operation, Refusal, RefusalKind, Service, body,
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
pub type Handler<S> = fn(Arc<S>, Input) -> Answering;

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
    run: Box<dyn Fn(Input) -> Answering + Send + Sync>,
}

impl Routes {
    /// The operations of one API.
    pub fn new<S: Service>(
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
        let routes = Arc::new(self);
        Router::new().fallback(any(move |request: Request| {
            let routes = Arc::clone(&routes);
            async move { Ok::<_, Infallible>(routes.answer(request).await) }
        }))
    }

    async fn answer(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default();
        match self.tree.find(head.method.as_str(), head.uri.path(), query) {
            Route::Operation(number, captured) => {
                let is_head = head.method == Method::HEAD;
                let answer = self.call(number, captured, head, body).await;
                match is_head {
                    true => without_body(answer),
                    false => answer,
                }
            }
            Route::Methods(allowed) => {
                let mut refusal = Refusal::new(RefusalKind::MethodNotAllowed, None);
                refusal.allowed = allowed;
                let mut answer = match head.method == Method::OPTIONS {
                    true => no_content(),
                    false => self.refuse(&refusal, &head),
                };
                if let Ok(allow) = HeaderValue::from_str(&refusal.allow()) {
                    answer.headers_mut().insert(header::ALLOW, allow);
                }
                answer
            }
            Route::Nothing => self.refuse(&Refusal::new(RefusalKind::NotFound, None), &head),
        }
    }

    /// The refusal of what belongs to no operation.
    fn refuse(&self, refusal: &Refusal, head: &Parts) -> Response {
        match self.entries.first() {
            Some(entry) => entry.service.refuse(refusal, head),
            None => refusal.problem(),
        }
    }

    async fn call(
        &self,
        number: usize,
        captured: Vec<(&'static str, String)>,
        mut head: Parts,
        body: Body,
    ) -> Response {
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
        let produces = operation.produces;
        if !Accept::allows(&head.headers, produces) {
            return refuse(RefusalKind::NotAcceptable, &head);
        }
        let mut credentials = Credentials::default();
        if !operation.security.is_empty() {
            credentials = Credentials::read(&head, operation.security);
            let asked = entry
                .service
                .authenticate(operation, &credentials, &mut head);
            if let Err(denied) = asked.await {
                return refuse(denied.into(), &head);
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
        let head = Arc::new(head);
        let how = (self.limits, !self.unchecked);
        let mut input = Input::new(operation, Arc::clone(&head), captured, credentials, how);
        input.set_body(received);
        match (entry.run)(input).await {
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
