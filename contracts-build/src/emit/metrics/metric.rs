use contracts_core::metrics::Metric;

use super::plan::{Plan, Planned};
use crate::{
    emit::docs,
    tokens::{TokenStream, quote},
};

/// The struct of a metric, and what describes it.
pub(super) fn emit(plan: &Plan<'_>, planned: &Planned<'_>) -> TokenStream {
    let Planned {
        metric,
        ident,
        arguments,
        ..
    } = planned;
    let (docs, child, count) = (documented(metric), planned.child(), arguments.len());
    let parameters = arguments.iter().map(|argument| {
        let (name, label) = (&argument.ident, &plan.labels[argument.label]);
        let (ty, borrowed) = (&label.ident, label.variants.is_empty());
        if borrowed {
            quote!(#name: #ty<'_>)
        } else {
            quote!(#name: #ty)
        }
    });
    let values = values(plan, planned);
    let with = if arguments.is_empty() {
        format!("The {}; it has no labels.", metric.kind)
    } else {
        format!(
            "The {} of these labels, which is exposed from then on.",
            metric.kind
        )
    };
    let with = docs::attributes(&with);
    let descriptor = descriptor(planned);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident(rt::Family<#count, rt::#child>);

        impl #ident {
            #with
            #[inline]
            pub fn with(&self, #(#parameters),*) -> rt::#child {
                self.0.with([#(#values),*])
            }
        }

        #descriptor
    }
}

/// The values of the labels in the order of the family, which is that of the metric it belongs to.
fn values(plan: &Plan<'_>, planned: &Planned<'_>) -> Vec<TokenStream> {
    let family = planned
        .alias_of
        .map_or(planned, |index| &plan.metrics[index]);
    let arguments = family.metric.labels.iter().filter_map(|label| {
        let mut own = planned.metric.labels.iter().zip(&planned.arguments);
        let (_, argument) = own.find(|(it, _)| it.name == label.name)?;
        let name = &argument.ident;
        Some(quote!(#name.as_str()))
    });
    arguments.collect()
}

fn descriptor(planned: &Planned<'_>) -> TokenStream {
    let Planned {
        metric,
        descriptor,
        arguments,
        ..
    } = planned;
    let (count, name, help) = (arguments.len(), &metric.name, help(metric));
    let labels = metric.label_names();
    let buckets = metric.buckets.iter().map(|bound| quote!(#bound));
    let unit = match &metric.unit {
        Some(unit) => quote!(::std::option::Option::Some(#unit)),
        None => quote!(::std::option::Option::None),
    };
    quote! {
        static #descriptor: rt::Descriptor<#count> = rt::Descriptor {
            name: #name,
            help: #help,
            unit: #unit,
            labels: [#(#labels),*],
            buckets: &[#(#buckets),*],
        };
    }
}

/// What a metric is; where the contract says nothing, what it is called.
fn help(metric: &Metric) -> String {
    own_help(metric).map_or_else(
        || format!("The {} {}.", metric.kind, metric.name),
        str::to_owned,
    )
}

fn own_help(metric: &Metric) -> Option<&str> {
    let help = metric.help.as_deref().map(str::trim);
    help.filter(|help| !help.is_empty())
}

/// The docs of a metric's struct and field.
pub(super) fn documented(metric: &Metric) -> TokenStream {
    let help = own_help(metric).map_or_else(String::new, |help| format!("{help}\n\n"));
    let unit = metric.unit.as_ref();
    let unit = unit.map_or_else(String::new, |unit| format!("; its unit is {unit}"));
    docs::attributes(&format!(
        "{help}The {} `{}`{unit}.",
        metric.kind, metric.name
    ))
}
