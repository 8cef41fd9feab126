//! The real texts that large corpora are made of.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Longest text taken over, in bytes: what most publishers write on a page.
const MAX_BYTES: usize = 4_000;

/// A text in one of the analysed languages.
pub(super) struct RealText {
    pub(super) language: String,
    pub(super) title: String,
    pub(super) sentences: Vec<String>,
}

/// Texts from the folder beside the repository, or from the demo, always in the same order.
pub(super) fn load() -> Vec<RealText> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let shared = root.join("../shared");
    let labelled = shared.join("eval/aysen/corpus.jsonl");
    let feed = shared.join("corpus/eu_portal/nivard_eu_grants_feed.json");
    if labelled.is_file() && feed.is_file() {
        let mut texts = from_lines(&labelled, |line| (line["lang"].clone(), &line["title"], &line["text"]));
        texts.extend(from_feed(&feed));
        return texts;
    }
    eprintln!("../shared is absent: the corpus is made of the demo's offers");
    from_lines(&root.join("fixtures/demo/offers.jsonl"), |line| {
        let language =
            line["title"].as_object().and_then(|title| title.keys().next()).cloned().unwrap_or_default();
        (Value::from(language.clone()), &line["title"][&language], &line["body"][&language])
    })
}

fn from_lines(file: &PathBuf, read: impl Fn(&Value) -> (Value, &Value, &Value)) -> Vec<RealText> {
    let lines = fs::read_to_string(file).expect("the file is readable");
    lines
        .lines()
        .filter_map(|line| {
            let line: Value = serde_json::from_str(line).expect("one JSON object a line");
            let (language, title, text) = read(&line);
            RealText::of(language.as_str()?, title.as_str()?, text.as_str()?)
        })
        .collect()
}

fn from_feed(file: &Path) -> Vec<RealText> {
    let feed: Value = serde_json::from_slice(&fs::read(file).expect("the file is readable")).expect("JSON");
    let grants = feed["grants"].as_array().expect("a list of grants");
    grants
        .iter()
        .filter_map(|grant| RealText::of("en", grant["title"].as_str()?, grant["abstract"].as_str()?))
        .collect()
}

impl RealText {
    fn of(language: &str, title: &str, text: &str) -> Option<Self> {
        let analysed = ["es", "en", "fr", "pt"].contains(&language);
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        let sentences: Vec<String> = text
            .split_inclusive(['.', '\n'])
            .map(|line| line.trim().to_owned())
            .filter(|line| line.len() > 3)
            .collect();
        (analysed && !title.is_empty() && title.chars().count() <= 300 && !sentences.is_empty())
            .then(|| Self { language: language.to_owned(), title: title.to_owned(), sentences })
    }
}
