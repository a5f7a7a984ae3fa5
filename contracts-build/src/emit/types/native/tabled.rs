//! Objects in the mode `table`: where each member is, and nothing else.

use super::{
    Native, empty,
    matched::choice,
    object::{Member, Object, Presence},
};
use crate::tokens::{TokenStream, format_ident, quote};

/// The impls of an object.
pub(super) fn emit(native: &Native<'_>, object: &Object<'_>) -> Vec<TokenStream> {
    let ident = &object.ident;
    let (read, call) = match native.plan.empty.has(&ident.to_string()) {
        true => (whole(native, object), quote!(wire::table::whole!(#ident);)),
        false => (slots(native, object), quote!(wire::table::object!(#ident);)),
    };
    vec![fields(object), read, call]
}

/// An object that is read in its place.
fn whole(native: &Native<'_>, object: &Object<'_>) -> TokenStream {
    let (ident, allow) = (&object.ident, object.allow());
    let (result, empty) = (
        native.home.standard("Result"),
        empty::emit(ident, &empty::object(object)),
    );
    let sets = object.members.iter().map(set);
    let rest = object.rest.as_ref();
    let rest = rest.map(|_| quote!(from.keep(&mut self.extra)));
    let sets = choice(&format_ident!("at"), sets.chain(rest).collect());
    let (body, at, from) = match sets.is_empty() {
        true => (quote!(Ok(())), quote!(_), quote!(_)),
        false => (sets, quote!(at), quote!(from)),
    };
    quote! {
        #allow
        #empty

        #allow
        impl wire::table::Whole for #ident {
            #[inline]
            fn set(&mut self, #at: usize, #from: &mut dyn wire::table::Source) -> #result<(), wire::table::Failed> {
                #body
            }
        }
    }
}

/// Reads one member.
fn set(member: &Member<'_>) -> TokenStream {
    let ident = &member.ident;
    let method = match member.presence {
        Presence::Must | Presence::May => format_ident!("fill"),
        Presence::Nullable => format_ident!("some"),
        Presence::Default => format_ident!("replace"),
    };
    quote!(from.#method(&mut self.#ident))
}

/// An object with a member that cannot be empty, which is read into slots.
fn slots(native: &Native<'_>, object: &Object<'_>) -> TokenStream {
    let (ident, idents, allow) = (&object.ident, object.idents(), object.allow());
    let result = native.home.standard("Result");
    let from = object.free("from");
    let missing = quote!(return Err(wire::table::Failed::KEPT););
    let (places, taken) = (object.places(), object.taken(&missing));
    quote! {
        #allow
        impl wire::table::Value for #ident {
            #[inline]
            fn read(#from: &mut dyn wire::table::Source) -> #result<Self, wire::table::Failed> {
                #places
                wire::table::members(#from, <Self as wire::table::Object>::SHAPE, &mut [#(&mut #idents),*])?;
                #taken
                Ok(Self { #(#idents),* })
            }
        }
    }
}

fn fields(object: &Object<'_>) -> TokenStream {
    let (ident, shape, allow) = (&object.ident, object.shape(), object.allow());
    let members = object.members.iter().map(view);
    let rest = object.rest.as_ref().map(|_| match object.foreign_rest {
        Some(_) => quote!(wire::table::View::Foreign(&self.extra)),
        None => quote!(wire::table::Node::view(&self.extra)),
    });
    let members = choice(&format_ident!("at"), members.chain(rest).collect());
    let (body, at) = match members.is_empty() {
        true => (quote!(wire::table::View::Absent), quote!(_)),
        false => (members, quote!(at)),
    };
    quote! {
        #allow
        impl wire::table::Object for #ident {
            #shape

            #[inline]
            fn at(&self, #at: usize) -> wire::table::View<'_> {
                #body
            }
        }
    }
}

/// Shows one member.
fn view(member: &Member<'_>) -> TokenStream {
    let ident = &member.ident;
    match (member.foreign, member.is_optional()) {
        (false, _) => quote!(wire::table::Node::view(&self.#ident)),
        (true, true) => quote!(wire::table::View::foreign(&self.#ident)),
        (true, false) => quote!(wire::table::View::Foreign(&self.#ident)),
    }
}
