//! Tab 2, what is copied from it.

use super::invoices_view::{cells, shown};
use crate::domain::{InvoiceKey, InvoiceRow, Message};
use crate::query::{Request, Sort};
use crate::tui::columns;
use crate::tui::copy::{MOST, What, quoted};
use crate::tui::event::{Effect, RowsFor};
use crate::tui::model::{Model, Mood, Tab};
use crate::tui::text::clean;

/// Rows that are copied at the most: more is an export.
const ROWS: usize = 1000;

/// The row that one looks at.
fn row(model: &Model) -> Option<InvoiceRow> {
    if model.tab == Tab::Detail {
        return model.detail.shown().map(crate::service::InvoiceDetail::row);
    }
    model.invoices.current().cloned()
}

/// What would be copied; `None` where it is not known.
pub(crate) fn text_of(model: &Model, what: What) -> Option<String> {
    let row = row(model)?;
    // What is pasted into a shell or a terminal must not press Enter there.
    let some = |text: &str| (!text.is_empty()).then(|| clean(text).into_owned());
    match what {
        What::Number => some(&row.number),
        What::Row => Some(line(model, &row)),
        What::Partner => some(&row.partner_name),
        What::TaxNumber => row.partner_tax_number.as_deref().and_then(some),
        What::Iban => {
            let detail = model.detail.shown().filter(|detail| detail.stored.key() == row.key())?;
            detail.stored.invoice.seller.iban.as_deref().and_then(some)
        }
        What::Ticket => Some(ticket(model, &row.key())),
        What::Table => None,
    }
}

/// The command that opens this invoice again, in the list as it is.
fn ticket(model: &Model, key: &InvoiceKey) -> String {
    let tab = &model.invoices;
    let mut words =
        vec![model.command.clone(), "--invoice".to_owned(), quoted(&clean(&format!("{}:{}", key.company, key.id.as_str())))];
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), quoted(&value)]);
    if let Some(scope) = tab.scope {
        option("--company", scope.to_string());
    }
    if !tab.query().trim().is_empty() {
        option("--where", tab.query().trim().to_owned());
    }
    if tab.sort != Sort::default() {
        option("--sort", tab.sort.as_str());
    }
    if let Some(chosen) = &tab.columns {
        option("--columns", columns::write(chosen));
    }
    if model.tab == Tab::Detail {
        option("--tab", "detail".to_owned());
    }
    words.join(" ")
}

fn line(model: &Model, row: &InvoiceRow) -> String {
    let cells = cells(model, row).into_iter().map(|cell| disarmed(cell.trim().replace(['\t', '\u{A0}'], " ")));
    cells.collect::<Vec<_>>().join("\t")
}

/// A cell that no spreadsheet takes for a formula: as in a file, what begins like one begins with an apostrophe.
fn disarmed(cell: String) -> String {
    let mut letters = cell.chars();
    let formula = match letters.next() {
        Some('=' | '+' | '@') => true,
        Some('-') => !letters.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    if formula { format!("'{cell}") } else { cell }
}

/// Copies something, or says why not.
pub(crate) fn copy(model: &mut Model, what: What) -> Vec<Effect> {
    if what == What::Table {
        let marks = &model.invoices.marks;
        if !marks.is_all() && !marks.is_empty() {
            let rows: Vec<InvoiceRow> = marks.rows().cloned().collect();
            return copy_rows(model, &rows, rows.len());
        }
        let request = Request { limit: ROWS, ..model.invoices.request(model.today()) };
        return vec![Effect::Rows { request, what: RowsFor::Copy }];
    }
    let Some(text) = text_of(model, what) else {
        model.say(Message::new("tui-copy-unknown"), Mood::Look);
        return Vec::new();
    };
    send(model, text.clone(), Message::new("tui-copied").with("text", text))
}

/// Copies rows under the titles of their columns; says how many, where they are not all.
pub(crate) fn copy_rows(model: &mut Model, rows: &[InvoiceRow], total: usize) -> Vec<Effect> {
    let marks = &model.invoices.marks;
    let wanted: Vec<&InvoiceRow> = rows.iter().filter(|row| !marks.is_all() || marks.has(&row.key())).collect();
    let titles: Vec<String> = shown(model).iter().map(|column| super::invoices_view::title(model, column.field)).collect();
    let mut text = titles.join("\t");
    for row in &wanted {
        text.push('\n');
        text.push_str(&line(model, row));
    }
    let message = Message::new("tui-copied-rows").with("count", wanted.len());
    if total > rows.len() {
        model.say(Message::new("tui-copy-too-many").with("most", ROWS).with("total", total), Mood::Look);
        return Vec::new();
    }
    send(model, text, message)
}

fn send(model: &mut Model, text: String, message: Message) -> Vec<Effect> {
    if text.len() > MOST {
        model.say(Message::new("tui-copy-too-long"), Mood::Look);
        return Vec::new();
    }
    model.say(message, Mood::Good);
    vec![Effect::Copy(text)]
}
