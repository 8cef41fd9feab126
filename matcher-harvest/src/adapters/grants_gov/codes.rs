//! What the codes of Grants.gov mean in our words; a code that names nothing clearly is left unknown.

use matcher_core::model::{ActorKind, CooperationKind, ThemeId};

/// Funding instruments: grants and cooperative agreements; procurement and «other» are no kind of cooperation.
pub(super) fn kinds(instruments: &[String]) -> Option<Vec<CooperationKind>> {
    instruments.iter().any(|code| matches!(code.as_str(), "G" | "CA")).then(|| vec![CooperationKind::Grant])
}

/// Who may apply; unknown as soon as one code does not say who (others, unrestricted): a part is not the whole.
pub(super) fn applicants(codes: &[String]) -> Option<Vec<ActorKind>> {
    let mut kinds = codes.iter().map(|code| applicant(code)).collect::<Option<Vec<ActorKind>>>()?;
    kinds.sort();
    kinds.dedup();
    (!kinds.is_empty()).then_some(kinds)
}

fn applicant(code: &str) -> Option<ActorKind> {
    Some(match code {
        "00" => ActorKind::RegionalGovernment,
        "01" => ActorKind::Province,
        "02" => ActorKind::Municipality,
        "04" | "08" => ActorKind::PublicService,
        "05" => ActorKind::School,
        "06" | "20" => ActorKind::University,
        "07" | "11" => ActorKind::CommunityOrganisation,
        "12" | "13" => ActorKind::Ngo,
        "21" => ActorKind::Person,
        "22" | "23" => ActorKind::Firm,
        _ => return None,
    })
}

/// The codes of who may apply, as Grants.gov words them.
pub(super) fn applicants_in_words(codes: &[String]) -> String {
    let worded = codes.iter().filter_map(|code| WORDS.iter().find(|(known, _)| known == code));
    worded.map(|(_, words)| *words).collect::<Vec<_>>().join("; ")
}

const WORDS: &[(&str, &str)] = &[
    ("00", "State governments"),
    ("01", "County governments"),
    ("02", "City or township governments"),
    ("04", "Special district governments"),
    ("05", "Independent school districts"),
    ("06", "Public and State controlled institutions of higher education"),
    ("07", "Native American tribal governments (Federally recognized)"),
    ("08", "Public housing authorities/Indian housing authorities"),
    ("11", "Native American tribal organizations (other than Federally recognized tribal governments)"),
    ("12", "Nonprofits having a 501(c)(3) status with the IRS, other than institutions of higher education"),
    (
        "13",
        "Nonprofits that do not have a 501(c)(3) status with the IRS, other than institutions of higher education",
    ),
    ("20", "Private institutions of higher education"),
    ("21", "Individuals"),
    ("22", "For profit organizations other than small businesses"),
    ("23", "Small businesses"),
];

/// Categories of funding activity that are one of our themes.
pub(super) fn themes(categories: &[String]) -> Option<Vec<ThemeId>> {
    let named = categories.iter().filter_map(|code| match code.as_str() {
        "AG" => Some("agriculture"),
        "AR" | "HU" => Some("culture"),
        "ED" => Some("education"),
        "EN" => Some("energy"),
        "ENV" | "NR" => Some("environment"),
        "HL" => Some("health"),
        "ST" => Some("science"),
        _ => None,
    });
    let mut themes: Vec<ThemeId> = named.filter_map(|theme| theme.parse().ok()).collect();
    themes.sort();
    themes.dedup();
    (!themes.is_empty()).then_some(themes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_applicants_is_not_the_whole() {
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            applicants(&codes(&["06", "20", "12"])),
            Some(vec![ActorKind::University, ActorKind::Ngo])
        );
        assert_eq!(applicants(&codes(&["06", "25"])), None);
        assert_eq!(applicants(&[]), None);
        assert_eq!(themes(&codes(&["ENV", "NR", "ST", "O"])).map(|themes| themes.len()), Some(2));
    }
}
