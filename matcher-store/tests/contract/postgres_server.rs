//! What can be wrong with a PostgreSQL server.

use matcher_store::{Store, StoreError};

use crate::fixture::{Engine, Fixture, run};

async fn refusal(url: &str) -> StoreError {
    match Store::open(url).await {
        Ok(_) => panic!("{url} must not open"),
        Err(error) => error,
    }
}

async fn logins_and_names(fixture: &Fixture) {
    let good = url::Url::parse(&fixture.url).expect("a URL");
    let mut url = good.clone();
    url.set_password(Some("wrong")).expect("a password");
    let error = refusal(url.as_str()).await;
    assert!(matches!(&error, StoreError::Unreachable { .. }), "{error}");
    assert!(!error.to_string().contains("wrong"), "no password in an error: {error}");
    let mut url = good;
    url.set_path("no_such_database");
    let error = refusal(url.as_str()).await;
    assert!(error.to_string().contains("no_such_database"), "{error}");
}

#[test]
fn a_wrong_password_or_database_is_named() {
    run(Engine::Postgres, logins_and_names);
}

#[test]
fn a_server_that_does_not_answer_is_unreachable() {
    // Bound and let go: nobody listens there.
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let error = refusal(&format!("postgres://m:secret@127.0.0.1:{port}/m")).await;
        assert!(matches!(&error, StoreError::Unreachable { .. }), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    });
}
