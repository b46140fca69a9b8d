//! The state that is kept from one session to the next, for each user: page, filter, cursor, settings.
//!
//! A file that cannot be read counts as none.

use serde::{Deserialize, Serialize};

use super::list::{self, QUERIES};
use super::model::Model;
use super::pages::PageId;
use super::saved_views::View;
use super::settings::Settings;
use super::theme::Theme;
use crate::domain::{CompanyId, RecordKey, RemoteId};
use crate::locale::Lang;
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
    views: Vec<SavedView>,
    settings: SavedSettings,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedView {
    name: String,
    query: String,
    sort: String,
    columns: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedSettings {
    theme: String,
    lang: Option<String>,
    ascii: bool,
    calm: bool,
    low_bandwidth: bool,
    no_mouse: bool,
}

/// The state as text.
pub(crate) fn write(model: &Model) -> String {
    let (cx, page) = (&model.shared, &model.pages.invoices);
    // The filter from before a report led to the list, not the report's.
    let (scope, query) = page.left.clone().unwrap_or((page.scope, page.filter.query().to_owned()));
    let view = |view: &View| SavedView {
        name: view.name.clone(),
        query: view.query.clone(),
        sort: view.sort.as_str(),
        columns: view.columns.as_deref().map(list::write),
    };
    let settings = cx.settings;
    let file = File {
        tab: cx.page.as_str().to_owned(),
        company: scope.map(|id| id.0),
        query,
        sort: page.list.sort.as_str(),
        columns: page.list.columns.as_deref().map(list::write),
        selected: page.list.selected.as_ref().map(|key| (key.company.0, key.id.as_str().to_owned())),
        line: page.list.cursor.saturating_sub(page.list.top),
        report: model.pages.reports.number(),
        queries: page.filter.queries.clone(),
        views: cx.views.iter().map(view).collect(),
        settings: SavedSettings {
            theme: settings.theme.as_str().to_owned(),
            lang: settings.lang.map(|lang| lang.as_str().to_owned()),
            ascii: settings.ascii,
            calm: settings.calm,
            low_bandwidth: settings.low_bandwidth,
            no_mouse: settings.no_mouse,
        },
    };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// Gives a model the state of a text: the settings always, page, filter and cursor only if `place` is true.
pub(crate) fn read(model: &mut Model, text: &str, place: bool) {
    if text.len() > LARGEST {
        return;
    }
    let Ok(file) = serde_json::from_str::<File>(text) else { return };
    let sort = |text: &str| Sort::parse(text).unwrap_or_default();
    model.shared.settings = Settings {
        theme: Theme::parse(&file.settings.theme).unwrap_or_default(),
        lang: file.settings.lang.as_deref().and_then(Lang::parse),
        ascii: file.settings.ascii,
        calm: file.settings.calm,
        low_bandwidth: file.settings.low_bandwidth,
        no_mouse: file.settings.no_mouse,
    };
    let view = |view: SavedView| View {
        sort: sort(&view.sort),
        columns: view.columns.as_deref().and_then(list::read),
        name: view.name,
        query: view.query,
    };
    model.shared.views = file.views.into_iter().map(view).collect();
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
        model.pages.companies.select(id, &model.shared);
    }
}
