use contracts_core::openapi::Version;

use super::super::{Lowerer, Schema, ir::Type};

/// Keywords beside a `$ref` that do not narrow what it means.
const HARMLESS: &[&str] = &[
    "$ref",
    "$comment",
    "title",
    "description",
    "summary",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "example",
    "examples",
];

/// `$ref`: the type of what it names. In 3.0 its siblings are ignored, as the specification says;
/// in 3.1 they would narrow it, which is not expressed.
pub(super) fn lower<'c>(cx: &mut Lowerer<'c>, schema: &Schema<'c>) -> Option<Type> {
    let reference = schema.text("$ref")?;
    let narrows = |key: &&String| !key.starts_with("x-") && !HARMLESS.contains(&key.as_str());
    if cx.contract.version >= Version::V3_1
        && let Some(sibling) = schema.keywords.keys().find(narrows)
    {
        let message = format!("`{sibling}` beside a `$ref` is not expressed");
        cx.simplified(&schema.pointer, message);
    }
    Some(cx.reference(reference))
}
