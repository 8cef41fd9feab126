//! The code of a concept of the thesaurus. Knows no concept.

use super::ValueError;
use super::validated::validated_string;

/// Longest code of a concept, in bytes.
const MAX_BYTES: usize = 64;

validated_string! {
    /// Code of a concept: short English words joined by hyphens, such as `rural-drinking-water`.
    ConceptId, "rural-drinking-water", |text| {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= MAX_BYTES && text.split('-').all(is_word) {
            Ok(text.to_owned())
        } else {
            let expected = format!("lower-case words joined by hyphens, at most {MAX_BYTES} letters");
            Err(ValueError::new("concept id", text, expected))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        for good in ["glaciers", "rural-drinking-water", "industry-4"] {
            assert_eq!(good.parse::<ConceptId>().expect(good).as_str(), good);
        }
        for bad in ["", "Glaciers", "a--b", "-a", "a b", "niñez", &"a".repeat(65)] {
            assert!(bad.parse::<ConceptId>().is_err(), "{bad} must be refused");
        }
    }
}
