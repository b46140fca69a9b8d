//! The state that is kept from one session to the next, for each user: page, filter, cursor, columns, views. Settings are in the
//! configuration; settings that an earlier version kept here hold until they are changed.
//!
//! A file that cannot be read counts as none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::list::{self, QUERIES};
use super::look::Look;
use super::model::{Model, on};
use super::page::Page;
use super::pages::PageId;
use super::saved_views::View;
use super::settings::Choices;
use super::shared::SPLIT;
use crate::domain::{CompanyId, RecordKey, RemoteId};
use crate::query::Sort;

/// Larger files are not ours.
const LARGEST: usize = 1 << 20;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct File {
    tab: String,
    company: Option<u32>,
    query: String,
    sort: String,
    columns: Option<String>,
    /// The invoice under the cursor, and how far below the first row shown it stood.
    selected: Option<(u32, String)>,
    line: usize,
    report: usize,
    queries: Vec<String>,
    /// Percent of the width that lists have beside details, if it is not the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<u16>,
    /// When the screen was left.
    looked: Option<String>,
    views: Vec<SavedView>,
    /// The filter, order and columns of the other lists, by the words of their pages; the further lists of a page have a number after it.
    looks: BTreeMap<String, SavedLook>,
    #[serde(skip_serializing_if = "Choices::is_empty")]
    settings: Choices,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedLook {
    query: String,
    sort: String,
    columns: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedView {
    name: String,
    #[serde(default)]
    page: String,
    #[serde(default, skip_serializing_if = "is_first")]
    list: usize,
    query: String,
    sort: String,
    columns: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_first(list: &usize) -> bool {
    *list == 0
}

/// The state as text.
pub(crate) fn write(model: &Model) -> String {
    let (cx, page) = (&model.shared, &model.pages.invoices);
    // The filter from before a report led to the list, not the report's.
    let (scope, query) = page.left.clone().unwrap_or((page.scope, page.filter.query().to_owned()));
    let view = |view: &View| SavedView {
        name: view.name.clone(),
        page: view.page.as_str().to_owned(),
        list: view.list,
        query: view.look.query.clone(),
        sort: view.look.sort.clone(),
        columns: view.look.columns.clone(),
    };
    let file = File {
        tab: cx.page.as_str().to_owned(),
        company: scope.map(|id| id.0),
        query,
        sort: page.list.sort.as_str(),
        columns: page.list.columns.as_deref().map(list::write),
        // A cursor that was not moved stays at the top, where newer invoices come.
        selected: page.list.selected.as_ref().filter(|_| page.list.moved).map(|key| (key.company.0, key.id.as_str().to_owned())),
        line: page.list.cursor.saturating_sub(page.list.top),
        report: model.pages.reports.number(),
        queries: page.filter.queries.clone(),
        split: Some(cx.split).filter(|split| *split != SPLIT),
        looked: Some(cx.now.to_string()),
        views: cx.views.iter().map(view).collect(),
        looks: looks(model),
        settings: cx.kept.clone(),
    };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// The looks of the lists but that of invoices, which has more to keep; a look as at first is left out.
fn looks(model: &Model) -> BTreeMap<String, SavedLook> {
    let one = |id: &PageId| {
        let look = on!(&model, *id, |page| page.look()).filter(|look| *id != PageId::Invoices && *look != Look::default())?;
        Some((id.as_str().to_owned(), SavedLook { query: look.query, sort: look.sort, columns: look.columns }))
    };
    let further = |id: &PageId| {
        let others = on!(&model, *id, |page| page.others()).into_iter().enumerate();
        let named = |(place, (look, _)): (usize, (Look, _))| {
            (format!("{}/{}", id.as_str(), place + 1), SavedLook { query: look.query, sort: look.sort, columns: look.columns })
        };
        others.filter(|(_, (look, _))| *look != Look::default()).map(named).collect::<Vec<_>>()
    };
    PageId::ALL.iter().filter_map(one).chain(PageId::ALL.iter().flat_map(further)).collect()
}

/// The settings that a state keeps beside the configuration.
pub(crate) fn choices(text: &str) -> Choices {
    let file = Some(text).filter(|text| text.len() <= LARGEST).and_then(|text| serde_json::from_str::<File>(text).ok());
    file.map(|file| file.settings).unwrap_or_default()
}

/// The state without the choice of a setting; `None` if it has none.
pub(crate) fn without(text: &str, key: &str) -> Option<String> {
    let mut file = Some(text).filter(|text| text.len() <= LARGEST).and_then(|text| serde_json::from_str::<File>(text).ok())?;
    if file.settings.forget(key) { serde_json::to_string_pretty(&file).ok() } else { None }
}

/// Gives a model the state of a text: the settings always, page, filter and cursor only if `place` is true.
pub(crate) fn read(model: &mut Model, text: &str, place: bool) {
    if text.len() > LARGEST {
        return;
    }
    let Ok(file) = serde_json::from_str::<File>(text) else { return };
    let sort = |text: &str| Sort::parse(text).unwrap_or_default();
    let cx = &mut model.shared;
    // A language that an option or a variable names goes before one that was kept.
    let speaks = cx.configuration.as_ref().is_none_or(|configuration| !configuration.names_a_language());
    let lang = speaks.then(|| cx.native.lang());
    cx.kept = file.settings.against(cx.configured, lang, &cx.themes);
    cx.split_at(file.split.unwrap_or(SPLIT));
    cx.unsaved = false;
    cx.settings = cx.kept.over(cx.configured, speaks, &cx.themes);
    model.shared.looked = file.looked.as_deref().and_then(|at| at.parse().ok());
    let view = |view: SavedView| View {
        page: PageId::parse(&view.page).unwrap_or(PageId::Invoices),
        list: view.list,
        look: Look { query: view.query, sort: view.sort, columns: view.columns },
        name: view.name,
    };
    model.shared.views = file.views.into_iter().map(view).collect();
    for (word, look) in file.looks {
        // Of a session that begins elsewhere, the columns and the order stay, not what was asked.
        let query = if place { look.query } else { String::new() };
        let look = Look { query, sort: look.sort, columns: look.columns };
        if let Some((word, place)) = word.split_once('/') {
            if let (Some(id), Some(place)) =
                (PageId::parse(word), place.parse::<usize>().ok().and_then(|place| place.checked_sub(1)))
            {
                on!(&mut model, id, |page| page.set_other(place, &look, None, false));
            }
        } else if let Some(id) = PageId::parse(&word).filter(|id| *id != PageId::Invoices) {
            let _ = on!(&mut model, id, |page| page.set_look(&look, &mut model.shared));
        }
    }
    let page = &mut model.pages.invoices;
    page.filter.queries = file.queries.into_iter().take(QUERIES).collect();
    page.list.columns = file.columns.as_deref().and_then(list::read);
    page.list.sort = sort(&file.sort);
    if !place {
        return;
    }
    page.scope = file.company.map(CompanyId);
    page.filter.set(&file.query);
    page.list.selected = file.selected.map(|(company, id)| RecordKey::document(CompanyId(company), RemoteId::new(id)));
    page.list.cursor = file.line.min(1000);
    model.pages.reports.select(file.report);
    model.shared.page = PageId::parse(&file.tab).unwrap_or_default();
    model.pages.invoice.wanted = model.shared.page == PageId::Invoice;
    if let Some(id) = model.pages.invoices.scope {
        model.pages.companies.select(id);
    }
}
