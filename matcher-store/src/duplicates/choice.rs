//! By which record a cluster is shown, and with which values: those of records that can still be taken up, if any can.
//!
//! Pure: the day and the addresses of the sources are arguments. Knows nothing of the database.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use matcher_core::dedupe::{Elected, Ranked, Standing, elect};
use matcher_core::model::{Availability, Layer, Offer, Record, RecordId, SourceId};
use url::Url;

/// The addresses at which sources are read, by source.
pub(crate) type Addresses = HashMap<SourceId, Url>;

/// What was chosen of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// The record by which it is shown.
    pub(crate) shown: RecordId,
    /// What its records say together.
    pub(crate) elected: Elected,
    /// The first day on which another choice may have to be made, for a record then has closed.
    pub(crate) revisit_on: Option<Date>,
}

/// Chooses among the records of a cluster, in any order; none of nothing.
pub(crate) fn choose(records: &[Record<Offer>], addresses: &Addresses, today: Date) -> Option<Chosen> {
    let mut live: Vec<&Record<Offer>> = records.iter().filter(|record| is_live(record, today)).collect();
    let revisit_on = live.iter().filter_map(|record| closed_from(record, today)).min();
    if live.is_empty() {
        live = records.iter().filter(|record| record.withdrawn_at.is_none()).collect();
    }
    if live.is_empty() {
        live = records.iter().collect();
    }
    live.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    let ranked: Vec<Ranked<'_>> =
        live.iter().map(|record| Ranked { record, standing: standing(record, addresses) }).collect();
    let elected = elect(&ranked);
    let mut wins: BTreeMap<&RecordId, usize> = BTreeMap::new();
    for choice in elected.choices.values() {
        *wins.entry(&choice.record).or_default() += 1;
    }
    // Who is nearest to the publisher, then who says most of what is shown, then by id.
    let shown = ranked.iter().min_by_key(|ranked| {
        let won = wins.get(&ranked.record.id).copied().unwrap_or_default();
        (ranked.standing, std::cmp::Reverse(won), &ranked.record.id)
    })?;
    Some(Chosen { shown: shown.record.id.clone(), elected: elected.clone(), revisit_on })
}

/// The record as its cluster shows it: one layer, each value with the stamp of who said it.
pub(crate) fn as_shown(record: Record<Offer>, elected: &Elected) -> Record<Offer> {
    let stamp = |(field, choice): (&String, &matcher_core::dedupe::Choice)| {
        Some((field.clone(), choice.stamp.clone()?))
    };
    let stamps = elected.choices.iter().filter_map(stamp).collect();
    Record { stated: Layer { values: elected.values.clone(), stamps }, editorial: Layer::default(), ..record }
}

/// Whether it stands and can be taken up, as far as is known.
pub(crate) fn is_live(record: &Record<Offer>, today: Date) -> bool {
    record.withdrawn_at.is_none()
        && !matches!(record.effective().availability(today), Availability::Closed { .. })
}

/// The day after its last deadline, unless it never closes.
fn closed_from(record: &Record<Offer>, today: Date) -> Option<Date> {
    let offer = record.effective();
    let last = offer.deadlines.as_deref().unwrap_or_default().iter().map(|deadline| deadline.date).max()?;
    let after = last.tomorrow().ok()?;
    let closes = matches!(offer.availability(after), Availability::Closed { .. }) && after > today;
    closes.then_some(after)
}

/// A source whose records lead to its own site publishes them; of others nothing is known.
fn standing(record: &Record<Offer>, addresses: &Addresses) -> Standing {
    let offer = record.effective();
    let (page, source) = (offer.url.as_ref().and_then(site), addresses.get(&record.source).and_then(site));
    match (page, source) {
        (Some(page), Some(source)) if is_within(page, source) || is_within(source, page) => {
            Standing::Publisher
        }
        _ => Standing::Unknown,
    }
}

/// The host, without what names a service and not a site.
fn site(address: &Url) -> Option<&str> {
    let host = address.host_str()?;
    Some(["www.", "api."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host))
}

fn is_within(host: &str, site: &str) -> bool {
    host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'))
}
