//! What lists can be filtered by, read from the fields a record shows.
//!
//! Text language is taken by its primary subtag; territories are exact codes, for only a profile knows what lies in what.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The facets of one record: `theme:science`, `kind:grant`, `country:FR`, `territory:11101`, `language:es`.
pub(crate) fn facets(fields: &Map<String, Value>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (field, name) in [("themes", "theme"), ("kinds", "kind")] {
        let codes = fields.get(field).and_then(Value::as_array).into_iter().flatten();
        found.extend(codes.filter_map(Value::as_str).map(|code| facet(name, code)));
    }
    for name in ["country", "territory"] {
        found.extend(fields.get(name).and_then(Value::as_str).map(|code| facet(name, code)));
    }
    for field in ["title", "name", "summary", "description", "body"] {
        let tags = fields.get(field).and_then(Value::as_object).into_iter().flat_map(Map::keys);
        found.extend(tags.map(|tag| facet("language", tag.split('-').next().unwrap_or(tag))));
    }
    found
}

/// One facet as stored.
pub(crate) fn facet(name: &str, code: &str) -> String {
    [name, ":", code].concat()
}

/// The last day that matters, as `YYYY-MM-DD`: an offer's last deadline, the day a need is wanted by.
pub(crate) fn closes_on(fields: &Map<String, Value>) -> Option<String> {
    let deadlines = fields.get("deadlines").and_then(Value::as_array).into_iter().flatten();
    deadlines
        .filter_map(|deadline| deadline.get("date"))
        .chain(fields.get("needed_by"))
        .filter_map(Value::as_str)
        .max()
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_offer_is_found_by_what_it_shows() {
        let Value::Object(fields) = json!({
            "title": {"pt-BR": "Água", "es": "Agua"}, "themes": ["environment"], "kinds": ["grant", "training"],
            "country": "BR", "deadlines": [{"date": "2027-03-01"}, {"date": "2026-12-01"}],
        }) else {
            panic!("an object")
        };
        let expected =
            ["country:BR", "kind:grant", "kind:training", "language:es", "language:pt", "theme:environment"];
        assert_eq!(facets(&fields).into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(closes_on(&fields).as_deref(), Some("2027-03-01"));
        assert_eq!(closes_on(&Map::new()), None);
    }
}
