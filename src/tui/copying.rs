//! Copies parts of the invoice that is shown or under the cursor.

use super::ask::{Question, RowsFor};
use super::clipboard::send;
use super::copy::{What, quoted};
use super::event::Effect;
use super::list;
use super::model::{Model, on};
use super::notice::Severity;
use super::page::Page;
use super::pages::PageId;
use super::pages::invoices::view::{ROWS, copy_rows, line};
use super::text::clean;
use crate::domain::{InvoiceRow, Message, RecordKey};
use crate::query::{Request, Sort};
use crate::service::InvoiceDetail;

/// The row of the invoice that is shown or under the cursor.
fn row(model: &Model) -> Option<InvoiceRow> {
    if model.shared.page == PageId::Invoice {
        return model.pages.invoice.shown().map(InvoiceDetail::row);
    }
    model.pages.invoices.list.current().cloned()
}

/// Returns the text that would be copied; `None` if it is not known.
pub(crate) fn text_of(model: &Model, what: What) -> Option<String> {
    let row = row(model)?;
    // Control characters go: text that is pasted into a shell or a terminal must not press Enter there.
    let some = |text: &str| (!text.is_empty()).then(|| clean(text).into_owned());
    match what {
        What::Number => some(&row.number),
        What::Row => Some(line(&model.pages.invoices, &model.shared, &row)),
        What::Partner => some(&row.partner_name),
        What::TaxNumber => row.partner_tax_number.as_deref().and_then(some),
        What::Iban => {
            let detail = model.pages.invoice.shown().filter(|detail| detail.stored.key() == row.key())?;
            detail.stored.entity.seller.iban.as_deref().and_then(some)
        }
        What::Ticket => Some(ticket(model, &row.key())),
        What::Table => None,
    }
}

/// The command that opens this invoice again, in the list as it is.
fn ticket(model: &Model, key: &RecordKey) -> String {
    let page = &model.pages.invoices;
    let invoice = quoted(&clean(&format!("{}:{}", key.company, key.id.as_str())));
    let mut words = vec![model.shared.command.clone(), "--invoice".to_owned(), invoice];
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), quoted(&value)]);
    if let Some(scope) = page.scope {
        option("--company", scope.to_string());
    }
    let query = page.filter.query().trim();
    if !query.is_empty() {
        option("--where", query.to_owned());
    }
    if page.list.sort != Sort::default() {
        option("--sort", page.list.sort.as_str());
    }
    if let Some(chosen) = &page.list.columns {
        option("--columns", list::write(chosen));
    }
    if model.shared.page == PageId::Invoice {
        option("--tab", PageId::Invoice.as_str().to_owned());
    }
    words.join(" ")
}

/// Copies the marked rows of the page's table, or the row under the cursor where none is marked; under their titles.
pub(crate) fn table(model: &mut Model) -> Vec<Effect> {
    let page = model.shared.page;
    let Some(table) = on!(&model, page, |page| page.table(&model.shared)) else { return Vec::new() };
    let text = table.text();
    send(&mut model.shared, text, Message::new("tui-copied-rows").with("count", table.rows.len()))
}

/// Copies something, or says why not.
pub(crate) fn copy(model: &mut Model, what: What) -> Vec<Effect> {
    if what == What::Table {
        let page = &model.pages.invoices;
        let marks = &page.list.marks;
        if !marks.is_all() && !marks.is_empty() {
            let rows: Vec<InvoiceRow> = marks.rows().cloned().collect();
            return copy_rows(page, &rows, rows.len(), &mut model.shared);
        }
        let request = Request { limit: ROWS, ..page.request(model.shared.today()) };
        return vec![Effect::Ask(PageId::Invoices, Question::Rows { request, what: RowsFor::Copy })];
    }
    let Some(text) = text_of(model, what) else {
        model.shared.say(Message::new("tui-copy-unknown"), Severity::Look);
        return Vec::new();
    };
    send(&mut model.shared, text.clone(), Message::new("tui-copied").with("text", text))
}
