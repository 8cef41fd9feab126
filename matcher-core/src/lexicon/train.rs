//! From paired labels to rows of translations: both directions learnt, averaged, cut short, bridged where they lack.
//!
//! Knows no file. Every sum runs in one order, so that the same labels give the same bits on any machine.

use std::collections::BTreeMap;
use std::ops::Range;

use super::LexiconError;
use super::model_one::{Model, Pair};
use super::settled::Settled;

/// Rounds of learning.
pub const ROUNDS: usize = 6;
/// Most translations of a word into one language.
pub const BEST: usize = 10;
/// The least probability a translation is kept with.
pub const LEAST: f64 = 0.02;
/// What a translation by way of a third language is worth of a direct one.
pub const PIVOT: f64 = 0.6;
/// Pairs of languages learnt at once: more would need more memory, not much less time.
const AT_ONCE: usize = 2;
/// Most meetings of two words in labels, repeated ones counted: bounds memory at two gigabytes. The vocabularies of what
/// ships have 2.1 million.
const MAX_MEETINGS: u64 = 30_000_000;

/// The languages, in the order of their keys.
const LANGUAGES: [&str; 5] = ["de:", "en:", "es:", "fr:", "pt:"];

/// Translations of one word, best first within a language, languages in the order of the alphabet.
pub(super) type Row = Vec<(u32, f64)>;
/// Rows of the words of one language in another, by place in the language.
type Table = Vec<Row>;
type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// The rows of all keys of `corpus`.
pub(super) fn rows(corpus: &Settled, progress: Progress<'_>) -> Result<Vec<Row>, LexiconError> {
    within_bounds(corpus)?;
    let spans = LANGUAGES.map(|language| span(&corpus.keys, language));
    let direct = direct(corpus, &spans, progress);
    let mut rows = vec![Row::new(); corpus.keys.len()];
    for (from, span) in spans.iter().enumerate() {
        for (place, key) in span.clone().enumerate() {
            for to in (0..LANGUAGES.len()).filter(|to| *to != from) {
                let row = direct.get(&(from, to)).map_or(&[][..], |table| &table[place]);
                if row.is_empty() {
                    rows[key].extend(bridged(&direct, &spans, from, to, place));
                } else {
                    rows[key].extend(row);
                }
            }
        }
    }
    Ok(rows)
}

fn within_bounds(corpus: &Settled) -> Result<(), LexiconError> {
    let words = |label: u32| corpus.labels[label as usize].len() as u64;
    let found = corpus.pairs.iter().map(|(one, other, _)| words(*one) * words(*other)).sum();
    if found == 0 {
        return Err(LexiconError::NothingToLearn);
    }
    if found > MAX_MEETINGS {
        return Err(LexiconError::TooLarge { what: "meetings of words", found, most: MAX_MEETINGS });
    }
    Ok(())
}

/// Places of the keys of a language: they stand together.
fn span(keys: &[String], language: &str) -> Range<usize> {
    let start = keys.partition_point(|key| key.as_str() < language);
    start..start + keys[start..].iter().take_while(|key| key.starts_with(language)).count()
}

/// Pairs of languages, some at once: they share nothing, and each is summed in its own order.
fn direct(
    corpus: &Settled,
    spans: &[Range<usize>; LANGUAGES.len()],
    progress: Progress<'_>,
) -> BTreeMap<(usize, usize), Table> {
    let pairs: Vec<(usize, usize)> = (0..LANGUAGES.len())
        .flat_map(|one| (one + 1..LANGUAGES.len()).map(move |other| (one, other)))
        .collect();
    let mut tables = BTreeMap::new();
    for some in pairs.chunks(AT_ONCE) {
        std::thread::scope(|scope| {
            let run = |(one, other): (usize, usize)| {
                scope.spawn(move || both_ways(corpus, &spans[one], &spans[other]))
            };
            let running: Vec<_> = some.iter().map(|pair| run(*pair)).collect();
            for ((one, other), thread) in some.iter().zip(running) {
                let (forth, back) = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                tables.insert((*one, *other), forth);
                tables.insert((*other, *one), back);
            }
        });
        progress(tables.len() / 2, pairs.len());
    }
    tables
}

/// The tables of two languages, in both directions.
fn both_ways(corpus: &Settled, one: &Range<usize>, other: &Range<usize>) -> (Table, Table) {
    let local = |label: u32, span: &Range<usize>| -> Option<Vec<u32>> {
        let within = |key: &u32| span.contains(&(*key as usize)).then(|| *key - span.start as u32);
        corpus.labels[label as usize].iter().map(within).collect()
    };
    let labels: Vec<(Vec<u32>, Vec<u32>, u32)> = corpus
        .pairs
        .iter()
        .filter_map(|(first, second, weight)| Some((local(*first, one)?, local(*second, other)?, *weight)))
        .collect();
    let pair = |from, to, weight: u32| Pair { from, to, weight: f64::from(weight) };
    let forth = Model::learn(&labels.iter().map(|(x, y, n)| pair(x, y, *n)).collect::<Vec<_>>(), one.len());
    let back = Model::learn(&labels.iter().map(|(x, y, n)| pair(y, x, *n)).collect::<Vec<_>>(), other.len());
    (table(&forth, &back, one, other), table(&back, &forth, other, one))
}

/// A translation counts as much as both directions agree on it: the geometric mean of the two.
fn table(there: &Model, back: &Model, from: &Range<usize>, to: &Range<usize>) -> Table {
    let row = |word: u32| {
        let both = |(other, probability): (u32, f64)| {
            (other + to.start as u32, (probability * back.probability(other, word)).sqrt())
        };
        best(there.row(word).map(both).collect())
    };
    (0..from.len() as u32).map(row).collect()
}

/// By way of the first language that leads there: for a word without a direct translation.
fn bridged(
    direct: &BTreeMap<(usize, usize), Table>,
    spans: &[Range<usize>; LANGUAGES.len()],
    from: usize,
    to: usize,
    place: usize,
) -> Row {
    for by in (0..LANGUAGES.len()).filter(|by| *by != from && *by != to) {
        let (Some(first), Some(second)) = (direct.get(&(from, by)), direct.get(&(by, to))) else { continue };
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for (middle, one) in &first[place] {
            for (target, other) in &second[*middle as usize - spans[by].start] {
                *sums.entry(*target).or_default() += one * other * PIVOT;
            }
        }
        let row = best(sums.into_iter().collect());
        if !row.is_empty() {
            return row;
        }
    }
    Row::new()
}

/// The best of a row; of equals the first by key.
fn best(mut row: Row) -> Row {
    row.retain(|(_, probability)| *probability >= LEAST);
    row.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    row.truncate(BEST);
    row
}
