use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// An answer that is being written. What cannot be sent is remembered, and becomes a refusal.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    broken: Option<String>,
}

/// Why an answer cannot be sent; an extension of the response that stands for it.
#[derive(Clone, Debug)]
pub(super) struct Broken(pub(super) String);

impl Reply {
    /// An answer with a status of the contract.
    pub fn new(status: u16) -> Self {
        let code = StatusCode::from_u16(status).ok();
        let mut reply = Self::with(code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if code.is_none() {
            reply.fail(format!("{status} is no status"));
        }
        reply
    }

    /// An answer with a status that the operation has chosen of a range; `others` are those inside it that have answers
    /// of their own.
    pub fn of(status: StatusCode, range: (u16, u16), others: &[(u16, u16)]) -> Self {
        let mut reply = Self::with(status);
        let code = status.as_u16();
        let within = |(low, high): (u16, u16)| (low..=high).contains(&code);
        if !within(range) || others.iter().copied().any(within) {
            reply.fail(format!("the status {code} is not one of this answer's"));
        }
        reply
    }

    fn with(status: StatusCode) -> Self {
        let (headers, broken) = (HeaderMap::new(), None);
        Self {
            status,
            headers,
            broken,
        }
    }

    fn fail(&mut self, why: String) {
        self.broken.get_or_insert(why);
    }

    /// Sets a header.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match serde_json::to_value(value) {
            Ok(Value::String(text)) => self.set(name, text),
            Ok(value) => self.set(name, simple(&value)),
            Err(error) => self.fail(format!("the header `{name}` cannot be written: {error}")),
        }
    }

    /// Sets a header; the members of an object are written as `key=value`.
    pub fn exploded_header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match serde_json::to_value(value) {
            Ok(Value::Object(members)) => self.set(name, pairs(&members, '=')),
            Ok(_) => self.header(name, value),
            Err(error) => self.fail(format!("the header `{name}` cannot be written: {error}")),
        }
    }

    /// Sets a header whose value is JSON.
    pub fn json_header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match serde_json::to_string(value) {
            Ok(text) => self.set(name, text),
            Err(error) => self.fail(format!("the header `{name}` cannot be written: {error}")),
        }
    }

    /// Sets a header where there is a value.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: Option<&T>) {
        if let Some(value) = value {
            self.header(name, value);
        }
    }

    fn set(&mut self, name: &'static str, text: String) {
        let value = HeaderValue::from_maybe_shared(Bytes::from(text));
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail(format!("the header `{name}` cannot have this value")),
        }
    }

    /// The answer without a body.
    pub fn empty(self) -> Response {
        self.finish(Body::empty())
    }

    /// The answer with JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, content_type: &'static str, body: &T) -> Response {
        let body = match serde_json::to_vec(body) {
            Ok(body) => body,
            Err(error) => {
                self.fail(format!("the body cannot be written: {error}"));
                Vec::new()
            }
        };
        self.body(content_type, body)
    }

    /// The answer with a body as it is.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Response {
        match HeaderValue::from_str(content_type) {
            Ok(value) => {
                self.headers.insert(header::CONTENT_TYPE, value);
            }
            Err(_) => self.fail("the content type is none".to_owned()),
        }
        self.finish(body.into())
    }

    fn finish(self, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(why) = self.broken {
            response.extensions_mut().insert(Broken(why));
        }
        response
    }
}

/// Style `simple` in a header: values behind each other, with commas between them.
fn simple(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(","),
        Value::Object(members) => pairs(members, ','),
        one => scalar(one),
    }
}

/// Members behind each other, with `between` each name and its value.
fn pairs(members: &Map<String, Value>, between: char) -> String {
    let members = members.iter();
    let pairs = members.map(|(name, value)| format!("{name}{between}{}", scalar(value)));
    pairs.collect::<Vec<_>>().join(",")
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn broken(response: &Response) -> Option<&str> {
        let found = response.extensions().get::<Broken>();
        found.map(|broken| broken.0.as_str())
    }

    #[test]
    fn headers_are_text_and_nothing_else() {
        let mut reply = Reply::new(204);
        reply.header("X-Count", &5);
        reply.header("X-List", &json!(["a", 1]));
        reply.header("X-Object", &json!({"a": 1}));
        reply.header("X-Word", "ü");
        reply.optional::<i32>("X-None", None);
        reply.exploded_header("X-Pairs", &json!({"a": 1, "b": "c"}));
        reply.exploded_header("X-Items", &json!(["a", 1]));
        reply.json_header("X-Json", &json!({"a": [1, "ü"]}));
        let response = reply.empty();
        let headers = response.headers();
        assert_eq!(headers["x-count"], "5");
        assert_eq!(headers["x-list"], "a,1");
        assert_eq!(headers["x-object"], "a,1");
        assert_eq!(headers["x-word"].as_bytes(), "ü".as_bytes());
        assert_eq!(headers["x-pairs"], "a=1,b=c");
        assert_eq!(headers["x-items"], "a,1");
        assert_eq!(headers["x-json"].as_bytes(), r#"{"a":[1,"ü"]}"#.as_bytes());
        assert_eq!((headers.len(), broken(&response)), (7, None));

        let mut reply = Reply::new(200);
        reply.header("X-Trace", "a\r\nSet-Cookie: b");
        let response = reply.json("application/json", &1);
        assert_eq!(
            broken(&response),
            Some("the header `X-Trace` cannot have this value")
        );
        assert!(!response.headers().contains_key("x-trace"));
    }

    #[test]
    fn a_status_belongs_to_its_answer() {
        let of = |code| {
            Reply::of(
                StatusCode::from_u16(code).unwrap(),
                (400, 499),
                &[(404, 404)],
            )
            .empty()
        };
        assert_eq!(broken(&of(418)), None);
        assert_eq!(of(418).status().as_u16(), 418);
        assert_eq!(
            broken(&of(404)),
            Some("the status 404 is not one of this answer's")
        );
        assert!(broken(&of(500)).is_some());
    }
}
