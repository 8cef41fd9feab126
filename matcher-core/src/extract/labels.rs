//! Measures extraction against labels of real offers: `fixtures/judgements/extraction.tsv`.
//!
//! Stands in for adapters: a record's keys say which part its values play, and a file's line below what a source file
//! would state of it.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::date;
use regex::Regex;
use serde_json::{Value, json};

use super::{Extraction, Part, Reading, extract};
use crate::model::{ActorKind, MoneyRange, Verdict};

/// Less than this is rounding.
const TOLERANCE: f64 = 0.002;
/// Answers «yes» where the label says «no», last accepted.
const ACCEPTED_WRONG_YES: u32 = 1;

/// File, country, language, currency of bare numbers.
const FILES: &[(&str, &str, &str, &str)] = &[
    ("eu_portal/", "EU", "en", "EUR"),
    ("europe/es_", "ES", "es", "EUR"),
    ("europe/fr_", "FR", "fr", "EUR"),
    ("feeds/boa", "ES", "es", "EUR"),
    ("snapshots/boa", "ES", "es", "EUR"),
    ("feeds/fundingfinder", "US", "en", "USD"),
    ("feeds/isoc", "", "en", "USD"),
    ("grantsgov/", "US", "en", "USD"),
    ("html/br_", "BR", "pt", "BRL"),
    ("html/de_", "DE", "de", "EUR"),
    ("html/euraxess", "", "en", ""),
    ("html/sv_", "SV", "es", "USD"),
    ("iati/", "", "en", ""),
    ("latam/br", "BR", "pt", "BRL"),
    ("latam/cl", "CL", "es", "CLP"),
    ("latam/sicon", "CO", "es", "COP"),
    ("other_apis/", "", "en", ""),
    ("tables/daad", "DE", "de", "EUR"),
    ("tables/nsf", "US", "en", "USD"),
    ("tables/", "", "en", ""),
];

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("../shared/corpus");
    root.is_dir().then_some(root)
}

fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("the file of a label");
    let mut plain = Vec::new();
    if path.extension().is_some_and(|end| end == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("gzip");
    } else {
        plain = bytes;
    }
    String::from_utf8(plain)
        .unwrap_or_else(|wrong| wrong.into_bytes().iter().map(|byte| char::from(*byte)).collect())
}

/// The record of a label: an object of keys, or text.
fn record(file: &str, text: &str, id: &str) -> Option<Value> {
    if file.contains(".jsonl") {
        let objects =
            serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter::<Value>();
        return objects.filter_map(Result::ok).find(|one| holds(one, id));
    }
    if file.contains(".json") {
        let whole: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        return match id.strip_prefix('/').and_then(|place| place.parse::<usize>().ok()) {
            Some(place) => whole.get(place).cloned(),
            None => in_columns(&whole, id).or_else(|| search(&whole, id, None).cloned()),
        };
    }
    if file.contains(".csv") {
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let heads: Vec<String> = rows.headers().ok()?.iter().map(str::to_owned).collect();
        let place = id.strip_prefix('/').and_then(|place| place.parse::<usize>().ok());
        let row = rows.records().filter_map(Result::ok).enumerate().find(|(at, row)| match place {
            Some(place) => *at == place,
            None => row.iter().any(|cell| cell == id),
        });
        let row = row?.1;
        return Some(
            heads
                .iter()
                .zip(row.iter())
                .map(|(head, cell)| (head.clone(), json!(cell)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        );
    }
    let cut = Regex::new(r"<item|<entry|<iati-activity |<article|<tr|card--horizontal|class=.card")
        .expect("a pattern");
    let chunk = if id == "-" { Some(text) } else { cut.split(text).find(|chunk| chunk.contains(id)) }?;
    let dated = Regex::new(r"(?s)<(title|published|updated|pubDate|link|id|guid|transaction|budget|activity-date|script|style)[ >].*?</(title|published|updated|pubDate|link|id|guid|transaction|budget|activity-date|script|style)>").expect("a pattern");
    let chunk = dated.replace_all(chunk, "\n");
    let plain = Regex::new(r"(?s)<!\[CDATA\[|\]\]>|<[^>]*>")
        .expect("a pattern")
        .replace_all(&chunk, "\n")
        .into_owned();
    Some(json!({ "text": plain.replace("&lt;p&gt;", "\n").replace("&nbsp;", " ") }))
}

/// A row of a table whose columns are named apart.
fn in_columns(whole: &Value, id: &str) -> Option<Value> {
    let row = whole["records"].as_array()?.iter().filter_map(Value::as_array).find(|row| {
        row.iter().any(|cell| {
            cell.as_str() == Some(id) || cell.as_number().is_some_and(|number| number.to_string() == id)
        })
    })?;
    let heads = whole["fields"].as_array()?.iter().filter_map(|field| field["id"].as_str());
    Some(heads.map(str::to_owned).zip(row.iter().cloned()).collect::<serde_json::Map<_, _>>().into())
}

fn holds(value: &Value, id: &str) -> bool {
    let same = |leaf: &Value| match leaf {
        Value::String(text) => text == id,
        Value::Number(number) => number.to_string() == id,
        _ => false,
    };
    value.as_object().is_some_and(|object| object.values().any(same))
}

fn search<'a>(value: &'a Value, id: &str, key: Option<&str>) -> Option<&'a Value> {
    match value {
        Value::Object(object) => {
            if key == Some(id) || holds(value, id) {
                return Some(value);
            }
            object.iter().find_map(|(key, inner)| search(inner, id, Some(key)))
        }
        Value::Array(items) => items.iter().find_map(|inner| search(inner, id, None)),
        _ => None,
    }
}

/// Which part a key's values play; the first that fits.
static KEYS: LazyLock<Vec<(Option<Part>, Regex)>> = LazyLock::new(|| {
    [
        (None, r"(?i)iso$|_id$|modif|update|creat|generado|timestamp|email|phone|url|logo|status|millesime|number$|expectedgrants|award_number|archive|isnot|has|program_funding|cofinanc|instruments"),
        (Some(Part::Deadline), r"(?i)deadline|clos|fecha_?fin|date_fin|limite|cierre|submission_date|recurrence|vence|^date$|fin_inscr"),
        (Some(Part::Opening), r"(?i)^open|opendate|start_?date|fecha_?inicio|date_debut|opens|planned.?opening|apertura|^opening"),
        (Some(Part::Amount), r"(?i)amount|budget(min|max)?$|award|monto|importe|estavail|benefits|estimated|ceiling|floor|valor|estimulo|aid_amount|contributioneur|totalbudgeteur"),
        (Some(Part::Eligibility), r"(?i)eligib|applicant|benefici|who|requis|requirem|wer kann|publics?$|aided|tipo_participante|targeted"),
        (Some(Part::Title), r"(?i)^(title|titulo|titre|name|nombre|proposal title|.*\[title\]|getscholarshiptitle)$"),
        (Some(Part::Publisher), r"(?i)organo|agency|entity|provider_?name|publisher|organisation|organization|entidad|financers"),
        (Some(Part::Identifier), r"(?i)^(id|identifier|topicid|codigo_bdns)$"),
        (Some(Part::Text), r""),
    ]
    .map(|(part, pattern)| (part, Regex::new(pattern).expect("a pattern")))
    .into()
});
static TAGS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<[^>]*>").expect("a pattern"));

fn part_of(key: &str) -> Option<Part> {
    KEYS.iter().find(|(_, pattern)| pattern.is_match(key)).and_then(|(part, _)| *part)
}

/// What an adapter knows of a number under such a key.
fn bound(key: &str) -> &'static str {
    match key.to_lowercase() {
        key if key.contains("min") || key.contains("floor") => "minimum",
        key if key.contains("max") || key.contains("ceiling") => "maximum",
        _ => "amount",
    }
}

fn read(value: &Value, key: &str, source: (&str, &str), reading: &mut Reading) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, inner)| read(inner, key, source, reading)),
        Value::Array(items) => items.iter().for_each(|inner| read(inner, key, source, reading)),
        Value::String(_) | Value::Number(_) => {
            let Some(part) = part_of(key) else { return };
            let raw = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let plain = TAGS.replace_all(&raw, "\n").replace("&nbsp;", " ");
            let bare = plain.chars().all(|sign| sign.is_ascii_digit() || ".,".contains(sign));
            let text = match part {
                Part::Amount if bare && plain.trim_matches('0').is_empty() => return,
                Part::Amount if bare => format!("{} {plain} {}", bound(key), source.1),
                _ => plain,
            };
            let language = source.0.parse().ok();
            match reading.passages.iter_mut().find(|passage| passage.part == part) {
                Some(passage) => {
                    passage.text.push('\n');
                    passage.text.push_str(&text);
                }
                None => reading.add(part, "body", &text, language),
            }
        }
        _ => {}
    }
}

fn deadlines(found: &Extraction) -> String {
    if let Some(deadlines) = &found.calendar.deadlines
        && found.calendar.rolling.is_none()
    {
        return deadlines.value.iter().map(|one| one.date.to_string()).collect::<Vec<_>>().join("|");
    }
    if found.calendar.rolling.is_some() { "rolling".to_owned() } else { "none".to_owned() }
}

fn amount(money: Option<&MoneyRange>) -> String {
    let Some(money) = money else { return "none".to_owned() };
    let end = |end: Option<rust_decimal::Decimal>| end.map(|end| end.round().to_string()).unwrap_or_default();
    format!("{}..{} {}", end(money.min), end(money.max), money.currency.code())
}

/// May such a body of Chile take part?
fn chilean(found: &Extraction, kinds: &[ActorKind]) -> &'static str {
    let verdict = found.eligibility.first().map_or(Verdict::Unknown, |found| found.entry.verdict);
    let applicants = found.applicants.as_ref().map(|found| &found.value);
    let shut_out = applicants.is_some_and(|listed| !kinds.iter().any(|kind| listed.contains(kind)));
    match verdict {
        Verdict::No => "n",
        _ if shut_out => "n",
        Verdict::Yes => "y",
        Verdict::Unknown => "u",
    }
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    given: u32,
    labelled: u32,
}

impl Count {
    fn take(&mut self, given: &str, label: &str, silent: &str) {
        self.right += u32::from(given != silent && given == label);
        self.given += u32::from(given != silent);
        self.labelled += u32::from(label != silent);
    }
}

#[test]
fn labelled_offers() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let labels = include_str!("../../../fixtures/judgements/extraction.tsv");
    let shown = std::env::var("SHOW_ERRORS").unwrap_or_default();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut wrong_yes = 0;
    let mut missing = Vec::new();
    for line in labels.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, id, language, closes, opens, money, _, municipality, university, ..] = cells[..] else {
            panic!("{line}")
        };
        let text = texts.entry(file.to_owned()).or_insert_with(|| text_of(&corpus.join(file)));
        let Some(record) = record(file, text, id) else {
            missing.push(format!("{file} {id}"));
            continue;
        };
        let (_, country, _, currency) =
            FILES.iter().find(|(start, ..)| file.starts_with(start)).expect("a known file");
        let mut reading = Reading { country: country.parse().ok(), ..Reading::default() };
        read(&record, "text", (language, currency), &mut reading);
        let chile = "CL".parse().expect("a country");
        let found = extract(&reading, &[chile], date(2026, 8, 21));
        for (field, given, label, silent) in [
            ("deadline", deadlines(&found).as_str(), closes, "none"),
            (
                "opens",
                found
                    .calendar
                    .opens
                    .as_ref()
                    .map_or("none".to_owned(), |found| found.value.to_string())
                    .as_str(),
                opens,
                "none",
            ),
            ("amount", amount(found.amount.as_ref().map(|found| &found.value)).as_str(), money, "none"),
            (
                "municipality",
                chilean(&found, &[ActorKind::Municipality, ActorKind::RegionalGovernment]),
                municipality,
                "u",
            ),
            (
                "university",
                chilean(&found, &[ActorKind::University, ActorKind::ResearchCentre]),
                university,
                "u",
            ),
        ] {
            counts.entry(field).or_default().take(given, label, silent);
            wrong_yes += u32::from(given == "y" && label == "n");
            if given != label && shown.contains(field) {
                let quote = match field {
                    "deadline" => found
                        .calendar
                        .deadlines
                        .as_ref()
                        .map(|found| found.quote.clone())
                        .or_else(|| found.calendar.rolling.as_ref().map(|found| found.quote.clone())),
                    "opens" => found.calendar.opens.as_ref().map(|found| found.quote.clone()),
                    "amount" => found.amount.as_ref().map(|found| found.quote.clone()),
                    _ => found
                        .eligibility
                        .first()
                        .map(|found| format!("{:?} {:?}", found.entry.rule, found.entry.quote)),
                };
                let quote: String = quote.unwrap_or_default().chars().take(200).collect();
                eprintln!(
                    "WRONG {field} {file} {id}: {given} for {label} | {quote} | {:?}",
                    found.applicants.as_ref().map(|found| &found.value)
                );
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    for (field, count) in &counts {
        let share = |of: u32| f64::from(count.right) / f64::from(of.max(1));
        eprintln!(
            "{field:14} precision {:.3} recall {:.3} ({}/{}/{})",
            share(count.given),
            share(count.labelled),
            count.right,
            count.given,
            count.labelled
        );
    }
    eprintln!("wrong yes: {wrong_yes}");
    let accepted: BTreeMap<String, (f64, f64)> =
        serde_json::from_str(include_str!("../../../fixtures/judgements/extraction.json")).expect("figures");
    assert_eq!(accepted.len(), counts.len());
    for (field, count) in counts {
        let (precision, recall) = accepted[field];
        let share = |of: u32| f64::from(count.right) / f64::from(of.max(1));
        assert!(share(count.given) >= precision - TOLERANCE, "precision of {field} fell below {precision}");
        assert!(share(count.labelled) >= recall - TOLERANCE, "recall of {field} fell below {recall}");
    }
    assert!(wrong_yes <= ACCEPTED_WRONG_YES, "a wrong yes costs ten times a missing one");
}
