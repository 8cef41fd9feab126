//! Looks concepts up by what they are called, as somebody types it.

use super::{Concept, Thesaurus};
use crate::model::ThemeId;
use crate::text::fold;

/// How well a name answers; the smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Same,
    Begins,
    WordBegins,
    Holds,
}

impl Thesaurus {
    /// The concepts whose names (in any language) or ids hold `text`, the likest first; of `themes` alone, if there are any.
    ///
    /// Case and accents do not matter. No text finds all, by id.
    pub fn search(&self, text: &str, themes: &[ThemeId]) -> Vec<&Concept> {
        let wanted = fold(text.trim());
        let in_theme =
            |place: usize| themes.is_empty() || self.themes[place].iter().any(|theme| themes.contains(theme));
        let mut found: Vec<(Likeness, usize, &Concept)> = Vec::new();
        for (_, concept) in self.concepts.iter().enumerate().filter(|(place, _)| in_theme(*place)) {
            if wanted.is_empty() {
                found.push((Likeness::Same, 0, concept));
                continue;
            }
            let names = concept.labels.values().flat_map(super::Labels::iter).map(fold);
            let names = names.chain([concept.id.as_str().to_owned()]);
            let best = names.filter_map(|name| Some((likeness(&name, &wanted)?, name.len()))).min();
            found.extend(best.map(|(likeness, length)| (likeness, length, concept)));
        }
        // Stable: what is alike stays in the order of ids.
        found.sort_by_key(|(likeness, length, _)| (*likeness, *length));
        found.into_iter().map(|(_, _, concept)| concept).collect()
    }
}

fn likeness(name: &str, wanted: &str) -> Option<Likeness> {
    let at = name.find(wanted)?;
    Some(if name.len() == wanted.len() {
        Likeness::Same
    } else if at == 0 {
        Likeness::Begins
    } else if name.match_indices(wanted).any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric)) {
        Likeness::WordBegins
    } else {
        Likeness::Holds
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_name_comes_first_in_any_language() {
        let ids = |text: &str, themes: &[ThemeId]| -> Vec<String> {
            Thesaurus::shipped().search(text, themes).iter().map(|concept| concept.id.to_string()).collect()
        };
        assert_eq!(ids("GLACIARES", &[])[0], "glaciers");
        assert_eq!(ids("geleiras", &[])[0], "glaciers");
        assert_eq!(ids("turismo rur", &[])[0], "rural-tourism");
        let tourism: Vec<ThemeId> = vec!["tourism".parse().expect("a theme")];
        let found = ids("rural", &tourism);
        assert!(!found.is_empty() && !found.contains(&"rural-health".to_owned()), "{found:?}");
        assert_eq!(ids("", &[]).len(), Thesaurus::shipped().concepts().count());
        assert!(ids("zzzz", &[]).is_empty());
    }
}
