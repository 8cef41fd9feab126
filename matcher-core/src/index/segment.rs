//! The columns of one segment that filters, counts and orders read for each document.

use tantivy::columnar::Column;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use super::facets::{Dimension, FacetValues};
use super::schema::{CLOSES, DUPLICATE, FACET, LENGTH, ORDER, TIED};
use super::spelling::{LazySpelling, Spelling, Spellings};

/// One segment, ready to be read.
pub(super) struct SegmentView {
    pub(super) reader: SegmentReader,
    pub(super) facet_values: FacetValues,
    facets: Option<Column<u64>>,
    closes: Option<Column<i64>>,
    order: Option<Column<u64>>,
    duplicate: Option<Column<u64>>,
    tied: Option<Column<u64>>,
    spelling: LazySpelling,
    /// Sum of the lengths of all documents, in weighted words.
    pub(super) total_length: f64,
}

impl SegmentView {
    pub(super) fn open(reader: &SegmentReader, spellings: &Spellings) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let mut facet_values = FacetValues::new();
        let facets = columns.str(FACET)?;
        if let Some(facets) = &facets {
            let mut term = String::new();
            for ordinal in 0..facets.num_terms() as u64 {
                term.clear();
                facets.ord_to_str(ordinal, &mut term)?;
                facet_values
                    .push(Dimension::split(&term).map(|(dimension, value)| (dimension, value.to_owned())));
            }
        }
        let lengths = columns.column_opt::<f64>(LENGTH)?;
        let total_length = lengths
            .map(|lengths| (0..reader.max_doc()).filter_map(|doc| lengths.first(doc)).sum())
            .unwrap_or_default();
        Ok(Self {
            facet_values,
            facets: facets.map(|column| column.ords().clone()),
            closes: columns.column_opt(CLOSES)?,
            order: columns.column_opt(ORDER)?,
            duplicate: columns.column_opt(DUPLICATE)?,
            tied: columns.column_opt(TIED)?,
            spelling: spellings.of(reader.segment_id()),
            total_length,
            reader: reader.clone(),
        })
    }

    /// How the segment's words are spelled; read through when first asked.
    pub(super) fn spelling(&self, terms: Field) -> &Spelling {
        self.spelling.get_or_init(|| Spelling::of(&self.reader, terms))
    }

    /// Whether the document has not been removed.
    pub(super) fn is_alive(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Whether another record is shown for this one.
    pub(super) fn is_duplicate(&self, doc: DocId) -> bool {
        self.duplicate.as_ref().is_some_and(|column| column.first(doc).is_some())
    }

    /// The partners tied to a territory of ours that have not been removed.
    pub(super) fn tied(&self) -> impl Iterator<Item = DocId> {
        let tied = self
            .tied
            .iter()
            .flat_map(|column| (0..self.reader.max_doc()).filter(move |doc| column.first(*doc).is_some()));
        tied.filter(|doc| self.is_alive(*doc))
    }

    /// Ordinals of the document's facet values.
    pub(super) fn facets(&self, doc: DocId) -> impl Iterator<Item = u64> {
        self.facets.iter().flat_map(move |column| column.values_for_doc(doc))
    }

    /// The document's closing days.
    pub(super) fn closes(&self, doc: DocId) -> impl Iterator<Item = i64> {
        self.closes.iter().flat_map(move |column| column.values_for_doc(doc))
    }

    /// The document's id as a number.
    pub(super) fn order(&self, doc: DocId) -> u64 {
        self.order.as_ref().and_then(|column| column.first(doc)).unwrap_or_default()
    }
}
