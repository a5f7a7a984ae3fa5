//! Checking what a contract asks of values besides their types: lengths, ranges, patterns, counts.
//!
//! Reading a value does not do it: whoever wants to know asks, for what came in or for what is about to go out. A
//! [`Check`] knows where it is in a value and keeps what it finds; generated code leads it from member to member.

mod check;
mod count;
mod invalid;
mod number;
mod path;
mod pattern;
#[cfg(test)]
mod tests;

pub use check::Check;
pub use count::CountRule;
pub use invalid::{Invalid, MAX_VIOLATIONS, Violation};
#[cfg(feature = "server")]
pub(crate) use number::Number as CheckedNumber;
pub use number::{Bound, NumberRule};
pub use path::Step;
#[cfg(feature = "server")]
pub(crate) use pattern::broken as broken_text;
pub use pattern::{Pattern, TextRule};

/// A type whose values may break what the contract asks of them besides the type.
///
/// Generated types have it where there is something to check in them or below.
///
/// What differs from the letter of JSON Schema:
///
/// - Numbers that are no integers are compared with bounds as the nearest number of their own type, so that a value
///   equal to a bound in JSON is equal to it here, too.
/// - A number that is no integer is a multiple of another if dividing leaves nothing, or gives a whole number within
///   four units of its last place: `0.3` is a multiple of `0.1`.
/// - Items are the same if they are equal in Rust.
/// - Members are counted as they would be written: one with a default is there.
/// - A pattern is ECMAScript's: with the flag `u`, or without where it cannot be read with it. A text that is too long
///   is not matched, because there are patterns that take very long to; where others choose the text, give it a
///   `maxLength`. What a pattern that cannot be read at all means, nobody knows; no text fits it.
pub trait Validate {
    /// Checks what the contract asks besides the type, in the value and in everything in it.
    ///
    /// # Errors
    ///
    /// The value breaks something. Everything it breaks is told, with its path, up to [`MAX_VIOLATIONS`].
    fn validate(&self) -> Result<(), Invalid> {
        let mut check = Check::default();
        self.check(&mut check);
        check.end()
    }

    /// Leads a check through the value. Generated code implements this; [`validate`](Self::validate) calls it.
    fn check<'v>(&'v self, to: &mut Check<'v>);
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check<'v>(&'v self, to: &mut Check<'v>) {
        (**self).check(to);
    }
}
