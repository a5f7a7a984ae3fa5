use super::plan::LabelType;
use crate::{
    emit::docs,
    tokens::{TokenStream, quote},
};

/// The type of a label: an enum where the contract lists its values, otherwise any text.
pub(super) fn emit(label: &LabelType<'_>) -> TokenStream {
    if label.variants.is_empty() {
        text(label)
    } else {
        values(label)
    }
}

fn about(label: &LabelType<'_>, what: &str) -> TokenStream {
    let metrics = label.metrics.iter().map(|name| format!("`{name}`"));
    let metrics: Vec<String> = metrics.collect();
    docs::attributes(&format!(
        "{what} `{}` of {}.",
        label.label.name,
        metrics.join(", ")
    ))
}

/// Borrowed, because most sets of labels are there already. A type of its own, so that no label is taken for another.
fn text(label: &LabelType<'_>) -> TokenStream {
    let (docs, ident) = (about(label, "A value of the label"), &label.ident);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct #ident<'value>(pub &'value str);

        impl #ident<'_> {
            /// The value.
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0
            }
        }
    }
}

fn values(label: &LabelType<'_>) -> TokenStream {
    let (docs, ident) = (about(label, "The values of the label"), &label.ident);
    let values: Vec<&String> = label.label.values.iter().flatten().collect();
    let variants = &label.variants;
    let described = values
        .iter()
        .map(|value| docs::attributes(&format!("`{value}`.")));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum #ident {
            #(#described #variants,)*
        }

        impl #ident {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it goes over the wire.
            #[inline]
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
        }
    }
}
