//! Checks of what a document asks of values besides their types.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{Native, tagged::other_name, text::unknown_name};
use crate::{
    emit::limits::{Rules, inner},
    lower::ir::{Alternative, Ir, Item, ItemKind, Limit, Rest, Scalar, Step, Struct, Tagged, Type},
    tokens::{Literal, TokenStream, format_ident, quote},
};

/// The items with something to check in them or below: those with limits, and whatever names one of these.
pub(super) fn checked(ir: &Ir) -> BTreeSet<String> {
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (holder, item) in &ir.items {
        for name in item.kind.types().into_iter().flat_map(|(_, ty)| ty.names()) {
            holders.entry(name).or_default().push(holder);
        }
    }
    let limited = ir.items.iter().filter(|(_, item)| has_limits(item));
    let mut open: Vec<&str> = limited.map(|(name, _)| name.as_str()).collect();
    let mut checked = BTreeSet::new();
    while let Some(name) = open.pop() {
        if checked.insert(name.to_owned()) {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    checked
}

fn has_limits(item: &Item) -> bool {
    let any = |limits: &[Limit]| limits.iter().any(Limit::is_validated);
    match &item.kind {
        ItemKind::Struct(body) => {
            let mut fields = body.fields.iter();
            // The members that a struct ignores, nobody can count.
            fields.any(|field| any(&field.limits))
                || body.rest != Rest::Ignored && any(&item.limits)
        }
        ItemKind::Untagged(branches) => branches.iter().any(|branch| any(&branch.limits)),
        _ => any(&item.limits),
    }
}

/// The impl of an item; nothing where there is nothing to check, or nothing to implement it for.
pub(super) fn emit(native: &Native<'_>, name: &str, item: &Item) -> TokenStream {
    if !native.plan.is_checked(name) {
        return TokenStream::new();
    }
    let cx = Checks {
        native,
        owner: name,
    };
    let (body, allow) = match &item.kind {
        ItemKind::Struct(body) => (cx.object(body, &item.limits), deprecated(body)),
        ItemKind::Tagged(union) => (cx.tagged(union, native.is_open(item)), None),
        ItemKind::Untagged(variants) => (cx.untagged(variants), None),
        ItemKind::Alias(ty) if native.plan.is_newtype(name) => {
            let place = Place::owned(quote!(self.0));
            (cx.part(ty, place, &item.limits), None)
        }
        ItemKind::Alias(_) | ItemKind::Enum(_) | ItemKind::Values(_) => return TokenStream::new(),
    };
    let ident = format_ident!("{name}");
    quote! {
        #allow
        impl wire::Validate for #ident {
            #[inline]
            fn check<'v>(&'v self, to: &mut wire::Check<'v>) {
                #body
            }
        }
    }
}

fn deprecated(body: &Struct) -> Option<TokenStream> {
    let mut fields = body.fields.iter();
    let any = fields.any(|field| field.docs.deprecated);
    any.then(|| quote!(#[allow(deprecated)]))
}

/// What tagged branches keep: their types say it.
const NONE: &[Limit] = &[];

/// A place in a value, as an expression.
#[derive(Clone)]
struct Place {
    expression: TokenStream,
    /// Whether the expression is a reference to the value.
    borrowed: bool,
    /// Whether the value is in a box there.
    boxed: bool,
}

impl Place {
    fn owned(expression: TokenStream) -> Self {
        let (borrowed, boxed) = (false, false);
        Self {
            expression,
            borrowed,
            boxed,
        }
    }

    /// What a pattern or loop has bound to the name `value`.
    fn value() -> Self {
        let (borrowed, boxed) = (true, false);
        Self {
            expression: quote!(value),
            borrowed,
            boxed,
        }
    }

    fn reference(&self) -> TokenStream {
        let expression = &self.expression;
        match (self.borrowed, self.boxed) {
            (false, false) => quote!(&#expression),
            (true, false) => quote!(#expression),
            (false, true) => quote!(&*#expression),
            (true, true) => quote!(&**#expression),
        }
    }

    fn copied(&self) -> TokenStream {
        let expression = &self.expression;
        match (self.borrowed, self.boxed) {
            (false, false) => quote!(#expression),
            (true, false) | (false, true) => quote!(*#expression),
            (true, true) => quote!(**#expression),
        }
    }
}

/// The checks of one item.
struct Checks<'n> {
    native: &'n Native<'n>,
    owner: &'n str,
}

impl Checks<'_> {
    fn object(&self, body: &Struct, limits: &[Limit]) -> TokenStream {
        let fields = body.fields.iter().map(|field| {
            let (ident, wire) = (format_ident!("{}", field.name), &field.wire);
            let place = Place::owned(quote!(self.#ident));
            let limits: Vec<Limit> = field.limits.clone();
            let checks = match field.required || field.default.is_some() {
                true => self.part(&field.ty, place, &limits),
                false => some(&place, &self.part(&field.ty, Place::value(), &limits)),
            };
            within(&quote!(to.member(#wire);), &checks)
        });
        let count = self.count(body, limits);
        let rest = match &body.rest {
            Rest::Ignored => TokenStream::new(),
            Rest::Kept(ty) => {
                let values = inner(limits, Step::Values);
                let checks = self.inside(ty, Place::value(), &values);
                each_member(&Place::owned(quote!(self.extra)), &checks)
            }
        };
        quote!(#count #(#fields)* #rest)
    }

    /// How many members an object has that keeps all of them.
    fn count(&self, body: &Struct, limits: &[Limit]) -> TokenStream {
        let rules = Rules::of(limits).members(&quote!(wire));
        if body.rest == Rest::Ignored || rules.is_empty() {
            return TokenStream::new();
        }
        let (always, maybe): (Vec<_>, Vec<_>) = body
            .fields
            .iter()
            .partition(|field| field.required || field.default.is_some());
        let always = Literal::usize_unsuffixed(always.len());
        let maybe = maybe.iter().map(|field| {
            let ident = format_ident!("{}", field.name);
            quote!(+ usize::from(self.#ident.is_some()))
        });
        quote!(to.members(#always + self.extra.len() #(#maybe)*, &[#(#rules),*]);)
    }

    fn tagged(&self, union: &Tagged, open: bool) -> TokenStream {
        let names = || union.branches.iter().map(|branch| &branch.name);
        let other = union.other.as_ref().map(|ty| (other_name(names()), ty));
        let unknown = (other.is_none() && open).then(|| unknown_name(names()));
        let branches = union.branches.iter();
        let branches =
            branches.filter_map(|branch| Some((branch.name.clone(), branch.ty.as_ref()?, NONE)));
        let other = other.map(|(name, ty)| (name, ty, NONE));
        let total = union.branches.len() + usize::from(other.is_some() || unknown.is_some());
        self.variants(branches.chain(other), total)
    }

    fn untagged(&self, variants: &[Alternative]) -> TokenStream {
        let held = variants.iter();
        let held = held.map(|branch| (branch.name.clone(), &branch.ty, branch.limits.as_slice()));
        self.variants(held, variants.len())
    }

    /// A match on the variants with something to check, of `total` ones.
    fn variants<'t>(
        &self,
        held: impl Iterator<Item = (String, &'t Type, &'t [Limit])>,
        total: usize,
    ) -> TokenStream {
        let arms = held.filter_map(|(name, ty, limits)| {
            let ident = format_ident!("{name}");
            let checks = self.part(ty, Place::value(), limits);
            (!checks.is_empty()).then(|| quote!(Self::#ident(value) => { #checks }))
        });
        let arms: Vec<TokenStream> = arms.collect();
        let others = (arms.len() < total).then(|| quote!(_ => {}));
        quote!(match self { #(#arms)* #others })
    }

    /// A part of the owner, which may be in a box: see `Native::part`.
    fn part(&self, ty: &Type, place: Place, limits: &[Limit]) -> TokenStream {
        if let Type::Nullable(inner) = ty {
            return some(&place, &self.part(inner, Place::value(), limits));
        }
        let boxed = self.native.plan.nesting.embeds(ty, self.owner);
        self.inside(ty, Place { boxed, ..place }, limits)
    }

    /// A value and what is in it; nothing where there is nothing to check.
    fn inside(&self, ty: &Type, place: Place, limits: &[Limit]) -> TokenStream {
        let rules = Rules::of(limits);
        match ty {
            Type::Any => TokenStream::new(),
            Type::Scalar(scalar) => scalar_checks(scalar, &place, &rules),
            Type::Nullable(ty) => some(&place, &self.inside(ty, Place::value(), limits)),
            Type::Array(item) => {
                let own = self.list(item, &place, &rules);
                let checks = self.inside(item, Place::value(), &inner(limits, Step::Items));
                let items = each_item(&place, &checks);
                quote!(#own #items)
            }
            Type::Map(value) => {
                let (rules, expression) = (rules.members(&quote!(wire)), &place.expression);
                let own = (!rules.is_empty())
                    .then(|| quote!(to.members(#expression.len(), &[#(#rules),*]);));
                let checks = self.inside(value, Place::value(), &inner(limits, Step::Values));
                let values = each_member(&place, &checks);
                quote!(#own #values)
            }
            Type::Tuple(types) => {
                let items = types.iter().enumerate().map(|(at, ty)| {
                    let limits = inner(limits, Step::At(at));
                    let (number, expression) = (Literal::usize_unsuffixed(at), &place.expression);
                    let place = Place::owned(quote!(#expression.#number));
                    within(&quote!(to.item(#number);), &self.inside(ty, place, &limits))
                });
                quote!(#(#items)*)
            }
            Type::Named(name) => self.named(name, place, limits),
        }
    }

    /// What an alias asks is asked wherever it stands, besides what is asked there.
    fn named(&self, name: &str, place: Place, limits: &[Limit]) -> TokenStream {
        if !self.native.plan.is_checked(name) && limits.is_empty() {
            return TokenStream::new();
        }
        let Some(item) = self.native.ir.items.get(name) else {
            return TokenStream::new();
        };
        match &item.kind {
            ItemKind::Alias(ty) if !self.native.plan.is_newtype(name) => {
                let mut limits = limits.to_vec();
                let more = item.limits.iter();
                let more: Vec<&Limit> = more.filter(|limit| !limits.contains(limit)).collect();
                limits.extend(more.into_iter().cloned());
                self.inside(ty, place, &limits)
            }
            ItemKind::Alias(_)
            | ItemKind::Struct(_)
            | ItemKind::Tagged(_)
            | ItemKind::Untagged(_)
                if self.native.plan.is_checked(name) =>
            {
                let value = place.reference();
                quote!(to.value(#value);)
            }
            _ => TokenStream::new(),
        }
    }

    fn list(&self, item: &Type, place: &Place, rules: &Rules<'_>) -> TokenStream {
        let (counts, expression) = (rules.items(&quote!(wire)), &place.expression);
        let count =
            (!counts.is_empty()).then(|| quote!(to.items(#expression.len(), &[#(#counts),*]);));
        let list = place.reference();
        let unique = rules.unique().then(|| match self.has_order(item) {
            true => quote!(to.unique_sorted(#list);),
            false => quote!(to.unique(#list);),
        });
        quote!(#count #unique)
    }

    /// Whether values of a type can be sorted.
    fn has_order(&self, ty: &Type) -> bool {
        let mut ty = ty;
        // Aliases that lead in a circle were cut; the count is for whoever forgets.
        for _ in 0..self.native.ir.items.len() + 1 {
            match ty {
                Type::Scalar(Scalar::Text | Scalar::Int(_)) => return true,
                Type::Named(name) => match self.native.ir.items.get(name).map(|item| &item.kind) {
                    Some(ItemKind::Alias(target)) => ty = target,
                    kind => return matches!(kind, Some(ItemKind::Enum(_))),
                },
                _ => return false,
            }
        }
        false
    }
}

fn scalar_checks(scalar: &Scalar, place: &Place, rules: &Rules<'_>) -> TokenStream {
    let (method, value, rules) = match scalar {
        Scalar::Text => ("text", place.reference(), rules.text(&quote!(wire))),
        Scalar::Int(_) => ("integer", place.copied(), rules.number(&quote!(wire))),
        Scalar::F32 => ("single", place.copied(), rules.number(&quote!(wire))),
        Scalar::F64 => ("double", place.copied(), rules.number(&quote!(wire))),
        Scalar::Null | Scalar::Bool | Scalar::Format { .. } => return TokenStream::new(),
    };
    if rules.is_empty() {
        return TokenStream::new();
    }
    let method = format_ident!("{method}");
    quote!(to.#method(#value, &[#(#rules),*]);)
}

/// Checks of the value of an `Option`.
fn some(place: &Place, checks: &TokenStream) -> TokenStream {
    if checks.is_empty() {
        return TokenStream::new();
    }
    let option = place.reference();
    quote!(if let Some(value) = #option { #checks })
}

/// Checks of what a step leads to.
fn within(step: &TokenStream, checks: &TokenStream) -> TokenStream {
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote!(#step #checks to.leave();)
}

fn each_item(place: &Place, checks: &TokenStream) -> TokenStream {
    if checks.is_empty() {
        return TokenStream::new();
    }
    let (list, checks) = (&place.expression, within(&quote!(to.item(at);), checks));
    quote!(for (at, value) in #list.iter().enumerate() { #checks })
}

fn each_member(place: &Place, checks: &TokenStream) -> TokenStream {
    if checks.is_empty() {
        return TokenStream::new();
    }
    let (map, checks) = (&place.expression, within(&quote!(to.member(key);), checks));
    quote!(for (key, value) in #map.iter() { #checks })
}
