//! The records of one cluster read together: for each field the best-founded value, and why. Changes no record.
//!
//! What staff say stands first, then the publisher's own source, then who repeats it; of equals, what the source states
//! before what a rule read out of prose, then the fuller value, then the more recent. Fields that only make sense
//! together (dates; money) are taken from one record.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Offer, Origin, OriginKind, Record, RecordId, Stamp, coded_enum, values_from_json};

coded_enum! {
    /// How near a source stands to whoever makes the offer.
    Standing, "standing of a source", {
        /// The publisher's own.
        Publisher => "publisher",
        /// Nothing is known.
        Unknown => "unknown",
        /// It repeats what others publish.
        Aggregator => "aggregator",
    }
}

coded_enum! {
    /// What decided for a value.
    Why, "reason of a choice", {
        /// No other record says anything of it.
        OnlyOne => "only-one",
        /// All that say something say the same.
        Unanimous => "unanimous",
        /// Staff said so.
        Editorial => "editorial",
        /// The publisher's own source, or one nearer to it.
        Standing => "standing",
        /// Stated by the source, where others were read out of prose.
        Stated => "stated",
        /// It says more.
        Fuller => "fuller",
        /// It was said last.
        Recent => "recent",
        /// Nothing tells them apart: the record that comes first by id.
        FirstById => "first-by-id",
    }
}

/// A record and how near its source stands to the publisher.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    /// The record.
    pub record: &'a Record<Offer>,
    /// Its source's standing.
    pub standing: Standing,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The record that says it.
    pub record: RecordId,
    /// Who said it there, when and in which sentence.
    pub stamp: Option<Stamp>,
    /// What decided.
    pub why: Why,
    /// The records that say something else, best first.
    pub others: Vec<RecordId>,
}

/// The records of a cluster read together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Elected {
    /// The chosen values.
    pub values: Offer,
    /// By field of [`Offer`], where each comes from.
    pub choices: BTreeMap<String, Choice>,
}

/// Fields taken from one record together, named after the one that counts most; every other field stands alone.
const TOGETHER: [&[&str]; 3] = [
    &["deadlines", "rolling", "opens", "forecast"],
    &["amount", "co_financing_percent"],
    &["publisher", "publisher_kind", "country", "territory"],
];

/// Reads records together. Withdrawn ones count only where all are.
pub fn elect(records: &[Ranked<'_>]) -> Elected {
    let standing: Vec<Ranked<'_>> =
        records.iter().filter(|ranked| ranked.record.withdrawn_at.is_none()).copied().collect();
    let records = if standing.is_empty() { records } else { &standing };
    let voters: Vec<Voter<'_>> = records.iter().map(Voter::of).collect();
    let mut fields = Map::new();
    let mut choices = BTreeMap::new();
    for names in field_groups(&voters) {
        let Some((winner, why, others)) = best(&voters, &names) else { continue };
        for name in names {
            if let Some(value) = winner.values.get(&name) {
                fields.insert(name.clone(), value.clone());
                let stamp = winner.stamps.get(&name).cloned();
                let record = winner.ranked.record.id.clone();
                choices.insert(name, Choice { record, stamp, why, others: others.clone() });
            }
        }
    }
    // The fields were written by the same type a moment ago, so they read back.
    let values = values_from_json(fields).unwrap_or_default();
    Elected { values, choices }
}

/// A record's effective values by field, with who said each.
struct Voter<'a> {
    ranked: &'a Ranked<'a>,
    values: Map<String, Value>,
    stamps: BTreeMap<String, Stamp>,
}

impl<'a> Voter<'a> {
    fn of(ranked: &'a Ranked<'a>) -> Self {
        let values = match serde_json::to_value(ranked.record.effective()) {
            Ok(Value::Object(values)) => values,
            _ => Map::new(),
        };
        Self { ranked, values, stamps: ranked.record.provenance() }
    }

    fn says(&self, names: &[String]) -> Vec<Option<&Value>> {
        names.iter().map(|name| self.values.get(name)).collect()
    }

    /// What decides, the better one first.
    fn claim(&self, names: &[String]) -> Option<Claim<'_>> {
        let said: Vec<&String> = names.iter().filter(|name| self.values.contains_key(*name)).collect();
        let first = said.first()?;
        let stamps: Vec<&Stamp> = said.iter().filter_map(|name| self.stamps.get(*name)).collect();
        let editorial = &self.ranked.record.editorial.stamps;
        Some(Claim {
            editorial: said.iter().any(|name| editorial.contains_key(*name)),
            standing: self.ranked.standing,
            // A group without its main field (dates without a deadline) gives way to one that has it.
            main: *first == &names[0],
            stated: !stamps.iter().any(|stamp| is_rule(&stamp.said_by)),
            fullness: said.iter().map(|name| fullness(&self.values[*name])).sum(),
            at: stamps.iter().map(|stamp| stamp.at).max(),
            id: &self.ranked.record.id,
        })
    }
}

struct Claim<'a> {
    editorial: bool,
    standing: Standing,
    main: bool,
    stated: bool,
    fullness: usize,
    at: Option<Timestamp>,
    id: &'a RecordId,
}

impl Claim<'_> {
    /// `Less` where this one is the better, and what decided.
    fn against(&self, other: &Self) -> (Ordering, Why) {
        let steps = [
            (other.editorial.cmp(&self.editorial), Why::Editorial),
            (other.main.cmp(&self.main), Why::Fuller),
            (self.standing.cmp(&other.standing), Why::Standing),
            (other.stated.cmp(&self.stated), Why::Stated),
            (other.fullness.cmp(&self.fullness), Why::Fuller),
            (other.at.cmp(&self.at), Why::Recent),
        ];
        let decided = steps.into_iter().find(|(order, _)| order.is_ne());
        decided.unwrap_or((self.id.cmp(other.id), Why::FirstById))
    }
}

/// The best voter for these fields, what decided, and who says something else.
fn best<'v, 'a>(voters: &'v [Voter<'a>], names: &[String]) -> Option<(&'v Voter<'a>, Why, Vec<RecordId>)> {
    let mut claims: Vec<(Claim<'v>, &'v Voter<'a>)> =
        voters.iter().filter_map(|voter| Some((voter.claim(names)?, voter))).collect();
    claims.sort_by(|one, other| one.0.against(&other.0).0);
    let ((claim, winner), rest) = claims.split_first()?;
    let said = winner.says(names);
    let differing: Vec<_> = rest.iter().filter(|(_, voter)| voter.says(names) != said).collect();
    let why = match (rest.is_empty(), differing.first()) {
        (true, _) => Why::OnlyOne,
        (_, None) => Why::Unanimous,
        (_, Some((next, _))) => claim.against(next).1,
    };
    let others = differing.iter().map(|(_, voter)| voter.ranked.record.id.clone()).collect();
    Some((winner, why, others))
}

/// All fields that anybody fills, those of [`TOGETHER`] in one group.
fn field_groups(voters: &[Voter<'_>]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> =
        TOGETHER.iter().map(|names| names.iter().map(|name| (*name).to_owned()).collect()).collect();
    let mut alone: Vec<&String> = voters.iter().flat_map(|voter| voter.values.keys()).collect();
    alone.sort_unstable();
    alone.dedup();
    let grouped = |name: &str| TOGETHER.iter().any(|names| names.contains(&name));
    groups.extend(alone.into_iter().filter(|name| !grouped(name)).map(|name| vec![name.clone()]));
    groups
}

fn is_rule(origin: &Origin) -> bool {
    origin.as_str().split(':').next().and_then(|kind| kind.parse().ok()) == Some(OriginKind::Rule)
}

/// How much a value says: letters of texts, entries of lists, stated parts of the rest.
fn fullness(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Bool(_) | Value::Number(_) => 1,
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.iter().map(fullness).sum::<usize>() + items.len(),
        Value::Object(fields) => fields.values().map(fullness).sum::<usize>() + fields.len(),
    }
}
