//! Every name of a contract's metrics, and which of them are one under two names.

use contracts_core::metrics::{Contract, Kind, Label, Metric};

use crate::{
    name::{self, Scope},
    tokens::{Ident, ToTokens, TokenStream, format_ident},
};

/// What is decided before anything is emitted.
pub(super) struct Plan<'c> {
    pub(super) contract: &'c Contract,
    pub(super) metrics: Vec<Planned<'c>>,
    pub(super) labels: Vec<LabelType<'c>>,
}

/// An identifier, in a form that may go to another thread.
pub(super) struct Name(pub(super) String);

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        format_ident!("{}", self.0).to_tokens(tokens);
    }
}

/// A metric with its names.
pub(super) struct Planned<'c> {
    pub(super) metric: &'c Metric,
    /// Its struct.
    pub(super) ident: Name,
    /// The field of `Metrics`.
    pub(super) field: Name,
    /// The static that describes it.
    pub(super) descriptor: Name,
    /// Its labels as arguments, in the contract's order.
    pub(super) arguments: Vec<Argument>,
    /// The metric, by its index, that this one is another name of.
    pub(super) alias_of: Option<usize>,
}

/// An argument, and the index of its type.
pub(super) struct Argument {
    pub(super) ident: Name,
    pub(super) label: usize,
}

/// The type of a label: metrics that list the same values of it share it.
pub(super) struct LabelType<'c> {
    pub(super) label: &'c Label,
    pub(super) ident: Name,
    /// The variants of its values, where the contract lists them.
    pub(super) variants: Vec<Name>,
    /// The metrics that have it.
    pub(super) metrics: Vec<&'c str>,
}

impl<'c> Plan<'c> {
    pub(super) fn of(contract: &'c Contract) -> Self {
        let mut items = Scope::with(["Metrics", "rt"]);
        let labels = labels(contract, &mut items);
        let mut fields = Scope::with(["registry"]);
        let metrics = contract.metrics.iter().map(|metric| {
            let field = name::snake_case(&metric.name);
            let descriptor = name::constant_case(&metric.name);
            let ident = items.take_type(name::type_case(&metric.name));
            Planned {
                metric,
                ident: Name(ident),
                field: Name(fields.take(field)),
                descriptor: Name(items.take(descriptor)),
                arguments: arguments(metric, &labels),
                alias_of: alias_of(contract, metric),
            }
        });
        let metrics = metrics.collect();
        Self {
            contract,
            metrics,
            labels,
        }
    }
}

fn alias_of(contract: &Contract, metric: &Metric) -> Option<usize> {
    let new = contract.alias_of(metric)?;
    contract
        .metrics
        .iter()
        .position(|other| other.name == new.name)
}

/// A type for each label; several where metrics list different values of it, which then are called after the metric.
fn labels<'c>(contract: &'c Contract, items: &mut Scope) -> Vec<LabelType<'c>> {
    let mut labels: Vec<LabelType<'c>> = Vec::new();
    let all = || contract.metrics.iter().flat_map(|metric| &metric.labels);
    for metric in &contract.metrics {
        for label in &metric.labels {
            if let Some(known) = labels.iter_mut().find(|known| known.label == label) {
                known.metrics.push(&metric.name);
                continue;
            }
            let own = all().any(|other| other.name == label.name && other != label);
            let words = if own && label.values.is_some() {
                format!("{}-{}", metric.name, label.name)
            } else {
                label.name.clone()
            };
            let ident = items.take_type(name::type_case(&words));
            labels.push(LabelType {
                label,
                ident: Name(ident),
                variants: variants(label),
                metrics: vec![&metric.name],
            });
        }
    }
    labels
}

fn variants(label: &Label) -> Vec<Name> {
    let mut names = Scope::with(["Self"]);
    let values = label.values.iter().flatten();
    let variants = values.map(|value| {
        let variant = names.take_type(name::variant_case(value));
        Name(variant)
    });
    variants.collect()
}

fn arguments(metric: &Metric, labels: &[LabelType<'_>]) -> Vec<Argument> {
    let mut names = Scope::default();
    let arguments = metric.labels.iter().filter_map(|label| {
        let index = labels.iter().position(|known| known.label == label)?;
        let ident = names.take(name::snake_case(&label.name));
        Some(Argument {
            ident: Name(ident),
            label: index,
        })
    });
    arguments.collect()
}

impl Planned<'_> {
    /// The type of contracts-runtime that it has one of for each set of labels.
    pub(super) fn child(&self) -> Ident {
        let name = match (self.metric.kind, self.metric.is_fractional()) {
            (Kind::Counter, false) => "Counter",
            (Kind::Counter, true) => "FloatCounter",
            (Kind::Gauge, _) => "Gauge",
            (Kind::Histogram, _) => "Histogram",
        };
        format_ident!("{name}")
    }
}
