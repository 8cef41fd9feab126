//! Staff's own layer over a record, and taking records back.

use std::collections::BTreeMap;

use matcher_core::model::{Origin, Record, RecordId, Values, values_from_json};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait};
use serde_json::{Map, Value};

use crate::changes::Action;
use crate::content::{Saying, now, overlay};
use crate::facets::{closes_on, facets};
use crate::row::{Row, Withdrawal, select_rows};
use crate::schema::RecordTable;
use crate::upsert::{check_revision, is_staff};
use crate::write::{FacetChange, Save, Writing};
use crate::{Store, StoreError};

impl Store {
    /// Lays `patch` over a record as staff's own words, and answers with the record as it is then.
    ///
    /// A JSON Merge Patch (RFC 7396) on what the record shows: an object is merged into the field's object,
    /// anything else replaces the field; `null` takes staff's value back, so that the source's shows again.
    /// A patch that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::RevisionConflict`], [`StoreError::Invalid`] (unknown field, or
    /// the record as shown would break a rule).
    pub async fn edit<V: Values>(
        &self,
        id: &RecordId,
        patch: Map<String, Value>,
        by: &Origin,
        if_revision: Option<u64>,
    ) -> Result<Record<V>, StoreError> {
        let writing = self.begin_writing().await?;
        let row = writing.read::<V>(id, if_revision).await?;
        let (stated, before) = (row.stated()?, row.editorial()?);
        let shown = overlay(&stated.values, &before.values);
        let saying = Saying { by, at: now() };
        let values = canonical::<V>(merge(before.values.clone(), patch, &shown))?;
        let after = before.restated(values, &BTreeMap::new(), saying);
        if after == before {
            return row.into_record();
        }
        let effective = overlay(&stated.values, &after.values);
        check::<V>(effective.clone(), &after.values)?;
        let row = Row {
            closes_on: closes_on(&effective),
            editorial: if after.stamps.is_empty() { None } else { Some(after.to_json()?) },
            ..row
        };
        let facets = FacetChange::between(&facets(&shown), &facets(&effective));
        writing.finish(row, Action::Edited, facets, saying).await
    }

    /// Takes a record back: it stays stored, is listed only on request and matches nothing.
    ///
    /// What staff withdraw no harvest restores. Withdrawing what is already withdrawn writes nothing, unless
    /// staff thereby confirm what the source withdrew.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::RevisionConflict`].
    pub async fn withdraw<V: Values>(
        &self,
        id: &RecordId,
        by: &Origin,
        if_revision: Option<u64>,
    ) -> Result<Record<V>, StoreError> {
        let writing = self.begin_writing().await?;
        let row = writing.read::<V>(id, if_revision).await?;
        let saying = Saying { by, at: now() };
        let at = match &row.withdrawn {
            Some(before) if is_staff(&before.by) || !is_staff(by) => return row.into_record(),
            Some(before) => before.at,
            None => saying.at,
        };
        let row = Row { withdrawn: Some(Withdrawal { at, by: by.clone() }), ..row };
        writing.finish(row, Action::Withdrawn, FacetChange::default(), saying).await
    }
}

impl Writing {
    async fn read<V: Values>(&self, id: &RecordId, if_revision: Option<u64>) -> Result<Row, StoreError> {
        let missing = || StoreError::NotFound { id: id.clone() };
        if id.kind() != V::KIND {
            return Err(missing());
        }
        let statement = select_rows().and_where(Expr::col(RecordTable::Id).eq(id.as_str())).take();
        let row = self.transaction.query_one(&statement).await?.ok_or_else(missing)?;
        let row = Row::read(&row)?;
        check_revision(id, if_revision, row.revision)?;
        Ok(row)
    }

    async fn finish<V: Values>(
        mut self,
        row: Row,
        action: Action,
        facets: FacetChange,
        saying: Saying<'_>,
    ) -> Result<Record<V>, StoreError> {
        let row =
            Row { revision: row.revision + 1, sequence: self.next_sequence(), updated_at: saying.at, ..row };
        let record = row.clone().into_record()?;
        self.save(vec![Save { row, action, facets }], saying.by, saying.at).await?;
        self.commit().await?;
        Ok(record)
    }
}

/// The editorial values after a patch on what is shown.
fn merge(
    mut editorial: Map<String, Value>,
    patch: Map<String, Value>,
    shown: &Map<String, Value>,
) -> Map<String, Value> {
    for (field, value) in patch {
        match value {
            Value::Null => editorial.remove(&field),
            Value::Object(_) => {
                let target = shown.get(&field).cloned().unwrap_or_default();
                editorial.insert(field, merge_patch(target, value))
            }
            value => editorial.insert(field, value),
        };
    }
    editorial
}

/// RFC 7396, section 2.
fn merge_patch(target: Value, patch: Value) -> Value {
    let Value::Object(patch) = patch else { return patch };
    let mut merged = match target {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    for (name, value) in patch {
        if value == Value::Null {
            merged.remove(&name);
        } else {
            let before = merged.remove(&name).unwrap_or_default();
            merged.insert(name, merge_patch(before, value));
        }
    }
    Value::Object(merged)
}

/// The fields as their types write them: a bare title becomes text of unknown language, `es-cl` becomes `es-CL`.
fn canonical<V: Values>(fields: Map<String, Value>) -> Result<Map<String, Value>, StoreError> {
    crate::content::fields(&values_from_json::<V>(fields).map_err(StoreError::Invalid)?)
}

/// What is shown after an edit must be sound; a blank text that a source once left is no fault of who edits.
fn check<V: Values>(effective: Map<String, Value>, editorial: &Map<String, Value>) -> Result<(), StoreError> {
    let values: V = values_from_json(effective).map_err(StoreError::Invalid)?;
    let edited = |pointer: &str| pointer.split('/').nth(1).is_some_and(|field| editorial.contains_key(field));
    let mut problems = values.validate();
    problems.retain(|problem| problem.code != "empty" || edited(&problem.pointer));
    if problems.is_empty() { Ok(()) } else { Err(StoreError::Invalid(problems)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_examples_of_rfc_7396() {
        let cases = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (target, patch, expected) in cases {
            assert_eq!(merge_patch(target, patch), expected);
        }
    }
}
