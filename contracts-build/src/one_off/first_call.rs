//! The first call that README.md and the docs of a crate begin with.

use contracts_core::openapi::{Method, Operation, Parameter};

use super::{About, quoted};
use crate::{
    emit::client::{
        OWN_METHODS,
        security::{self, Scheme},
    },
    lower::ir::{Scalar, Type},
    name::{self, Scope},
};

/// A program's first lines with the client, for people.
pub(super) fn shown(about: &About<'_>) -> String {
    let FirstCall { lines, .. } = FirstCall::of(about);
    lines
}

/// The same as a doctest, whose other lines are hidden.
pub(super) fn compiled(about: &About<'_>) -> String {
    let FirstCall { lines, unknown } = FirstCall::of(about);
    let unknown = unknown
        .iter()
        .map(|name| format!("# let {name} = todo!();\n"));
    format!(
        "# async fn run() -> Result<(), Box<dyn std::error::Error>> {{\n{}{lines}# Ok(())\n# }}\n",
        unknown.collect::<String>()
    )
}

struct FirstCall {
    lines: String,
    /// The names of values that only whoever calls has.
    unknown: Vec<String>,
}

impl FirstCall {
    fn of(about: &About<'_>) -> Self {
        let schemes = security::schemes(
            about.contract,
            &mut Scope::default(),
            &mut Scope::with(OWN_METHODS),
        );
        let (call, credentials, unknown) = match easiest(about, &schemes) {
            Some((operation, Arguments { given, unknown })) => {
                let method = name::snake_case(&operation.id);
                let given = given.join(", ");
                let call = format!(
                    "let answer = client.{method}({given}).send().await?;\nprintln!(\"{{answer:?}}\");\n"
                );
                (call, credentials(operation, &schemes), unknown)
            }
            None => Default::default(),
        };
        let (library, url) = (about.package.replace('-', "_"), about.url());
        let lines = format!("let client = {library}::Client::new({url})?{credentials};\n{call}");
        Self { lines, unknown }
    }
}

/// The calls that hand over what an operation asks for, in its first alternative that there are methods for.
fn credentials(operation: &Operation, schemes: &[Scheme<'_>]) -> String {
    let call = |wire: &String| {
        let scheme = schemes.iter().find(|scheme| scheme.wire == wire)?;
        let method = scheme.method.as_ref()?;
        let arguments = match security::is_basic(scheme.scheme) {
            true => "\"user\", \"password\"",
            false => "\"secret\"",
        };
        Some(format!("\n    .{method}({arguments})"))
    };
    let mut alternatives = operation.security.iter();
    let calls = alternatives.find_map(|alternative| {
        let calls: Option<String> = alternative.keys().map(call).collect();
        calls.filter(|calls| !calls.is_empty())
    });
    calls.unwrap_or_default()
}

/// What a method is called with.
#[derive(Default)]
struct Arguments {
    given: Vec<String>,
    unknown: Vec<String>,
}

impl Arguments {
    /// Nothing where an argument is of a kind that a first call does not show.
    fn of(about: &About<'_>, operation: &Operation) -> Option<Self> {
        let mut arguments = Self::default();
        let mut scope = Scope::with(["answer", "client"]);
        for parameter in operation.parameters.iter().filter(|it| it.required) {
            arguments.take(about, parameter, &mut scope)?;
        }
        if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
            let [media] = body.content.as_slice() else {
                return None;
            };
            media
                .is_json()
                .then(|| arguments.leave("body", &mut scope))?;
        }
        Some(arguments)
    }

    fn take(&mut self, about: &About<'_>, parameter: &Parameter, scope: &mut Scope) -> Option<()> {
        let schema = parameter.schema.as_ref();
        let ty = schema.and_then(|schema| about.ir.types.get(schema));
        match ty {
            None | Some(Type::Scalar(Scalar::Text)) => self.given.push(quoted(&parameter.name)),
            _ if parameter.content.is_some() => return None,
            Some(Type::Scalar(Scalar::Int(_))) => self.given.push("1".to_owned()),
            Some(Type::Scalar(Scalar::F32 | Scalar::F64)) => self.given.push("1.0".to_owned()),
            Some(Type::Scalar(Scalar::Bool)) => self.given.push("true".to_owned()),
            Some(Type::Scalar(Scalar::Format { .. }) | Type::Named(_)) => {
                self.leave(&parameter.name, scope);
            }
            Some(_) => return None,
        }
        Some(())
    }

    /// A value that cannot be made up is a variable.
    fn leave(&mut self, name: &str, scope: &mut Scope) {
        let name = scope.take(name::snake_case(name));
        self.given.push(format!("&{name}"));
        self.unknown.push(name);
    }
}

/// The operation whose arguments are known best, one that only reads before others.
fn easiest<'c>(about: &'c About<'_>, schemes: &[Scheme<'_>]) -> Option<(&'c Operation, Arguments)> {
    let operations = about.contract.operations.iter();
    // A method that shares its name with another, or with one of the client itself, is called something else.
    let names: Vec<String> = operations
        .clone()
        .map(|it| name::snake_case(&it.id))
        .collect();
    let is_own = |name: &String| {
        let mut of_schemes = schemes.iter().filter_map(|scheme| scheme.method.as_ref());
        OWN_METHODS.contains(&name.as_str()) || of_schemes.any(|own| own == name)
    };
    let candidates = operations.zip(&names).filter(|(operation, name)| {
        let count = names.iter().filter(|other| other == name).count();
        !operation.deprecated && !is_own(name) && count == 1
    });
    let known =
        candidates.filter_map(|(operation, _)| Some((operation, Arguments::of(about, operation)?)));
    known.min_by_key(|(operation, arguments)| {
        let changes = operation.method != Method::Get;
        (changes, arguments.unknown.len(), arguments.given.len())
    })
}
