use crate::{
    lower::ir::{Ir, Scalar, Type},
    tokens::{TokenStream, format_ident, quote},
};

/// Where the names of a type are looked up.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// Before the name of an item: nothing, or a module's path with `::` at its end.
    pub(crate) items: TokenStream,
    /// The path of `serde_json`, or of something that has its `Value` and `Map`.
    pub(crate) json: TokenStream,
    /// The names of the standard library that mean nothing else here, and need no path.
    plain: Vec<&'static str>,
}

/// Names of the standard library that everybody knows, and the modules they are in.
const STANDARD: &[(&str, &str)] = &[
    ("Box", "boxed"),
    ("Option", "option"),
    ("Result", "result"),
    ("String", "string"),
    ("Vec", "vec"),
];

impl Home {
    /// The module that holds the items itself.
    pub(crate) fn here() -> Self {
        Self::at(TokenStream::new(), quote!(::serde_json))
    }

    /// A place where items and `serde_json` have these paths, and any name may mean something else.
    pub(crate) fn at(items: TokenStream, json: TokenStream) -> Self {
        let plain = Vec::new();
        Self { items, json, plain }
    }

    /// The module that holds the items itself, where names of the standard library stand alone unless an item takes
    /// them.
    pub(super) fn among(ir: &Ir) -> Self {
        let names = STANDARD.iter().map(|(name, _)| *name);
        let plain = names.filter(|name| !ir.items.contains_key(*name));
        Self {
            plain: plain.collect(),
            ..Self::here()
        }
    }

    /// A type of the standard library, one of [`STANDARD`].
    pub(super) fn standard(&self, name: &str) -> TokenStream {
        let mut path = TokenStream::begun();
        let found = STANDARD.iter().find(|(standard, _)| *standard == name);
        if let Some((name, module)) = found {
            if !self.plain.contains(name) {
                for word in ["std", module] {
                    path.sign("::");
                    path.word(word);
                }
                path.sign("::");
            }
            path.word(name);
        }
        path
    }
}

/// The Rust type as it is written in code at `home`.
pub(crate) fn type_path(ty: &Type, home: &Home) -> TokenStream {
    let Home { items, json, .. } = home;
    match ty {
        Type::Any => quote!(#json::Value),
        Type::Scalar(scalar) => scalar_path(scalar, home),
        Type::Array(item) => {
            let item = type_path(item, home);
            let list = home.standard("Vec");
            quote!(#list<#item>)
        }
        Type::Tuple(types) => {
            let types = types.iter().map(|item| type_path(item, home));
            quote!((#(#types,)*))
        }
        Type::Map(value) if **value == Type::Any => {
            let key = home.standard("String");
            quote!(#json::Map<#key, #json::Value>)
        }
        Type::Map(value) => {
            let value = type_path(value, home);
            let key = home.standard("String");
            quote!(::std::collections::BTreeMap<#key, #value>)
        }
        Type::Nullable(inner) => {
            let inner = type_path(inner, home);
            let option = home.standard("Option");
            quote!(#option<#inner>)
        }
        Type::Named(name) => {
            let name = format_ident!("{name}");
            quote!(#items #name)
        }
    }
}

fn scalar_path(scalar: &Scalar, home: &Home) -> TokenStream {
    match scalar {
        Scalar::Null => quote!(()),
        Scalar::Bool => quote!(bool),
        Scalar::Int(int) => {
            let int = format_ident!("{}", int.rust());
            quote!(#int)
        }
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        // The manifest has checked that it is a path.
        Scalar::Format { path, .. } => path.parse().unwrap_or_default(),
        Scalar::Text => home.standard("String"),
    }
}
