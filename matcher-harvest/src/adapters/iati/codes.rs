//! What IATI's codes mean in our words; a code that names no kind or theme clearly is left unknown.

use matcher_core::model::{ActorKind, CooperationKind, CountryCode, ThemeId, themes as all_themes};

use super::super::xml::Element;

/// OrganisationType, by code (2.x) or by word (1.x).
pub(super) fn organisation(code: &str) -> Option<ActorKind> {
    Some(match code {
        "10" | "11" | "Government" | "15" | "Other Public Sector" => ActorKind::NationalAgency,
        "21" | "22" | "23" | "24" | "International NGO" | "National NGO" | "60" | "Foundation" => {
            ActorKind::Ngo
        }
        "40" | "Multilateral" => ActorKind::Multilateral,
        "70" | "71" | "72" | "73" | "Private Sector" => ActorKind::Firm,
        "80" => ActorKind::University,
        _ => return None,
    })
}

/// An organisation's identifier starts with the country that registers it (`GB-GOV-1`); `XM-DAC-…` names none.
pub(super) fn country_of_organisation(reference: &str) -> Option<CountryCode> {
    let (prefix, _) = reference.split_once('-')?;
    let is_country =
        prefix.len() == 2 && prefix.bytes().all(|b| b.is_ascii_uppercase()) && !prefix.starts_with('X');
    if is_country { prefix.parse().ok() } else { None }
}

/// OrganisationRole, by code (2.x); 1.x writes the word.
pub(super) fn role(code: &str) -> &str {
    match code {
        "1" => "Funding",
        "2" => "Accountable",
        "3" => "Extending",
        "4" => "Implementing",
        word => word,
    }
}

/// ActivityStatus: whether the activity is only identified or planned.
pub(super) fn is_planned(status: &Element) -> Option<bool> {
    let word = status.text();
    match status.attribute("code").unwrap_or_else(|| word.trim()) {
        "1" | "Pipeline/identification" => Some(true),
        "2" | "3" | "4" | "Implementation" | "Finalisation" | "Completion" | "Closed" | "Post-completion" => {
            Some(false)
        }
        _ => None,
    }
}

/// The forms behind type of aid and type of finance.
pub(super) fn kinds(activity: &Element) -> Option<Vec<CooperationKind>> {
    let aid = activity.all("default-aid-type").filter_map(|element| element.attribute("code"));
    let mut kinds: Vec<CooperationKind> = aid
        .filter_map(|code| match code {
            // Donor country personnel; other technical assistance.
            "D01" | "D02" => Some(CooperationKind::TechnicalAssistance),
            // Scholarships and training in the donor country.
            "E01" => Some(CooperationKind::Scholarship),
            _ => None,
        })
        .collect();
    let finance = activity.first("default-finance-type").and_then(|element| element.attribute("code"));
    // Standard grant, and the older code of the same.
    if kinds.is_empty() && matches!(finance, Some("110" | "111")) {
        kinds.push(CooperationKind::Grant);
    }
    kinds.sort();
    kinds.dedup();
    (!kinds.is_empty()).then_some(kinds)
}

/// The themes of DAC sectors: five digits (vocabulary 1 or `DAC`) or their three (vocabulary 2 or `DAC-3`).
pub(super) fn themes(activity: &Element) -> Option<Vec<ThemeId>> {
    let is_dac = |element: &&Element| {
        matches!(element.attribute("vocabulary"), None | Some("1" | "2" | "DAC" | "DAC-3"))
    };
    let codes: Vec<&str> = activity
        .all("sector")
        .filter(is_dac)
        .filter_map(|element| element.attribute("code"))
        .filter_map(|code| code.get(..3))
        .collect();
    let named = all_themes()
        .iter()
        .filter(|theme| theme.dac_sectors.iter().any(|sector| codes.contains(&sector.as_str())));
    let mut themes: Vec<ThemeId> = named.filter_map(|theme| theme.id.parse().ok()).collect();
    themes.sort();
    themes.dedup();
    (!themes.is_empty()).then_some(themes)
}
