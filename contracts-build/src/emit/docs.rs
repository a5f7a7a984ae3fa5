use serde_json::Value;

use crate::{
    lower::ir::Docs,
    tokens::{TokenStream, quote},
};

/// Doc attributes for a text out of a document.
///
/// The text is somebody else's: code blocks must not run as doctests, and what is indented must not
/// become one.
pub(crate) fn attributes(text: &str) -> TokenStream {
    let mut docs = TokenStream::new();
    for line in lines(text) {
        docs.doc(&line);
    }
    docs
}

/// The docs of an item or field; where the document says nothing, what it is called there.
pub(crate) fn documented(docs: &Docs, what: &str) -> TokenStream {
    let own = docs.text.as_deref().filter(|text| !text.trim().is_empty());
    let doc = match own {
        Some(text) => attributes(text),
        None => attributes(&format!("{what} `{}`.", docs.origin)),
    };
    let examples = examples(&docs.examples).map(|text| attributes(&text));
    let deprecated = docs.deprecated.then(|| quote!(#[deprecated]));
    quote!(#doc #examples #deprecated)
}

/// Examples that are shown of one item or field.
const MOST_EXAMPLES: usize = 3;

/// Characters of an example; nobody reads longer ones.
const LONGEST_EXAMPLE: usize = 400;

/// A paragraph with the examples, after a blank line.
fn examples(values: &[Value]) -> Option<String> {
    let texts = values.iter().map(Value::to_string);
    let texts = texts.filter(|text| text.chars().count() <= LONGEST_EXAMPLE);
    let texts: Vec<String> = texts.take(MOST_EXAMPLES).collect();
    let title = match texts.len() {
        0 => return None,
        1 => "Example",
        _ => "Examples",
    };
    Some(format!("\n{title}:\n\n```json\n{}\n```", texts.join("\n")))
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
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_are_shown_and_do_not_run() {
        let docs = |examples: Vec<Value>| {
            let docs = Docs {
                text: Some("```\nNever closed.".to_owned()),
                examples,
                ..Docs::default()
            };
            documented(&docs, "The schema")
                .parsed()
                .unwrap()
                .to_string()
        };
        let shown = |title: &str, values: &[&str]| {
            let values: Vec<String> = values.iter().map(|text| format!(" {text}")).collect();
            let mut lines = vec![" ```text", " Never closed.", " ```", ""];
            let title = format!(" {title}:");
            lines.extend([title.as_str(), "", " ```text"]);
            lines.extend(values.iter().map(String::as_str));
            lines.push(" ```");
            quote!(#(#[doc = #lines])*).parsed().unwrap().to_string()
        };
        assert_eq!(
            docs(vec![json!({"a": "```\n x"})]),
            shown("Example", &[r#"{"a":"```\n x"}"#])
        );
        // No more than three, and none that is long.
        let long = json!("x".repeat(LONGEST_EXAMPLE));
        assert_eq!(
            docs(vec![json!(1), long, json!(2), json!(3), json!(4)]),
            shown("Examples", &["1", "2", "3"])
        );
        assert!(!docs(Vec::new()).contains("Example"));
    }

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
