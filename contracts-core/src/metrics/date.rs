use std::fmt;

/// A day of the Gregorian calendar.
///
/// ```
/// use contracts_core::metrics::Date;
///
/// let day = Date::parse("2027-03-31").expect("a day");
/// assert!(day < Date::parse("2027-04-01").expect("a day"));
/// assert_eq!(Date::parse("2027-02-29"), None);
/// assert_eq!(Date::of_unix_time(1_000_000_000).to_string(), "2001-09-09");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` where there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|_| plain)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let exists = parts.next().is_none()
            && (1..=12).contains(&month)
            && (1..=days(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The day in UTC, so many seconds after the beginning of 1970.
    pub fn of_unix_time(seconds: u64) -> Self {
        let mut rest = seconds / 86_400;
        let (mut year, mut month) = (1970, 1);
        let year_days = |year| if is_leap(year) { 366 } else { 365 };
        while rest >= year_days(year) && year < u16::MAX {
            rest -= year_days(year);
            year += 1;
        }
        while month < 12 && rest >= u64::from(days(year, month)) {
            rest -= u64::from(days(year, month));
            month += 1;
        }
        let day = u8::try_from(rest + 1).unwrap_or(31).min(31);
        Self { year, month, day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
