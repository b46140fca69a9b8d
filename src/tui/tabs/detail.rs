//! Tab 3, what it knows and how it changes: one invoice with all that is known of it.

use crate::domain::{InvoiceKey, Payment, TaxReport};
use crate::service::InvoiceDetail;
use crate::tui::event::{Answer, Effect, Live, Reply};
use crate::tui::keymap::Action;
use crate::tui::mask;
use crate::tui::model::{Load, Model, Tab};
use crate::tui::pick::{self, Kind};

/// Tab 3.
#[derive(Debug, Default)]
pub(crate) struct Detail {
    pub(crate) key: Option<InvoiceKey>,
    /// `Ready(None)`: it is no longer here.
    pub(crate) state: Load<Option<Box<InvoiceDetail>>>,
    /// First line shown.
    pub(crate) top: usize,
    /// The invoice under the list's cursor is to be opened as soon as it is known.
    pub(crate) wanted: bool,
    /// What the provider says of it, where one asked.
    pub(crate) payments: Option<Load<Vec<Payment>>>,
    /// As payments.
    pub(crate) report: Option<Load<TaxReport>>,
    /// As payments.
    pub(crate) url: Option<Load<String>>,
    /// The warning whose cause is shown, by its place.
    pub(crate) warned: Option<usize>,
}

impl Detail {
    /// The invoice, as far as it is here.
    pub(crate) fn shown(&self) -> Option<&InvoiceDetail> {
        self.state.ready()?.as_deref()
    }
}

/// Opens an invoice.
pub(crate) fn open(model: &mut Model, key: InvoiceKey) -> Vec<Effect> {
    model.detail = Detail { key: Some(key.clone()), ..Detail::default() };
    model.dirty = true;
    vec![Effect::LoadInvoice(key)]
}

/// Reads the invoice again; what is shown stays until it comes.
pub(crate) fn refresh(model: &Model) -> Vec<Effect> {
    model.detail.key.clone().map(Effect::LoadInvoice).into_iter().collect()
}

/// The invoice came.
pub(crate) fn loaded(model: &mut Model, key: &InvoiceKey, result: Answer<Option<Box<InvoiceDetail>>>) {
    if model.detail.key.as_ref() == Some(key) {
        let masked = model.masked;
        model.detail.state = Load::from_answer(result.map(|mut found| {
            if let (true, Some(detail)) = (masked, &mut found) {
                mask::detail(detail);
            }
            found
        }));
        model.dirty = true;
    }
}

/// The provider answered.
pub(crate) fn replied(model: &mut Model, key: &InvoiceKey, reply: Reply) {
    if model.detail.key.as_ref() != Some(key) {
        return;
    }
    model.dirty = true;
    match reply {
        Reply::Payments(answer) => model.detail.payments = Some(Load::from_answer(answer)),
        Reply::Report(answer) => model.detail.report = Some(Load::from_answer(answer)),
        Reply::Url(answer) => model.detail.url = Some(Load::from_answer(answer)),
    }
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = usize::from(model.body_height()).saturating_sub(2).max(1);
    let lines = super::detail_view::lines(model, model.width);
    let last = lines.saturating_sub(usize::from(model.body_height()));
    let tab = &mut model.detail;
    match action {
        Action::Down => tab.top = (tab.top + 1).min(last),
        Action::Up => tab.top = tab.top.saturating_sub(1),
        Action::PageDown => tab.top = (tab.top + page).min(last),
        Action::PageUp => tab.top = tab.top.saturating_sub(page),
        Action::First => tab.top = 0,
        Action::Last => tab.top = last,
        Action::NextInvoice => step(model, true),
        Action::PreviousInvoice => step(model, false),
        Action::Back if model.back == Some(Tab::Changes) => model.tab = model.back.take().unwrap_or(Tab::Invoices),
        Action::Back => model.tab = Tab::Invoices,
        Action::NextWarning => warn(model),
        Action::Copy if tab.shown().is_some() => pick::open(model, Kind::Copy),
        Action::Pdf if tab.shown().is_some() => return crate::tui::over::pdf(model),
        Action::Ask => return ask(model),
        Action::Reload => return refresh(model),
        _ => {}
    }
    Vec::new()
}

/// Leads to what causes the next warning.
fn warn(model: &mut Model) {
    let Some(detail) = model.detail.shown() else { return };
    let count = detail.warnings.len();
    if count == 0 {
        return;
    }
    let next = model.detail.warned.map_or(0, |at| (at + 1) % count);
    let kind = detail.warnings.get(next).map(|warning| warning.kind);
    model.detail.warned = Some(next);
    let width = super::detail_view::width(model);
    if let Some(line) = kind.and_then(|kind| super::detail_view::cause(model, width, kind)) {
        let height = usize::from(model.body_height());
        let last = super::detail_view::lines(model, width).saturating_sub(height);
        if line < model.detail.top || line >= model.detail.top + height {
            model.detail.top = line.saturating_sub(height / 3).min(last);
        }
    }
}

/// Asks the provider for all that is not stored.
fn ask(model: &mut Model) -> Vec<Effect> {
    let tab = &mut model.detail;
    let (Some(key), Some(_)) = (tab.key.clone(), tab.state.ready()) else { return Vec::new() };
    if matches!(tab.payments, Some(Load::Loading)) {
        return Vec::new();
    }
    tab.payments = Some(Load::Loading);
    tab.report = Some(Load::Loading);
    tab.url = Some(Load::Loading);
    let ask = |what| Effect::Ask(key.clone(), what);
    vec![ask(Live::Payments), ask(Live::Report), ask(Live::Url)]
}

/// Moves to the next or previous invoice of the list and opens it.
fn step(model: &mut Model, forward: bool) {
    let tab = &mut model.invoices;
    let old = tab.cursor;
    tab.moved = true;
    tab.move_to(if forward { old + 1 } else { old.saturating_sub(1) });
    if tab.cursor != old {
        model.detail.wanted = true;
    }
}

/// Loads the invoice under the cursor into the detail where it is seen.
pub(crate) fn settle(model: &mut Model) -> Vec<Effect> {
    let beside = model.tab == Tab::Invoices && model.wide();
    let first = model.tab == Tab::Detail && model.detail.key.is_none();
    if !(beside || first || model.detail.wanted) {
        return Vec::new();
    }
    let Some(key) = model.invoices.selected.clone() else { return Vec::new() };
    model.detail.wanted = false;
    if model.detail.key.as_ref() == Some(&key) && !matches!(model.detail.state, Load::Failed(_)) {
        return Vec::new();
    }
    open(model, key)
}
