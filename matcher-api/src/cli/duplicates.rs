//! `matcher duplicates`: offers that several records tell of, listed, looked into and judged.

use std::time::Duration;

use clap::{Args, Subcommand};
use matcher_core::dedupe::{ComparedField, Decision, Measure, Reason};
use matcher_core::model::{FieldProblem, Localized, Offer, Origin, Record, RecordId};
use matcher_store::{Alike, ClusterDetail, ClusterView, JudgementRecord, Store, StoreError};

use super::console::plain;
use super::failure::Failure;
use super::place::Place;
use super::{Done, console};
use crate::prose::{Language, phrase, say};
use crate::{follower, state};

/// Items read from the store at a time.
const PAGE: u32 = 200;

/// List the offers that several records tell of, see why, and say where it is wrong.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    after_help = "Examples:\n  matcher duplicates list\n  matcher duplicates list --unsure\n  matcher duplicates show offer-0123456789abcdefghjkmnpqrs\n  matcher duplicates merge offer-… offer-… --because \"El boletín copia la ficha del portal\"\n  matcher duplicates undo 1204 --because \"Son dos ediciones\"\n\nNo record is changed by any of this; what people say is remembered through every harvest: docs/deduplication.md."
)]
pub(super) struct Duplicates {
    #[command(subcommand)]
    command: Command,
    /// Language of what is printed: es or en.
    #[arg(long, global = true, default_value_t = Language::Es)]
    lang: Language,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List clusters, or the pairs that a person should decide on.
    #[command(
        after_help = "Examples:\n  matcher duplicates list\n  matcher duplicates list --unsure --limit 20"
    )]
    List {
        /// Pairs that may be the same and that nobody has judged.
        #[arg(long, conflicts_with = "judgements")]
        unsure: bool,
        /// What people judged, latest first.
        #[arg(long)]
        judgements: bool,
        /// How many.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Show a cluster: its records, why they are taken for one, and where each shown value comes from.
    #[command(after_help = "Examples:\n  matcher duplicates show offer-0123456789abcdefghjkmnpqrs")]
    Show {
        /// Any of its records.
        #[arg(value_name = "ID")]
        id: RecordId,
    },
    /// Say that records are the same offer.
    #[command(
        after_help = "Examples:\n  matcher duplicates merge offer-… offer-… --because \"Es la misma ficha\""
    )]
    Merge {
        /// The records, 2 to 20.
        #[arg(value_name = "ID", required = true, num_args = 2..)]
        ids: Vec<RecordId>,
        #[command(flatten)]
        word: Word,
    },
    /// Say that two records are different offers.
    #[command(
        after_help = "Examples:\n  matcher duplicates split offer-… offer-… --because \"Son dos ediciones\""
    )]
    Split {
        /// The two records.
        #[arg(value_name = "ID", required = true, num_args = 2)]
        ids: Vec<RecordId>,
        #[command(flatten)]
        word: Word,
    },
    /// Take a judgement back; likeness then decides again.
    #[command(after_help = "Examples:\n  matcher duplicates undo 1204 --because \"Me equivoqué\"")]
    Undo {
        /// The judgement, as merge, split and list --judgements name it.
        #[arg(value_name = "JUDGEMENT")]
        id: u64,
        #[command(flatten)]
        word: Word,
    },
}

/// Who says it, and why.
#[derive(Debug, Args)]
struct Word {
    /// Why, in a sentence; it is kept.
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// In which role: a name of the office, never a person's.
    #[arg(long, value_name = "ROLE", default_value = "console")]
    by: String,
}

impl Word {
    fn origin(&self) -> Result<Origin, Failure> {
        format!("staff:{}", self.by).parse().map_err(|error| Failure::at("--by", error))
    }
}

impl Duplicates {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let store = state::open_store(&place.filled()?).await?;
        follower::look_for_duplicates(&store, Duration::MAX).await?;
        let printer = Printer { store: &store, language: self.lang };
        match self.command {
            Command::List { unsure: true, limit, .. } => printer.unsure(limit).await?,
            Command::List { judgements: true, limit, .. } => printer.judgements(limit).await?,
            Command::List { limit, .. } => printer.clusters(limit).await?,
            Command::Show { id } => printer.show(&id).await?,
            Command::Merge { ids, word } => printer.judge(&ids, Decision::Same, &word).await?,
            Command::Split { ids, word } => printer.judge(&ids, Decision::Different, &word).await?,
            Command::Undo { id, word } => {
                let judged = store.withdraw_judgement(id, &word.because, &word.origin()?).await;
                printer.judgement(&judged.map_err(in_words)?)?;
            }
        }
        Ok(Done::Whole)
    }
}

struct Printer<'a> {
    store: &'a Store,
    language: Language,
}

impl Printer<'_> {
    async fn clusters(&self, limit: u32) -> Result<(), Failure> {
        let (mut after, mut left) = (None, limit);
        while left > 0 {
            let page = self.store.list_clusters(after.as_ref(), left.min(PAGE)).await?;
            for view in &page.items {
                console::print(&self.cluster(view))?;
            }
            left -= u32::try_from(page.items.len()).unwrap_or(left).min(left);
            after = page.next;
            if after.is_none() {
                return self.total("duplicates-clusters", page.total);
            }
        }
        Ok(())
    }

    async fn unsure(&self, limit: u32) -> Result<(), Failure> {
        let (mut after, mut left) = (None, limit);
        while left > 0 {
            let page = self.store.list_unsure(after.as_ref(), left.min(PAGE)).await?;
            for pair in &page.items {
                let lines = [
                    self.likeness(&pair.alike),
                    self.record(&pair.records[0]),
                    self.record(&pair.records[1]),
                ];
                console::print(&lines.join("\n"))?;
            }
            left -= u32::try_from(page.items.len()).unwrap_or(left).min(left);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if left == limit { console::print(&say(self.language, "duplicates-none-unsure")) } else { Ok(()) }
    }

    async fn judgements(&self, limit: u32) -> Result<(), Failure> {
        let (mut after, mut left) = (None, limit);
        while left > 0 {
            let page = self.store.list_judgements(after.as_ref(), left.min(PAGE)).await?;
            for judged in &page.items {
                self.judgement(judged)?;
            }
            left -= u32::try_from(page.items.len()).unwrap_or(left).min(left);
            after = page.next;
            if after.is_none() {
                return self.total("duplicates-judgements", page.total);
            }
        }
        Ok(())
    }

    fn total(&self, id: &str, total: u64) -> Result<(), Failure> {
        let count = i64::try_from(total).unwrap_or(i64::MAX);
        console::print(&phrase(self.language, id).count("count", count).text())
    }

    async fn show(&self, id: &RecordId) -> Result<(), Failure> {
        let found = self.store.find_cluster(id).await?;
        let Some(detail) = found else {
            let stored = self.store.find::<Offer>(id).await?.is_some();
            let said = if stored { "duplicates-alone" } else { "duplicates-unknown" };
            return Err(Failure::new(phrase(self.language, said).with("id", id.to_string()).text()));
        };
        let ClusterDetail { view, alike, judgements } = detail;
        console::print(&self.cluster(&view))?;
        for (field, choice) in &view.choices {
            let why = self.word("why", choice.why.as_str());
            let field = say(self.language, format!("field-{field}"));
            console::print(&format!("  {field} ← {} ({why})", choice.record))?;
        }
        for one in &alike {
            console::print(&self.likeness(one))?;
        }
        judgements.iter().try_for_each(|judged| self.judgement(judged))
    }

    async fn judge(&self, ids: &[RecordId], decision: Decision, word: &Word) -> Result<(), Failure> {
        let judged =
            self.store.judge(ids, decision, &word.because, &word.origin()?).await.map_err(in_words)?;
        self.judgement(&judged.judgement)
    }

    fn cluster(&self, view: &ClusterView) -> String {
        let title = self.title(view.record.effective().title.as_ref());
        let records = view.members.iter().map(|member| {
            let mark = if member.id == view.shown { "*" } else { "-" };
            format!("  {mark}{}", self.record(member))
        });
        std::iter::once(title).chain(records).collect::<Vec<_>>().join("\n")
    }

    fn record(&self, record: &Record<Offer>) -> String {
        let title = self.title(record.effective().title.as_ref());
        let gone = record.withdrawn_at.map(|_| format!(" ({})", say(self.language, "duplicates-withdrawn")));
        format!("  {} {} {title}{}", record.id, record.source, gone.unwrap_or_default())
    }

    fn title(&self, title: Option<&Localized>) -> String {
        let text = title.and_then(|title| title.for_reader(self.language.as_str()));
        plain(text.map(|(_, text)| text).unwrap_or_default())
    }

    fn likeness(&self, one: &Alike) -> String {
        let reasons = one.likeness.reasons.iter();
        let reasons = reasons.map(|reason| format!("    {:+.1} {}", reason.weight, self.reason(reason)));
        let verdict = self.word("verdict", one.likeness.verdict.as_str());
        let head = format!("  {} ~ {}: {verdict} {:.3}", one.left, one.right, one.likeness.score);
        std::iter::once(head).chain(reasons).collect::<Vec<_>>().join("\n")
    }

    fn reason(&self, reason: &Reason) -> String {
        let (left, right) = (plain(&reason.left), plain(&reason.right));
        if reason.field == ComparedField::Source {
            // Told only of two records of one source, which takes them for two.
            return phrase(self.language, "duplicates-one-source").with("source", left).text();
        }
        let compared = match reason.measure {
            Measure::Containment => self.share_held(reason.value),
            _ if left == right => left,
            _ => format!("{left} | {right}"),
        };
        let field = self.word("field", reason.field.as_str());
        format!("{field} {}: {compared}", self.word("finding", reason.finding.as_str()))
    }

    /// How much of the shorter text the longer one holds.
    fn share_held(&self, share: f64) -> String {
        let percent = (share * 100.0).round() as i64;
        phrase(self.language, "duplicates-text-share").count("percent", percent).text()
    }

    /// A code of the comparison in the reader's language.
    fn word(&self, what: &str, code: &str) -> String {
        say(self.language, format!("duplicates-{what}-{code}"))
    }

    fn judgement(&self, judged: &JudgementRecord) -> Result<(), Failure> {
        let records: Vec<String> = judged.records().iter().map(ToString::to_string).collect();
        let mut line = phrase(self.language, format!("duplicates-judged-{}", judged.decision))
            .with("id", judged.id.to_string())
            .with("records", records.join(", "))
            .with("by", judged.said_by.to_string())
            .with("at", judged.at.strftime("%Y-%m-%d").to_string())
            .with("because", plain(&judged.because))
            .text();
        if let Some(withdrawn) = &judged.withdrawn {
            let told = phrase(self.language, "duplicates-taken-back")
                .with("by", withdrawn.said_by.to_string())
                .with("at", withdrawn.at.strftime("%Y-%m-%d").to_string())
                .with("because", plain(&withdrawn.because));
            line += &format!(" {}", told.text());
        }
        console::print(&line)
    }
}

/// What is wrong with a judgement, without the pointers of a request.
fn in_words(error: StoreError) -> Failure {
    match error {
        StoreError::Invalid(problems) => {
            let told = problems.into_iter().map(|FieldProblem { detail, .. }| detail).collect::<Vec<_>>();
            Failure::new(told.join("; "))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use matcher_core::dedupe::{ComparedField, Finding, Sameness, Why};

    use crate::prose::{Language, say};

    #[test]
    fn every_code_of_a_comparison_has_words() {
        let fields = ComparedField::ALL.iter().map(|one| format!("duplicates-field-{}", one.as_str()));
        let findings = Finding::ALL.iter().map(|one| format!("duplicates-finding-{}", one.as_str()));
        let verdicts = Sameness::ALL.iter().map(|one| format!("duplicates-verdict-{}", one.as_str()));
        let whys = Why::ALL.iter().map(|one| format!("duplicates-why-{}", one.as_str()));
        for id in fields.chain(findings).chain(verdicts).chain(whys) {
            for language in [Language::Es, Language::En] {
                let said = say(language, id.as_str());
                assert!(!said.is_empty() && !said.contains("duplicates-"), "{id} in {language}: {said}");
            }
        }
    }
}
