use proc_macro2::TokenStream;
use quote::quote;

use crate::lower::ir::Docs;

/// Doc attributes for a text out of a document.
///
/// The text is somebody else's: code blocks must not run as doctests, and what is indented must not
/// become one.
pub(crate) fn attributes(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// The docs of an item or field; where the document says nothing, what it is called there.
pub(crate) fn documented(docs: &Docs, what: &str) -> TokenStream {
    let own = docs.text.as_deref().filter(|text| !text.trim().is_empty());
    let doc = match own {
        Some(text) => attributes(text),
        None => attributes(&format!("{what} `{}`.", docs.origin)),
    };
    let deprecated = docs.deprecated.then(|| quote!(#[deprecated]));
    quote!(#doc #deprecated)
}

fn lines(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in text.trim_end().lines() {
        let content = line.trim();
        if content.starts_with("```") || content.starts_with("~~~") {
            let fence = &content[..3];
            lines.push(format!(" {fence}{}", if fenced { "" } else { "text" }));
            fenced = !fenced;
        } else if content.is_empty() {
            lines.push(String::new());
        } else if fenced {
            lines.push(format!(" {}", line.trim_end()));
        } else {
            // Four spaces would make it a code block, and a code block a doctest.
            let indent = (line.len() - line.trim_start().len()).min(2);
            lines.push(format!(" {}{content}", " ".repeat(indent)));
        }
    }
    if fenced {
        lines.push(" ```".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_description_runs() {
        let text = "First.\n\n    let x = 1;\n```rust\npanic!()\n";
        assert_eq!(
            lines(text),
            [
                " First.",
                "",
                "   let x = 1;",
                " ```text",
                " panic!()",
                " ```"
            ]
        );
    }
}
