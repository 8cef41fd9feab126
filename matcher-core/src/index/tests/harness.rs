//! Records and folders for the tests of the index.

use jiff::Timestamp;
use jiff::civil::Date;
use tempfile::TempDir;

use crate::index::{Entry, IndexFolder, SearchPage, SearchRequest};
use crate::matching::Filter;
use crate::model::*;
use crate::score::Profile;

pub(super) fn aysen() -> Profile {
    Profile::shipped("aysen").expect("the shipped profile")
}

pub(super) fn localized(language: &str, text: &str) -> Localized {
    Localized::new(language.parse().expect("a tag"), text)
}

pub(super) fn record<V: Values>(external_id: &str, values: V) -> Record<V> {
    let source: SourceId = "a-source".parse().expect("a source");
    Record {
        id: RecordId::derive(V::KIND, &source, external_id),
        source,
        external_id: external_id.to_owned(),
        stated: Layer { values, stamps: Default::default() },
        editorial: Layer::default(),
        revision: 1,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        withdrawn_by: None,
        sequence: Sequence(1),
    }
}

pub(super) fn withdrawn<V: Values>(mut record: Record<V>) -> Record<V> {
    record.withdrawn_at = Some(Timestamp::UNIX_EPOCH);
    record
}

/// An offer in brief: id, language, title, country, kind, closing day.
pub(super) fn offer(
    id: &str,
    (language, title): (&str, &str),
    country: &str,
    kind: CooperationKind,
    closes: Option<Date>,
) -> Record<Offer> {
    let deadline = |date| Deadline { date, time: None, time_zone: None, label: None };
    record(
        id,
        Offer {
            title: Some(localized(language, title)),
            country: Some(country.parse().expect("a country")),
            kinds: Some(vec![kind]),
            themes: Some(vec!["science".parse().expect("a theme")]),
            deadlines: closes.map(|date| vec![deadline(date)]),
            ..Offer::default()
        },
    )
}

pub(super) fn request(text: Option<&str>) -> SearchRequest {
    SearchRequest {
        kind: RecordKind::Offer,
        text: text.map(str::to_owned),
        filter: Filter::default(),
        open_on: None,
        closes_from: None,
        closes_to: None,
        offset: 0,
        limit: 20,
    }
}

/// A folder of its own with its index.
pub(super) struct Bench {
    pub(super) place: TempDir,
    pub(super) folder: IndexFolder,
}

impl Bench {
    pub(super) fn empty() -> Self {
        let place = TempDir::new().expect("a folder");
        let folder = IndexFolder::open(place.path(), &aysen()).expect("opens");
        Self { place, folder }
    }

    pub(super) fn with(offers: &[Record<Offer>]) -> Self {
        let bench = Self::empty();
        bench.apply(offers, Sequence(offers.len() as u64));
        bench
    }

    pub(super) fn apply(&self, offers: &[Record<Offer>], upto: Sequence) {
        let mut writer = self.folder.writer().expect("a writer");
        for offer in offers {
            writer.apply(Entry::Offer(&offer.shown())).expect("applies");
        }
        writer.commit(upto).expect("commits");
    }

    /// The same folder as the next process finds it.
    pub(super) fn reopened(self) -> Self {
        let Self { place, folder } = self;
        drop(folder);
        let folder = IndexFolder::open(place.path(), &aysen()).expect("opens again");
        Self { place, folder }
    }

    pub(super) fn search(&self, request: &SearchRequest) -> SearchPage {
        self.folder.reader().expect("a reader").snapshot().search(request).expect("searches")
    }

    /// External order of hits: positions in `offers`.
    pub(super) fn found(&self, request: &SearchRequest, offers: &[Record<Offer>]) -> Vec<usize> {
        let place = |id: &RecordId| offers.iter().position(|offer| offer.id == *id).expect("a known offer");
        self.search(request).hits.iter().map(|hit| place(&hit.id)).collect()
    }
}
