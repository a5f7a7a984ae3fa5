//! Tokens to the text of items. Each part is parsed and formatted alone, inside the blocks around it, and its tokens
//! are gone before the next. The text is what the whole file at once would have become.

use proc_macro2::{Delimiter, Group};
use quote::{ToTokens, TokenStreamExt, quote};

use super::part::BlockKind;
use crate::tokens::TokenStream;

/// Parses and formats items as they would be inside the blocks around them, outermost first.
///
/// # Errors
///
/// The tokens are not Rust: a bug in an emitter.
pub(super) fn tokens(stream: &TokenStream, around: &[BlockKind]) -> Result<String, String> {
    let stream = stream.parsed();
    let stream = stream.map_err(|error| format!("emitted code has no tokens: {error}"))?;
    parsed(stream, around)
}

fn parsed(stream: proc_macro2::TokenStream, around: &[BlockKind]) -> Result<String, String> {
    let wrapped = around.iter().rev().fold(stream, |inner, kind| {
        let mut outer = match kind {
            BlockKind::Module => quote!(mod m),
            BlockKind::Impl => quote!(impl T),
        };
        // Put in by `quote!`, every token would be copied.
        outer.append(Group::new(Delimiter::Brace, inner));
        outer
    });
    let file: syn::File = syn::parse2(wrapped).map_err(|error| no_rust(&error))?;
    unwrapped(prettyplease::unparse(&file), around)
}

/// Formats an item as it would be inside the blocks around it.
///
/// # Errors
///
/// The item is none that may stand there.
pub(super) fn syntax(item: syn::Item, around: &[BlockKind]) -> Result<String, String> {
    if !around.is_empty() {
        return parsed(item.into_token_stream(), around);
    }
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    };
    Ok(prettyplease::unparse(&file))
}

/// What is said of tokens that are no items.
pub(super) fn no_rust(error: &syn::Error) -> String {
    format!("emitted code does not parse: {error}")
}

/// Takes the blocks off that were put around items to format them.
fn unwrapped(text: String, around: &[BlockKind]) -> Result<String, String> {
    if around.is_empty() {
        return Ok(text);
    }
    let mut inner = text.as_str();
    for (depth, kind) in around.iter().enumerate() {
        let indent = indentation(depth);
        let open = match kind {
            BlockKind::Module => "mod m {",
            BlockKind::Impl => "impl T {",
        };
        let opened = inner.strip_prefix(&indent);
        let opened = opened.and_then(|inner| inner.strip_prefix(open));
        let Some(rest) = opened else {
            return Err(format!("the printer lost `{open}`"));
        };
        // Nothing in the braces.
        if rest.starts_with('}') {
            return Ok(String::new());
        }
        let closed = rest
            .strip_prefix('\n')
            .and_then(|rest| rest.strip_suffix(&format!("{indent}}}\n")));
        inner = closed.ok_or_else(|| format!("the printer lost the end of `{open}`"))?;
    }
    Ok(inner.to_owned())
}

/// What stands before a line inside so many blocks.
pub(super) fn indentation(depth: usize) -> String {
    "    ".repeat(depth)
}
