//! What sort of bodies may apply, by the words under «who may apply» and in sentences that say so.

use std::sync::LazyLock;

use regex::Regex;

use super::found::{Confidence, Found};
use super::reading::{Folding, Part};
use crate::model::ActorKind;

/// A body and the words for it, folded.
const WORDS: &[(ActorKind, &str)] = &[
    (
        ActorKind::Municipality,
        r"municipalit(y|ies)|local (governments?|authorit(y|ies))|city (or township )?governments?|cities|towns|municipios?|municipalidad(es)?|ayuntamientos?|entidades locales|gobiernos? locales?|comunas|communes|collectivites?( territoriales| locales)?|prefeituras?|kommunen|gemeinden|local public",
    ),
    (
        ActorKind::MunicipalAssociation,
        r"associations? of municipalities|intercommunalites?|mancomunidad(es)?|asociaciones? de municip\w+|epci|consorcios? municipais",
    ),
    (
        ActorKind::Province,
        r"count(y|ies)( governments?)?|provinces?|departements|diputaci(on|ones)|provincias?|landkreise",
    ),
    (
        ActorKind::RegionalGovernment,
        r"(state|regional) (governments?|authorit(y|ies))|gobiernos? regional(es)?|comunidades autonomas|regions?\b|conseils? region\w+|governos? estaduais|bundeslander",
    ),
    (
        ActorKind::PublicService,
        r"public (bodies|body|agenc(y|ies)|institutions?|entit(y|ies)|organi[sz]ations?|authorit(y|ies))|government(al)? (agenc\w+|organi[sz]ations?)|entidades? publicas?|instituci(on|ones) publicas?|organismos? publicos?|servicios? publicos?|etablissements? publics?|services de l'etat|orgaos? publicos?|offentliche einrichtung\w*",
    ),
    (ActorKind::NationalAgency, r"ministr(y|ies)|national governments?|ministerios?|ministeres?"),
    (
        ActorKind::University,
        r"universit(y|ies)|(institutions?|establishments?) of higher education|higher education (institutions?|establishments?)|colleges?|universidad(es)?|universites?|universidades?|instituciones de educacion superior|etablissements? d'enseignement superieur|hochschulen|universitaten|academic institutions?",
    ),
    (
        ActorKind::ResearchCentre,
        r"research (cent(er|re)s?|institut\w+|organi[sz]ations?|performing)|centros? de investigacion|organismes? de recherche|centres? de recherche|centros? de pesquisa|forschungseinrichtung\w*",
    ),
    (
        ActorKind::School,
        r"schools?( districts?)?|k-12|escuelas?|colegios|centros educativos|ecoles|lycees|escolas|schulen",
    ),
    (
        ActorKind::CulturalInstitution,
        r"museums?|libraries|theat(er|re)s|orchestras|cultural (institutions?|organi[sz]ations?)|museos|bibliotecas|musees|bibliotheques|agrupaciones|compagnies|museen",
    ),
    (
        ActorKind::Ngo,
        r"non-?profits?( organi[sz]ations?)?|not-for-profits?|ngos?|non-governmental organi[sz]ations?|civil society( organi[sz]ations?)?|foundations?|charit(y|ies)|501\(c\)\(3\)|ongs?|organizaciones no gubernamentales|sin (animo|fines) de lucro|fundacion(es)?|personas juridicas que no desarrollan|asociaciones|associations?( loi)?|organisations? a but non lucratif|sem fins lucrativos|gemeinnutzige\w*|vereine",
    ),
    (
        ActorKind::CommunityOrganisation,
        r"community( based)? (organi[sz]ations?|groups?)|trib(es|al)\w*|indigenous (peoples?|communities|organi[sz]ations?)|organizaciones (comunitarias|sociales|territoriales)|comunidades indigenas|juntas de vecinos",
    ),
    (
        ActorKind::Firm,
        r"for-?profits?|(small|private|large)?( and medium[- ]sized)? ?(businesses|enterprises|companies)|smes?|start-?ups?|firms|private sector|pymes?|empresas?|emprendedor\w*|gran empresa|entreprises?( privees)?|pme|tpe|unternehmen|kmu|entrepreneurs?|autonomos|cooperativas?|personas? juridicas?",
    ),
    (
        ActorKind::Chamber,
        r"chambers? of commerce|camaras de comercio|trade associations?|gremios|chambres de commerce",
    ),
    (
        ActorKind::Person,
        r"individuals?|(natural )?persons?|students?|researchers?|scholars?|graduates?|artists?|citizens?|applicants? must be (aged|between)|fellows?|teachers?|candidates?|first stage researcher|recognised researcher|established researcher|leading researcher|personas? (naturales?|fisicas?)|estudiantes?|investigadores|postulantes con|mujeres|artistas|docentes|egresad\w+|particuliers?|etudiants?|chercheurs?|pessoas? fisicas?|estudantes?|candidatos|studierende\w*|graduierte\w*|wissenschaftler\w*|doktorand\w*|absolvent\w*|promovierte\w*|schulerinnen|jugendliche|lehrkrafte|agriculteurs",
    ),
];

static KINDS: LazyLock<Vec<(ActorKind, Regex)>> = LazyLock::new(|| {
    WORDS
        .iter()
        .filter_map(|(kind, words)| Some((*kind, Regex::new(&format!(r"\b({words})\b")).ok()?)))
        .collect()
});

/// Sentences that say who may apply.
static SAYS_WHO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(eligible (applicants?|entities|organi[sz]ations?|institutions?|beneficiaries)( (are|include))?|eligib\w+ (is|are)( limited| restricted| open)?|open (only )?to|who (can|may) apply|may apply|can apply|are eligible|applicants? (must|should) be|only .{0,60} (may|can) apply",
        r"|podran (postular|participar|presentarse|solicitar)|pueden (postular|participar|presentarse|solicitar)|dirigid[oa]s? a|beneficiari[oa]s? ?:|destinatari[oa]s?|exclusiv\w+ para",
        r"|peuvent (candidater|beneficier|deposer)|beneficiaires? ?:|s'adresse aux?|destine aux?|ouvert aux?|podem (participar|candidatar|concorrer)|destinad[oa]s? a",
        r"|bewerben konnen sich|antragsberechtigt|richtet sich an)"
    ))
    .ok()
});

/// Who may apply; none where no words say so.
pub(super) fn find(foldings: &[Folding<'_>]) -> Option<Found<Vec<ActorKind>>> {
    labelled(foldings).or_else(|| in_prose(foldings)).or_else(|| of_persons(foldings))
}

/// What only persons can take up, by the title: scholarships and posts.
static FOR_PERSONS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(scholarships?|fellowships?|bursar(y|ies)|studentships?|post-?doc\w*|phd|doctoral|doctorates?|vacanc(y|ies)|lecturer|professor(ship)?|research (assistant|associate|fellow)",
        r"|becas?|bourses?|doctorado|magister|bolsas? de (estudo|mestrado|doutorado)|concurso publico|processo seletivo|\w*stipendi(um|en)\w*|promotionsforderung|doktorand\w*)\b"
    ))
    .ok()
});

fn of_persons(foldings: &[Folding<'_>]) -> Option<Found<Vec<ActorKind>>> {
    foldings.iter().filter(|folding| folding.passage.part == Part::Title).find_map(|folding| {
        let hit = FOR_PERSONS.as_ref()?.find(&folding.folded.text)?;
        Some(found(vec![ActorKind::Person], folding, hit.start(), Confidence::Likely))
    })
}

fn labelled(foldings: &[Folding<'_>]) -> Option<Found<Vec<ActorKind>>> {
    let mut all: Option<Found<Vec<ActorKind>>> = None;
    for folding in foldings.iter().filter(|folding| folding.passage.part == Part::Eligibility) {
        let (kinds, Some(at)) = kinds(&folding.folded.text) else { continue };
        match &mut all {
            Some(all) => {
                let known = kinds.into_iter().filter(|kind| !all.value.contains(kind)).collect::<Vec<_>>();
                all.value.extend(known);
            }
            None => all = Some(found(kinds, folding, at, Confidence::Labelled)),
        }
    }
    all
}

fn in_prose(foldings: &[Folding<'_>]) -> Option<Found<Vec<ActorKind>>> {
    for folding in foldings.iter().filter(|folding| folding.passage.part == Part::Text) {
        for sentence in &folding.sentences {
            let words = folding.words(sentence);
            let Some(says) = SAYS_WHO.as_ref().and_then(|pattern| pattern.find(words)) else { continue };
            let (kinds, at) = kinds(words);
            if at.is_some() {
                return Some(found(kinds, folding, sentence.span.start + says.start(), Confidence::Stated));
            }
        }
    }
    None
}

fn found(
    kinds: Vec<ActorKind>,
    folding: &Folding<'_>,
    at: usize,
    confidence: Confidence,
) -> Found<Vec<ActorKind>> {
    Found { value: kinds, field: folding.passage.field, quote: folding.quote(&(at..at + 1)), confidence }
}

/// The bodies named, and where the first is.
fn kinds(text: &str) -> (Vec<ActorKind>, Option<usize>) {
    let mut kinds = Vec::new();
    let mut first = None;
    for (kind, pattern) in KINDS.iter() {
        if let Some(hit) = pattern.find(text) {
            kinds.push(*kind);
            first = Some(first.map_or(hit.start(), |first: usize| first.min(hit.start())));
        }
    }
    (kinds, first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    #[test]
    fn bodies_are_read_where_it_is_said_who_may_apply() {
        for (part, text, kinds) in [
            (
                Part::Eligibility,
                "Universidades y municipalidades",
                vec![ActorKind::Municipality, ActorKind::University],
            ),
            (Part::Text, "Eligible applicants are nonprofit organizations.", vec![ActorKind::Ngo]),
            (Part::Text, "Bewerben können sich Studierende aller Fächer.", vec![ActorKind::Person]),
        ] {
            let mut reading = Reading::default();
            reading.add(part, "body", text, None);
            assert_eq!(find(&reading.fold()).expect(text).value, kinds, "{text}");
        }
        let mut reading = Reading::default();
        reading.add(Part::Text, "body", "The project will train teachers in schools.", None);
        assert_eq!(find(&reading.fold()), None);
    }
}
