//! Bulk import: JSON lines are read as they arrive, stored in batches and reported one by one.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use matcher_core::model::{Draft, FieldProblem, RecordId, SourceId};
use matcher_store::{Outcome, UpsertOptions, Upserted};

use super::body::{self, NDJSON};
use super::records::Resource;
use crate::dto::bulk::{BulkParams, BulkReport, LineOutcome, LineReport};
use crate::intake;
use crate::problem::{Code, Problem};
use crate::state::App;

/// Lines stored in one transaction.
const BATCH: usize = 500;

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
    let mut pending = Vec::new();
    let mut received = 0;
    while let Some(chunk) = body::next_chunk(&mut payload).await? {
        received += chunk.len();
        if received > limit {
            return Err(body::too_large(limit));
        }
        pending.extend_from_slice(&chunk);
        let Some(end) = pending.iter().rposition(|byte| *byte == b'\n') else {
            if pending.len() > app.settings.json_limit_bytes {
                return Err(line_too_long(app));
            }
            continue;
        };
        let rest = pending.split_off(end + 1);
        import.lines(&pending).await?;
        pending = rest;
    }
    import.lines(&pending).await?;
    import.store().await?;
    // Bad lines were reported when read, good ones when stored.
    import.report.lines.sort_by_key(|report| report.line);
    Ok(HttpResponse::Ok().json(import.report))
}

fn line_too_long(app: &App) -> Problem {
    Problem::new(Code::BodyTooLarge, format!("a line is above {} bytes", app.settings.json_limit_bytes))
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
    report: BulkReport,
}

impl<'a, V: Resource> Import<'a, V> {
    fn new(app: &'a App, dry_run: bool) -> Self {
        let report = BulkReport { dry_run, ..BulkReport::default() };
        Self { app, dry_run, line: 0, batch: Vec::new(), seen: HashMap::new(), report }
    }

    /// Takes whole lines.
    async fn lines(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        if bytes.is_empty() {
            return Ok(());
        }
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        for line in bytes.split(|byte| *byte == b'\n') {
            self.line += 1;
            if self.line as usize > self.app.settings.import_limit_lines {
                let most = self.app.settings.import_limit_lines;
                return Err(Problem::new(Code::BodyTooLarge, format!("the body has more than {most} lines")));
            }
            if line.len() > self.app.settings.json_limit_bytes {
                return Err(line_too_long(self.app));
            }
            let line = if self.line == 1 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
            if line.trim_ascii().is_empty() {
                continue;
            }
            match self.read(line) {
                Ok(draft) => self.queue(draft).await?,
                Err(problems) => self.reject(self.line, problems),
            }
        }
        Ok(())
    }

    fn read(&mut self, line: &[u8]) -> Result<Draft<V>, Vec<FieldProblem>> {
        let value = serde_json::from_slice(line)
            .map_err(|error| vec![FieldProblem::new("", "malformed-json", error.to_string())])?;
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

    fn reject(&mut self, line: u64, problems: Vec<FieldProblem>) {
        self.report.push(LineReport { line, outcome: LineOutcome::Rejected, id: None, problems });
    }
}
