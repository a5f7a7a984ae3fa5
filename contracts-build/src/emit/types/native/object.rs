//! Objects with declared members.

use contracts_core::manifest::Serde;

use super::{Native, Ways, default, derived, matched, tabled};
use crate::{
    emit::docs,
    lower::ir::{Field, Ir, ItemKind, Rest, Scalar, Struct, Type},
    name::Scope,
    tokens::{Ident, TokenStream, format_ident, quote},
};

/// How a member stands in its object: `wire::Key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Must,
    May,
    Nullable,
    Default,
}

/// A field, and what its impls need of it.
pub(super) struct Member<'f> {
    pub(super) field: &'f Field,
    pub(super) ident: Ident,
    pub(super) presence: Presence,
    /// Whether null is a value of it.
    pub(super) nullable: bool,
    /// Whether its type is one that the mode `table` knows nothing of.
    pub(super) foreign: bool,
    /// The field's type.
    pub(super) ty: TokenStream,
    /// What the field is where the member is absent.
    pub(super) default: Option<TokenStream>,
}

/// An object on its way to becoming code.
pub(super) struct Object<'f> {
    pub(super) ident: Ident,
    pub(super) members: Vec<Member<'f>>,
    /// The type of what is kept beside the members.
    pub(super) rest: Option<TokenStream>,
    /// The type of the values of the rest, where the mode `table` knows nothing of it.
    pub(super) foreign_rest: Option<TokenStream>,
    pub(super) ways: Ways,
}

pub(super) fn emit(native: &Native<'_>, name: &str, body: &Struct, ways: Ways) -> TokenStream {
    let members = body.fields.iter().map(|field| member(native, name, field));
    let rest = match &body.rest {
        Rest::Ignored => None,
        Rest::Kept(ty) => Some(native.path(&Type::Map(Box::new(ty.clone())))),
    };
    let foreign_rest = match &body.rest {
        Rest::Kept(ty) if native.is_foreign(ty) => Some(native.path(ty)),
        _ => None,
    };
    let object = Object {
        foreign_rest,
        ident: format_ident!("{name}"),
        members: members.collect(),
        rest,
        ways,
    };
    match native.style.serde {
        Serde::Derive => derived::emit(&object),
        Serde::FieldMatch => {
            let derives = [quote!(Clone), quote!(Debug), quote!(PartialEq)];
            object.emit(&derives, &matched::emit(native, &object))
        }
        Serde::Table => object.emit(&[], &tabled::emit(native, &object)),
    }
}

fn member<'f>(native: &Native<'_>, owner: &str, field: &'f Field) -> Member<'f> {
    let inner = native.part(owner, &field.ty);
    let nullable = is_nullable(native.ir, &field.ty);
    let presence = match (field.required, &field.default) {
        (true, _) => Presence::Must,
        (false, Some(_)) => Presence::Default,
        (false, None) if nullable => Presence::Nullable,
        (false, None) => Presence::May,
    };
    let ty = match presence {
        Presence::Must | Presence::Default => inner,
        Presence::May | Presence::Nullable => native.optional(&inner),
    };
    let default = field.default.as_ref();
    let default = default.filter(|_| presence == Presence::Default);
    Member {
        ident: format_ident!("{}", field.name),
        presence,
        nullable,
        foreign: native.is_foreign(&field.ty),
        ty,
        default: default.map(|value| default::expression(native, &field.ty, value)),
        field,
    }
}

/// Whether null is a value of the type, by whatever name it goes.
fn is_nullable(ir: &Ir, ty: &Type) -> bool {
    let mut ty = ty;
    // Aliases that lead in a circle were cut; the count is for whoever forgets.
    for _ in 0..ir.items.len() + 1 {
        match ty {
            Type::Any | Type::Nullable(_) | Type::Scalar(Scalar::Null) => return true,
            Type::Named(name) => match ir.items.get(name).map(|item| &item.kind) {
                Some(ItemKind::Alias(target)) => ty = target,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

impl Object<'_> {
    /// The struct and the impls that a mode adds; `derives` is what is derived besides `Default`.
    fn emit(&self, derives: &[TokenStream], impls: &[TokenStream]) -> TokenStream {
        let ident = &self.ident;
        let (derives, default) = (self.derives(derives), self.default());
        let fields = self.fields(|_| TokenStream::new(), TokenStream::new());
        quote! {
            #derives
            pub struct #ident { #fields }

            #(#impls)*
            #default
        }
    }

    /// The impls of an object name its fields, even those that nobody should.
    pub(super) fn allow(&self) -> Option<TokenStream> {
        let mut members = self.members.iter();
        let deprecated = members.any(|member| member.field.docs.deprecated);
        deprecated.then(|| quote!(#[allow(deprecated)]))
    }

    /// What is derived, with `Default` where it is what the contract says.
    pub(super) fn derives(&self, derives: &[TokenStream]) -> TokenStream {
        let default = self.has_default() && !self.has(Presence::Default);
        let default = default.then(|| quote!(Default));
        let derives: Vec<&TokenStream> = derives.iter().chain(&default).collect();
        if derives.is_empty() {
            TokenStream::new()
        } else {
            quote!(#[derive(#(#derives),*)])
        }
    }

    /// A `Default` that has the defaults of the contract.
    pub(super) fn default(&self) -> TokenStream {
        if !self.has_default() || !self.has(Presence::Default) {
            return TokenStream::new();
        }
        let (ident, allow) = (&self.ident, self.allow());
        let values = self.members.iter().map(|member| {
            let name = &member.ident;
            match &member.default {
                Some(value) => quote!(#name: #value,),
                None => quote!(#name: None,),
            }
        });
        let extra = self.rest.as_ref();
        let extra = extra.map(|_| quote!(extra: ::std::default::Default::default(),));
        quote! {
            #allow
            impl ::std::default::Default for #ident {
                #[inline]
                fn default() -> Self {
                    Self { #(#values)* #extra }
                }
            }
        }
    }

    /// Whether an object without members is one.
    fn has_default(&self) -> bool {
        !self.has(Presence::Must)
    }

    fn has(&self, presence: Presence) -> bool {
        let mut members = self.members.iter();
        members.any(|member| member.presence == presence)
    }

    /// The object's name and members, as a constant of a trait.
    pub(super) fn shape(&self) -> TokenStream {
        let name = self.ident.to_string();
        let keys = self.members.iter().map(|member| {
            let wire = &member.field.wire;
            let key = match member.presence {
                Presence::Must => quote!(Must),
                Presence::May => quote!(May),
                Presence::Nullable => quote!(Nullable),
                Presence::Default => quote!(Default),
            };
            quote!(wire::Key::#key(#wire))
        });
        let rest = self.rest.is_some();
        quote! {
            const SHAPE: &'static wire::Shape =
                &wire::Shape { name: #name, keys: &[#(#keys),*], rest: #rest };
        }
    }

    /// The fields with their docs; `attribute` adds what else stands before one, `rest` before the rest.
    pub(super) fn fields(
        &self,
        attribute: impl Fn(&Member<'_>) -> TokenStream,
        rest: TokenStream,
    ) -> TokenStream {
        let fields = self.members.iter().map(|member| {
            let docs = docs::documented(&member.field.docs, "The member");
            let (ident, ty, more) = (&member.ident, &member.ty, attribute(member));
            quote!(#docs #more pub #ident: #ty,)
        });
        let rest = self.rest.as_ref().map(|ty| {
            quote! {
                /// Members that no other field names.
                #rest
                pub extra: #ty,
            }
        });
        quote!(#(#fields)* #rest)
    }

    /// A place for the value of each member and for the rest, holding nothing or a default.
    pub(super) fn places(&self) -> TokenStream {
        let starts = self.members.iter().map(|member| {
            let start = match &member.default {
                Some(value) => quote!(Some(#value)),
                None => quote!(None),
            };
            let ident = &member.ident;
            match member.foreign {
                true => quote!(let mut #ident = wire::table::Foreign(#start);),
                false => quote!(let mut #ident = #start;),
            }
        });
        let rest = self.rest.as_ref().map(|_| match self.foreign_rest {
            Some(_) => quote!(let mut extra = wire::table::ForeignRest::default();),
            None => quote!(let mut extra = ::std::default::Default::default();),
        });
        quote!(#(#starts)* #rest)
    }

    /// A name for something beside the places.
    pub(super) fn free(&self, name: &str) -> Ident {
        let fields = self.members.iter().map(|member| member.field.name.as_str());
        let name = Scope::with(fields.chain(["extra"])).take(name.to_owned());
        format_ident!("{name}")
    }

    /// The names of the places.
    pub(super) fn idents(&self) -> Vec<Ident> {
        let members = self.members.iter().map(|member| member.ident.clone());
        let extra = self.rest.as_ref().map(|_| format_ident!("extra"));
        members.chain(extra).collect()
    }

    /// Takes the values out of the places, or says with `missing` that one is not there.
    pub(super) fn taken(&self, missing: &TokenStream) -> TokenStream {
        let must = self.members.iter().filter(|member| !member.is_optional());
        let must: Vec<&Ident> = must.map(|member| &member.ident).collect();
        let foreign = self.members.iter().filter(|member| member.foreign);
        let foreign = foreign.map(|member| &member.ident);
        let foreign_rest = self.foreign_rest.as_ref();
        let foreign_rest =
            foreign_rest.map(|_| quote!(let wire::table::ForeignRest(extra) = extra;));
        let required = match must.as_slice() {
            [] => TokenStream::new(),
            [one] => quote!(let Some(#one) = #one else { #missing };),
            many => quote!(let (#(Some(#many)),*) = (#(#many),*) else { #missing };),
        };
        quote! {
            #(let wire::table::Foreign(#foreign) = #foreign;)*
            #foreign_rest
            #required
        }
    }
}

impl Member<'_> {
    /// What its value is besides any: lists and maps are read and written by methods of their own.
    pub(super) fn collection(&self) -> Option<&'static str> {
        match &self.field.ty {
            Type::Array(_) => Some("list"),
            // Others are JSON's own maps.
            Type::Map(value) if **value != Type::Any => Some("map"),
            _ => None,
        }
    }

    /// Whether the field is an `Option` because the member may be absent.
    pub(super) fn is_optional(&self) -> bool {
        matches!(self.presence, Presence::May | Presence::Nullable)
    }
}
