//! One consistent point of the index, and the statistics of its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::schema::{Field, TantivyDocument, Value};
use tantivy::{DocAddress, Searcher, Term};

use super::error::{IndexError, guarded};
use super::folder::Shared;
use super::generation::{Generation, place};
use super::schema::{self, Fields};
use super::segment::SegmentView;
use super::top::Place;
use crate::model::{Partner, RecordId, RecordKind, Sequence};
use crate::score::{Statistics, Ties};

/// What a snapshot is made of; shared by all that look at the same point.
pub(super) struct SnapshotParts {
    pub(super) generation: Arc<Generation>,
    pub(super) sequence: Sequence,
    pub(super) fields: Fields,
    indexes: [IndexParts; 3],
    ties: Ties,
}

/// One of the three indexes at that point.
pub(super) struct IndexParts {
    pub(super) searcher: Searcher,
    pub(super) segments: Vec<SegmentView>,
    average_length: f64,
}

impl SnapshotParts {
    /// The last commits that `generation` has loaded, which reached at least `sequence`.
    pub(super) fn of(generation: &Arc<Generation>, sequence: Sequence) -> Result<Self, IndexError> {
        let open = |searcher: Searcher| -> Result<IndexParts, IndexError> {
            let segments = searcher
                .segment_readers()
                .iter()
                .map(|reader| SegmentView::open(reader, &generation.spellings));
            let segments: Vec<SegmentView> = segments
                .collect::<tantivy::Result<_>>()
                .map_err(|error| IndexError::engine(&generation.path, error))?;
            let documents: u32 = segments.iter().map(|segment| segment.reader.max_doc()).sum();
            let length: f64 = segments.iter().map(|segment| segment.total_length).sum();
            Ok(IndexParts { searcher, segments, average_length: length / f64::from(documents.max(1)) })
        };
        let [offers, needs, partners] = generation.searchers();
        guarded(|| {
            let indexes = [open(offers)?, open(needs)?, open(partners)?];
            let (fields, generation) = (schema::build().1, Arc::clone(generation));
            let parts = Self { sequence, fields, indexes, generation, ties: Ties::default() };
            Ok(Self { ties: parts.read_ties()?, ..parts })
        })
    }

    /// Reads who is tied to whom.
    fn read_ties(&self) -> Result<Ties, IndexError> {
        let mut partners: Vec<(RecordId, Partner)> = Vec::new();
        for (number, segment) in self.index(RecordKind::Partner).segments.iter().enumerate() {
            for doc in segment.tied() {
                let document = self.document_at(RecordKind::Partner, DocAddress::new(number as u32, doc))?;
                partners.push((document.id()?, document.ties()?));
            }
        }
        // The order of segments is chance; of two ties that count alike the first one is shown.
        partners.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(Ties::from_partners(partners.iter().map(|(id, partner)| (id, partner))))
    }

    pub(super) fn index(&self, kind: RecordKind) -> &IndexParts {
        &self.indexes[place(kind)]
    }

    /// An error of the engine while this snapshot was read.
    pub(super) fn sort(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::engine(&self.generation.path, error)
    }

    /// Reads the stored document at `place`.
    pub(super) fn document(&self, kind: RecordKind, place: &Place) -> Result<StoredDocument, IndexError> {
        self.document_at(kind, DocAddress::new(place.segment, place.doc))
    }

    fn document_at(&self, kind: RecordKind, address: DocAddress) -> Result<StoredDocument, IndexError> {
        let document = self.index(kind).searcher.doc(address).map_err(|error| self.sort(error))?;
        Ok(StoredDocument { document, fields: self.fields })
    }
}

/// What the index keeps of a record.
pub(super) struct StoredDocument {
    document: TantivyDocument,
    fields: Fields,
}

impl StoredDocument {
    pub(super) fn id(&self) -> Result<RecordId, IndexError> {
        let id = self.document.get_first(self.fields.id).and_then(|value| value.as_str());
        id.and_then(|id| id.parse().ok())
            .ok_or_else(|| IndexError::Damaged("a document without a record id".to_owned()))
    }

    pub(super) fn facts(&self) -> Result<&[u8], IndexError> {
        self.bytes(self.fields.facts)
    }

    pub(super) fn bag(&self) -> Result<&[u8], IndexError> {
        self.bytes(self.fields.bag)
    }

    fn ties(&self) -> Result<Partner, IndexError> {
        serde_json::from_slice(self.bytes(self.fields.ties)?)
            .map_err(|_| IndexError::Damaged("the ties of a partner cannot be read".to_owned()))
    }

    fn bytes(&self, field: Field) -> Result<&[u8], IndexError> {
        self.document
            .get_first(field)
            .and_then(|value| value.as_bytes())
            .ok_or_else(|| IndexError::Damaged("a document lacks a part of it".to_owned()))
    }
}

/// Where snapshots come from. Cheap to clone.
#[derive(Clone)]
pub struct IndexReader {
    shared: Arc<Shared>,
    /// For the moment between generations in which nothing newer is served.
    last: Arc<SnapshotParts>,
}

impl IndexReader {
    pub(super) fn over(shared: Arc<Shared>, last: Arc<SnapshotParts>) -> Self {
        Self { shared, last }
    }

    /// The newest point the folder has noticed.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { parts: self.shared.served().unwrap_or_else(|_| Arc::clone(&self.last)) }
    }
}

/// One consistent point of the three indexes; stays readable whatever is written meanwhile.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) parts: Arc<SnapshotParts>,
}

impl Snapshot {
    /// How far the change log had been followed.
    pub fn sequence(&self) -> Sequence {
        self.parts.sequence
    }

    /// Records of a kind, withdrawn ones left out.
    pub fn count(&self, kind: RecordKind) -> u64 {
        self.parts.index(kind).searcher.num_docs()
    }

    /// Who was tied to whom.
    pub fn ties(&self) -> &Ties {
        &self.parts.ties
    }

    /// Statistics of the words of a kind of record.
    pub fn stats(&self, kind: RecordKind) -> CorpusStats<'_> {
        CorpusStats { index: self.parts.index(kind), terms: self.parts.fields.terms }
    }
}

/// Statistics of the words of one kind of record, as the pair score asks for them.
pub struct CorpusStats<'a> {
    index: &'a IndexParts,
    terms: Field,
}

impl Statistics for CorpusStats<'_> {
    /// Counts what is removed but not yet merged away, as the frequencies do.
    fn documents(&self) -> u64 {
        self.index.segments.iter().map(|segment| u64::from(segment.reader.max_doc())).sum()
    }

    fn average_length(&self) -> f64 {
        self.index.average_length
    }

    fn document_frequency(&self, key: &str) -> u64 {
        // A damaged dictionary shows when the folder is opened; here it costs a word, not the answer.
        self.index.searcher.doc_freq(&Term::from_field_text(self.terms, key)).unwrap_or_default()
    }

    fn similar(&self, language: &str, bones: &str, least: f64, most: usize) -> Vec<(String, f64)> {
        let mut found: BTreeMap<String, f64> = BTreeMap::new();
        for segment in &self.index.segments {
            let Ok(inverted) = segment.reader.inverted_index(self.terms) else { continue };
            for (ordinal, likeness) in segment.spelling(self.terms).similar(language, bones, least) {
                let mut key = Vec::new();
                if let Ok(true) = inverted.terms().ord_to_term(ordinal, &mut key)
                    && let Ok(key) = String::from_utf8(key)
                {
                    found.insert(key, likeness);
                }
            }
        }
        let mut found: Vec<(String, f64)> = found.into_iter().collect();
        // Stable: equals stand by key, the same in every snapshot.
        found.sort_by(|one, other| other.1.total_cmp(&one.1));
        found.truncate(most);
        found
    }
}
