//! What the engine is measured against: tantivy alone, with its own analysis, over the same documents and fields.
//!
//! Like the engine it indexes every word twice, stemmed and as it stands, and stores what it would answer with.

use std::path::Path;

use matcher_core::model::{Draft, Localized, MoneyRange, Offer};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, TantivyDocument};

/// A tantivy index and nothing else.
pub(crate) struct BareIndex {
    index: Index,
    fields: Fields,
}

struct Fields {
    id: Field,
    title: Field,
    summary: Field,
    body: Field,
    words: Field,
    facet: Field,
    closes: Field,
    amount: Field,
    record: Field,
}

impl BareIndex {
    pub(crate) fn create(folder: &Path) -> Self {
        let mut schema = Schema::builder();
        let text = |tokenizer| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqs);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Fields {
            id: schema.add_text_field("id", STRING | STORED),
            title: schema.add_text_field("title", text("en_stem")),
            summary: schema.add_text_field("summary", text("en_stem")),
            body: schema.add_text_field("body", text("en_stem")),
            words: schema.add_text_field("words", text("default")),
            facet: schema.add_text_field("facet", TextOptions::default().set_fast("raw")),
            closes: schema.add_i64_field("closes", INDEXED | FAST),
            amount: schema.add_f64_field("amount", FAST),
            record: schema.add_text_field("record", STORED),
        };
        let index = Index::create_in_dir(folder, schema.build()).expect("a new index");
        Self { index, fields }
    }

    /// Indexes the documents with as many threads as tantivy likes, and commits.
    pub(crate) fn fill(&self, drafts: &[Draft<Offer>]) {
        let mut writer = self.index.writer(100_000_000).expect("a writer");
        for draft in drafts {
            writer.add_document(self.document(draft)).expect("adds");
        }
        writer.commit().expect("commits");
        writer.wait_merging_threads().expect("merges");
    }

    fn document(&self, draft: &Draft<Offer>) -> TantivyDocument {
        let (fields, offer) = (&self.fields, &draft.values);
        let mut document = TantivyDocument::new();
        document.add_text(fields.id, &draft.external_id);
        for (field, text) in
            [(fields.title, &offer.title), (fields.summary, &offer.summary), (fields.body, &offer.body)]
        {
            for (_, text) in text.iter().flat_map(Localized::iter) {
                document.add_text(field, text);
                document.add_text(fields.words, text);
            }
        }
        for theme in offer.themes.iter().flatten() {
            document.add_text(fields.facet, theme.as_str());
        }
        for kind in offer.kinds.iter().flatten() {
            document.add_text(fields.facet, kind.as_str());
        }
        if let Some(country) = &offer.country {
            document.add_text(fields.facet, country.as_str());
        }
        for deadline in offer.deadlines.iter().flatten() {
            let days = (deadline.date - jiff::civil::date(1970, 1, 1)).get_days();
            document.add_i64(fields.closes, i64::from(days));
        }
        if let Some(minor) = offer.amount.as_ref().and_then(MoneyRange::upper_minor) {
            document.add_f64(fields.amount, minor as f64);
        }
        document.add_text(fields.record, serde_json::to_string(draft).expect("serialises"));
        document
    }

    pub(crate) fn reader(&self) -> IndexReader {
        self.index.reader().expect("a reader")
    }

    /// How many of at most 200 documents fit the text best by BM25: the search alone, no document is read.
    pub(crate) fn top_200(&self, reader: &IndexReader, text: &str) -> usize {
        let fields = &self.fields;
        let parser = QueryParser::for_index(&self.index, vec![fields.title, fields.summary, fields.body]);
        let (query, _) = parser.parse_query_lenient(text);
        let collector = TopDocs::with_limit(200).order_by_score();
        reader.searcher().search(&query, &collector).expect("searches").len()
    }
}
