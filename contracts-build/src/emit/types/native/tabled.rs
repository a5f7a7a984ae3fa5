//! Objects in the mode `table`: where each member is, and nothing else.

use super::{Native, matched::choice, object::Object};
use crate::tokens::{Literal, TokenStream, format_ident, quote};

/// The impls of an object.
pub(super) fn emit(native: &Native<'_>, object: &Object<'_>) -> Vec<TokenStream> {
    vec![
        fields(object),
        read(native, object),
        object
            .ways
            .call(&quote!(wire::table::object), &object.ident),
    ]
}

fn read(native: &Native<'_>, object: &Object<'_>) -> TokenStream {
    let (ident, idents, allow) = (&object.ident, object.idents(), object.allow());
    let result = native.home.standard("Result");
    let from = object.free("from");
    let missing = quote!(return Err(wire::table::Failed::KEPT););
    let (places, taken) = (object.places(), object.taken(&missing));
    quote! {
        #allow
        impl wire::table::Value for #ident {
            #[inline]
            fn read(#from: &mut dyn wire::table::Source<'_>) -> #result<Self, wire::table::Failed> {
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
    let members = choice(&format_ident!("at"), members.chain(rest).collect());
    let (body, at) = match members.is_empty() {
        true => (quote!(&()), quote!(_)),
        false => (members, quote!(at)),
    };
    quote! {
        #allow
        impl wire::table::Object for #ident {
            #shape

            #[inline]
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
        #[inline]
        fn foreign(&self, at: usize) -> #option<&dyn wire::table::ForeignNode> {
            match at { #(#arms)* _ => None, }
        }
    }
}
