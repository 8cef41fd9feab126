//! The whole server in this process: port 0, a temporary data folder, SQLite; gone when dropped.

use std::net::TcpListener;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use matcher_api::config::Settings;
use matcher_api::state::App;

const WITHIN: Duration = Duration::from_secs(30);

/// A running server with its parts at hand.
pub(crate) struct TestApp {
    /// The parts it serves from.
    pub(crate) app: App,
    /// Speaks to it; follows no redirect.
    pub(crate) client: reqwest::Client,
    base: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    _data: tempfile::TempDir,
}

impl TestApp {
    /// An empty one.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// One whose settings are changed before it starts.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut settings =
            Settings { data: data.path().to_owned(), follow_every_ms: 50, ..Settings::default() };
        change(&mut settings);
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(serve(settings, tell));
        });
        let (app, base, handle) = tokio::task::spawn_blocking(move || told.recv())
            .await
            .expect("no panic")
            .expect("the server starts");
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { app, client, base, handle, thread: Some(thread), _data: data }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// `GET` of a path.
    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(self.url(path)).send().await.expect("an answer")
    }

    /// `GET` of a path that answers with JSON, whatever its status.
    pub(crate) async fn json(&self, path: &str) -> (u16, serde_json::Value) {
        let answer = self.get(path).await;
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    /// Waits until the index serves what the change log holds up to `sequence`.
    pub(crate) async fn wait_until_indexed(&self, sequence: u64) {
        let start = Instant::now();
        while self.app.index.sequence().0 < sequence {
            assert!(start.elapsed() < WITHIN, "the index stands at {}", self.app.index.sequence());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until the index serves everything written so far.
    pub(crate) async fn wait_until_caught_up(&self) {
        let sequence = self.app.store.sequence().await.expect("a position");
        self.wait_until_indexed(sequence.0).await;
    }
}

/// Opens and serves until told to stop, on a thread of its own: the server wants its own runtime.
async fn serve(settings: Settings, started: Sender<(App, String, ServerHandle)>) {
    let app = matcher_api::state::open(&settings).await.expect("the parts open");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let running = matcher_api::server::run(app.clone(), listener).expect("the server starts");
    let base = format!("http://{}", running.address());
    started.send((app, base, running.handle())).expect("the test waits");
    running.await.expect("it ends well");
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The command is given at once; its answer is the thread's end.
        drop(self.handle.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(
            std::thread::panicking() || ended.is_none_or(|ended| ended.is_ok()),
            "the server ended badly"
        );
    }
}
