//! The formats of text that a contract may ask for (JSON Schema, validation, section 7). Others are not checked.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text has a format.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => is_date_time(text),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "email" | "idn-email" => is_email(text),
        "hostname" => is_hostname(text),
        "uri" => is_uri(text),
        "uri-reference" => is_reference(text),
        "byte" => is_base64(text),
        _ => true,
    }
}

/// Digits of this many places, as a number.
fn digits(text: &str, count: usize) -> Option<u32> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut part = |count| digits(parts.next()?, count);
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// RFC 3339's `full-time`. A leap second is taken at any minute.
fn is_time(text: &str) -> bool {
    let Some(zone) = text.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (clock, zone) = text.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_zone = match zone {
        "Z" | "z" => true,
        zone => is_clock(&zone[1..], &[23, 59]),
    };
    is_fraction && is_zone && is_clock(clock, &[23, 59, 60])
}

/// Two digits each, up to these.
fn is_clock(text: &str, most: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let fits = |(part, most): (&&str, &u32)| digits(part, 2).is_some_and(|part| part <= *most);
    parts.len() == most.len() && parts.iter().zip(most).all(fits)
}

fn is_date_time(text: &str) -> bool {
    let split = text.split_once(['T', 't', ' ']);
    split.is_some_and(|(date, time)| is_date(date) && is_time(time))
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_hex = |part: &&str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hex)
}

/// A name, one at sign, a host. What the name may be, nobody but its host knows.
fn is_email(text: &str) -> bool {
    let is_plain =
        |text: &str| !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let split = text.rsplit_once('@');
    split.is_some_and(|(name, host)| {
        is_plain(name) && is_plain(host) && (name.starts_with('"') || !name.contains('@'))
    })
}

fn is_hostname(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else {
        return false;
    };
    let is_rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_rest)
        && is_reference(text)
}

/// Nothing that has to be percent-encoded, and every percent sign before two digits.
fn is_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => {
            let two = bytes.get(at + 1..at + 3);
            two.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
        }
        b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
        byte => byte.is_ascii_graphic(),
    })
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - body.len() <= 2 && body.bytes().all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, fitting: &[&str], others: &[&str]) {
        for text in fitting {
            assert!(fits(format, text), "{text} is a {format}");
        }
        for text in others {
            assert!(!fits(format, text), "{text} is no {format}");
        }
    }

    #[test]
    fn formats_take_what_they_are_and_nothing_else() {
        check(
            "date",
            &["2024-02-29", "1999-12-31"],
            &[
                "2023-02-29",
                "1999-13-01",
                "99-1-1",
                "1999-01-00",
                "+999-01-01",
                "",
            ],
        );
        check(
            "time",
            &["12:00:00Z", "23:59:60.5+01:30"],
            &[
                "12:00:00",
                "24:00:00Z",
                "12:00Z",
                "12:00:00.Z",
                "12:00:00+1",
            ],
        );
        check(
            "date-time",
            &["2024-01-01T00:00:00Z", "2024-01-01t00:00:00.123-08:00"],
            &["2024-01-01", "2024-01-01T00:00:00", "now"],
        );
        check(
            "uuid",
            &["5f0c7a52-3a0b-4c1e-9d59-0f6c1f1c2b7a"],
            &[
                "5f0c7a523a0b4c1e9d590f6c1f1c2b7a",
                "5f0c7a52-3a0b-4c1e-9d59-0f6c1f1c2b7g",
            ],
        );
        check("ipv4", &["127.0.0.1"], &["127.0.0", "256.0.0.1"]);
        check("ipv6", &["::1"], &["::g"]);
        check(
            "email",
            &["a@b", "a.b+c@d.example"],
            &["a", "@b", "a@", "a b@c", "a@b@c"],
        );
        check(
            "hostname",
            &["a.example", "a-b."],
            &["-a", "a..b", "a_b", ""],
        );
        check(
            "uri",
            &["http://a/b?c#d", "urn:x"],
            &["/a", "1a:b", "http://a b", "a:%2"],
        );
        check("uri-reference", &["/a", ""], &["a b", "ä"]);
        check("byte", &["aGk=", "", "+/+/"], &["a", "aGk", "a=Gk", "===="]);
        check("nobody-knows", &["whatever"], &[]);
    }
}
