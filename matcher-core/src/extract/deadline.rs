//! Which dates of an offer close it and which open it, told by the words before them.
//!
//! A date that no word makes a closing date is none. A missing year is filled in only where it is certain.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::clock;
use super::dates::{self, DateMention, Stated};
use super::found::{Confidence, Found};
use super::reading::{Folding, Part};
use crate::model::Deadline;

/// A year that stands for «never» in feeds that need one.
const NEVER: i16 = 2090;
/// A yearless date further away than this from the day of publication may as well be of another year, in days.
const CERTAIN_DAYS: i32 = 300;
/// How far before a date its word is sought, in bytes.
const REACH: usize = 160;
/// Most deadlines of one offer.
const MAX_DEADLINES: usize = 24;

macro_rules! pattern {
    ($name:ident, $($part:literal),+ $(,)?) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(concat!($($part),+)).ok());
    };
}

// Words that make a date a closing date.
pattern!(
    CLOSES,
    r"\b(deadlines?|due( date)?|clos(es?|ing|ed?)( dates?)?|cut-?offs?( dates?)?|appl(y|ications?) (by|before|until|through|no later than)|no later than|not later than|(received|submitted|submit|apply|register|sent|accepted|proposals?|applications?)( \w+){0,6} (by|before|until|till|through)|submission (date|window)|last (day|date)|expir(es|y|ation)( date)?|end dates?|letters? of (intent|inquiry)|pre-?proposals?|full proposals?|target date",
    r"|fechas? (limite|de cierre|de vencimiento|de termino|final|fin)|plazos?|cierr(e|a)s?|vence|vencimiento|a mas tardar|hasta|antes del?|finaliza|fin de (la )?(convocatoria|postulacion)|recepcion de (solicitudes|postulaciones|propuestas|candidaturas)",
    r"|dates? limites?|date de (cloture|fin)|jusqu'(au|a)|au plus tard|cloture|echeance|avant le|fin de depot",
    r"|ate( o dia)?|prazos?|data (limite|final|de encerramento)|encerra(m|mento)?|termino das inscricoes",
    r"|bewerbungsschluss|bewerbungsfrist(en)?|antragsfrist|einsendeschluss|bewerbungstermine?|stichtage?|frist(en)?|bis( spatestens)?( zum)?|spatestens)\b"
);
// Closing words that may close anything: an application must be spoken of.
pattern!(
    BARE,
    r"\b(until|till|through|hasta|jusqu'(au|a)|ate|bis( zum)?|before|antes del?|avant le|expir\w+|end dates?|prazos?|plazos?|last (day|date)|finaliza|ends?)\b"
);
pattern!(
    APPLYING,
    r"\b(appl(y|ies|ied|ication|ications|icant|icants|ying)|submi\w+|proposals?|nominat\w+|regist\w+|deadlines?|calls?|open\b|entries|enter|postul\w+|solicitud\w*|convocatoria\w*|candidat\w+|inscri\w+|plazo|presentacion|recepcion|propuestas?|fecha limite|depot|deposer|dossiers?|appel|edital|bewerb\w*|antrag\w*|antrage|beantrag\w*|einreich\w*|frist\w*|receiv\w+|accept\w+|clos\w+|cierr\w+)"
);
// Words that make a date an opening date.
pattern!(
    OPENS,
    r"\b(open(s|ing|ed)?( (date|on|from|since|for))?|opening dates?|start(s|ing)? (dates?|from|on)|begin(s|ning)?|launch(es|ed)?( date)?|posted( date)?|from|available from|abre(n)?|apertura|desde( el)?|inicio( de (la )?(convocatoria|postulacion\w*|inscripcion\w*|plazo))?|a partir del?|fecha de (inicio|apertura)|ouvert(ure|e|es|s)?( (du|des|le|a))?|a compter du|a partir du|date (de debut|d'ouverture)|abertura|a partir d[eo]|ab( dem)?|beginn)\b"
);
// Words that make it another date altogether.
pattern!(
    OTHER,
    r"\b(events?|conference|held|take[s]? place|workshop|webinar|info(rmation)? session|results?|announce\w*|notif\w+|selected|selection|award(s|ed)? (date|will|ceremony)|publish\w*|publication|jury|born|birth|updated|modified|project (start|end|duration|period)|start of (the )?(project|program|course|studies)|program(me)? (starts?|begins?|runs?)|act of|law|regulation|directive|decision|interview\w*|version|graduat\w+|archive|estimated (award|project)|last updated|posted",
    r"|resultados?|publicad[oa]|publicacion|nacid[oa]s|ley|decreto|real decreto|resolucion de|orden de|reglamento|entrevistas?|evento|ejecucion|ceremonia|inicio de clases|boletin|bases reguladoras|jurado|adjudicacion|resolucion",
    r"|resultats?|publie\w*|publication|loi|decret|arrete|evenement|jury|nascid|lei|resultado|divulgacao|geboren|veranstaltung|beginn des|projektbeginn|verordnung|gesetz)\b"
);
// Between the two ends of a period.
pattern!(
    JOINS,
    r"^ ?,?( ?\(?[0-9:.h ]+(hrs?|horas|uhr|am|pm)?\)?,?)? ?(to|until|till|through|-|al?|au|jusqu'au|hasta( el)?|ate|bis|a el) ?(the|el|le|o|dia|las [0-9:]+ (horas )?del?)? ?$"
);
// Between them where «between» stands before; else «3 May and 1 June» are two days.
pattern!(JOINS_BETWEEN, r"^ ?,? ?(and|y|e|et|und) ?(the|el|le|o|dia|dem)? ?$");
pattern!(BETWEEN, r"\b(between|entre|zwischen)( the| el| le| o| dem| los dias)? ?$");

// Offers without an end, where the source keeps its closing dates.
pattern!(
    ROLLING,
    r"\b(rolling|any ?time|year-?round|all year|throughout the year|open[- ]ended|continuous\w*|no (application )?deadlines?|without deadline|ongoing|always open|permanent(e|ly|es)?|todo el ano|en cualquier momento|sin (fecha (limite|de cierre)|plazo)|ventanilla abierta|plazo abierto|toute l'annee|en continu|au fil de l'eau|sans date limite|fluxo continuo|a qualquer (momento|tempo)|jederzeit|laufend|ganzjahrig|keine frist)\b"
);
// The same in prose, where «permanent residents» and «ongoing projects» say nothing of it.
pattern!(
    ROLLING_IN_PROSE,
    r"\b(rolling (basis|applications?|deadlines?|admissions?|submissions?|calls?)|(at|accepted) any ?time|year-?round|all year (round|long)|throughout the year|open[- ]ended call|continuous(ly)? (basis|call|open|accept\w*)|no (application |fixed )?deadlines?|without (a )?deadline|(deadline|applications?|call|submissions?):? (is |are )?(ongoing|permanent(ly)?( open)?)|ongoing basis|always open|permanently open",
    r"|todo el ano|en cualquier momento|sin (fecha (limite|de cierre)|plazo)|ventanilla abierta|plazo abierto|(convocatoria|postulacion|plazo|ventanilla|inscripcion)\w*( \w+){0,4} permanentes?",
    r"|toute l'annee|en continu|au fil de l'eau|sans date limite|(appel|dispositif|depot|candidature)s?( \w+){0,3} permanente?s?|fluxo continuo|a qualquer (momento|tempo)|jederzeit|laufend (mog|einge|beant|bewerb)\w*|ganzjahrig|keine frist)\b"
);

/// What the dates of an offer say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// Closing dates, in order.
    pub deadlines: Option<Found<Vec<Deadline>>>,
    /// First day to apply.
    pub opens: Option<Found<Date>>,
    /// Open without an end.
    pub rolling: Option<Found<bool>>,
}

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Where the last match ends.
fn last(pattern: &LazyLock<Option<Regex>>, text: &str) -> Option<usize> {
    pattern.as_ref()?.find_iter(text).last().map(|found| found.end())
}

/// Reads what the passages say of opening and closing.
pub(super) fn find(foldings: &[Folding<'_>], published: Option<Date>) -> Calendar {
    let mut calendar = Calendar::default();
    for labelled in [true, false] {
        for folding in foldings {
            let part = folding.passage.part;
            match (labelled, part) {
                (true, Part::Deadline | Part::Opening) => read_labelled(folding, published, &mut calendar),
                (false, Part::Title | Part::Text) => read_prose(folding, published, &mut calendar),
                _ => {}
            }
        }
    }
    // A call that never ends has no last day that it would miss.
    if let Some(deadlines) = &calendar.deadlines
        && calendar.rolling.as_ref().is_some_and(|rolling| rolling.confidence < deadlines.confidence)
    {
        calendar.rolling = None;
    }
    drop_what_closes_before_it_opens(&mut calendar);
    calendar
}

fn drop_what_closes_before_it_opens(calendar: &mut Calendar) {
    let last = calendar.deadlines.as_ref().and_then(|found| found.value.iter().map(|one| one.date).max());
    if let (Some(opens), Some(last)) = (&calendar.opens, last)
        && opens.value > last
    {
        calendar.opens = None;
    }
}

fn read_labelled(folding: &Folding<'_>, published: Option<Date>, calendar: &mut Calendar) {
    let text = &folding.folded.text;
    let mentions = dates::find_in(text, &folding.dates);
    for (place, mention) in mentions.iter().enumerate() {
        let Some((date, _)) = meant(mention, mentions.get(place + 1), published) else { continue };
        let begins = mentions.get(place + 1).is_some_and(|next| joins(text, mention, next));
        if folding.passage.part == Part::Opening || begins {
            open(calendar, date, folding, mention, Confidence::Labelled);
        } else if date.year() >= NEVER {
            roll(calendar, folding, &mention.span, Confidence::Labelled);
        } else if !is(&OTHER, before(folding, mention)) {
            close(calendar, date, folding, mention, Confidence::Labelled);
        }
    }
    if folding.passage.part == Part::Deadline
        && let Some(span) = ROLLING.as_ref().and_then(|pattern| pattern.find(text))
    {
        roll(calendar, folding, &span.range(), Confidence::Labelled);
    }
}

fn read_prose(folding: &Folding<'_>, published: Option<Date>, calendar: &mut Calendar) {
    let text = &folding.folded.text;
    let mentions = dates::find_in(text, &folding.dates);
    for (place, mention) in mentions.iter().enumerate() {
        let joined = mentions.get(place + 1).filter(|next| joins(text, mention, next));
        let Some((date, confidence)) = meant(mention, joined, published) else { continue };
        let before = before(folding, mention);
        let sentence = sentence(folding, mention);
        let tail = place
            .checked_sub(1)
            .and_then(|at| mentions.get(at))
            .is_some_and(|first| joins(text, first, mention));
        let role = role(before, sentence, joined.is_some(), tail, mention.weak);
        match role {
            Some(Role::Closes) if date.year() >= NEVER => roll(calendar, folding, &mention.span, confidence),
            Some(Role::Closes) => close(calendar, date, folding, mention, confidence),
            Some(Role::Opens) => open(calendar, date, folding, mention, confidence),
            None => {}
        }
    }
    for sentence in &folding.sentences {
        let words = folding.words(sentence);
        if let Some(span) = ROLLING_IN_PROSE.as_ref().and_then(|pattern| pattern.find(words))
            && is(&APPLYING, words)
        {
            let span = sentence.span.start + span.start()..sentence.span.start + span.end();
            roll(calendar, folding, &span, Confidence::Stated);
        }
    }
}

/// Whether two dates are the ends of a period.
fn joins(text: &str, first: &DateMention, second: &DateMention) -> bool {
    text.get(first.span.end..second.span.start).is_some_and(|between| {
        is(&JOINS, between) || (is(&JOINS_BETWEEN, between) && is(&BETWEEN, &text[..first.span.start]))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
}

/// What the words before a date make of it; `starts` and `ends`: it is the first or second of a period.
fn role(before: &str, sentence: &str, starts: bool, ends: bool, weak: bool) -> Option<Role> {
    let closes = last(&CLOSES, before);
    let opens = last(&OPENS, before);
    let other = last(&OTHER, before);
    let nearest = [closes, opens].into_iter().flatten().max();
    if other > nearest {
        return None;
    }
    if starts && is(&APPLYING, sentence) && !weak {
        return Some(Role::Opens);
    }
    if ends && is(&APPLYING, sentence) {
        return Some(Role::Closes);
    }
    if closes.is_some() && closes >= opens {
        let end = closes.unwrap_or_default();
        let near = before.len() - end;
        let bare = last(&BARE, &before[..end]) == Some(end);
        if near > if weak { 12 } else { 90 } || (bare && !is(&APPLYING, sentence)) {
            return None;
        }
        return Some(Role::Closes);
    }
    let near = before.len() - opens?;
    (near <= 25 && !weak && is(&APPLYING, sentence)).then_some(Role::Opens)
}

/// The words of the sentence before a date, and the heading above it.
fn before<'a>(folding: &'a Folding<'_>, mention: &DateMention) -> &'a str {
    let text = &folding.folded.text;
    let at = folding
        .sentences
        .iter()
        .position(|one| one.span.start <= mention.span.start && mention.span.start < one.span.end);
    let start = match at {
        None => mention.span.start,
        Some(at) => {
            let own = folding.sentences[at].span.start;
            // A short line above, or one that a date alone follows, is a heading.
            let above = at.checked_sub(1).map(|at| &folding.sentences[at].span);
            match above {
                Some(above)
                    if own + 30 > mention.span.start
                        && (above.len() < 60 || text[above.clone()].ends_with(':')) =>
                {
                    above.start
                }
                _ => own,
            }
        }
    };
    let start = start.max(mention.span.start.saturating_sub(REACH));
    &text[text.floor_char_boundary(start)..mention.span.start]
}

fn sentence<'a>(folding: &'a Folding<'_>, mention: &DateMention) -> &'a str {
    let before = before(folding, mention);
    let start = mention.span.start - before.len();
    let end = folding
        .sentences
        .iter()
        .find(|one| mention.span.start < one.span.end)
        .map_or(mention.span.end, |one| one.span.end);
    &folding.folded.text[start..end.max(mention.span.end)]
}

/// The day a mention means, if there is no doubt; `joined` ends the period that it begins.
fn meant(
    mention: &DateMention,
    joined: Option<&DateMention>,
    published: Option<Date>,
) -> Option<(Date, Confidence)> {
    match mention.stated {
        Stated::Day(date) => Some((date, Confidence::Stated)),
        Stated::Yearless { month, day, weekday } => {
            if let Some(Stated::Day(end)) = joined.map(|joined| joined.stated) {
                let same = Date::new(end.year(), month, day).ok()?;
                let start = if same <= end { same } else { Date::new(end.year() - 1, month, day).ok()? };
                return Some((start, Confidence::Likely));
            }
            let published = published?;
            let next = dates::resolve(mention.stated, published)?;
            let near = (next - published).get_days() <= CERTAIN_DAYS;
            let fits = weekday.is_none_or(|weekday| next.weekday() == weekday);
            (near && fits).then_some((next, Confidence::Likely))
        }
        // «on 3 and 17 May 2026» gives a day of the month that the next date completes: left alone.
        _ => None,
    }
}

fn in_range(date: Date) -> bool {
    (1990..=2100).contains(&date.year())
}

fn close(
    calendar: &mut Calendar,
    date: Date,
    folding: &Folding<'_>,
    mention: &DateMention,
    confidence: Confidence,
) {
    if !in_range(date) {
        return;
    }
    let after = &folding.folded.text[mention.span.end..];
    let after = &after[..after.floor_char_boundary(50.min(after.len()))];
    let hour = clock::find(after).or_else(|| clock::find(before(folding, mention)));
    let deadline = Deadline {
        date,
        time: hour.map(|(time, _)| time),
        time_zone: hour.and_then(|(_, zone)| zone).map(str::to_owned),
        label: None,
    };
    let found = || Found {
        value: Vec::new(),
        field: folding.passage.field,
        quote: folding.quote(&mention.span),
        confidence,
    };
    let all = calendar.deadlines.get_or_insert_with(found);
    // Prose adds nothing to what the source keeps apart.
    if all.confidence == Confidence::Labelled && confidence != Confidence::Labelled
        || all.value.len() >= MAX_DEADLINES
    {
        return;
    }
    match all.value.iter_mut().find(|known| known.date == date) {
        Some(known) if known.time.is_none() => *known = deadline,
        Some(_) => {}
        None => all.value.push(deadline),
    }
    all.value.sort();
}

fn open(
    calendar: &mut Calendar,
    date: Date,
    folding: &Folding<'_>,
    mention: &DateMention,
    confidence: Confidence,
) {
    if calendar.opens.is_none() && in_range(date) {
        let quote = folding.quote(&mention.span);
        calendar.opens = Some(Found { value: date, field: folding.passage.field, quote, confidence });
    }
}

fn roll(calendar: &mut Calendar, folding: &Folding<'_>, span: &Range<usize>, confidence: Confidence) {
    if calendar.rolling.is_none() {
        let quote = folding.quote(span);
        calendar.rolling = Some(Found { value: true, field: folding.passage.field, quote, confidence });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::extract::reading::Reading;

    fn read(text: &str, lang: &str, published: Option<Date>) -> (Vec<Date>, Option<Date>, bool) {
        let mut reading = Reading::default();
        reading.add(Part::Text, "body", text, lang.parse().ok());
        let found = find(&reading.fold(), published);
        let days = found.deadlines.iter().flat_map(|found| &found.value).map(|one| one.date).collect();
        (days, found.opens.map(|found| found.value), found.rolling.is_some())
    }

    #[test]
    fn words_make_a_date_a_closing_or_an_opening_one() {
        let published = Some(date(2026, 5, 1));
        for (text, lang, closes, opens) in [
            (
                "Las postulaciones se reciben hasta el viernes 31 de julio de 2026.",
                "es",
                vec![date(2026, 7, 31)],
                None,
            ),
            (
                "Candidatures du 1er mars au 15 avril 2026.",
                "fr",
                vec![date(2026, 4, 15)],
                Some(date(2026, 3, 1)),
            ),
            ("Inscrições abertas até 20/08/2026.", "pt", vec![date(2026, 8, 20)], None),
            (
                "Deadlines: 3 March 2027 and 1 September 2027.",
                "en",
                vec![date(2027, 3, 3), date(2027, 9, 1)],
                None,
            ),
            ("Apply by July 14.", "en", vec![date(2026, 7, 14)], None),
            ("Applications open on 1 June 2026.", "en", vec![], Some(date(2026, 6, 1))),
            ("Apply now. The conference takes place on 3 June 2026.", "en", vec![], None),
            ("Bases aprobadas por la Ley 20 de 3 de mayo de 2019.", "es", vec![], None),
            ("Projects may run until 31 December 2028.", "en", vec![], None),
        ] {
            assert_eq!(read(text, lang, published), (closes, opens, false), "{text}");
        }
        assert_eq!(read("Apply by July 14.", "en", None).0, [], "the year is anybody's guess");
        assert_eq!(read("Apply by March 14.", "en", published).0, [], "ten months away may be last year's");
    }

    #[test]
    fn endless_calls_are_told_from_permanent_residents() {
        for (text, rolling) in [
            ("Applications are accepted on a rolling basis.", true),
            ("Convocatoria abierta de forma permanente.", true),
            ("Les candidatures sont reçues au fil de l’eau.", true),
            ("Permanent residents may apply for ongoing projects.", false),
        ] {
            assert_eq!(read(text, "en", None).2, rolling, "{text}");
        }
    }
}
