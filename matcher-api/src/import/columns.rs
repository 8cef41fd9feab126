//! The columns of a table and the fields they fill: one list a kind of record, checked before any row is read.

use matcher_core::model::{CountryCode, LanguageTag, Need, Offer, Partner, SourceId, Values};

use super::fields::draft;
use super::table::Table;
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
pub(super) struct Column {
    /// The field it fills.
    pub(super) field: &'static str,
    /// How its cells are read.
    pub(super) shape: Shape,
    /// What follows the first dot of its name.
    pub(super) rest: Option<String>,
}

/// Turns a table's rows into drafts.
pub(super) fn drafts<V: Importable>(
    table: &Table,
    source: Option<&SourceId>,
) -> Result<Vec<Row<V>>, ImportError> {
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
