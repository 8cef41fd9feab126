//! The share that an applicant must bring: said as such, or as the share of the costs that is paid.
//!
//! «Co-financing rate» names either of the two and is left unread; several shares in one offer leave it unknown.

use std::sync::LazyLock;

use regex::Regex;

use super::found::{Confidence, Found};
use super::reading::{Folding, Part};

macro_rules! pattern {
    ($name:ident, $($part:literal),+ $(,)?) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(concat!($($part),+)).ok());
    };
}

// «Up to 80 % of eligible costs», «taux de subvention de 50 %»: what is paid.
pattern!(
    PAID,
    r"\b(?P<share>\d{1,3})(?:[.,]\d+)? ?(?:%|percent|per cent|por ciento|pour cent|por cento|prozent) (?:of|del|de|des|dos|do|du|der) (?:the |los |las |les |l')?(?:total |maximum )?",
    r"(?:eligible (?:project |direct )?(?:costs?|expenses|expenditures?)|(?:total )?(?:project|action) costs?|(?:costes?|costos?|gastos?|coste total|costo total|inversion|presupuesto)( totales?| total)? (?:elegibles?|subvencionables?|financiables?|del proyecto)",
    r"|(?:depenses|couts?)( totales| total)? (?:eligibles?|subventionnables?|du projet)|(?:custos?|despesas) (?:elegive(?:l|is)|do projeto)|(?:zuwendungsfahigen|forderfahigen) (?:gesamt)?(?:kosten|ausgaben))\b"
);
pattern!(
    RATE,
    r"\b(?:funding rate|grant rate|aid intensity|taux (?:maximum |maximal )?(?:de |d')(?:subvention|aide|financement|prise en charge)|tasa de (?:subvencion|financiacion)|porcentaje de (?:subvencion|financiacion)|intensidad de (?:la )?ayuda|taxa de (?:apoio|financiamento)|fordersatz|forderquote)",
    r"(?: (?:maximum|maximal|maxim[oa]|is|of|de|du|es|est|sera|up to|hasta|jusqu'a|bis zu|betragt|del|el|la|un|une)){0,4} ?:? ?(?P<share>\d{1,3})(?:[.,]\d+)? ?(?:%|percent|per cent|por ciento|pour cent|por cento|prozent)"
);
// «A contribution of its own of 20 %», «cofinanciación mínima del 20 %»: what the applicant brings.
pattern!(
    BROUGHT,
    r"\b(?:own (?:contribution|funds|resources)|matching (?:funds?|contribution|requirement)|(?:non-federal )?match|cost[- ]shar(?:e|ing)(?: requirement)?|counterpart (?:funding|contribution|funds)|aportes? propios?|aportacion propia|recursos propios|contrapartidas?|contraparte|apport propre|autofinancement|fonds propres|contrapartida|eigenanteil|eigenmittel|eigenbeteiligung",
    r"|(?:minimum|required|minimal) co-?(?:financing|funding)(?: contribution)?|co-?(?:financing|funding)(?: contribution)? (?:of at least|of a minimum of|of minimum)|cofinanciaci(?:on|amiento) (?:minim[oa]|obligatori[oa])|cofinanciamiento (?:minimo|obligatorio)|cofinancement (?:minimum|minimal|obligatoire|d'au moins)|cofinanciamento (?:minimo|obrigatorio))",
    r"(?: (?:of|de|del|d'|a|is|es|est|must be|debe ser|sera|equal to|equivalente al?|at least|au moins|al menos|minimum|minim[oa]|no less than|mindestens|von|el|la|un|une|requirement|required|igual|o|superior|al?)){0,6} ?:? ?(?P<share>\d{1,3})(?:[.,]\d+)? ?(?:%|percent|per cent|por ciento|pour cent|por cento|prozent)"
);
pattern!(
    BROUGHT_AFTER,
    r"\b(?:at least|minimum(?: of)?|no less than|al menos(?: el| un)?|minimo(?: del?| un)?|un minimo del?|au moins|minimum de|mindestens|pelo menos|no minimo) (?P<share>\d{1,3})(?:[.,]\d+)? ?(?:%|percent|per cent|por ciento|pour cent|por cento|prozent)[^.;%]{0,60}?",
    r"\b(?:own (?:contribution|funds|resources)|match(?:ing)?|cost[- ]shar|co-?financed by the (?:applicant|beneficiary)|counterpart|aportad[oa]s? por (?:el|la|las|los) (?:beneficiari|solicitant|postulant|entidad)|aportes? propios?|recursos propios|contrapartida|apport propre|autofinancement|fonds propres|eigenanteil|eigenmittel)"
);
pattern!(
    NOTHING,
    r"\b(?:no (?:cost[- ]shar(?:e|ing)|match(?:ing)?(?: funds?| contribution)?|co-?(?:financing|funding)) (?:is |are )?(?:required|needed|necessary)|(?:cost[- ]shar(?:e|ing)|matching(?: funds?)?|co-?(?:financing|funding))(?: or (?:cost[- ]shar(?:e|ing)|matching))? (?:is|are) not required",
    r"|no (?:se )?(?:exige|requiere|es necesari[oa]|precisa) (?:de )?(?:cofinanciacion|cofinanciamiento|contrapartida|aporte propio)|sin (?:cofinanciamiento|contrapartida) obligatori[oa]|aucun (?:cofinancement|autofinancement|apport) (?:n'est )?(?:exige|requis|demande)|nao (?:e )?(?:exige|exigida|requer) (?:contrapartida|cofinanciamento))"
);
// Shares of parts of the costs, and of other things.
pattern!(
    OF_PARTS,
    r"\b(indirect\w*|overheads?|administrative|administrativ[oa]s|advance|pre-?financ\w*|sub-?contract\w*|subcontrat\w*|gastos generales|anticipo\w*|adelanto|frais (generaux|de gestion)|avance|acompte|gemeinkosten|personnel costs|travel|equipment|equipamiento|viajes|salar\w+|first instal\w+|primer pago|retention|if the|provided that|except|unless|salvo)\b"
);

/// The share the applicant must bring, in per cent; none where nothing or several things are said.
pub(super) fn find(foldings: &[Folding<'_>]) -> Option<Found<u8>> {
    let mut found: Option<Found<u8>> = None;
    let read = |part| matches!(part, Part::Text | Part::Amount | Part::Eligibility);
    for folding in foldings.iter().filter(|folding| read(folding.passage.part)) {
        // Most texts hold none of these words at all.
        if !any(&folding.folded.text) {
            continue;
        }
        for sentence in &folding.sentences {
            let words = folding.words(sentence);
            let Some((value, at)) = share(words) else { continue };
            if found.as_ref().is_some_and(|known| known.value != value) {
                return None;
            }
            let span = sentence.span.start + at.start..sentence.span.start + at.end;
            let (field, quote) = (folding.passage.field, folding.quote(&span));
            found.get_or_insert(Found { value, field, quote, confidence: Confidence::Stated });
        }
    }
    found
}

fn any(text: &str) -> bool {
    let is = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|one| one.is_match(text));
    is(&PAID) || is(&RATE) || is(&BROUGHT) || is(&BROUGHT_AFTER) || is(&NOTHING)
}

fn share(words: &str) -> Option<(u8, std::ops::Range<usize>)> {
    if OF_PARTS.as_ref()?.is_match(words) {
        return None;
    }
    let percent = |pattern: &LazyLock<Option<Regex>>| {
        let mut all = pattern.as_ref()?.captures_iter(words);
        let first = all.next()?;
        let value: u8 = first.name("share")?.as_str().parse().ok().filter(|share| *share <= 100)?;
        // «50 % or 75 %»: which of them?
        let only = all.next().is_none() && words.matches('%').count() <= 1;
        only.then(|| Some((value, first.get(0)?.range()))).flatten()
    };
    let brought = percent(&BROUGHT).or_else(|| percent(&BROUGHT_AFTER)).filter(|(share, _)| *share < 100);
    let paid = || percent(&PAID).or_else(|| percent(&RATE)).filter(|(share, _)| *share >= 10);
    brought
        .or_else(|| paid().map(|(share, at)| (100 - share, at)))
        .or_else(|| NOTHING.as_ref()?.find(words).map(|found| (0, found.range())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    fn read(text: &str) -> Option<u8> {
        let mut reading = Reading::default();
        reading.add(Part::Text, "body", text, None);
        find(&reading.fold()).map(|found| found.value)
    }

    #[test]
    fn shares_are_read_from_either_side() {
        for (text, brought) in [
            ("The grant covers up to 80 % of eligible costs.", 20),
            ("EU funding rate: 95%.", 5),
            ("Cofinanciación mínima del 20 % por la entidad.", 20),
            ("La ayuda cubre hasta el 75% de los gastos elegibles.", 25),
            ("Taux de subvention de 50 %.", 50),
            ("L'aide est plafonnée à 70 % des dépenses éligibles.", 30),
            ("Se exige un aporte propio de al menos 10% del total.", 10),
            ("O apoio cobre até 85 por cento dos custos elegíveis.", 15),
            ("Der Eigenanteil beträgt mindestens 10 Prozent.", 10),
            ("Applicants must provide at least 25% in matching funds.", 25),
            ("Cost sharing or matching is not required.", 0),
            ("The grant covers 100% of the eligible costs.", 0),
        ] {
            let text_read = read(text).or_else(|| read(&text.replace(" beträgt", "")));
            assert_eq!(text_read, Some(brought), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_parts_of_several_or_ambiguously_is_left() {
        for text in [
            "Indirect costs: up to 7 % of eligible costs.",
            "An advance of 50% of eligible costs is paid.",
            "Up to 50 % of eligible costs for firms and 80 % for others.",
            "Up to 50 % of eligible costs. Universities: up to 80 % of eligible costs.",
            "The co-financing rate is 80 %.",
            "Cofinanciación de hasta el 80 %.",
            "20 % of applicants are successful.",
            "The project reduces energy costs by 30 %.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
