use std::fmt;

use super::{Scheme, Shape};
use crate::style::{Place, Style};

/// What an operation takes and gives; generated code has one for each.
pub struct Operation {
    /// The contract's name of it.
    pub id: &'static str,
    /// Its method, as it is sent.
    pub method: &'static str,
    /// The template of its path.
    pub path: &'static str,
    /// What it reads besides the body.
    pub parameters: &'static [Parameter],
    /// What it reads of the body; none where it declares none.
    pub body: Option<RequestBody>,
    /// The media types of its successes.
    pub produces: &'static [&'static str],
    /// The alternatives of who may call it, each a set of schemes; empty where anybody may.
    pub security: &'static [&'static [Scheme]],
}

impl fmt::Debug for Operation {
    /// Shows what it is called: its tables are long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
    /// How its value became text.
    pub style: Style,
    /// Whether lists and objects spread over several pairs.
    pub explode: bool,
    /// What its value has to be.
    pub shape: &'static Shape,
}

/// The body that an operation reads.
#[derive(Debug)]
pub struct RequestBody {
    /// Whether a request without it is refused.
    pub required: bool,
    /// In which media types it may come.
    pub media: &'static [Media],
}

/// One media type of a body.
#[derive(Debug)]
pub struct Media {
    /// Its name, or a range such as `image/*`.
    pub name: &'static str,
    /// How it is read.
    pub kind: BodyKind,
}

/// How a body is read.
#[derive(Clone, Copy, Debug)]
pub enum BodyKind {
    /// JSON of a shape.
    Json(&'static Shape),
    /// A form of a shape: `application/x-www-form-urlencoded`.
    Form(&'static Shape, &'static [Encoding]),
    /// Several parts, which together are of a shape: `multipart/form-data`.
    Parts(&'static Shape, &'static [Encoding]),
    /// UTF-8 of a shape.
    Text(&'static Shape),
    /// Whatever it is.
    Bytes,
}

/// How a member of a form or of a body of parts is written, where the contract says so.
#[derive(Debug)]
pub struct Encoding {
    /// Its name.
    pub name: &'static str,
    /// The media types that its parts may be of, ranges among them; any where there are none.
    pub media: &'static [&'static str],
    /// How it is written, and whether it spreads over several pairs or parts, where it is written as a parameter is.
    pub style: Option<(Style, bool)>,
    /// The headers of its parts.
    pub headers: &'static [Parameter],
}

impl Encoding {
    /// The member as a parameter; none where it is written otherwise.
    pub(super) fn parameter(&self, whole: &'static Shape) -> Option<Parameter> {
        let (style, explode) = self.style?;
        Some(Parameter {
            name: self.name,
            place: Place::Query,
            style,
            explode,
            shape: whole.member(self.name).unwrap_or(&Shape::Any),
        })
    }
}
