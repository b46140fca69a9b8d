//! Payments for documents that are at their service already: shown by the bank, or recorded at another service.
//!
//! For: the service. Uses: what is known of the company that is written to. Never: a payment of more than is open there, money of credits.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::planned::{Plan, Planned, PlannedState};
use super::sight::{Exchange, Lacks, Sight};
use crate::domain::outgoing::{Outgoing, Source};
use crate::domain::push::{Listing, Order, OrderKind, OrderPart, PaymentOrder};
use crate::domain::{Currency, Direction, Invoice, Message, Party, PaymentMethod, RemoteId};

/// Money for documents of the company that is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it comes from.
    pub source: Source,
    /// Documents, with the money for each and the sign of the document.
    pub parts: Vec<(Invoice, Decimal)>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// The rate at which it came, where that is known.
    pub rate: Option<Exchange>,
    /// Day.
    pub date: Option<Date>,
    /// Own account that the money came to, where it is known.
    pub account: Option<Box<str>>,
    /// Payment method.
    pub method: Option<PaymentMethod>,
    /// Reference.
    pub reference: Option<Box<str>>,
    /// Documents of which nothing tells how much of what paid them is money, and how much credits.
    pub mixed: Vec<RemoteId>,
    /// What was recorded of the same source for other documents, and must be taken back first.
    pub moved: Option<String>,
}

impl Receipt {
    /// The first document.
    #[must_use]
    pub fn document(&self) -> Option<&RemoteId> {
        self.parts.first().map(|(document, _)| &document.id)
    }
}

/// The other side of a document.
const fn partner(document: &Invoice) -> &Party {
    match document.direction {
        Direction::Issued => &document.buyer,
        Direction::Received => &document.seller,
    }
}

/// The source of the payment of some documents: the same money for other documents is another payment.
fn paying(source: &Source, documents: &[&RemoteId]) -> Source {
    if let [only] = documents {
        return source.part(only.as_str());
    }
    let mut hash = Sha256::new();
    for document in documents {
        hash.update(format!("{document}\n"));
    }
    let mut digits = String::with_capacity(16);
    for byte in hash.finalize().iter().take(8) {
        let _ = write!(digits, "{byte:02x}");
    }
    source.part(&digits)
}

/// The sources that the payments of these documents can have.
#[must_use]
pub fn sources(source: &Source, documents: &[&RemoteId]) -> Vec<Source> {
    let mut all: Vec<Source> = documents.iter().map(|document| paying(source, &[*document])).collect();
    all.push(paying(source, documents));
    all
}

impl Receipt {
    /// The documents of each payment: all together where the service takes that and they are one customer's.
    fn payments(&self, single: bool) -> Vec<&[(Invoice, Decimal)]> {
        let mut customers = self.parts.iter().map(|(document, _)| &partner(document).id);
        let first = customers.next();
        if single || !customers.all(|other| Some(other) == first) {
            self.parts.chunks(1).collect()
        } else {
            vec![self.parts.as_slice()]
        }
    }

    /// Whether a payment of it is neither linked nor waits in the outbox.
    #[must_use]
    pub fn is_open(&self, single: bool, known: &dyn Fn(&Source) -> bool) -> bool {
        let ids = |parts: &[(Invoice, Decimal)]| {
            paying(&self.source, &parts.iter().map(|(document, _)| &document.id).collect::<Vec<_>>())
        };
        self.payments(single).into_iter().any(|parts| !known(&ids(parts)))
    }
}

/// Plans what money becomes at the service. What is linked or waits in the outbox already is left out.
#[must_use]
pub fn settle(sight: &Sight<'_>, receipts: &[Receipt]) -> Plan {
    let mut plan = Plan::default();
    let mut taken = sight.under_way.clone();
    for receipt in receipts {
        for parts in receipt.payments(sight.rules.single_part) {
            plan.items.extend(payment(sight, receipt, parts, &mut taken));
        }
    }
    plan.hold(sight);
    plan
}

fn payment(
    sight: &Sight<'_>,
    receipt: &Receipt,
    parts: &[(Invoice, Decimal)],
    taken: &mut BTreeMap<RemoteId, Decimal>,
) -> Option<Planned> {
    let (first, _) = parts.first()?;
    let ids: Vec<&RemoteId> = parts.iter().map(|(document, _)| &document.id).collect();
    let source = paying(&receipt.source, &ids);
    if sight.links.contains_key(&source) || sight.waiting.contains_key(&source) {
        return None;
    }
    let mut lacks = Lacks::default();
    if let Some(mixed) = parts.iter().find(|(document, _)| receipt.mixed.contains(&document.id)) {
        lacks.problem(Message::new("push-payment-mixed").with("number", mixed.0.number.as_str()));
    }
    if let Some(moved) = &receipt.moved {
        lacks.problem(Message::new("push-payment-moved").with("payment", moved.as_str()));
    }
    if !sight.rules.orders.contains(&OrderKind::Payment) {
        lacks.problem(Message::new("push-unsupported").with("kind", OrderKind::Payment.as_str()));
    }
    let named = receipt.account.as_ref().and_then(|account| sight.mapped(&format!("payment-account:{account}")));
    let account = named.or_else(|| sight.mapped("payment-account"));
    if account.is_none() && sight.rules.payment_account {
        lacks.mapping("payment-account", Listing::PaymentAccounts);
    }
    if receipt.currency.decimals() > sight.rules.amount_decimals {
        let message = Message::new("push-currency-decimals").with("currency", receipt.currency.as_str());
        let most = sight.rules.amount_decimals;
        lacks.problem(message.with("decimals", receipt.currency.decimals()).with("most", most));
    } else {
        let amounts = parts.iter().map(|(_, money)| *money);
        lacks.exact(amounts, &receipt.currency, sight.paid_decimals(&receipt.currency));
    }
    let rate = sight.rate(&receipt.currency, receipt.rate.as_ref());
    let is_foreign = sight.settings.home.as_ref().is_some_and(|home| *home != receipt.currency);
    if let Some(unused) = receipt.rate.as_ref().filter(|_| rate.is_none() && is_foreign) {
        lacks.notices.push(Message::new("push-rate-other").with("currency", unused.currency.as_str()));
    }
    let Some(date) = receipt.date else {
        lacks.problem(Message::new("push-undated"));
        return Some(planned(receipt, source, first, (None, Decimal::ZERO), lacks));
    };
    if sight.settings.closed_until.is_some_and(|closed| date <= closed) {
        let closed = sight.settings.closed_until.map(|day| day.to_string()).unwrap_or_default();
        lacks.problem(Message::new("push-closed").with("date", date.to_string()).with("closed", closed));
    }
    let mut amount = Decimal::ZERO;
    let mut order = Vec::new();
    for (document, money) in parts {
        if document.direction != Direction::Issued && !sight.rules.bill_payments {
            lacks.problem(Message::new("push-received"));
        }
        check((document, *money), receipt, taken, &mut lacks);
        amount = amount.saturating_add(*money);
        order.push(OrderPart { document: document.id.clone(), number: document.number.clone(), amount: *money });
    }
    if lacks.problems.is_empty() {
        for (document, money) in parts {
            let sum = taken.entry(document.id.clone()).or_default();
            *sum = sum.saturating_add(*money);
        }
    }
    let order = PaymentOrder {
        mark: Box::default(),
        contact: RemoteId::new(partner(first).id.clone().unwrap_or_default()),
        contact_name: partner(first).name.clone(),
        account,
        date,
        amount,
        currency: receipt.currency.clone(),
        rate,
        method: receipt.method.clone(),
        reference: receipt.reference.clone().or_else(|| Some(first.number.as_str().into())),
        parts: order,
    };
    Some(planned(receipt, source, first, (Some(order), amount), lacks))
}

/// What stands against money for a document.
fn check((document, money): (&Invoice, Decimal), receipt: &Receipt, taken: &BTreeMap<RemoteId, Decimal>, lacks: &mut Lacks) {
    if document.currency != receipt.currency {
        lacks.problem(Message::new("push-payment-currency").with("currency", receipt.currency.as_str()));
    }
    if money <= Decimal::ZERO || document.gross.is_sign_negative() {
        lacks.problem(Message::new("push-payment-credit").with("number", document.number.as_str()));
        return;
    }
    // The document as its service told it last: a payment that was recorded there by hand counts.
    let open = document.balance.unwrap_or(if document.status.is_unpaid() { document.gross } else { Decimal::ZERO });
    // What is planned before it and what the last sync cannot know takes of that.
    let open = open.saturating_sub(taken.get(&document.id).copied().unwrap_or_default());
    if money > open {
        let message = Message::new("push-payment-over").with("number", document.number.as_str());
        lacks.problem(message.with("amount", money.normalize().to_string()).with("open", open.normalize().to_string()));
    }
}

fn planned(
    receipt: &Receipt,
    source: Source,
    first: &Invoice,
    (order, amount): (Option<PaymentOrder>, Decimal),
    lacks: Lacks,
) -> Planned {
    let state = match (receipt.moved.is_some(), lacks.problems.is_empty(), lacks.missing.is_empty()) {
        (true, ..) => PlannedState::Conflict,
        (_, false, _) => PlannedState::Refused,
        (_, true, false) => PlannedState::Lacking,
        (_, true, true) => PlannedState::Ready,
    };
    let outgoing = order.filter(|_| state == PlannedState::Ready);
    Planned {
        document: first.id.clone(),
        kind: OrderKind::Payment,
        title: first.number.clone(),
        outgoing: outgoing.map(|order| Outgoing { source: source.clone(), order: Order::Payment(order) }),
        source,
        state,
        missing: lacks.missing,
        problems: lacks.problems.into_iter().chain(lacks.notices).collect(),
        amount: Some((amount, receipt.currency.clone())),
        taken: None,
        needs: Vec::new(),
        customer: partner(first).name.clone(),
        held: None,
    }
}
