//! Parts to text, one at a time: each is parsed and formatted alone, inside the blocks around it, and its tokens
//! are gone before the next. The text is what the whole file at once would have become.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    part::{Block, BlockKind, Part},
    visible,
};

/// Prints items as a Rust file behind its header.
///
/// # Errors
///
/// The tokens are not Rust: a bug in an emitter.
pub(crate) fn rust(header: &str, parts: Vec<Part<'_>>) -> Result<String, String> {
    let mut text = format!("// {header}\n\n");
    print(parts, &mut Vec::new(), &mut text)?;
    Ok(visible(text))
}

/// Prints parts inside the blocks `around` them, outermost first.
fn print(
    parts: Vec<Part<'_>>,
    around: &mut Vec<BlockKind>,
    text: &mut String,
) -> Result<(), String> {
    for part in parts {
        match part {
            Part::Later(make) => text.push_str(&tokens(make(), around)?),
            Part::Syntax(item) => text.push_str(&syntax(*item, around)?),
            Part::Block(block) => print_block(block, around, text)?,
        }
    }
    Ok(())
}

fn print_block(
    block: Block<'_>,
    around: &mut Vec<BlockKind>,
    text: &mut String,
) -> Result<(), String> {
    let Block { head, kind, parts } = block;
    let empty = tokens(quote!(#head {}), around)?;
    let open = empty.trim_end().strip_suffix('}').ok_or(NO_BLOCK)?;
    let start = text.len();
    text.push_str(open);
    text.push('\n');
    let body = text.len();
    around.push(kind);
    print(parts, around, text)?;
    around.pop();
    if text.len() == body {
        text.replace_range(start.., &empty);
    } else {
        text.push_str(&"    ".repeat(around.len()));
        text.push_str("}\n");
    }
    Ok(())
}

const NO_BLOCK: &str = "the head of a block does not end before its braces";

/// Parses and formats items as they would be inside the blocks around them.
fn tokens(stream: TokenStream, around: &[BlockKind]) -> Result<String, String> {
    let wrapped = around.iter().rev().fold(stream, |inner, kind| match kind {
        BlockKind::Module => quote!(mod m { #inner }),
        BlockKind::Impl => quote!(impl T { #inner }),
    });
    let file: syn::File = syn::parse2(wrapped).map_err(|error| no_rust(&error))?;
    unwrapped(&prettyplease::unparse(&file), around)
}

/// Formats an item as it would be inside the blocks around it.
fn syntax(item: syn::Item, around: &[BlockKind]) -> Result<String, String> {
    if !around.is_empty() {
        return tokens(quote!(#item), around);
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
fn unwrapped(text: &str, around: &[BlockKind]) -> Result<String, String> {
    let mut inner = text;
    for (depth, kind) in around.iter().enumerate() {
        let indent = "    ".repeat(depth);
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
