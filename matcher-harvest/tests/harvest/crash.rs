//! The harvest killed (SIGKILL) at moments spread over a whole run: the next run goes on, nothing is lost or doubled.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use matcher_core::model::{Offer, Sequence};
use matcher_store::{Action, RunOutcome, Store};
use serde_json::json;
use tempfile::TempDir;

const RECORDS: usize = 3_000;
const GONE: usize = 100;
const KILLS: u32 = 7;

struct Bench {
    folder: TempDir,
    data: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let data = folder.path().join("data");
        let source = include_str!("../../sources/eu-portal.toml");
        let lines = source.lines().filter(|line| !line.starts_with("replay"));
        let source = lines.chain(["replay = [\"recorded.json\"]"]).collect::<Vec<_>>().join("\n");
        std::fs::write(folder.path().join("source.toml"), source).expect("a source");
        Self { folder, data }
    }

    fn records(&self, count: usize) {
        let grants: Vec<_> = (0..count)
            .map(|n| {
                json!({
                    "id": format!("{n}TOPICSen"), "identifier": format!("T-{n}"), "title": format!("Topic {n}"),
                    "summary": "Water, glaciers and risk in remote valleys. ".repeat(20)
                })
            })
            .collect();
        let file = self.folder.path().join("recorded.json");
        std::fs::write(file, json!({ "grants": grants }).to_string()).expect("a recording");
    }

    fn start(&self, data: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_matcher-harvest"))
            .args(["run", "--source", "source.toml", "--replay", "."])
            .arg("--data")
            .arg(data)
            .current_dir(self.folder.path())
            .env_remove("MATCHER_DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command")
    }

    fn whole_run(&self, data: &Path) -> Duration {
        let begun = Instant::now();
        assert!(self.start(data).wait().expect("an end").success());
        begun.elapsed()
    }

    /// Kills runs at moments spread over one; some may end before.
    fn kill_runs(&self, whole: Duration) {
        for nth in 1..=KILLS {
            let mut child = self.start(&self.data);
            std::thread::sleep(whole * nth / (KILLS + 1));
            let _ = child.kill();
            child.wait().expect("an end");
        }
    }

    async fn store(&self) -> Store {
        Store::open_file(&self.data.join("matcher.sqlite3")).await.expect("the store")
    }
}

#[tokio::test]
async fn a_killed_run_loses_nothing_and_doubles_nothing() {
    let bench = Bench::new();
    bench.records(RECORDS);
    let whole = bench.whole_run(&bench.folder.path().join("elsewhere"));
    bench.kill_runs(whole);
    bench.whole_run(&bench.data);
    let store = bench.store().await;
    assert_eq!(store.count::<Offer>().await.expect("a count"), RECORDS as u64);
    let log = store.changes_after(Sequence(0), 10_000).await.expect("a log");
    assert_eq!(log.len(), RECORDS, "each record was written once");
    assert!(log.iter().all(|change| change.action == Action::Added && change.revision == 1));
    let runs = store.list_runs(None, None, 100).await.expect("runs").items;
    assert_eq!(runs[0].outcome, Some(RunOutcome::Complete));
    assert_eq!(runs[0].report.listed(), RECORDS as u64);
    let cut_off = runs.iter().filter(|run| run.outcome == Some(RunOutcome::Interrupted)).count();
    assert!(cut_off > 0, "no run was hit: {runs:?}");
    assert!(runs.iter().all(|run| run.outcome.is_some()), "each knows how it ended");

    // Runs that were cut off have counted nothing as missing; only good ones have.
    bench.records(RECORDS - GONE);
    let before = runs.len();
    bench.kill_runs(whole);
    let good = |runs: &[matcher_store::HarvestRun]| {
        let new = runs.len() - before;
        runs[..new].iter().filter(|run| run.outcome.is_some_and(RunOutcome::is_good)).count()
    };
    for _ in 0..4 {
        let runs = store.list_runs(None, None, 100).await.expect("runs").items;
        let standing = store.count::<Offer>().await.expect("a count");
        let expected = if good(&runs) < 3 { RECORDS } else { RECORDS - GONE };
        assert_eq!(standing, expected as u64, "after {} good runs", good(&runs));
        bench.whole_run(&bench.data);
    }
    let log = store.changes_after(Sequence(RECORDS as u64), 10_000).await.expect("a log");
    assert_eq!(log.len(), GONE);
    assert!(log.iter().all(|change| change.action == Action::Vanished && change.revision == 2));
}
