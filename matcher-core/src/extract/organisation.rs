//! Which organisation a string of affiliation means: names, aliases, acronyms, places and countries against a register.
//!
//! Knows no register of its own: whoever calls brings the organisations.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{CountryCode, Localized};
use crate::text::fold;

/// Most bytes of a string that are read.
const MAX_BYTES: usize = 2_000;
/// Words that stand in more names than this do not lead to a candidate.
const COMMON: usize = 6_000;
/// Most names looked at closely.
const MAX_CANDIDATES: usize = 400;
/// A name of which less than this is met, by weight, is another's.
const LEAST_COVERED: f64 = 0.5;
/// How alike two rare words must be to be one misspelt.
const ALIKE: f64 = 0.9;
/// An organisation scoring less than this is not meant.
const LEAST_SCORE: f64 = 1.5;

/// Words that tell no organisation from another.
const STOP: &[&str] = &[
    "of", "the", "and", "for", "de", "la", "le", "el", "des", "du", "di", "und", "der", "die", "das", "fur",
    "et", "y", "e", "do", "da", "dos", "das", "a", "in", "at", "en", "del", "los", "las", "l", "d",
];

/// Other names of countries than those of the country table, folded.
const COUNTRY_NAMES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("united states of america", "US"),
    ("uk", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("korea", "KR"),
    ("republic of korea", "KR"),
    ("p r china", "CN"),
    ("pr china", "CN"),
    ("people s republic of china", "CN"),
    ("russia", "RU"),
    ("czech republic", "CZ"),
    ("the netherlands", "NL"),
    ("viet nam", "VN"),
    ("iran", "IR"),
    ("taiwan", "TW"),
    ("turkey", "TR"),
    ("brasil", "BR"),
    ("deutschland", "DE"),
    ("italia", "IT"),
    ("hong kong", "HK"),
];

/// An organisation of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The register's id.
    pub id: String,
    /// Its names: official, aliases, acronyms.
    pub names: Vec<String>,
    /// Its city.
    pub city: Option<String>,
    /// Its country.
    pub country: Option<CountryCode>,
}

/// The organisation meant.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganisationMatch<'a> {
    /// Which.
    pub organisation: &'a Organisation,
    /// The name of it that met.
    pub name: &'a str,
    /// How well; comparable within one register only.
    pub score: f64,
}

/// A register made ready for look-ups.
#[derive(Debug)]
pub struct OrganisationIndex {
    organisations: Vec<Organisation>,
    names: Vec<Name>,
    /// Names by word.
    by_word: HashMap<String, Vec<u32>>,
    /// Words by their first three letters, for misspellings.
    by_start: HashMap<String, Vec<String>>,
    countries: Vec<(Vec<String>, CountryCode)>,
}

#[derive(Debug)]
struct Name {
    organisation: usize,
    /// Which of its names.
    place: usize,
    words: Vec<String>,
    city: Vec<String>,
    weight: f64,
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn telling(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| !STOP.contains(&word.as_str())).collect()
}

/// A name without what a register adds in brackets to tell namesakes apart.
fn bare(name: &str) -> &str {
    match name.rfind('(') {
        Some(at) if name.trim_end().ends_with(')') && at > 0 => name[..at].trim_end(),
        _ => name,
    }
}

/// Whether `part` stands in `whole`, word after word.
fn holds(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

impl OrganisationIndex {
    /// Makes a register ready.
    pub fn of(organisations: Vec<Organisation>) -> Self {
        let mut names = Vec::new();
        let mut by_word: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, organisation) in organisations.iter().enumerate() {
            let city = organisation.city.as_deref().map(words).unwrap_or_default();
            let mut seen = HashSet::new();
            for (place, name) in organisation.names.iter().enumerate() {
                let telling = telling(bare(name));
                if telling.is_empty() || !seen.insert(telling.clone()) {
                    continue;
                }
                let distinct: HashSet<&String> = telling.iter().collect();
                for word in distinct {
                    by_word.entry(word.clone()).or_default().push(names.len() as u32);
                }
                names.push(Name { organisation: at, place, words: telling, city: city.clone(), weight: 0.0 });
            }
        }
        let mut by_start: HashMap<String, Vec<String>> = HashMap::new();
        for word in by_word.keys().filter(|word| word.chars().count() >= 6) {
            by_start.entry(word.chars().take(3).collect()).or_default().push(word.clone());
        }
        by_start.values_mut().for_each(|words| words.sort_unstable());
        let mut index = Self { organisations, names, by_word, by_start, countries: country_names() };
        for at in 0..index.names.len() {
            let distinct: HashSet<&String> = index.names[at].words.iter().collect();
            let weight = distinct.into_iter().map(|word| index.rarity(word)).sum();
            index.names[at].weight = weight;
        }
        index
    }

    fn rarity(&self, word: &str) -> f64 {
        let held = self.by_word.get(word).map_or(1, Vec::len);
        (self.names.len().max(1) as f64 / held as f64).ln()
    }

    /// The organisation that `text` means best; none when it names none of the register.
    pub fn find(&self, text: &str) -> Option<OrganisationMatch<'_>> {
        let query = Query::of(&text[..text.floor_char_boundary(MAX_BYTES)], self);
        let mut best: Option<(f64, &Name)> = None;
        for at in self.candidates(&query) {
            let name = &self.names[at as usize];
            let score = self.score(&query, name);
            let better = best.as_ref().is_none_or(|(known, other)| {
                score.total_cmp(known).then_with(|| other.organisation.cmp(&name.organisation))
                    == Ordering::Greater
            });
            if score >= LEAST_SCORE && better {
                best = Some((score, name));
            }
        }
        best.map(|(score, name)| {
            let organisation = &self.organisations[name.organisation];
            OrganisationMatch { organisation, name: &organisation.names[name.place], score }
        })
    }

    /// The country a text names last, else that of the organisation it means.
    pub fn find_country(&self, text: &str) -> Option<CountryCode> {
        let query = Query::of(&text[..text.floor_char_boundary(MAX_BYTES)], self);
        query
            .country()
            .cloned()
            .or_else(|| self.find(text).and_then(|found| found.organisation.country.clone()))
    }

    /// The names that share the most rare words, best first.
    fn candidates(&self, query: &Query) -> Vec<u32> {
        let mut met: HashMap<u32, f64> = HashMap::new();
        for word in &query.words {
            let Some(names) = self.by_word.get(word).filter(|names| names.len() < COMMON) else { continue };
            let rarity = self.rarity(word);
            for name in names {
                *met.entry(*name).or_default() += rarity;
            }
        }
        let mut ranked: Vec<(u32, f64)> = met.into_iter().collect();
        ranked.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked.truncate(MAX_CANDIDATES);
        ranked.into_iter().map(|(name, _)| name).collect()
    }

    fn score(&self, query: &Query, name: &Name) -> f64 {
        let distinct: HashSet<&String> = name.words.iter().collect();
        let met: f64 =
            distinct.iter().filter(|word| query.words.contains(**word)).map(|word| self.rarity(word)).sum();
        let covered = met / name.weight.max(f64::EPSILON);
        if covered < LEAST_COVERED {
            return 0.0;
        }
        let mut score = covered.powi(3) * met.powf(0.8);
        if name.words.len() == 1 && name.words[0].len() <= 5 {
            // An acronym alone may be another's.
            score *= 0.8;
        }
        if holds(&query.telling, &name.words) {
            score *= 1.25;
        }
        if query.parts.iter().any(|part| distinct.iter().all(|word| part.contains(*word))) {
            score *= 1.3;
        }
        if holds(&query.all, &name.city) {
            score *= 1.25;
        }
        let country = self.organisations[name.organisation].country.as_ref();
        match (query.country(), country) {
            (Some(said), Some(own)) if said == own => score * 1.3,
            (Some(_), Some(own)) if !query.countries.contains_key(own) => score * 0.5,
            _ => score,
        }
    }
}

/// A string of affiliation taken apart.
struct Query {
    /// Every word, in order.
    all: Vec<String>,
    /// Those that tell, in order.
    telling: Vec<String>,
    /// Those that tell, and what the register writes where they are misspelt.
    words: HashSet<String>,
    /// The words between commas.
    parts: Vec<HashSet<String>>,
    /// Countries named, with how much each speaks for being meant.
    countries: BTreeMap<CountryCode, f64>,
}

impl Query {
    fn of(text: &str, index: &OrganisationIndex) -> Self {
        let all = words(text);
        let telling = telling(text);
        let mut known: HashSet<String> = telling.iter().cloned().collect();
        for word in telling.iter().filter(|word| !index.by_word.contains_key(*word) && word.len() >= 6) {
            known.extend(index.misspelt(word).cloned());
        }
        let parts = text
            .split([',', ';', '|', '/'])
            .flat_map(|part| part.split(" - "))
            .map(|part| words(part).into_iter().collect());
        let mut countries = BTreeMap::new();
        for (name, code) in &index.countries {
            for place in 0..all.len() {
                if all[place..].starts_with(name) {
                    // The one named last is where it stands.
                    *countries.entry(code.clone()).or_insert(0.0) += 2.0 + place as f64 / all.len() as f64;
                }
            }
        }
        Self { parts: parts.collect(), words: known, telling, all, countries }
    }

    fn country(&self) -> Option<&CountryCode> {
        self.countries.iter().max_by(|one, other| one.1.total_cmp(other.1)).map(|(code, _)| code)
    }
}

impl OrganisationIndex {
    /// The word of the register that a misspelt one most resembles.
    fn misspelt(&self, word: &str) -> Option<&String> {
        let start: String = word.chars().take(3).collect();
        let near = |other: &&String| word.len().abs_diff(other.len()) <= 2;
        let alike = |other: &String| strsim::jaro_winkler(word, other);
        let known = self.by_start.get(&start)?.iter().filter(near);
        known
            .map(|other| (alike(other), other))
            .filter(|(alike, _)| *alike >= ALIKE + 0.05)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, other)| other)
    }
}

fn country_names() -> Vec<(Vec<String>, CountryCode)> {
    let mut names = Vec::new();
    for country in CountryCode::all().filter(|code| !matches!(code.as_str(), "EU" | "UN" | "AQ")) {
        for (_, name) in Localized::iter(&country.names()) {
            names.push((words(name), country.clone()));
        }
    }
    let others = COUNTRY_NAMES.iter().filter_map(|(name, code)| Some((words(name), code.parse().ok()?)));
    names.extend(others);
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests;
