//! Points in time as RFC 3339 writes them.

/// A point in time: equal for all ways to write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instant {
    /// Since the year 0, by UTC.
    seconds: i64,
    /// The digits after the point, without zeros at the end.
    fraction: String,
}

impl Instant {
    /// Reads a `date-time` of RFC 3339, section 5.6.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (time, rest) = rest.split_at_checked(8)?;
        let (fraction, offset) = match rest.strip_prefix('.') {
            Some(rest) => {
                let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
                rest.split_at(end)
            }
            None => ("", rest),
        };
        let [year, month, day] = numbers(date, '-')?;
        let [hour, minute, second] = numbers(time, ':')?;
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
        Some(Self {
            seconds: seconds - offset_seconds(offset)?,
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }
}

fn offset_seconds(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = match offset.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, offset.strip_prefix('-')?),
    };
    let [hours, minutes] = numbers(rest, ':')?;
    Some(sign * (hours * 3600 + minutes * 60))
}

fn numbers<const N: usize>(text: &str, between: char) -> Option<[i64; N]> {
    let parts = text.split(between).map(|part| {
        let digits = part.bytes().all(|digit| digit.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    });
    let parts: Option<Vec<i64>> = parts.collect();
    parts?.try_into().ok()
}

/// The days before a date of the Gregorian calendar; the year begins in March, so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (month * 153 + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::Instant;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let (one, other) = (Instant::parse(one), Instant::parse(other));
        assert!(one.is_some() && one == other, "{one:?} {other:?}");
    }

    #[test]
    fn offsets_and_zeros_do_not_count() {
        same("2024-02-29T12:30:00Z", "2024-02-29T14:30:00+02:00");
        same("2024-02-29T23:30:00-01:00", "2024-03-01t00:30:00.000z");
        same("2023-12-31T23:59:60Z", "2024-01-01T00:00:00+00:00");
        same("2024-01-01T00:00:00.50Z", "2024-01-01 00:00:00.5Z");
    }

    #[test]
    fn other_points_are_others() {
        let parse = |text| Instant::parse(text).expect("a point in time");
        let start = parse("2024-02-29T12:30:00Z");
        for other in [
            "2024-02-29T12:30:00.001Z",
            "2024-02-29T12:30:00+00:01",
            "2024-03-01T12:30:00Z",
            "2023-02-28T12:30:00Z",
        ] {
            assert_ne!(start, parse(other), "{other}");
        }
    }

    #[test]
    fn what_has_no_offset_is_no_point_in_time() {
        for text in ["2024-02-29", "2024-02-29T12:30:00", "12:30:00Z", "noon", ""] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
