use axum::http::{HeaderMap, header};

/// What a caller wants to be answered with: its `Accept` headers (RFC 9110, section 12.5.1).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accept(Vec<(String, f32)>);

impl Accept {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::ACCEPT).iter();
        let ranges = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','));
        Self(ranges.filter_map(range).collect())
    }

    /// Whether any of several media types is acceptable; always where there are none.
    pub(super) fn allows(headers: &HeaderMap, media: &[&str]) -> bool {
        let Some(first) = headers.get(header::ACCEPT) else {
            return true;
        };
        // What most callers write.
        let is_plain = first == "*/*" || media.iter().any(|media| first == media);
        is_plain || media.is_empty() || Self::of(headers).best(media).is_some()
    }

    /// How much a media type is wanted, from 0 to 1; 1 where nothing is said.
    pub fn quality(&self, media: &str) -> f32 {
        if self.0.is_empty() {
            return 1.0;
        }
        let media = essence(media);
        let fitting = self.0.iter().filter(|(range, _)| overlap(range, &media));
        // The most exact range counts.
        let best =
            fitting.max_by_key(|(range, _)| (!range.starts_with('*'), !range.ends_with('*')));
        best.map_or(0.0, |(_, quality)| *quality)
    }

    /// The one of several media types that is wanted most, the first where several are; none where none is acceptable.
    pub fn best<'m>(&self, media: &[&'m str]) -> Option<&'m str> {
        let mut best: Option<(&str, f32)> = None;
        for one in media {
            let quality = self.quality(one);
            if quality > best.map_or(0.0, |(_, quality)| quality) {
                best = Some((one, quality));
            }
        }
        best.map(|(one, _)| one)
    }
}

fn range(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';');
    let name = essence(parts.next()?);
    name.contains('/').then_some(())?;
    let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok());
    Some((name, quality.unwrap_or(1.0)))
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media: &str) -> String {
    media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether two media types can be the same; either may be a range.
pub(super) fn overlap(one: &str, other: &str) -> bool {
    let split = |media: &str| -> Option<(String, String)> {
        let (kind, name) = media.split_once('/')?;
        Some((kind.to_owned(), name.to_owned()))
    };
    let (Some(one), Some(other)) = (split(one), split(other)) else {
        return one == other;
    };
    let same = |a: &str, b: &str| a == b || a == "*" || b == "*";
    same(&one.0, &other.0) && same(&one.1, &other.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(text: &'static str) -> Accept {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, axum::http::HeaderValue::from_static(text));
        Accept::of(&headers)
    }

    #[test]
    fn the_most_exact_range_counts() {
        let some = accept("text/*;q=0.5, text/html, */*;q=0.1, image/png;q=0, nonsense");
        assert_eq!(some.quality("text/html; charset=utf-8"), 1.0);
        assert_eq!(some.quality("TEXT/plain"), 0.5);
        assert_eq!(some.quality("application/json"), 0.1);
        assert_eq!(some.quality("image/png"), 0.0);
        assert_eq!(
            some.best(&["application/json", "text/plain"]),
            Some("text/plain")
        );
        assert_eq!(accept("application/xml").best(&["application/json"]), None);
        assert_eq!(accept("application/xml").quality("*/*"), 1.0);
        assert_eq!(Accept::default().best(&["a/b", "c/d"]), Some("a/b"));
        // A header that says nothing asks for nothing.
        assert_eq!(accept("nonsense").quality("a/b"), 1.0);
    }
}
