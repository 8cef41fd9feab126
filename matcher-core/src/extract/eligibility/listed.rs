//! Countries named where an offer says who may apply: «nationals: …», «open to citizens of …», «estudiantes chilenos».

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::groups::CountryGroup;
use super::mentions::{Mention, Named, mentions};
use super::{Statement, rank};
use crate::extract::reading::{Folding, Part};
use crate::model::{CountryCode, Verdict};

/// A list of who may apply, as such.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ ?(nationals?|nationality|nationalities|citizenship|eligible (countries|nationalities)|paises elegibles|nacionalidad(es)?|nacionalidade|pays eligibles?|nationalite|staatsangehorigkeit): ?").ok()
});
/// The same under «who may apply»; elsewhere it may be where something takes place.
static LABEL_THERE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ ?(geography|region|(recipient )?countries|pais(es)?): ?").ok());
/// Lists of other things: where one studies or works.
static OTHER_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ ?(location|study( in)?|host|place|destination|lugar|destino|lieu|where|language|idioma|provider|cycle months|levels?|fields?|beneficiaries|convoca)\b").ok()
});
/// Before a country: it is about those who apply.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(citizens?|nationals?|nationality|citizenship|residents?|natives?) (of|from|in|is|must)\b|\beligible (countries|nationalities|applicants)|\b(applicants?|candidates?|students?|graduates?|researchers?|scholars?|scientists?|professionals?|artists?|organi[sz]ations?|institutions?|entities|universities|people|teachers|academics|startups|companies|individuals) (from|residing in|resident in|living in|based in|established in|who are (citizens|nationals|residents))\b",
        r"|\b(open|available|offered|awarded|restricted|limited) (only )?(to|for) \b|\bparticipating countries|\bbe a (citizen|national|resident)|\bcountries? (eligible|participating)",
        r"|\b(ciudadan[oa]s?|nacionales|nacional|nacionalidad|residentes?|originari[oa]s?|procedentes?|provenientes?|ser) (de|del|en)?\b|\bnacionalidad\b|\b(estudiantes|postulantes|candidatos|investigadores|profesionales|instituciones|organizaciones|entidades|universidades|artistas|docentes|jovenes) (de|del|en|procedentes|provenientes)\b|\bdirigid[oa]s? a\b",
        r"|\b(ressortissants?|citoyens?|originaires?|residents?|nationalite|etudiants|candidats|chercheurs) (du|de|des|d'|en|au|aux)|\bouvert(e|s)? aux?\b",
        r"|\b(cidadaos|nacionalidade|naturais|residentes|estudantes|candidatos) (de|do|da|dos|das|em)\b",
        r"|\b(studierende|graduierte|wissenschaftler|absolventinnen|absolventen|bewerber|bewerberinnen|doktoranden|promovierte|hochschulabsolvent\w*|hochschulen|nachwuchs\w*|akademiker\w*|fachkrafte|kunstler\w*|personen)\b.{0,120}\b(aus|in|von)\b"
    ))
    .ok()
});
/// In a title, before or after a country: it is whom the offer is for, not where it takes place.
static FOR_WHOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(for|para|pour|fur|becas?|bolsas?|bourses?|stipendi\w*|scholarships?|fellowships?|daad)\b[^,.;]{0,40}$").ok()
});
static AWARD_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[^,.;]{0,30}\b(scholarships?|fellowships?|awards?|students|scholars|citizens|nationals|programme for|becas?)\b").ok()
});
/// Of the cues, those that speak of where somebody comes from: only these shut out whom they do not name.
static ORIGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(citizens?|nationals?|residents?|natives?) (of|from)\b|\bnationality|\bcitizenship|\beligible (countries|nationalities)|\b(applicants?|candidates?|students?|graduates?|researchers?|scholars?|scientists?|professionals?|artists?|people|teachers|academics|individuals) (from|residing in|resident in|living in|who are (citizens|nationals|residents))\b|\bbe a (citizen|national|resident) of",
        r"|\b(ciudadan[oa]s?|nacional|nacionales) (de|del)\b|\bnacionalidad (de|del)?\b|\b(residentes?|originari[oa]s?|procedentes?|provenientes?) (de|del|en)\b",
        r"|\b(ressortissants?|citoyens?|originaires?) (du|de|des|d')|\bnationalite\b|\b(cidadaos|naturais|residentes) (de|do|da|dos|das|em)\b|\bnacionalidade\b",
        r"|\b(studierende|graduierte|wissenschaftler\w*|absolventinnen|absolventen|bewerber|bewerberinnen|doktoranden|promovierte|hochschulabsolvent\w*|hochschullehr\w*|akademiker\w*|fachkrafte|kunstler\w*|personen)\b.{0,120}\baus\b"
    ))
    .ok()
});
/// After a people's name: it is people or bodies who apply.
static BEARER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ ?[a-z-]{0,20} ?(citizens?|nationals?|students?|applicants?|candidates?|graduates?|researchers?|scholars?|scientists?|startups?|companies|firms|organi[sz]ations?|nonprofits?|residents?|artists?|professionals?|teachers?|youths?|women|girls|only|ciudadan\w*|studierende\w*|wissenschaftler\w*|graduierte\w*|absolvent\w*|bewerber\w*|forscher\w*|staatsangehorig\w*)\b").ok()
});
/// Before a people's name in the Romance languages.
static ADJECTIVE_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(ciudadan[oa]s?|estudiantes?|nacionalidad|postulantes?|investigador(es|as)?|profesionales?|empresas|organizaciones|jovenes|artistas|docentes|ser|graduad[oa]s|etudiants?|chercheurs?|nationalite|citoyens?|entreprises|cidadaos|estudantes|nacionalidade|empresas|pesquisadores) (\w+ )?$").ok()
});
/// Then a list is not the whole of it.
static OPEN_ENDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(international|foreign|overseas|abroad|worldwide|global|other countr|other nation|all countr|any countr|any nationalit|all nationalit|around the world|all over|such as|e\.g|including|include|for example|among others|not limited|preferen|priority|especially|particularly|and beyond|elsewhere|non-",
        r"|extranjer|internacional|relaciones|otros paises|otras nacional|cualquier|todos los paises|todo el mundo|entre otr|tales como|incluid|preferent|prioridad|especialmente|exterior",
        r"|etrang|autres pays|tous pays|notamment|y compris|priorit|outros paises|ausland|weltweit|alle lander|aller lander|anderen lander|insbesondere|vor allem|bevorzugt)"
    ))
    .ok()
});
/// Then what is named after it is not meant.
static SHUT_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(excluding|except|excepting|exception of|other than|not (eligible|open|available)|ineligible|cannot apply|may not apply|do not qualify|excepto|salvo|a excepcion de|con excepcion|no (podran|pueden|son elegibles)|sauf|hors|a l.exception|no tener|non|exceto|ausgenommen|ausser|nicht)\b").ok()
});
/// Of these, the ones after which a country is surely shut out: «non-EU countries such as Chile» is not.
static SURELY_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(excluding|except|excepting|exception of|other than|not (open|available)|ineligible|cannot apply|may not apply|do not qualify|excepto|salvo|a excepcion de|con excepcion|no (podran|pueden) (postular|participar|presentarse|optar|acceder)|no son elegibles|sauf|a l.exception|exceto|ausgenommen|ausser)\b").ok()
});
/// Exceptions under a condition, and exceptions denied: whom they shut out is open.
static PERHAPS_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(except|unless|salvo|excepto|sauf|exceto|ausser|hors) (if|when|where|in cases?|que|si|cuando|en|se|quando|cas|wenn|bei)\b",
        r"|\b(not|no|without|sin|sans|sem|nicht|ohne|nao|pas) (\w+ ){0,2}(exclu\w+|ineligible|left out|ausgeschlossen|ausgenommen)\b",
        r"|\bnot (only|just) (open|available)\b"
    ))
    .ok()
});

/// After the country's name: it is shut out of the whole, not of a supplement or by a side condition.
static LEFT_OUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[^.;:]{0,60}\b(is|are) ((currently|therefore|thus|also) )?(not (associated|admitted|a member|part of|on the list)|excluded|ineligible|left out)",
        r"|^[^.;:]{0,60}\b(is|are) ((currently|therefore|thus|also) )?not eligible( (to (apply|participate|take part|receive funding)|under|for (this|the|a|any|our|these)?( \w+)? ?(calls?|grants?|program\w*|fund\w*|awards?|scholarships?|fellowships?|schemes?|competition|prize|participation|support))\b| ?([,.;)]|$| (and|as|because|since|at)\b))",
        r"|^[^.;:]{0,40}\b(does|do) not ?([.,;)]|$|((currently|yet) )?(take part|participate|qualify|belong)\b)|^[^.;:]{0,40}\bno longer (qualif|belong|eligible|is one|are)",
        r"|^[^.;:]{0,40}\b((can|could) ?not (apply|participate|take part|join|submit|receive funding|be (funded|admitted|considered|accepted))|can only (look on|watch|observe|follow))\b",
        r"|^[^.;:]{0,60}\b(queda(n)? (fuera|exclu)|no (es|son) (pais(es)? )?(elegible|parte|miembro)|no (puede|pueden|podra|podran) (postular|participar|presentar|optar|acceder|concurrir|solicitar|pedir|ser (beneficiari|elegid|financiad))|no (participa|forma parte|figura|califica)\w*)",
        r"|^[^.;:]{0,60}\b(fica(m)? (de )?fora|nao (pode|podem) (candidatar|participar|concorrer|apresentar|inscrever|submeter|ser (beneficiari|financiad)|se )|nao (participa|faz parte|e elegivel))",
        r"|^[^.;:]{0,60}\b(n'est pas (eligible|associe|membre|admis)|ne fait pas partie|ne font pas partie|ne (peut|peuvent) pas (y )?(candidater|participer|postuler|deposer|repondre|en beneficier|se porter)|est exclu)",
        r"|^[^.;:]{0,60}\b((ist|sind|bleib\w*|werden) (davon |leider )?ausgeschlossen|nicht (antrags|bewerbungs|teilnahme|forder)\w*(berechtigt|fahig|berechtigte)|konnen sich nicht bewerben|nicht (teilnehmen|zugelassen|zulassig))"
    ))
    .ok()
});

/// Words that deny something.
static DENIES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(no|not|nor|never|neither|nao|nem|ne|n'est|pas|nicht|kein\w*|ni|sin que)\b").ok()
});

fn find(pattern: &LazyLock<Option<Regex>>, text: &str) -> Option<usize> {
    pattern.as_ref().and_then(|pattern| pattern.find(text)).map(|found| found.end())
}

fn has(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// What the sentences of one passage say of `country` by naming countries.
pub(super) fn statements(folding: &Folding<'_>, country: &CountryCode, day: Date, said: &mut Vec<Statement>) {
    if !matches!(folding.passage.part, Part::Title | Part::Text | Part::Eligibility) {
        return;
    }
    for sentence in &folding.sentences {
        let words = folding.words(sentence);
        if has(&OTHER_LABEL, words) {
            continue;
        }
        let is_apart = folding.passage.part == Part::Eligibility;
        let label = find(&LABEL, words).or_else(|| find(&LABEL_THERE, words).filter(|_| is_apart));
        let (from, strength) = match (label, find(&CUE, words)) {
            (Some(end), _) => (end, rank::LABELLED),
            (None, Some(end)) => (end, rank::CUED),
            (None, None) if folding.passage.part == Part::Title => (0, rank::CUED),
            (None, None) => (usize::MAX, rank::CUED),
        };
        let named = mentions(words);
        let own = Named::Country(country.clone());
        let is_left_out = |mention: &&Mention| {
            mention.named == own && has(&LEFT_OUT, &words[mention.span.end..]) && !has(&PERHAPS_OUT, words)
        };
        if let Some(left_out) = named.iter().find(is_left_out) {
            let span = sentence.span.start + left_out.span.start..sentence.span.start + left_out.span.end;
            said.push(Statement {
                rank: rank::NAMED,
                verdict: Verdict::No,
                as_of: None,
                code: "named-shut-out".to_owned(),
                field: folding.passage.field,
                quote: folding.quote(&span),
            });
            continue;
        }
        let applies = |mention: &Mention| mention.span.start + 1 >= from || is_about_bearers(words, mention);
        let meant: Vec<&Mention> = named.iter().filter(|mention| applies(mention)).collect();
        if meant.is_empty() {
            continue;
        }
        let Some((verdict, code, first)) = judge(words, &meant, country, day) else { continue };
        let from_origin = find(&ORIGIN, words).is_some_and(|end| first.span.start + 1 >= end);
        if verdict == Verdict::No && strength == rank::CUED && !from_origin && !is_about_bearers(words, first)
        {
            continue;
        }
        let strength = match (verdict, folding.passage.part) {
            (Verdict::No, Part::Title) => continue,
            (_, Part::Title) if matches!(code.as_str(), "mercosur-associates" | "oecd" | "apec" | "oas") => {
                continue;
            }
            (_, Part::Title)
                if !has(&FOR_WHOM, &words[..first.span.start])
                    && !has(&AWARD_AFTER, &words[first.span.end..]) =>
            {
                continue;
            }
            (_, Part::Title) => rank::TITLED,
            _ if matches!(code.as_str(), "named" | "named-shut-out") => rank::NAMED,
            _ => strength,
        };
        let span = sentence.span.start + first.span.start..sentence.span.start + first.span.end;
        said.push(Statement {
            rank: strength,
            verdict,
            as_of: CountryGroup::find(&code).map(|group| group.as_of),
            code,

            field: folding.passage.field,
            quote: folding.quote(&span),
        });
    }
}

/// «Indian startups», «estudiantes chilenos».
fn is_about_bearers(words: &str, mention: &Mention) -> bool {
    if matches!(mention.named, Named::Region(_) | Named::Nothing) {
        return false;
    }
    let own = &words[mention.span.clone()];
    own.contains("citizen")
        || own.contains("national")
        || has(&BEARER, &words[mention.span.end..])
        || has(&ADJECTIVE_OF, &words[..mention.span.start])
}

fn judge<'a>(
    words: &str,
    meant: &[&'a Mention],
    country: &CountryCode,
    day: Date,
) -> Option<(Verdict, String, &'a Mention)> {
    let shut_out = find(&SHUT_OUT, words);
    // «South America (with the exception of Brazil): Argentina, Chile…»
    let closed =
        |end: usize, start: usize| words.get(end..start).is_some_and(|between| between.contains([')', ':']));
    let inside = |mention: &&&Mention| {
        shut_out.is_none_or(|end| mention.span.start < end || closed(end, mention.span.start))
    };
    let own = meant.iter().find(|mention| mention.named == Named::Country(country.clone()));
    if let Some(own) = own {
        // A sentence that denies anything may deny this: a wrong yes costs more than a missing one.
        if has(&DENIES, words) && inside(&own) {
            return None;
        }
        if inside(&own) {
            return Some((Verdict::Yes, "named".to_owned(), *own));
        }
        let surely = find(&SURELY_OUT, words).is_some_and(|end| end <= own.span.start);
        return (surely && !has(&PERHAPS_OUT, words))
            .then(|| (Verdict::No, "named-shut-out".to_owned(), *own));
    }
    let holds = |mention: &&&Mention| match mention.named {
        Named::Group(id) => CountryGroup::find(id).is_some_and(|group| group.holds(country, day)),
        _ => false,
    };
    if let Some(group) = meant.iter().filter(inside).find(holds)
        && let Named::Group(id) = group.named
    {
        return Some((Verdict::Yes, id.to_owned(), *group));
    }
    if shut_out.is_some() || has(&OPEN_ENDED, words) {
        return None;
    }
    let first = meant.iter().find(|mention| matches!(mention.named, Named::Country(_) | Named::Group(_)))?;
    Some((Verdict::No, "listed-without".to_owned(), *first))
}
