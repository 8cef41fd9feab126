//! Opening: the pool of connections to either engine, with the schema brought up to date.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use tokio::sync::Mutex;

use crate::migrations::Migrator;
use crate::{StoreError, failure};

/// How long a write waits for another process to let go of the SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Between two tries to open a file that another process is just making.
const OPENING_PAUSE: Duration = Duration::from_millis(20);
/// How long to wait for a connection, and for the server to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a write waits for another process's transaction on PostgreSQL, in milliseconds.
const LOCK_TIMEOUT_MS: &str = "30000";
/// Pages each connection keeps in memory, in KiB (a negative number says so): enough for a batch of thousands.
const SQLITE_CACHE: &str = "-16384";
const SQLITE_CONNECTIONS: u32 = 4;
/// Pages that SQLite gathers in its log before they go to their places: 64 MiB. Inner pages of the trees are written by
/// every batch, and so go there once for many batches.
const WAL_PAGES: &str = "16384";
/// Rows that a query reads ahead of who asked: each hand-over of a full buffer puts a thread to sleep and wakes another.
const ROWS_AHEAD: usize = 256;
const POSTGRES_CONNECTIONS: u32 = 16;
/// Any number will do, as long as every process takes the same.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7205759403792793)";

/// The store: a cheap handle on a pool of connections. Clones share the pool.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    /// Writers of one process queue here, so that none of them waits on the engine's busy timeout.
    pub(crate) writer: Arc<Mutex<()>>,
}

impl Store {
    /// Opens (and creates, for SQLite) the database and brings its schema up to date.
    ///
    /// `url` is `sqlite:///path/to/matcher.sqlite3` (special characters percent-encoded) or
    /// `postgres://user:password@host/database`.
    ///
    /// # Errors
    /// [`StoreError::BadUrl`], [`StoreError::CannotOpen`], [`StoreError::NotADatabase`],
    /// [`StoreError::NewerSchema`], [`StoreError::ReadOnly`], [`StoreError::Locked`], [`StoreError::Unreachable`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Self::open_file(&sqlite_path(url)?).await,
            Some("postgres" | "postgresql") => Self::open_server(url).await,
            Some(other) => Err(StoreError::BadUrl { detail: format!("no database is called {other:?}") }),
            None => Err(StoreError::BadUrl { detail: "this is no database URL".to_owned() }),
        }
    }

    /// Opens the SQLite file at `path`, creating it when absent. The folder must exist.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_file(path: &Path) -> Result<Self, StoreError> {
        Self::open_file_with(path, &[]).await
    }

    /// As [`Store::open_file`], with further pragmas on every connection.
    pub(crate) async fn open_file_with(
        path: &Path,
        pragmas: &'static [(&'static str, &'static str)],
    ) -> Result<Self, StoreError> {
        check_place(path)?;
        let file = path.to_owned();
        let mut options = ConnectOptions::new("sqlite:");
        options.max_connections(SQLITE_CONNECTIONS).map_sqlx_sqlite_opts(move |_| {
            let base = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // Every commit reaches the disk: the index must never be ahead of the truth it is derived from.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("cache_size", SQLITE_CACHE)
                .pragma("wal_autocheckpoint", WAL_PAGES)
                .row_buffer_size(ROWS_AHEAD)
                // Journals of single statements only: those of transactions stay on the disk.
                .pragma("temp_store", "MEMORY");
            pragmas.iter().fold(base, |options, (key, value)| options.pragma(*key, *value))
        });
        Self::connect_in_turn(options).await.map_err(|error| at_path(error, path))
    }

    /// Connects as soon as no other process is at the same: while one turns a fresh file to its journal mode, SQLite
    /// refuses the others at once instead of letting them wait.
    async fn connect_in_turn(options: ConnectOptions) -> Result<Self, StoreError> {
        let begun = Instant::now();
        loop {
            match Self::connect(options.clone()).await {
                Err(StoreError::Locked) if begun.elapsed() < BUSY_TIMEOUT => {
                    tokio::time::sleep(OPENING_PAUSE).await;
                }
                done => return done,
            }
        }
    }

    async fn open_server(url: &str) -> Result<Self, StoreError> {
        url::Url::parse(url).map_err(|error| StoreError::BadUrl { detail: error.to_string() })?;
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .map_sqlx_postgres_opts(|options| options.options([("lock_timeout", LOCK_TIMEOUT_MS)]));
        Self::connect(options).await
    }

    async fn connect(mut options: ConnectOptions) -> Result<Self, StoreError> {
        // Statements carry records: neither log lines nor trace spans are the place for them.
        options.sqlx_logging(false).record_stmt_in_spans(false).acquire_timeout(CONNECT_TIMEOUT);
        let db = Database::connect(options).await?;
        let store = Self { db, writer: Arc::default() };
        store.migrate().await?;
        Ok(store)
    }

    /// Closes every connection, after which SQLite's side files are gone.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn close(self) -> Result<(), StoreError> {
        Ok(self.db.close().await?)
    }

    /// A transaction that writes: on SQLite it has the write lock from its first moment.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let known = Migrator::names();
        let applied = applied_migrations(&self.db).await?;
        refuse_newer(&applied, &known)?;
        if applied.len() == known.len() {
            return Ok(());
        }
        // One transaction, and one process at a time: a schema is never half made.
        let transaction = self.begin().await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(MIGRATION_LOCK).await?;
        }
        Migrator::up(&transaction, None).await?;
        transaction.commit().await?;
        tracing::info!(schema = known.last().map(String::as_str), "the schema is up to date");
        Ok(())
    }
}

async fn applied_migrations(db: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    if !SchemaManager::new(db).has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let statement = Statement::from_string(
        db.get_database_backend(),
        "SELECT version FROM seaql_migrations ORDER BY version",
    );
    let rows = db.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

fn refuse_newer(applied: &[String], known: &[String]) -> Result<(), StoreError> {
    match applied.iter().rfind(|name| !known.contains(name)) {
        Some(found) => Err(StoreError::NewerSchema {
            found: found.clone(),
            known: known.last().cloned().unwrap_or_default(),
        }),
        None => Ok(()),
    }
}

fn sqlite_path(url: &str) -> Result<PathBuf, StoreError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| StoreError::BadUrl { detail: format!("{url}: {error}") })?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        let detail = "a database in memory would be forgotten".to_owned();
        return Err(StoreError::BadUrl { detail });
    }
    Ok(options.get_filename().to_owned())
}

/// Says in words what SQLite would only call «unable to open database file».
fn check_place(path: &Path) -> Result<(), StoreError> {
    let cannot =
        |detail: &str| Err(StoreError::CannotOpen { path: path.to_owned(), detail: detail.to_owned() });
    if path.file_name().is_none() || path.is_dir() {
        return cannot("it is a folder; name a file in it");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return cannot("its folder does not exist; create it first");
    }
    if path.exists()
        && let Err(error) = std::fs::OpenOptions::new().append(true).open(path)
    {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        return match error.kind() {
            PermissionDenied | ReadOnlyFilesystem => Err(StoreError::ReadOnly),
            _ => cannot(&error.to_string()),
        };
    }
    Ok(())
}

/// Adds the file's name to what SQLite says while opening it.
fn at_path(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Damaged { .. } => StoreError::NotADatabase { path: path.to_owned() },
        StoreError::Database(ref inner) if failure::is_cannot_open(inner) => StoreError::CannotOpen {
            path: path.to_owned(),
            detail: format!("{inner}; let this user write to the folder it lies in"),
        },
        other => other,
    }
}
