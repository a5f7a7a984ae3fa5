use super::super::{
    Lowerer, Schema,
    ir::{Int, Scalar, Type},
};

/// Text, numbers and booleans. A string's format becomes the Rust type that the manifest names for it.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let format = schema.text("format");
    let scalar = match schema.kind()? {
        "boolean" => Scalar::Bool,
        "integer" => Scalar::Int(Int::from_format(format)),
        "number" if format == Some("float") => Scalar::F32,
        "number" => Scalar::F64,
        "string" => text(cx, format.or_else(|| encoding(schema))),
        "null" => Scalar::Null,
        _ => return None,
    };
    Some(Type::Scalar(scalar))
}

/// What the format `byte` was until 3.0 (OpenAPI 3.1, section 4.4).
fn encoding<'c>(schema: &Schema<'c>) -> Option<&'c str> {
    let encoding = schema.text("contentEncoding");
    (encoding == Some("base64")).then_some("byte")
}

fn text(cx: &Lowerer<'_>, format: Option<&str>) -> Scalar {
    let path = format.and_then(|format| Some((format, cx.formats.get(format)?)));
    match path {
        Some((format, path)) => Scalar::Format {
            format: format.to_owned(),
            path: path.clone(),
        },
        None => Scalar::Text,
    }
}
