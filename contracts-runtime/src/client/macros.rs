//! What every error enum of a generated client has besides its variants.

/// `Display`, `Error` and what `?` needs of the error enum of an operation: its name, the operation's id, and the
/// variants for declared statuses. `undeclared` stands before it where there is a variant for other statuses.
#[doc(hidden)]
#[macro_export]
macro_rules! __client_failure {
    (undeclared $error:ident, $id:literal $(, $declared:ident)*) => {
        $crate::__client_failure!(@ $error, $id, ($($declared)*), (Undeclared));
    };
    ($error:ident, $id:literal $(, $declared:ident)*) => {
        $crate::__client_failure!(@ $error, $id, ($($declared)*), ());
    };
    (@ $error:ident, $id:literal, ($($declared:ident)*), ($($undeclared:ident)?)) => {
        impl ::std::fmt::Display for $error {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$declared(reply) => $crate::client::answered(f, $id, reply.status),)*
                    $(Self::$undeclared(reply) => ::std::fmt::Display::fmt(reply, f),)?
                    Self::BrokenResponse(reply) => ::std::fmt::Display::fmt(reply, f),
                    Self::Transport(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        impl ::std::error::Error for $error {
            #[inline]
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    Self::BrokenResponse(reply) => ::std::error::Error::source(&**reply),
                    Self::Transport(error) => ::std::error::Error::source(error),
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::convert::From<::std::boxed::Box<$crate::client::BrokenResponse>> for $error {
            #[inline]
            fn from(reply: ::std::boxed::Box<$crate::client::BrokenResponse>) -> Self {
                Self::BrokenResponse(reply)
            }
        }

        impl ::std::convert::From<$crate::client::TransportError> for $error {
            #[inline]
            fn from(error: $crate::client::TransportError) -> Self {
                Self::Transport(error)
            }
        }
    };
}
