//! A server trait: a method, a request struct and a response enum per operation, thin over `contracts-runtime`.
//!
//! A [`plan`] for each operation, in order, decides everything that depends on the others. The code of each is then
//! made alone, when it is printed.

mod api;
mod content;
mod descriptor;
mod events;
mod headers;
mod parts;
mod plan;
mod request;
mod response;
mod shapes;

use std::sync::Arc;

use contracts_core::{
    Code, Finding, Pointer, finding::Place, manifest::Modules, openapi::Contract,
};

use crate::{
    emit::{headers::Structs, types::Home},
    lower::ir::Ir,
    name::Scope,
    print::Part,
    tokens::{TokenStream, quote},
};
use plan::Plan;

/// What the emitters of one server read.
#[derive(Clone, Copy)]
struct Server<'c> {
    contract: &'c Contract,
    ir: &'c Ir,
    /// Where the document's types are.
    types: &'c str,
}

impl Server<'_> {
    /// How types are named here.
    fn home(&self) -> Home {
        // `emit` has seen that it is a path.
        let types: TokenStream = self.types.parse().unwrap_or_default();
        Home::at(quote!(#types::), quote!(rt))
    }
}

/// What is decided from operation to operation.
struct Planner<'c> {
    server: Server<'c>,
    /// The items of the server.
    names: Scope,
    traits: api::Traits,
    headers: Structs<'c>,
    shapes: shapes::Names,
    findings: Vec<Finding>,
}

impl Planner<'_> {
    /// Says that something is handed over as bytes or text.
    fn untyped(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = Place::value(&self.server.contract.source, at);
        self.findings
            .push(Finding::new(Code::UntypedContent, place, message));
    }
}

/// Emits the server of one document, in parts, for a module of its own. `types` is the module where its types are.
///
/// # Errors
///
/// `types` is not a path, which the manifest has ruled out.
pub(crate) fn emit<'c>(
    contract: &'c Contract,
    ir: &'c Ir,
    types: &'c str,
    modules: Modules,
) -> Result<(Vec<Part<'c>>, Vec<Finding>), String> {
    if types.parse::<TokenStream>().is_err() {
        return Err(format!("`{types}` is no module"));
    }
    let server = Server {
        contract,
        ir,
        types,
    };
    // The last stand beside the modules of a crate that `generate` writes.
    let mut names = Scope::with(["Api", "rt", "router", "routes", "types", "client", "server"]);
    let mut planner = Planner {
        server,
        traits: api::Traits::new(&contract.operations, modules, &mut names),
        names,
        headers: Structs::default(),
        shapes: shapes::Names::default(),
        findings: Vec::new(),
    };
    let plans: Vec<Arc<Plan<'c>>> = contract
        .operations
        .iter()
        .map(|operation| Arc::new(plan::plan(&mut planner, operation)))
        .collect();
    planner.shapes.reach(&server, &mut planner.names);
    let Planner {
        traits,
        headers,
        shapes,
        findings,
        ..
    } = planner;
    let shapes = Arc::new(shapes);
    let mut parts = api::parts(server, &traits, &plans);
    parts.extend(plans.into_iter().map(|plan| {
        let shapes = Arc::clone(&shapes);
        Part::later(move || operation(&server, &plan, &shapes))
    }));
    let headers = headers.into_iter();
    parts.extend(
        headers.map(|(name, headers)| Part::later(move || headers::emit(&server, &name, &headers))),
    );
    let names: Vec<String> = shapes.items().map(str::to_owned).collect();
    parts.extend(names.into_iter().map(|name| {
        let shapes = Arc::clone(&shapes);
        Part::later(move || shapes::emit(&server, &shapes, &name))
    }));
    Ok((parts, findings))
}

/// Everything of one operation.
fn operation(server: &Server<'_>, plan: &Plan<'_>, shapes: &shapes::Names) -> TokenStream {
    let descriptor = descriptor::emit(server, plan, shapes);
    let request = request::emit(server, plan);
    let response = response::emit(server, plan);
    let streams = plan.answers.iter().flat_map(|answer| answer.streams());
    let streams = streams.map(|stream| events::emit(server, stream));
    let handler = api::handler(plan);
    quote!(#descriptor #request #response #(#streams)* #handler)
}
