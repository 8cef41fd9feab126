//! Countries, peoples, groups and regions named in a folded text.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{CountryCode, Localized};
use crate::text::fold;

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A country or its people.
    Country(CountryCode),
    /// A group of `country_groups.toml`.
    Group(&'static str),
    /// A region of one country.
    Region(CountryCode),
    /// Names that hold a country's name and mean something else.
    Nothing,
}

/// Something named, and where.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) span: Range<usize>,
    pub(super) named: Named,
}

struct Names {
    automaton: AhoCorasick,
    /// What each pattern names, and whether any ending of up to six letters may follow.
    named: Vec<(Named, bool)>,
}

/// Ways to name a group, folded.
const GROUPS: &[(&str, &str)] = &[
    ("latin america", "latin-america"),
    ("latin american", "latin-america"),
    ("latin americans", "latin-america"),
    ("latinoamerica", "latin-america"),
    ("latinoamericano*", "latin-america"),
    ("latinoamericana*", "latin-america"),
    ("america latina", "latin-america"),
    ("amerique latine", "latin-america"),
    ("latino-americain*", "latin-america"),
    ("lateinamerika*", "latin-america"),
    ("south america", "south-america"),
    ("south american", "south-america"),
    ("america del sur", "south-america"),
    ("sudamerica*", "south-america"),
    ("suramerica*", "south-america"),
    ("iberoamerica*", "ibero-america"),
    ("ibero-america*", "ibero-america"),
    ("ibero america*", "ibero-america"),
    ("pacific alliance", "pacific-alliance"),
    ("alianza del pacifico", "pacific-alliance"),
    ("alliance du pacifique", "pacific-alliance"),
    ("mercosur", "mercosur-associates"),
    ("mercosul", "mercosur-associates"),
    ("oecd member*", "oecd"),
    ("oecd countr*", "oecd"),
    ("paises de la ocde", "oecd"),
    ("paises miembros de la ocde", "oecd"),
    ("apec econom*", "apec"),
    ("apec member*", "apec"),
    ("oas member*", "oas"),
    ("estados miembros de la oea", "oas"),
    ("paises miembros de la oea", "oas"),
    ("commonwealth citizen*", "commonwealth"),
    ("commonwealth countr*", "commonwealth"),
    ("commonwealth member*", "commonwealth"),
    ("commonwealth nation*", "commonwealth"),
    ("commonwealth scholar*", "commonwealth"),
    ("developing commonwealth", "commonwealth"),
    ("eu member state*", "eu"),
    ("member states of the european union", "eu"),
    ("eu countr*", "eu"),
    ("eu citizen*", "eu"),
    ("eu national*", "eu"),
    ("european union", "eu"),
    ("union europea", "eu"),
    ("union europeenne", "eu"),
    ("uniao europeia", "eu"),
    ("european economic area", "eea"),
    ("eu/eea", "eea"),
    ("eea countr*", "eea"),
    ("african", "africa"),
    ("africans", "africa"),
    ("africa", "africa"),
    ("afrique", "africa"),
    ("afrika*", "africa"),
    ("asia", "asia"),
    ("asian", "asia"),
    ("asians", "asia"),
    ("asie", "asia"),
    ("asien", "asia"),
    ("caribbean", "caribbean"),
    ("caribe", "caribbean"),
    ("caraibes", "caribbean"),
    ("central america", "central-america"),
    ("centroamerica*", "central-america"),
    ("america central", "central-america"),
    ("arab countr*", "arab-states"),
    ("arab state*", "arab-states"),
    ("arab world", "arab-states"),
    ("arabischen raum", "arab-states"),
    ("arabischen lander*", "arab-states"),
    ("arabische staaten", "arab-states"),
    ("paises arabes", "arab-states"),
    ("pacific island*", "pacific-islands"),
    ("osteuropa*", "eastern-europe-central-asia"),
    ("zentralasien*", "eastern-europe-central-asia"),
    ("eastern europe*", "eastern-europe-central-asia"),
    ("central asia*", "eastern-europe-central-asia"),
    ("western balkan*", "eastern-europe-central-asia"),
    ("europa del este", "eastern-europe-central-asia"),
    ("nordamerikanisch*", "north-america"),
];

/// Other names of countries, folded.
const ALIASES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("u.s.a.", "US"),
    ("united states of america", "US"),
    ("ee.uu.", "US"),
    ("ee. uu.", "US"),
    ("eeuu", "US"),
    ("u.k.", "GB"),
    ("uk", "GB"),
    ("great britain", "GB"),
    ("gran bretana", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("south korea", "KR"),
    ("republic of korea", "KR"),
    ("corea del sur", "KR"),
    ("coree du sud", "KR"),
    ("czech republic", "CZ"),
    ("republica checa", "CZ"),
    ("holland", "NL"),
    ("the netherlands", "NL"),
    ("paises bajos", "NL"),
    ("russian federation", "RU"),
    ("ivory coast", "CI"),
    ("viet nam", "VN"),
    ("burma", "MM"),
    ("macedonia", "MK"),
    ("swaziland", "SZ"),
    ("palestine", "PS"),
    ("hong kong", "HK"),
    ("macau", "MO"),
    ("macao", "MO"),
    ("turquia", "TR"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("trinidad and tobago", "TT"),
    ("antigua and barbuda", "AG"),
    ("bosnia and herzegovina", "BA"),
    ("deutschland", "DE"),
    ("chile", "CL"),
];

/// Names that hold a country's name and mean another thing; names too common as words.
const NOT_MEANT: &[&str] = &[
    "african american",
    "african americans",
    "african-american",
    "african-americans",
    "asian american",
    "asian americans",
    "american indian",
    "american indians",
    "native american",
    "native americans",
    "indian tribe",
    "indian tribes",
    "indian tribal",
    "indian housing",
    "indian ocean",
    "american samoa",
    "asian pacific american",
    "south georgia",
    "latin american studies",
    "american chamber of commerce",
    "american heart association",
    "french polynesia",
    "british columbia",
    "spanish language",
    "english language",
    "german language",
    "french language",
    "chinese language",
    "japanese language",
    "guinea pig",
    "jersey",
    "chad",
    "georgia",
    "jordan",
    "mali",
    "man",
    "reunion",
    "la reunion",
    "montserrat",
    "guadalupe",
    "us",
    "u.s",
    "alaska native",
    "spanish speaking",
    "spanish-speaking",
    "french-speaking",
    "in spanish",
    "in french",
    "in german",
    "in english",
    "en frances",
    "en espanol",
    "en aleman",
    "auf deutsch",
    "german courses",
    "deutsche sprache",
    "deutsch",
    "deutsche",
    "chin",
    "rus",
    "ruse",
    "belg",
    "hindu",
    "grec",
];

static NAMES: LazyLock<Option<Names>> = LazyLock::new(|| {
    let mut patterns: Vec<String> = Vec::new();
    let mut named = Vec::new();
    let mut add = |pattern: &str, what: Named| {
        let open = pattern.ends_with('*');
        let pattern = pattern.trim_end_matches('*').to_owned();
        if pattern.len() >= 2 {
            patterns.push(pattern);
            named.push((what, open));
        }
    };
    for name in NOT_MEANT {
        add(name, Named::Nothing);
    }
    for (name, group) in GROUPS {
        add(name, Named::Group(group));
    }
    for (name, code) in ALIASES {
        if let Ok(code) = code.parse() {
            add(name, Named::Country(code));
        }
    }
    for country in CountryCode::all().filter(|code| !matches!(code.as_str(), "EU" | "UN" | "AQ")) {
        for (_, name) in Localized::iter(&country.names()) {
            let name = fold(name).replace('’', "'");
            add(&name, Named::Country(country.clone()));
            if name.contains(" & ") {
                add(&name.replace(" & ", " and "), Named::Country(country.clone()));
            }
        }
    }
    let lines = |table: &'static str| table.lines().filter(|line| !line.starts_with('#'));
    for line in lines(include_str!("../../../data/demonyms.tsv")) {
        if let Some((code, stems)) = line.split_once('\t')
            && let Ok(code) = code.parse::<CountryCode>()
        {
            for stem in stems.split(' ') {
                add(&stem.replace('_', " "), Named::Country(code.clone()));
            }
        }
    }
    for line in lines(include_str!("../../../data/subdivisions.tsv")) {
        if let Some((code, names)) = line.split_once('\t')
            && let Ok(code) = code.parse::<CountryCode>()
        {
            for name in names.split('|') {
                add(name, Named::Region(code.clone()));
            }
        }
    }
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()?;
    Some(Names { automaton, named })
});

/// Everything named in `text`, in order.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let Some(names) = NAMES.as_ref() else { return Vec::new() };
    let mut found: Vec<Mention> = Vec::new();
    for hit in names.automaton.find_iter(text) {
        let (what, open) = &names.named[hit.pattern().as_usize()];
        let before = text[..hit.start()].chars().next_back();
        if before.is_some_and(char::is_alphanumeric)
            || found.last().is_some_and(|last| last.span.end > hit.start())
        {
            continue;
        }
        let rest = text[hit.end()..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let other = text[hit.end() + rest..].chars().next().is_some_and(char::is_alphanumeric);
        if other || rest > if *open { 6 } else { 0 } || *what == Named::Nothing {
            continue;
        }
        found.push(Mention { span: hit.start()..hit.end() + rest, named: what.clone() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        let code = |mention: Mention| match mention.named {
            Named::Country(code) => code.to_string(),
            Named::Group(group) => group.to_owned(),
            Named::Region(code) => format!("{code}/"),
            Named::Nothing => unreachable!(),
        };
        mentions(&fold(text)).into_iter().map(code).collect()
    }

    #[test]
    fn countries_peoples_groups_and_regions_are_told_apart() {
        assert_eq!(codes("Ser nacional de Chile, Colombia, México o Perú"), ["CL", "CO", "MX", "PE"]);
        assert_eq!(codes("ciudadanos chilenos y peruanos"), ["CL", "PE"]);
        assert_eq!(codes("Indian startups; Ghanaian students"), ["IN", "GH"]);
        assert_eq!(codes("New Mexico, Vermont municipalities"), ["US/", "US/"]);
        assert_eq!(codes("Latin America and the Caribbean"), ["latin-america", "caribbean"]);
        assert_eq!(codes("African American men, Native Americans, American Samoa"), Vec::<String>::new());
        assert_eq!(codes("Niger and Nigeria; Chilenische Graduierte"), ["NE", "NG", "CL"]);
    }
}
