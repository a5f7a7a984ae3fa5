//! The units that names of metrics end with.

/// Units and the base unit that Prometheus' conventions have for what they measure.
const UNITS: &[(&str, &[&str])] = &[
    (
        "seconds",
        &[
            "ns",
            "nanos",
            "nanoseconds",
            "us",
            "micros",
            "microseconds",
            "ms",
            "msec",
            "millis",
            "milliseconds",
            "sec",
            "secs",
            "second",
            "seconds",
            "minutes",
            "hours",
            "days",
        ],
    ),
    (
        "bytes",
        &[
            "bits",
            "byte",
            "bytes",
            "kb",
            "kib",
            "kilobytes",
            "kibibytes",
            "mb",
            "mib",
            "megabytes",
            "mebibytes",
            "gb",
            "gib",
            "gigabytes",
            "gibibytes",
        ],
    ),
    ("ratio", &["percent", "percentage", "ratio", "ratios"]),
    ("celsius", &["celsius", "fahrenheit", "kelvin"]),
    (
        "meters",
        &["centimeters", "kilometers", "meters", "millimeters"],
    ),
    ("grams", &["grams", "kilograms"]),
    ("volts", &["millivolts", "volts"]),
    ("amperes", &["amperes", "milliamperes"]),
    ("joules", &["joules", "kilojoules"]),
];

/// The base unit for what a unit measures; `None` for a word that is no unit.
pub(super) fn base(unit: &str) -> Option<&'static str> {
    let found = UNITS.iter().find(|(_, units)| units.contains(&unit));
    found.map(|(base, _)| *base)
}
