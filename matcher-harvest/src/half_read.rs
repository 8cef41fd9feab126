//! Records whose own page could not be read this time: what is stored of them stays.
//!
//! Knows nothing of why it could not be read.

use std::collections::{HashMap, HashSet};

use matcher_core::model::{Draft, Layer, Localized, Offer, RecordId, RecordKind};
use matcher_store::{Store, StoreError};
use serde_json::Value;

use crate::report::SourceReport;

/// Leaves out those of `offers` that are stored already and are among the `unread`: the listing alone says less, and
/// the record would seem to have lost what it says, to find it again the next night.
///
/// A record whose line says all that is stored is not left out: it loses nothing, and beyond the limit of pages its
/// line is all there is, night after night.
pub(crate) async fn without_half_read(
    store: &Store,
    mut offers: Vec<Draft<Offer>>,
    unread: &HashSet<String>,
    report: &mut SourceReport,
) -> Result<Vec<Draft<Offer>>, StoreError> {
    let id = |offer: &Draft<Offer>| RecordId::derive(RecordKind::Offer, &offer.source, &offer.external_id);
    let is_unread = |offer: &Draft<Offer>| unread.contains(&offer.external_id);
    let ids: Vec<RecordId> = offers.iter().filter(|offer| is_unread(offer)).map(id).collect();
    let stored = store.find_many::<Offer>(&ids).await?;
    let standing: HashMap<&RecordId, &Layer<Offer>> = stored
        .iter()
        .filter(|record| record.withdrawn_at.is_none())
        .map(|record| (&record.id, &record.stated))
        .collect();
    let all = offers.len();
    offers.retain(|offer| {
        let stored = standing.get(&id(offer)).filter(|_| is_unread(offer));
        stored.is_none_or(|stored| says_as_much(&offer.values, stored))
    });
    let kept = all - offers.len();
    if kept > 0 {
        report.unchanged += kept as u64;
        let detail = format!("{kept} records stay as they are: their own pages could not be read");
        report.warn("kept-as-they-were", detail);
    }
    Ok(offers)
}

/// Whether `line` has every field that is `stored`, and texts no shorter. A field that was read out of these very texts
/// may go: of other words the line says other things.
fn says_as_much(line: &Offer, stored: &Layer<Offer>) -> bool {
    let values = &stored.values;
    let chars = |text: &Option<Localized>| text.as_ref().map_or(0, Localized::longest_chars);
    if chars(&line.summary) < chars(&values.summary) || chars(&line.body) < chars(&values.body) {
        return false;
    }
    let texts = [&values.title, &values.summary, &values.body];
    let is_written = |quote: &str| {
        texts.iter().copied().flatten().flat_map(Localized::iter).any(|(_, text)| text.contains(quote))
    };
    let may_go = |field: &str| {
        let evidence = stored.stamps.get(field).and_then(|stamp| stamp.quote.as_deref());
        evidence.is_some_and(is_written)
    };
    match (serde_json::to_value(line), serde_json::to_value(values)) {
        (Ok(Value::Object(line)), Ok(Value::Object(stored))) => {
            stored.keys().all(|field| line.contains_key(field) || may_go(field))
        }
        _ => false,
    }
}
