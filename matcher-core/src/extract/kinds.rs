//! What form the cooperation takes, by the words of the title, and by those of the text where the title is silent.

use std::sync::LazyLock;

use regex::Regex;

use super::found::{Confidence, Found};
use super::reading::{Folding, Part};
use crate::model::CooperationKind;

/// Most kinds that a title names; more is a list of everything, which says nothing.
const MOST: usize = 3;

const WORDS: &[(CooperationKind, &str)] = &[
    (
        CooperationKind::Scholarship,
        r"scholarships?|fellowships?|bursar(y|ies)|studentships?|becas?|bourses?|bolsas? (de|para)|stipendi(um|en)\w*|\w*stipendium|graduiertenforderung|promotionsforderung|mobility of (students|researchers)|movilidad estudiantil",
    ),
    (
        CooperationKind::Training,
        r"training( course| programme| program)?s?|courses?|capacity[- ]building|workshops?|summer schools?|masterclass(es)?|cursos?|capacitacion(es)?|diplomados?|formations?|formacion|talleres?|webinars?|lehrgang\w*",
    ),
    (
        CooperationKind::TechnicalAssistance,
        r"technical (assistance|cooperation|support)|expert (missions?|support)|asistencia tecnica|cooperacion tecnica|assistance technique|ingenierie technique|assistencia tecnica|cooperacao tecnica",
    ),
    (
        CooperationKind::ExchangeOfExperience,
        r"exchange programs?|exchange programmes?|study (visits?|tours?)|peer learning|internships?|intercambios?|pasantias?|giras? tecnicas?|visitas? de estudio|echanges?|stages?|intercambio de experiencias|twin learning",
    ),
    (
        CooperationKind::JointResearch,
        r"joint research|research (grants?|projects?|cooperation|collaboration|programmes?)|investigacion conjunta|proyectos conjuntos|recherche conjointe|pesquisa conjunta|collaborative research",
    ),
    (
        CooperationKind::CulturalExchange,
        r"residenc(y|ies)|residencias? artisticas?|residences? d'artistes?|festivals?|cultural exchange|intercambio cultural|biennale?s?|bienal(es)?|touring|giras? (artisticas?|culturales?)",
    ),
    (
        CooperationKind::Twinning,
        r"twinnings?|town[- ]twinning|sister cit(y|ies)|hermanamientos?|jumelages?|geminac(ao|oes)",
    ),
    (
        CooperationKind::EquipmentDonation,
        r"(equipment|vehicle|ambulance|book) donations?|donacion(es)? de (equip|vehicul|libros|ambulancias)\w*|dons? de materiel|doacao de equip\w*|surplus equipment",
    ),
    (
        CooperationKind::TriangularCooperation,
        r"triangular co-?operation|cooperacion (triangular|sur-sur)|south-south|cooperation triangulaire|cooperacao (triangular|sul-sul)",
    ),
    (
        CooperationKind::Network,
        r"networks? (of|membership|call)|thematic networks?|redes? (de|tematicas?)|reseaux? (de|thematiques?)|rede de",
    ),
    (
        CooperationKind::BusinessRound,
        r"trade missions?|business (rounds?|forum|missions?)|matchmaking|ruedas? de negocios?|mision(es)? comercial(es)?|missions? commerciales?|rodadas? de negocios?",
    ),
    (
        CooperationKind::Grant,
        r"grants?|funds?|funding|call for (proposals|projects)|calls for proposals|subvencion(es)?|fondos?|ayudas?|convocatoria de proyectos|financiamiento|subventions?|appels? a projets?|aides? (a|au|aux|financieres?)|edital|apoio financeiro|forderung|zuschuss\w*",
    ),
];

static KINDS: LazyLock<Vec<(CooperationKind, Regex)>> = LazyLock::new(|| {
    WORDS
        .iter()
        .filter_map(|(kind, words)| Some((*kind, Regex::new(&format!(r"\b({words})\b")).ok()?)))
        .collect()
});

/// The forms that the title names; none where it names none or too many.
pub(super) fn find(foldings: &[Folding<'_>]) -> Option<Found<Vec<CooperationKind>>> {
    foldings.iter().filter(|folding| folding.passage.part == Part::Title).find_map(|folding| {
        let hits: Vec<_> = KINDS
            .iter()
            .filter_map(|(kind, pattern)| Some((*kind, pattern.find(&folding.folded.text)?.range())))
            .collect();
        let (_, first) = hits.first()?;
        let mut kinds: Vec<CooperationKind> = hits.iter().map(|(kind, _)| *kind).collect();
        kinds.sort();
        // «Ayudas a la formación» is money for courses: the more telling word stands.
        if kinds.len() > 1 && kinds.contains(&CooperationKind::Scholarship) {
            kinds.retain(|kind| *kind != CooperationKind::Grant);
        }
        let quote = folding.quote(first);
        let found =
            Found { value: kinds, field: folding.passage.field, quote, confidence: Confidence::Stated };
        (found.value.len() <= MOST).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    #[test]
    fn titles_tell_the_form() {
        for (title, kinds) in [
            ("Beca de magíster para funcionarios", vec![CooperationKind::Scholarship]),
            ("Appel à projets eau et assainissement", vec![CooperationKind::Grant]),
            ("Rueda de negocios de turismo", vec![CooperationKind::BusinessRound]),
            ("Town twinning between Patagonia and Tyrol", vec![CooperationKind::Twinning]),
            ("Glaciers of the south", vec![]),
        ] {
            let mut reading = Reading::default();
            reading.add(Part::Title, "title", title, None);
            assert_eq!(find(&reading.fold()).map(|found| found.value).unwrap_or_default(), kinds, "{title}");
        }
    }
}
