//! Objects in the mode `field-match`: a match on the member that is read, and a line for each that is written.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::object::{Member, Object, Presence};

/// The impls of an object.
pub(super) fn emit(object: &Object<'_>) -> Vec<TokenStream> {
    let mut impls = Vec::new();
    if object.ways.read {
        impls.push(read(object));
    }
    if object.ways.write {
        impls.push(write(object));
    }
    impls.push(object.ways.call(&quote!(wire::object), &object.ident));
    impls
}

fn read(object: &Object<'_>) -> TokenStream {
    let (ident, parts) = (&object.ident, object.parts());
    let members = object.members.iter().enumerate().map(|(at, member)| {
        let slot = Literal::usize_unsuffixed(at);
        // Null means absent where the contract does not tell them apart.
        let read = match member.presence {
            Presence::May => format_ident!("may"),
            Presence::Must | Presence::Nullable | Presence::Default => format_ident!("read"),
        };
        quote!(next.#read(&mut parts.#slot))
    });
    let rest = object.rest.as_ref().map(|_| {
        let slot = Literal::usize_unsuffixed(object.members.len());
        quote!(next.extra(&mut parts.#slot))
    });
    let set = choice(members.chain(rest).collect());
    let (parts_name, at, next) = match set.is_empty() {
        true => (quote!(_), quote!(_), quote!(_)),
        false => (quote!(parts), quote!(at), quote!(next)),
    };
    quote! {
        impl wire::Read for #ident {
            #parts

            fn set<'de, N: wire::Next<'de>>(#parts_name: &mut Self::Parts, #at: usize, #next: &mut N) {
                #set
            }
        }
    }
}

/// A match on `at`, whose last arm is for everything else.
pub(super) fn choice(arms: Vec<TokenStream>) -> TokenStream {
    let last = arms.len().saturating_sub(1);
    let arms: Vec<TokenStream> = arms
        .into_iter()
        .enumerate()
        .map(|(at, arm)| {
            let number = Literal::usize_unsuffixed(at);
            match at == last {
                true => quote!(_ => #arm,),
                false => quote!(#number => #arm,),
            }
        })
        .collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    quote!(match at { #(#arms)* })
}

fn write(object: &Object<'_>) -> TokenStream {
    let ident = &object.ident;
    let members = object.members.iter().map(put);
    let rest = object.rest.as_ref();
    let rest = rest.map(|_| quote!(to.extra(&self.extra);));
    let to = match object.members.is_empty() && rest.is_none() {
        true => quote!(_),
        false => quote!(to),
    };
    quote! {
        impl wire::Write for #ident {
            fn put<P: wire::Put>(&self, #to: &mut P) {
                #(#members)*
                #rest
            }
        }
    }
}

fn put(member: &Member<'_>) -> TokenStream {
    let (ident, wire) = (&member.ident, &member.field.wire);
    let put = match member.presence {
        Presence::Must | Presence::Default => format_ident!("must"),
        Presence::May | Presence::Nullable => format_ident!("may"),
    };
    quote!(to.#put(#wire, &self.#ident);)
}
