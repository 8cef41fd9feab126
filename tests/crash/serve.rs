//! `matcher serve` killed while others write through it: what it acknowledged is there when it starts again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::sample::{Moments, offer};
use super::state::{agrees_with_a_fresh_index, stored};
use crate::harness::server::Server;

const ROUNDS: usize = 6;
const WRITERS: usize = 3;
const LONGEST: Duration = Duration::from_millis(1_500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_while_it_writes_loses_nothing_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut moments = Moments::new(3);
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let server = Server::start(&data).await;
        let first = round * 10_000;
        let counts: Vec<_> = (0..WRITERS).map(|_| Arc::new(AtomicUsize::new(0))).collect();
        let writers: Vec<_> = counts
            .iter()
            .enumerate()
            .map(|(writer, count)| {
                let (client, url) = (server.client().clone(), server.url("/v1/offers/by-external-id"));
                tokio::spawn(write(client, url, first + writer * 1_000, count.clone()))
            })
            .collect();
        tokio::time::sleep(moments.within(LONGEST)).await;
        server.kill();
        for writer in writers {
            writer.await.expect("the writer ends with its server");
        }
        acknowledged += counts.iter().map(|count| count.load(Ordering::SeqCst)).sum::<usize>();
        let stored = stored(&data).await;
        let open = (round + 1) * WRITERS;
        assert!(stored.offers.len() >= acknowledged, "round {round}: an acknowledged offer is gone");
        assert!(stored.offers.len() <= acknowledged + open, "round {round}: more offers than were sent");
        assert_eq!(stored.sequence.0, stored.offers.len() as u64, "each offer was written once");
    }
    assert!(acknowledged > 0, "nothing was written before the kills");
    Server::start(&data).await.kill();
    agrees_with_a_fresh_index(&data).await;
}

/// Puts one offer after another until the server is gone.
async fn write(client: reqwest::Client, url: String, first: usize, acknowledged: Arc<AtomicUsize>) {
    for number in first.. {
        let mut body = offer(number, 1);
        let fields = body.as_object_mut().expect("an object");
        fields.remove("source");
        fields.remove("external_id");
        let answer = client.put(format!("{url}/crash-test/offer-{number}")).json(&body).send().await;
        let Ok(answer) = answer else { return };
        assert!(answer.status().is_success(), "{}", answer.status());
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
}
