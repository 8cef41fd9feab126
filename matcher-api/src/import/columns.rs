//! The columns of a table and the fields they fill: one list a kind of record, checked before any row is read.

use std::collections::BTreeMap;

use matcher_core::model::{
    CountryCode, Draft, FieldProblem, LanguageTag, Need, Offer, Partner, SourceId, Values,
};
use serde_json::{Map, Value, json};

use super::cell::{self, Refused};
use super::table::{Cell, Table, TableRow};
use super::{ImportError, Row};

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text as it stands.
    Text,
    /// Text that may stand in several languages: `title`, `title.es`, `title.en`.
    Localized,
    /// A code of a territory.
    Territory,
    /// Values separated by `;`.
    List,
    /// A date.
    Date,
    /// Closing dates separated by `;`.
    Deadlines,
    /// yes or no.
    Truth,
    /// A whole number.
    Whole,
    /// `amount.min`, `amount.max`, `amount.currency`, `amount.basis`.
    Money,
    /// `CL:yes; AR:no`, or one column a country: `eligibility.CL` and `eligibility.CL.quote`.
    Eligibility,
    /// `11101:agreement:2012-05-01`, separated by `;`; the date may be left out.
    Ties,
    /// The sentence a field was read from: `evidence.deadlines`.
    Evidence,
}

/// A kind of record that can be imported from a table.
pub trait Importable: Values {
    /// Its columns, without the languages, countries and fields that follow a dot.
    const COLUMNS: &'static [(&'static str, Shape)];
}

impl Importable for Offer {
    const COLUMNS: &'static [(&'static str, Shape)] = &[
        ("source", Shape::Text),
        ("external_id", Shape::Text),
        ("title", Shape::Localized),
        ("summary", Shape::Localized),
        ("body", Shape::Localized),
        ("url", Shape::Text),
        ("publisher", Shape::Text),
        ("publisher_kind", Shape::Text),
        ("country", Shape::Text),
        ("territory", Shape::Territory),
        ("direction", Shape::Text),
        ("kinds", Shape::List),
        ("themes", Shape::List),
        ("applicants", Shape::List),
        ("eligibility", Shape::Eligibility),
        ("languages", Shape::List),
        ("opens", Shape::Date),
        ("deadlines", Shape::Deadlines),
        ("rolling", Shape::Truth),
        ("forecast", Shape::Truth),
        ("amount", Shape::Money),
        ("co_financing_percent", Shape::Whole),
        ("contact_url", Shape::Text),
        ("published", Shape::Date),
        ("evidence", Shape::Evidence),
    ];
}

impl Importable for Need {
    const COLUMNS: &'static [(&'static str, Shape)] = &[
        ("source", Shape::Text),
        ("external_id", Shape::Text),
        ("title", Shape::Localized),
        ("description", Shape::Localized),
        ("territory", Shape::Territory),
        ("institution", Shape::Text),
        ("institution_kind", Shape::Text),
        ("challenge", Shape::Text),
        ("themes", Shape::List),
        ("kinds", Shape::List),
        ("needed_by", Shape::Date),
        ("amount", Shape::Money),
        ("co_financing_percent", Shape::Whole),
        ("languages", Shape::List),
        ("experience", Shape::Text),
        ("preparation_days", Shape::Whole),
        ("evidence", Shape::Evidence),
    ];
}

impl Importable for Partner {
    const COLUMNS: &'static [(&'static str, Shape)] = &[
        ("source", Shape::Text),
        ("external_id", Shape::Text),
        ("name", Shape::Localized),
        ("description", Shape::Localized),
        ("actor", Shape::Text),
        ("country", Shape::Text),
        ("territory", Shape::Territory),
        ("url", Shape::Text),
        ("themes", Shape::List),
        ("kinds", Shape::List),
        ("languages", Shape::List),
        ("ties", Shape::Ties),
        ("evidence", Shape::Evidence),
    ];
}

/// One column of the file at hand.
struct Column {
    field: &'static str,
    shape: Shape,
    rest: Option<String>,
}

/// Turns a table's rows into drafts.
pub(super) fn drafts<V: Importable>(table: Table, source: Option<&SourceId>) -> Result<Vec<Row<V>>, ImportError> {
    let columns = heading::<V>(&table.heading)?;
    Ok(table.rows.iter().map(|row| Row { line: row.line, draft: draft(&columns, row, source) }).collect())
}

fn heading<V: Importable>(names: &[String]) -> Result<Vec<Option<Column>>, ImportError> {
    let mut wrong: Vec<String> = Vec::new();
    let mut columns = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            columns.push(None);
            continue;
        }
        if names[..index].contains(name) {
            wrong.push(format!("column {name:?} stands twice"));
        }
        let column = column::<V>(name);
        if column.is_none() {
            wrong.push(format!("unknown column {name:?}"));
        }
        columns.push(column);
    }
    if wrong.is_empty() && columns.iter().any(Option::is_some) {
        return Ok(columns);
    }
    if wrong.is_empty() {
        wrong.push("the first row names no column".to_owned());
    }
    Err(ImportError::Heading(format!("{}; the columns are {}", wrong.join("; "), known::<V>())))
}

fn column<V: Importable>(name: &str) -> Option<Column> {
    let (field, rest) = name.split_once('.').map_or((name, None), |(field, rest)| (field, Some(rest)));
    let (field, shape) = V::COLUMNS.iter().copied().find(|(known, _)| *known == field)?;
    let fits = match (shape, rest) {
        (Shape::Localized, Some(tag)) => tag.parse::<LanguageTag>().is_ok(),
        (Shape::Money, Some(part)) => matches!(part, "min" | "max" | "currency" | "basis"),
        (Shape::Eligibility, Some(rest)) => {
            let (country, part) = rest.split_once('.').unwrap_or((rest, ""));
            country.parse::<CountryCode>().is_ok() && matches!(part, "" | "quote" | "rule" | "as_of")
        }
        (Shape::Evidence, Some(of)) => V::COLUMNS.iter().any(|(known, _)| *known == of),
        (Shape::Money | Shape::Evidence, None) => false,
        (_, None) => true,
        (_, Some(_)) => false,
    };
    fits.then(|| Column { field, shape, rest: rest.map(str::to_owned) })
}

/// The columns of a kind, as an error or the documentation names them.
fn known<V: Importable>() -> String {
    let names: Vec<String> = V::COLUMNS
        .iter()
        .map(|(name, shape)| match shape {
            Shape::Localized => format!("{name} (or {name}.es, {name}.en…)"),
            Shape::Money => format!("{name}.min, {name}.max, {name}.currency, {name}.basis"),
            Shape::Eligibility => format!("{name} (or {name}.CL, {name}.CL.quote…)"),
            Shape::Evidence => format!("{name}.FIELD"),
            _ => (*name).to_owned(),
        })
        .collect();
    names.join(", ")
}

fn draft<V: Importable>(
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
                Refused { code: "cell-without-column", detail: format!("cell {} has no column name", index + 1) },
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
