//! Whether an offer can still be taken up: computed on the day it is asked, never stored.

use jiff::civil::Date;
use serde::Serialize;

use super::{Deadline, Offer};

/// The state of an offer on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Availability {
    /// Open until the next deadline, which is `days_left` days away (0: today).
    Open {
        /// Next deadline that has not passed.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        closes: Date,
        /// Whole days to it.
        days_left: i32,
    },
    /// Open all year round.
    Rolling,
    /// Announced or not yet open.
    Forthcoming {
        /// First day to apply, if known.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        opens: Option<Date>,
        /// Next deadline, if known.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        closes: Option<Date>,
    },
    /// Every deadline has passed.
    Closed {
        /// The last of them.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        closed: Date,
    },
    /// The source states no date.
    Unknown,
}

impl Availability {
    /// The state on `today`. A deadline's own day still counts as open: the hour may lie in another zone.
    pub fn on(
        today: Date,
        opens: Option<Date>,
        deadlines: &[Deadline],
        rolling: bool,
        forecast: bool,
    ) -> Self {
        let next = deadlines.iter().map(|deadline| deadline.date).filter(|date| *date >= today).min();
        let last = deadlines.iter().map(|deadline| deadline.date).max();
        match (next, last) {
            (None, Some(closed)) if !rolling => Self::Closed { closed },
            _ if forecast || opens.is_some_and(|opens| opens > today) => {
                Self::Forthcoming { opens, closes: next }
            }
            (Some(closes), _) => Self::Open { closes, days_left: (closes - today).get_days() },
            _ if rolling => Self::Rolling,
            _ => Self::Unknown,
        }
    }

    /// Its code: `open`, `rolling`, `forthcoming`, `closed` or `unknown`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Rolling => "rolling",
            Self::Forthcoming { .. } => "forthcoming",
            Self::Closed { .. } => "closed",
            Self::Unknown => "unknown",
        }
    }
}

impl Offer {
    /// The offer's state on `today`.
    pub fn availability(&self, today: Date) -> Availability {
        let deadlines = self.deadlines.as_deref().unwrap_or_default();
        Availability::on(
            today,
            self.opens,
            deadlines,
            self.rolling.unwrap_or(false),
            self.forecast.unwrap_or(false),
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn closing(days: &[Date]) -> Vec<Deadline> {
        days.iter().map(|date| Deadline { date: *date, time: None, time_zone: None, label: None }).collect()
    }

    #[test]
    fn state_follows_the_day() {
        let cut_offs = closing(&[date(2026, 3, 1), date(2026, 9, 1)]);
        let at = |today| Availability::on(today, None, &cut_offs, false, false);
        assert_eq!(at(date(2026, 2, 1)), Availability::Open { closes: date(2026, 3, 1), days_left: 28 });
        assert_eq!(at(date(2026, 9, 1)), Availability::Open { closes: date(2026, 9, 1), days_left: 0 });
        assert_eq!(at(date(2026, 9, 2)), Availability::Closed { closed: date(2026, 9, 1) });
        assert_eq!(Availability::on(date(2026, 9, 2), None, &cut_offs, true, false), Availability::Rolling);
        assert_eq!(Availability::on(date(2026, 1, 1), None, &[], false, false), Availability::Unknown);
        let opens = Some(date(2026, 2, 1));
        assert_eq!(
            Availability::on(date(2026, 1, 1), opens, &cut_offs, false, false),
            Availability::Forthcoming { opens, closes: Some(date(2026, 3, 1)) }
        );
    }
}
