//! Synthetic documents: the same for the same size, and with a bit of everything that APIs have.

use std::fmt::Write;

/// An OpenAPI document in YAML of about `bytes` bytes.
///
/// It repeats a resource of seven operations' worth of schemas: a struct with references, an enum, a
/// union, a map, a composition, and an operation with parameters, headers and errors.
///
/// ```
/// let small = contracts_benches::document(100_000);
/// assert!((100_000..102_000).contains(&small.len()));
/// assert_eq!(small, contracts_benches::document(100_000));
/// ```
pub fn document(bytes: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    let mut resource = 0;
    while paths.len() + schemas.len() < bytes {
        let _ = write!(paths, "{}", PATH.replace('@', &resource.to_string()));
        let next = if resource == 0 { 0 } else { resource - 1 };
        let schema = SCHEMAS.replace('@', &resource.to_string());
        let _ = write!(schemas, "{}", schema.replace('%', &next.to_string()));
        resource += 1;
    }
    format!("{HEAD}paths:\n{paths}components:\n  schemas:\n{schemas}")
}

/// An OpenAPI 3.0 document in JSON of so many operations and hardly any schemas, so that what is compiled is the
/// client.
///
/// ```
/// let document = contracts_benches::operations(300);
/// let document: serde_json::Value = serde_json::from_str(&document).unwrap();
/// assert_eq!(document["paths"].as_object().unwrap().len(), 150);
/// ```
pub fn operations(count: usize) -> String {
    let paths = (0..count.div_ceil(2)).map(|index| PAIR.replace('@', &index.to_string()));
    let paths: Vec<String> = paths.collect();
    format!("{OPERATIONS_HEAD}{}{OPERATIONS_END}", paths.join(","))
}

const OPERATIONS_HEAD: &str =
    r#"{"openapi": "3.0.3", "info": {"title": "Operations", "version": "1"}, "paths": {"#;

const PAIR: &str = r##"
"/things@/{id}": {
  "get": {
    "operationId": "getThing@", "summary": "Reads a thing of kind @.",
    "parameters": [
      {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
      {"name": "limit", "in": "query", "schema": {"type": "integer", "format": "int32"}},
      {"name": "after", "in": "query", "schema": {"type": "string"}}
    ],
    "responses": {
      "200": {"description": "The thing.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
      "4XX": {"description": "No.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    }
  },
  "put": {
    "operationId": "putThing@", "summary": "Writes a thing of kind @.",
    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
    "responses": {
      "204": {"description": "It is written."},
      "4XX": {"description": "No.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    }
  }
}"##;

const OPERATIONS_END: &str = r#"}, "components": {"schemas": {
  "Thing": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}},
  "Problem": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}
}}}"#;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Synthetic, version: 1.0.0}\n";

const PATH: &str = "  /resources@/{id}:
    get:
      operationId: getResource@
      summary: Read a resource of kind @
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: limit, in: query, schema: {type: integer, format: int32}}
        - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        '200':
          description: The resource.
          headers: {X-Version: {required: true, schema: {type: integer, format: int64}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Resource@'}}}
        '404':
          description: There is none.
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem@'}}}
    put:
      operationId: putResource@
      summary: Write a resource of kind @
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Resource@'}}}
      responses:
        '204': {description: It is written.}
        default:
          description: It is not.
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem@'}}}
";

const SCHEMAS: &str = "    Resource@:
      description: A resource of kind @, which refers to the one before it.
      type: object
      required: [id, state, choice]
      properties:
        id: {type: string, format: uuid, description: What it is called.}
        state: {$ref: '#/components/schemas/State@'}
        choice: {$ref: '#/components/schemas/Choice@'}
        labels: {type: object, additionalProperties: {type: string}}
        previous: {type: array, items: {$ref: '#/components/schemas/Resource%'}}
        limits:
          description: How much of it there may be.
          type: object
          properties:
            memory: {type: integer, format: int64, default: 1024}
            share: {type: number, format: float}
    State@:
      description: What a resource of kind @ is doing.
      type: string
      enum: [waiting, running, stopped]
    Choice@:
      oneOf:
        - {type: string}
        - {$ref: '#/components/schemas/Problem@'}
        - {type: object, required: [resource], properties: {resource: {type: integer}}}
    Problem@:
      description: Why a resource of kind @ could not be had.
      type: object
      required: [code, message]
      properties:
        code: {type: integer, format: int32}
        message: {type: string}
        details: {type: array, items: {type: string}}
    Extended@:
      allOf:
        - {$ref: '#/components/schemas/Resource@'}
        - {type: object, properties: {extra: {type: boolean}}}
";
