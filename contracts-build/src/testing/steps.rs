//! The functions that steps run: those with an attribute `given`, `when` or `then`, as the crate cucumber
//! reads them.

use contracts_core::source::SourceId;
use cucumber_expressions::Expression;
use regex::Regex;
use syn::{Expr, ExprLit, Item, Lit, Meta, MetaNameValue};

use super::features::below;
use crate::{Failure, Project};

/// A function, and one kind of step that it runs.
pub(super) struct StepFn {
    kind: String,
    says: Regex,
    pub(super) name: String,
    pub(super) file: SourceId,
}

impl StepFn {
    pub(super) fn runs(&self, kind: &str, step: &str) -> bool {
        self.kind == kind && self.says.is_match(step)
    }
}

/// The functions in the Rust files of a folder, in the order of files and lines.
pub(super) fn functions(project: &mut Project, folder: &str) -> Result<Vec<StepFn>, Failure> {
    let mut functions = Vec::new();
    for file in below(project, folder, ".rs")? {
        let text = project.sources.read(&file)?;
        let parsed = syn::parse_file(text)
            .map_err(|error| Failure::report(format!("{file}: this is no Rust: {error}")))?;
        collect(&parsed.items, &file, &mut functions)?;
    }
    Ok(functions)
}

fn collect(items: &[Item], file: &SourceId, found: &mut Vec<StepFn>) -> Result<(), Failure> {
    for item in items {
        match item {
            Item::Mod(module) => {
                let items = module.content.iter().flat_map(|(_, items)| items);
                collect(&items.cloned().collect::<Vec<_>>(), file, found)?;
            }
            Item::Fn(function) => {
                for attribute in &function.attrs {
                    let kind = attribute.path().segments.last();
                    let kind = kind.map(|it| it.ident.to_string()).unwrap_or_default();
                    if !matches!(kind.as_str(), "given" | "when" | "then") {
                        continue;
                    }
                    let name = function.sig.ident.to_string();
                    let says = pattern(&attribute.meta).map_err(|why| {
                        Failure::report(format!("{file}: the step of `{name}` is {why}"))
                    })?;
                    let file = file.clone();
                    found.push(StepFn {
                        kind,
                        says,
                        name,
                        file,
                    });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a step has to say: text as it is, `expr = …` or `regex = …`.
fn pattern(attribute: &Meta) -> Result<Regex, String> {
    let list = attribute
        .require_list()
        .map_err(|_| "not said".to_owned())?;
    if let Ok(pair) = list.parse_args::<MetaNameValue>() {
        let written = literal(&pair.value).ok_or("no text")?;
        return match pair.path.get_ident().map(ToString::to_string).as_deref() {
            Some("regex") => {
                Regex::new(&written).map_err(|error| format!("no regular expression: {error}"))
            }
            _ => Expression::regex(&written)
                .map_err(|error| format!("no cucumber expression: {error}")),
        };
    }
    let written = list
        .parse_args::<Expr>()
        .ok()
        .and_then(|it| literal(&it))
        .ok_or("no text")?;
    let exactly = format!("^{}$", regex::escape(&written));
    Regex::new(&exactly).map_err(|error| error.to_string())
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(attribute: &str, step: &str, expect: bool) {
        let item = syn::parse_str(&format!("#[{attribute}] fn a() {{}}")).unwrap();
        let mut found = Vec::new();
        collect(&[item], &SourceId::new("a.rs"), &mut found).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].runs("when", step), expect, "{attribute}");
    }

    #[test]
    fn steps_find_their_functions() {
        check(r#"when("a (b) is run")"#, "a (b) is run", true);
        check(r#"when("a (b) is run")"#, "a (b) is run twice", false);
        check(
            r#"cucumber::when(expr = "{string} has {int} line(s)")"#,
            "\"a\" has 3 lines",
            true,
        );
        check(
            r#"when(expr = "{string} has {int} line(s)")"#,
            "\"a\" has no lines",
            false,
        );
        check(r#"when(regex = "^a+$")"#, "aaa", true);
        check(r#"then("aaa")"#, "aaa", false);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let item = syn::parse_str("#[given(regex = \"(\")] fn a() {}").unwrap();
        let error = collect(&[item], &SourceId::new("a.rs"), &mut Vec::new()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("a.rs: the step of `a` is no regular expression"),
            "{error}"
        );
    }
}
