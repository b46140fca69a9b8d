//! The books of a pretend organisation, and what people do in them.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rust_decimal::{Decimal, RoundingStrategy};

use super::setup::Setup;

/// Kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An invoice.
    Invoice,
    /// A bill.
    Bill,
    /// A credit note for a customer.
    CreditNote,
    /// A credit note of a supplier.
    BillCredit,
}

/// A line of a document: quantity, price, tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Description.
    pub text: String,
    /// Quantity.
    pub quantity: Decimal,
    /// Price without tax.
    pub price: Decimal,
    /// Percentage of tax.
    pub percent: Decimal,
    /// Type of tax.
    pub tax_type: String,
    /// Tax that was set by hand.
    pub tax: Option<Decimal>,
    /// Whether the price contains the tax.
    pub inclusive: bool,
    /// Code of the account; empty on drafts and texts.
    pub account: String,
    /// Code of the item.
    pub item: Option<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Identifier.
    pub id: String,
    /// Kind.
    pub kind: Kind,
    /// Number.
    pub number: String,
    /// The contact, as a position in [`Books::people`].
    pub person: usize,
    /// Status: `DRAFT`, `AUTHORISED`, `VOIDED`…; `PAID` follows from what is left.
    pub status: &'static str,
    /// Day of issue.
    pub date: Date,
    /// Due date.
    pub due: Date,
    /// Currency, with its rate: foreign units for one unit of the base currency.
    pub currency: (&'static str, Decimal),
    /// Lines.
    pub lines: Vec<Line>,
    /// Reference.
    pub reference: String,
    /// Address of the document elsewhere.
    pub url: String,
    /// Whether it was mailed.
    pub sent: bool,
    /// Last change.
    pub updated: Timestamp,
}

/// A payment of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// Identifier.
    pub id: String,
    /// The document, as a position in [`Books::notes`].
    pub note: usize,
    /// Amount.
    pub amount: Decimal,
    /// Rate: units of its currency for one unit of the base currency.
    pub rate: Decimal,
    /// Day.
    pub date: Date,
    /// Reference.
    pub reference: String,
    /// Code of the account that it came to.
    pub account: String,
    /// Whether it was taken back.
    pub deleted: bool,
    /// Last change.
    pub updated: Timestamp,
}

/// Money without a document of its own: an overpayment or a prepayment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Identifier.
    pub id: String,
    /// Whether it came before any invoice.
    pub early: bool,
    /// The contact, as a position in [`Books::people`].
    pub person: usize,
    /// Amount.
    pub total: Decimal,
    /// Day.
    pub date: Date,
    /// Last change.
    pub updated: Timestamp,
}

/// Credit of a document or of money that pays an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allocation {
    /// Identifier of the credit note, overpayment or prepayment.
    pub(super) from: String,
    /// Its own identifier.
    pub(super) id: String,
    /// The invoice, as a position in [`Books::notes`].
    pub(super) to: usize,
    pub(super) amount: Decimal,
    pub(super) date: Date,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Identifier of another system, `ContactNumber`.
    pub number: String,
    /// E-mail address.
    pub email: String,
    /// Tax number.
    pub tax_number: String,
    /// The address for letters, a JSON object; empty for none.
    pub address: String,
    /// Whether it is archived.
    pub archived: bool,
    /// The contact that it was merged into.
    pub merged: Option<String>,
    /// Last change.
    pub updated: Timestamp,
}

/// The books of one organisation.
#[derive(Debug, Clone)]
pub struct Books {
    /// Tenant.
    pub id: String,
    /// Name.
    pub name: String,
    /// Documents, oldest first.
    pub notes: Vec<Note>,
    /// Payments, oldest first.
    pub payments: Vec<Paid>,
    /// Overpayments and prepayments, oldest first.
    pub funds: Vec<Fund>,
    /// Contacts.
    pub people: Vec<Person>,
    /// Accounts, rates of tax, currencies, items and the lock of the period.
    pub setup: Setup,
    pub(super) allocations: Vec<Allocation>,
    /// Places of payments by their document: a document of large books is written without a look at all payments.
    paid_by: HashMap<usize, Vec<usize>>,
    seed: u64,
    made: u64,
}

/// Cents, half away from zero.
pub(super) fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// Mixes a number into one that shows nothing of its order.
const fn mixed(number: u64) -> u64 {
    let one = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let two = (one ^ (one >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (two ^ (two >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB)
}

impl Note {
    /// Whether it gives credit.
    #[must_use]
    pub const fn is_credit(&self) -> bool {
        matches!(self.kind, Kind::CreditNote | Kind::BillCredit)
    }

    /// Sum without tax, and tax.
    #[must_use]
    pub fn sums(&self) -> (Decimal, Decimal) {
        self.lines.iter().map(Line::sums).fold((Decimal::ZERO, Decimal::ZERO), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// Total.
    #[must_use]
    pub fn total(&self) -> Decimal {
        let (net, tax) = self.sums();
        net + tax
    }
}

impl Line {
    /// Sum without tax, and tax; each rounded to cents.
    #[must_use]
    pub fn sums(&self) -> (Decimal, Decimal) {
        let whole = self.whole();
        if self.inclusive {
            let tax = self.tax.unwrap_or_else(|| cents(whole * self.percent / (self.percent + Decimal::ONE_HUNDRED)));
            return (whole - tax, tax);
        }
        (whole, self.tax.unwrap_or_else(|| cents(whole * self.percent / Decimal::ONE_HUNDRED)))
    }

    /// Quantity by price.
    #[must_use]
    pub fn whole(&self) -> Decimal {
        cents(self.quantity * self.price)
    }
}

impl Books {
    /// Books with this many documents, the last one of `today`; every third is a bill, most are paid.
    #[must_use]
    pub fn new(id: &str, name: &str, documents: usize, seed: u64, today: Date) -> Self {
        let mut books = Self {
            id: id.to_owned(),
            name: name.to_owned(),
            notes: Vec::new(),
            payments: Vec::new(),
            funds: Vec::new(),
            people: Vec::new(),
            setup: Setup::default(),
            allocations: Vec::new(),
            paid_by: HashMap::new(),
            seed,
            made: 0,
        };
        let noon = |day: Date| day.at(12, 0, 0, 0).in_tz("UTC").map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
        for number in 0..(documents / 10).max(3) {
            books.person(&format!("Customer {number}"), noon(today.saturating_sub(700.days())));
        }
        for number in 0..documents {
            let back = i64::try_from((documents - number) * 600 / documents.max(1)).unwrap_or_default();
            let day = today.saturating_sub(back.days());
            let kind = if number % 3 == 2 { Kind::Bill } else { Kind::Invoice };
            let draw = mixed(seed.wrapping_add(number as u64));
            let price = Decimal::new(i64::try_from(draw % 90_000).unwrap_or_default() + 1_000, 2);
            let person = number % books.people.len().max(1);
            let note = books.issue(kind, person, price, day, noon(day));
            if !draw.is_multiple_of(4) {
                let left = books.left(note);
                let part = if draw % 8 == 1 { (left / Decimal::TWO).round_dp(2) } else { left };
                books.pay(note, part, day.saturating_add(3.days()).min(today), noon(day.saturating_add(3.days()).min(today)));
            }
        }
        books
    }

    pub(super) fn id(&mut self) -> String {
        self.made += 1;
        let draw = mixed(self.seed ^ (self.made << 20));
        format!("{:08x}-{:04x}-4000-8000-{:012x}", draw >> 32, draw & 0xFFFF, self.made)
    }

    /// Adds a contact.
    pub fn person(&mut self, name: &str, now: Timestamp) -> usize {
        let id = self.id();
        let (name, number, email, tax_number) = (name.to_owned(), String::new(), String::new(), String::new());
        let (address, archived, merged) = (String::new(), false, None);
        self.people.push(Person { id, name, number, email, tax_number, address, archived, merged, updated: now });
        self.people.len() - 1
    }

    /// Issues a document of one line with 15 % tax in the base currency.
    pub fn issue(&mut self, kind: Kind, person: usize, price: Decimal, date: Date, now: Timestamp) -> usize {
        let id = self.id();
        let prefix = match kind {
            Kind::Invoice => "INV",
            Kind::Bill => "BILL",
            Kind::CreditNote => "CN",
            Kind::BillCredit => "BC",
        };
        let number = format!("{prefix}-{:05}", self.notes.len() + 1);
        let line = Line {
            text: "Consulting".to_owned(),
            quantity: Decimal::new(25_000, 4),
            price,
            percent: Decimal::from(15),
            tax_type: "OUTPUT2".to_owned(),
            tax: None,
            inclusive: false,
            account: "200".to_owned(),
            item: None,
        };
        let due = date.saturating_add(14.days());
        let currency = ("NZD", Decimal::ONE);
        self.notes.push(Note {
            id,
            kind,
            number,
            person,
            status: "AUTHORISED",
            date,
            due,
            currency,
            lines: vec![line],
            reference: String::new(),
            url: String::new(),
            sent: false,
            updated: now,
        });
        self.notes.len() - 1
    }

    /// What is left to pay of a document, or left of its credit.
    #[must_use]
    pub fn left(&self, at: usize) -> Decimal {
        let Some(note) = self.notes.get(at) else { return Decimal::ZERO };
        if matches!(note.status, "VOIDED" | "DELETED") {
            return Decimal::ZERO;
        }
        note.total() - self.paid(at) - self.credited(at)
    }

    /// Sum of its payments.
    pub(super) fn paid(&self, at: usize) -> Decimal {
        self.payments_of(at).map(|paid| paid.amount).sum()
    }

    /// Its payments that stand, oldest first.
    pub(super) fn payments_of(&self, at: usize) -> impl Iterator<Item = &Paid> {
        let places = self.paid_by.get(&at).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.payments.get(*place)).filter(|paid| !paid.deleted)
    }

    /// Sum of the credit that pays it, or that it gave.
    pub(super) fn credited(&self, at: usize) -> Decimal {
        let id = self.notes.get(at).map(|note| note.id.as_str());
        self.allocations.iter().filter(|one| one.to == at || Some(one.from.as_str()) == id).map(|one| one.amount).sum()
    }

    /// What no invoice uses of an overpayment or a prepayment.
    #[must_use]
    pub fn unused(&self, fund: &Fund) -> Decimal {
        fund.total - self.allocations.iter().filter(|one| one.from == fund.id).map(|one| one.amount).sum::<Decimal>()
    }

    pub(super) fn touch(&mut self, at: usize, now: Timestamp) {
        if let Some(note) = self.notes.get_mut(at) {
            note.updated = now;
        }
    }

    /// Pays a document, or pays back a credit note.
    pub fn pay(&mut self, note: usize, amount: Decimal, date: Date, now: Timestamp) -> usize {
        let id = self.id();
        let (reference, account) = (String::new(), "090".to_owned());
        self.paid_by.entry(note).or_default().push(self.payments.len());
        self.payments.push(Paid { id, note, amount, rate: Decimal::ONE, date, reference, account, deleted: false, updated: now });
        self.touch(note, now);
        self.payments.len() - 1
    }

    /// Takes a payment back: it and its document get a new stamp.
    pub fn take_back(&mut self, at: usize, now: Timestamp) {
        let Some(paid) = self.payments.get_mut(at) else { return };
        (paid.deleted, paid.updated) = (true, now);
        let note = paid.note;
        self.touch(note, now);
    }

    /// Voids a document without money on it; `false` where there is some.
    pub fn void(&mut self, at: usize, now: Timestamp) -> bool {
        let free = self.notes.get(at).is_some_and(|note| self.left(at) == note.total());
        if let Some(note) = self.notes.get_mut(at).filter(|_| free) {
            (note.status, note.updated) = ("VOIDED", now);
        }
        free
    }

    /// Gives the credit of a note, overpayment or prepayment to an invoice. Whether that moves the invoice's stamp is not confirmed.
    pub fn allocate(&mut self, from: &str, to: usize, amount: Decimal, now: Timestamp, moves: bool) {
        let date = self.notes.get(to).map(|note| note.date).unwrap_or_default();
        let id = self.id();
        self.allocations.push(Allocation { from: from.to_owned(), id, to, amount, date });
        if let Some(note) = self.notes.iter_mut().find(|note| note.id == from) {
            note.updated = now;
        }
        if let Some(fund) = self.funds.iter_mut().find(|fund| fund.id == from) {
            fund.updated = now;
        }
        if moves {
            self.touch(to, now);
        }
    }

    /// Takes money without a document of its own.
    pub fn fund(&mut self, early: bool, person: usize, total: Decimal, date: Date, now: Timestamp) -> usize {
        let id = self.id();
        self.funds.push(Fund { id, early, person, total, date, updated: now });
        self.funds.len() - 1
    }

    /// Merges a contact into another one: the loser is archived, its documents move.
    pub fn merge(&mut self, loser: usize, winner: usize, now: Timestamp) {
        let Some(id) = self.people.get(winner).map(|person| person.id.clone()) else { return };
        let Some(person) = self.people.get_mut(loser) else { return };
        (person.archived, person.merged, person.updated) = (true, Some(id), now);
        for note in self.notes.iter_mut().filter(|note| note.person == loser) {
            note.person = winner;
        }
    }
}
