//! The way into typify: the IR as JSON Schema in the forms that typify takes without loss.

use std::panic::AssertUnwindSafe;

use schemars_08::schema::{Schema, SchemaObject};
use serde_json::{Map, Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::lower::ir::{Ir, Item, ItemKind, Rest, Scalar, Struct, Type};

/// Lets typify emit `items`; those in `own` exist beside them and are only referred to.
pub(super) fn emit(
    ir: &Ir,
    items: &[(&String, &Item)],
    own: &[(&String, &Item)],
) -> Result<Vec<syn::Item>, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    settings.with_derive("PartialEq".to_owned());
    for (name, _) in own {
        settings.with_replacement(name, name, std::iter::empty());
    }
    for (format, path) in formats(ir) {
        let schema = schema_object(format_schema(&format))?;
        settings.with_conversion(schema, path, std::iter::empty());
    }
    let definitions = items.iter().chain(own).map(|(name, item)| {
        let schema = schema_object(definition(&item.kind))?;
        Ok(((*name).clone(), Schema::Object(schema)))
    });
    let definitions: Vec<(String, Schema)> = definitions.collect::<Result<_, String>>()?;
    let tokens = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let mut space = TypeSpace::new(&settings);
        space
            .add_ref_types(definitions)
            .map_err(|error| format!("typify refuses its input: {error}"))?;
        Ok::<_, String>(space.to_stream())
    }));
    // typify ends with a panic where it gives up; that is a bug of ours, and no crash.
    let tokens = tokens.map_err(|_| "typify gave up on its input".to_owned())??;
    let file: syn::File = syn::parse2(tokens).map_err(|error| error.to_string())?;
    Ok(file.items)
}

fn schema_object(value: Value) -> Result<SchemaObject, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn definition(kind: &ItemKind) -> Value {
    match kind {
        ItemKind::Alias(ty) => type_schema(ty),
        ItemKind::Struct(body) => struct_schema(body),
        ItemKind::Enum(variants) => {
            let values: Vec<&str> = variants
                .iter()
                .map(|variant| variant.wire.as_str())
                .collect();
            json!({"type": "string", "enum": values})
        }
        // Never looked at: these are our own.
        ItemKind::Untagged(_) | ItemKind::Tagged(_) | ItemKind::Values(_) => json!({}),
    }
}

fn struct_schema(body: &Struct) -> Value {
    let mut properties = Map::new();
    for field in &body.fields {
        let mut schema = type_schema(&field.ty);
        if !field.required
            && field.default.is_none()
            && matches!(field.ty, Type::Array(_) | Type::Map(_))
        {
            // Otherwise typify reads an absent list as an empty one, and never sends an empty one.
            schema = type_schema(&Type::Nullable(Box::new(field.ty.clone())));
        }
        if let (Some(default), Value::Object(keywords)) = (&field.default, &mut schema) {
            if keywords.contains_key("$ref") {
                schema = json!({"allOf": [schema], "default": default});
            } else {
                keywords.insert("default".to_owned(), default.clone());
            }
        }
        properties.insert(field.wire.clone(), schema);
    }
    let required: Vec<&str> = body
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.wire.as_str())
        .collect();
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    if let (Rest::Kept(ty), Value::Object(keywords)) = (&body.rest, &mut schema) {
        keywords.insert("additionalProperties".to_owned(), type_schema(ty));
    }
    schema
}

fn type_schema(ty: &Type) -> Value {
    match ty {
        Type::Any => json!({}),
        Type::Scalar(scalar) => scalar_schema(scalar),
        Type::Array(item) => json!({"type": "array", "items": type_schema(item)}),
        Type::Tuple(items) => {
            let len = items.len();
            let items: Vec<Value> = items.iter().map(type_schema).collect();
            json!({"type": "array", "items": items, "minItems": len, "maxItems": len})
        }
        Type::Map(value) => json!({"type": "object", "additionalProperties": type_schema(value)}),
        Type::Nullable(inner) => json!({"oneOf": [type_schema(inner), {"type": "null"}]}),
        Type::Named(name) => json!({"$ref": format!("#/definitions/{name}")}),
    }
}

fn scalar_schema(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Null => json!({"type": "null"}),
        Scalar::Bool => json!({"type": "boolean"}),
        Scalar::Int(int) => {
            let format = match int.rust().split_at(1) {
                ("i", bits) => format!("int{bits}"),
                (_, bits) => format!("uint{bits}"),
            };
            json!({"type": "integer", "format": format})
        }
        Scalar::F32 => json!({"type": "number", "format": "float"}),
        Scalar::F64 => json!({"type": "number", "format": "double"}),
        Scalar::Text => json!({"type": "string"}),
        Scalar::Format { format, .. } => format_schema(format),
    }
}

/// A format of our own, so that typify's built-in ideas about formats stay out.
fn format_schema(format: &str) -> Value {
    json!({"type": "string", "format": format!("contracts:{format}")})
}

/// Every format that occurs, with the path of its Rust type.
fn formats(ir: &Ir) -> std::collections::BTreeMap<String, String> {
    let mut formats = std::collections::BTreeMap::new();
    let mut visit = |ty: &Type| {
        each_scalar(ty, &mut |scalar| {
            if let Scalar::Format { format, path } = scalar {
                formats.insert(format.clone(), path.clone());
            }
        });
    };
    for item in ir.items.values() {
        match &item.kind {
            ItemKind::Alias(ty) => visit(ty),
            ItemKind::Struct(body) => {
                body.fields.iter().for_each(|field| visit(&field.ty));
                if let Rest::Kept(ty) = &body.rest {
                    visit(ty);
                }
            }
            ItemKind::Untagged(variants) => variants.iter().for_each(|branch| visit(&branch.ty)),
            ItemKind::Tagged(union) => union.types().for_each(&mut visit),
            ItemKind::Enum(_) | ItemKind::Values(_) => {}
        }
    }
    formats
}

fn each_scalar(ty: &Type, each: &mut dyn FnMut(&Scalar)) {
    match ty {
        Type::Any | Type::Named(_) => {}
        Type::Scalar(scalar) => each(scalar),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => each_scalar(inner, each),
        Type::Tuple(items) => items.iter().for_each(|item| each_scalar(item, each)),
    }
}
