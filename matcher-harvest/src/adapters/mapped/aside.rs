//! The words of a record under headings of the source's own, handed over for reading: those of rules with a topic, and
//! those of fields whose values no rule understood.
//!
//! Knows nothing of what the words mean.

use matcher_core::model::{AsideTopic, Draft, Offer};

use super::evaluate::{Lookup, texts};
use crate::mapping::{Fields, Rule};
use crate::text::{clean_prose, cut, without_mailboxes};

/// Most characters of one heading's words: the reader takes no more of a passage.
const MAX_CHARS: usize = 20_000;

/// Adds to `draft` what `record` says under headings.
pub(super) fn add_asides(draft: &mut Draft<Offer>, fields: &Fields, record: &dyn Lookup) {
    for (field, rule) in fields.iter() {
        if let Some(topic) = rule.topic.or_else(|| unread(field, &draft.values)) {
            draft.add_aside(topic, &words(rule, record));
        }
    }
}

/// What a field that stayed empty is about.
fn unread(field: &str, offer: &Offer) -> Option<AsideTopic> {
    let (topic, is_read) = match field {
        "applicants" => (AsideTopic::Eligibility, offer.applicants.is_some()),
        "deadlines" => (AsideTopic::Deadline, offer.deadlines.is_some() || offer.rolling == Some(true)),
        "opens" => (AsideTopic::Opening, offer.opens.is_some()),
        "amount_min" | "amount_max" => (AsideTopic::Amount, offer.amount.is_some()),
        _ => return None,
    };
    (!is_read).then_some(topic)
}

/// All that a rule's paths find, as it stands there.
fn words(rule: &Rule, record: &dyn Lookup) -> String {
    let bare = Rule { from: rule.from.clone(), all: rule.all, ..Rule::default() };
    let found: Vec<String> = texts(&bare, record).iter().map(|text| clean_prose(text)).collect();
    let text = found.join("\n");
    cut(&without_mailboxes(&text), MAX_CHARS).0.to_owned()
}
