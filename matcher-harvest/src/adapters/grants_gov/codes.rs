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
