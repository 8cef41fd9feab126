//! The rules of a vocabulary: every concept named in four languages, under a theme, no name used twice.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxHashMap;

use super::concept::{Concept, Labels};
use super::error::Problems;
use super::turtle_in::{Draft, DraftConcept, DraftLabel, LabelKind, Trust, line_of, line_of_concept};
use crate::model::{ConceptId, LanguageTag, ThemeId};
use crate::text::{TextLanguage, fold};

/// The languages in which every concept must be named; others may be.
const NAMED_IN: [TextLanguage; 4] = [TextLanguage::Es, TextLanguage::En, TextLanguage::Fr, TextLanguage::Pt];

/// Longest label, in Unicode scalar values.
pub const MAX_LABEL_CHARS: usize = 200;

/// The files as handed over: name and text.
pub(super) type Files<'a> = [(&'a str, &'a str)];

/// The concepts sorted by id, with the themes of each; whatever breaks a rule goes to `problems`.
pub(super) fn concepts(
    draft: Draft,
    files: &Files<'_>,
    trust: Trust,
    problems: &mut Problems,
) -> (Vec<Concept>, Vec<Vec<ThemeId>>) {
    let mut drafts = draft.concepts;
    drafts.sort_by(|one, other| one.id.cmp(&other.id));
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(drafts.len());
    for (place, concept) in drafts.iter().enumerate() {
        places.insert(&concept.id, place);
    }
    let checked = Checked { files, places: &places, drafts: &drafts };
    if trust == Trust::None {
        checked.labels_are_unique(problems);
    }
    let mut concepts = Vec::with_capacity(drafts.len());
    for concept in &drafts {
        checked.stands_under_known(concept, problems);
        concepts.extend(checked.concept(concept, problems));
    }
    let themes = checked.themes(problems);
    (concepts, themes)
}

struct Checked<'a> {
    files: &'a Files<'a>,
    places: &'a HashMap<&'a str, usize>,
    drafts: &'a [DraftConcept],
}

impl Checked<'_> {
    fn tell(&self, concept: &DraftConcept, problems: &mut Problems, what: String, how: &'static str) {
        let (name, text) = self.files[concept.declared.unwrap_or(concept.file)];
        problems.add(name, line_of_concept(text, &concept.id), what, how);
    }

    fn tell_label(
        &self,
        concept: &DraftConcept,
        label: &DraftLabel,
        problems: &mut Problems,
        what: String,
        how: &'static str,
    ) {
        let (name, text) = self.files[concept.declared.unwrap_or(concept.file)];
        let written = format!("\"{}\"@{}", label.text, label.language);
        let line = line_of(text, &written).or_else(|| line_of_concept(text, &concept.id));
        problems.add(name, line, what, how);
    }

    fn concept(&self, draft: &DraftConcept, problems: &mut Problems) -> Option<Concept> {
        let id: ConceptId = match draft.id.parse() {
            Ok(id) => id,
            Err(error) => {
                self.tell(draft, problems, error.to_string(), "give it such an id");
                return None;
            }
        };
        if draft.declared.is_none() {
            let what = format!("{id} is spoken of and nowhere declared");
            self.tell(draft, problems, what, "write `a skos:Concept`, or mend the id");
        }
        let mut labels: BTreeMap<LanguageTag, Labels> = BTreeMap::new();
        for label in &draft.labels {
            self.add_label(draft, label, &mut labels, problems);
        }
        for names in labels.values_mut() {
            names.alternative.sort();
            names.alternative.dedup();
            names.hidden.sort();
            names.hidden.dedup();
        }
        if draft.declared.is_some() {
            for language in NAMED_IN {
                let named = labels.get(&language.tag()).is_some_and(|names| names.preferred.is_some());
                if !named {
                    let what = format!("{id} has no prefLabel in {}", language.as_str());
                    self.tell(draft, problems, what, "name it once in each of es, en, fr and pt");
                }
            }
        }
        let mut broader: Vec<ConceptId> = draft.broader.iter().filter_map(|id| id.parse().ok()).collect();
        broader.sort();
        broader.dedup();
        let mut mappings = draft.mappings.clone();
        mappings.sort();
        mappings.dedup();
        Some(Concept { id, labels, broader, mappings })
    }

    fn add_label(
        &self,
        concept: &DraftConcept,
        label: &DraftLabel,
        labels: &mut BTreeMap<LanguageTag, Labels>,
        problems: &mut Problems,
    ) {
        let Ok(tag) = label.language.parse::<LanguageTag>() else {
            let what = format!("{} is no language tag", label.language);
            self.tell_label(concept, label, problems, what, "write one such as es, pt-BR or arn");
            return;
        };
        let text = label.text.trim();
        let too_long = text.chars().count() > MAX_LABEL_CHARS;
        if text.is_empty() || too_long || text.chars().any(char::is_control) {
            let what =
                format!("a {} label of {} is empty, too long or holds control characters", tag, concept.id);
            self.tell_label(concept, label, problems, what, "write 1 to 200 characters on one line");
            return;
        }
        let names = labels.entry(tag.clone()).or_default();
        match label.kind {
            LabelKind::Preferred => {
                if let Some(other) = &names.preferred
                    && other != text
                {
                    let what =
                        format!("{} has two prefLabels in {tag}: \"{other}\" and \"{text}\"", concept.id);
                    self.tell_label(concept, label, problems, what, "make one of them an altLabel");
                }
                names.preferred = Some(text.to_owned());
            }
            LabelKind::Alternative => names.alternative.push(text.to_owned()),
            LabelKind::Hidden => names.hidden.push(text.to_owned()),
        }
    }

    fn labels_are_unique(&self, problems: &mut Problems) {
        let mut owners: FxHashMap<(&str, String), usize> = FxHashMap::default();
        for (place, concept) in self.drafts.iter().enumerate() {
            for label in &concept.labels {
                let owner = *owners.entry((&label.language, fold(label.text.trim()))).or_insert(place);
                if owner != place {
                    let other = &self.drafts[owner].id;
                    let what = format!(
                        "\"{}\"@{} names both {other} and {}",
                        label.text, label.language, concept.id
                    );
                    self.tell_label(concept, label, problems, what, "make one of them more precise");
                }
            }
        }
    }

    fn stands_under_known(&self, concept: &DraftConcept, problems: &mut Problems) {
        let id = &concept.id;
        for broader in &concept.broader {
            if !self.places.contains_key(broader.as_str()) {
                let what = format!("{id} stands under {broader}, which is unknown");
                self.tell(concept, problems, what, "mend the id behind skos:broader");
            }
        }
        if concept.declared.is_none() {
            return;
        }
        match (concept.is_top, concept.broader.is_empty()) {
            (true, true) if id.parse::<ThemeId>().is_err() => {
                let what = format!("{id} is a top concept and no theme of the matcher");
                self.tell(concept, problems, what, "place it under one of the themes (skos:broader)");
            }
            (true, false) => {
                let what = format!("{id} is a top concept and stands under {}", concept.broader.join(", "));
                self.tell(concept, problems, what, "drop skos:topConceptOf or skos:broader");
            }
            (false, true) => {
                let what = format!("{id} stands under no other concept");
                self.tell(concept, problems, what, "add skos:broader");
            }
            _ => {}
        }
    }

    /// The themes above each concept; concepts in a circle, or below one, are told.
    fn themes(&self, problems: &mut Problems) -> Vec<Vec<ThemeId>> {
        let parents: Vec<Vec<usize>> =
            self.drafts.iter().map(|concept| self.known_broader(concept)).collect();
        let mut children = vec![Vec::new(); self.drafts.len()];
        for (child, parents) in parents.iter().enumerate() {
            for parent in parents {
                children[*parent].push(child);
            }
        }
        let mut themes: Vec<Vec<ThemeId>> = vec![Vec::new(); self.drafts.len()];
        let mut waiting: Vec<usize> = parents.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..waiting.len()).filter(|place| waiting[*place] == 0).collect();
        while let Some(place) = ready.pop() {
            if parents[place].is_empty() {
                themes[place].extend(self.drafts[place].id.parse::<ThemeId>());
            }
            for child in &children[place] {
                let inherited = themes[place].clone();
                themes[*child].extend(inherited);
                waiting[*child] -= 1;
                if waiting[*child] == 0 {
                    themes[*child].sort();
                    themes[*child].dedup();
                    ready.push(*child);
                }
            }
        }
        if let Some(start) = waiting.iter().position(|parents| *parents > 0) {
            self.tell_circle(start, &parents, &waiting, problems);
        }
        themes
    }

    fn known_broader(&self, concept: &DraftConcept) -> Vec<usize> {
        let mut known: Vec<usize> =
            concept.broader.iter().filter_map(|id| self.places.get(id.as_str()).copied()).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Climbs from a concept that never became ready until one comes again.
    fn tell_circle(&self, start: usize, parents: &[Vec<usize>], waiting: &[usize], problems: &mut Problems) {
        let mut path: Vec<usize> = Vec::new();
        let mut place = start;
        while !path.contains(&place) {
            path.push(place);
            let Some(parent) = parents[place].iter().find(|parent| waiting[**parent] > 0) else { return };
            place = *parent;
        }
        let from = path.iter().position(|other| *other == place).unwrap_or_default();
        let circle: Vec<&str> = path[from..]
            .iter()
            .chain(std::iter::once(&place))
            .map(|place| self.drafts[*place].id.as_str())
            .collect();
        let what = format!("skos:broader goes in a circle: {}", circle.join(" → "));
        self.tell(&self.drafts[place], problems, what, "take out one of these steps");
    }
}
