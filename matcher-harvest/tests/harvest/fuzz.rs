//! Fuzzing on the stable compiler: every shipped source reads spoilt payloads for a bounded time, and must neither panic,
//! nor take long, nor hand over what cannot be stored.
//!
//! Ten seconds for all sources by default; `MATCHER_FUZZ_MS` gives more, `MATCHER_FUZZ_SEED` another sequence. What breaks a
//! rule is left in a file that the failure names.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use matcher_core::model::{Draft, Offer};
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::gather;
use matcher_harvest::source::Source;

use crate::support::root;

/// Longest that one small payload may take, unoptimised and beside other tests.
const LONGEST: Duration = Duration::from_secs(20);
/// Longest spoilt payload.
const MAX_BYTES: usize = 64 * 1024;

/// What breaks parsers.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"<",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&#x110000;",
    b"&#0;",
    b"&amp;amp;lt;",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"[[[[[[[[",
    b"{\"a\":",
    b"null",
    b"-0",
    b"1e400",
    b"99999999999999999999999999",
    b"0000-00-00",
    b"9999-12-31",
    b"31/02/2026",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc3",
    "\u{202e}".as_bytes(),
    "ﬀ ₹ ١٢ İ".as_bytes(),
    b"http://[::1",
    b"javascript:x",
    b"\r\n\r\n",
    b"\x1f\x8b\x08",
];

/// Xorshift: the same seed spoils the same way.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap_or(0)
    }

    fn slice<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let from = self.below(bytes.len());
        let length = self.below((bytes.len() - from).min(2_000));
        &bytes[from..from + length]
    }
}

fn spoil(seed: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len());
        match chance.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..(at + chance.below(200)).min(bytes.len()))),
            2 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
            3 => {
                let piece = chance.slice(seed).to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let piece = chance.slice(other).to_vec();
                bytes.splice(at..at, piece);
            }
            5 => {
                let token = TOKENS[chance.below(TOKENS.len())];
                bytes.splice(at..at, token.repeat(1 + chance.below(300)));
            }
            _ => {
                let token = TOKENS[chance.below(TOKENS.len())];
                let end = (at + chance.below(30)).min(bytes.len());
                bytes.splice(at..end, token.iter().copied());
            }
        }
    }
    bytes.truncate(MAX_BYTES);
    bytes
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The samples written for the project; large ones would leave time for few.
fn seeds() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("fixtures/harvest"))
        .expect("the samples")
        .map(|file| file.expect("a file").path())
        .filter(|file| file.is_file() && file.extension().is_none_or(|kind| kind != "md"))
        .collect();
    files.sort();
    let seeds = files.iter().map(|file| std::fs::read(file).expect("a sample"));
    seeds.filter(|seed| !seed.is_empty() && seed.len() <= MAX_BYTES).collect()
}

/// What is wrong with how `source` reads `bytes`.
fn broken_rule(source: &Source, bytes: &[u8]) -> Option<String> {
    let begun = Instant::now();
    let payload = Payload::from_bytes(bytes);
    let gathered = match catch_unwind(AssertUnwindSafe(|| gather(source, &[payload]))) {
        Err(_) => return Some("it panics".to_owned()),
        Ok(Err(_)) => None,
        Ok(Ok(gathered)) => Some(gathered),
    };
    if begun.elapsed() > LONGEST {
        return Some(format!("it takes {:?}", begun.elapsed()));
    }
    let offers = gathered?.offers;
    let unstorable = offers.iter().find_map(|offer| {
        let value = serde_json::to_value(offer).expect("JSON");
        Draft::<Offer>::from_json(value, None, None).err()
    });
    unstorable.map(|problems| format!("it hands over what cannot be stored: {problems:?}"))
}

fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
    std::fs::write(&file, bytes).expect("the payload is kept");
    file
}

#[test]
fn no_spoilt_payload_breaks_a_source() {
    let seeds = seeds();
    let sources = Source::shipped().expect("sources");
    let each = Duration::from_millis(number("MATCHER_FUZZ_MS", 10_000) / sources.len() as u64);
    let mut chance = Chance(number("MATCHER_FUZZ_SEED", 0x9e37_79b9_7f4a_7c15).max(1));
    for source in sources {
        // Payloads of the right form go deepest; the others are tried too.
        let fitting: Vec<&Vec<u8>> = seeds
            .iter()
            .filter(|seed| gather(&source, &[Payload::from_bytes(seed.as_slice())]).is_ok())
            .collect();
        let begun = Instant::now();
        while begun.elapsed() < each {
            let any = &seeds[chance.below(seeds.len())];
            let seed = match fitting.len() {
                0 => any,
                _ if chance.below(10) == 0 => any,
                count => fitting[chance.below(count)],
            };
            let bytes = spoil(seed, any, &mut chance);
            if let Some(rule) = broken_rule(&source, &bytes) {
                panic!("{}: {rule}: {}", source.id, keep(source.id.as_str(), &bytes).display());
            }
        }
    }
}

#[test]
fn no_spoilt_source_file_breaks_its_reader() {
    let folder = root().join("matcher-harvest/sources");
    let files = std::fs::read_dir(folder).expect("the sources").map(|file| file.expect("a file").path());
    let seeds: Vec<Vec<u8>> = files.map(|file| std::fs::read(file).expect("a source")).collect();
    let mut chance = Chance(number("MATCHER_FUZZ_SEED", 0x2545_f491_4f6c_dd1d).max(1));
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(number("MATCHER_FUZZ_MS", 10_000) / 10) {
        let (seed, other) = (chance.below(seeds.len()), chance.below(seeds.len()));
        let bytes = spoil(&seeds[seed], &seeds[other], &mut chance);
        let text = String::from_utf8_lossy(&bytes);
        let read = catch_unwind(|| drop(Source::from_toml(&text, "spoilt.toml")));
        assert!(read.is_ok(), "it panics: {}", keep("source.toml", &bytes).display());
    }
}
