//! The lexicon alone: how soon it is ready, how long a look takes, how long a word's synonyms.
//!
//! `cargo bench -p matcher-tests --bench lexicon`. Opening maps the file and verifies every byte of it.

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use matcher_core::lexicon::Lexicon;
use matcher_core::text::analyze;

/// A need as a municipality writes it.
const NEED: &str = "Se requiere asistencia técnica para el monitoreo de glaciares y el manejo de las cuencas que abastecen \
    de agua potable a las localidades rurales, con capacitación de los equipos municipales, intercambio de experiencias \
    con otras regiones de montaña y apoyo para formular proyectos de adaptación al cambio climático, turismo sustentable \
    y educación ambiental en las escuelas.";

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .measurement_time(Duration::from_secs(5))
        .without_plots()
        .configure_from_args();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lexicon.bin");
    Lexicon::shipped().save(&file).expect("saved");
    let need: Vec<String> =
        analyze(NEED, &"es".parse().expect("a tag")).into_iter().map(|token| token.key).collect();

    let mut group = criterion.benchmark_group("lexicon");
    group.bench_function("open", |bencher| bencher.iter(|| Lexicon::open(black_box(&file)).expect("opens")));
    group.bench_function("translations of a need", |bencher| {
        bencher.iter(|| need.iter().flat_map(|key| Lexicon::shipped().translations(key)).count());
    });
    group.bench_function("synonyms of a need", |bencher| {
        bencher.iter(|| need.iter().map(|key| Lexicon::shipped().synonyms(key).len()).sum::<usize>());
    });
    group.finish();
}
