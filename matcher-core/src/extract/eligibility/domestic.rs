//! Programmes of one country for its own: told by whom they address, by the publisher, and by silence about abroad.
//!
//! One word about foreigners, other countries or the world anywhere in the offer, and nothing is concluded.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use super::mentions::{Mention, Named, mentions};
use super::{Statement, rank};
use crate::extract::reading::{Folding, Part, Reading};
use crate::model::{ActorKind, CooperationKind, CountryCode, Verdict};

/// When these patterns were last gone through.
const AS_OF: Date = date(2026, 8, 1);

/// Words about abroad; any of them leaves the question open.
static ABROAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(foreign|overseas|abroad|international|internationally|worldwide|world-wide|global|globally|transnational|cross-border|nationalit",
        r"|non-u\.?s|non-domestic|other countr|developing countr|any countr|all countr|partner countr|host countr|countries\b|around the world",
        r"|americas\b|latin america|south america|chil[ei]\b|aysen|magallanes|patagonia|antarctic",
        r"|extranjer|internacional|iberoameric|latinoam|america latina|tercer(os)? pais|paises|transfronteriz|cooperacion (al|para el) desarrollo|en el exterior",
        r"|etrang|a l.international|pays tiers|pays partenaires|cooperation decentralisee|du monde\b|transfrontal|monde entier",
        r"|estrangeir|exterior\b|ausland|weltweit|partnerland|entwicklungsland",
        r"|twinn|twin town|sister cit|hermanamiento|ciudades hermanas|jumelage|gemina[cd]|cidades-irmas|stadtepartner|partnerstadt)"
    ))
    .ok()
});

/// Publishers whose work is abroad.
static OUTWARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(international|internacional|internationale|cooperation|cooperacion|cooperazione|cooperacao|development (agency|bank|cooperation)",
        r"|embassy|embajada|ambassade|embaixada|consulate|consulado|mission to|foreign affairs|asuntos exteriores|relaciones exteriores|affaires etrangeres",
        r"|department of state|jica|koica|aecid|agcid|apci|abc|giz|daad|british council|campus france|fulbright|alianza|alliance|united nations|unesco",
        r"|national institutes of health|nih|academic exchange|cultural relations|goethe|confucius|world|global)\b"
    ))
    .ok()
});

/// Names of public bodies at home.
static PUBLIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(department|departamento|departement|ministry|ministerio|ministere|ministerium|secretaria|secretariat|agency|agencia|agence|authority|autoridad",
        r"|commission|comision|council|consejo|conseil|consejeria|conselleria|consell|county|state (of|library|parks|council)|commonwealth of|city of|town of|borough|ayuntamiento|ajuntament|concello|diputacion|diputacio",
        r"|mancomunidad|cabildo|comarca|provincia|region|gobierno|govern|government|generalitat|junta|xunta|institutes? of health|administration|bureau|service|servicio|servei|direccion general",
        r"|secretaria|instituto (de fomento|nacional)|camara (oficial )?de comercio|national endowment|national institutes?|office of|centers for disease|dod|doc|doi|doe|usda|hhs|epa|nasa|nsf|nih|noaa|usgs|ademe|prefecture|banque des territoires|lanbide|universidad|patronato|fundacion municipal)\b"
    ))
    .ok()
});

/// Whom a country's own programmes address, in that country's terms.
static TERMS: LazyLock<Vec<(CountryCode, Regex)>> = LazyLock::new(|| {
    let terms = [
        (
            "US",
            concat!(
                r"\b(state (and|or|,) local|(state|local|county|tribal|municipal|city|township) (governments?|agenc(y|ies))|government - general|units? of (local )?government",
                r"|counties|special districts?|independent school districts?|school districts?|tribes|tribal nations|federally[- ]recognized|native american organi[sz]ations?",
                r"|501\(?c|u\.s\. territor|public housing authorit|state \(includes|local \(includes|intrastate|interstate|local education(al)? agenc|land[- ]grant|nonprofit institution/organization",
                r"|public and state controlled|institutions? of higher education|iowans?|californians?|texans?|new yorkers)\b"
            ),
        ),
        (
            "ES",
            concat!(
                r"\b(ayuntamientos?|diputacion(es)?|mancomunidad(es)?|comunidad(es)? autonomas?|entidades locales|municipios|concejos?|cabildos?|consejeria|concejalia",
                r"|pyme y personas fisicas|personas juridicas que no|personas fisicas que no|gran empresa|bdns|empadronad\w+|comarcas?|pymes|autonomos|bases reguladoras)\b"
            ),
        ),
        (
            "FR",
            concat!(
                r"\b(communes|intercommunalites?|epci|collectivites? (territoriales?|locales?)|collectivites?|departements?|conseil departemental|conseil regional|loi (de )?1901",
                r"|etablissements publics|franciliens?|particuliers?|agriculteurs|entreprises publiques locales)\b"
            ),
        ),
        ("DE", r"\b(kommunen|landkreise|gemeinden|bundesland|bundeslander|kreisfreien? stadte?|kmu)\b"),
        (
            "GB",
            r"\b(local authorit(y|ies)|england|scotland|wales|great britain|community interest compan(y|ies))\b",
        ),
        (
            "IN",
            r"\b(dpiit|msmes?|panchayats?|indian (startups?|incubators?|institutions?|citizens?)|startup india|atal|lakhs?|crores?)\b",
        ),
        ("CO", r"\b(distrito capital|bogotan[oa]s?|localidades|persona natural|agrupacion)\b"),
        ("SE", r"\bswedish (higher|universit|administrating)\w*\b"),
    ];
    let compiled =
        terms.into_iter().filter_map(|(code, terms)| Some((code.parse().ok()?, Regex::new(terms).ok()?)));
    compiled.collect()
});

/// The statement that an offer is for its provider's own country, if all speaks for it.
pub(super) fn statement(reading: &Reading, foldings: &[Folding<'_>]) -> Option<(CountryCode, Statement)> {
    if reading.kinds.contains(&CooperationKind::Scholarship)
        || speaks_of_abroad(foldings)
        || names_another_country(reading.country.as_ref(), foldings)
    {
        return None;
    }
    let publisher = foldings.iter().find(|folding| folding.passage.part == Part::Publisher);
    if publisher.is_some_and(|folding| matches(&OUTWARD, &folding.folded.text))
        || reading.publisher_kind == Some(ActorKind::Multilateral)
    {
        return None;
    }
    let home = reading.country.clone().filter(|country| !matches!(country.as_str(), "EU" | "UN"));
    let told = addressed(home.as_ref(), foldings).or_else(|| region(home.as_ref(), foldings));
    if let Some((country, folding, span)) = told {
        return Some((country, told_by(folding, &span, "domestic-programme")));
    }
    // A title alone is silent about everything.
    if !foldings.iter().any(is_written_out) {
        return None;
    }
    let (home, folding) = (home?, publisher?);
    let public = reading.publisher_kind.is_some_and(is_public) || matches(&PUBLIC, &folding.folded.text);
    public.then(|| (home, told_by(folding, &(0..folding.folded.text.len()), "domestic-publisher")))
}

/// Whether the passage says more than a title does.
fn is_written_out(folding: &Folding<'_>) -> bool {
    matches!(folding.passage.part, Part::Text | Part::Eligibility) && !folding.folded.text.trim().is_empty()
}

fn told_by(folding: &Folding<'_>, span: &Range<usize>, code: &str) -> Statement {
    Statement {
        rank: rank::DOMESTIC,
        verdict: Verdict::No,
        code: code.to_owned(),
        as_of: Some(AS_OF),
        field: folding.passage.field,
        quote: folding.quote(span),
    }
}

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

fn speaks_of_abroad(foldings: &[Folding<'_>]) -> bool {
    let read = |part| matches!(part, Part::Title | Part::Text | Part::Eligibility);
    foldings.iter().any(|folding| read(folding.passage.part) && matches(&ABROAD, &folding.folded.text))
}

/// Whether title or text name a country other than the provider's, its people, or a group of countries.
fn names_another_country(home: Option<&CountryCode>, foldings: &[Folding<'_>]) -> bool {
    let read = |part| matches!(part, Part::Title | Part::Text);
    let other = |folded: &str, mention: &Mention| match &mention.named {
        // In the United States «Indian» is a people of their own.
        Named::Country(_) if folded[mention.span.clone()].starts_with("indian") => home.is_none(),
        Named::Country(country) => home != Some(country) && !home.is_some_and(|home| belongs(country, home)),
        Named::Group(group) => !(matches!(*group, "eu" | "eea") && home.is_some()),
        Named::Region(_) | Named::Nothing => false,
    };
    foldings.iter().filter(|folding| read(folding.passage.part)).any(|folding| {
        let folded = &folding.folded.text;
        mentions(folded).iter().any(|mention| other(folded, mention))
    })
}

/// Territories with a code of their own that a country's programmes name as part of it.
const TERRITORIES: &[(&str, &[&str])] = &[
    ("US", &["PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "UM"]),
    ("FR", &["GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "BL", "MF", "WF", "TF"]),
    ("GB", &["IM", "JE", "GG", "GI"]),
    ("NL", &["AW", "CW", "SX", "BQ"]),
];

fn belongs(country: &CountryCode, home: &CountryCode) -> bool {
    let held = TERRITORIES.iter().find(|(code, _)| *code == home.as_str());
    held.is_some_and(|(_, held)| held.contains(&country.as_str()))
}

const fn is_public(kind: ActorKind) -> bool {
    matches!(
        kind,
        ActorKind::Municipality
            | ActorKind::MunicipalAssociation
            | ActorKind::Province
            | ActorKind::RegionalGovernment
            | ActorKind::PublicService
            | ActorKind::NationalAgency
    )
}

/// The terms of a country's own administration: under «who may apply», else in the text.
fn addressed<'a, 'b>(
    home: Option<&CountryCode>,
    foldings: &'a [Folding<'b>],
) -> Option<(CountryCode, &'a Folding<'b>, Range<usize>)> {
    for part in [Part::Eligibility, Part::Title, Part::Text] {
        for folding in foldings.iter().filter(|folding| folding.passage.part == part) {
            for (country, terms) in TERMS.iter().filter(|(country, _)| home == Some(country)) {
                if let Some(found) = terms.find(&folding.folded.text) {
                    return Some((country.clone(), folding, found.range()));
                }
            }
        }
    }
    None
}

/// A region of the provider's country, named where the offer says whom it is for or who gives it.
fn region<'a, 'b>(
    home: Option<&CountryCode>,
    foldings: &'a [Folding<'b>],
) -> Option<(CountryCode, &'a Folding<'b>, Range<usize>)> {
    for part in [Part::Eligibility, Part::Publisher, Part::Title, Part::Text] {
        if part == Part::Text && home.is_none() {
            return None;
        }
        for folding in foldings.iter().filter(|folding| folding.passage.part == part) {
            for mention in mentions(&folding.folded.text) {
                if let Named::Region(country) = mention.named
                    && home.is_none_or(|home| *home == country)
                {
                    return Some((country, folding, mention.span));
                }
            }
        }
    }
    None
}
