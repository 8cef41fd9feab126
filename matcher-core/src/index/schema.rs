//! The fields of a document, the same in all three indexes.
//!
//! Raise [`SCHEMA_VERSION`] with every change of a field or of what goes into one.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of the fields and of their content; an index of another version is rebuilt.
pub const SCHEMA_VERSION: u32 = 6;

/// Handles of the fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The record's id, as one term: what is deleted by, and handed back.
    pub(super) id: Field,
    /// All keys of all words and concepts, joined by spaces; a word of the title is there three times.
    pub(super) terms: Field,
    /// Facet values as `theme:science`, several a document.
    pub(super) facet: Field,
    /// Closing days, in days since 1970-01-01, several a document; none for what cannot close.
    pub(super) closes: Field,
    /// Upper bound of the amount in minor units of its currency.
    pub(super) amount_minor: Field,
    /// The id as a number: sorts like the id.
    pub(super) order: Field,
    /// Length of the text in weighted words, as the score counts it.
    pub(super) length: Field,
    /// 1 where another record is shown for this one; absent elsewhere.
    pub(super) duplicate: Field,
    /// What the pair score needs, as JSON.
    pub(super) facts: Field,
    /// The analysed text, as the pair score reads it.
    pub(super) bag: Field,
    /// 1 where a partner is tied to a territory of ours; absent elsewhere.
    pub(super) tied: Field,
    /// Whom such a partner is tied to, as the JSON of a partner that says nothing else.
    pub(super) ties: Field,
}

/// The tokenizer of keys: the engine's own of this name, or the quicker one that takes its place and does the same.
pub(super) const KEYS: &str = "whitespace";
/// Names of the fast fields.
pub(super) const FACET: &str = "facet";
pub(super) const CLOSES: &str = "closes";
pub(super) const ORDER: &str = "order";
pub(super) const LENGTH: &str = "length";
pub(super) const DUPLICATE: &str = "duplicate";
pub(super) const TIED: &str = "tied";

/// The schema and its handles.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let keys = TextFieldIndexing::default()
        .set_tokenizer(KEYS)
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqs);
    let fast = NumericOptions::default().set_fast();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        terms: schema.add_text_field("terms", TextOptions::default().set_indexing_options(keys)),
        facet: schema.add_text_field(FACET, TextOptions::default().set_fast("raw")),
        closes: schema.add_i64_field(CLOSES, fast.clone()),
        amount_minor: schema.add_i64_field("amount_minor", fast.clone()),
        order: schema.add_u64_field(ORDER, fast.clone()),
        length: schema.add_f64_field(LENGTH, fast.clone()),
        duplicate: schema.add_u64_field(DUPLICATE, fast.clone()),
        facts: schema.add_bytes_field("facts", STORED),
        bag: schema.add_bytes_field("bag", STORED),
        tied: schema.add_u64_field(TIED, fast),
        ties: schema.add_bytes_field("ties", STORED),
    };
    (schema.build(), fields)
}
