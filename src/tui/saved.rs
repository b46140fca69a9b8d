//! What is kept from one session to the next, for each user: where one was, and how one likes it.
//!
//! A file that cannot be read counts as none: nobody is kept from their invoices by it.

use serde::{Deserialize, Serialize};

use super::columns;
use super::model::{Model, Tab};
use super::settings::Settings;
use super::theme::Theme;
use super::views::View;
use crate::domain::{CompanyId, InvoiceKey, RemoteId};
use crate::locale::Lang;
use crate::query::Sort;

/// Queries that are kept to be recalled.
pub(crate) const QUERIES: usize = 100;

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
    /// The invoice under the cursor, and how far below the first that was seen it stood.
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
    let tab = &model.invoices;
    // What one came to by a report is not where one was.
    let (scope, query) = tab.left.clone().unwrap_or((tab.scope, tab.query().to_owned()));
    let view = |view: &View| SavedView {
        name: view.name.clone(),
        query: view.query.clone(),
        sort: view.sort.as_str(),
        columns: view.columns.as_deref().map(columns::write),
    };
    let settings = model.settings;
    let file = File {
        tab: model.tab.as_str().to_owned(),
        company: scope.map(|id| id.0),
        query,
        sort: tab.sort.as_str(),
        columns: tab.columns.as_deref().map(columns::write),
        selected: tab.selected.as_ref().map(|key| (key.company.0, key.id.as_str().to_owned())),
        line: tab.cursor.saturating_sub(tab.top),
        report: model.reports.number(),
        queries: tab.queries.clone(),
        views: model.views.iter().map(view).collect(),
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

/// Gives a model the state of a text: how one likes it always, where one was only where `place` says so.
pub(crate) fn read(model: &mut Model, text: &str, place: bool) {
    if text.len() > LARGEST {
        return;
    }
    let Ok(file) = serde_json::from_str::<File>(text) else { return };
    let sort = |text: &str| Sort::parse(text).unwrap_or_default();
    model.settings = Settings {
        theme: Theme::parse(&file.settings.theme).unwrap_or_default(),
        lang: file.settings.lang.as_deref().and_then(Lang::parse),
        ascii: file.settings.ascii,
        calm: file.settings.calm,
        low_bandwidth: file.settings.low_bandwidth,
        no_mouse: file.settings.no_mouse,
    };
    let view = |view: SavedView| View {
        sort: sort(&view.sort),
        columns: view.columns.as_deref().and_then(columns::read),
        name: view.name,
        query: view.query,
    };
    model.views = file.views.into_iter().map(view).collect();
    let tab = &mut model.invoices;
    tab.queries = file.queries.into_iter().take(QUERIES).collect();
    tab.columns = file.columns.as_deref().and_then(columns::read);
    tab.sort = sort(&file.sort);
    if !place {
        return;
    }
    tab.scope = file.company.map(CompanyId);
    tab.input = super::input::Input::new(&file.query);
    tab.selected = file.selected.map(|(company, id)| InvoiceKey::new(CompanyId(company), RemoteId::new(id)));
    tab.cursor = file.line.min(1000);
    model.reports.choose(file.report);
    model.tab = Tab::parse(&file.tab).unwrap_or_default();
    model.detail.wanted = model.tab == Tab::Detail;
    if let Some(id) = model.invoices.scope {
        model.companies.select(id);
    }
}
