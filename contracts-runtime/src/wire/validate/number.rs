use std::{cmp::Ordering, fmt};

/// What a number has to keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberRule {
    /// `minimum`.
    Minimum(Bound),
    /// `exclusiveMinimum`.
    Above(Bound),
    /// `maximum`.
    Maximum(Bound),
    /// `exclusiveMaximum`.
    Below(Bound),
    /// `multipleOf`.
    MultipleOf(Bound),
}

/// A number that a contract names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A whole one.
    Int(i128),
    /// Any other.
    Float(f64),
}

/// A number as it is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Int(i128),
    Single(f32),
    Double(f64),
}

impl NumberRule {
    pub(super) fn broken(self, number: Number) -> Option<String> {
        let asked = self.asked(number)?;
        Some(format!("{asked}, is {number}"))
    }

    /// What is asked where a number does not keep it, without the number.
    pub(crate) fn asked(self, number: Number) -> Option<String> {
        let (words, bound) = match self {
            Self::Minimum(bound) => ("at least", bound),
            Self::Above(bound) => ("more than", bound),
            Self::Maximum(bound) => ("at most", bound),
            Self::Below(bound) => ("less than", bound),
            Self::MultipleOf(bound) => ("a multiple of", bound),
        };
        // What compares with nothing, NaN, keeps nothing.
        let order = number.compare(bound);
        let is_kept = match self {
            Self::Minimum(_) => order.is_some_and(Ordering::is_ge),
            Self::Above(_) => order.is_some_and(Ordering::is_gt),
            Self::Maximum(_) => order.is_some_and(Ordering::is_le),
            Self::Below(_) => order.is_some_and(Ordering::is_lt),
            Self::MultipleOf(_) => number.is_multiple(bound),
        };
        (!is_kept).then(|| format!("{words} {bound}"))
    }
}

impl Number {
    /// A number of single or double precision.
    #[cfg(feature = "server")]
    pub(crate) fn float(number: f64, single: bool) -> Self {
        match single {
            true => Self::Single(number as f32),
            false => Self::Double(number),
        }
    }

    fn compare(self, bound: Bound) -> Option<Ordering> {
        match (self, bound) {
            (Self::Int(number), Bound::Int(bound)) => Some(number.cmp(&bound)),
            (Self::Int(number), Bound::Float(bound)) => compare(number, bound),
            (Self::Single(number), bound) => number.partial_cmp(&(bound.float() as f32)),
            (Self::Double(number), bound) => number.partial_cmp(&bound.float()),
        }
    }

    fn is_multiple(self, of: Bound) -> bool {
        let (number, unit) = match (self, of) {
            (Self::Int(number), Bound::Int(of)) => return of != 0 && number % of == 0,
            (Self::Int(number), Bound::Float(_)) => (number as f64, f64::EPSILON),
            (Self::Single(number), _) => (f64::from(number), f64::from(f32::EPSILON)),
            (Self::Double(number), _) => (number, f64::EPSILON),
        };
        let of = of.float();
        if number % of == 0.0 {
            return true;
        }
        let times = number / of;
        (times - times.round()).abs() <= times.abs() * 4.0 * unit
    }
}

/// Exact, however large the numbers are.
fn compare(number: i128, bound: f64) -> Option<Ordering> {
    if bound.is_nan() {
        return None;
    }
    // What is beyond i128 becomes its end, which no integer of a contract is near.
    let whole = bound.floor() as i128;
    let behind = match bound.fract() == 0.0 {
        true => Ordering::Equal,
        false => Ordering::Less,
    };
    Some(number.cmp(&whole).then(behind))
}

impl Bound {
    fn float(self) -> f64 {
        match self {
            Self::Int(bound) => bound as f64,
            Self::Float(bound) => bound,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(bound) => bound.fmt(f),
            Self::Float(bound) => bound.fmt(f),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(f),
            Self::Single(number) => number.fmt(f),
            Self::Double(number) => number.fmt(f),
        }
    }
}
