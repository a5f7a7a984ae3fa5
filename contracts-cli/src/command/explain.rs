use contracts_build::reference;
use contracts_core::{Code, nearest};
use serde_json::json;

use crate::{args::Format, exit::Exit, output::Output};

/// Prints the page of a finding code.
pub(super) fn run(id: &str, output: &mut Output) -> Exit {
    let Some(code) = Code::ALL.iter().find(|code| code.id() == id) else {
        output.failure(&unknown(id));
        return Exit::Usage;
    };
    let page = reference::page(*code);
    output.data(&match output.format {
        Format::Json => {
            let severity = code.severity().as_str();
            format!(
                "{:#}\n",
                json!({"code": id, "severity": severity, "page": page})
            )
        }
        // A page is no finding, and has one form for all readers.
        Format::Human | Format::Sarif | Format::Github => page,
    });
    Exit::Fine
}

fn unknown(id: &str) -> String {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let help = match nearest(id, ids.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("codes are {}", ids.join(", ")),
    };
    format!("there is no finding `{id}`\n    help: {help}")
}
