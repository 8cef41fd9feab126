//! The words of dates in five languages, from `data/date_words.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Lang;

/// What a word can be in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// 1 to 12.
    Month,
    /// 1 is Monday.
    Weekday,
    /// A cardinal.
    Number,
    /// An ordinal.
    Ordinal,
    /// Days of it, roughly: 1, 7, 30 or 365.
    Unit,
    /// Days from today.
    Offset,
    /// Which one: last (-1), this (0), next (1).
    Which,
    /// After an amount of time: backwards.
    Ago,
    /// Between an amount of time and a day: before (0) or after (1).
    Since,
    /// After an amount of time: forwards.
    Later,
    /// Before an amount of time: forwards (1) or backwards (-1).
    Within,
    /// Words that carry nothing: of, the.
    Of,
    /// A feast of the same day every year: month and day as MMDD.
    Fixed,
}

/// One way to read a word or phrase.
#[derive(Debug, Clone)]
struct Entry {
    lang: Lang,
    kind: Kind,
    value: i32,
    /// The words after the first.
    rest: Vec<&'static str>,
}

/// Entries by first word, longer phrases first.
static WORDS: LazyLock<HashMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<Entry>> = HashMap::new();
    for line in include_str!("../../../data/date_words.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(lang), Some(kind), Some(value), Some(listed)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let (Some(lang), Some(kind), Ok(value)) = (Lang::parse(lang), kind_of(kind), value.parse()) else {
            continue;
        };
        for phrase in listed.split(' ') {
            let mut parts = phrase.split('_');
            let first = parts.next().unwrap_or_default();
            words.entry(first).or_default().push(Entry { lang, kind, value, rest: parts.collect() });
        }
    }
    for entries in words.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
    }
    words
});

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "month" => Kind::Month,
        "weekday" => Kind::Weekday,
        "number" => Kind::Number,
        "ordinal" => Kind::Ordinal,
        "unit" => Kind::Unit,
        "offset" => Kind::Offset,
        "which" => Kind::Which,
        "ago" => Kind::Ago,
        "since" => Kind::Since,
        "later" => Kind::Later,
        "within" => Kind::Within,
        "of" => Kind::Of,
        "fixed" => Kind::Fixed,
        _ => return None,
    })
}

/// Reads a word as `kind`: its value, and how many of the words `following` belong to it.
///
/// The words of `lang` are read; months of three letters or more in any language, since forms mix them.
pub(super) fn read<'a>(
    word: &str,
    following: impl Fn(usize) -> Option<&'a str>,
    kind: Kind,
    lang: Option<Lang>,
) -> Option<(i32, usize)> {
    let entries = WORDS.get(word)?;
    let fits = |entry: &&Entry| {
        entry.kind == kind
            && entry.rest.iter().enumerate().all(|(place, part)| following(place) == Some(part))
    };
    let own = entries.iter().filter(fits).find(|entry| lang.is_none_or(|lang| entry.lang == lang));
    let foreign = || {
        let known = |entry: &&Entry| word.len() >= 4 || (word.len() == 3 && entry.lang == Lang::En);
        entries.iter().filter(fits).find(|entry| kind == Kind::Month && known(entry))
    };
    own.or_else(foreign).map(|entry| (entry.value, entry.rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../../data/date_words.tsv");
        let listed: usize = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').nth(3).expect("four cells").split(' ').count())
            .sum();
        assert_eq!(WORDS.values().map(Vec::len).sum::<usize>(), listed);
        for lang in [Lang::En, Lang::Es, Lang::Fr, Lang::Pt, Lang::De] {
            for month in 1..=12 {
                let named =
                    |entry: &Entry| entry.lang == lang && entry.kind == Kind::Month && entry.value == month;
                assert!(WORDS.values().flatten().any(named), "{lang:?} {month}");
            }
        }
    }
}
