//! Bulk import: JSON lines are read as they arrive, stored in batches and reported one by one.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use matcher_core::model::{Draft, FieldProblem, RecordId, SourceId};
use matcher_store::{Outcome, UpsertOptions, Upserted};

use super::body::{self, NDJSON};
use super::lines::{Line, Lines};
use super::records::Resource;
use crate::dto::bulk::{BulkParams, BulkReport, LineOutcome, LineReport};
use crate::intake;
use crate::problem::{Code, MOST_NAMED, Problem};
use crate::state::App;

/// Lines stored in one transaction.
const BATCH: usize = 500;

/// Faults after which each bad line is told with its first one only: a report must not outgrow its import by far.
const FULLY_TOLD: usize = 10_000;

/// Stores every good line and reports every line.
///
/// # Errors
/// What concerns the body as a whole: its type, its size, its end. Batches stored before stay stored.
pub(super) async fn import<V: Resource>(
    app: &App,
    request: &HttpRequest,
    mut payload: web::Payload,
    asked: &BulkParams,
) -> Result<HttpResponse, Problem> {
    body::require_type(request, NDJSON)?;
    let limit = app.settings.import_limit_bytes;
    body::refuse_declared(request, limit)?;
    let mut import = Import::<V>::new(app, asked.dry_run.unwrap_or(false));
    let mut lines = Lines::new(app.settings.json_limit_bytes);
    let mut received = 0;
    while let Some(chunk) = body::next_chunk(&mut payload).await? {
        received += chunk.len();
        if received > limit {
            return Err(body::too_large(limit));
        }
        let mut piece = chunk.as_ref();
        while let Some(line) = lines.next(&mut piece) {
            import.line(line).await?;
        }
    }
    if let Some(line) = lines.last() {
        import.line(line).await?;
    }
    import.store().await?;
    // Bad lines were reported when read, good ones when stored.
    import.report.lines.sort_by_key(|report| report.line);
    Ok(HttpResponse::Ok().json(import.report))
}

/// What the parser has against a line; that it is always line 1 of itself would only mislead.
fn malformed(error: &serde_json::Error) -> FieldProblem {
    let told = error.to_string();
    let what = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
    FieldProblem::new("", "malformed-json", format!("{what} at column {}", error.column()))
}

/// An import under way.
struct Import<'a, V> {
    app: &'a App,
    dry_run: bool,
    line: u64,
    /// Lines read and not yet stored: every line of a batch shares a source.
    batch: Vec<(u64, Draft<V>)>,
    /// Which line named a record first.
    seen: HashMap<RecordId, u64>,
    /// Faults reported so far.
    told: usize,
    report: BulkReport,
}

impl<'a, V: Resource> Import<'a, V> {
    fn new(app: &'a App, dry_run: bool) -> Self {
        let report = BulkReport { dry_run, ..BulkReport::default() };
        Self { app, dry_run, line: 0, batch: Vec::new(), seen: HashMap::new(), told: 0, report }
    }

    /// Takes the next line.
    async fn line(&mut self, line: Line) -> Result<(), Problem> {
        self.line += 1;
        if self.line as usize > self.app.settings.import_limit_lines {
            let most = self.app.settings.import_limit_lines;
            return Err(Problem::new(Code::BodyTooLarge, format!("the body has more than {most} lines")));
        }
        let Line::Whole(line) = line else {
            self.reject(vec![self.too_long()]);
            return Ok(());
        };
        let text = if self.line == 1 { line.strip_prefix(b"\xEF\xBB\xBF") } else { None };
        let text = text.unwrap_or(&line);
        if text.trim_ascii().is_empty() {
            return Ok(());
        }
        match self.read(text) {
            Ok(draft) => self.queue(draft).await?,
            Err(problems) => self.reject(problems),
        }
        Ok(())
    }

    fn too_long(&self) -> FieldProblem {
        let detail = format!("the line is above {} bytes", self.app.settings.json_limit_bytes);
        FieldProblem::new("", "line-too-long", detail)
    }

    fn read(&mut self, line: &[u8]) -> Result<Draft<V>, Vec<FieldProblem>> {
        let value = serde_json::from_slice(line).map_err(|error| vec![malformed(&error)])?;
        let draft = intake::draft::<V>(value, Some(&intake::API_SOURCE), None, &self.app.profile)?;
        let id = RecordId::derive(V::KIND, &draft.source, &draft.external_id);
        match self.seen.insert(id.clone(), self.line) {
            None => Ok(draft),
            Some(first) => {
                self.seen.insert(id, first);
                let detail = format!("line {first} has this source and external id already");
                Err(vec![FieldProblem::new("/external_id", "duplicate", detail)])
            }
        }
    }

    async fn queue(&mut self, draft: Draft<V>) -> Result<(), Problem> {
        let same_source =
            |source: &SourceId| self.batch.last().is_none_or(|(_, last)| last.source == *source);
        if self.batch.len() >= BATCH || !same_source(&draft.source) {
            self.store().await?;
        }
        self.batch.push((self.line, draft));
        Ok(())
    }

    /// Stores what is queued, in one transaction.
    async fn store(&mut self) -> Result<(), Problem> {
        let (lines, drafts): (Vec<u64>, Vec<Draft<V>>) = std::mem::take(&mut self.batch).into_iter().unzip();
        let Some(first) = drafts.first() else { return Ok(()) };
        let by = intake::stating(&first.source);
        let options = UpsertOptions { dry_run: self.dry_run, ..UpsertOptions::default() };
        let done = self.app.store.upsert(drafts, &by, options).await?;
        if !self.dry_run {
            self.app.wake();
        }
        for (line, done) in lines.into_iter().zip(done) {
            self.accept(line, done);
        }
        Ok(())
    }

    fn accept(&mut self, line: u64, done: Upserted) {
        let outcome = match done.outcome {
            Outcome::Added => LineOutcome::Added,
            Outcome::Changed => LineOutcome::Changed,
            Outcome::Unchanged => LineOutcome::Unchanged,
            Outcome::Restored => LineOutcome::Restored,
        };
        self.report.push(LineReport { line, outcome, id: Some(done.id), problems: Vec::new() });
    }

    fn reject(&mut self, mut problems: Vec<FieldProblem>) {
        problems.truncate(if self.told < FULLY_TOLD { MOST_NAMED } else { 1 });
        self.told += problems.len();
        self.report.push(LineReport { line: self.line, outcome: LineOutcome::Rejected, id: None, problems });
    }
}
