//! Where parameters travel and how they are written: what clients write, servers read.

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As the whole query (OpenAPI 3.2).
    QueryString,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How a value becomes text (OpenAPI 3.2, section 4.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a,b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a&name=b` or `name=a,b`: queries and cookies.
    Form,
    /// `name=a%20b`: lists and objects in queries.
    SpaceDelimited,
    /// `name=a%7Cb`: lists and objects in queries.
    PipeDelimited,
    /// `name[key]=value`: objects in queries.
    DeepObject,
    /// `name=a; name=b`: cookies, whose values are not encoded.
    Cookie,
    /// The JSON of the value, wherever it travels: a parameter with a JSON media type.
    Json,
}
