//! A list that is to be grouped: what it is of, by which column, and where its rows come from.
//!
//! For: lists, which ask for it, and [`super::pages::groups`], which shows it. Never: a page.

use super::pages::PageId;
use crate::domain::CompanyId;
use crate::query::group::{Grouped, drill, is_groupable};
use crate::query::schema::{Column, Schema};
use crate::service::cases::GroupRows;

/// Where the groups come from.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    /// The service groups them.
    Asked(GroupRows),
    /// They are here.
    Here(Grouped),
}

/// A list that is to be grouped.
#[derive(Debug, Clone)]
pub(crate) struct Grouping {
    /// The page of the list.
    pub(crate) from: PageId,
    /// Title of the column.
    pub(crate) title: &'static str,
    /// The query of the list.
    pub(crate) query: String,
    /// The company that the list is limited to.
    pub(crate) scope: Option<CompanyId>,
    /// Where the groups come from.
    pub(crate) rows: Rows,
    /// Title of the column with the time that is summed, where the list has one.
    pub(crate) time: Option<&'static str>,
    /// Titles of sums by their names, where these are columns of the list.
    pub(crate) sums: Vec<(&'static str, &'static str)>,
    /// The beginning of the texts of values; empty where they have none.
    pub(crate) family: fn(&str) -> &'static str,
    /// Whether values name customers or other people.
    pub(crate) is_name: bool,
    /// The query of a group.
    pub(crate) drill: fn(&str, Option<&str>, &str) -> Option<String>,
    /// Name of the column.
    pub(crate) by: &'static str,
}

/// The query of a group of a list with these columns.
fn of<F: Schema>(by: &str, group: Option<&str>, query: &str) -> Option<String> {
    let column = crate::query::schema::named::<F>(by, is_groupable)?;
    drill(column.field, group, query)
}

impl Grouping {
    /// A grouping by a column.
    pub(crate) fn by<F: Schema>(column: &'static Column<F>, from: PageId, query: &str, rows: Rows) -> Self {
        let title = |column: &Column<F>| column.screen.map_or(column.title, |screen| screen.title);
        let sums = F::COLUMNS.iter().filter(|column| column.is_summed());
        let time = F::COLUMNS.iter().find(|column| column.name == "seconds");
        Self {
            from,
            title: title(column),
            query: query.to_owned(),
            scope: None,
            rows,
            time: time.map(title),
            sums: sums.map(|column| (column.name, title(column))).collect(),
            family: column.values().family,
            is_name: column.kind == crate::query::schema::Kind::Text && column.name != "company",
            drill: of::<F>,
            by: column.name,
        }
    }
}
