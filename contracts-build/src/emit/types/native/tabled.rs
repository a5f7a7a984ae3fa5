//! Objects in the mode `table`: where each member is, and nothing else.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{matched::choice, object::Object};

/// The impls of an object.
pub(super) fn emit(object: &Object<'_>) -> Vec<TokenStream> {
    // Clone and PartialEq use both directions, whatever goes over the wire.
    vec![
        read(object),
        write(object),
        object
            .ways
            .call(&quote!(wire::table::object), &object.ident),
    ]
}

fn read(object: &Object<'_>) -> TokenStream {
    let (ident, parts) = (&object.ident, object.parts());
    let count = object.members.len() + usize::from(object.rest.is_some());
    let slots = (0..count).map(|at| {
        let slot = Literal::usize_unsuffixed(at);
        quote!(&mut parts.#slot)
    });
    let slot = choice(slots.collect());
    let (body, at) = match slot.is_empty() {
        // Nobody asks for a member where there is none.
        true => (quote!(parts), quote!(_)),
        false => (slot, quote!(at)),
    };
    quote! {
        impl wire::table::Read for #ident {
            #parts

            fn slot(parts: &mut Self::Parts, #at: usize) -> &mut dyn wire::table::Slot {
                #body
            }
        }
    }
}

fn write(object: &Object<'_>) -> TokenStream {
    let ident = &object.ident;
    let members = object.members.iter().map(|member| {
        let ident = &member.ident;
        match member.foreign {
            true => quote!(&wire::table::Elsewhere),
            false => quote!(&self.#ident),
        }
    });
    let rest = object.rest.as_ref().map(|_| match object.foreign_rest {
        Some(_) => quote!(&wire::table::Elsewhere),
        None => quote!(&self.extra),
    });
    let foreign = foreign(object);
    let members = choice(members.chain(rest).collect());
    let (body, at) = match members.is_empty() {
        true => (quote!(&()), quote!(_)),
        false => (members, quote!(at)),
    };
    quote! {
        impl wire::table::Write for #ident {
            fn at(&self, #at: usize) -> &dyn wire::table::Node {
                #body
            }

            #foreign
        }
    }
}

/// The fields whose types know serde alone.
fn foreign(object: &Object<'_>) -> TokenStream {
    let members = object.members.iter().enumerate();
    let members = members.filter(|(_, member)| member.foreign);
    let arms = members.map(|(at, member)| {
        let (at, ident) = (Literal::usize_unsuffixed(at), &member.ident);
        match member.is_optional() {
            true => quote!(#at => Some(self.#ident.as_ref()?),),
            false => quote!(#at => Some(&self.#ident),),
        }
    });
    let rest = object.foreign_rest.as_ref().map(|_| {
        let at = Literal::usize_unsuffixed(object.members.len());
        quote!(#at => Some(&self.extra),)
    });
    let arms: Vec<TokenStream> = arms.chain(rest).collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    let option = &object.option;
    quote! {
        fn foreign(&self, at: usize) -> #option<&dyn wire::table::ForeignNode> {
            match at { #(#arms)* _ => None, }
        }
    }
}
