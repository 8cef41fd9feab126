//! Offers that several records tell of: clusters, pairs to be decided, and what people judged.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use matcher_core::dedupe::{Choice, Decision, Reason, Sameness, Why};
use matcher_core::model::{Offer, Origin, Record, RecordId, Stamp};
use matcher_store::{Alike, ClusterDetail, ClusterView, JudgementRecord, MAX_PAGE, UnsurePair};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::brief::Brief;
use super::params::{FromParams, Params};
use crate::prose::Language;

/// Parameters of a page.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Items a page, 1 to 200; 50 unless the server is set otherwise.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

impl FromParams for PageParams {
    fn take(params: &mut Params) -> Self {
        Self { cursor: params.one("cursor"), limit: params.ranged("limit", 1..=MAX_PAGE as usize) }
    }
}

/// For whom and when clusters are shown.
#[derive(Debug, Clone, Copy)]
pub struct Showing {
    /// The reader's language.
    pub language: Language,
    /// The day of the answer.
    pub today: Date,
}

impl Showing {
    fn brief(self, record: &Record<Offer>) -> Brief {
        Brief::offer(record, self.language, self.today)
    }
}

/// One record of a cluster.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberShown {
    /// The record in brief, saying what its own source says.
    pub record: Brief,
    /// Whether it was withdrawn, or has vanished from its source.
    pub withdrawn: bool,
}

/// Records that are taken for one offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClusterShown {
    /// Its id, that of one of its records; any of them finds it.
    pub id: RecordId,
    /// The record by which answers show it.
    pub shown: RecordId,
    /// What answers say of it: the best-founded value of each field.
    pub elected: Brief,
    /// All its records, in the order of ids.
    pub records: Vec<MemberShown>,
}

impl ClusterShown {
    /// The cluster for a reader.
    pub fn of(view: &ClusterView, showing: Showing) -> Self {
        let member = |record: &Record<Offer>| MemberShown {
            record: showing.brief(record),
            withdrawn: record.withdrawn_at.is_some(),
        };
        Self {
            id: view.cluster.clone(),
            shown: view.shown.clone(),
            elected: showing.brief(&view.record),
            records: view.members.iter().map(member).collect(),
        }
    }
}

/// Where the value of a field comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ElectedFrom {
    /// The record that says it.
    pub record: RecordId,
    /// Why this one.
    pub why: Why,
    /// Who said it there, when, and in which sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// The records that say something else, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<RecordId>,
}

impl From<Choice> for ElectedFrom {
    fn from(choice: Choice) -> Self {
        Self { record: choice.record, why: choice.why, stamp: choice.stamp, others: choice.others }
    }
}

/// How like two records are, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlikeShown {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// 0 to 1: an order, not a probability.
    pub score: f64,
    /// What it amounts to.
    pub verdict: Sameness,
    /// What agreed and what differed.
    pub reasons: Vec<Reason>,
    /// The version of the rules that found it.
    pub engine: u64,
}

impl From<Alike> for AlikeShown {
    fn from(alike: Alike) -> Self {
        let Alike { left, right, likeness, engine } = alike;
        Self {
            left,
            right,
            score: likeness.score,
            verdict: likeness.verdict,
            reasons: likeness.reasons,
            engine,
        }
    }
}

/// A cluster with what holds it together.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClusterWhole {
    /// The cluster.
    #[serde(flatten)]
    pub cluster: ClusterShown,
    /// By field, from which record its value comes, and why.
    pub provenance: BTreeMap<String, ElectedFrom>,
    /// How like its records are to each other, and to others that may belong to it.
    pub alike: Vec<AlikeShown>,
    /// What people judged of its records, oldest first.
    pub judgements: Vec<JudgementShown>,
}

impl ClusterWhole {
    /// The cluster for a reader.
    pub fn of(detail: ClusterDetail, showing: Showing) -> Self {
        let choices = detail.view.choices.clone();
        Self {
            cluster: ClusterShown::of(&detail.view, showing),
            provenance: choices.into_iter().map(|(field, choice)| (field, choice.into())).collect(),
            alike: detail.alike.into_iter().map(Into::into).collect(),
            judgements: detail.judgements.into_iter().map(Into::into).collect(),
        }
    }
}

/// Two records that may be one offer: for a person to decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnsureShown {
    /// How like they are, and why.
    pub alike: AlikeShown,
    /// Both records.
    pub records: Vec<Brief>,
}

impl UnsureShown {
    /// The pair for a reader.
    pub fn of(pair: UnsurePair, showing: Showing) -> Self {
        let records = pair.records.iter().map(|record| showing.brief(record)).collect();
        Self { alike: pair.alike.into(), records }
    }
}

/// Two records.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairShown {
    /// The smaller id.
    pub left: RecordId,
    /// The larger one.
    pub right: RecordId,
}

/// That a judgement was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnShown {
    /// Why, in the person's words.
    pub because: String,
    /// In which role.
    pub said_by: Origin,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What a person judged.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementShown {
    /// Its id.
    pub id: u64,
    /// The same offer, or different ones.
    pub decision: Decision,
    /// The pairs judged.
    pub pairs: Vec<PairShown>,
    /// Why, in the person's words.
    pub because: String,
    /// In which role.
    pub said_by: Origin,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// That it was taken back; it then counts no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnShown>,
}

impl From<JudgementRecord> for JudgementShown {
    fn from(judged: JudgementRecord) -> Self {
        let pairs = judged.pairs.into_iter().map(|(left, right)| PairShown { left, right }).collect();
        let withdrawn = judged.withdrawn.map(|one| WithdrawnShown {
            because: one.because,
            said_by: one.said_by,
            at: one.at,
        });
        Self {
            id: judged.id,
            decision: judged.decision,
            pairs,
            because: judged.because,
            said_by: judged.said_by,
            at: judged.at,
            withdrawn,
        }
    }
}

/// A person's word on offers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "records": ["offer-0123456789abcdefghjkmnpqrs", "offer-3zk4m0q8w2t9x6v1r5n7pbcdfg"],
    "decision": "same", "because": "La segunda copia la ficha del portal"
}))]
pub struct JudgementDraft {
    /// 2 to 20 offers; every two of them are judged.
    #[schema(min_items = 2, max_items = 20, value_type = Vec<RecordId>)]
    pub records: Vec<String>,
    /// The same offer, or different ones.
    pub decision: Decision,
    /// Why, in a sentence; at most 2,000 characters.
    pub because: String,
}

/// Why a judgement is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"because": "Son dos ediciones distintas"}))]
pub struct WithdrawalDraft {
    /// Why, in a sentence; at most 2,000 characters.
    pub because: String,
}

#[cfg(test)]
mod tests {
    use super::super::params::names;
    use super::*;

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            PageParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<PageParams>(), documented);
    }
}
