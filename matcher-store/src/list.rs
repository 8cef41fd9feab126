//! Lists of records, page by page, under filters.

use jiff::civil::Date;
use matcher_core::model::{
    CooperationKind, CountryCode, Record, RecordKind, SourceId, TerritoryCode, ThemeId, Values,
};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Order, Query};

use crate::facets::facet;
use crate::row::{Row, id_range, select_rows, unsigned};
use crate::schema::{FacetTable, RecordTable};
use crate::{Cursor, Store, StoreError};

/// Most records on one page.
pub const MAX_PAGE: u32 = 200;

/// Which records; empty lists ask nothing, values of one list are alternatives, lists add up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListFilter {
    /// Themes.
    pub themes: Vec<ThemeId>,
    /// Kinds of cooperation.
    pub kinds: Vec<CooperationKind>,
    /// Countries of provider or partner.
    pub countries: Vec<CountryCode>,
    /// Territories, exactly these: what lies in them is for the caller to add.
    pub territories: Vec<TerritoryCode>,
    /// Primary languages of the text, such as `es`.
    pub languages: Vec<String>,
    /// Sources.
    pub sources: Vec<SourceId>,
    /// Closing (a need: wanted) on this day or later. Records that state no day are left out.
    pub closes_from: Option<Date>,
    /// Closing (a need: wanted) on this day or earlier. Records that state no day are left out.
    pub closes_to: Option<Date>,
    /// Withdrawn records too.
    pub withdrawn: bool,
}

/// One page of a list, in the order of ids, which no write changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    /// Which records.
    pub filter: ListFilter,
    /// Where to go on; the first page without.
    pub after: Option<Cursor>,
    /// How many, 1 to [`MAX_PAGE`].
    pub limit: u32,
}

impl Default for ListRequest {
    fn default() -> Self {
        Self { filter: ListFilter::default(), after: None, limit: 50 }
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// How many items the whole list has now.
    pub total: u64,
}

impl Store {
    /// One page of the records of a kind. Writes in between neither repeat nor lose a record that fits throughout.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`], [`StoreError::InvalidCursor`].
    pub async fn list<V: Values>(&self, request: &ListRequest) -> Result<Page<Record<V>>, StoreError> {
        check_limit(request.limit, MAX_PAGE)?;
        let list = format!("{} {:?}", V::KIND, request.filter);
        let (first, end) = id_range(V::KIND);
        let after = request.after.as_ref().map(|cursor| cursor.key(&list)).transpose()?.unwrap_or(&first);
        let condition = request.filter.condition(V::KIND);
        let page = select_rows()
            .cond_where(condition.clone())
            .and_where(Expr::col(RecordTable::Id).gt(after))
            .and_where(Expr::col(RecordTable::Id).lt(end))
            .order_by(RecordTable::Id, Order::Asc)
            .limit(u64::from(request.limit) + 1)
            .take();
        let rows = self.db.query_all(&page).await?;
        let items: Vec<Record<V>> = rows
            .iter()
            .take(request.limit as usize)
            .map(|row| Row::read(row)?.into_record())
            .collect::<Result<_, _>>()?;
        let next = if rows.len() > items.len() { items.last() } else { None };
        let next = next.map(|record| Cursor::after(record.id.as_str(), &list));
        Ok(Page { items, next, total: self.total(condition).await? })
    }

    async fn total(&self, condition: Condition) -> Result<u64, StoreError> {
        let statement = Query::select()
            .expr(Func::count(Expr::col(RecordTable::Id)))
            .from(RecordTable::Table)
            .cond_where(condition)
            .take();
        let row = self.db.query_one(&statement).await?;
        Ok(row.map_or(Ok(0), |row| unsigned(&row, 0))?)
    }
}

/// Refuses a limit of 0 or above the most allowed.
pub(crate) fn check_limit(asked: u32, most: u32) -> Result<(), StoreError> {
    if (1..=most).contains(&asked) {
        Ok(())
    } else {
        Err(StoreError::InvalidLimit { asked: asked.into(), most: most.into() })
    }
}

impl ListFilter {
    fn condition(&self, kind: RecordKind) -> Condition {
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        let sources = self.sources.iter().map(SourceId::as_str);
        let mut condition = Condition::all()
            .add(Expr::col(RecordTable::Kind).eq(kind.as_str()))
            .add_option((!self.withdrawn).then(|| Expr::col(RecordTable::WithdrawnAtMs).is_null()))
            .add_option((!self.sources.is_empty()).then(|| Expr::col(RecordTable::Source).is_in(sources)))
            .add_option(day(self.closes_from).map(|day| Expr::col(RecordTable::ClosesOn).gte(day)))
            .add_option(day(self.closes_to).map(|day| Expr::col(RecordTable::ClosesOn).lte(day)));
        for alternatives in self.facets() {
            if !alternatives.is_empty() {
                let holders = Query::select()
                    .column(FacetTable::RecordId)
                    .from(FacetTable::Table)
                    .and_where(Expr::col(FacetTable::Facet).is_in(alternatives))
                    .take();
                condition = condition.add(Expr::col(RecordTable::Id).in_subquery(holders));
            }
        }
        condition
    }

    fn facets(&self) -> [Vec<String>; 5] {
        [
            self.themes.iter().map(|theme| facet("theme", theme.as_str())).collect(),
            self.kinds.iter().map(|kind| facet("kind", kind.as_str())).collect(),
            self.countries.iter().map(|country| facet("country", country.as_str())).collect(),
            self.territories.iter().map(|territory| facet("territory", territory.as_str())).collect(),
            self.languages.iter().map(|language| facet("language", language)).collect(),
        ]
    }
}
