use std::collections::BTreeMap;

use super::{ArtifactKind, METRICS_KEYS, MetricsContract, read::relative_path};
use crate::{
    Code, nearest,
    read::{Node, Reader},
    source::SourceId,
};

/// Reads `[metrics]`.
pub(super) fn read<'v>(cx: &mut Reader<'v>, root: &Node<'v>) -> BTreeMap<String, MetricsContract> {
    let mut contracts = BTreeMap::new();
    let Some(table) = root.get("metrics") else {
        return contracts;
    };
    cx.object(&table);
    for (name, node) in table.members() {
        if cx.object(&node).is_none() {
            continue;
        }
        cx.known_keys(&node, METRICS_KEYS);
        let path = cx.require(&node, "path");
        let Some(path) = path.and_then(|path| relative_path(cx, &path)) else {
            continue;
        };
        let contract = MetricsContract {
            path: SourceId::new(&path),
            pointer: node.pointer,
        };
        contracts.insert(name.to_owned(), contract);
    }
    contracts
}

/// Reads an artifact of the kind `metrics`.
pub(super) fn artifact<'v>(cx: &mut Reader<'v>, node: &Node<'v>) -> Option<ArtifactKind> {
    let name = cx.require(node, "contract")?;
    let contract = cx.text(&name)?;
    let table = Node::root(cx.root).get("metrics");
    let mut known = table.iter().flat_map(Node::members).map(|(name, _)| name);
    if known.all(|known| known != contract) {
        let known = table.iter().flat_map(Node::members).map(|(name, _)| name);
        let help = nearest(&contract, known).map_or_else(
            || format!("declare it as `[metrics.{contract}]`"),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no metrics contract `{contract}`");
        cx.report(Code::UnknownDocument, &name.pointer, message)
            .help = Some(help);
        return None;
    }
    Some(ArtifactKind::Metrics { contract })
}
