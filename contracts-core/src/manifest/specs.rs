use super::{SPECS_KEYS, Specs, read::relative_path};
use crate::{
    Code,
    read::{Node, Reader},
    source::SourceId,
};

/// Reads `[specs]`.
pub(super) fn read<'v>(cx: &mut Reader<'v>, root: &Node<'v>) -> Option<Specs> {
    let table = root.get("specs")?;
    cx.object(&table)?;
    cx.known_keys(&table, SPECS_KEYS);
    let paths = required(cx, &table, "paths", relative_path);
    let ids = required(cx, &table, "ids", Reader::text);
    let promises = match table.get("promises") {
        Some(list) => items(cx, &list, relative_path),
        None => Vec::new(),
    };
    Some(Specs {
        paths: paths?,
        ids: ids?,
        promises: promises.iter().map(|path| SourceId::new(path)).collect(),
        pointer: table.pointer,
    })
}

type ReadItem<'v> = fn(&mut Reader<'v>, &Node<'v>) -> Option<String>;

/// A list that has to be there and to have items.
fn required<'v>(
    cx: &mut Reader<'v>,
    table: &Node<'v>,
    key: &str,
    read: ReadItem<'v>,
) -> Option<Vec<String>> {
    let list = cx.require(table, key)?;
    let items = items(cx, &list, read);
    if list.value.as_array().is_some_and(Vec::is_empty) {
        let message = format!("`{key}` needs at least one item");
        cx.report(Code::InvalidValue, &list.pointer, message);
    }
    Some(items)
}

fn items<'v>(cx: &mut Reader<'v>, list: &Node<'v>, read: ReadItem<'v>) -> Vec<String> {
    let items = cx.list(list);
    let items = items.iter().filter_map(|item| read(cx, item));
    items.collect()
}
