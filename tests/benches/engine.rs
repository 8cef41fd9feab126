//! The engine beside bare tantivy, in one run: indexing, matching, opening, memory.
//!
//! `cargo bench -p matcher-tests --bench engine`. `BENCH_OFFERS` sets the size of the large corpus (100,000).
#![expect(clippy::print_stderr, reason = "what the sides took in turn is said where the run is read")]

mod bare;
mod large_corpus;
mod ratios;
mod serving;
mod whole;

use std::hint::black_box;
use std::time::{Duration, Instant};

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
    let fresh_bare = || {
        let folder = tempfile::tempdir().expect("a folder");
        (BareIndex::create(folder.path()), folder)
    };
    let fill_bare = |(bare, folder): (BareIndex, tempfile::TempDir)| {
        bare.fill(&drafts);
        (bare, folder)
    };
    let fresh_whole = || {
        let folder = tempfile::tempdir().expect("a folder");
        (Whole::create(folder.path()), folder, drafts.clone())
    };
    let fill_whole = |(whole, folder, drafts): (Whole, tempfile::TempDir, _)| {
        whole.fill(drafts);
        (whole, folder)
    };
    group.bench_function("bare tantivy", |bencher| {
        bencher.iter_batched(fresh_bare, fill_bare, BatchSize::PerIteration);
    });
    group.bench_function("store and index", |bencher| {
        bencher.iter_batched(fresh_whole, fill_whole, BatchSize::PerIteration);
    });
    let mut turns = Vec::new();
    group.bench_function("both in turn", |bencher| {
        bencher.iter_custom(|rounds| {
            let round = |_| (timed(fresh_bare(), fill_bare), timed(fresh_whole(), fill_whole));
            let here: Vec<(Duration, Duration)> = (0..rounds).map(round).collect();
            turns.extend_from_slice(&here);
            here.iter().map(|(bare, whole)| *bare + *whole).sum()
        });
    });
    group.finish();
    tell_turns(&turns);
}

fn timed<T, U>(start: T, run: impl FnOnce(T) -> U) -> Duration {
    let begun = Instant::now();
    let end = run(start);
    let took = begun.elapsed();
    drop(end);
    took
}

/// The sides of one criterion run stand minutes apart; in turn, a machine that slows down slows both.
fn tell_turns(turns: &[(Duration, Duration)]) {
    let median = |side: fn(&(Duration, Duration)) -> Duration| {
        let mut took: Vec<Duration> = turns.iter().map(side).collect();
        took.sort();
        took.get(took.len() / 2).copied().unwrap_or_default().as_secs_f64()
    };
    let (bare, whole) = (median(|turn| turn.0), median(|turn| turn.1));
    if bare > 0.0 {
        let (rounds, ratio) = (turns.len(), whole / bare);
        eprintln!("in turn, median of {rounds} rounds: {bare:.3} s and {whole:.3} s, ratio {ratio:.2}");
    }
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
