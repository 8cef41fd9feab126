//! Money an offer gives: how much, in which currency, counted for what.
//!
//! A «$» is read only where the provider's country says whose dollar or peso it is. Fees, salaries and turnovers are not
//! amounts of the offer.

mod currency;
mod scale;

use std::ops::Range;
use std::sync::LazyLock;

use iso_currency::Currency;
use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::dates::Lang;
use super::found::{Confidence, Found};
use super::reading::{Folding, Part};
use crate::model::{AmountBasis, CountryCode, MoneyRange};

/// Less than this is no amount of an offer but a footnote, a page, a fee.
const LEAST: i64 = 50;

static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (currency, scale) = (currency::words(), scale::words());
    let number = r"\d{1,3}(?:[.,' \u{a0}]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?";
    Regex::new(&format!(
        r"(?:(?P<before>{currency})\s?)?(?P<number>{number})(?:,-)?(?:\s?(?P<scale>{scale})\b)?(?:\s?(?:de |d')?(?P<after>{currency}))?"
    ))
    .ok()
});

macro_rules! pattern {
    ($name:ident, $($part:literal),+ $(,)?) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(concat!($($part),+)).ok());
    };
}

pattern!(
    UP_TO,
    r"\b(up to|maxim\w+( \w+){0,5}|max\.?|not exceed\w*|no more than|capped at|ceiling|limit(ed)? (of|to)|as much as|hasta|tope|jusqu'a|plafon\w*( \w+){0,3}|ate|bis zu|hochstens|at most|less than|no superar\w*|tope maximo)[^.;]{0,25}$"
);
pattern!(
    AT_LEAST,
    r"\b(at least|min\.?|minim\w+( \w+){0,4}|from|floor|no less than|more than|over|desde|al menos|mas de|au moins|plus de|a partir de|mindestens|no minimo|mais de)[^.;]{0,12}$"
);
pattern!(JOINS, r"^ ?(-|to|and|y|a|e|et|until|through|hasta|ate|bis|und) ?$");
pattern!(
    GIVES,
    r"\b(grants?|awards?|awarded|fund\w*|amounts?|budgets?|priz\w+|scholarships?|stipends?|fellowships?|worth|contribution|support|financ\w+|allowance|subvenci\w+|subsid\w+|montos?|ayudas?|importes?|cuantia|dotacion|dotad[oa]s?|premios?|becas?|recursos|presupuesto|aporte|cofinanc\w+|aides?|montants?|subventions?|bourses?|dotations?|dote|prix|soutien|enveloppe|plafon\w*|apoio|valor|bolsas?|orcamento|forder\w*|zuschuss\w*|stipendi\w+|preisgeld|projects? (of|up to)|receive|recibir\w*|otorga\w*|provide[sd]?|offers?)"
);
pattern!(
    NOT_GIVEN,
    r"\b(salar(y|ies)|tuition fees?|application fee|fees? of|tax(es)?|turnover|revenues?|income|fine|penalt\w+|membership|per hour|hourly|wage|gdp|investment of|assets|salari\w+|sueldo|tasas?|cuotas?|arancel\w*|matricula|ingresos|facturacion|ventas|multa|chiffre d'affaires|salaires?|frais|gehalt|gebuhr\w*|umsatz|einkommen|taxa|mensalidade|renda|capital|loss|damages|economy|minimis|result in|market|match(ing)? (of|requirement)|contrapartida)\b"
);
pattern!(
    TOTAL,
    r"\b(total|overall|available|envelope|enveloppe|presupuesto( total)?|dotacion|call budget|budget of the call|indicative budget|pool|monto total|importe total|credito|program(me)? funding|estimated (total|program)|gesamt\w*|orcamento|dispone|asciende|fonds? de|prize pool|bolsa de)\b"
);
pattern!(
    PROJECT,
    r"\b(per (project|grant|award|proposal|applicant|organi[sz]ation|initiative)|each (project|grant|award|applicant|proposal)|individual (grants?|awards?)|grants? (of|up to|range|between|from)|awards? (of|up to|range|ceiling|floor)|por (proyecto|iniciativa|solicitud|entidad|beneficiario|postulante)|cada (proyecto|iniciativa)|par projet|por projeto|pro (projekt|vorhaben)|maximo por|ceiling|floor|contribution from the eu of)\b"
);
pattern!(
    PERSON,
    r"\b(per month|monthly|a month|/ ?month|stipend|al mes|mensual\w*|por mes|par mois|mensuel\w*|monatlich\w*|im monat|per person|por persona|per student|scholarship|fellowship|beca|bourse|stipendium|per year|anual\w*)\b"
);

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// One sum of money in a text.
struct Sum {
    span: Range<usize>,
    value: Decimal,
    /// `None`: another sum of the same range must say.
    currency: Option<Currency>,
    scaled: Option<Decimal>,
}

/// The amount an offer states, first where the source keeps it apart, then in its prose.
pub(super) fn find(foldings: &[Folding<'_>], country: Option<&CountryCode>) -> Option<Found<MoneyRange>> {
    for part in [Part::Amount, Part::Text, Part::Title] {
        let mut best: Option<(u8, Found<MoneyRange>)> = None;
        for folding in foldings.iter().filter(|folding| folding.passage.part == part) {
            for (rank, found) in candidates(folding, country) {
                if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                    best = Some((rank, found));
                }
            }
        }
        if let Some((_, found)) = best {
            return Some(found);
        }
    }
    None
}

fn candidates(folding: &Folding<'_>, country: Option<&CountryCode>) -> Vec<(u8, Found<MoneyRange>)> {
    let labelled = folding.passage.part == Part::Amount;
    let mut found = Vec::new();
    for sentence in &folding.sentences {
        let words = folding.words(sentence);
        if !words.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let gives = is(&GIVES, words);
        if !labelled && (!gives || is(&NOT_GIVEN, words)) {
            continue;
        }
        let sums = sums(words, folding.dates.lang, country);
        let mut here = Vec::new();
        let mut at = 0;
        while at < sums.len() {
            let (range, used) = range(words, &sums[at..]);
            at += used;
            here.extend(range);
        }
        // «2.300 Euro, 2.500 Euro für Promovierte»: one offer, from the least to the most.
        if here.len() > 1 && (labelled || here.iter().all(|(money, _)| money.basis == AmountBasis::PerPerson))
        {
            here = spread(here);
        }
        for (money, span) in here {
            let rank = rank(&money, &words[..span.start], words);
            let span = sentence.span.start + span.start..sentence.span.start + span.end;
            let confidence = if labelled { Confidence::Labelled } else { Confidence::Stated };
            let quote = folding.quote(&span);
            found.push((rank, Found { value: money, field: folding.passage.field, quote, confidence }));
        }
    }
    if labelled {
        join_bounds(&mut found);
    }
    found
}

/// Several sums of one sentence as one range, if they are of one currency and not too far apart.
fn spread(sums: Vec<(MoneyRange, Range<usize>)>) -> Vec<(MoneyRange, Range<usize>)> {
    let ends = || sums.iter().flat_map(|(money, _)| [money.min, money.max]).flatten();
    let (Some(least), Some(most)) = (ends().min(), ends().max()) else { return sums };
    let one_currency = sums.iter().all(|(money, _)| money.currency == sums[0].0.currency);
    if !one_currency || least * Decimal::from(3) < most {
        return sums;
    }
    let mut money = sums[0].0.clone();
    (money.min, money.max) = (Some(least), Some(most));
    vec![(money, sums[0].1.clone())]
}

/// A floor and a ceiling on lines of their own are one range.
fn join_bounds(found: &mut [(u8, Found<MoneyRange>)]) {
    let floor = found.iter().find(|(_, one)| one.value.max.is_none()).map(|(_, one)| one.value.clone());
    let Some(floor) = floor else { return };
    for (rank, one) in found.iter_mut() {
        if one.value.min.is_none() && one.value.currency == floor.currency && floor.min <= one.value.max {
            one.value.min = floor.min;
            *rank += 5;
        }
    }
}

/// What a project gets counts more than what the whole call holds.
fn rank(money: &MoneyRange, before: &str, words: &str) -> u8 {
    let bounded = money.min != money.max || is(&UP_TO, before);
    let basis = match money.basis {
        AmountBasis::PerProject => 6,
        AmountBasis::PerPerson => 4,
        AmountBasis::Total => 3,
        AmountBasis::Unknown => 2,
    };
    basis + u8::from(bounded) + u8::from(is(&PROJECT, words))
}

fn basis(words: &str, before: &str) -> AmountBasis {
    if is(&PROJECT, words) && !is(&TOTAL, before) {
        AmountBasis::PerProject
    } else if is(&PERSON, words) {
        AmountBasis::PerPerson
    } else if is(&TOTAL, words) {
        AmountBasis::Total
    } else {
        AmountBasis::Unknown
    }
}

/// The range that the first sums make, and how many sums it used.
fn range(words: &str, sums: &[Sum]) -> (Option<(MoneyRange, Range<usize>)>, usize) {
    let first = &sums[0];
    let second = sums.get(1).filter(|second| {
        words.get(first.span.end..second.span.start).is_some_and(|between| is(&JOINS, between))
    });
    if let Some(second) = second
        && let Some(currency) = first.currency.or(second.currency)
    {
        // «between 2 and 3 million»: the scale of the second is that of both.
        let low = match (first.scaled, second.scaled) {
            (None, Some(scale)) if first.value < Decimal::from(1_000) => first.value * scale,
            _ => first.value,
        };
        if low <= second.value && second.value >= Decimal::from(LEAST) {
            let span = first.span.start..second.span.end;
            let basis = basis(words, &words[..first.span.start]);
            return (
                Some((MoneyRange { min: Some(low), max: Some(second.value), currency, basis }, span)),
                2,
            );
        }
    }
    let Some(currency) = first.currency.filter(|_| first.value >= Decimal::from(LEAST)) else {
        return (None, 1);
    };
    let before = &words[..first.span.start];
    let (min, max) = if is(&UP_TO, before) {
        (None, Some(first.value))
    } else if is(&AT_LEAST, before) {
        (Some(first.value), None)
    } else {
        (Some(first.value), Some(first.value))
    };
    (Some((MoneyRange { min, max, currency, basis: basis(words, before) }, first.span.clone())), 1)
}

fn sums(words: &str, lang: Option<Lang>, country: Option<&CountryCode>) -> Vec<Sum> {
    let Some(pattern) = MONEY.as_ref() else { return Vec::new() };
    let read = |found: Captures<'_>| -> Option<Sum> {
        let number = found.name("number")?;
        let before = words[..number.start()].chars().next_back();
        if before.is_some_and(|sign| sign.is_alphanumeric() && found.name("before").is_none()) {
            return None;
        }
        let whole = found.get(0)?;
        if currency::counts_units(&words[whole.end()..]) {
            return None;
        }
        let starts_word = words[..whole.start()].chars().next_back().is_some_and(char::is_alphabetic);
        let symbol = found
            .name("before")
            .filter(|_| !starts_word)
            .or_else(|| found.name("after").filter(|after| ends_word(words, after.end())));
        let euro_scale = found.name("scale").is_some_and(|scale| scale.as_str().ends_with('€'));
        let currency = if euro_scale {
            Some(Currency::EUR)
        } else {
            symbol.and_then(|symbol| currency::named(symbol.as_str(), &words[symbol.end()..], country))
        };
        let scaled = found.name("scale").and_then(|scale| scale::factor(scale.as_str()));
        let value = decimal(number.as_str(), lang, scaled.is_some())?;
        let value = value.checked_mul(scaled.unwrap_or(Decimal::ONE))?.normalize();
        (value <= Decimal::from(1_000_000_000_000_000_i64)).then_some(Sum {
            span: whole.range(),
            value,
            currency,
            scaled,
        })
    };
    pattern.captures_iter(words).filter_map(read).collect()
}

fn ends_word(words: &str, end: usize) -> bool {
    !words[end..].chars().next().is_some_and(char::is_alphanumeric)
}

/// A number with the separators of its language.
fn decimal(text: &str, lang: Option<Lang>, scaled: bool) -> Option<Decimal> {
    let text: String = text.chars().filter(|sign| !matches!(sign, ' ' | '\'' | '\u{a0}')).collect();
    let (point, comma) = (text.rfind('.'), text.rfind(','));
    let last = match (point, comma) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (one, other) => one.or(other),
    };
    let Some(at) = last else { return text.parse().ok() };
    let both = point.is_some() && comma.is_some();
    let sign = &text[at..=at];
    let repeated = text.matches(sign).count() > 1;
    let decimals = text.len() - at - 1;
    let english = matches!(lang, Some(Lang::En) | None);
    let is_decimal = !repeated
        && (both
            || decimals != 3
            || (scaled && if english { sign == "." } else { sign == "," })
            || text[..at].len() > 3);
    let digits: String = text
        .char_indices()
        .filter_map(|(place, sign)| match sign {
            '.' | ',' if place == at && is_decimal => Some('.'),
            '.' | ',' => None,
            digit => Some(digit),
        })
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    fn read(text: &str, lang: &str, country: &str) -> Option<String> {
        let mut reading = Reading { country: country.parse().ok(), ..Reading::default() };
        reading.add(Part::Text, "body", text, lang.parse().ok());
        let found = find(&reading.fold(), reading.country.as_ref())?;
        assert!(text.contains(&found.quote), "{}", found.quote);
        let MoneyRange { min, max, currency, basis } = found.value;
        let end = |end: Option<Decimal>| end.map(|end| end.to_string()).unwrap_or_default();
        Some(format!("{}..{} {} {basis}", end(min), end(max), currency.code()))
    }

    #[test]
    fn amounts_as_calls_write_them() {
        for (text, lang, country, amount) in [
            ("Grant of up to ₹20 Lakhs for startups.", "en", "IN", "..2000000 INR per-project"),
            ("Presupuesto total de la convocatoria: 2.200.000 €.", "es", "ES", "2200000..2200000 EUR total"),
            ("Subvención máxima de 15.000,50 euros por proyecto", "es", "ES", "..15000.5 EUR per-project"),
            (
                "EU contribution of between EUR 3.00 and 4.00 million would allow projects of this kind",
                "en",
                "EU",
                "3000000..4000000 EUR unknown",
            ),
            ("Grants range from $5,000 to $25,000.", "en", "US", "5000..25000 USD per-project"),
            ("Monto: hasta $3.500.000 por iniciativa", "es", "CL", "..3500000 CLP per-project"),
            ("L’aide est plafonnée à 50 000 € par projet.", "fr", "FR", "..50000 EUR per-project"),
            (
                "Le montant de la subvention est de 1,5 million d’euros",
                "fr",
                "FR",
                "1500000..1500000 EUR unknown",
            ),
            ("O apoio tem valor de até R$ 40 mil", "pt", "BR", "..40000 BRL unknown"),
            ("Stipendium in Höhe von monatlich 934 Euro", "de", "DE", "934..934 EUR per-person"),
            ("Awards of at least US$1.2 million", "en", "", "1200000.. USD per-project"),
        ] {
            assert_eq!(read(text, lang, country).as_deref(), Some(amount), "{text}");
        }
    }

    #[test]
    fn currency_and_scale_are_those_that_are_said() {
        for (text, lang, country, amount) in [
            ("Grants of up to 20,000 dollars.", "en", "CL", None),
            ("Grants of up to 5,000 dollars.", "en", "MX", None),
            ("Grants of up to 500,000 pesos.", "en", "US", None),
            ("Grants of up to 20,000 dollars.", "en", "US", Some("..20000 USD per-project")),
            ("Aporte de 10.000 pesos por proyecto.", "es", "AR", Some("10000..10000 ARS per-project")),
            ("Beca de 20.000 dólares canadienses.", "es", "CL", Some("20000..20000 CAD per-person")),
            ("Beca de 20.000 dólares jamaicanos.", "es", "CL", None),
            (
                "Aporte de 50 millones de dólares australianos.",
                "es",
                "CL",
                Some("50000000..50000000 AUD unknown"),
            ),
            ("Aporte de 10.000 pesos uruguayos.", "es", "AR", Some("10000..10000 UYU unknown")),
            ("Subvención de $ 3.500 UTM.", "es", "CL", None),
            ("Fördermittel von EUR 500 Millionen.", "de", "DE", Some("500000000..500000000 EUR unknown")),
            ("Förderung bis zu € 100 Tausend.", "de", "DE", Some("..100000 EUR unknown")),
            ("Apoio de R$ 2 bilhões.", "pt", "BR", Some("2000000000..2000000000 BRL unknown")),
        ] {
            assert_eq!(read(text, lang, country).as_deref(), amount, "{text}");
        }
    }

    #[test]
    fn other_sums_are_not_amounts() {
        for text in [
            "Application fee of USD 100 for the award.",
            "The award goes to firms with a turnover of EUR 50 million.",
            "Grants of $5,000",
            "Project 2026 grants 100 places",
            "The law of 2018 funds art. 300 rs",
        ] {
            assert_eq!(read(text, "en", "").filter(|_| !text.contains("art.")), None, "{text}");
        }
    }
}
