//! Objects in the mode `field-match`: a match on the member that is read, and a line for each that is written.

use super::{
    Native,
    object::{Member, Object, Presence},
};
use crate::tokens::{Ident, Literal, TokenStream, format_ident, quote};

/// The impls of an object.
pub(super) fn emit(native: &Native<'_>, object: &Object<'_>) -> Vec<TokenStream> {
    let mut impls = Vec::new();
    let ident = &object.ident;
    if object.ways.read {
        impls.extend([read(native, object), quote!(wire::object!(#ident);)]);
    }
    if object.ways.write {
        impls.push(write(native, object));
    }
    impls
}

fn read(native: &Native<'_>, object: &Object<'_>) -> TokenStream {
    let (ident, shape, allow) = (&object.ident, object.shape(), object.allow());
    let option = native.home.standard("Option");
    let (from, at) = (object.free("from"), object.free("at"));
    let members = object.members.iter().map(|member| {
        let ident = &member.ident;
        // Null means absent where the contract does not tell them apart.
        let read = method("read", member.presence == Presence::May, member);
        quote!(#from.#read(&mut #ident))
    });
    let rest = object.rest.as_ref();
    let rest = rest.map(|_| quote!(#from.extra(&mut extra)));
    let set = choice(&at, members.chain(rest).collect());
    let each = match set.is_empty() {
        true => quote!(while #from.next().is_some() {}),
        false => quote!(while let Some(#at) = #from.next() { #set }),
    };
    let idents = object.idents();
    let (places, taken) = (object.places(), object.taken(&quote!(return None;)));
    quote! {
        #allow
        impl wire::Object for #ident {
            #shape

            #[inline]
            fn read<'de, M: wire::Members<'de>>(#from: &mut M) -> #option<Self> {
                #places
                #each
                #taken
                Some(Self { #(#idents),* })
            }
        }
    }
}

/// A match on a number, whose last arm is for everything else.
pub(super) fn choice(at: &Ident, arms: Vec<TokenStream>) -> TokenStream {
    let last = arms.len().saturating_sub(1);
    let arms: Vec<TokenStream> = arms
        .into_iter()
        .enumerate()
        .map(|(place, arm)| {
            let number = Literal::usize_unsuffixed(place);
            match place == last {
                true => quote!(_ => #arm,),
                false => quote!(#number => #arm,),
            }
        })
        .collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    quote!(match #at { #(#arms)* })
}

fn write(native: &Native<'_>, object: &Object<'_>) -> TokenStream {
    let (ident, allow) = (&object.ident, object.allow());
    let result = native.home.standard("Result");
    let members = object.members.iter().map(put);
    let rest = object.rest.as_ref();
    let rest = rest.map(|_| quote!(to.extra(&self.extra);));
    let mutable = (!object.members.is_empty() || rest.is_some()).then(|| quote!(mut));
    let body = quote! {
        #(#members)*
        #rest
        to.end()
    };
    if !native.plan.is_branch(&ident.to_string()) {
        return quote! {
            #allow
            impl ::serde::Serialize for #ident {
                fn serialize<S: ::serde::Serializer>(&self, to: S) -> #result<S::Ok, S::Error> {
                    let #mutable to = wire::Put::new(to);
                    #body
                }
            }
        };
    }
    quote! {
        #allow
        impl wire::Fields for #ident {
            fn put<S: ::serde::Serializer>(&self, #mutable to: wire::Put<S>) -> #result<S::Ok, S::Error> {
                #body
            }
        }
        wire::fields!(#ident);
    }
}

fn put(member: &Member<'_>) -> TokenStream {
    let (ident, wire) = (&member.ident, &member.field.wire);
    let put = method("must", member.is_optional(), member);
    quote!(to.#put(#wire, &self.#ident);)
}

/// The method for a member's value: one for any, or that for a list or map.
fn method(any: &str, is_optional: bool, member: &Member<'_>) -> Ident {
    match (is_optional, member.collection()) {
        (false, None) => format_ident!("{any}"),
        (true, None) => format_ident!("may"),
        (false, Some(collection)) => format_ident!("{collection}"),
        (true, Some(collection)) => format_ident!("may_{collection}"),
    }
}
