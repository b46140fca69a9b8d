//! The page of contacts: customers and suppliers, and what is open of each.

use super::records::{Records, RecordsPage};
use crate::domain::{ContactRow, Currency, Kind, Message, RecordKey};
use crate::query::complete::quoted;
use crate::query::contact::Field;
use crate::query::sieve::ListRequest;
use crate::service::{self, ContactDetail, cases};
use crate::tui::document::{Row, heading, history, pairs};
use crate::tui::event::Effect;
use crate::tui::form::{details, invoice};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, ALL_COMPANIES, CANCEL, COLUMNS, COPY, DOCUMENTS, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE,
    PAYMENTS, RELOAD, REVERSE, SORT, SYNC, SYNC_ALL, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Binding, Context};
use crate::tui::list::Sum;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::page::Place;
use crate::tui::pages::PageId;
use crate::tui::paint::Piece;
use crate::tui::picked::{AnyPicked, Picked};
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

/// The page of contacts.
pub(crate) type Contacts = RecordsPage<Field>;

const BUYER: Binding = bind(&[Key::char('R')], Action::Rename, "tui-help-buyer", "tui-key-buyer");

/// The keys of the list.
pub(crate) static CONTACTS: Context = tables::page(
    "contacts",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-record", "tui-key-open"),
        FILTER,
        DOCUMENTS,
        PAYMENTS,
        BUYER,
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

/// The keys of one contact.
pub(crate) static CONTACT: Context = tables::page(
    "contact",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[ENTER], Action::Open, "tui-help-open-documents", "tui-key-documents"),
        PAYMENTS,
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-record", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-record", "tui-key-previous"),
        DOCUMENTS,
        BUYER,
        COPY,
        CANCEL,
        SYNC,
        SYNC_ALL,
        RELOAD,
    ],
);

impl Records for Field {
    type Find = cases::FindContacts;
    type Read = cases::ReadContact;
    type Detail = ContactDetail;

    const PAGE: PageId = PageId::Contacts;
    const KIND: Kind = Kind::Contact;
    const CONTEXTS: &'static [&'static Context] = &[&CONTACTS, &CONTACT];
    const LIST: &'static Context = &CONTACTS;
    const ONE: &'static Context = &CONTACT;
    const GROUPLIST: cases::Grouplist = cases::Grouplist::Contacts;
    const UNIT: &'static str = "unit-contacts";
    const EMPTY: (&'static str, &'static str) = ("tui-empty-contacts", "tui-empty-contacts-hint");
    /// Contacts of one tax number each have what the partner owes, which must not be summed.
    const HAS_TOTALS: bool = false;

    fn find(request: ListRequest<Self>) -> cases::FindContacts {
        cases::FindContacts(request)
    }

    fn read(key: RecordKey) -> cases::ReadContact {
        cases::ReadContact(key)
    }

    fn any(picked: Picked<Self>) -> AnyPicked {
        AnyPicked::Contacts(picked)
    }

    fn sums((): &()) -> Vec<Sum> {
        Vec::new()
    }

    fn less((): &mut (), (): ()) {}

    fn hide(row: &mut ContactRow) {
        mask::contact(row);
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Outstanding | Self::TaxNumber | Self::Email | Self::Phone | Self::Number)
    }

    fn show(self, row: &ContactRow, _cx: &Shared) -> Option<Piece> {
        match self {
            Self::Name if row.name.is_empty() => Some((format!("#{}", row.id), theme::DIM)),
            // A no is the rule in neither column: the sign is enough.
            Self::Customer | Self::Supplier => {
                let is = if self == Self::Customer { row.customer } else { row.supplier };
                Some(if is { ("✓".to_owned(), theme::PLAIN) } else { (words::NOTHING.to_owned(), theme::DIM) })
            }
            _ => None,
        }
    }

    fn is_gone(row: &ContactRow) -> bool {
        row.vanished || !row.active
    }

    fn row(detail: &ContactDetail) -> &ContactRow {
        &detail.row
    }

    fn hide_detail(detail: &mut ContactDetail) {
        mask::contact(&mut detail.row);
        detail.history.iter_mut().for_each(|change| mask::value(&mut change.change));
    }

    fn lines(detail: &ContactDetail, cx: &Shared, room: u16) -> Vec<Row> {
        lines(detail, cx, room)
    }

    fn follow(row: &ContactRow, action: Action) -> Option<Place> {
        let id = format!("contact:{}", quoted(row.id.as_str()));
        match action {
            Action::Open | Action::Documents => {
                // Documents of the same taxpayer are of the same partner, as in the open amounts.
                let tax = row.tax_number.as_deref().filter(|tax| !tax.trim().is_empty());
                let query = tax.map_or_else(|| id.clone(), |tax| format!("{id} or tax={}", quoted(tax)));
                Some(Place::Found(query, Some(row.company)))
            }
            Action::Payments => {
                let query = format!("{id} or (partner={} -has:contact)", quoted(&row.name));
                Some(Place::Payments(query, Some(row.company)))
            }
            _ => None,
        }
    }

    fn may_change(row: &ContactRow, cx: &Shared) -> bool {
        cx.may(service::Action::Companies, Some(row.company)) && !invoice::is_own(cx, row.company)
    }

    fn change(row: &ContactRow, cx: &mut Shared) -> Vec<Effect> {
        if invoice::is_own(cx, row.company) {
            cx.say(Message::new("tui-client-elsewhere"), Severity::Look);
            return Vec::new();
        }
        details::buyer(cx, (row.company, row.id.clone()), &row.name)
    }
}

/// The contact, what is open of it, its history.
fn lines(detail: &ContactDetail, cx: &Shared, room: u16) -> Vec<Row> {
    let (locale, row) = (cx.locale, &detail.row);
    let name = if row.name.is_empty() { format!("#{}", row.id) } else { row.name.to_string() };
    let mut title = vec![(name, theme::BOLD)];
    let roles = [(row.customer, "tui-contact-customer"), (row.supplier, "tui-contact-supplier")];
    for (_, id) in roles.into_iter().filter(|(is, _)| *is) {
        title.push((format!(" · {}", locale.get(id)), theme::DIM));
    }
    if row.vanished {
        title.push((format!(" · {}", locale.get("tui-state-vanished")), theme::LOOK));
    } else if !row.active {
        title.push((format!(" · {}", locale.get("tui-contact-inactive")), theme::LOOK));
    }
    let mut rows = vec![Row::from(title)];
    let mut facts = Vec::new();
    let mut fact = |id: &'static str, value: Option<&str>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (locale.get(id), value.to_owned())));
    };
    let place = [row.city.as_deref(), row.country.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    fact("tui-field-tax-number", row.tax_number.as_deref());
    fact("tui-contact-email", row.email.as_deref());
    fact("tui-field-phone", row.phone.as_deref());
    fact("tui-contact-place", Some(&place));
    fact("tui-field-number", row.number.as_deref());
    fact("tui-fact-company", Some(&detail.company));
    fact("tui-fact-id", Some(row.id.as_str()));
    fact("tui-from-changed", Some(&words::stamp(cx, row.changed)));
    rows.extend(pairs(room, facts));
    rows.extend(heading(cx, "tui-contact-open"));
    if row.outstanding.is_empty() {
        rows.push(vec![(locale.get("tui-contact-open-none"), theme::DIM)].into());
    }
    for open in &row.outstanding {
        rows.push(vec![(locale.open(open), theme::BOLD)].into());
    }
    rows.extend(history(cx, &detail.history, &Currency::new(""), room));
    rows
}
