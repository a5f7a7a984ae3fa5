use contracts_core::Code;

use crate::print;

/// A page per code, and the index.
pub(super) fn files(header: &str) -> Vec<(String, String)> {
    let pages = Code::ALL.iter().map(|code| {
        let name = format!("{}.md", code.id());
        (name, print::markdown(header, &page(*code)))
    });
    let index = ("README.md".to_owned(), print::markdown(header, &index()));
    std::iter::once(index).chain(pages).collect()
}

fn index() -> String {
    let mut text = "# Findings\n\nWhat the tool finds wrong, by code.\n\n\
                    | code | severity |\n|---|---|\n"
        .to_owned();
    for code in Code::ALL {
        let (id, severity) = (code.id(), code.severity().as_str());
        text.push_str(&format!("| [{id}]({id}.md) | {severity} |\n"));
    }
    text
}

/// What a finding means and how to repair it, as a Markdown page.
pub fn page(code: Code) -> String {
    let (id, severity) = (code.id(), code.severity().as_str());
    // Doc comments begin with a space.
    let explanation: Vec<&str> = code.explanation().lines().map(str::trim).collect();
    let explanation = explanation.join("\n");
    format!("# {id}\n\nSeverity: {severity}.\n\n{explanation}\n")
}
