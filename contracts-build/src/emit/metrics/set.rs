use super::{
    metric,
    plan::{Plan, Planned},
};
use crate::{
    emit::docs,
    tokens::{TokenStream, quote},
};

/// The struct of all metrics.
pub(super) fn emit(plan: &Plan<'_>) -> TokenStream {
    let fields = plan.metrics.iter().map(|planned| {
        let (docs, deprecated) = (
            metric::documented(planned.metric),
            deprecated(plan, planned),
        );
        let Planned { field, ident, .. } = planned;
        quote!(#docs #deprecated pub #field: #ident,)
    });
    let own = plan
        .metrics
        .iter()
        .filter(|planned| planned.alias_of.is_none());
    let own = own.map(|planned| {
        let Planned {
            field,
            ident,
            descriptor,
            ..
        } = planned;
        quote!(let #field = #ident(rt::Family::registered(&#descriptor, &mut registry));)
    });
    let aliases = plan.metrics.iter().filter_map(|planned| {
        let Planned {
            field,
            ident,
            descriptor,
            ..
        } = planned;
        let of = &plan.metrics[planned.alias_of?].field;
        Some(quote!(let #field = #ident(#of.0.also_as(&#descriptor, &mut registry));))
    });
    let names = plan.metrics.iter().map(|planned| &planned.field);
    let about = docs::attributes(&format!("The metrics of `{}`.", plan.contract.source));
    quote! {
        #about
        #[derive(Debug)]
        pub struct Metrics {
            #(#fields)*
            registry: rt::Registry,
        }

        impl Metrics {
            /// All of them. Each is announced from the start, and has values for the labels that somebody asked for.
            #[allow(deprecated)]
            pub fn new() -> Self {
                let mut registry = rt::Registry::default();
                #(#own)*
                #(#aliases)*
                Self {
                    #(#names,)*
                    registry,
                }
            }

            /// What they are now, as OpenMetrics text; its content type is
            /// [`CONTENT_TYPE`](contracts_runtime::metrics::CONTENT_TYPE).
            #[inline]
            pub fn encode(&self) -> ::std::string::String {
                rt::encode(&self.registry)
            }
        }

        impl ::std::default::Default for Metrics {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

/// The compiler points at whoever uses what goes away.
fn deprecated(plan: &Plan<'_>, planned: &Planned<'_>) -> Option<TokenStream> {
    let deprecated = planned.metric.deprecated.as_ref()?;
    let until = deprecated.until;
    let note = match (&deprecated.replaced_by, planned.alias_of) {
        (Some(new), Some(_)) => {
            format!(
                "use `{}`, which is exposed by this name too until {until}",
                field(plan, new)
            )
        }
        (Some(new), None) => format!(
            "use `{}`, and this one besides until {until}: they do not measure the same",
            field(plan, new)
        ),
        (None, _) => format!("it goes away after {until}"),
    };
    Some(quote!(#[deprecated(note = #note)]))
}

/// What users call a metric.
fn field(plan: &Plan<'_>, name: &str) -> String {
    let found = plan
        .metrics
        .iter()
        .find(|planned| planned.metric.name == name);
    found.map_or_else(|| name.to_owned(), |planned| planned.field.0.clone())
}
