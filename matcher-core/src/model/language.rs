//! BCP 47 language tags, as far as records need them.

use super::ValueError;
use super::validated::validated_string;

validated_string! {
    /// A BCP 47 tag: language, optional script, region and variants; `und` where it is not known.
    LanguageTag, "es", |text| {
        let bad = || ValueError::new("language tag", text, "BCP 47, such as es, pt-BR or und");
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(bad());
        }
        let mut tag = primary.to_ascii_lowercase();
        for part in parts {
            if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(bad());
            }
            tag.push('-');
            match part.len() {
                2 => tag.push_str(&part.to_ascii_uppercase()),
                4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    tag.push_str(&part[..1].to_ascii_uppercase());
                    tag.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&part.to_ascii_lowercase()),
            }
        }
        if tag.len() > 35 { Err(bad()) } else { Ok(tag) }
    }
}

impl LanguageTag {
    /// The tag of text whose language nobody stated and nothing detected.
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    /// The language without script or region: `pt` of `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is not known.
    pub fn is_undetermined(&self) -> bool {
        self.primary() == "und"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_their_canonical_case() {
        for (raw, canonical) in
            [("ES", "es"), ("pt-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("und", "und")]
        {
            assert_eq!(raw.parse::<LanguageTag>().expect(raw).as_str(), canonical);
        }
        for raw in ["", "e", "español", "es_CL", "es--CL", "es-"] {
            assert!(raw.parse::<LanguageTag>().is_err(), "{raw} must be refused");
        }
    }
}
