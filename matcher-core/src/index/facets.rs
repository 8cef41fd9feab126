//! Facets: the values a search can be narrowed by, filtered and counted in one pass.

use std::collections::BTreeMap;

use crate::matching::Filter;
use crate::thesaurus::ConceptId;

/// What a search can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    Theme,
    Kind,
    Zone,
    Country,
    Language,
    Source,
    Concept,
}

impl Dimension {
    pub(super) const ALL: [Self; 7] =
        [Self::Theme, Self::Kind, Self::Zone, Self::Country, Self::Language, Self::Source, Self::Concept];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Kind => "kind",
            Self::Zone => "zone",
            Self::Country => "country",
            Self::Language => "language",
            Self::Source => "source",
            Self::Concept => "concept",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The value as it stands in the index.
    pub(super) fn term(self, value: &str) -> String {
        [self.as_str(), ":", value].concat()
    }

    /// A term of the index taken apart again.
    pub(super) fn split(term: &str) -> Option<(Self, &str)> {
        let (name, value) = term.split_once(':')?;
        Some((Self::ALL.into_iter().find(|dimension| dimension.as_str() == name)?, value))
    }

    /// The values of a filter in this dimension.
    fn asked(self, filter: &Filter) -> Vec<&str> {
        match self {
            Self::Theme => filter.themes.iter().map(AsRef::as_ref).collect(),
            Self::Kind => filter.kinds.iter().map(|kind| kind.as_str()).collect(),
            Self::Zone => filter.zones.iter().map(String::as_str).collect(),
            Self::Country => filter.countries.iter().map(AsRef::as_ref).collect(),
            Self::Language => filter.languages.iter().map(String::as_str).collect(),
            Self::Source => filter.sources.iter().map(AsRef::as_ref).collect(),
            Self::Concept => filter.concepts.iter().map(ConceptId::as_str).collect(),
        }
    }
}

/// The facet values of one segment, by their ordinal.
pub(super) type FacetValues = Vec<Option<(Dimension, String)>>;

/// A filter translated to the ordinals of one segment.
pub(super) struct SegmentFilter {
    /// For each ordinal the bit of the dimension that it satisfies, or none.
    grants: Vec<u8>,
    /// Bits of the dimensions asked for.
    required: u8,
}

impl SegmentFilter {
    pub(super) fn compile(filter: &Filter, values: &FacetValues) -> Self {
        let asked = Dimension::ALL.map(|dimension| dimension.asked(filter));
        let required = Dimension::ALL
            .into_iter()
            .filter(|dimension| !asked[*dimension as usize].is_empty())
            .fold(0, |bits, dimension| bits | dimension.bit());
        let grants = values
            .iter()
            .map(|value| match value {
                Some((dimension, value)) if asked[*dimension as usize].contains(&value.as_str()) => {
                    dimension.bit()
                }
                _ => 0,
            })
            .collect();
        Self { grants, required }
    }

    /// Whether every document passes.
    pub(super) fn is_open(&self) -> bool {
        self.required == 0
    }

    /// Bits of the dimensions asked for that a document with these values fails; 0 when it passes.
    pub(super) fn failed(&self, ordinals: impl Iterator<Item = u64>) -> u8 {
        self.required & !ordinals.fold(0, |bits, ordinal| bits | self.grants[ordinal as usize])
    }
}

/// Counts of one segment.
///
/// A dimension is counted over what passes all *other* dimensions, so that the alternatives
/// to a chosen value keep their numbers.
pub(super) struct SegmentCounts<'a> {
    values: &'a FacetValues,
    counts: Vec<u64>,
}

impl<'a> SegmentCounts<'a> {
    pub(super) fn over(values: &'a FacetValues) -> Self {
        Self { values, counts: vec![0; values.len()] }
    }

    /// Counts a document that failed the dimensions of `failed`.
    pub(super) fn add(&mut self, failed: u8, ordinals: impl Iterator<Item = u64>) {
        if failed.count_ones() > 1 {
            return;
        }
        for ordinal in ordinals {
            let counts_here = failed == 0
                || matches!(&self.values[ordinal as usize], Some((dimension, _)) if dimension.bit() == failed);
            self.counts[ordinal as usize] += u64::from(counts_here);
        }
    }

    pub(super) fn add_to(self, totals: &mut FacetTotals) {
        for (value, count) in self.values.iter().zip(self.counts) {
            if let (Some((dimension, value)), true) = (value, count > 0) {
                *totals.counts[*dimension as usize].entry(value.clone()).or_default() += count;
            }
        }
    }
}

/// Counts over all segments.
#[derive(Default)]
pub(super) struct FacetTotals {
    counts: [BTreeMap<String, u64>; Dimension::ALL.len()],
}

impl FacetTotals {
    /// By dimension, most frequent value first, then by name.
    pub(super) fn into_lists(self) -> BTreeMap<String, Vec<(String, u64)>> {
        Dimension::ALL
            .into_iter()
            .zip(self.counts)
            .map(|(dimension, counts)| {
                let mut list: Vec<_> = counts.into_iter().collect();
                list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                (dimension.as_str().to_owned(), list)
            })
            .collect()
    }
}
