//! Memory of `matcher serve` over the large corpus, asked some questions first.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

/// Questions asked before memory is read.
const QUESTIONS: [&str; 5] = [
    "Monitoreo de glaciares y agua potable rural",
    "Becas de posgrado en ciencias del mar",
    "Residencias artísticas y festivales de música",
    "Renewable energy for isolated communities",
    "Capacitación de funcionarios municipales en gestión de proyectos",
];

/// Starts the server on the folder, asks, and prints what it holds in memory: at the first start, which looks for
/// duplicates among all offers, and at the next one.
#[expect(clippy::print_stdout, reason = "a bench reports on the terminal")]
pub(crate) fn print_memory(folder: &Path) {
    let Some(program) = program() else {
        println!(
            "memory of serve: not measured, build the program first (cargo build --release --bin matcher)"
        );
        return;
    };
    for which in ["first start", "next start"] {
        let started = Instant::now();
        let mut server = Server::start(&program, folder);
        let ready_ms = started.elapsed().as_millis();
        let fresh = server.memory_mb();
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(server.ask());
        println!(
            "serve, {which}: ready after {ready_ms} ms; resident {fresh} MB fresh, {} MB after questions",
            server.memory_mb()
        );
        server.stop();
    }
}

/// The built program beside this bench.
fn program() -> Option<PathBuf> {
    let bench = std::env::current_exe().ok()?;
    let program = bench.parent()?.parent()?.join("matcher");
    program.is_file().then_some(program)
}

struct Server {
    process: Child,
    /// Kept open: a server that cannot say where it listens stops.
    _output: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Self {
        let mut process = Command::new(program)
            .args(["--data", &folder.display().to_string(), "serve", "--bind", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let stdout = process.stdout.take().expect("is piped");
        let mut output = BufReader::new(stdout).lines();
        let address = output
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()));
        Self { process, _output: output, address: address.expect("says where it listens") }
    }

    async fn ask(&self) {
        let client = reqwest::Client::new();
        for text in QUESTIONS {
            let body = serde_json::json!({ "needs": [{ "title": text, "territory": "11101" }] });
            let matched = client.post(format!("http://{}/v1/match", self.address)).json(&body).send().await;
            let matched = matched.expect("answers");
            assert!(matched.status().is_success(), "{:?}", matched.text().await);
            let search = format!("http://{}/v1/search", self.address);
            let search = reqwest::Url::parse_with_params(&search, [("q", text)]).expect("an address");
            let found = client.get(search).send().await.expect("answers");
            assert!(found.status().is_success(), "{:?}", found.text().await);
        }
    }

    /// Resident memory, in MB of 10⁶ bytes.
    fn memory_mb(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number");
        kib * 1_024 / 1_000_000
    }

    fn stop(&mut self) {
        self.process.kill().expect("stops");
        self.process.wait().expect("ends");
    }
}
