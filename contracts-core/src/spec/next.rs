use std::collections::{BTreeMap, BTreeSet};

use super::{Ids, Specs};

/// The next free id of each area (what stands before an id's number), in order. No id that any
/// document mentions is free: it may be retired, or meant for later.
///
/// Without any requirement the areas are those that the patterns begin with.
pub fn next_ids(specs: &Specs, ids: &Ids) -> Vec<String> {
    let taken = taken(specs);
    let mut areas: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    let split = taken.iter().filter_map(|id| split(id));
    for (area, digits) in split {
        let number = digits.parse().unwrap_or(0);
        let highest = areas.entry(area).or_insert((0, digits.len()));
        *highest = (highest.0.max(number), highest.1.max(digits.len()));
    }
    if areas.is_empty() {
        areas = ids.prefixes().map(|area| (area, (1000, 4))).collect();
    }
    let next = areas
        .into_iter()
        .filter_map(|(area, (highest, width))| free(area, highest, width, &taken, ids));
    next.collect()
}

/// The number after the highest, or the lowest free one where there is no higher one.
fn free(
    area: &str,
    highest: u64,
    width: usize,
    taken: &BTreeSet<&str>,
    ids: &Ids,
) -> Option<String> {
    let after = highest.checked_add(1)?;
    let mut candidates = (after..=after).chain(1..highest);
    candidates.find_map(|number| {
        let id = format!("{area}{number:0width$}");
        (ids.is(&id) && !taken.contains(id.as_str())).then_some(id)
    })
}

fn taken(specs: &Specs) -> BTreeSet<&str> {
    let documents = specs.documents.iter();
    let ids = documents.flat_map(|document| {
        let defined = document.requirements.iter().map(|r| r.id.as_str());
        let mentions = [
            &document.references,
            &document.retired,
            &document.not_implemented,
        ];
        let mentioned = mentions.into_iter().flatten().map(|m| m.id.as_str());
        defined.chain(mentioned)
    });
    ids.collect()
}

/// An id as its area and the digits at its end.
fn split(id: &str) -> Option<(&str, &str)> {
    let area = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &id[area.len()..];
    (!digits.is_empty()).then_some((area, digits))
}
