//! Going to a place: which page is shown, what it shows, and where Esc leads back to.

use super::event::Effect;
use super::look::Look;
use super::model::{Model, on};
use super::page::{Page, Place};
use super::pages::PageId;
use super::saved_views;
use super::syncs;

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
                model.pages.companies.select(id);
            }
            return model.pages.invoices.open(scope, &mut model.shared);
        }
        Place::Sync(companies) => return syncs::start_these(model, companies),
        Place::Found(query, scope) => {
            show(model, PageId::Invoices, Some(from));
            return model.pages.invoices.show_found(&query, scope, &mut model.shared);
        }
        Place::Payments(query, scope) => {
            show(model, PageId::Payments, Some(from));
            return model.pages.payments.show_found(&query, scope, &mut model.shared);
        }
        Place::Rows(page, query, scope) => {
            show(model, page, Some(from));
            return on!(&mut model, page, |page| Page::drill(page, &query, scope, &mut model.shared));
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
        Place::Entries(query, period) => {
            show(model, PageId::Time, Some(from));
            model.pages.time.drill(&query, period);
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
    show(model, view.page, None);
    // A view without columns leaves the columns as they are.
    let columns = model.look_of(view.page, view.list).and_then(|look| look.columns);
    let look = Look { columns: view.look.columns.or(columns), ..view.look };
    if let Some(further) = view.list.checked_sub(1) {
        on!(&mut model, view.page, |page| page.set_other(further, &look, None, true));
        return Vec::new();
    }
    on!(&mut model, view.page, |page| page.set_look(&look, &mut model.shared))
}
