//! What a reader sees, in both languages, over every kind of evidence.

use jiff::civil::date as day;
use matcher_core::model::{
    ActorKind, AmountBasis, Availability, Challenge, CooperationKind, CounterpartExperience, CountryCode,
    Level, MoneyRange, Need, Offer, Partner, RecordKind, TieKind, Verdict,
};
use matcher_core::score::{
    Band, CandidateFacts, Component, ComponentName, Evidence, Explanation, Gate, NeedFacts, Profile,
    SubjectMatch, TextScore, Ties, WordMatch, score,
};

use super::*;

fn profile() -> Profile {
    Profile::shipped("aysen").expect("shipped")
}

/// What is told of an offer.
fn known(explanation: &Explanation, profile: &Profile, language: Language) -> Vec<String> {
    told(RecordKind::Offer, explanation, profile, language).into_iter().map(|told| told.text).collect()
}

fn component(name: ComponentName, value: Option<f64>, evidence: Evidence) -> Component {
    Component { name, value, weight: 0.1, contribution: 0.1, evidence }
}

fn word(need: &str, offer: &str) -> WordMatch {
    WordMatch {
        need: need.to_owned(),
        offer: offer.to_owned(),
        share: 0.5,
        probability: 1.0,
        key: String::new(),
    }
}

fn chile() -> CountryCode {
    "CL".parse().expect("a country")
}

fn explanation(components: Vec<Component>) -> Explanation {
    Explanation {
        total: 0.6,
        total_without_zone: 0.58,
        topic: 0.7,
        fit: Some(0.5),
        band: Band::Strong,
        components,
    }
}

fn money(min: Option<i64>, max: Option<i64>, basis: AmountBasis) -> MoneyRange {
    let range = serde_json::json!({ "currency": "EUR", "basis": basis });
    let range: MoneyRange = serde_json::from_value(range).expect("a range");
    MoneyRange { min: min.map(Into::into), max: max.map(Into::into), ..range }
}

/// One component of each sort, all known.
fn everything_known() -> Explanation {
    let id = |text: &str| text.parse().expect("a code");
    let concept = |text: &str| text.parse().expect("a concept");
    explanation(vec![
        component(
            ComponentName::Text,
            Some(0.8),
            Evidence::Words {
                words: vec![word("glaciares", "Glaciares"), word("agua", "water")],
                subjects: vec![
                    SubjectMatch { need: concept("glaciers"), offer: concept("glaciers"), share: 0.2 },
                    SubjectMatch { need: concept("museums"), offer: concept("culture"), share: 0.1 },
                ],
                snippets: Vec::new(),
            },
        ),
        component(
            ComponentName::Theme,
            Some(1.0),
            Evidence::Themes {
                shared: vec![id("science"), id("environment")],
                need: vec![id("science")],
                offer: vec![id("science")],
                need_deduced: false,
                offer_deduced: true,
                concepts: Vec::new(),
            },
        ),
        component(
            ComponentName::Eligibility,
            Some(1.0),
            Evidence::Eligibility {
                country: chile(),
                verdict: Verdict::Yes,
                quote: Some("Open to applicants from Chile.".to_owned()),
                rule: Some("named".to_owned()),
                as_of: None,
                applicant_admitted: Some(true),
            },
        ),
        component(
            ComponentName::Kind,
            Some(0.0),
            Evidence::Kinds {
                shared: vec![],
                need: vec![CooperationKind::Grant],
                offer: vec![CooperationKind::Training, CooperationKind::Network],
            },
        ),
        component(
            ComponentName::LeadTime,
            Some(0.4),
            Evidence::LeadTime { closes: Some(day(2026, 12, 24)), days_left: Some(34), days_needed: 75 },
        ),
        component(
            ComponentName::Level,
            Some(1.0),
            Evidence::Levels { need: Level::Local, offer: vec![Level::Local, Level::Regional] },
        ),
        component(
            ComponentName::Tie,
            Some(1.0),
            Evidence::Tie {
                partner: "Provincia del Chubut".to_owned(),
                kind: TieKind::Agreement,
                territory: id_territory("CL-AI"),
            },
        ),
        component(
            ComponentName::Amount,
            Some(0.5),
            Evidence::Amount {
                offered: Some(money(None, Some(60_000), AmountBasis::PerProject)),
                needed: Some(money(Some(10_000), Some(20_000), AmountBasis::Unknown)),
                co_financing_asked: Some(20),
                co_financing_able: Some(10),
            },
        ),
        component(
            ComponentName::Language,
            Some(0.0),
            Evidence::Languages { offer: vec![id_tag("en"), id_tag("fr")], staff: vec![id_tag("es")] },
        ),
        component(
            ComponentName::Freshness,
            Some(0.9),
            Evidence::Freshness { published: day(2026, 11, 1), days: 19 },
        ),
        component(
            ComponentName::Zone,
            Some(1.0),
            Evidence::Zone { zone: "latin-america".to_owned(), place: "AR-U".to_owned(), priority: 1.0 },
        ),
    ])
}

fn id_territory(code: &str) -> matcher_core::model::TerritoryCode {
    code.parse().expect("a territory")
}

fn id_tag(tag: &str) -> matcher_core::model::LanguageTag {
    tag.parse().expect("a tag")
}

fn nothing_known() -> Explanation {
    let unstated = |name, fields: &[&str]| {
        let fields = fields.iter().map(ToString::to_string).collect();
        component(name, None, Evidence::Unstated { fields })
    };
    explanation(vec![
        component(
            ComponentName::Eligibility,
            None,
            Evidence::Eligibility {
                country: chile(),
                verdict: Verdict::Unknown,
                quote: None,
                rule: None,
                as_of: None,
                applicant_admitted: None,
            },
        ),
        unstated(ComponentName::Kind, &["need.kinds"]),
        unstated(ComponentName::LeadTime, &["offer.deadlines"]),
        unstated(ComponentName::Amount, &["offer.amount", "need.amount"]),
        unstated(ComponentName::Language, &["need.languages"]),
        unstated(ComponentName::Tie, &["partner.ties"]),
        unstated(ComponentName::Zone, &["offer.some_field_without_a_phrase"]),
    ])
}

#[test]
fn reasons_in_spanish() {
    insta::assert_snapshot!(
        reasons(RecordKind::Offer, &everything_known(), &profile(), Language::Es).join("\n")
    );
}

#[test]
fn reasons_in_english() {
    insta::assert_snapshot!(
        reasons(RecordKind::Offer, &everything_known(), &profile(), Language::En).join("\n")
    );
}

#[test]
fn unknowns_are_said_apart() {
    let (es, en) = (
        unknowns(RecordKind::Offer, &nothing_known(), Language::Es),
        unknowns(RecordKind::Offer, &nothing_known(), Language::En),
    );
    assert!(known(&nothing_known(), &profile(), Language::Es).is_empty());
    insta::assert_snapshot!(format!("{}\n\n{}", es.join("\n"), en.join("\n")));
}

/// What is told of a candidate by a need whose staff speak Spanish, in both languages.
fn told_of(found: RecordKind, candidate: &CandidateFacts) -> [String; 2] {
    let need = Need { languages: Some(vec![id_tag("es")]), ..Need::default() };
    let need = NeedFacts::from(&need);
    let text = TextScore::default();
    let scored = score(&need, candidate, &text, &profile(), &Ties::default(), day(2026, 11, 20));
    let explanation = scored.expect("no gate");
    Language::ALL.map(|language| reasons(found, &explanation, &profile(), language).join("\n"))
}

#[test]
fn of_a_partner_nothing_is_told_that_only_an_offer_has() {
    let partner = Partner {
        actor: Some(ActorKind::Province),
        languages: Some(vec![id_tag("fr")]),
        ..Partner::default()
    };
    insta::assert_snapshot!(told_of(RecordKind::Partner, &CandidateFacts::from(&partner)).join("\n\n"));
    let [offer, _] = told_of(
        RecordKind::Offer,
        &CandidateFacts::from(&Offer { languages: Some(vec![id_tag("fr")]), ..Offer::default() }),
    );
    for said in ["Idiomas de la oferta: francés", "fecha de cierre", "no indica monto", "cuándo se publicó"]
    {
        assert!(offer.contains(said), "{said:?} is missing in: {offer}");
    }
}

#[test]
fn words_that_hardly_mean_the_same_are_told_apart() {
    let met = |need, offer, key: &str, probability| WordMatch {
        key: key.to_owned(),
        probability,
        ..word(need, offer)
    };
    let words = vec![
        met("Agua", "water", "en:water", 0.9),
        met("Aysén", "Aysén", "w:aysen", 1.0),
        met("riego", "riesgo", "w:riesgo", 0.27),
        met("caletas", "fish", "en:fish", 0.12),
    ];
    let words = Evidence::Words { words, subjects: Vec::new(), snippets: Vec::new() };
    let told = explanation(vec![component(ComponentName::Text, Some(0.4), words)]);
    assert_eq!(
        known(&told, &profile(), Language::Es),
        [
            "Coinciden las palabras «Agua» (con «water») y «Aysén»",
            "Palabras solo parecidas o relacionadas: «riego» (con «riesgo») y «caletas» (con «fish»)",
        ]
    );
}

#[test]
fn what_is_shared_speaks_for_a_match_however_little_it_counts() {
    let id = |text: &str| text.parse().expect("a code");
    let themes = |shared| Evidence::Themes {
        shared,
        need: vec![id("health"), id("youth")],
        offer: vec![id("agriculture"), id("science"), id("health")],
        need_deduced: false,
        offer_deduced: false,
        concepts: Vec::new(),
    };
    let told = told(
        RecordKind::Offer,
        &explanation(vec![
            component(ComponentName::Theme, Some(0.4), themes(vec![id("health")])),
            component(ComponentName::Theme, Some(0.0), themes(Vec::new())),
        ]),
        &profile(),
        Language::Es,
    );
    let told: Vec<_> = told.iter().map(|told| (told.favours, told.text.as_str())).collect();
    let none = concat!(
        "Ningún tema en común: se necesita Salud y envejecimiento, y Juventud, mientras que se ofrece ",
        "Agricultura, bosques y pesca; Ciencia y tecnología, y Salud y envejecimiento"
    );
    assert_eq!(told, [(true, "Tema en común: Salud y envejecimiento"), (false, none)]);
}

#[test]
fn levels_that_hold_an_and_stay_apart() {
    let offer = vec![Level::National, Level::Civil, Level::Private, Level::Individual];
    let levels = component(ComponentName::Level, Some(0.2), Evidence::Levels { need: Level::Local, offer });
    assert_eq!(
        known(&explanation(vec![levels]), &profile(), Language::Es),
        [concat!(
            "Contrapartes de distinto nivel: municipios, frente a organismos nacionales; ",
            "sociedad civil y cultura; empresas y gremios, y personas naturales"
        )]
    );
}

#[test]
fn plurals_days_and_gates() {
    let mut lines = Vec::new();
    for language in Language::ALL {
        for days_left in [0, 1, 2] {
            let closes = day(2027, 1, 1);
            lines.push(availability(&Availability::Open { closes, days_left }, language));
        }
        lines.push(availability(&Availability::Rolling, language));
        lines.push(availability(&Availability::Forthcoming { opens: None, closes: None }, language));
        let opens = Some(day(2027, 2, 1));
        lines.push(availability(&Availability::Forthcoming { opens, closes: None }, language));
        lines.push(availability(&Availability::Closed { closed: day(2026, 3, 1) }, language));
        lines.push(availability(&Availability::Unknown, language));
        let one_word = Evidence::Words {
            words: vec![word("turismo", "turismo")],
            subjects: Vec::new(),
            snippets: Vec::new(),
        };
        let rolling = Evidence::LeadTime { closes: None, days_left: None, days_needed: 75 };
        let told = explanation(vec![
            component(ComponentName::Text, Some(0.1), one_word),
            component(ComponentName::LeadTime, Some(1.0), rolling),
        ]);
        lines.extend(known(&told, &profile(), language));
        let quote = Some("Only members of the Union.".to_owned());
        lines.push(gate(&Gate::Ineligible { country: chile(), quote, rule: None }, language));
        lines.push(gate(&Gate::Closed { closed: day(2026, 3, 1) }, language));
        for (min, max) in [(Some(5), None), (Some(5_000), Some(5_000)), (Some(1_000), Some(2_000_000))] {
            lines.push(amount(&money(min, max, AmountBasis::Total), language));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_code_has_a_name_in_both_languages() {
    fn check<T: Named>(codes: &[T], missing: &mut Vec<String>) {
        for code in codes {
            for language in Language::ALL {
                let name = code.name(language);
                if name == format!("{}-{}", T::FAMILY, code.code()) {
                    missing.push(format!("{language} {name}"));
                }
            }
        }
    }
    let mut missing = Vec::new();
    check(ActorKind::ALL, &mut missing);
    check(Challenge::ALL, &mut missing);
    check(CooperationKind::ALL, &mut missing);
    check(CounterpartExperience::ALL, &mut missing);
    check(Level::ALL, &mut missing);
    check(TieKind::ALL, &mut missing);
    check(Verdict::ALL, &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}
