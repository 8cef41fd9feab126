//! Query strings read strictly: unknown names, bad values and stray repetitions are all reported at once.
//!
//! Names no parameter itself; each question lists its own.

use std::fmt::Display;
use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use jiff::civil::Date;
use matcher_core::model::FieldProblem;
use percent_encoding::percent_decode_str;

use crate::problem::{Code, Problem};

/// What a caller is told whose percent-encoded text is none; most readers put one and the same mark in its place.
pub const NOT_UTF8: &str =
    "not UTF-8: percent-encode each byte of the UTF-8 text, such as %C3%B3 for ó (%F3 is Latin-1)";
/// Most pairs told of that no question knows or nobody can read.
const MOST_STRAYS: usize = 20;

/// The parameters of one request, taken out one by one.
#[derive(Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
    asked: Vec<&'static str>,
    problems: Vec<FieldProblem>,
}

/// A set of parameters that knows its own names.
pub trait FromParams: Sized {
    /// Takes what it knows; what is wrong stays noted in `params`.
    fn take(params: &mut Params) -> Self;
}

/// The query of a request, read as `T`; every name that `T` does not know is an error.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<T: FromParams + 'static> FromRequest for Asked<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

/// A question without parameters.
#[derive(Debug)]
pub struct NoParams;

impl FromParams for NoParams {
    fn take(_: &mut Params) -> Self {
        Self
    }
}

/// Reads a query string as `T`.
///
/// # Errors
/// One problem listing every unknown name and bad value.
pub fn read<T: FromParams>(query: &str) -> Result<T, Problem> {
    let mut params = Params::new(query);
    let value = T::take(&mut params);
    params.finish()?;
    Ok(value)
}

/// The names that `T` takes.
pub fn names<T: FromParams>() -> Vec<&'static str> {
    let mut params = Params::new("");
    T::take(&mut params);
    params.asked
}

impl Params {
    fn new(query: &str) -> Self {
        let mut params = Self { pairs: Vec::new(), asked: Vec::new(), problems: Vec::new() };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (text(name), text(value)) {
                (Ok(name), Ok(value)) => params.pairs.push((name, value)),
                (Ok(name) | Err(name), _) if params.problems.len() < MOST_STRAYS => {
                    params.refuse(&name, "not-utf-8", NOT_UTF8);
                }
                _ => {}
            }
        }
        params
    }

    /// The value of a parameter that may stand once.
    pub fn one<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Option<T> {
        let mut values = self.values(name);
        if values.len() > 1 {
            self.refuse(name, "repeated", "give it once");
        }
        let value = values.pop()?;
        self.parse(name, &value)
    }

    /// The same, from a number of a range.
    pub fn ranged(&mut self, name: &'static str, range: std::ops::RangeInclusive<usize>) -> Option<usize> {
        let value = self.one::<String>(name)?;
        match value.parse::<usize>() {
            Ok(number) if range.contains(&number) => Some(number),
            _ => {
                let detail = format!("give a whole number from {} to {}", range.start(), range.end());
                self.refuse(name, "out-of-range", detail);
                None
            }
        }
    }

    /// The values of a parameter that may repeat; they are alternatives.
    pub fn list<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Vec<T> {
        let values = self.values(name);
        if values.len() > 100 {
            self.refuse(name, "too-many", "give at most 100 alternatives");
            return Vec::new();
        }
        values.iter().filter_map(|value| self.parse(name, value)).collect()
    }

    /// `true` or `false`; `None` when absent.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.one::<String>(name)?.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.refuse(name, "invalid", "give true or false");
                None
            }
        }
    }

    /// A day that may stand once.
    pub fn day(&mut self, name: &'static str) -> Option<Date> {
        let value = self.one::<String>(name)?;
        let day = value.parse().ok();
        if day.is_none() {
            self.refuse(name, "invalid", "give a day of the calendar as YYYY-MM-DD");
        }
        day
    }

    /// Notes something wrong with a parameter.
    pub fn refuse(&mut self, name: &str, code: &'static str, detail: impl Into<String>) {
        let name: String = name.chars().take(60).collect();
        self.problems.push(FieldProblem::new(format!("?{name}"), code, detail));
    }

    fn parse<T: FromStr<Err: Display>>(&mut self, name: &'static str, value: &str) -> Option<T> {
        value.parse().map_err(|error: T::Err| self.refuse(name, "invalid", error.to_string())).ok()
    }

    fn values(&mut self, name: &'static str) -> Vec<String> {
        self.asked.push(name);
        let (taken, left) = std::mem::take(&mut self.pairs).into_iter().partition(|(key, _)| key == name);
        self.pairs = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    fn finish(mut self) -> Result<(), Problem> {
        let unknown = std::mem::take(&mut self.pairs);
        for (name, _) in unknown.iter().take(MOST_STRAYS) {
            let detail = nearest(name, &self.asked).map_or_else(
                || {
                    format!(
                        "this path takes {}",
                        if self.asked.is_empty() {
                            "no parameters".to_owned()
                        } else {
                            self.asked.join(", ")
                        }
                    )
                },
                |near| format!("unknown; did you mean {near}?"),
            );
            self.refuse(name, "unknown-parameter", detail);
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(Code::InvalidParameter, self.problems))
        }
    }
}

/// One side of a pair as text; where it is none, what can be shown of it.
fn text(coded: &str) -> Result<String, String> {
    let bytes: Vec<u8> = percent_decode_str(&coded.replace('+', " ")).collect();
    String::from_utf8(bytes).map_err(|error| error.into_bytes().escape_ascii().to_string())
}

/// The known name that a slip of the finger would explain.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Sample {
        themes: Vec<matcher_core::model::ThemeId>,
        limit: Option<usize>,
        open: Option<bool>,
    }

    impl FromParams for Sample {
        fn take(params: &mut Params) -> Self {
            Self {
                themes: params.list("theme"),
                limit: params.ranged("limit", 1..=200),
                open: params.flag("open"),
            }
        }
    }

    #[test]
    fn repetition_means_alternatives() {
        let sample: Sample = read("theme=science&theme=culture&limit=7&open=true").expect("read");
        assert_eq!((sample.themes.len(), sample.limit, sample.open), (2, Some(7), Some(true)));
        assert_eq!(names::<Sample>(), ["theme", "limit", "open"]);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let problem =
            read::<Sample>("theme=ciencia&limit=0&limit=300&open=si&tehme=science&x=1").expect_err("bad");
        let told: Vec<_> = problem.errors().iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(
            told,
            [
                ("?theme", "invalid"),
                ("?limit", "repeated"),
                ("?limit", "out-of-range"),
                ("?open", "invalid"),
                ("?tehme", "unknown-parameter"),
                ("?x", "unknown-parameter"),
            ]
        );
        assert!(problem.errors()[4].detail.contains("theme"));
    }

    #[test]
    fn what_is_no_text_is_told_with_its_name() {
        let problem = read::<Sample>("theme=%F3&limit=7&%FF=1&open=a+%c3%b3").expect_err("bad");
        let told: Vec<_> = problem.errors().iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(told, [("?theme", "not-utf-8"), ("?\\xff", "not-utf-8"), ("?open", "invalid")]);
        let many = read::<Sample>(&"theme=%FF&".repeat(50)).expect_err("bad");
        assert_eq!(many.errors().len(), MOST_STRAYS);
    }
}
