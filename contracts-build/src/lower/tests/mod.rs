//! The passes over the lowered types: small documents, and what comes out.

mod limits;
mod nesting;
mod prune;
mod reach;
mod share;
mod tag_members;
mod views;

use super::{
    Options,
    ir::Ir,
    rules::tests::{components, lowered_with, show},
};

/// A document with paths and schemas.
fn lowered(paths: &str, schemas: &str, options: Options) -> Ir {
    lowered_with(
        "3.1.0",
        &format!("{paths}\n{}", components(schemas)),
        options,
    )
    .0
}

/// Its items, one a line.
fn shown(ir: &Ir) -> String {
    let items = ir.items.iter();
    let lines: Vec<String> = items
        .map(|(name, item)| format!("{name} {}", show(item)))
        .collect();
    lines.join("\n")
}

/// `paths` with operations that send and read components: `(sent, read)`.
fn operations(operations: &[(&str, &str)]) -> String {
    let body = |name: &str| match name {
        "" => String::new(),
        name => format!(
            ", content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
        ),
    };
    let paths = operations.iter().enumerate().map(|(index, (sent, read))| {
        format!(
            "  /p{index}: {{post: {{operationId: op{index}, requestBody: {{x-a: 1{}}}, responses: {{'200': {{description: d{}}}}}}}}}\n",
            body(sent),
            body(read)
        )
    });
    format!("paths:\n{}", paths.collect::<String>())
}
