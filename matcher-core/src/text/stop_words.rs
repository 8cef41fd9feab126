//! The project's own function words: the lists shipped with stemmers drop `estado`, `eu` and `São`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{TextLanguage, fold};

static STOP_WORDS: LazyLock<[HashSet<String>; TextLanguage::ALL.len()]> = LazyLock::new(|| {
    TextLanguage::ALL.map(|language| {
        let lines = language.stop_list().lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(fold).collect()
    })
});

impl TextLanguage {
    /// The stop list as shipped: one word a line, `#` before a comment.
    pub(super) const fn stop_list(self) -> &'static str {
        match self {
            Self::Es => include_str!("../../data/stopwords/es.txt"),
            Self::En => include_str!("../../data/stopwords/en.txt"),
            Self::Fr => include_str!("../../data/stopwords/fr.txt"),
            Self::Pt => include_str!("../../data/stopwords/pt.txt"),
            Self::De => include_str!("../../data/stopwords/de.txt"),
        }
    }

    /// Whether a folded word says nothing about the topic in this language.
    pub(super) fn is_stop_word(self, folded: &str) -> bool {
        STOP_WORDS[self as usize].contains(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_go_and_topic_words_stay() {
        assert!(TextLanguage::Es.is_stop_word("mas"), "lists are folded");
        assert!(TextLanguage::En.is_stop_word("the"));
        for (language, word) in
            [(TextLanguage::Es, "estado"), (TextLanguage::Fr, "eu"), (TextLanguage::Pt, "sao")]
        {
            assert!(!language.is_stop_word(word), "{word}");
        }
    }
}
