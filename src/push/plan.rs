//! The plan: the records of a source against what is known of a company, into orders.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::matching::{Match, Wanted};
use super::merge;
use super::order::{self, Codes};
use super::planned::{Material, Plan, Planned, PlannedState};
use super::sight::{Lacks, Missing, Sight, TaxKey};
use crate::domain::outgoing::{LinkedBy, Outgoing, PushLink, Source, awaited, pending};
use crate::domain::push::{ContactOrder, DocumentOrder, Listing, Order, OrderKind, OrderPart, PaymentOrder};
use crate::domain::{Currency, Direction, DocumentType, Invoice, Kind, Message, Payment, PaymentStatus, RemoteId};

/// A contact as documents name it.
#[derive(Debug, Clone)]
struct Named {
    id: RemoteId,
    name: String,
    /// The item that makes it, where there is one in this plan.
    made: Option<Source>,
    /// Its words in a digest.
    told: String,
}

/// A document of a payment with its number and the money for it; `None` if nothing tells how much is money.
type Part = (RemoteId, String, Option<Decimal>);

struct Planner<'a> {
    by_id: HashMap<&'a RemoteId, &'a Invoice>,
    sight: Sight<'a>,
    material: Material<'a>,
    plan: Plan,
    /// Contacts that were decided, or what they lack.
    named: HashMap<Source, Result<Named, Lacks>>,
    /// Names that contacts of this plan take.
    names: BTreeSet<String>,
    /// Contacts that this plan makes, by tax number and currency.
    by_tax: HashMap<TaxKey, Named>,
    /// Numbers that documents of this plan take, with the customer.
    numbers: HashMap<String, String>,
    paid: BTreeSet<Source>,
}

/// Plans what documents become. What is linked or waits in the outbox already is left out.
#[must_use]
pub fn plan<'a>(sight: &Sight<'a>, material: &Material<'a>) -> Plan {
    let mut by_document: HashMap<&RemoteId, Vec<&Payment>> = HashMap::new();
    for payment in material.payments.iter().filter(|payment| payment.counts()) {
        for part in &payment.allocations {
            by_document.entry(&part.document).or_default().push(payment);
        }
    }
    let mut planner = Planner {
        by_id: material.documents.iter().map(|invoice| (&invoice.id, invoice)).collect(),
        sight: *sight,
        material: *material,
        plan: Plan::default(),
        named: HashMap::new(),
        names: BTreeSet::new(),
        by_tax: HashMap::new(),
        numbers: HashMap::new(),
        paid: BTreeSet::new(),
    };
    for invoice in material.documents {
        planner.document(invoice);
    }
    for invoice in material.documents {
        let payments = by_document.get(&invoice.id);
        for payment in payments.into_iter().flatten() {
            planner.payment(invoice, payment);
        }
        if material.pays && payments.is_none() && !material.back.contains(&invoice.id) {
            planner.untold(invoice);
        }
    }
    let mut latest: BTreeMap<Source, &Invoice> = BTreeMap::new();
    for invoice in material.documents {
        let kept = latest.entry(planner.contact_source(invoice).0).or_insert(invoice);
        *kept = if invoice.issued >= kept.issued { invoice } else { *kept };
    }
    let changes = latest.iter().filter_map(|(source, invoice)| merge::change(sight, material, source, invoice));
    planner.plan.items.extend(changes);
    planner.plan.hold(sight);
    planner.plan.settle_needs();
    planner.plan
}

/// Whether a document is one that is written, and money came in for it.
#[must_use]
pub fn is_paid(invoice: &Invoice) -> bool {
    let paid = invoice.gross.checked_sub(invoice.balance.unwrap_or_default()).unwrap_or_default();
    let is_paid = matches!(invoice.status, PaymentStatus::Paid | PaymentStatus::PartiallyPaid) && !paid.is_zero();
    let is_written = order::order_type(&invoice.kind) == Some(DocumentType::Invoice) && !invoice.cancelled;
    is_paid && is_written && invoice.direction == Direction::Issued
}

impl Planner<'_> {
    fn source(&self, kind: Kind, id: &str) -> Source {
        match self.material.from {
            Some(company) => Source::record(company, kind, id),
            None => Source::file(kind, id),
        }
    }

    /// A rate of a record of the source, where it is one to the currency of the books there.
    fn rate(&self, of: &Currency, rate: Option<Decimal>) -> Option<Decimal> {
        self.sight.rate(of, self.material.exchange(rate).as_ref())
    }

    fn is_known(&self, source: &Source) -> bool {
        self.sight.links.contains_key(source) || self.sight.waiting.contains_key(source)
    }

    fn document(&mut self, invoice: &Invoice) {
        let source = self.source(Kind::Document, invoice.id.as_str());
        if self.is_known(&source) {
            return;
        }
        let mut lacks = Lacks::default();
        let named = self.contact(invoice);
        let customer = named.as_ref().map(|named| format!("{} {:?}", named.told, invoice.buyer)).unwrap_or_default();
        let (contact, needs) = match &named {
            Ok(named) => ((named.id.clone(), named.name.clone()), named.made.clone().into_iter().collect()),
            Err(contact) => {
                lacks.missing.extend(contact.missing.iter().cloned());
                lacks.problems.extend(contact.problems.iter().cloned());
                ((RemoteId::new(""), invoice.buyer.name.clone()), Vec::new())
            }
        };
        let order = order::document(invoice, contact, (&self.sight, Codes::Mapped), &mut lacks);
        let order = order.map(|order| DocumentOrder { rate: self.rate(&invoice.currency, invoice.rate), ..order });
        let taken = order.as_ref().and_then(|order| self.sight.numbers.get(&order.number)).cloned();
        if let Some(taken) = &taken {
            let message = Message::new("push-number-taken").with("number", invoice.number.as_str());
            let message = message.with("customer", taken.customer.as_str()).with("id", taken.id.as_str());
            lacks.problem(message.with("source", source.as_str()));
        }
        // The service would take the second one for the first.
        let numbered = order.as_ref().map(|order| order.number.clone()).filter(|number| !number.is_empty());
        let twin = numbered.as_ref().and_then(|number| self.numbers.get(number));
        if let Some(customer) = twin {
            let message = Message::new("push-number-twice").with("number", invoice.number.as_str());
            lacks.problem(message.with("customer", customer.as_str()));
        }
        let is_taken = taken.is_some() || twin.is_some();
        let state = match (is_taken, lacks.problems.is_empty(), lacks.missing.is_empty()) {
            (true, ..) => PlannedState::Conflict,
            (false, false, _) => PlannedState::Refused,
            (false, true, false) => PlannedState::Lacking,
            (false, true, true) => PlannedState::Ready,
        };
        if let Some(number) = numbered.filter(|_| matches!(state, PlannedState::Ready | PlannedState::Lacking)) {
            self.numbers.insert(number, invoice.buyer.name.clone());
        }
        if state == PlannedState::Ready && !self.sight.rules.dates {
            let date = invoice.issued.map(|day| day.to_string()).unwrap_or_default();
            lacks.notices.push(Message::new("push-dated-today").with("date", date));
        }
        let credit = order::order_type(&invoice.kind) == Some(DocumentType::CreditNote);
        let amount = order.as_ref().map_or(invoice.gross, |order| order.gross);
        let whole = order.filter(|_| lacks.is_empty());
        let outgoing = whole.map(|order| Outgoing { source: source.clone(), order: Order::Document(Box::new(order)) });
        self.plan.items.push(Planned {
            source,
            document: invoice.id.clone(),
            kind: if credit { OrderKind::CreditNote } else { OrderKind::Invoice },
            title: invoice.number.clone(),
            outgoing,
            state,
            missing: lacks.missing,
            problems: lacks.problems.into_iter().chain(lacks.notices).collect(),
            amount: Some((amount, invoice.currency.clone())),
            taken,
            needs,
            customer,
            held: None,
        });
    }

    /// The source of a document's buyer, and the currency that it has for life where the service wants one.
    fn contact_source<'i>(&self, invoice: &'i Invoice) -> (Source, Option<&'i Currency>) {
        let buyer = &invoice.buyer;
        let id = buyer.id.as_deref().map(str::to_owned).or_else(|| {
            let tax = buyer.tax_number.as_deref().and_then(super::matching::tax_key);
            tax.map(|tax| format!("tax-{tax}"))
        });
        let id = id.unwrap_or_else(|| format!("name-{}", super::matching::bare_name(&buyer.name)));
        let plain = self.source(Kind::Contact, &id);
        let several = self.sight.rules.contact_per_currency && self.sight.settings.foreign != Some(false);
        let own_currency = several.then_some(&invoice.currency);
        (own_currency.map_or_else(|| plain.clone(), |currency| plain.part(currency.as_str())), own_currency)
    }

    /// The contact of a document's buyer.
    fn contact(&mut self, invoice: &Invoice) -> Result<Named, Lacks> {
        let (source, own_currency) = self.contact_source(invoice);
        if let Some(decided) = self.named.get(&source) {
            return decided.clone();
        }
        let decided = self.decide_contact(invoice, &source, own_currency);
        self.named.insert(source, decided.clone());
        decided
    }

    fn decide_contact(&mut self, invoice: &Invoice, source: &Source, currency: Option<&Currency>) -> Result<Named, Lacks> {
        let (buyer, sight) = (&invoice.buyer, self.sight);
        let known = buyer.id.as_deref().and_then(|id| self.material.contacts.get(&RemoteId::new(id)));
        let problem = |message: Message| Lacks { problems: vec![message], ..Lacks::default() };
        let existing = |id: &RemoteId| match sight.contacts.by_id(id) {
            Some(contact) if contact.active => {
                Ok(Named { id: contact.id.clone(), name: contact.name.clone(), made: None, told: contact.id.to_string() })
            }
            Some(contact) => Err(problem(Message::new("push-contact-inactive").with("name", contact.name.as_str()))),
            // Made a moment ago and not synced yet.
            None => Ok(Named { id: id.clone(), name: buyer.name.clone(), made: None, told: id.to_string() }),
        };
        if let Some(link) = sight.links.get(source) {
            let ours = matches!(link.how, LinkedBy::Made | LinkedBy::Found);
            let named = existing(&link.remote)?;
            return Ok(if ours { Named { told: source.to_string(), ..named } } else { named });
        }
        if let Some(item) = sight.waiting.get(source) {
            return Ok(Named { id: pending(item), name: buyer.name.clone(), made: None, told: source.to_string() });
        }
        if buyer.name.trim().is_empty() {
            return Err(problem(Message::new("push-no-buyer")));
        }
        let emails = if buyer.emails.is_empty() {
            known.map(|known| known.emails.clone()).unwrap_or_default()
        } else {
            buyer.emails.clone()
        };
        let tax_number = buyer.tax_number.clone().or_else(|| known.and_then(|known| known.tax_number.clone()));
        let wanted = Wanted { name: &buyer.name, tax_number: tax_number.as_deref(), emails: &emails, currency };
        let taxed = tax_number.as_deref().and_then(|number| TaxKey::of(number, currency));
        let choice = format!("contact:{source}");
        let before = self.ordered_before(taxed.as_ref());
        match (sight.mappings.get(&choice), sight.contacts.find(&wanted), before) {
            (Some(chosen), ..) if chosen.id.as_str() != "new" => {
                let named = existing(&chosen.id)?;
                self.recognise(source, &named, LinkedBy::Person);
                return Ok(named);
            }
            (None, Match::Exact(contact), _) => {
                let told = contact.id.to_string();
                let named = Named { id: contact.id.clone(), name: contact.name.clone(), made: None, told };
                self.recognise(source, &named, LinkedBy::TaxNumber);
                return Ok(named);
            }
            (None, found, Some(named)) if !found.is_shared() => {
                if named.made.is_none() && awaited(&named.id).is_none() {
                    self.recognise(source, &named, LinkedBy::TaxNumber);
                }
                return Ok(named);
            }
            (None, Match::Proposed(found), _) => {
                let proposed = found.into_iter().map(|(contact, why)| (contact.id.clone(), contact.name.clone(), why)).collect();
                let missing = vec![Missing { mapping: choice, listing: None, proposed }];
                return Err(Lacks { missing, ..Lacks::default() });
            }
            _ => {}
        }
        let name = self.free_name(&buyer.name, currency, tax_number.as_deref())?;
        self.names.insert(crate::query::fold(&name));
        let order = ContactOrder {
            mark: Box::default(),
            existing: None,
            name: name.clone(),
            tax_number,
            emails,
            phone: buyer.phone.clone().or_else(|| known.and_then(|known| known.phone.clone())),
            address: if buyer.address.line().is_empty() {
                known.map(|known| known.address.clone()).unwrap_or_default()
            } else {
                buyer.address.clone()
            },
            currency: currency.cloned(),
            base: None,
        };
        self.plan.items.push(Planned {
            source: source.clone(),
            document: invoice.id.clone(),
            kind: OrderKind::Contact,
            title: name.clone(),
            outgoing: Some(Outgoing { source: source.clone(), order: Order::Contact(Box::new(order)) }),
            state: PlannedState::Ready,
            missing: Vec::new(),
            problems: Vec::new(),
            amount: None,
            taken: None,
            needs: Vec::new(),
            customer: String::new(),
            held: None,
        });
        let id = pending(&RemoteId::new(source.as_str()));
        let named = Named { id, name, made: Some(source.clone()), told: source.to_string() };
        if let Some(taxed) = taxed {
            self.by_tax.insert(taxed, named.clone());
        }
        Ok(named)
    }

    /// A name that no contact there has: names are unique at the service, so that the currency or the tax number tells two apart.
    fn free_name(&self, name: &str, currency: Option<&Currency>, tax_number: Option<&str>) -> Result<String, Lacks> {
        let problem = |message: Message| Err(Lacks { problems: vec![message], ..Lacks::default() });
        let taken = |name: &str| self.sight.contacts.has_name(name) || self.names.contains(&crate::query::fold(name));
        let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if taken(&name) {
            let part = currency.map(ToString::to_string).or_else(|| tax_number.map(str::to_owned));
            name = part.map_or_else(|| format!("{name} (2)"), |part| format!("{name} ({part})"));
        }
        let most = self.sight.rules.name;
        if name.chars().count() > most {
            return problem(Message::new("push-field-long").with("field", "name").with("most", most));
        }
        if taken(&name) {
            return problem(Message::new("push-name-taken").with("name", name.as_str()));
        }
        Ok(name)
    }

    /// The customer of this tax number that this plan makes, or that was ordered before and may not be synced.
    fn ordered_before(&self, taxed: Option<&TaxKey>) -> Option<Named> {
        let taxed = taxed?;
        if let Some(named) = self.by_tax.get(taxed) {
            return Some(named.clone());
        }
        let known = self.sight.customers.get(taxed)?;
        // One that was archived since takes no new documents.
        let is_archived = self.sight.contacts.by_id(&known.id).is_some_and(|contact| !contact.active);
        let (id, name) = (known.id.clone(), known.name.clone());
        (!is_archived).then(|| Named { id, name, made: None, told: known.source.to_string() })
    }

    fn recognise(&mut self, source: &Source, named: &Named, how: LinkedBy) {
        self.plan.recognised.push(PushLink {
            source: source.clone(),
            kind: OrderKind::Contact,
            remote: named.id.clone(),
            title: named.name.clone(),
            version: None,
            base: None,
            amount: None,
            currency: None,
            how,
            ignored: None,
            ignored_as: None,
        });
    }

    /// The payments of a document, each once: whole where the service takes that and all that it pays is known there, otherwise the money
    /// for each document, so that what is copied later gets its own.
    fn payment(&mut self, invoice: &Invoice, payment: &Payment) {
        let whole = self.source(Kind::Payment, payment.id.as_str());
        // Refunds and credits are written by what they belong to, not as money that came in.
        if self.is_known(&whole)
            || self.paid.contains(&whole)
            || !payment.brings_money()
            || payment.direction != invoice.direction
        {
            return;
        }
        if let Some(parts) = self.whole(payment, &whole) {
            self.one_payment(invoice, payment, whole, &parts);
            return;
        }
        let source = whole.part(invoice.id.as_str());
        let money = payment.money_of(&invoice.id);
        let parts = [(invoice.id.clone(), invoice.number.clone(), money)];
        self.one_payment(invoice, payment, source, &parts);
    }

    /// A document that is paid, and of which no payment is known: that says so, as nothing can be written.
    fn untold(&mut self, invoice: &Invoice) {
        if !is_paid(invoice) {
            return;
        }
        let paid = invoice.gross.checked_sub(invoice.balance.unwrap_or_default()).unwrap_or_default();
        self.plan.items.push(Planned {
            source: self.source(Kind::Payment, invoice.id.as_str()),
            document: invoice.id.clone(),
            kind: OrderKind::Payment,
            title: invoice.number.clone(),
            outgoing: None,
            state: PlannedState::Refused,
            missing: Vec::new(),
            problems: vec![Message::new("push-payments-untold").with("number", invoice.number.as_str())],
            amount: Some((paid, invoice.currency.clone())),
            taken: None,
            needs: Vec::new(),
            customer: String::new(),
            held: None,
        });
    }

    /// The documents of a payment that is written as one; `None` where each document gets its part.
    fn whole(&self, payment: &Payment, source: &Source) -> Option<Vec<Part>> {
        if self.sight.rules.single_part || payment.is_ahead() {
            return None;
        }
        let all: BTreeSet<&RemoteId> = payment.allocations.iter().map(|part| &part.document).collect();
        let (mut parts, mut sum) = (Vec::new(), Decimal::ZERO);
        for id in all {
            let money = payment.money_of(id)?;
            if money <= Decimal::ZERO {
                continue;
            }
            let part = source.part(id.as_str());
            let is_there = self.by_id.contains_key(id) || self.is_known(&self.source(Kind::Document, id.as_str()));
            if !is_there || self.is_known(&part) || self.paid.contains(&part) {
                return None;
            }
            sum = sum.checked_add(money)?;
            let number = payment.allocations.iter().find(|part| part.document == *id).map(|part| part.number.clone());
            let number = self.by_id.get(id).map(|document| document.number.clone()).or(number).unwrap_or_default();
            parts.push((id.clone(), number, Some(money)));
        }
        // What is left over may pay another document later.
        (sum == payment.amount).then_some(parts)
    }

    fn one_payment(&mut self, invoice: &Invoice, payment: &Payment, source: Source, of: &[Part]) {
        let told = of.iter().map(|(document, _, money)| money.unwrap_or_else(|| payment.pays(document)));
        let amount = told.fold(Decimal::ZERO, Decimal::saturating_add);
        if amount <= Decimal::ZERO || self.is_known(&source) || !self.paid.insert(source.clone()) {
            return;
        }
        let mut lacks = Lacks::default();
        if let Some((_, number, _)) = of.iter().find(|(_, _, money)| money.is_none()) {
            lacks.problem(Message::new("push-payment-mixed").with("number", number.as_str()));
        }
        let account = self.sight.mapped("payment-account");
        if account.is_none() && self.sight.rules.payment_account {
            lacks.mapping("payment-account", Listing::PaymentAccounts);
        }
        lacks.exact([amount], &payment.currency, self.sight.paid_decimals(&payment.currency));
        if payment.currency != invoice.currency {
            lacks.problem(Message::new("push-payment-currency").with("currency", payment.currency.as_str()));
        }
        let Some(date) = payment.paid_on(&invoice.id) else { return };
        let (mut parts, mut needs) = (Vec::new(), Vec::new());
        for (document, number, money) in of {
            let of_document = self.source(Kind::Document, document.as_str());
            let id = match (self.sight.links.get(&of_document), self.sight.waiting.get(&of_document)) {
                (Some(link), _) => link.remote.clone(),
                (None, Some(item)) => pending(item),
                (None, None) => {
                    needs.push(of_document.clone());
                    pending(&RemoteId::new(of_document.as_str()))
                }
            };
            parts.push(OrderPart { document: id, number: number.clone(), amount: money.unwrap_or_default() });
        }
        let contact = match self.contact(invoice) {
            Ok(named) => named,
            Err(contact) => {
                lacks.missing.extend(contact.missing);
                Named { id: RemoteId::new(""), name: invoice.buyer.name.clone(), made: None, told: String::new() }
            }
        };
        needs.extend(contact.made.clone());
        let order = PaymentOrder {
            mark: Box::default(),
            contact: contact.id,
            contact_name: contact.name,
            account,
            date,
            amount,
            currency: payment.currency.clone(),
            rate: self.rate(&payment.currency, payment.rate),
            method: payment.method.clone(),
            reference: payment.reference.clone().or_else(|| Some(invoice.number.as_str().into())),
            parts,
        };
        let state = match (lacks.problems.is_empty(), lacks.missing.is_empty()) {
            (true, true) => PlannedState::Ready,
            (true, false) => PlannedState::Lacking,
            (false, _) => PlannedState::Refused,
        };
        let whole = lacks.is_empty().then(|| Outgoing { source: source.clone(), order: Order::Payment(order) });
        self.plan.items.push(Planned {
            source,
            document: invoice.id.clone(),
            kind: OrderKind::Payment,
            title: payment.reference.as_deref().map_or_else(|| invoice.number.clone(), str::to_owned),
            outgoing: whole,
            state,
            missing: lacks.missing,
            problems: lacks.problems,
            amount: Some((amount, payment.currency.clone())),
            taken: None,
            needs,
            customer: contact.told,
            held: None,
        });
    }
}
