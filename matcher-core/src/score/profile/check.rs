//! What a profile may not say: every impossible value is found in one pass and named by its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Profile, Zone};
use crate::model::{CountryCode, FieldProblem, Localized};

/// Largest share by which zones may move a score; more would let policy overrule the topic.
const MAX_ZONE_BOUND: f64 = 0.25;
/// Five years; anything longer is a slip of the pen.
const MAX_PREPARATION_DAYS: u16 = 1_825;

/// Everything wrong with the profile; empty when it may be used.
pub(super) fn problems(profile: &Profile) -> Vec<FieldProblem> {
    let mut checks = Checks(Vec::new());
    checks.head(profile);
    checks.weights(profile);
    checks.preparation(profile);
    checks.zones(&profile.zones);
    checks.territories(profile);
    checks.0
}

struct Checks(Vec<FieldProblem>);

impl Checks {
    fn problem(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        self.0.push(FieldProblem::new(pointer, code, detail));
    }

    fn slug(&mut self, pointer: String, id: &str) {
        let fits = !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !id.starts_with('-');
        if !fits {
            self.problem(pointer, "not-a-slug", format!("{id:?}: use a-z, 0-9 and -"));
        }
    }

    fn name(&mut self, pointer: String, name: &Localized) {
        if !name.iter().any(|(tag, text)| tag.primary() == "es" && !text.trim().is_empty()) {
            self.problem(pointer, "name-missing", "give the name in Spanish: { es = \"…\" }");
        }
    }

    fn range(&mut self, pointer: impl Into<String>, value: f64, max: f64) {
        if !(0.0..=max).contains(&value) {
            let detail = if max.is_finite() {
                format!("{value}: use 0 to {max}")
            } else {
                format!("{value}: use 0 or more")
            };
            self.problem(pointer, "out-of-range", detail);
        }
    }

    fn head(&mut self, profile: &Profile) {
        self.slug("/id".to_owned(), &profile.id);
        self.name("/name".to_owned(), &profile.name);
        if profile.version == 0 {
            self.problem("/version", "out-of-range", "versions count from 1");
        }
        if profile.basis.trim().is_empty() {
            self.problem("/basis", "basis-missing", "name the document and section this policy encodes");
        }
        let zone = &profile.time_zone;
        let shaped = zone == "UTC"
            || zone.split_once('/').is_some_and(|(area, place)| !area.is_empty() && !place.is_empty());
        if !shaped || zone.contains(char::is_whitespace) {
            self.problem(
                "/time_zone",
                "time-zone",
                format!("{zone:?}: use an IANA name, such as America/Santiago"),
            );
        }
    }

    fn weights(&mut self, profile: &Profile) {
        let score = &profile.score;
        self.range("/score/fit_share", score.fit_share, 1.0);
        self.range("/score/zone_bound", score.zone_bound, MAX_ZONE_BOUND);
        let topic = [("text", score.topic.text), ("theme", score.topic.theme)];
        for (name, weight) in topic {
            self.weight(format!("/score/topic/{name}"), weight);
        }
        if topic.iter().all(|(_, weight)| *weight == 0.0) {
            self.problem("/score/topic", "all-zero", "give text, theme or both a weight above 0");
        }
        let fit = &score.fit;
        for (name, weight) in [
            ("eligibility", fit.eligibility),
            ("kind", fit.kind),
            ("lead_time", fit.lead_time),
            ("level", fit.level),
            ("tie", fit.tie),
            ("language", fit.language),
            ("amount", fit.amount),
            ("freshness", fit.freshness),
        ] {
            self.weight(format!("/score/fit/{name}"), weight);
        }
        self.range("/score/bands/strong", score.bands.strong, 1.0);
        self.range("/score/bands/possible", score.bands.possible, score.bands.strong.clamp(0.0, 1.0));
    }

    fn weight(&mut self, pointer: String, weight: f64) {
        if weight.is_finite() {
            self.range(pointer, weight, f64::INFINITY);
        } else {
            self.problem(pointer, "out-of-range", format!("{weight}: use a finite number, 0 or more"));
        }
    }

    fn preparation(&mut self, profile: &Profile) {
        let days = &profile.preparation_days;
        let by_kind = days.by_kind.iter().map(|(kind, days)| (kind.as_str(), *days));
        for (name, days) in by_kind.chain([("default", days.default)]) {
            if days > MAX_PREPARATION_DAYS {
                let detail = format!("{days}: use 0 to {MAX_PREPARATION_DAYS} days");
                self.problem(format!("/preparation_days/{name}"), "out-of-range", detail);
            }
        }
    }

    fn zones(&mut self, zones: &[Zone]) {
        let mut ids = BTreeSet::new();
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for (index, zone) in zones.iter().enumerate() {
            let at = format!("/zone/{index}");
            self.slug(format!("{at}/id"), &zone.id);
            self.name(format!("{at}/name"), &zone.name);
            self.range(format!("{at}/priority"), zone.priority, 1.0);
            if !ids.insert(&zone.id) {
                self.problem(
                    format!("{at}/id"),
                    "zone-twice",
                    format!("{:?} is the id of two zones", zone.id),
                );
            }
            let places = zone.countries.iter().map(CountryCode::as_str);
            for place in places.chain(zone.territories.iter().map(|favoured| favoured.code.as_str())) {
                if let Some(first) = owners.insert(place, &zone.id) {
                    let detail = format!("{place} stands in {first} and in {}: keep one", zone.id);
                    self.problem(at.clone(), "place-twice", detail);
                }
            }
            self.standings(&at, zone);
        }
    }

    fn standings(&mut self, at: &str, zone: &Zone) {
        for (country, priority) in &zone.favoured {
            self.range(format!("{at}/favoured/{country}"), *priority, 1.0);
            if !zone.countries.contains(country) {
                let detail = format!("{country} is favoured but not among the countries of {}", zone.id);
                self.problem(format!("{at}/favoured/{country}"), "favoured-elsewhere", detail);
            }
        }
        for favoured in &zone.territories {
            self.range(format!("{at}/territories/{}", favoured.code), favoured.priority, 1.0);
        }
    }

    fn territories(&mut self, profile: &Profile) {
        let mut codes = BTreeSet::new();
        for (index, territory) in profile.territories.iter().enumerate() {
            let at = format!("/territory/{index}");
            self.name(format!("{at}/name"), &territory.name);
            if !codes.insert(&territory.code) {
                let detail = format!("{} is the code of two territories", territory.code);
                self.problem(format!("{at}/code"), "territory-twice", detail);
            }
            if let Some(parent) = &territory.parent
                && profile.territory(parent).is_none()
            {
                let detail =
                    format!("{parent}, in which {} lies, is not among the territories", territory.code);
                self.problem(format!("{at}/parent"), "parent-unknown", detail);
            }
            // A line of ancestors longer than the list must go round in a circle.
            if profile.lineage(&territory.code).take(profile.territories.len() + 1).count()
                > profile.territories.len()
            {
                let detail = format!("{} lies, through its parents, in itself", territory.code);
                self.problem(format!("{at}/parent"), "parent-cycle", detail);
            }
        }
        if profile.territory(&profile.region).is_none() {
            let detail = format!("{} is not among the territories", profile.region);
            self.problem("/region", "region-unknown", detail);
        }
    }
}
