//! The domain in plain data: what an offer, a need and a partner say, and who said it.
//!
//! Knows nothing of storage, indexes, HTTP or the wording of any page.

mod actor;
mod availability;
mod concept_id;
mod country;
mod draft;
mod eligibility;
mod id;
mod kind;
mod language;
mod localized;
mod money;
mod need;
mod offer;
mod partner;
mod problem;
mod provenance;
mod reading;
mod record;
mod record_checks;
mod territory;
mod theme;
mod validated;

pub use actor::{ActorKind, Level};
pub use availability::Availability;
pub use concept_id::ConceptId;
pub use country::CountryCode;
pub use draft::{Aside, AsideTopic, Draft, values_from_json};
pub use eligibility::{CountryEligibility, Verdict};
pub use id::{RecordId, RecordKind, Sequence, SourceId};
pub use kind::CooperationKind;
pub use language::LanguageTag;
pub use localized::Localized;
pub use money::{AmountBasis, MoneyRange};
pub use need::{Challenge, CounterpartExperience, Need};
pub use offer::{Deadline, Direction, Offer};
pub use partner::{Partner, Tie, TieKind};
pub use problem::FieldProblem;
pub use provenance::{Layer, Origin, OriginKind, Stamp};
pub use reading::read_telling;
pub use record::{Record, Shown, Values, overlay};
pub use territory::{Territory, TerritoryCode, TerritoryLevel};
pub use theme::{Theme, ThemeId, themes, themes_digest};
pub use validated::ValueError;
pub(crate) use validated::coded_enum;

/// Longest accepted title, in Unicode scalar values.
pub const MAX_TITLE_CHARS: usize = 1_000;
/// Longest accepted summary, in Unicode scalar values.
pub const MAX_SUMMARY_CHARS: usize = 10_000;
/// Longest accepted body or description, in Unicode scalar values.
pub const MAX_BODY_CHARS: usize = 400_000;
/// Most entries accepted in any list of a record (themes, deadlines, ties…).
pub const MAX_LIST_ITEMS: usize = 300;
