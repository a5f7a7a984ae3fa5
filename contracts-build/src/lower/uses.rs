//! The schemas that operations name, and who sends what they describe.

use contracts_core::{
    Pointer,
    openapi::{Contract, MediaType, Operation},
};

use super::ir::{Access, Reach};
use crate::name;

/// A schema that an operation names.
pub(crate) struct Use {
    /// What an inline type in its place is called.
    pub(crate) hint: String,
    pub(crate) pointer: Pointer,
    pub(crate) direction: Direction,
}

/// Seen from a client of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Requests,
    Responses,
}

impl Direction {
    pub(super) const BOTH: [Self; 2] = [Self::Requests, Self::Responses];

    fn other(self) -> Self {
        match self {
            Self::Requests => Self::Responses,
            Self::Responses => Self::Requests,
        }
    }

    /// Whether its messages hold a member.
    pub(crate) fn holds(self, access: Access) -> bool {
        match access {
            Access::Both => true,
            Access::Read => self == Self::Responses,
            Access::Write => self == Self::Requests,
        }
    }

    /// Whether its messages hold a value.
    pub(super) fn reaches(self, reach: Reach) -> bool {
        match self {
            Self::Requests => reach.requests,
            Self::Responses => reach.responses,
        }
    }

    /// Notes that its messages hold a value.
    pub(super) fn mark(self, reach: &mut Reach) {
        match self {
            Self::Requests => reach.requests = true,
            Self::Responses => reach.responses = true,
        }
    }
}

/// Every schema that an operation, a webhook or a callback names.
pub(crate) fn of(contract: &Contract) -> Vec<Use> {
    let mut uses = Vec::new();
    for operation in &contract.operations {
        add(&mut uses, operation, Direction::Requests);
    }
    // What the API asks of its clients is read by them, and they send the answers.
    for operation in &contract.inbound {
        add(&mut uses, operation, Direction::Responses);
    }
    uses
}

/// Adds what an operation names; `asked` is the direction of what it is asked with.
fn add(uses: &mut Vec<Use>, operation: &Operation, asked: Direction) {
    let id = &operation.id;
    let mut push = |direction: Direction, schemas: Vec<(String, Pointer)>| {
        uses.extend(schemas.into_iter().map(|(hint, pointer)| Use {
            hint,
            pointer,
            direction,
        }));
    };
    for parameter in &operation.parameters {
        let hint = format!("{id}-{}", parameter.name);
        push(asked, named(hint, parameter.schema.as_ref()));
    }
    for media in operation.body.iter().flat_map(|body| &body.content) {
        push(asked, media_schemas(media, &format!("{id}-request")));
    }
    for response in &operation.responses {
        let hint = format!("{id}-{}", name::status_variant(response.status));
        for media in &response.content {
            push(asked.other(), media_schemas(media, &hint));
        }
        for header in &response.headers {
            let hint = format!("{hint}-{}", header.name);
            push(asked.other(), named(hint, header.schema.as_ref()));
        }
    }
}

fn named(hint: String, pointer: Option<&Pointer>) -> Vec<(String, Pointer)> {
    pointer
        .map(|pointer| (hint, pointer.clone()))
        .into_iter()
        .collect()
}

fn media_schemas(media: &MediaType, hint: &str) -> Vec<(String, Pointer)> {
    let mut schemas = named(hint.to_owned(), media.schema.as_ref());
    schemas.extend(named(format!("{hint}-item"), media.items.as_ref()));
    for event in media.events.iter().flat_map(|stream| &stream.events) {
        let hint = format!("{hint}-{}-event", event.name);
        schemas.extend(named(hint, event.schema.as_ref()));
    }
    for (member, encoding) in &media.encoding {
        for header in &encoding.headers {
            let hint = format!("{hint}-{member}-{}", header.name);
            schemas.extend(named(hint, header.schema.as_ref()));
        }
    }
    schemas
}
