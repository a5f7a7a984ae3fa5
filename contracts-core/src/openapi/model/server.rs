/// A base URL.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The URL, variables in braces included.
    pub url: String,
    /// Its name; since 3.2.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its variables, ordered by name. One that the document does not declare as it should is missing here.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name, without the braces.
    pub name: String,
    /// What stands there when nobody chooses.
    pub default: String,
    /// What may stand there; anything where this is empty.
    pub values: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}
