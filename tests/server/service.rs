//! Who answers the requests of `fixtures/served.yaml`: mostly with what it was asked.

use std::sync::{Arc, Mutex};

use contracts_runtime::server::{Body, Head, Operation, Service, StatusCode, Unfinished};
use contracts_runtime::server::{Items, SendError};
use contracts_tests::{
    served::{
        Api, ChoiceOkBody, ChoiceRequest, ChoiceResponse, CopyRequest, CopyResponse, FileRequest,
        FileResponse, FormRequest, FormRequestBody, FormResponse, LinesRequest, LinesResponse,
        LongEvent, LongEvents, LongRequest, LongResponse, LooseEvents, LooseRequest, LooseResponse,
        MineRequest, MineResponse, OrderRequest, OrderResponse, OrderedEvents, OrderedRequest,
        OrderedResponse, OrderedSender, RawRequest, RawResponse, SecretRequest, SecretResponse,
        SequenceRequest, SequenceResponse, StatusRequest, StatusResponse, StatusStatus4xxHeaders,
        StylesRequest, StylesResponse, WholeQueryOkHeaders, WholeQueryRequest, WholeQueryResponse,
        router,
    },
    served_types::{Seen, Word},
};
use serde_json::{Value, json};

use crate::wire::Server;

/// What the hooks have heard.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub(crate) fn add(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// Waits until something was heard.
    pub(crate) async fn first(&self) -> String {
        loop {
            if let Some(first) = self.all().first() {
                return first.clone();
            }
            tokio::task::yield_now().await;
        }
    }
}

#[derive(Default)]
pub(crate) struct Echo {
    heard: Heard,
}

impl Echo {
    pub(crate) async fn serve() -> (Server, Heard) {
        let echo = Self::default();
        let heard = echo.heard.clone();
        (Server::of(router(echo)).await, heard)
    }
}

impl Service for Echo {
    fn broken_answer(&self, operation: &'static Operation, why: &str) {
        self.heard.add(format!("{}: {why}", operation.id));
    }

    fn stream_unfinished(&self, operation: &'static Operation, how: Unfinished) {
        self.heard.add(format!("{}: {how:?}", operation.id));
    }
}

pub(crate) fn seen(value: Value) -> Seen {
    serde_json::from_value(value).unwrap()
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
    }
}

impl Api for Echo {
    async fn styles(&self, request: StylesRequest) -> StylesResponse {
        let StylesRequest {
            simple,
            label,
            matrix,
            form,
            joined,
            space,
            pipe,
            deep,
            spread,
            pair,
            ..
        } = &request;
        let StylesRequest {
            json,
            flag,
            ratio,
            level,
            x_list,
            x_point,
            theme,
            mark,
            sizes,
            ..
        } = &request;
        let body = seen(json!({
            "simple": simple, "label": label, "matrix": matrix, "form": form, "joined": joined, "space": space,
            "pipe": pipe, "deep": deep, "spread": spread, "pair": pair, "json": json, "flag": flag, "ratio": ratio,
            "level": level, "x_list": x_list, "x_point": x_point, "theme": theme, "mark": mark,
            "sizes": sizes,
        }));
        StylesResponse::Ok { body }
    }

    async fn whole_query(&self, request: WholeQueryRequest) -> WholeQueryResponse {
        let all = request.all.clone().unwrap_or_default();
        let point = all.point.clone();
        WholeQueryResponse::Ok {
            headers: WholeQueryOkHeaders {
                x_again: None,
                x_pair: point.clone(),
                x_point: point,
                x_sizes: all.sizes.clone(),
                x_all: all,
            },
            body: seen(json!({"all": request.all})),
        }
    }

    async fn order(&self, request: OrderRequest) -> OrderResponse {
        OrderResponse::Created { body: request.body }
    }

    async fn form(&self, request: FormRequest) -> FormResponse {
        let body = match request.body {
            None => json!(null),
            Some(FormRequestBody::Json(filter)) => json!({"json": filter}),
            Some(FormRequestBody::XWwwFormUrlencoded(filter)) => json!({"form": filter}),
            Some(FormRequestBody::Plain(text)) => json!({"text": text}),
            Some(FormRequestBody::Image(content)) => {
                json!({"type": content.content_type, "bytes": content.bytes.len()})
            }
        };
        FormResponse::Ok {
            body: seen(json!({"body": body})),
        }
    }

    async fn raw(&self, request: RawRequest) -> RawResponse {
        RawResponse::Ok {
            body: Body::from(request.body),
        }
    }

    async fn mine(&self, _: MineRequest) -> MineResponse {
        MineResponse::NoContent
    }

    async fn file(&self, request: FileRequest) -> FileResponse {
        let body = seen(json!({"name": request.name, "extension": request.extension}));
        FileResponse::Ok { body }
    }

    async fn copy(&self, request: CopyRequest) -> CopyResponse {
        CopyResponse::Ok {
            body: seen(json!({"copied": request.name})),
        }
    }

    async fn choice(&self, request: ChoiceRequest) -> ChoiceResponse {
        let body = match request.accept.best(&["application/json", "text/plain"]) {
            Some("text/plain") => ChoiceOkBody::Plain("chosen".to_owned()),
            _ => ChoiceOkBody::Json(seen(json!({"chosen": true}))),
        };
        ChoiceResponse::Ok { body }
    }

    async fn status(&self, request: StatusRequest) -> StatusResponse {
        match request.code {
            204 => StatusResponse::NoContent,
            code => StatusResponse::Status4xx {
                status: StatusCode::from_u16(code).unwrap(),
                headers: StatusStatus4xxHeaders {
                    x_trace: request.trace.unwrap_or_default(),
                    x_count: None,
                },
            },
        }
    }

    async fn secret(&self, request: SecretRequest) -> SecretResponse {
        let shown = format!("{:?}", request.credentials);
        let all = ["Key", "Token"].map(|name| request.credentials.get(name).map(|it| it.expose()));
        SecretResponse::Ok {
            body: format!("{shown} {all:?}"),
        }
    }

    async fn ordered(&self, request: OrderedRequest) -> OrderedResponse {
        let (sender, events) = OrderedEvents::channel(1);
        let heard = self.heard.clone();
        tokio::spawn(async move {
            let how = request.how.unwrap_or_default();
            let outcome = ordered(sender, &how, &request.head).await;
            heard.add(format!("handler: {outcome:?}"));
        });
        OrderedResponse::Ok { body: events }
    }

    fn ordered_unfinished(&self) -> Word {
        word("dropped")
    }

    async fn loose(&self, _: LooseRequest) -> LooseResponse {
        let (sender, events) = LooseEvents::channel(8);
        tokio::spawn(async move {
            let sender = sender
                .with_id("7\nid: 8")
                .send2("two\nlines\r\nthree")
                .await?;
            let sender = sender.tick(&5).await?;
            sender.send2("").await?.finish();
            Ok::<_, SendError>(())
        });
        LooseResponse::Ok { body: events }
    }

    async fn long(&self, _: LongRequest) -> LongResponse {
        let (mut sender, events) = LongEvents::channel(32);
        for number in 0..17 {
            if number == 2 {
                let error = sender
                    .send(&LongEvent::B("early".to_owned()))
                    .await
                    .unwrap_err();
                self.heard.add(error.to_string());
            }
            sender.send(&LongEvent::A(number)).await.unwrap();
        }
        LongResponse::Ok { body: events }
    }

    async fn lines(&self, _: LinesRequest) -> LinesResponse {
        let (mut sender, items) = Items::channel(4);
        sender.send(&word("a")).await.unwrap();
        sender.send(&word("b")).await.unwrap();
        LinesResponse::Ok { body: items }
    }

    async fn sequence(&self, _: SequenceRequest) -> SequenceResponse {
        let (mut sender, items) = Items::channel(4);
        sender.send(&word("a")).await.unwrap();
        SequenceResponse::Ok { body: items }
    }
}

/// A stream that goes well, or ends too early somewhere.
async fn ordered(sender: OrderedSender, how: &str, head: &Head) -> Result<(), SendError> {
    if how == "nothing" {
        return Ok(());
    }
    let mut sender = sender.start(&1).await?;
    sender = sender.word(&word("a")).await?.note("plain").await?;
    match how {
        "dropped" => {}
        "failed" => {
            sender.error(&word("failed")).await?;
        }
        // Until nobody reads any more.
        "endless" => loop {
            sender = sender.word(&word(head.uri.path())).await?;
        },
        _ => {
            sender.end(&word("b")).await?;
        }
    }
    Ok(())
}
