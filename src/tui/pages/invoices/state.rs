//! The state of the page of invoices: a list, the line that filters it, the company that it is limited to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{CompanyId, Currency, CurrencyTotals, DirectedTotals, Direction, InvoiceRow, Message, RecordKey};
use crate::error::{Error, ErrorKind};
use crate::locale::{Amounts, Locale};
use crate::query::schema::{Cell, Context, Kind, Schema as _};
use crate::query::{Field, Request};
use crate::service::InvoiceDetail;
use crate::tui::ask::Question;
use crate::tui::chosen::Chosen;
use crate::tui::event::Effect;
use crate::tui::list::{self, Ahead, Filter, List, Purpose, Schema, Search, Sum, place_of};
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::Shared;
use crate::tui::{text, words};

/// The kind of record of the list.
#[derive(Debug, Default)]
pub(crate) struct Rows;

impl Schema for Rows {
    type Row = InvoiceRow;
    type Key = RecordKey;
    type Field = Field;
    type Totals = DirectedTotals;

    fn key(row: &InvoiceRow) -> RecordKey {
        row.key()
    }

    fn marked<'r>(rows: impl Iterator<Item = &'r InvoiceRow> + Clone, all: bool, found: &DirectedTotals) -> DirectedTotals {
        let mut sums = DirectedTotals::new();
        // The rule by which the rows found are summed: turnover only, or all rows if none counts as turnover.
        let aside = if all { found.values().any(|sum| sum.uncounted) } else { !rows.clone().any(InvoiceRow::counts) };
        for row in rows.filter(|row| row.counts() != aside) {
            let sum: &mut CurrencyTotals = sums.entry(row.total_key()).or_default();
            sum.add(row.net, row.vat, row.gross, row.open_amount());
            sum.uncounted = aside;
        }
        if !all {
            return sums;
        }
        let mut totals = found.clone();
        for (key, less) in sums {
            if let Some(sum) = totals.get_mut(&key) {
                sum.count = sum.count.saturating_sub(less.count);
                sum.net = sum.net.checked_sub(less.net).unwrap_or(sum.net);
                sum.vat = sum.vat.checked_sub(less.vat).unwrap_or(sum.vat);
                sum.gross = sum.gross.checked_sub(less.gross).unwrap_or(sum.gross);
                sum.balance = sum.balance.checked_sub(less.balance).unwrap_or(sum.balance);
            }
        }
        totals.retain(|_, sum| sum.count > 0);
        totals
    }

    fn sums(totals: &DirectedTotals) -> Vec<Sum> {
        let sum = |((currency, direction), sum): (&(Currency, Direction), &CurrencyTotals)| Sum {
            currency: currency.clone(),
            side: (*direction == Direction::Received).then_some("tui-total-received"),
            count: sum.count,
            uncounted: sum.uncounted,
            overflow: sum.overflow,
            amounts: vec![("tui-total-gross", sum.gross), ("tui-total-net", sum.net), ("tui-total-vat", sum.vat)],
        };
        totals.iter().map(sum).collect()
    }
}

/// The widest cells so far: columns do not jump while the list is scrolled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Widths {
    pub(super) number: u16,
    pub(super) partner: u16,
    pub(super) status: u16,
    /// By column.
    pub(super) amounts: BTreeMap<Field, Amounts>,
}

impl Widths {
    /// Measures rows that came.
    pub(super) fn learn(&mut self, rows: &[InvoiceRow], today: Date, locale: &Locale) {
        for row in rows {
            self.number = self.number.max(text::columns(&text::clean(&row.number)));
            self.partner = self.partner.max(text::columns(&row.partner_name));
            self.status = self.status.max(text::columns(&words::invoice_status(locale, row, today).0));
        }
        let context = Context { company: "", provider: "", today };
        for column in Field::COLUMNS.iter().filter(|column| column.is_on_screen() && column.kind == Kind::Amount) {
            let amounts = self.amounts.entry(column.field).or_default();
            for row in rows {
                let amount = if let Cell::Amount(amount, _) = column.cell(row, &context) { amount } else { Decimal::ZERO };
                amounts.learn(locale, amount, &row.currency);
            }
        }
    }

    /// The width that a column of amounts takes.
    pub(super) fn of_amounts(&self, field: Field) -> u16 {
        self.amounts.get(&field).map_or_else(|| Amounts::default().width(), Amounts::width).clamp(10, 36)
    }
}

/// The page of invoices.
#[derive(Debug, Default)]
pub(crate) struct Invoices {
    /// The listed company; all when `None`.
    pub(crate) scope: Option<CompanyId>,
    pub(crate) filter: Filter,
    pub(crate) list: List<Rows>,
    /// Scope and filter from before another page opened the list with a query of its own.
    pub(crate) left: Option<(Option<CompanyId>, String)>,
    pub(crate) widths: Widths,
    /// Actions that wait for the list that is under way.
    pub(super) ahead: Ahead,
    /// All that is known of the invoice that a menu was opened for.
    pub(super) known: Option<Box<InvoiceDetail>>,
    /// The column held by the mouse at its edge, the place where it was taken, and its width then.
    pub(super) dragged: Option<(Field, u16, u16)>,
}

impl Invoices {
    /// Rows of the list that fit.
    pub(super) fn visible(&self, cx: &Shared) -> usize {
        let error = usize::from(self.complaint().is_some()) * 2;
        let incomplete = usize::from(words::is_incomplete(cx, self.scope));
        usize::from(cx.body_height()).saturating_sub(2 + error + incomplete + list::totals_height(&self.list, cx)).max(1)
    }

    /// The error that is shown: one about the term that is still being typed is none yet.
    pub(crate) fn complaint(&self) -> Option<&Error> {
        let half_typed = |error: &Error| {
            self.filter.editing && error.kind == ErrorKind::Usage && self.filter.is_half_typed(place_of(&error.message))
        };
        self.list.error.as_ref().filter(|error| !half_typed(error))
    }

    /// The search as it stands, without a window.
    pub(crate) fn request(&self, today: Date) -> Request {
        Request {
            query: self.filter.query().to_owned(),
            companies: self.scope.into_iter().collect(),
            sort: self.list.sort,
            offset: 0,
            limit: 0,
            around: None,
            today,
        }
    }

    /// The invoices that an export is about: the marked ones, else all that are found.
    pub(crate) fn chosen(&self, today: Date) -> Chosen {
        let marks = &self.list.marks;
        let keys = || marks.rows().map(InvoiceRow::key).collect();
        if !marks.is_all() && !marks.is_empty() {
            return Chosen::These(keys());
        }
        let Request { query, companies, sort, today, .. } = self.request(today);
        Chosen::Found { query, companies, sort, today, but: if marks.is_all() { keys() } else { Vec::new() } }
    }

    /// The number of those invoices.
    pub(crate) fn chosen_count(&self) -> usize {
        if self.list.marks.is_empty() { self.list.total } else { self.list.marks.count(self.list.total) }
    }

    /// Keeps the query to be recalled, if it is right.
    pub(super) fn remember(&mut self) {
        if self.list.filter_error().is_none() {
            self.filter.remember();
        }
    }

    /// Searches.
    pub(super) fn find(&mut self, purpose: Purpose, cx: &mut Shared) -> Vec<Effect> {
        self.ahead.clear();
        let visible = self.visible(cx);
        let search = self.list.search(purpose, visible, self.filter.query(), self.scope);
        let Search { offset, limit, around, generation, unmarked } = search;
        if unmarked {
            cx.say(Message::new("tui-marks-gone"), Severity::Look);
        }
        let request = Request { offset, limit, around, ..self.request(cx.today()) };
        vec![Effect::Ask(PageId::Invoices, Question::Find { request, generation })]
    }

    /// Searches again because the data changed.
    pub(super) fn refresh(&mut self, cx: &mut Shared) -> Vec<Effect> {
        match self.list.refresh() {
            Some(purpose) => self.find(purpose, cx),
            None => Vec::new(),
        }
    }

    /// Shows the invoices of a company or of all; filter and cursor stay if the company does.
    pub(crate) fn open(&mut self, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        if self.scope == scope && self.list.loaded {
            return Vec::new();
        }
        if self.scope != scope {
            self.scope = scope;
            self.filter.set("");
            self.widths = Widths::default();
            self.list.forget();
        }
        self.find(Purpose::Top, cx)
    }

    /// Shows the rows that a query finds; Esc brings scope and filter back.
    pub(crate) fn show_found(&mut self, query: &str, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        let before = (self.scope, self.filter.query().to_owned());
        self.left.get_or_insert(before);
        self.scope = scope;
        self.filter.set(query);
        self.find(Purpose::Top, cx)
    }

    /// Asks for something else, in the order as it is.
    pub(crate) fn ask(&mut self, query: &str, cx: &mut Shared) -> Vec<Effect> {
        self.left = None;
        self.filter.set(query);
        self.remember();
        self.find(Purpose::Top, cx)
    }

    /// Moves the cursor to the next or previous invoice; true if there is one.
    pub(crate) fn step(&mut self, forward: bool) -> bool {
        let old = self.list.cursor;
        self.list.moved = true;
        self.list.move_to(if forward { old + 1 } else { old.saturating_sub(1) });
        self.list.cursor != old
    }
}
