//! `matcher serve` as a process of its own, to be asked, stopped and killed.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use super::command::{kill, matcher};

const START_WITHIN: Duration = Duration::from_secs(60);

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    base: String,
    client: reqwest::Client,
}

impl Server {
    /// Starts one over the data folder and waits until it is ready, that is until its index has caught up.
    pub(crate) async fn start(data: &Path) -> Self {
        let server = Self::spawn(data);
        server.ready(data).await
    }

    /// Starts one without waiting.
    pub(crate) fn spawn(data: &Path) -> Self {
        let log = File::create(log(data)).expect("a log file");
        let port = free_port();
        let child = matcher(data)
            .arg("serve")
            .env("MATCHER_BIND", format!("127.0.0.1:{port}"))
            .stdout(log.try_clone().expect("the log file"))
            .stderr(log)
            .spawn()
            .expect("the server starts");
        Self { child, base: format!("http://127.0.0.1:{port}"), client: reqwest::Client::new() }
    }

    async fn ready(mut self, data: &Path) -> Self {
        let start = Instant::now();
        loop {
            let answer = self.client.get(self.url("/v1/ready")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return self;
            }
            let ended = self.child.try_wait().expect("a state");
            assert!(ended.is_none() && start.elapsed() < START_WITHIN, "not ready: {}", said(data));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        kill(&mut self.child);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Killed before, or killed now.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn log(data: &Path) -> std::path::PathBuf {
    data.with_extension("log")
}

/// What the last server over this folder wrote.
pub(crate) fn said(data: &Path) -> String {
    std::fs::read_to_string(log(data)).unwrap_or_default()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
