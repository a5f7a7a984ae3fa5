use super::ParameterLocation;
use crate::Pointer;

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// The way from the body of an answer to the list of its items.
    pub items: Pointer,
    /// How the next page is asked for.
    pub style: PageStyle,
}

/// How a next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum PageStyle {
    /// With a cursor that each page has for the next one.
    Cursor {
        /// The parameter that takes it.
        parameter: (String, ParameterLocation),
        /// Where in the body it is.
        next: Pointer,
    },
    /// With a number.
    Page {
        /// The parameter that takes it.
        parameter: (String, ParameterLocation),
        /// That of the first page.
        first: u64,
        /// What it counts.
        step: PageStep,
        /// Where in the body their number is.
        total: Option<Pointer>,
    },
    /// At a URL that each page has for the next one.
    Link {
        /// Where in the body it is; in the header `Link`, with `rel="next"`, where this is missing.
        next: Option<Pointer>,
    },
}

/// What the number of a page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// Pages.
    Page,
    /// The items before it.
    Items,
}
