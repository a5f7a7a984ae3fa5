//! Pages: how they follow each other, and the streams of them and of their items.

use contracts_core::{
    Pointer,
    openapi::{Operation, PageStep, PageStyle, Pagination, ParameterLocation, Status},
};

use super::{Client, Planner, Site, outcome::Success, parameter, plan::Plan, response};
use crate::{
    emit::types::type_path,
    lower::ir::{Ir, ItemKind, Rest, Type},
    name,
    tokens::{TokenStream, format_ident, quote},
};

/// What a builder of pages needs besides its `send`.
pub(super) const OWN_METHODS: [&str; 3] = ["pages", "stream", "decode_items"];

/// The pages of an operation.
pub(super) struct Paged<'c> {
    pagination: &'c Pagination,
    /// The static that describes them.
    descriptor: String,
    /// The type of their items.
    item: Type,
    /// That of an answer that is a page.
    status: Status,
}

pub(super) fn plan<'c>(planner: &mut Planner<'c>, operation: &'c Operation) -> Option<Paged<'c>> {
    let pagination = operation.pagination.as_ref()?;
    let (response, media) = operation.paged()?;
    let ir = planner.client.ir;
    let body = ir.types.get(media.schema.as_ref()?)?;
    let item = item(ir, body, &pagination.items).unwrap_or(Type::Any);
    let descriptor = name::constant_case(&format!("{}-paging", operation.id));
    Some(Paged {
        pagination,
        descriptor: planner.names.take(descriptor),
        item,
        status: response.status,
    })
}

/// The type of the items of a list in a body; nothing where no type says so.
fn item(ir: &Ir, body: &Type, list: &Pointer) -> Option<Type> {
    let mut ty = body.clone();
    for step in list.steps() {
        ty = match plain(ir, &ty)? {
            Type::Named(name) => match &ir.items.get(&name)?.kind {
                ItemKind::Struct(object) => {
                    let mut fields = object.fields.iter();
                    match (fields.find(|field| field.wire == step), &object.rest) {
                        (Some(field), _) => field.ty.clone(),
                        (None, Rest::Kept(ty)) => ty.clone(),
                        (None, Rest::Ignored) => return None,
                    }
                }
                _ => return None,
            },
            Type::Map(value) => *value,
            _ => return None,
        };
    }
    match plain(ir, &ty)? {
        Type::Array(item) => Some(*item),
        _ => None,
    }
}

/// Without null and other names; nothing where the names go in circles.
fn plain(ir: &Ir, ty: &Type) -> Option<Type> {
    let mut ty = ty.clone();
    for _ in 0..=ir.items.len() {
        ty = match ty {
            Type::Nullable(inner) => *inner,
            Type::Named(name) => match &ir.items.get(&name)?.kind {
                ItemKind::Alias(target) => target.clone(),
                _ => return Some(Type::Named(name)),
            },
            other => return Some(other),
        };
    }
    None
}

/// The static.
pub(super) fn static_item(client: &Client<'_>, plan: &Plan<'_>) -> Option<TokenStream> {
    let paged = plan.paged.as_ref()?;
    let name = format_ident!("{}", paged.descriptor);
    let items = paged.pagination.items.as_str();
    let (low, high) = match paged.status {
        Status::Code(code) => (code, code),
        Status::Range(digit) => (u16::from(digit) * 100, u16::from(digit) * 100 + 99),
        Status::Default => (100, 399),
    };
    let written = |(name, place): &(String, ParameterLocation)| {
        let mut parameters = plan.operation.parameters.iter();
        let fits = parameters.find(|it| it.name == *name && it.location == *place);
        fits.map(parameter::descriptor)
    };
    let pointer = |at: &Option<Pointer>| match at {
        Some(at) => {
            let at = at.as_str();
            quote!(::std::option::Option::Some(#at))
        }
        None => quote!(::std::option::Option::None),
    };
    let next = match &paged.pagination.style {
        PageStyle::Cursor { parameter, next } => {
            let (parameter, at) = (written(parameter)?, next.as_str());
            quote!(Cursor { parameter: #parameter, at: #at })
        }
        PageStyle::Page {
            parameter,
            first,
            step,
            total,
        } => {
            let (parameter, total) = (written(parameter)?, pointer(total));
            let by_items = *step == PageStep::Items;
            quote!(Page { parameter: #parameter, first: #first, by_items: #by_items, total: #total })
        }
        PageStyle::Link { next } => {
            let at = pointer(next);
            quote!(Link { at: #at })
        }
    };
    let visible = Site::of_items(client, plan).visible_to_client();
    Some(quote! {
        #visible static #name: rt::Paging = rt::Paging {
            status: (#low, #high),
            items: #items,
            next: rt::Next::#next,
        };
    })
}

/// The builder's methods.
pub(super) fn methods(
    site: &Site,
    plan: &Plan<'_>,
    success: &Success,
    error: &crate::tokens::Ident,
) -> Option<TokenStream> {
    let paged = plan.paged.as_ref()?;
    let descriptor = format_ident!("{}", paged.descriptor);
    let (page, item) = (&success.ty, type_path(&paged.item, &site.home));
    let items = paged.pagination.items.as_str();
    let pattern = match paged.status {
        Status::Default => quote!(100..=399),
        status => response::pattern(status),
    };
    Some(quote! {
        /// The answers of all pages, each sent for when the one before has been taken. An error ends them.
        #[inline]
        pub fn pages(self) -> rt::Pages<'c, #page, #error> {
            self.0.pages(&#descriptor, Self::decode)
        }

        /// The items of all pages, one after the other. An error ends them.
        #[inline]
        pub fn stream(self) -> rt::PageItems<'c, #item, #error> {
            self.0.page_items(&#descriptor, Self::decode_items)
        }

        #[inline]
        fn decode_items(
            reply: rt::Reply,
        ) -> ::std::result::Result<::std::vec::Vec<#item>, #error> {
            match reply.status().as_u16() {
                #pattern => rt::done(reply.page_items(#items)),
                _ => Self::decode(reply).map(|_| ::std::vec::Vec::new()),
            }
        }
    })
}
