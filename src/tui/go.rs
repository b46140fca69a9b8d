//! Going to a place: which page is shown, what it shows, and where Esc leads back to.

use super::event::Effect;
use super::keymap::Action;
use super::model::Model;
use super::page::{Outcome, Page, Place};
use super::pages::PageId;
use super::saved_views;

/// Shows a page; Esc leads back to `back`.
const fn show(model: &mut Model, page: PageId, back: Option<PageId>) {
    (model.shared.page, model.shared.back) = (page, back);
}

/// Goes to a place.
pub(crate) fn go(model: &mut Model, place: Place) -> Vec<Effect> {
    let from = model.shared.page;
    match place {
        Place::Page(page) => show(model, page, None),
        Place::Back(otherwise) => {
            let page = model.shared.back.unwrap_or(otherwise);
            show(model, page, None);
        }
        Place::List => model.shared.page = PageId::Invoices,
        Place::Company(scope) => {
            show(model, PageId::Invoices, Some(PageId::Companies));
            if let Some(id) = scope {
                model.pages.companies.select(id, &model.shared);
            }
            return model.pages.invoices.open(scope, &mut model.shared);
        }
        Place::Filter => {
            show(model, PageId::Invoices, Some(PageId::Companies));
            let mut effects = model.pages.invoices.open(None, &mut model.shared);
            if let Outcome::Done(more) = model.pages.invoices.act(Action::Filter, &mut model.shared) {
                effects.extend(more);
            }
            return effects;
        }
        Place::Found(query, scope) => {
            show(model, PageId::Invoices, Some(from));
            return model.pages.invoices.drill(&query, scope, &mut model.shared);
        }
        Place::Query(query) => {
            show(model, PageId::Invoices, None);
            return model.pages.invoices.ask(&query, &mut model.shared);
        }
        Place::View(name) => return view(model, &name),
        Place::Invoice(key) => {
            show(model, PageId::Invoice, Some(from));
            model.pages.invoice.apart = true;
            return model.pages.invoice.open(key, &mut model.shared);
        }
        Place::Listed => {
            model.shared.page = PageId::Invoice;
            (model.pages.invoice.apart, model.pages.invoice.wanted) = (false, true);
        }
        Place::Neighbour(next) => model.pages.invoice.wanted |= model.pages.invoices.step(next),
        Place::RunOf(company) => {
            show(model, PageId::Runs, None);
            return model.pages.runs.show(company, &model.shared);
        }
        Place::ChangesOf(run) => {
            show(model, PageId::Changes, Some(from));
            model.pages.changes.of_run(run);
        }
    }
    Vec::new()
}

fn view(model: &mut Model, name: &str) -> Vec<Effect> {
    let all = saved_views::all(&model.shared.views, model.shared.locale);
    let Some(view) = all.into_iter().find(|view| view.name == name) else { return Vec::new() };
    show(model, PageId::Invoices, None);
    let list = &mut model.pages.invoices.list;
    list.sort = view.sort;
    if view.columns.is_some() {
        list.columns = view.columns;
    }
    model.pages.invoices.ask(&view.query, &mut model.shared)
}
