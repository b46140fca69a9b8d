//! The rows that are marked, or the one under the cursor: which they are, and what is done with them.

use super::state::Invoices;
use crate::domain::{InvoiceRow, Message};
use crate::error::Error;
use crate::query::{Found, Request};
use crate::service::InvoiceDetail;
use crate::tui::ask::{Question, RowsFor};
use crate::tui::event::Effect;
use crate::tui::form::invoice::{self, Of};
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::pick::Entry;
use crate::tui::shared::{Overlay, Shared};

/// Most rows between the ends of a range that is marked.
const LONGEST_RANGE: usize = 10_000;
/// Invoices that something is done with at once, at most.
const MOST: usize = 5_000;

impl Invoices {
    /// Marks from the last mark to the cursor; rows that are not here are asked for.
    pub(super) fn mark_range(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let cursor = self.list.cursor;
        let anchor = self.list.marks.anchor.replace(cursor).unwrap_or(cursor);
        let (from, to) = (anchor.min(cursor), anchor.max(cursor) + 1);
        if to - from > LONGEST_RANGE {
            cx.say(Message::new("tui-mark-too-long").with("most", LONGEST_RANGE), Severity::Look);
            return Vec::new();
        }
        let rows = self.list.range(from, to);
        if rows.len() == to - from {
            self.list.marks.add(rows.iter());
            return Vec::new();
        }
        let request = Request { offset: from, limit: to - from, ..self.request(cx.today()) };
        vec![Effect::Ask(PageId::Invoices, Question::Rows { request, what: RowsFor::Mark })]
    }

    /// The marked invoices, else the one under the cursor; none where all that is found is marked, as its rows are not here.
    pub(super) fn of(&self) -> Of<'_> {
        let marks = &self.list.marks;
        if marks.is_all() {
            return Of::default();
        }
        if !marks.is_empty() {
            return Of::marked(marks.rows());
        }
        let Some(row) = self.list.current() else { return Of::default() };
        let known = self.known.as_deref().filter(|detail| detail.stored.key() == row.key());
        Of::one(row, known)
    }

    /// True if something can be done with them.
    pub(super) fn is_offered(&self, cx: &Shared) -> bool {
        self.list.marks.is_all() || invoice::is_useful(cx, &self.of())
    }

    /// What can be done with them, to choose from.
    pub(super) fn offers(&self, cx: &Shared) -> Vec<Entry> {
        invoice::offers(cx, &self.of())
    }

    /// Lets one choose what is done with them. The rows of all that is found are read first, all that is known of a single invoice meanwhile.
    pub(super) fn offer(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if self.list.marks.is_all() {
            let total = self.list.total;
            if total > MOST {
                cx.say(Message::new("invoice-too-many").with("most", MOST), Severity::Look);
                return Vec::new();
            }
            let request = Request { limit: total, ..self.request(cx.today()) };
            return vec![Effect::Ask(PageId::Invoices, Question::Rows { request, what: RowsFor::Deed })];
        }
        self.known = None;
        invoice::offer(cx, &self.of());
        let alone = self.list.current().filter(|_| self.list.marks.is_empty());
        let asked = alone.filter(|_| matches!(cx.overlay, Some(Overlay::Pick(_)))).map(InvoiceRow::key);
        asked.map(|key| Effect::Ask(PageId::Invoices, Question::Invoice(key))).into_iter().collect()
    }

    /// Takes the rows of all that is marked, and lets one choose what is done with them.
    pub(super) fn offer_all(&mut self, reply: Result<Found, Error>, cx: &mut Shared) {
        match reply {
            Ok(found) => {
                let found = super::window(found, cx.masked);
                // Another filter meanwhile: they are not what was marked.
                if found.rows.len() == self.list.total && self.list.marks.name(found.rows.iter()) && cx.overlay.is_none() {
                    invoice::offer(cx, &self.of());
                }
            }
            Err(error) => cx.say_error(error),
        }
    }

    /// Takes what is known of the invoice that a menu is open for.
    pub(super) fn learned(&mut self, detail: Option<Box<InvoiceDetail>>) {
        self.known = detail;
    }
}
