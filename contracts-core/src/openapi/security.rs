use std::collections::BTreeMap;

use super::{SecurityScheme, operation, parameter, sweep};
use crate::{
    Code, nearest,
    read::{Node, Reader},
};

pub(super) fn schemes<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
) -> BTreeMap<String, SecurityScheme> {
    cx.object(node);
    let members = node.members().collect::<Vec<_>>();
    let read = members.into_iter().filter_map(|(name, member)| {
        let member = sweep::resolve(cx, member)?;
        Some((name.to_owned(), scheme(cx, &member)?))
    });
    read.collect()
}

const KINDS: &[&str] = &["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

fn scheme<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<SecurityScheme> {
    cx.object(node)?;
    let kind = cx.require(node, "type")?;
    match cx.text(&kind)?.as_str() {
        "apiKey" => {
            let name = cx.require(node, "name")?;
            let place = cx.require(node, "in")?;
            Some(SecurityScheme::ApiKey {
                name: cx.text(&name)?,
                location: parameter::location(cx, &place)?,
            })
        }
        "http" => {
            let scheme = cx.require(node, "scheme")?;
            let scheme = cx.text(&scheme)?.to_ascii_lowercase();
            Some(SecurityScheme::Http { scheme })
        }
        "oauth2" => {
            let flows = cx.require(node, "flows")?.value.clone();
            Some(SecurityScheme::OAuth2 { flows })
        }
        "openIdConnect" => {
            let url = cx.require(node, "openIdConnectUrl")?;
            let url = cx.text(&url)?;
            Some(SecurityScheme::OpenIdConnect { url })
        }
        "mutualTLS" => Some(SecurityScheme::MutualTls),
        other => {
            parameter::invalid(cx, &kind, other, KINDS);
            None
        }
    }
}

/// The alternatives of an operation: its own, or those of the whole document.
pub(super) fn alternatives<'v>(
    cx: &mut Reader<'v>,
    node: &Node<'v>,
) -> Vec<BTreeMap<String, Vec<String>>> {
    let global = || Node::root(cx.root).get("security");
    let Some(list) = node.get("security").or_else(global) else {
        return Vec::new();
    };
    let mut alternatives = Vec::new();
    for alternative in cx.list(&list) {
        let mut schemes = BTreeMap::new();
        for (name, member) in alternative.members() {
            check_name(cx, name, &member);
            schemes.insert(name.to_owned(), operation::texts(cx, &alternative, name));
        }
        alternatives.push(schemes);
    }
    alternatives
}

/// Each name is a scheme of this document. Since 3.2 it may be the URI of one elsewhere, which is left alone.
fn check_name<'v>(cx: &mut Reader<'v>, name: &str, member: &Node<'v>) {
    let schemes = Node::root(cx.root)
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let known = || schemes.iter().flat_map(Node::members).map(|(name, _)| name);
    if name.contains(['/', '#']) || known().any(|known| known == name) {
        return;
    }
    let near = nearest(name, known());
    let message = format!("there is no security scheme `{name}`");
    cx.report_key(Code::UnknownSecurityScheme, &member.pointer, message)
        .help = Some(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it in `components.securitySchemes`".to_owned(),
    });
}
