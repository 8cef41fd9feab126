//! What each part says of a pair, and when it says nothing.

use jiff::civil::date;

use super::*;
use crate::model::{
    ActorKind, AmountBasis, CooperationKind, CounterpartExperience, CountryEligibility, Deadline, Level,
    Localized, MoneyRange, Need, Offer, Partner, RecordId, Tie, TieKind, Verdict,
};

const TODAY: Date = date(2026, 3, 1);

/// A pair being described.
#[derive(Default)]
struct Case {
    need: Need,
    offer: Offer,
    partners: Vec<Partner>,
}

impl Case {
    fn assess(&self, part: fn(&Pair<'_>) -> Assessment) -> Assessment {
        let profile = Profile::shipped("aysen").expect("aysen");
        let ids: Vec<RecordId> = (0..self.partners.len())
            .map(|number| {
                let source = "test".parse().expect("a source");
                RecordId::derive(RecordKind::Partner, &source, &number.to_string())
            })
            .collect();
        part(&Pair {
            need: &NeedFacts::from(&self.need),
            candidate: &CandidateFacts::from(&self.offer),
            text: &TextScore::default(),
            profile: &profile,
            ties: &Ties::from_partners(ids.iter().zip(&self.partners)),
            today: TODAY,
        })
    }

    fn value(&self, part: fn(&Pair<'_>) -> Assessment) -> Option<f64> {
        self.assess(part).value
    }
}

fn parsed<T: std::str::FromStr<Err = crate::model::ValueError>>(text: &str) -> T {
    text.parse().expect(text)
}

fn list<T: std::str::FromStr<Err = crate::model::ValueError>>(codes: &[&str]) -> Option<Vec<T>> {
    Some(codes.iter().map(|code| parsed(code)).collect())
}

fn unstated(assessment: Assessment) -> Vec<String> {
    assert_eq!(assessment.value, None, "{assessment:?}");
    match assessment.evidence {
        Evidence::Unstated { fields } => fields,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_stated_is_unknown_everywhere_and_says_what_is_missing() {
    let case = Case::default();
    assert_eq!(unstated(case.assess(text::assess)), ["need.title", "need.description"]);
    assert_eq!(unstated(case.assess(theme::assess)), ["need.themes", "offer.themes"]);
    assert_eq!(unstated(case.assess(eligibility::assess)), ["offer.eligibility"]);
    assert_eq!(unstated(case.assess(kind::assess)), ["need.kinds", "offer.kinds"]);
    assert_eq!(unstated(case.assess(lead_time::assess)), ["offer.deadlines"]);
    assert_eq!(unstated(case.assess(level::assess)), ["need.institution_kind", "offer.publisher_kind"]);
    assert_eq!(unstated(case.assess(tie::assess)), ["offer.publisher", "offer.territory"]);
    assert_eq!(unstated(case.assess(amount::assess)), ["need.amount", "offer.amount"]);
    assert_eq!(unstated(case.assess(language::assess)), ["offer.languages"]);
    assert_eq!(unstated(case.assess(freshness::assess)), ["offer.published"]);
    assert_eq!(unstated(case.assess(zone::assess)), ["offer.country"]);
}

#[test]
fn a_partner_is_not_asked_for_what_partners_do_not_have() {
    let need = NeedFacts::from(&Need::default());
    let pair = Pair {
        need: &need,
        candidate: &CandidateFacts::from(&Partner::default()),
        text: &TextScore::default(),
        profile: &Profile::shipped("aysen").expect("aysen"),
        ties: &Ties::default(),
        today: TODAY,
    };
    assert_eq!(unstated(freshness::assess(&pair)), [""; 0]);
    assert_eq!(unstated(level::assess(&pair)), ["need.institution_kind", "partner.actor"]);
}

#[test]
fn themes_overlap_and_hints_count_less() {
    let mut case = Case::default();
    case.need.themes = list(&["science", "education"]);
    case.offer.themes = list(&["science"]);
    let stated = case.value(theme::assess).expect("known");
    assert!((stated - 0.5_f64.sqrt()).abs() < 1e-12);
    case.offer.themes = None;
    case.offer.title = Some(Localized::new(parsed("en"), "Scientific research laboratories"));
    let hinted = case.value(theme::assess).expect("known");
    assert!((hinted - stated * 0.8).abs() < 1e-12, "{hinted}");
}

fn eligibility(verdict: Verdict) -> Option<Vec<CountryEligibility>> {
    Some(vec![CountryEligibility {
        country: parsed("CL"),
        verdict,
        quote: Some("Latin America".to_owned()),
        rule: None,
        as_of: None,
    }])
}

#[test]
fn eligibility_is_yes_or_unknown_and_the_applicant_counts() {
    let mut case = Case::default();
    case.need.institution_kind = Some(ActorKind::Municipality);
    case.offer.eligibility = eligibility(Verdict::Yes);
    assert_eq!(case.value(eligibility::assess), Some(1.0));
    case.offer.applicants = Some(vec![ActorKind::University]);
    assert_eq!(case.value(eligibility::assess), Some(0.2));
    case.offer.applicants = Some(vec![ActorKind::University, ActorKind::Municipality]);
    assert_eq!(case.value(eligibility::assess), Some(1.0));
    case.offer.eligibility = eligibility(Verdict::Unknown);
    let unknown = case.assess(eligibility::assess);
    assert_eq!(unknown.value, None);
    let Evidence::Eligibility { quote, applicant_admitted, .. } = unknown.evidence else {
        panic!("evidence")
    };
    assert_eq!((quote.as_deref(), applicant_admitted), (Some("Latin America"), Some(true)));
}

#[test]
fn one_shared_form_is_enough() {
    let mut case = Case::default();
    case.need.kinds = Some(vec![CooperationKind::Grant, CooperationKind::Training]);
    case.offer.kinds = Some(vec![CooperationKind::Training]);
    assert_eq!(case.value(kind::assess), Some(1.0));
    case.offer.kinds = Some(vec![CooperationKind::Twinning]);
    assert_eq!(case.value(kind::assess), Some(0.0));
}

#[test]
fn lead_time_weighs_days_left_against_days_needed() {
    let closing = |day| Some(vec![Deadline { date: day, time: None, time_zone: None, label: None }]);
    let mut case = Case::default();
    case.offer.kinds = Some(vec![CooperationKind::Training]); // 21 days in the profile
    case.offer.deadlines = closing(date(2026, 3, 22));
    assert_eq!(case.value(lead_time::assess), Some(1.0));
    case.need.experience = Some(CounterpartExperience::None); // 31 days
    assert_eq!(case.value(lead_time::assess), Some(21.0 / 31.0));
    case.need.preparation_days = Some(42);
    assert_eq!(case.value(lead_time::assess), Some(0.5));
    case.offer.deadlines = closing(TODAY);
    assert_eq!(case.value(lead_time::assess), Some(0.0));
    case.offer.rolling = Some(true);
    case.offer.deadlines = None;
    assert_eq!(case.value(lead_time::assess), Some(1.0));
}

#[test]
fn forthcoming_without_a_closing_day_is_known_only_when_there_is_time_before_it_opens() {
    let mut case = Case::default();
    case.offer.opens = Some(date(2026, 9, 1));
    assert_eq!(case.value(lead_time::assess), Some(1.0));
    case.offer.opens = Some(date(2026, 3, 5));
    assert_eq!(unstated(case.assess(lead_time::assess)), ["offer.deadlines"]);
}

#[test]
fn counterparts_of_one_level_stand_closest() {
    let mut case = Case::default();
    case.need.institution_kind = Some(ActorKind::RegionalGovernment);
    case.offer.publisher_kind = Some(ActorKind::RegionalGovernment);
    assert_eq!(case.value(level::assess), Some(1.0));
    case.offer.publisher_kind = Some(ActorKind::Municipality);
    assert_eq!(case.value(level::assess), Some(0.6));
    case.offer.publisher_kind = Some(ActorKind::Firm);
    assert_eq!(case.value(level::assess), Some(0.2));
    case.offer.applicants = Some(vec![ActorKind::RegionalGovernment]);
    let assessment = case.assess(level::assess);
    assert_eq!(assessment.value, Some(1.0));
    assert_eq!(
        assessment.evidence,
        Evidence::Levels { need: Level::Regional, offer: vec![Level::Regional, Level::Private] }
    );
}

fn partner(name: &str, ties: &[(&str, TieKind)]) -> Partner {
    let tie = |(territory, kind): &(&str, TieKind)| Tie {
        territory: parsed(territory),
        kind: *kind,
        since: None,
        until: None,
        note: None,
    };
    Partner {
        name: Some(Localized::new(parsed("es"), name)),
        country: Some(parsed("AR")),
        ties: Some(ties.iter().map(tie).collect()),
        ..Partner::default()
    }
}

#[test]
fn a_tie_counts_for_its_territory_and_less_for_those_inside() {
    let mut case = Case::default();
    case.need.territory = Some(parsed("11302"));
    case.offer.publisher = Some("PROVINCIA  de Chubut".to_owned());
    case.partners = vec![partner("Otra", &[("11302", TieKind::Agreement)])];
    assert_eq!(case.value(tie::assess), Some(0.0), "ties are recorded, none with this publisher");
    case.partners
        .push(partner("Provincia de Chubut", &[("CL-AI", TieKind::Agreement), ("11201", TieKind::Twinning)]));
    assert_eq!(case.value(tie::assess), Some(0.8));
    case.need.territory = Some(parsed("11201"));
    assert_eq!(case.value(tie::assess), Some(0.9));
    case.offer.country = Some(parsed("BR"));
    assert_eq!(case.value(tie::assess), Some(0.0), "a namesake in another country is another");
}

#[test]
fn a_territory_is_tied_through_its_own_government_and_only_while_the_tie_lasts() {
    let mut case = Case::default();
    case.offer.territory = Some(parsed("AR-U"));
    let mut chubut = partner("Chubut", &[("CL-AI", TieKind::Network)]);
    chubut.territory = Some(parsed("AR-U"));
    case.partners = vec![chubut.clone()];
    assert_eq!(case.value(tie::assess), Some(0.0), "an institution that sits there is not the province");
    chubut.actor = Some(ActorKind::RegionalGovernment);
    case.partners = vec![chubut.clone()];
    assert_eq!(case.value(tie::assess), Some(0.7));
    for tie in chubut.ties.iter_mut().flatten() {
        tie.until = Some(date(2020, 1, 1));
    }
    case.partners = vec![chubut];
    assert_eq!(case.value(tie::assess), Some(0.0));
}

fn money(amount: &str, currency: &str, basis: AmountBasis) -> Option<MoneyRange> {
    let amount = serde_json::json!({ "max": amount, "currency": currency, "basis": basis });
    Some(serde_json::from_value(amount).expect("money"))
}

#[test]
fn money_is_compared_only_in_one_currency_for_one_project() {
    let mut case = Case::default();
    case.need.amount = money("100000", "EUR", AmountBasis::Unknown);
    case.offer.amount = money("50000", "EUR", AmountBasis::PerProject);
    assert_eq!(case.value(amount::assess), Some(0.5));
    case.offer.amount = money("50000", "USD", AmountBasis::PerProject);
    assert_eq!(case.value(amount::assess), None);
    case.offer.amount = money("50000", "EUR", AmountBasis::Total);
    assert_eq!(case.value(amount::assess), None);
    case.offer.co_financing_percent = Some(50);
    case.need.co_financing_percent = Some(20);
    assert_eq!(case.value(amount::assess), Some(0.7));
}

#[test]
fn spanish_needs_no_knowledge_of_the_staff_and_others_do() {
    let mut case = Case::default();
    let tags = |tag: &str| Some(vec![parsed(tag)]);
    case.offer.languages = tags("es-AR");
    assert_eq!(case.value(language::assess), Some(1.0));
    case.offer.languages = tags("en");
    assert_eq!(unstated(case.assess(language::assess)), ["need.languages"]);
    case.need.languages = tags("es");
    assert_eq!(case.value(language::assess), Some(0.1));
    case.offer.languages = tags("pt-BR");
    assert_eq!(case.value(language::assess), Some(0.6));
    case.offer.languages = None;
    case.offer.title = Some(Localized::new(parsed("en"), "Call"));
    assert_eq!(case.value(language::assess), Some(0.3), "only the text is known to be in English");
    case.need.languages = tags("en");
    assert_eq!(case.value(language::assess), Some(1.0));
}

#[test]
fn freshness_halves_with_every_year() {
    let mut case = Case::default();
    case.offer.published = Some(date(2025, 3, 1));
    assert_eq!(case.value(freshness::assess), Some(0.5));
    case.offer.published = Some(date(2026, 4, 1));
    assert_eq!(case.value(freshness::assess), Some(1.0));
}

#[test]
fn gates_close_only_on_what_is_said_in_so_many_words() {
    let profile = Profile::shipped("aysen").expect("aysen");
    let gate = |change: fn(&mut Offer)| {
        let mut offer = Offer::default();
        change(&mut offer);
        super::super::gates::closed(&CandidateFacts::from(&offer), &profile, TODAY)
    };
    assert_eq!(gate(|_| ()), None);
    assert_eq!(gate(|offer| offer.eligibility = eligibility(Verdict::Unknown)), None);
    assert!(matches!(
        gate(|offer| offer.eligibility = eligibility(Verdict::No)),
        Some(super::super::Gate::Ineligible { quote: Some(_), .. })
    ));
    assert_eq!(
        gate(|offer| offer.direction = Some(crate::model::Direction::Outbound)),
        Some(super::super::Gate::Outbound)
    );
    let past = date(2026, 2, 28);
    assert_eq!(
        gate(|offer| {
            offer.deadlines =
                Some(vec![Deadline { date: date(2026, 2, 28), time: None, time_zone: None, label: None }]);
        }),
        Some(super::super::Gate::Closed { closed: past })
    );
}
