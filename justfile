# The commands of the house; every recipe is one line that can be typed without just.

# List the recipes.
default:
    @just --list

# Load the demo data, show its matches and serve the pages on http://127.0.0.1:8080.
demo:
    cargo run --release --bin matcher -- demo

# Every check, as the continuous integration runs it.
test:
    tests/run

# The tests of one crate or name, quickly: just only matcher-store, just only tidy.
only +what:
    cargo nextest run {{what}}

# Form and lints.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Learn the shipped translation tables anew: after a change of the thesaurus, the vocabulary, a stop list or a stemmer.
lexicon:
    cargo run --bin matcher -- lexicon train --vocabulary ../shared/vocab/eurovoc.tsv ../shared/vocab/esco-occ.tsv ../shared/vocab/esco-skill.tsv ../shared/vocab/sdg.tsv ../shared/vocab/dac-sectors.tsv matcher-core/data/thesaurus/*.ttl matcher-core/data/vocabulary/*.tsv --credits matcher-core/data/lexicon-credits.txt --out matcher-core/data/lexicon.bin

# Look at changed snapshots, then accept them one by one.
snapshots:
    cargo insta review

# Speed against bare tantivy, in one run.
bench:
    cargo bench -p matcher-tests
