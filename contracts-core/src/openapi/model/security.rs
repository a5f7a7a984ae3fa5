use serde_json::Value;

use super::ParameterLocation;

/// How a caller proves who it is.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityScheme {
    /// A secret in a query parameter, header or cookie.
    ApiKey {
        /// The name of the parameter.
        name: String,
        /// Where it travels.
        location: ParameterLocation,
    },
    /// The `Authorization` header with this scheme, such as `basic` or `bearer`.
    Http {
        /// The scheme, in lower case.
        scheme: String,
    },
    /// OAuth 2; the flows as they stand.
    OAuth2 {
        /// `flows`.
        flows: Value,
    },
    /// OpenID Connect discovery.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: String,
    },
    /// A client certificate.
    MutualTls,
}
