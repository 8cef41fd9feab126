//! One row of a table into the fields of one record, each cell by the shape of its column.

use std::collections::BTreeMap;

use matcher_core::model::{Draft, FieldProblem, SourceId, Values};
use serde_json::{Map, Value, json};

use super::cell::{self, Refused};
use super::columns::{Column, Shape};
use super::table::{Cell, TableRow};

/// Reads one row; everything wrong with it at once.
pub(super) fn draft<V: Values>(
    columns: &[Option<Column>],
    row: &TableRow,
    source: Option<&SourceId>,
) -> Result<Draft<V>, Vec<FieldProblem>> {
    let mut fields = Fields::default();
    for (index, cell) in row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty) {
        match columns.get(index) {
            Some(Some(column)) => fields.fill(column, cell),
            _ => fields.refuse(
                "",
                Refused {
                    code: "cell-without-column",
                    detail: format!("cell {} has no column name", index + 1),
                },
            ),
        }
    }
    let (object, mut problems) = fields.finish();
    match Draft::from_json(Value::Object(object), source, None) {
        Ok(draft) if problems.is_empty() => Ok(draft),
        Ok(_) => Err(problems),
        Err(more) => {
            // A cell that could not be read leaves its field empty; do not complain of that too.
            let told: Vec<String> = problems.iter().map(|problem| problem.pointer.clone()).collect();
            problems.extend(more.into_iter().filter(|problem| !told.contains(&problem.pointer)));
            Err(problems)
        }
    }
}

/// The object a row becomes.
#[derive(Default)]
struct Fields {
    object: Map<String, Value>,
    eligibility: BTreeMap<String, Map<String, Value>>,
    problems: Vec<FieldProblem>,
}

impl Fields {
    fn refuse(&mut self, field: &str, refused: Refused) {
        let pointer = if field.is_empty() { String::new() } else { format!("/{}", field.replace('.', "/")) };
        self.problems.push(FieldProblem::new(pointer, refused.code, refused.detail));
    }

    fn fill(&mut self, column: &Column, cell: &Cell) {
        if let Err(refused) = self.read(column, cell) {
            let name = column.rest.as_ref().map(|rest| format!("{}.{rest}", column.field));
            self.refuse(name.as_deref().unwrap_or(column.field), refused);
        }
    }

    fn read(&mut self, column: &Column, cell: &Cell) -> Result<(), Refused> {
        let value = match (column.shape, column.rest.as_deref()) {
            (Shape::Eligibility, Some(rest)) => return self.eligible_country(rest, cell),
            (Shape::Eligibility, None) => return self.eligible_list(cell),
            (Shape::Localized, rest) => {
                self.put(column.field, rest.unwrap_or("und"), json!(cell::text(cell)?));
                return Ok(());
            }
            (Shape::Money | Shape::Evidence, Some(part)) => {
                let value = match part {
                    "min" | "max" => cell::amount(cell)?,
                    "currency" => json!(cell::text(cell)?.to_uppercase()),
                    _ => json!(cell::text(cell)?),
                };
                self.put(column.field, part, value);
                return Ok(());
            }
            (Shape::Territory, _) => json!(cell::territory(&cell::text(cell)?)),
            (Shape::List, _) => json!(cell::parts(cell)?),
            (Shape::Date, _) => cell::date(cell)?,
            (Shape::Deadlines, _) => cell::deadlines(cell)?,
            (Shape::Truth, _) => cell::truth(cell)?,
            (Shape::Whole, _) => cell::whole(cell)?,
            (Shape::Ties, _) => ties(cell)?,
            _ => json!(cell::text(cell)?),
        };
        self.object.insert(column.field.to_owned(), value);
        Ok(())
    }

    fn put(&mut self, field: &str, part: &str, value: Value) {
        if let Value::Object(parts) = self.object.entry(field).or_insert_with(|| json!({})) {
            parts.insert(part.to_owned(), value);
        }
    }

    fn eligible_country(&mut self, rest: &str, cell: &Cell) -> Result<(), Refused> {
        let (country, part) = rest.split_once('.').unwrap_or((rest, "verdict"));
        let value = if part == "as_of" { cell::date(cell)? } else { json!(cell::text(cell)?) };
        self.eligibility.entry(country.to_uppercase()).or_default().insert(part.to_owned(), value);
        Ok(())
    }

    fn eligible_list(&mut self, cell: &Cell) -> Result<(), Refused> {
        for part in cell::parts(cell)? {
            let Some((country, verdict)) = part.split_once(':') else {
                let detail = format!("{part:?}: write country and verdict as CL:yes");
                return Err(Refused { code: "invalid", detail });
            };
            let country = country.trim().to_uppercase();
            self.eligibility.entry(country).or_default().insert("verdict".to_owned(), json!(verdict.trim()));
        }
        Ok(())
    }

    fn finish(mut self) -> (Map<String, Value>, Vec<FieldProblem>) {
        if !self.eligibility.is_empty() {
            let list = self.eligibility.into_iter().map(|(country, mut entry)| {
                entry.insert("country".to_owned(), json!(country));
                // A quoted sentence without a verdict is a sentence nobody has judged yet.
                entry.entry("verdict").or_insert_with(|| json!("unknown"));
                Value::Object(entry)
            });
            self.object.insert("eligibility".to_owned(), list.collect());
        }
        (self.object, self.problems)
    }
}

fn ties(cell: &Cell) -> Result<Value, Refused> {
    let tie = |part: &String| {
        let pieces: Vec<&str> = part.split(':').map(str::trim).collect();
        match pieces[..] {
            [territory, kind] => Ok(json!({ "territory": cell::territory(territory), "kind": kind })),
            [territory, kind, since] => {
                let since = cell::date(&Cell::text(since))?;
                Ok(json!({ "territory": cell::territory(territory), "kind": kind, "since": since }))
            }
            _ => Err(Refused {
                code: "invalid",
                detail: format!("{part:?}: write territory, kind and date as 11101:agreement:2012-05-01"),
            }),
        }
    };
    cell::parts(cell)?.iter().map(tie).collect::<Result<Vec<_>, _>>().map(Value::Array)
}
