//! `matcher thesaurus coverage`: how many records name a concept, which they name most, and what is left over.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use matcher_core::model::LanguageTag;
use matcher_core::text::detect;
use matcher_core::thesaurus::Thesaurus;
use serde_json::Value;

use super::reading::Reader;
use super::{Done, Failure, Vocabulary, console};

/// Fields of a record that hold its text, in the order in which they are read.
const TEXT_FIELDS: [&str; 6] = ["title", "name", "summary", "description", "body", "text"];
/// Words around a concept in a sample, in bytes on each side.
const SAMPLE_BYTES: usize = 70;
/// Characters shown of a text without a concept.
const BARE_CHARS: usize = 200;
/// Shortest left-over word told.
const SHORTEST_WORD: usize = 3;

/// Measure the thesaurus on records: the share with a concept, the commonest concepts and unmatched words.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher-harvest preview --adapter eu_portal --from grants.json > offers.jsonl\n  matcher thesaurus coverage offers.jsonl --top 40\n  matcher thesaurus coverage corpus.jsonl --sample 60\n\nEach line is a JSON object; its title, name, summary, description, body and text are read: strings (in the language\nof \"lang\", else the detected one) or objects of strings by language."
)]
pub(super) struct Coverage {
    /// The records, one JSON object a line.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How many concepts and words to list.
    #[arg(long, default_value_t = 30)]
    top: usize,
    /// Also show this many of the names found, evenly picked, to be read and judged.
    #[arg(long, default_value_t = 0)]
    sample: usize,
    /// Also show this many of the texts without a concept, evenly picked.
    #[arg(long, default_value_t = 0)]
    bare: usize,
    #[command(flatten)]
    vocabulary: Vocabulary,
}

impl Coverage {
    pub(super) fn run(self) -> Result<Done, Failure> {
        let own = self.vocabulary.load()?;
        let thesaurus = own.as_ref().unwrap_or_else(|| Thesaurus::in_force());
        let mut tally = Tally::default();
        let mut reader = Reader::of(thesaurus);
        for path in &self.files {
            each_record(path, |record| tally.add(record, &mut reader))?;
        }
        if tally.records == 0 {
            return Err(Failure::new("no record in these files has a text"));
        }
        console::print(&tally.told(thesaurus, &self))?;
        Ok(Done::Whole)
    }
}

fn each_record(path: &Path, mut take: impl FnMut(&Value)) -> Result<(), Failure> {
    let told = |line: usize, cause: &dyn std::fmt::Display| {
        Failure::at(format_args!("{}:{line}", path.display()), cause)
    };
    let file = File::open(path).map_err(|error| Failure::at(path.display(), error))?;
    for (place, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| told(place + 1, &error))?;
        if !line.trim().is_empty() {
            take(&serde_json::from_str(&line).map_err(|error| told(place + 1, &error))?);
        }
    }
    Ok(())
}

/// The texts of a record with their languages; those of unknown language are left out.
fn texts(record: &Value) -> Vec<(LanguageTag, &str)> {
    let stated = record.get("lang").and_then(Value::as_str).and_then(|tag| tag.parse::<LanguageTag>().ok());
    let mut texts = Vec::new();
    for field in TEXT_FIELDS {
        match record.get(field) {
            Some(Value::String(text)) => {
                texts.extend(stated.clone().or_else(|| detect(text)).map(|tag| (tag, text.as_str())));
            }
            Some(Value::Object(by_language)) => {
                for (tag, text) in by_language {
                    let Some(text) = text.as_str() else { continue };
                    let tag = tag.parse().ok().filter(|tag: &LanguageTag| !tag.is_undetermined());
                    texts.extend(tag.or_else(|| detect(text)).map(|tag| (tag, text)));
                }
            }
            _ => {}
        }
    }
    texts
}

#[derive(Default)]
struct OfLanguage {
    records: usize,
    with_concept: usize,
    concepts: usize,
    words: usize,
    covered: usize,
}

#[derive(Default)]
struct Tally {
    records: usize,
    by_language: BTreeMap<String, OfLanguage>,
    /// Records that name a concept, by concept.
    concepts: HashMap<String, usize>,
    /// Records that hold a left-over word, by key; and the word as once written.
    unmatched: HashMap<String, (usize, String)>,
    /// The same in records that name no concept at all.
    bare_words: HashMap<String, (usize, String)>,
    snippets: Vec<String>,
    bare: Vec<String>,
}

impl Tally {
    fn add(&mut self, record: &Value, reader: &mut Reader<'_>) {
        let texts = texts(record);
        let Some((language, _)) = texts.first() else { return };
        let language = language.primary().to_owned();
        let (mut words, mut covered) = (0, 0);
        let mut concepts = BTreeSet::new();
        let mut unmatched = BTreeMap::new();
        for (language, text) in &texts {
            let reading = reader.read(text, language);
            words += reading.words;
            covered += reading.words - reading.unmatched.len();
            for found in &reading.found {
                concepts.insert(found.concept.id.to_string());
                self.snippets.push(snippet(text, found.start, found.end, found.concept.id.as_str()));
            }
            for (key, span) in reading.unmatched {
                unmatched.entry(key).or_insert_with(|| text[span].to_lowercase());
            }
        }
        self.records += 1;
        let counts = self.by_language.entry(language).or_default();
        counts.records += 1;
        counts.with_concept += usize::from(!concepts.is_empty());
        counts.concepts += concepts.len();
        counts.words += words;
        counts.covered += covered;
        let is_bare = concepts.is_empty();
        if is_bare {
            let text = texts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" / ");
            self.bare.push(console::plain(&text.chars().take(BARE_CHARS).collect::<String>()));
        }
        for concept in concepts {
            *self.concepts.entry(concept).or_default() += 1;
        }
        for (key, word) in unmatched {
            let tells = word.chars().count() >= SHORTEST_WORD && !word.contains(|c: char| c.is_ascii_digit());
            if tells {
                if is_bare {
                    self.bare_words.entry(key.clone()).or_insert_with(|| (0, word.clone())).0 += 1;
                }
                self.unmatched.entry(key).or_insert((0, word)).0 += 1;
            }
        }
    }

    fn told(&self, thesaurus: &Thesaurus, asked: &Coverage) -> String {
        let mut text = "lang  records  with a concept  concepts each  words inside names\n".to_owned();
        for (language, counts) in &self.by_language {
            let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
            text += &format!(
                "{language:4}  {:7}  {:13.1}%  {:13.1}  {:17.1}%\n",
                counts.records,
                share(counts.with_concept, counts.records),
                counts.concepts as f64 / counts.records as f64,
                share(counts.covered, counts.words),
            );
        }
        text += &format!("{} of {} concepts are named\n", self.concepts.len(), thesaurus.concepts().count());
        let concepts = self.concepts.iter().map(|(id, count)| (*count, id.clone()));
        text += &listed("commonest concepts", commonest(concepts, asked.top));
        for (heading, words) in [
            ("commonest words outside names", &self.unmatched),
            ("commonest words of records without a concept", &self.bare_words),
        ] {
            let words = words.iter().map(|(key, (count, word))| (*count, format!("{word}  {key}")));
            text += &listed(heading, commonest(words, asked.top));
        }
        for (heading, lines, wanted) in [
            ("names found", &self.snippets, asked.sample),
            ("texts without a concept", &self.bare, asked.bare),
        ] {
            if wanted > 0 {
                text += &format!("\n{heading}\n");
                let picked =
                    (0..wanted.min(lines.len())).map(|n| &lines[n * lines.len() / wanted.min(lines.len())]);
                text.extend(picked.flat_map(|line| [line, "\n"]));
            }
        }
        text
    }
}

fn listed(heading: &str, items: Vec<(usize, String)>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lines = items.into_iter().map(|(count, item)| format!("{count:7}  {}\n", console::plain(&item)));
    format!("\n{heading} (records)\n{}", lines.collect::<String>())
}

fn commonest<T: Ord>(items: impl Iterator<Item = (usize, T)>, top: usize) -> Vec<(usize, T)> {
    let mut items: Vec<(usize, T)> = items.collect();
    items.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.cmp(b)));
    items.truncate(top);
    items
}

/// `concept: … text before [name] text after …`
fn snippet(text: &str, start: usize, end: usize, concept: &str) -> String {
    let before = &text[text.floor_char_boundary(start.saturating_sub(SAMPLE_BYTES))..start];
    let after = &text[end..text.ceil_char_boundary((end + SAMPLE_BYTES).min(text.len()))];
    console::plain(&format!("{concept}: {before}[{}]{after}", &text[start..end]))
}
