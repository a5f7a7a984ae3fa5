//! What a generated client makes of an answer. Each of its operations has a line per declared status, which is cheaper to
//! compile as a call than as the expressions it stands for.

use super::{
    Reply,
    error::{BrokenResponse, UndeclaredResponse},
};

/// The only answer that is a success.
///
/// # Errors
///
/// It could not be read.
#[inline]
pub fn done<T, E: From<Box<BrokenResponse>>>(read: Result<T, Box<BrokenResponse>>) -> Result<T, E> {
    Ok(read?)
}

/// One of several answers that are a success, as a variant.
///
/// # Errors
///
/// It could not be read.
#[inline]
pub fn done_as<A, T, E: From<Box<BrokenResponse>>>(
    read: Result<A, Box<BrokenResponse>>,
    variant: fn(A) -> T,
) -> Result<T, E> {
    Ok(variant(read?))
}

/// An answer that is an error, as a variant.
///
/// # Errors
///
/// Always: it is one, or could not be read.
#[inline]
pub fn failed<A, T, E: From<Box<BrokenResponse>>>(
    read: Result<A, Box<BrokenResponse>>,
    variant: fn(Box<A>) -> E,
) -> Result<T, E> {
    Err(variant(Box::new(read?)))
}

/// An answer whose status is not declared, as a variant.
///
/// # Errors
///
/// Always.
#[inline]
pub fn undeclared<T, E>(reply: Reply, variant: fn(Box<UndeclaredResponse>) -> E) -> Result<T, E> {
    Err(variant(Box::new(reply.undeclared())))
}
