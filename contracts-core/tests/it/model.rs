//! What the operation model keeps of a document.

use contracts_core::{
    Pointer,
    openapi::{
        Encoding, Framing, Method, ParameterLocation, SecurityScheme, Serialization, Status, Style,
        Version,
    },
};

use crate::load;

const YAML: &str = "
openapi: 3.0.3
info: {title: Tasks, version: 1.2.0, description: About tasks.}
servers: [{url: 'http://127.0.0.1:8080'}]
security: [{Key: []}]
paths:
  /tasks/{id}:
    parameters:
      - {$ref: '#/components/parameters/Id'}
      - {name: verbose, in: query, schema: {type: boolean}}
    post:
      operationId: run
      tags: [tasks]
      deprecated: true
      x-req-id: [T-1, T-2]
      x-stability-level: beta
      security: []
      parameters:
        - {name: verbose, in: query, explode: false, schema: {type: string}}
        - {name: X-Trace, in: header, required: true, schema: {type: string}}
        - {name: sid, in: cookie, schema: {type: string}}
        - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
      requestBody:
        required: true
        content:
          text/plain: {schema: {type: string}}
          application/json:
            schema: {$ref: '#/components/schemas/Task'}
            x-examples: {bad: {value: {}, valid: false}, good: {value: {n: 1}}}
      responses:
        default: {description: Other.}
        4XX: {description: Refused., x-req-id: T-3}
        200:
          description: Events.
          headers:
            X-Trace: {required: true, x-echo: X-Trace, schema: {type: string}}
          content:
            text/event-stream:
              x-sse-grammar: a b*
              x-sse-events:
                - {name: a, schema: {$ref: '#/components/schemas/Task'}}
                - {name: b, description: More.}
    get: {operationId: look, responses: {204: {description: Nothing.}}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}
  schemas:
    Task: {type: object, properties: {n: {type: integer}}}
  securitySchemes:
    Key: {type: apiKey, name: X-API-Key, in: header}
    Basic: {type: http, scheme: Basic}
";

#[test]
fn an_operation_is_complete_by_itself() {
    let (contract, findings) = load(YAML);
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    assert_eq!(
        (contract.version, contract.title.as_str()),
        (Version::V3_0, "Tasks")
    );
    assert_eq!(contract.servers[0].url, "http://127.0.0.1:8080");
    let ids: Vec<&str> = contract
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(ids, ["look", "run"], "ordered by path and method");

    let look = &contract.operations[0];
    assert_eq!(look.parameters.len(), 2, "the path item's");
    assert_eq!(look.security.len(), 1, "the document's");

    let run = &contract.operations[1];
    assert_eq!(
        (&run.method, run.path.as_str(), run.deprecated),
        (&Method::Post, "/tasks/{id}", true)
    );
    assert_eq!(run.requirements, ["T-1", "T-2"]);
    assert_eq!(run.lifecycle.stability.as_deref(), Some("beta"));
    assert!(run.security.is_empty(), "its own empty list");
}

/// OpenAPI 3.2, section 4.15: what an encoding says, and what follows from that.
#[test]
fn encodings_of_forms_and_parts_are_read() {
    let (contract, findings) = load(
        "
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: a
      parameters:
        - {name: q, in: query, allowReserved: true, allowEmptyValue: true, schema: {type: string}}
        - {name: c, in: cookie, style: cookie, schema: {type: string}}
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {}, csv: {}, all: {}, plain: {}}}
            encoding:
              file:
                contentType: 'image/png, image/*'
                headers: {X-A: {required: true, explode: true, schema: {type: integer}}}
              csv: {explode: false}
              all: {style: deepObject, allowReserved: true}
              plain: {}
      responses:
        204:
          description: Done.
          headers: {X-J: {content: {application/json: {schema: {type: object}}}}}
",
    );
    assert_eq!(findings, "");
    let operation = &contract.unwrap().operations[0];
    let [q, c] = operation.parameters.as_slice() else {
        panic!("{operation:#?}")
    };
    assert!(q.allow_reserved && q.allow_empty_value && !c.allow_reserved);
    assert_eq!((c.style, c.explode), (Style::Cookie, true));
    let media = &operation.body.as_ref().unwrap().content[0];
    let file = &media.encoding["file"];
    assert_eq!(file.content_types, ["image/png", "image/*"]);
    let header = &file.headers[0];
    assert!(header.required && header.explode && header.schema.is_some());
    assert_eq!(file.as_parameter, None);
    let said = |style, explode, allow_reserved| {
        Some(Serialization {
            style,
            explode,
            allow_reserved,
        })
    };
    assert_eq!(
        media.encoding["csv"].as_parameter,
        said(Style::Form, false, false)
    );
    assert_eq!(
        media.encoding["all"].as_parameter,
        said(Style::DeepObject, false, true)
    );
    assert_eq!(media.encoding["plain"], Encoding::default());
    let header = &operation.responses[0].headers[0];
    assert_eq!(header.content.as_deref(), Some("application/json"));
    assert!(header.schema.is_some());
}

#[test]
fn parameters_have_all_four_places_and_their_styles() {
    let contract = load(YAML).0.unwrap();
    let seen: Vec<_> = contract.operations[1]
        .parameters
        .iter()
        .map(|p| (p.name.as_str(), p.location, p.style, p.explode, p.required))
        .collect();
    assert_eq!(
        seen,
        [
            ("id", ParameterLocation::Path, Style::Simple, false, true),
            (
                "verbose",
                ParameterLocation::Query,
                Style::Form,
                false,
                false
            ),
            (
                "X-Trace",
                ParameterLocation::Header,
                Style::Simple,
                false,
                true
            ),
            ("sid", ParameterLocation::Cookie, Style::Form, true, false),
            ("filter", ParameterLocation::Query, Style::Form, true, false),
        ]
    );
    let filter = &contract.operations[1].parameters[4];
    assert_eq!(filter.content.as_deref(), Some("application/json"));
}

#[test]
fn bodies_responses_headers_and_events() {
    let contract = load(YAML).0.unwrap();
    let run = &contract.operations[1];
    let body = run.body.as_ref().unwrap();
    let types: Vec<&str> = body
        .content
        .iter()
        .map(|media| media.name.as_str())
        .collect();
    assert_eq!(
        (body.required, types),
        (true, vec!["application/json", "text/plain"])
    );
    let examples = &body.content[0].examples;
    assert_eq!(
        (examples["bad"].valid, examples["good"].valid),
        (false, true)
    );

    let statuses: Vec<Status> = run
        .responses
        .iter()
        .map(|response| response.status)
        .collect();
    assert_eq!(
        statuses,
        [Status::Code(200), Status::Range(4), Status::Default],
        "as they are matched"
    );
    assert_eq!(run.responses[1].requirements, ["T-3"]);
    let header = &run.responses[0].headers[0];
    assert_eq!(
        (header.required, header.echo.as_deref()),
        (true, Some("X-Trace"))
    );

    let events = run.responses[0].content[0].events.as_ref().unwrap();
    let names: Vec<&str> = events
        .events
        .iter()
        .map(|event| event.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(events.grammar.as_ref().unwrap().names(), ["a", "b"]);
    let schema = events.events[0]
        .schema
        .as_ref()
        .and_then(Pointer::parent)
        .unwrap();
    assert!(schema.as_str().ends_with("/x-sse-events/0"), "{schema}");
}

#[test]
fn security_schemes() {
    let contract = load(YAML).0.unwrap();
    let key = SecurityScheme::ApiKey {
        name: "X-API-Key".into(),
        location: ParameterLocation::Header,
    };
    assert_eq!(contract.security_schemes["Key"], key);
    assert_eq!(
        contract.security_schemes["Basic"],
        SecurityScheme::Http {
            scheme: "basic".into()
        }
    );
}

#[test]
fn statuses_are_codes_ranges_or_default() {
    for (key, status) in [
        ("404", Status::Code(404)),
        ("4XX", Status::Range(4)),
        ("4xx", Status::Range(4)),
        ("default", Status::Default),
    ] {
        assert_eq!(Status::parse(key), Some(status), "{key}");
    }
    for key in [
        "", "4", "40", "4040", "040", "6XX", "0XX", "4X", "Default", "99", "600", "+40",
    ] {
        assert_eq!(Status::parse(key), None, "{key}");
    }
}

#[test]
fn numbers_where_text_belongs_are_taken_as_written() {
    let contract = load("openapi: 3.1\ninfo: {title: 7, version: 1.10}\n")
        .0
        .unwrap();
    assert_eq!(
        (contract.title.as_str(), contract.api_version.as_str()),
        ("7", "1.10")
    );
}

const V3_2: &str = "
openapi: 3.2.0
$self: https://example.com/api
info: {title: T, version: '1'}
paths:
  /a:
    query:
      operationId: ask
      responses:
        200:
          description: Events.
          content:
            text/event-stream:
              x-sse-grammar: started end?
              itemSchema:
                oneOf:
                  - {properties: {event: {const: started}, data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/A'}}}}
                  - {$ref: '#/components/schemas/End'}
        201: {description: Lines., content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/A'}}}}
        202: {description: Shared., content: {application/json: {$ref: '#/components/mediaTypes/A'}}}
    additionalOperations:
      LINK: {operationId: link, responses: {200: {description: Objects., content: {text/event-stream: {itemSchema: {$ref: '#/components/schemas/A'}}}}}}
components:
  mediaTypes:
    A: {schema: {$ref: '#/components/schemas/A'}}
  schemas:
    A: {type: object, properties: {a: {type: string}}}
    End: {description: The last., properties: {event: {enum: [end]}}}
";

#[test]
fn version_3_2_has_more_methods_and_events() {
    let (contract, findings) = load(V3_2);
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    assert_eq!(contract.version, Version::V3_2);
    let methods: Vec<String> = contract
        .operations
        .iter()
        .map(|operation| operation.method.wire())
        .collect();
    assert_eq!(methods, ["QUERY", "LINK"]);

    let ask = &contract.operations[0];
    let stream = ask.responses[0].content[0].events.as_ref().unwrap();
    let events: Vec<(&str, Option<&str>)> = stream
        .events
        .iter()
        .map(|event| {
            (
                event.name.as_str(),
                event.schema.as_ref().map(Pointer::as_str),
            )
        })
        .collect();
    let data = "/paths/~1a/query/responses/200/content/text~1event-stream/itemSchema/oneOf/0/properties/data/contentSchema";
    assert_eq!(events, [("started", Some(data)), ("end", None)]);
    assert_eq!(stream.events[1].description.as_deref(), Some("The last."));
    assert_eq!(stream.automaton().unwrap().states.len(), 3);
    let lines = &ask.responses[1].content[0];
    assert_eq!(lines.framing(), Some(Framing::JsonLines));
    let item = lines.items.as_ref().unwrap().as_str();
    assert!(item.ends_with("/itemSchema"), "{item}");
    let shared = ask.responses[2].content[0].schema.as_ref().unwrap();
    assert_eq!(shared.as_str(), "/components/mediaTypes/A/schema");

    let nameless = contract.operations[1].responses[0].content[0]
        .events
        .as_ref()
        .unwrap();
    assert_eq!(
        (nameless.events.len(), nameless.events[0].name.as_str()),
        (1, "message")
    );
}

/// The example of OpenAPI 3.2, section 4.14.4.1, in short.
#[test]
fn events_have_what_stands_beside_their_alternatives() {
    let (contract, findings) = load(
        "
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        200:
          description: Events.
          content:
            text/event-stream:
              itemSchema:
                $ref: '#/components/schemas/Event'
                required: [event]
                oneOf:
                  - {properties: {event: {const: addString}}}
                  - {properties: {event: {const: addJson}, data: {contentMediaType: application/json, contentSchema: {type: object}}}}
components:
  schemas:
    Event: {type: object, properties: {data: {type: string}, event: {type: string}, id: {type: string}}}
",
    );
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    let media = &contract.operations[0].responses[0].content[0];
    let events = media.events.as_ref().unwrap().events.iter();
    let events = events.map(|event| (event.name.as_str(), event.schema.is_some()));
    let events: Vec<(&str, bool)> = events.collect();
    assert_eq!(events, [("addString", false), ("addJson", true)]);
}

#[test]
fn what_3_2_brought_is_unknown_before() {
    let (contract, findings) = load(&V3_2.replace("3.2.0", "3.1.0"));
    assert_eq!(contract.unwrap().operations, []);
    assert!(findings.contains("unknown key `query`"), "{findings}");
    assert!(
        findings.contains("unknown key `additionalOperations`"),
        "{findings}"
    );
}

#[test]
fn webhooks_and_callbacks_are_requests_of_the_api() {
    let yaml = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /subscribe:
    post:
      operationId: subscribe
      responses: {204: {description: Done.}}
      callbacks:
        onEvent:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {at: {type: string}}}}}}
              responses: {200: {description: Seen.}}
        shared: {$ref: '#/components/callbacks/Shared'}
webhooks:
  newPet:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {204: {description: Seen.}}
  petGone:
    delete: {operationId: forgetPet, responses: {}}
components:
  callbacks:
    Shared: {'{$url}': {put: {responses: {204: {description: Seen.}}}}}
  schemas: {Pet: {type: object}}
";
    let (contract, findings) = load(yaml);
    assert_eq!(findings, "");
    let contract = contract.unwrap();
    let inbound: Vec<(&str, &Method, &str)> = contract
        .inbound
        .iter()
        .map(|it| (it.id.as_str(), &it.method, it.pointer.as_str()))
        .collect();
    assert_eq!(
        inbound,
        [
            ("newPet", &Method::Post, "/webhooks/newPet/post"),
            ("forgetPet", &Method::Delete, "/webhooks/petGone/delete"),
            (
                "subscribe-onEvent",
                &Method::Post,
                "/paths/~1subscribe/post/callbacks/onEvent/{$request.body#~1url}/post"
            ),
            (
                "subscribe-shared",
                &Method::Put,
                "/components/callbacks/Shared/{$url}/put"
            ),
        ]
    );
    let body = contract.inbound[0].body.as_ref().unwrap();
    assert!(body.content[0].schema.is_some());
    assert_eq!(contract.operations.len(), 1);
}
