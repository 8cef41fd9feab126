//! A fresh database of either engine for one case, gone afterwards.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use matcher_store::Store;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// What a case works on.
pub(crate) struct Fixture {
    /// The URL of a database nobody has opened yet.
    pub(crate) url: String,
    folder: tempfile::TempDir,
}

impl Fixture {
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.expect("the store opens")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Another, empty, store on SQLite.
    pub(crate) async fn open_sqlite(&self, name: &str) -> Store {
        Store::open_file(&self.path(name)).await.expect("a second store opens")
    }

    /// A connection beside the store, to spoil things.
    pub(crate) async fn connect(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.expect("a plain connection")
    }
}

/// Runs `case` on a fresh database of `engine`, or says that it cannot.
pub(crate) fn run(engine: Engine, case: impl AsyncFnOnce(&Fixture)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        match engine {
            Engine::Sqlite => {
                let url = sqlite_url(&folder.path().join("matcher.sqlite3"));
                case(&Fixture { url, folder }).await;
            }
            Engine::Postgres => match server() {
                Some(server) => on_postgres(&server, folder, case).await,
                None => eprintln!("skipped: MATCHER_TEST_POSTGRES_URL names no server"),
            },
        }
    });
}

/// The server to test on.
///
/// # Panics
/// Where one is required and none is named.
fn server() -> Option<String> {
    let server = std::env::var("MATCHER_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
    let required = std::env::var("MATCHER_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
    assert!(
        server.is_some() || !required,
        "PostgreSQL is required, but MATCHER_TEST_POSTGRES_URL names no server"
    );
    server
}

async fn on_postgres(server: &str, folder: tempfile::TempDir, case: impl AsyncFnOnce(&Fixture)) {
    let name = format!("matcher_{}", uuid::Uuid::now_v7().simple());
    let admin = Database::connect(server).await.expect("the test server answers");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database is created");
    let mut url = url::Url::parse(server).expect("a URL");
    url.set_path(&name);
    let fixture = Fixture { url: url.to_string(), folder };
    let outcome = caught(case(&fixture)).await;
    admin
        .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .expect("the database is dropped");
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

async fn caught(case: impl Future<Output = ()>) -> std::thread::Result<()> {
    AssertUnwindSafe(case).catch_unwind().await
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}
