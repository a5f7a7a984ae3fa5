use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Contract, Method, Server, Version,
    bundle::{Bundle, bundle},
    inbound, operation, security, server, sweep,
};
use crate::{
    Code, Error, Finding, Pointer, Severity, accept,
    finding::Place,
    read::{Node, Reader},
    schema,
    source::{SourceId, Sources},
};

/// Loads an OpenAPI document, with the files it refers to, and reports everything that is wrong.
///
/// The contract is `None` when the file is not readable as OpenAPI at all. Otherwise it holds what
/// could be read, even with findings at error level: whoever generates from it decides.
///
/// # Errors
///
/// The file cannot be opened, or is not UTF-8.
pub fn load(
    sources: &mut Sources,
    id: &SourceId,
) -> Result<(Option<Contract>, Vec<Finding>), Error> {
    load_allowing(sources, id, &BTreeSet::new())
}

/// The same, with files that references may lead to although they lie outside the folder of the
/// [`Sources`]; paths relative to it.
///
/// # Errors
///
/// Those of [`load`].
pub fn load_allowing(
    sources: &mut Sources,
    id: &SourceId,
    outside: &BTreeSet<SourceId>,
) -> Result<(Option<Contract>, Vec<Finding>), Error> {
    let (document, mut findings) = sources.parse(id)?;
    let Some(document) = document else {
        return Ok((None, findings));
    };
    let Bundle {
        document,
        findings: mut more,
    } = bundle(sources, id, document, outside);
    findings.append(&mut more);
    let mut reader = Reader::new(id, sources, &document);
    reader.unknown_keys = Severity::Warning;
    let parts = read(&mut reader);
    findings.append(&mut reader.findings);
    // Why there is no contract has to be told, whatever the document accepts.
    let findings = match &parts {
        Some(_) => accept::accept(&document, id, findings),
        None => findings,
    };
    Ok((
        parts.map(|parts| parts.into_contract(id, document)),
        tidy(findings),
    ))
}

/// A shared component is read once for each use; its findings are told once, errors first.
fn tidy(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    // By its whole text, because a document can have as many findings as it has lines.
    findings.retain(|finding| seen.insert(format!("{finding:?}")));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// The contract without the document it borrows from.
struct Parts {
    version: Version,
    title: String,
    api_version: String,
    description: Option<String>,
    servers: Vec<Server>,
    operations: Vec<super::Operation>,
    inbound: Vec<super::Operation>,
    schemas: BTreeMap<String, Pointer>,
    security_schemes: BTreeMap<String, super::SecurityScheme>,
}

impl Parts {
    fn into_contract(self, source: &SourceId, document: Value) -> Contract {
        Contract {
            source: source.clone(),
            version: self.version,
            title: self.title,
            api_version: self.api_version,
            description: self.description,
            servers: self.servers,
            operations: self.operations,
            inbound: self.inbound,
            schemas: self.schemas,
            security_schemes: self.security_schemes,
            document,
        }
    }
}

const KEYS: &[&str] = &[
    "$self",
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];

fn read(cx: &mut Reader<'_>) -> Option<Parts> {
    let root = Node::root(cx.root);
    cx.object(&root)?;
    let version = version(cx, &root)?;
    sweep::sweep(cx);
    cx.known_keys(&root, KEYS);
    let info = cx.require(&root, "info");
    let (title, api_version, description) = info.map_or_else(Default::default, |info| {
        let mut required = |key| cx.require(&info, key).and_then(|node| cx.text(&node));
        let (title, version) = (required("title"), required("version"));
        (title, version, cx.text_at(&info, "description"))
    });
    let operations = operations(cx, &root, version);
    let inbound = inbound::read(cx, &root, &operations);
    let components = root.get("components");
    let group = |name| {
        components
            .as_ref()
            .and_then(|components| components.get(name))
    };
    let schemas: BTreeMap<String, Pointer> = group("schemas")
        .iter()
        .flat_map(Node::members)
        .map(|(name, node)| (name.to_owned(), node.pointer))
        .collect();
    let security_schemes = group("securitySchemes")
        .map(|schemes| security::schemes(cx, &schemes))
        .unwrap_or_default();
    schema::check(
        cx,
        schemas
            .values()
            .cloned()
            .chain(operation::schemas(&operations))
            .chain(operation::schemas(&inbound)),
    );
    Some(Parts {
        version,
        title: title.unwrap_or_default(),
        api_version: api_version.unwrap_or_default(),
        description,
        servers: server::read(cx, &root),
        operations,
        inbound,
        schemas,
        security_schemes,
    })
}

/// The version, or a finding: nothing else can be read without it.
fn version(cx: &mut Reader<'_>, root: &Node<'_>) -> Option<Version> {
    let Some(node) = root.get("openapi") else {
        let (place, found, help) = match root.get("swagger") {
            Some(swagger) => (
                Place::value(cx.source, &swagger.pointer),
                "this is a Swagger 2.0 document; OpenAPI 3.0, 3.1 and 3.2 are supported",
                "convert it to OpenAPI 3; several tools do",
            ),
            None => (
                Place::file(cx.source),
                "this is no OpenAPI document: `openapi` is missing",
                "start the document with `openapi: 3.0.3` or `openapi: 3.1.0`",
            ),
        };
        let finding = Finding::new(Code::UnsupportedVersion, place, found).help(help);
        cx.findings.push(finding);
        return None;
    };
    let node = Node {
        value: cx.root.get("openapi")?,
        pointer: node.pointer,
    };
    let text = cx.text(&node)?;
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1")) => Some(Version::V3_1),
        (Some("3"), Some("2")) => Some(Version::V3_2),
        _ => {
            let message = format!("OpenAPI {text} is not supported");
            cx.report(Code::UnsupportedVersion, &node.pointer, message)
                .help = Some("supported are 3.0.x, 3.1.x and 3.2.x".to_owned());
            None
        }
    }
}

const PATH_ITEM_KEYS: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "servers",
    "parameters",
    "delete",
    "get",
    "head",
    "options",
    "patch",
    "post",
    "put",
    "trace",
];

fn operations<'v>(cx: &mut Reader<'v>, root: &Node<'v>, version: Version) -> Vec<super::Operation> {
    // 3.1 allows a document of components or webhooks alone.
    let paths = match version {
        Version::V3_0 => cx.require(root, "paths"),
        Version::V3_1 | Version::V3_2 => root.get("paths"),
    };
    let mut operations = Vec::new();
    let mut ids = operation::Ids::default();
    for (path, item) in paths.iter().flat_map(Node::members) {
        if path.starts_with("x-") {
            continue;
        }
        if !path.starts_with('/') {
            let message = format!("the path `{path}` does not start with `/`");
            cx.report_key(Code::InvalidValue, &item.pointer, message);
        }
        let Some(item) = sweep::resolve(cx, item) else {
            continue;
        };
        if cx.object(&item).is_none() {
            continue;
        }
        let since_3_2: &[&str] = &["query", "additionalOperations"];
        let more = if version >= Version::V3_2 {
            since_3_2
        } else {
            &[]
        };
        cx.known_keys(&item, &[PATH_ITEM_KEYS, more].concat());
        let known = Method::ALL
            .into_iter()
            .filter(|method| version >= Version::V3_2 || *method != Method::Query)
            .filter_map(|method| Some((item.get(method.key())?, method)));
        let additional = item
            .get("additionalOperations")
            .filter(|_| version >= Version::V3_2);
        let others = additional.iter().flat_map(Node::members);
        let others = others.map(|(method, node)| (node, Method::Other(method.to_owned())));
        for (node, method) in known.chain(others).collect::<Vec<_>>() {
            operations.extend(operation::read(cx, &mut ids, path, &item, method, &node));
        }
    }
    operations
}
