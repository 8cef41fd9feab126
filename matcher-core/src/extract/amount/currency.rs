//! Which currency a sign or a word beside a number stands for.

use std::sync::LazyLock;

use iso_currency::Currency;
use regex::Regex;

use crate::model::CountryCode;

/// Settled by the provider's country, where it has pesos, dollars, or either.
const PESO: &str = "pesos";
const DOLLAR: &str = "dollars";
const PESO_OR_DOLLAR: &str = "$";

const PESOS: &[(&str, &str)] = &[("CL", "CLP"), ("MX", "MXN"), ("CO", "COP"), ("AR", "ARS"), ("UY", "UYU")];
const DOLLARS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("EC", "USD"),
    ("SV", "USD"),
    ("PR", "USD"),
    ("CA", "CAD"),
    ("AU", "AUD"),
    ("NZ", "NZD"),
];

/// Signs and words of currencies, folded, and what they stand for: a code of ISO 4217, or what the provider's country
/// settles.
const CURRENCIES: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("usd", "USD"),
    ("u.s.$", "USD"),
    ("us dollars", "USD"),
    ("u.s. dollars", "USD"),
    ("dolares", "USD"),
    ("dolares americanos", "USD"),
    ("dolares estadounidenses", "USD"),
    ("dolares canadienses", "CAD"),
    ("dolares australianos", "AUD"),
    ("dolares neozelandeses", "NZD"),
    ("american dollars", "USD"),
    ("canadian dollars", "CAD"),
    ("australian dollars", "AUD"),
    ("new zealand dollars", "NZD"),
    ("dollars canadiens", "CAD"),
    ("dollars americains", "USD"),
    ("€", "EUR"),
    ("eur", "EUR"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("pounds", "GBP"),
    ("₹", "INR"),
    ("inr", "INR"),
    ("rs.", "INR"),
    ("rs", "INR"),
    ("rupees", "INR"),
    ("¥", "JPY"),
    ("jpy", "JPY"),
    ("yen", "JPY"),
    ("cny", "CNY"),
    ("rmb", "CNY"),
    ("yuan", "CNY"),
    ("chf", "CHF"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
    ("clp", "CLP"),
    ("pesos chilenos", "CLP"),
    ("pesos argentinos", "ARS"),
    ("pesos colombianos", "COP"),
    ("pesos mexicanos", "MXN"),
    ("pesos uruguayos", "UYU"),
    ("mxn", "MXN"),
    ("cop", "COP"),
    ("ars", "ARS"),
    ("pen", "PEN"),
    ("s/.", "PEN"),
    ("s/", "PEN"),
    ("r$", "BRL"),
    ("brl", "BRL"),
    ("reais", "BRL"),
    ("krw", "KRW"),
    ("won", "KRW"),
    ("aud", "AUD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("cad", "CAD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("cdn$", "CAD"),
    ("nzd", "NZD"),
    ("nz$", "NZD"),
    ("zar", "ZAR"),
    ("sgd", "SGD"),
    ("hkd", "HKD"),
    ("twd", "TWD"),
    ("pln", "PLN"),
    ("czk", "CZK"),
    ("uyu", "UYU"),
    ("pesos", PESO),
    ("dollars", DOLLAR),
    ("$", PESO_OR_DOLLAR),
];

/// Whose pesos or dollars: none that the table knows.
static OTHER_PEOPLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ \w+(enses|eses|an[oa]s|in[oa]s|en[oa]s|uayos|iens?|ais)\b").ok());
/// Units of account that follow a number: Chile's UF, UTM and UTA.
static UNITS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^ ?(uf|utm|uta)\b").ok());

/// Every sign and word, the longest first, as alternatives of a pattern.
pub(super) fn words() -> String {
    let mut words: Vec<&str> = CURRENCIES.iter().map(|(word, _)| *word).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
}

/// The currency that `symbol`, followed by `rest`, stands for with a provider of `country`.
pub(super) fn named(symbol: &str, rest: &str, country: Option<&CountryCode>) -> Option<Currency> {
    let code = CURRENCIES.iter().find(|(word, _)| *word == symbol).map(|(_, code)| *code)?;
    let spelled_out = matches!(symbol, "dolares" | "dollars" | "pesos");
    if spelled_out && OTHER_PEOPLE.as_ref().is_some_and(|pattern| pattern.is_match(rest)) {
        return None;
    }
    let of = |table: &[(&str, &'static str)]| {
        let country = country?.as_str();
        table.iter().find(|(code, _)| *code == country).map(|(_, currency)| *currency)
    };
    let code = match code {
        PESO => of(PESOS)?,
        DOLLAR => of(DOLLARS)?,
        PESO_OR_DOLLAR => of(PESOS).or_else(|| of(DOLLARS))?,
        code => code,
    };
    Currency::from_code(code)
}

/// Whether what follows a number makes it a count of units of account and no sum.
pub(super) fn counts_units(rest: &str) -> bool {
    UNITS.as_ref().is_some_and(|pattern| pattern.is_match(rest))
}
