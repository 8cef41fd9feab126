//! What every record passes on its way in: shape, settled languages, places that the profile knows.
//!
//! Stores nothing; routes, imports and pages call it before they do.

use std::fmt::Debug;
use std::str::FromStr;
use std::sync::LazyLock;

use matcher_core::model::{
    Draft, FieldProblem, Need, Offer, Origin, Partner, SourceId, TerritoryCode, Values, values_from_json,
};
use matcher_core::score::Profile;
use matcher_core::text::detect;
use serde_json::{Map, Value};

/// Values that can be checked against the profile in force.
pub trait Placed: Values {
    /// What the profile has against them.
    fn misplaced(&self, _profile: &Profile) -> Vec<FieldProblem> {
        Vec::new()
    }
}

impl Placed for Offer {}

impl Placed for Partner {}

impl Placed for Need {
    fn misplaced(&self, profile: &Profile) -> Vec<FieldProblem> {
        let unknown = self.territory.as_ref().filter(|code| profile.territory(code).is_none());
        unknown.map(|code| unknown_territory(code, profile)).into_iter().collect()
    }
}

/// Reads one record from JSON and makes it ready for the store.
///
/// # Errors
/// Everything wrong with it, each with a pointer.
pub fn draft<V: Placed>(
    value: Value,
    default_source: Option<&SourceId>,
    default_id: Option<&str>,
    profile: &Profile,
) -> Result<Draft<V>, Vec<FieldProblem>> {
    let mut draft = Draft::<V>::from_json(value, default_source, default_id)?;
    settle(&mut draft, profile)?;
    Ok(draft)
}

/// The same for a record that was read elsewhere.
///
/// # Errors
/// What the profile has against it.
pub fn settle<V: Placed>(draft: &mut Draft<V>, profile: &Profile) -> Result<(), Vec<FieldProblem>> {
    draft.values.settle_languages(&detect);
    let misplaced = draft.values.misplaced(profile);
    if misplaced.is_empty() { Ok(()) } else { Err(misplaced) }
}

/// Checks an edit and tags its untagged text; `null` stays, it takes a value back.
///
/// An object is merged into what stands there, so it may be partial: only the store can judge it.
///
/// # Errors
/// Unknown fields, wrong types and codes, places the profile does not know.
pub fn patch<V: Placed>(
    patch: Map<String, Value>,
    profile: &Profile,
) -> Result<Map<String, Value>, Vec<FieldProblem>> {
    let (whole, mut settled): (Map<_, _>, Map<_, _>) =
        patch.into_iter().partition(|(_, value)| !value.is_null() && !value.is_object());
    refuse_unknown::<V>(&settled)?;
    let mut values: V = values_from_json(whole)?;
    values.settle_languages(&detect);
    let misplaced = values.misplaced(profile);
    if !misplaced.is_empty() {
        return Err(misplaced);
    }
    if let Ok(Value::Object(fields)) = serde_json::to_value(&values) {
        settled.extend(fields);
    }
    Ok(settled)
}

/// A misspelt name would otherwise pass: taking back a value that was never there changes nothing.
fn refuse_unknown<V: Values>(fields: &Map<String, Value>) -> Result<(), Vec<FieldProblem>> {
    let names = fields.keys().map(|name| (name.clone(), Value::Null)).collect();
    serde_json::from_value::<V>(Value::Object(names))
        .map(|_| ())
        .map_err(|error| vec![FieldProblem::new("", "unknown-field", error.to_string())])
}

/// The source of records that name none.
pub static API_SOURCE: LazyLock<SourceId> = LazyLock::new(|| constant("api"));
static SUBMITTER: LazyLock<Origin> = LazyLock::new(|| constant("submitter:api"));
static STAFF: LazyLock<Origin> = LazyLock::new(|| constant("staff:api"));

fn constant<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a constant of this file is valid")
}

/// Who states a record of this source.
pub fn stating(source: &SourceId) -> Origin {
    if *source == *API_SOURCE { SUBMITTER.clone() } else { Origin::source(source) }
}

/// Who edits.
pub fn editing() -> Origin {
    STAFF.clone()
}

/// Who withdraws a record of this source: what the API stated it takes back as the submitter, so that stating
/// it again restores it; anything else as staff, so that no harvest brings it back.
pub fn withdrawing(source: &SourceId) -> Origin {
    if *source == *API_SOURCE { SUBMITTER.clone() } else { STAFF.clone() }
}

/// Says whose the code is, where another shipped profile has it; else which codes come nearest.
fn unknown_territory(code: &TerritoryCode, profile: &Profile) -> FieldProblem {
    let hint =
        elsewhere(code, profile).unwrap_or_else(|| format!("the nearest are {}", nearest(code, profile)));
    let detail =
        format!("profile {} has no territory {code}; {hint}; GET /v1/territories lists all", profile.id);
    FieldProblem::new("/territory", "unknown-territory", detail)
}

fn elsewhere(code: &TerritoryCode, profile: &Profile) -> Option<String> {
    let others = Profile::shipped_ids().iter().filter(|id| **id != profile.id);
    let owner =
        others.filter_map(|id| Profile::shipped(id).ok()).find(|other| other.territory(code).is_some())?;
    Some(format!("it is one of profile {}", owner.id))
}

fn nearest(code: &TerritoryCode, profile: &Profile) -> String {
    let mut near: Vec<_> = profile
        .territories
        .iter()
        .map(|territory| (strsim::damerau_levenshtein(code.as_str(), territory.code.as_str()), territory))
        .collect();
    near.sort_by(|a, b| (a.0, &a.1.code).cmp(&(b.0, &b.1.code)));
    let named: Vec<String> = near
        .iter()
        .take(3)
        .map(|(_, territory)| {
            let name = territory.name.for_reader("es").map_or("", |(_, name)| name);
            format!("{} ({name})", territory.code)
        })
        .collect();
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile() -> Profile {
        Profile::shipped("aysen").expect("shipped")
    }

    #[test]
    fn a_slip_in_the_territory_is_answered_with_the_nearest() {
        let need = json!({"title": "Agua potable rural para los sectores apartados", "territory": "11303x"});
        assert!(draft::<Need>(need, Some(&API_SOURCE), Some("1"), &profile()).is_err());
        let need = json!({"title": "Agua potable rural para los sectores apartados", "territory": "11304"});
        let problems = draft::<Need>(need, Some(&API_SOURCE), Some("1"), &profile()).expect_err("unknown");
        assert_eq!(problems[0].code, "unknown-territory");
        assert!(problems[0].detail.contains("11303 (Tortel)"), "{}", problems[0].detail);
        let need = json!({"title": "Agua", "territory": "04106"});
        let problems = draft::<Need>(need, Some(&API_SOURCE), Some("1"), &profile()).expect_err("Coquimbo's");
        assert!(problems[0].detail.contains("profile coquimbo"), "{}", problems[0].detail);
    }

    #[test]
    fn untagged_text_takes_its_language() {
        let need = json!({"title": "Mejorar el agua potable rural de las localidades apartadas", "territory": "11303"});
        let draft = draft::<Need>(need, Some(&API_SOURCE), Some("1"), &profile()).expect("a need");
        let title = draft.values.title.expect("a title");
        assert_eq!(title.iter().next().expect("a text").0.as_str(), "es");
    }

    #[test]
    fn an_edit_is_checked_before_it_is_laid_over() {
        let fields = |value: Value| value.as_object().cloned().expect("an object");
        let good = fields(json!({"publisher": "AGCID", "url": null, "title": {"en": "Water"}}));
        assert_eq!(patch::<Offer>(good.clone(), &profile()).expect("good"), good);
        for bad in [json!({"publishr": null}), json!({"publishr": "x"}), json!({"themes": ["agua"]})] {
            assert!(patch::<Offer>(fields(bad.clone()), &profile()).is_err(), "{bad}");
        }
    }
}
