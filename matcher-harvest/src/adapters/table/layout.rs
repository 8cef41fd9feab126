//! Which column of a table each path of a mapping is: by the header's words, or by number.

use std::collections::HashMap;

use serde_json::Value;

use super::super::mapped::Lookup;
use crate::mapping::{Mapping, Rule};
use crate::problem::quote;
use crate::text::{clean_line, one_line};

/// The columns of a table.
pub(super) struct Layout {
    /// Path, as the mapping writes it, to column.
    columns: HashMap<String, usize>,
    header: Vec<String>,
}

impl Layout {
    /// The layout of the first rows of a table, and how many of them stand above the first record.
    pub(super) fn find(mapping: &Mapping, rows: &[&[Value]]) -> Option<(usize, Self)> {
        let paths = paths(mapping);
        let mut best: Option<(usize, usize, Self)> = None;
        for (at, row) in rows.iter().enumerate() {
            let header: Vec<String> = row.iter().map(folded).collect();
            let columns: HashMap<String, usize> =
                paths.iter().filter_map(|path| Some((path.clone(), column(path, &header)?))).collect();
            let names_title = title_columns(mapping).iter().any(|path| columns.contains_key(*path));
            let score = columns.keys().filter(|path| !path.starts_with('#')).count();
            if names_title && score > 0 && best.as_ref().is_none_or(|(most, _, _)| score > *most) {
                best = Some((score, at + 1, Self { columns, header }));
            }
        }
        if let Some((_, at, layout)) = best {
            return Some((at, layout));
        }
        // A table without header, its columns named by number.
        let is_numbered = !paths.is_empty() && paths.iter().all(|path| path.starts_with('#'));
        let columns = || paths.iter().filter_map(|path| Some((path.clone(), column(path, &[])?))).collect();
        is_numbered.then(|| (0, Self { columns: columns(), header: Vec::new() }))
    }

    /// Columns with a name that no rule reads and the mapping does not ignore.
    pub(super) fn unread(&self, mapping: &Mapping) -> Vec<&str> {
        if mapping.ignore.iter().any(|name| name == "*") {
            return Vec::new();
        }
        let ignored: Vec<String> = mapping.ignore.iter().map(|name| fold(name)).collect();
        let read = |at: usize| self.columns.values().any(|column| *column == at);
        let named = self.header.iter().enumerate().filter(|(at, name)| !name.is_empty() && !read(*at));
        named
            .map(|(_, name)| name.as_str())
            .filter(|name| !ignored.iter().any(|other| other == name))
            .collect()
    }
}

/// A row under its header.
pub(super) struct TableRecord<'r> {
    pub(super) layout: &'r Layout,
    pub(super) cells: &'r [Value],
}

impl Lookup for TableRecord<'_> {
    fn find(&self, path: &str) -> Vec<Value> {
        let cell = self.layout.columns.get(path).and_then(|at| self.cells.get(*at));
        cell.filter(|cell| !cell.is_null()).cloned().into_iter().collect()
    }
}

/// The columns of which one must be there.
pub(super) fn title_columns(mapping: &Mapping) -> Vec<&str> {
    mapping.fields.title.iter().flat_map(Rule::paths).collect()
}

/// What a row holds, in a few words for an error.
pub(super) fn shown(row: &[Value]) -> String {
    let cells: Vec<String> = row.iter().take(12).map(folded).filter(|cell| !cell.is_empty()).collect();
    quote(&cells.join(", "))
}

fn paths(mapping: &Mapping) -> Vec<String> {
    let in_templates =
        mapping.fields.iter().filter_map(|(_, rule)| rule.template.as_deref()).flat_map(|template| {
            template
                .split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .filter(|path| !path.is_empty())
        });
    let mut paths: Vec<String> =
        mapping.paths().map(|(_, path)| path).chain(in_templates).map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    paths
}

fn column(path: &str, header: &[String]) -> Option<usize> {
    if let Some(number) = path.strip_prefix('#') {
        return number.parse::<usize>().ok()?.checked_sub(1);
    }
    let wanted = fold(path);
    header.iter().position(|name| *name == wanted)
}

fn folded(cell: &Value) -> String {
    match cell {
        Value::String(text) => fold(&clean_line(text)),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn fold(name: &str) -> String {
    one_line(name).to_lowercase()
}
