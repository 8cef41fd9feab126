//! Keys under which like offers meet, so that not every pair is compared. Compares nothing.

use super::signature::{RULES, Signature};
use super::title::{Sort, Title};

/// Most keys of one offer.
pub const MAX_KEYS: usize = 24;
/// A key that more offers share than this tells nothing («trainee invitation»): it is passed over, and said.
pub const MAX_OFFERS_PER_KEY: usize = 40;

const MAX_IDENTIFIER_KEYS: usize = 4;
const MAX_TITLE_KEYS: usize = 2;
const MAX_DEADLINE_KEYS: usize = 2;
const TEXT_KEYS: usize = 3;
/// The longest words stand in for the rarest, which only a whole collection could tell.
const LONGEST: usize = 4;

impl Signature {
    /// The keys: a letter for the sort, `:`, and 16 hex digits. Offers that share none are never compared.
    ///
    /// `i` an identifier, `u` the page, `t` all telling words of the title, `w` three of its four longest words, `d` the
    /// title's words and a closing date, `x` a word triple of the text. Stable under one [`RULES`]; sorted, each once,
    /// at most [`MAX_KEYS`].
    pub fn blocking_keys(&self) -> Vec<String> {
        let mut keys = Vec::with_capacity(MAX_KEYS);
        keys.extend(self.identifiers.iter().take(MAX_IDENTIFIER_KEYS).map(|code| key('i', &[code])));
        if let Some(address) = self.address.as_ref().filter(|address| !address.is_front_page()) {
            keys.push(key('u', &[&address.text()]));
        }
        if self.sketch.is_telling() {
            let hashes = self.sketch.smallest(TEXT_KEYS).iter();
            keys.extend(hashes.map(|hash| key('x', &[&hash.to_string()])));
        }
        for title in self.titles.iter().take(MAX_TITLE_KEYS) {
            self.add_title(title, &mut keys);
        }
        keys.truncate(MAX_KEYS);
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn add_title(&self, title: &Title, keys: &mut Vec<String>) {
        let words = title.sorted();
        if words.is_empty() {
            return;
        }
        keys.push(key('t', &words));
        for date in self.deadlines.iter().take(MAX_DEADLINE_KEYS) {
            let date = date.to_string();
            keys.push(key('d', &[&[date.as_str()], words.as_slice()].concat()));
        }
        let longest = longest(title);
        if longest.len() == LONGEST {
            for left_out in 0..LONGEST {
                let mut three = longest.clone();
                three.remove(left_out);
                keys.push(key('w', &three));
            }
        } else if longest.len() == LONGEST - 1 {
            keys.push(key('w', &longest));
        }
    }
}

/// The longest words but numbers, in alphabetical order: one of them may differ and three keys still meet.
fn longest(title: &Title) -> Vec<&str> {
    let mut words: Vec<&str> =
        title.telling().filter(|word| word.sort == Sort::Plain).map(|word| word.text.as_str()).collect();
    words.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    words.dedup();
    words.truncate(LONGEST);
    words.sort_unstable();
    words
}

fn key(sort: char, parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&RULES.to_le_bytes());
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    format!("{sort}:{}", &hasher.finalize().to_hex()[..16])
}
