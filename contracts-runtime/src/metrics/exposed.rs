//! Families as prometheus-client exposes them. It adds `_total` to the names of counters, the unit to every name and a
//! full stop to every help; what it is given lacks them, so that each stands there once.

use std::{fmt, sync::Arc};

use prometheus_client::{
    encoding::{EncodeLabel, EncodeLabelSet, EncodeMetric, LabelSetEncoder, MetricEncoder},
    metrics::MetricType,
    registry::{Registry, Unit},
};

use super::{Child, Descriptor, family::Shared};

/// Registers a family by the name that a descriptor has.
pub(super) fn register<const N: usize, M: Child>(
    family: &Arc<Shared<N, M>>,
    descriptor: &'static Descriptor<N>,
    registry: &mut Registry,
) {
    let whole = descriptor.name;
    let total = match M::TYPE {
        MetricType::Counter => whole.strip_suffix("_total"),
        _ => None,
    };
    let name = total.unwrap_or(whole);
    let metric = Registered {
        family: Arc::clone(family),
        as_named: M::TYPE == MetricType::Counter && total.is_none(),
    };
    let help = descriptor.help;
    let help = help.strip_suffix('.').unwrap_or(help);
    let help = help.replace('\\', "\\\\").replace('\n', "\\n");
    let unit = descriptor.unit.and_then(|unit| {
        let rest = name.strip_suffix(unit)?.strip_suffix('_')?;
        Some((rest, Unit::Other(unit.to_owned())))
    });
    match unit {
        Some((rest, unit)) => registry.register_with_unit(rest, help, unit, metric),
        // OpenMetrics has no unit that the name does not end with.
        None => registry.register(name, help, metric),
    }
}

/// A family under one of its names.
#[derive(Debug)]
struct Registered<const N: usize, M> {
    family: Arc<Shared<N, M>>,
    /// Whether the name is a counter's that does not end with `_total`.
    as_named: bool,
}

impl<const N: usize, M: Child> EncodeMetric for Registered<N, M> {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        self.family.for_each(|labels, child| {
            let encoder = encoder.encode_family(labels)?;
            if self.as_named {
                child.encode_as_named(encoder)
            } else {
                child.encode(encoder)
            }
        })
    }

    fn metric_type(&self) -> MetricType {
        M::TYPE
    }
}

/// A set of labels.
pub(super) struct Exposed<'f, const N: usize> {
    pub(super) names: &'f [&'static str; N],
    pub(super) values: [&'f str; N],
}

impl<const N: usize> EncodeLabelSet for Exposed<'_, N> {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> fmt::Result {
        for label in self.names.iter().copied().zip(self.values) {
            label.encode(encoder.encode_label())?;
        }
        Ok(())
    }
}
