//! What the portal's codes mean in our words; a code that names no kind or theme clearly is left unknown.

use matcher_core::model::CooperationKind;

/// State of a topic, by the portal's code or by the word the bulk file writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Forthcoming,
    Open,
    Closed,
}

pub(super) fn status(code: &str) -> Option<Status> {
    match code.to_lowercase().as_str() {
        "31094501" | "forthcoming" => Some(Status::Forthcoming),
        "31094502" | "open" | "open for submission" => Some(Status::Open),
        "31094503" | "closed" => Some(Status::Closed),
        _ => None,
    }
}

/// The kinds of cooperation behind a type of action; empty for what is none (prizes, equity); `None` if unknown.
pub(super) fn kinds_of_action(action: &str) -> Option<&'static [CooperationKind]> {
    use CooperationKind::{ExchangeOfExperience, Grant, JointResearch, Scholarship};
    let rules: [(&[&str], &'static [CooperationKind]); 7] = [
        (&["Prize", "Equity"], &[]),
        (&["Postdoctoral Fellowships"], &[Scholarship]),
        (&["Staff Exchanges"], &[Grant, ExchangeOfExperience]),
        (&["Research and Innovation Action", "Research Action"], &[Grant, JointResearch]),
        (&["Doctoral Networks"], &[Grant, JointResearch]),
        (&["Grant", "Cofund", "Procurement", "Accelerator", "Infrastructure Projects"], &[Grant]),
        (&["Action"], &[Grant]),
    ];
    rules.iter().find(|(cues, _)| cues.iter().any(|cue| action.contains(cue))).map(|(_, kinds)| *kinds)
}

/// The kinds behind a programme division that is itself a form of cooperation.
pub(super) fn kind_of_division(code: &str) -> Option<CooperationKind> {
    // Citizens, Equality, Rights and Values: «Town-Twinning».
    (code == "43437872").then_some(CooperationKind::Twinning)
}

/// The themes of a framework programme, a programme division or a cluster whose name states them.
///
/// Left out on purpose: «Climate, Energy and Mobility», «Food, Bioeconomy, Natural Resources…», «Digital, Industry
/// and Space», «Culture, creativity and inclusive society»: a topic of theirs is about one of several themes.
pub(super) fn themes_of(code: &str) -> &'static [&'static str] {
    match code {
        // Programmes: Euratom, LIFE, Creative Europe, Erasmus+, Digital Europe, Renewable Energy Financing.
        "43298916" => &["science", "energy"],
        "43252405" => &["environment"],
        "43251814" => &["culture"],
        "43353764" => &["education"],
        "43152860" => &["digital"],
        "43253967" => &["energy"],
        // Excellent Science, European Research Council, frontier science, Marie Skłodowska-Curie, infrastructures.
        "43108394" | "43108406" | "43108466" | "43108473" | "43108514" => &["science"],
        // Health: cluster and its areas.
        "43108557" | "43108591" | "43108608" | "43108618" | "43108628" | "43108638" | "43108642" | "CL1" => {
            &["health"]
        }
        // Cultural Heritage.
        "43118859" => &["culture"],
        // Democracy and Governance.
        "43118851" => &["public-management"],
        // Social and Economic Transformations; Employment and Social Innovation.
        "43118966" | "43254027" => &["social-development"],
        // Gender equality; Daphne.
        "43466299" | "43422759" => &["gender"],
        // Energy supply, grids, storage.
        "43120835" | "43121058" | "43121088" => &["energy"],
        // Climate science; environmental observation; biodiversity; seas, oceans and inland waters.
        "43120830" | "43121568" | "43121573" | "43121583" => &["environment"],
        // Agriculture, Forestry and Rural Areas; Food Systems.
        "43121578" | "43121588" => &["agriculture"],
        // Key digital technologies, artificial intelligence, next-generation internet, computing, cybersecurity.
        "43120203" | "43120218" | "43120226" | "43120231" | "43120185" => &["digital"],
        _ => &[],
    }
}

/// Whether a type of action is research by its name, whatever it is about.
pub(super) fn is_research(action: &str) -> bool {
    ["Research and Innovation Action", "Research Action", "ERC ", "MSCA"]
        .iter()
        .any(|cue| action.contains(cue))
}

#[cfg(test)]
mod tests {
    use matcher_core::model::ThemeId;

    use super::*;

    #[test]
    fn every_theme_named_here_exists() {
        for code in
            ["43298916", "43252405", "43251814", "43353764", "43152860", "43108394", "CL1", "43118851"]
        {
            for theme in themes_of(code) {
                theme.parse::<ThemeId>().expect(theme);
            }
        }
        for code in ["43118966", "43466299", "43120835", "43120830", "43121578", "43120203", "43118859"] {
            for theme in themes_of(code) {
                theme.parse::<ThemeId>().expect(theme);
            }
        }
    }

    #[test]
    fn actions_say_their_kind_or_nothing() {
        use CooperationKind::{Grant, JointResearch, Scholarship};
        assert_eq!(
            kinds_of_action("HORIZON TMA MSCA Postdoctoral Fellowships - Global Fellowships"),
            Some(&[Scholarship][..])
        );
        assert_eq!(
            kinds_of_action("HORIZON JU Research and Innovation Actions"),
            Some(&[Grant, JointResearch][..])
        );
        assert_eq!(kinds_of_action("HORIZON Innovation Actions"), Some(&[Grant][..]));
        assert_eq!(kinds_of_action("HORIZON Recognition Prize"), Some(&[][..]));
        assert_eq!(kinds_of_action("Something new"), None);
    }
}
