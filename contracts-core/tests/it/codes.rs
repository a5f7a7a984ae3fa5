//! Each rule for documents: a case that fires, and a near miss that does not.

use crate::load;

/// A document with one operation, around which each case changes one thing.
fn document(operation: &str, components: &str) -> String {
    let indent = |text: &str, by: usize| -> String {
        let pad = " ".repeat(by);
        text.lines().map(|line| format!("{pad}{line}\n")).collect()
    };
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    get:\n{}components:\n{}",
        indent(operation, 6),
        indent(components, 2),
    )
}

const OPERATION: &str = "operationId: getA
parameters:
  - {name: id, in: path, required: true, schema: {type: string}}
responses:
  200: {description: ok}";

#[track_caller]
fn check(yaml: &str, expect: &str) {
    let (_, found) = load(yaml);
    assert_eq!(found.trim(), expect.trim());
}

#[track_caller]
fn check_operation(from: &str, to: &str, expect: &str) {
    assert!(OPERATION.contains(from), "{from}");
    check(
        &document(&OPERATION.replace(from, to), "schemas: {}"),
        expect,
    );
}

#[track_caller]
fn check_schema(schema: &str, expect: &str) {
    check(
        &document(OPERATION, &format!("schemas:\n  A: {schema}\n  Task: {{}}")),
        expect,
    );
}

#[test]
fn the_unchanged_document_is_fine() {
    check(&document(OPERATION, "schemas: {}"), "");
}

#[test]
fn syntax() {
    check(
        "openapi: 3.1.0\npaths: [\n",
        "api.yaml:2:8: error[yaml-syntax]: unclosed bracket '['",
    );
    check(
        "a: 1\na: 2\n",
        "api.yaml:2:1: error[duplicate-key]: the key `a` stands twice in this mapping
    help: remove one of them, or rename it
api.yaml: error[unsupported-version]: this is no OpenAPI document: `openapi` is missing
    help: start the document with `openapi: 3.0.3` or `openapi: 3.1.0`",
    );
}

#[test]
fn versions() {
    check("openapi: 3.1\ninfo: {title: T, version: 1.10}\n", "");
    check(
        "openapi: 4.0.0\n",
        "api.yaml:1:10: error[unsupported-version]: OpenAPI 4.0.0 is not supported
    help: supported are 3.0.x, 3.1.x and 3.2.x",
    );
    let swagger = load("swagger: '2.0'\n").1;
    assert!(
        swagger.contains("this is a Swagger 2.0 document"),
        "{swagger}"
    );
}

#[test]
fn dangling_ref() {
    check_schema(
        "{$ref: '#/components/schemas/Tsak'}",
        "api.yaml:13:15: error[dangling-ref]: `#/components/schemas/Tsak` names nothing
    help: did you mean `#/components/schemas/Task`?",
    );
    check_schema("{$ref: '#/components/schemas/Task'}", "");
    // Data that looks like a reference is none.
    check_schema("{example: {$ref: '#/nowhere'}}", "");
    check_schema("{properties: {$ref: {type: string}}}", "");
}

#[test]
fn remote_ref_and_cycle() {
    check_schema(
        "{$ref: 'https://other.example/a.yaml#/A'}",
        "api.yaml:13:15: error[remote-ref]: `https://other.example/a.yaml` is on another machine; nothing is fetched
    help: copy what it names into this folder, or list the file in `files` of the document in contracts.toml",
    );
    check_schema(
        "{$ref: '#/components/schemas/A'}",
        "api.yaml:13:15: error[ref-cycle]: `#/components/schemas/A` leads back to itself",
    );
    check_schema("{properties: {next: {$ref: '#/components/schemas/A'}}}", "");
}

#[test]
fn unknown_type() {
    check_schema(
        "{type: strng}",
        "api.yaml:13:15: error[unknown-type]: there is no type `strng`
    help: did you mean `string`?",
    );
    check_schema(
        "{type: [integer, file]}",
        "api.yaml:13:25: error[unknown-type]: there is no type `file`
    help: types are array, boolean, integer, null, number, object, string",
    );
    check_schema("{type: [string, 'null']}", "");
}

#[test]
fn wrong_type() {
    check_schema(
        "{required: name}",
        "api.yaml:13:19: error[wrong-type]: expected a list, found text",
    );
    check_schema(
        "[]",
        "api.yaml:13:8: error[wrong-type]: expected a mapping, found a list",
    );
    check_schema("true", "");
}

#[test]
fn operation_ids() {
    check_operation(
        "operationId: getA",
        "summary: none",
        "api.yaml:5:5: warning[missing-operation-id]: this operation has no `operationId`
    help: add one; until then it is called `get_a__id_`",
    );
    let twice = format!("{OPERATION}\n")
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect::<String>();
    let twice = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    get:\n{twice}    put:\n{twice}"
    );
    check(&twice, "api.yaml:12:20: error[duplicate-operation-id]: the operationId `getA` is taken by `get /a/{id}`
    help: give each operation an id of its own");
}

#[test]
fn path_parameters() {
    check_operation(
        "name: id",
        "name: other",
        "api.yaml:5:5: error[path-parameter]: the path variable `{id}` has no parameter
    help: declare a parameter `id` with `in: path`
api.yaml:8:11: error[path-parameter]: the path `/a/{id}` has no variable `{other}`",
    );
    check_operation("required: true, ", "", "api.yaml:8:11: error[path-parameter]: the path parameter `id` is not marked `required: true`
    help: add `required: true`; a path without it would be another path");
}

#[test]
fn security_schemes_are_declared() {
    let with = |name: &str| {
        let operation = format!("{OPERATION}\nsecurity: [{{}}, {{{name}: []}}]");
        document(
            &operation,
            "securitySchemes: {Key: {type: apiKey, in: header, name: K}}",
        )
    };
    check(&with("Key"), "");
    // Since 3.2 a scheme may be in another document.
    check(
        &with("'https://example.com/api.yaml#/components/securitySchemes/K'"),
        "",
    );
    check(
        &with("Keys"),
        "api.yaml:11:23: warning[unknown-security-scheme]: there is no security scheme `Keys`
    help: did you mean `Key`?",
    );
    check(
        &with("OAuth"),
        "api.yaml:11:23: warning[unknown-security-scheme]: there is no security scheme `OAuth`
    help: declare it in `components.securitySchemes`",
    );
}

#[test]
fn server_variables() {
    let with = |variables: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers:\n  - url: https://{{region}}.h/{{base}}\n    variables: {variables}\npaths: {{}}"
        )
    };
    check(
        &with("{region: {default: eu, enum: [eu, us]}, base: {default: ''}}"),
        "",
    );
    check(&with("{region: {default: eu}, bases: {default: ''}}"), "api.yaml:4:10: warning[server-variable]: the server's URL has a variable `{base}` that is not declared
    help: did you mean `bases`?");
    check(
        &with("{region: {enum: [eu]}, base: {default: ''}}"),
        "api.yaml:5:17: warning[server-variable]: the server variable `region` has no `default`
    help: add one: it is what a client uses when nobody says",
    );
    check(&with("{region: {default: ap, enum: [eu, us]}, base: {default: ''}}"), "api.yaml:5:35: warning[server-variable]: the default `ap` is none of the values of `region`
    help: its values are eu, us");
}

/// The same operation with this `x-pagination`, on line 6; names of members stand for what is beside them.
fn paged(pagination: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a:
    get:
      x-pagination: {pagination}
      operationId: listA
      parameters:
        - {{name: after, in: query, schema: {{type: string}}}}
        - {{name: page, in: query, schema: {{type: integer}}}}
        - {{name: session, in: cookie, schema: {{type: string}}}}
      responses:
        200: {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Page'}}}}}}}}
        default: {{description: wrong}}
components:
  schemas:
    Page:
      allOf:
        - {{type: object, properties: {{meta: {{$ref: '#/components/schemas/Meta'}}}}}}
        - {{type: object, properties: {{data: {{type: [array, 'null'], items: {{type: string}}}}}}}}
    Meta: {{oneOf: [{{type: 'null'}}, {{type: object, properties: {{next: {{type: string}}, total: {{type: integer}}}}}}]}}
"
    )
}

/// What is said of it, and of which part.
#[track_caller]
fn check_paged(pagination: &str, at: &str, expect: &str) {
    let column = 21 + pagination.find(at).unwrap();
    let expect = format!("api.yaml:6:{column}: error[invalid-pagination]: x-pagination: {expect}");
    check(&paged(pagination), &expect);
}

#[test]
fn pagination_that_fits() {
    for fits in [
        "{style: cursor, items: /data, next: /meta/next, parameter: after}",
        "{style: page, items: /data, parameter: page, total: /meta/total}",
        "{style: page, items: /data, parameter: page, first: 0, step: items}",
        "{style: link, items: /data}",
        "{style: link, items: /data, next: /meta/next}",
    ] {
        check(&paged(fits), "");
    }
}

#[test]
fn pagination_that_does_not() {
    check_paged("cursor", "cursor", "it is no mapping");
    check_paged("{items: /data}", "{", "`style` is missing");
    check_paged(
        "{style: cursors, items: /data}",
        "cursors",
        "there is no style `cursors`\n    help: did you mean `cursor`?",
    );
    let case = |from: &str, to: &str, at: &str, expect: &str| {
        let cursor = "{style: cursor, items: /data, next: /meta/next, parameter: after}";
        check_paged(&cursor.replace(from, to), at, expect);
    };
    case(", parameter: after", "", "{", "`parameter` is missing");
    case(
        "after",
        "afters",
        "afters",
        "the operation has no parameter `afters` in query or headers\n    help: did you mean `after`?",
    );
    case(
        "after",
        "session",
        "session",
        "the operation has no parameter `session` in query or headers",
    );
    case(
        "/meta/next",
        "/meta/nxt",
        "/meta/nxt",
        "the answer has no `nxt`, which `/meta/nxt` goes through\n    help: did you mean `next`?",
    );
    case(
        "/meta/next",
        "meta.next",
        "meta.next",
        "`meta.next` is no JSON pointer\n    help: it begins with a slash: `/meta/next`",
    );
    case("/meta/next", "7", "7", "`next` is no text");
    case(
        "/data",
        "/meta",
        "/meta,",
        "`/meta` is no list in the answer",
    );
    case(
        "style: cursor",
        "style: link",
        "after",
        "`parameter` means nothing here\n    help: this style has style, items, next",
    );
    check_paged(
        "{style: page, items: /data, parameter: page, step: item}",
        "item}",
        "there is no step `item`\n    help: the parameter counts pages (`page`, the default) or `items`",
    );
    check_paged(
        "{style: page, items: /data, parameter: page, first: one}",
        "one",
        "`first` is no number",
    );
}

#[test]
fn duplicate_parameter() {
    let query = "  - {name: q, in: query, schema: {}}\n";
    check_operation(
        "responses:",
        &format!("{query}{query}responses:"),
        "api.yaml:10:11: error[duplicate-parameter]: the query parameter `q` is declared twice",
    );
    let header = "  - {name: q, in: header, schema: {}}\n";
    check_operation("responses:", &format!("{query}{header}responses:"), "");
}

#[test]
fn places_and_styles() {
    check_operation(
        "in: path",
        "in: paht",
        "api.yaml:8:26: error[invalid-value]: `paht` is not allowed here
    help: did you mean `path`?
api.yaml:5:5: error[path-parameter]: the path variable `{id}` has no parameter
    help: declare a parameter `id` with `in: path`",
    );
    check_operation(
        "in: path",
        "in: path, style: form",
        "api.yaml:8:39: error[invalid-value]: `form` is not allowed here
    help: allowed are matrix, label, simple",
    );
}

#[test]
fn statuses() {
    check_operation(
        "200:",
        "20:",
        "api.yaml:10:9: error[invalid-status]: `20` is no status
    help: use a code such as 404, a range such as 4XX, or `default`",
    );
    check_operation("200:", "'2XX':", "");
    check_operation(
        "responses:",
        "response:",
        "api.yaml:5:5: error[missing-key]: `responses` is missing here
api.yaml:9:7: warning[unknown-key]: unknown key `response`
    help: did you mean `responses`?",
    );
}

#[test]
fn extensions() {
    check_operation(
        "operationId: getA",
        "operationId: getA\nx-req-ids: X-1",
        "api.yaml:7:7: warning[unknown-extension]: unknown extension `x-req-ids`
    help: did you mean `x-req-id`? Other extensions are ignored",
    );
    check_operation(
        "operationId: getA",
        "operationId: getA\nx-codeSamples: []",
        "",
    );
}

const STREAM: &str = "200:
    description: ok
    content:
      text/event-stream:
        x-sse-events: [{name: start}, {name: end}]
        x-sse-grammar: ";

#[test]
fn event_grammar() {
    let ok = "200: {description: ok}";
    check_operation(ok, &format!("{STREAM}start end"), "");
    check_operation(
        ok,
        &format!("{STREAM}start ned"),
        "api.yaml:15:30: error[event-grammar]: the event `ned` is not declared in `x-sse-events`
    help: did you mean `end`?",
    );
    check_operation(
        ok,
        &format!("{STREAM}start (end"),
        "api.yaml:15:30: error[event-grammar]: this group is not closed, at `(end`",
    );
    check_operation(
        ok,
        &format!("{STREAM}start end | start"),
        "api.yaml:15:30: error[event-grammar]: `start` is ambiguous: it could be the one or the other, at `start end | start` and at `start`
    help: write it so that the next event tells where it belongs: `a (b | c)` for `a b | a c`",
    );
}

#[test]
fn accepted_findings_are_dropped() {
    let allow = "x-contracts-allow: [{code: missing-operation-id, reason: theirs}]";
    check_operation("operationId: getA", allow, "");
    let misspelled = "x-contracts-allow: [{code: missing-operation-ids, reason: theirs}]";
    let (_, found) = load(&document(
        &OPERATION.replace("operationId: getA", misspelled),
        "schemas: {}",
    ));
    assert!(found.contains("warning[missing-operation-id]"), "{found}");
    assert!(
        found.contains("an accepted finding needs the `code` of a rule"),
        "{found}"
    );
    assert!(
        found.contains("did you mean `missing-operation-id`?"),
        "{found}"
    );
}

#[test]
fn a_shared_mistake_is_told_once() {
    let yaml = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {400: {$ref: '#/components/responses/E'}}}}
  /b: {get: {operationId: b, responses: {400: {$ref: '#/components/responses/E'}}}}
components:
  responses:
    E: {description: e, header: {}}
";
    check(
        yaml,
        "api.yaml:8:25: warning[unknown-key]: unknown key `header`
    help: did you mean `headers`?",
    );
}

#[test]
fn schemas_are_checked_wherever_they_stand() {
    let unknown = |place: &str| {
        format!(
            "api.yaml:{place}: error[unknown-type]: there is no type `strng`\n    help: did you mean `string`?"
        )
    };
    check_operation(
        "schema: {type: string}",
        "schema: {type: strng}",
        &unknown("8:63"),
    );
    check_operation(
        "200: {description: ok}",
        "200: {description: ok, content: {application/json: {schema: {type: strng}}}}",
        &unknown("10:76"),
    );
    check_schema("{items: {type: strng}}", &unknown("13:23"));
    check_schema("{additionalProperties: {type: strng}}", &unknown("13:38"));
    check_schema("{allOf: [{type: strng}]}", &unknown("13:24"));
}

#[test]
fn an_acceptance_holds_below_its_node() {
    let allow = "operationId: getA\nx-contracts-allow: [{code: path-parameter, reason: theirs}]";
    let operation = OPERATION
        .replace("operationId: getA", allow)
        .replace("required: true, ", "");
    let (contract, found) = load(&document(&operation, "schemas: {}"));
    assert_eq!(found, "");
    assert!(
        contract.unwrap().operations[0].parameters[0].required,
        "a path needs it"
    );
}

#[test]
fn paths() {
    check(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n",
        "api.yaml:1:1: error[missing-key]: `paths` is missing here",
    );
    check(
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {a: {}}\n",
        "api.yaml:3:9: error[invalid-value]: the path `a` does not start with `/`",
    );
}

#[test]
fn references_in_events_are_followed() {
    check_operation(
        "200: {description: ok}",
        "200: {description: ok, content: {text/event-stream: {x-sse-events: [{name: a, schema: {$ref: '#/nowhere'}}]}}}",
        "api.yaml:10:102: error[dangling-ref]: `#/nowhere` names nothing\n    help: add what it names, or correct the reference",
    );
}

#[test]
fn a_content_type_header_is_the_media_types() {
    let responses = "200: {description: ok, headers: {Content-Type: {schema: {type: string}}, X-A: {schema: {type: string}}}}";
    let (contract, _) = load(&document(
        &OPERATION.replace("200: {description: ok}", responses),
        "schemas: {}",
    ));
    let contract = contract.unwrap();
    let headers = &contract.operations[0].responses[0].headers;
    let names: Vec<&str> = headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["X-A"]);
}

#[test]
fn misspelled_keywords() {
    check_schema(
        "{type: object, propertes: {a: {type: string}}}",
        "api.yaml:13:23: warning[unknown-key]: unknown key `propertes`
    help: did you mean `properties`?",
    );
    // Anybody's own keyword is none of ours.
    check_schema("{type: object, faker: name, x-thing: 1}", "");
}

#[test]
fn an_unquoted_reference_is_a_comment() {
    check_schema(
        "{$ref: #/components/schemas/Task\n    }",
        "api.yaml:13:13: error[wrong-type]: expected text, found nothing
    help: `#` begins a comment in YAML; write the reference in quotes",
    );
}
