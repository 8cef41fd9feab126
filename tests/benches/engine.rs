//! The engine beside bare tantivy, in one run: indexing, matching, opening, memory.
//!
//! `cargo bench -p matcher-tests --bench engine`. `BENCH_OFFERS` sets the size of the large corpus (100,000).
#![expect(clippy::print_stderr, reason = "which corpus was measured is said where the run is read")]

mod bare;
mod large_corpus;
mod ratios;
mod serving;
mod whole;

use std::hint::black_box;
use std::time::Duration;

use bare::BareIndex;
use criterion::{BatchSize, Criterion, Throughput};
use large_corpus::LargeCorpus;
use matcher_core::index::IndexFolder;
use matcher_core::model::{Draft, Offer};
use whole::Whole;

/// Offers indexed in one round of the comparison.
const INDEXED: usize = 5_000;

fn main() {
    let corpus = LargeCorpus::load();
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(10))
        .without_plots()
        .configure_from_args();
    indexing(&mut criterion, &corpus);
    large(&mut criterion, &corpus);
    criterion.final_summary();
    ratios::print();
}

/// Documents a second from drafts to a committed index, through the store and without it. Both begin with empty files
/// that are there already.
fn indexing(criterion: &mut Criterion, corpus: &LargeCorpus) {
    let drafts: Vec<Draft<Offer>> = corpus.offers(INDEXED).collect();
    let mut group = criterion.benchmark_group("indexing");
    group.throughput(Throughput::Elements(INDEXED as u64));
    group.bench_function("bare tantivy", |bencher| {
        let fresh = || {
            let folder = tempfile::tempdir().expect("a folder");
            (BareIndex::create(folder.path()), folder)
        };
        let fill = |(bare, folder): (BareIndex, _)| {
            bare.fill(&drafts);
            (bare, folder)
        };
        bencher.iter_batched(fresh, fill, BatchSize::PerIteration);
    });
    group.bench_function("store and index", |bencher| {
        let fresh = || {
            let folder = tempfile::tempdir().expect("a folder");
            (Whole::create(folder.path()), folder, drafts.clone())
        };
        let fill = |(whole, folder, drafts): (Whole, _, _)| {
            whole.fill(drafts);
            (whole, folder)
        };
        bencher.iter_batched(fresh, fill, BatchSize::PerIteration);
    });
    group.finish();
}

/// Matching, opening and serving a large corpus.
fn large(criterion: &mut Criterion, corpus: &LargeCorpus) {
    let count = std::env::var("BENCH_OFFERS").map_or(100_000, |count| count.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let beside = tempfile::tempdir().expect("a folder");
    let whole = Whole::create(folder.path());
    whole.fill(corpus.offers(count).collect());
    let bare = BareIndex::create(beside.path());
    bare.fill(&corpus.offers(count).collect::<Vec<_>>());

    let reader = bare.reader();
    let mut group = criterion.benchmark_group("one need");
    for asked in whole::needs() {
        group.bench_function(format!("bare tantivy top 200/{}", asked.name), |bencher| {
            bencher.iter(|| bare.top_200(&reader, black_box(&asked.in_english)));
        });
        group.bench_function(format!("match/{}", asked.name), |bencher| {
            bencher.iter(|| whole.match_need(black_box(&asked.need)));
        });
        group.bench_function(format!("match 50 and explain/{}", asked.name), |bencher| {
            bencher.iter(|| whole.explain_need(black_box(&asked.need)));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("start");
    group.bench_function("open the index", |bencher| {
        bencher.iter(|| IndexFolder::open(&folder.path().join("index"), whole.profile()).expect("opens"));
    });
    group.finish();
    ratios::print_sizes(&folder.path().join("index"), beside.path());
    drop(whole);
    serving::print_memory(folder.path());
}
