//! The page of payments: every payment, and the documents that each pays.

use super::records::{Records, RecordsPage};
use crate::domain::{Direction, Kind, Message, PaymentRow, PaymentTotal, PaymentTotals, PaymentType, RecordKey};
use crate::query::payment::Field;
use crate::query::sieve::ListRequest;
use crate::service::{PaymentDetail, cases};
use crate::tui::document::{Row, heading, history, pairs};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, ALL_COMPANIES, CANCEL, COLUMNS, COPY, DOCUMENTS, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD,
    REVERSE, SORT, SYNC, SYNC_ALL, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::Sum;
use crate::tui::mask;
use crate::tui::page::Place;
use crate::tui::pages::PageId;
use crate::tui::paint::Piece;
use crate::tui::picked::{AnyPicked, Picked};
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

/// The page of payments.
pub(crate) type Payments = RecordsPage<Field>;

/// Documents that one query asks for at most.
const DOCUMENTS_ASKED: usize = 20;

/// The keys of the list.
pub(crate) static PAYMENTS: Context = tables::page(
    "payments",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-record", "tui-key-open"),
        FILTER,
        DOCUMENTS,
        CANCEL,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        SYNC,
        ALL_COMPANIES,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-invoices", ""),
        SYNC_ALL,
        RELOAD,
    ],
);

/// The keys of one payment.
pub(crate) static PAYMENT: Context = tables::page(
    "payment",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[ENTER], Action::Open, "tui-help-open-documents", "tui-key-documents"),
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-record", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-record", "tui-key-previous"),
        DOCUMENTS,
        COPY,
        CANCEL,
        SYNC,
        SYNC_ALL,
        RELOAD,
    ],
);

impl Records for Field {
    type Find = cases::FindPayments;
    type Read = cases::ReadPayment;
    type Detail = PaymentDetail;

    const PAGE: PageId = PageId::Payments;
    const KIND: Kind = Kind::Payment;
    const CONTEXTS: &'static [&'static Context] = &[&PAYMENTS, &PAYMENT];
    const LIST: &'static Context = &PAYMENTS;
    const ONE: &'static Context = &PAYMENT;
    const GROUPLIST: cases::Grouplist = cases::Grouplist::Payments;
    const UNIT: &'static str = "unit-payments";
    const EMPTY: (&'static str, &'static str) = ("tui-empty-payments", "tui-empty-payments-hint");
    const HAS_TOTALS: bool = true;

    fn find(request: ListRequest<Self>) -> cases::FindPayments {
        cases::FindPayments(request)
    }

    fn read(key: RecordKey) -> cases::ReadPayment {
        cases::ReadPayment(key)
    }

    fn any(picked: Picked<Self>) -> AnyPicked {
        AnyPicked::Payments(picked)
    }

    fn sums(totals: &PaymentTotals) -> Vec<Sum> {
        let sum = |((currency, direction), total): &((_, Direction), PaymentTotal)| Sum {
            currency: crate::domain::Currency::clone(currency),
            side: Some(match direction {
                Direction::Issued => "tui-pay-direction-issued",
                Direction::Received => "tui-pay-direction-received",
            }),
            count: total.count,
            uncounted: false,
            overflow: total.overflow,
            amounts: vec![("tui-total-amount", total.amount), ("tui-total-unapplied", total.unapplied)],
        };
        totals.0.iter().map(sum).collect()
    }

    fn less(totals: &mut PaymentTotals, less: PaymentTotals) {
        for (key, less) in less.0 {
            if let Some((_, total)) = totals.0.iter_mut().find(|(known, _)| *known == key) {
                total.count = total.count.saturating_sub(less.count);
                total.amount = total.amount.checked_sub(less.amount).unwrap_or(total.amount);
                total.unapplied = total.unapplied.checked_sub(less.unapplied).unwrap_or(total.unapplied);
            }
        }
        totals.0.retain(|(_, total)| total.count > 0);
    }

    fn hide(row: &mut PaymentRow) {
        mask::payment(row);
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Amount | Self::Unapplied | Self::Invoices | Self::Reference | Self::Note)
    }

    fn show(self, row: &PaymentRow, cx: &Shared) -> Option<Piece> {
        match self {
            // What does not count says so where its state is not shown.
            Self::Status if row.vanished => Some((cx.locale.get("tui-state-vanished"), theme::LOOK)),
            // A settlement by a credit note moves no money and is in no sum.
            Self::Direction if row.kind == PaymentType::Credit => Some((cx.locale.get("tui-pay-type-credit"), theme::LOOK)),
            Self::Direction => {
                let id = match row.direction {
                    Direction::Issued => "tui-pay-side-issued",
                    Direction::Received => "tui-pay-side-received",
                };
                Some((cx.locale.get(id), theme::PLAIN))
            }
            Self::Unapplied if row.unapplied.is_some_and(|amount| amount.is_zero()) => {
                Some((words::NOTHING.to_owned(), theme::DIM))
            }
            Self::Invoices if row.numbers.is_empty() && !row.allocations.is_empty() => {
                let ids = row.allocations.iter().map(|part| format!("#{}", part.document)).collect::<Vec<_>>();
                Some((ids.join(", "), theme::DIM))
            }
            _ => None,
        }
    }

    fn is_gone(row: &PaymentRow) -> bool {
        !row.counts()
    }

    fn row(detail: &PaymentDetail) -> &PaymentRow {
        &detail.row
    }

    fn hide_detail(detail: &mut PaymentDetail) {
        mask::payment(&mut detail.row);
        detail.history.iter_mut().for_each(|change| mask::value(&mut change.change));
    }

    fn lines(detail: &PaymentDetail, cx: &Shared, room: u16) -> Vec<Row> {
        lines(detail, cx, room)
    }

    fn follow(row: &PaymentRow, action: Action) -> Option<Place> {
        if !matches!(action, Action::Open | Action::Documents) {
            return None;
        }
        match &*row.allocations {
            [] => None,
            [only] => Some(Place::Invoice(RecordKey::document(row.company, only.document.clone()))),
            several => {
                let ids = several.iter().take(DOCUMENTS_ASKED).map(|part| format!("id:\"{}\"", part.document));
                Some(Place::Found(ids.collect::<Vec<_>>().join(" or "), Some(row.company)))
            }
        }
    }
}

/// The payment, the documents that it pays, its history.
fn lines(detail: &PaymentDetail, cx: &Shared, room: u16) -> Vec<Row> {
    let (locale, row) = (cx.locale, &detail.row);
    let state = if row.vanished {
        (locale.get("tui-state-vanished"), theme::LOOK)
    } else {
        let style = if row.counts() { theme::PLAIN } else { theme::LOOK };
        (words::word(locale, "pay-state", row.state.as_str()), style)
    };
    let title = vec![
        (words::word(locale, "pay-type", row.kind.as_str()), theme::BOLD),
        (format!(" · {} · ", words::word(locale, "pay-direction", row.direction.as_str())), theme::DIM),
        state,
    ];
    let mut rows = vec![Row { left: title, right: Some((locale.money(row.amount, &row.currency), theme::BOLD)), second: None }];
    let partner = if row.partner_name.is_empty() { words::NOTHING } else { &row.partner_name };
    rows.push(vec![(partner.to_owned(), theme::BOLD)].into());
    let mut facts = vec![(locale.get("tui-field-date"), words::date(row.date))];
    let mut fact = |id: &'static str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (locale.get(id), value)));
    };
    fact("tui-field-method", row.method.as_ref().map(|method| words::word(locale, "method", method.as_str())));
    fact("tui-field-reference", row.reference.as_deref().map(str::to_owned));
    fact("tui-field-unapplied", row.unapplied.map(|amount| locale.money(amount, &row.currency)));
    fact("tui-fact-company", Some(detail.company.clone()));
    fact("tui-fact-id", Some(row.id.to_string()));
    fact("tui-from-changed", Some(words::stamp(cx, row.changed)));
    rows.extend(pairs(room, facts));
    if let Some(note) = row.note.as_deref().filter(|note| !note.trim().is_empty()) {
        rows.extend(
            crate::tui::text::wrap(note, usize::from(room)).into_iter().map(|line| Row::from(vec![(line, theme::PLAIN)])),
        );
    }
    rows.extend(heading(cx, "tui-col-pays"));
    if row.allocations.is_empty() {
        rows.push(vec![(locale.get("tui-pays-nothing"), theme::DIM)].into());
    }
    for part in &row.allocations {
        let name = if part.number.is_empty() { format!("#{}", part.document) } else { part.number.clone() };
        let day = part.date.map(|date| format!("   {date}")).unwrap_or_default();
        let left = vec![(name, theme::PLAIN), (day, theme::DIM)];
        rows.push(Row { left, right: Some((locale.money(part.amount, &row.currency), theme::PLAIN)), second: None });
    }
    if row.allocations.len() > DOCUMENTS_ASKED {
        let message = Message::new("tui-pays-many").with("count", DOCUMENTS_ASKED);
        rows.push(vec![(locale.text(&message), theme::DIM)].into());
    }
    rows.extend(history(cx, &detail.history, &row.currency, room));
    rows
}
