use std::collections::BTreeMap;

use super::{SecurityScheme, parameter, sweep};
use crate::read::{Node, Reader};

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
