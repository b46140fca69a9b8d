//! Tab 1, what it knows and how it changes: every company with its light, its money, and its sync as it runs.

use crate::domain::{CompanyId, Currency};
use crate::service::CompanyView;
use crate::sync::Progress;
use crate::tui::event::{Answer, Effect};
use crate::tui::keymap::Action;
use crate::tui::model::{Load, Model, Tab};
use crate::tui::words;

/// Tab 1.
#[derive(Debug)]
pub(crate) struct Companies {
    pub(crate) views: Load<Vec<CompanyView>>,
    pub(crate) cursor: usize,
    /// First company shown.
    pub(crate) top: usize,
    selected: Option<CompanyId>,
    in_flight: bool,
    again: bool,
}

impl Default for Companies {
    fn default() -> Self {
        Self { views: Load::Loading, cursor: 0, top: 0, selected: None, in_flight: false, again: false }
    }
}

impl Companies {
    /// The companies, as far as they are here.
    pub(crate) fn all(&self) -> &[CompanyView] {
        self.views.ready().map_or(&[], Vec::as_slice)
    }

    /// The company under the cursor.
    pub(crate) fn current(&self) -> Option<&CompanyView> {
        self.all().get(self.cursor)
    }

    /// A company's name.
    pub(crate) fn name(&self, id: CompanyId) -> Option<&str> {
        self.all().iter().find(|view| view.company.id == id).map(|view| view.company.name.as_str())
    }

    /// Reads the companies; while that is under way, once more afterwards.
    pub(crate) fn load(&mut self) -> Vec<Effect> {
        if self.in_flight {
            self.again = true;
            return Vec::new();
        }
        self.in_flight = true;
        vec![Effect::LoadCompanies]
    }

    /// Puts the cursor on a company, now or when it comes.
    pub(crate) fn select(&mut self, id: CompanyId) {
        self.selected = Some(id);
        self.cursor = self.all().iter().position(|view| view.company.id == id).unwrap_or(self.cursor);
    }

    fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.all().len().saturating_sub(1));
        self.selected = self.current().map(|view| view.company.id);
    }
}

/// Companies came.
pub(crate) fn loaded(model: &mut Model, answer: Answer<Vec<CompanyView>>) -> Vec<Effect> {
    let tab = &mut model.companies;
    tab.in_flight = false;
    match answer {
        Ok(views) => {
            // What was asked for before the last event knows less of what runs than the events told.
            if !tab.again {
                model.progress = views.iter().filter_map(|v| Some((v.company.id, v.progress.clone()?))).collect();
            }
            tab.views = Load::Ready(views);
        }
        // What is shown stays; that it is old is said.
        Err(error) if tab.views.ready().is_some() => model.say_error(error),
        Err(error) => tab.views = Load::Failed(error),
    }
    let tab = &mut model.companies;
    if let Some(index) = tab.selected.and_then(|id| tab.all().iter().position(|view| view.company.id == id)) {
        tab.cursor = index;
    } else {
        tab.move_to(tab.cursor);
    }
    if std::mem::take(&mut model.companies.again) { model.companies.load() } else { Vec::new() }
}

/// A click on a row puts the cursor there; on the one under the cursor it opens it.
pub(crate) fn point(model: &mut Model, index: usize) -> Vec<Effect> {
    if model.companies.cursor == index {
        return act(model, Action::Open);
    }
    model.companies.move_to(index);
    Vec::new()
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = usize::from(model.body_height()).saturating_sub(2).max(1);
    let tab = &mut model.companies;
    if let Some(to) = super::moved(tab.cursor, page, action) {
        tab.move_to(to);
        return Vec::new();
    }
    match action {
        Action::Open => {
            let Some(id) = tab.current().map(|view| view.company.id) else { return Vec::new() };
            model.tab = Tab::Invoices;
            model.back = Some(Tab::Companies);
            return super::invoices::open(model, Some(id));
        }
        Action::Filter => {
            model.tab = Tab::Invoices;
            model.back = Some(Tab::Companies);
            let mut effects = super::invoices::open(model, None);
            effects.extend(super::invoices::act(model, Action::Filter));
            return effects;
        }
        Action::Back => model.notice = None,
        _ => {}
    }
    Vec::new()
}

/// Most lines of amounts that a company takes.
pub(crate) const CURRENCIES: usize = 4;

/// The currencies that a company has something to show in, the one with the most invoices first.
pub(crate) fn currencies(view: &CompanyView) -> Vec<&Currency> {
    let mut owed: Vec<_> = view.outstanding.iter().filter(|(_, totals)| totals.count > 0).collect();
    owed.sort_by_key(|(_, totals)| std::cmp::Reverse(totals.count));
    owed.into_iter().map(|(currency, _)| currency).collect()
}

/// Whether a company has something to show in its cells: it was synced, or a first sync that failed brought invoices.
pub(crate) const fn has_cells(view: &CompanyView) -> bool {
    view.last_success.is_some() || view.invoices > 0
}

/// Lines that a company takes: one for each currency where amounts are shown, and one where its light wants a sentence.
pub(crate) fn lines(model: &Model, view: &CompanyView, amounts: bool) -> usize {
    // A bar or a sentence stands instead of amounts.
    if running(model, view).is_some() || !has_cells(view) {
        return 1;
    }
    let sentence = usize::from(reason_below(model, view));
    let amounts = if amounts { currencies(view).len().clamp(1, CURRENCIES) } else { 1 };
    amounts + sentence
}

/// Whether the sentence about its light stands below the company's line (else instead of its cells, or there is none).
pub(crate) fn reason_below(model: &Model, view: &CompanyView) -> bool {
    running(model, view).is_none() && has_cells(view) && words::health(model, view).is_some()
}

/// How far the company's sync is.
pub(crate) fn running<'a>(model: &'a Model, view: &CompanyView) -> Option<&'a Progress> {
    model.progress.get(&view.company.id)
}

/// Moves the first line shown so that the company under the cursor is in sight.
pub(crate) fn settle(model: &mut Model) {
    let height = list_height(model);
    let amounts = super::companies_view::shows_amounts(model);
    let heights: Vec<usize> = model.companies.all().iter().map(|view| lines(model, view, amounts)).collect();
    let tab = &mut model.companies;
    tab.top = tab.top.min(tab.cursor);
    let sum = |top: usize| heights.iter().take(tab.cursor + 1).skip(top).sum::<usize>();
    let mut top = tab.top;
    while top < tab.cursor && sum(top) > height {
        top += 1;
    }
    tab.top = top;
}

/// Lines for the list: the body less its heading, and less the lines about the company under the cursor.
pub(crate) fn list_height(model: &Model) -> usize {
    usize::from(model.body_height()).saturating_sub(1 + about_height(model))
}

/// Lines about the company under the cursor, where there is room.
pub(crate) fn about_height(model: &Model) -> usize {
    if model.body_height() >= 16 { 5 } else { 0 }
}
