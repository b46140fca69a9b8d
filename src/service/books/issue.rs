//! Issues drafts: the number, the frozen document and the draft's new state are one commit.

use jiff::ToSpan;
use jiff::civil::Date;

use super::advance::must_fit;
use super::behind::Behind;
use super::shelf::{Changes, PLANNED, Shelf, misused, refuse, too_large};
use super::view_bill::{Billed, IssueAsk, IssuedView};
use crate::billing::{self, Parties};
use crate::domain::ledger::{Client, Draft, DraftState, Issued, IssuedKind, LineSource, Profile, Receipt, Series};
use crate::domain::{Actor, Contact, Invoice, Message, Payment, Record, RemoteId, RunId, Stored};
use crate::service::Result;
use crate::store::StoreExt;

/// Longest prefix of numbers.
const PREFIX: usize = 20;
/// Documents that are issued in one commit at most.
const TOGETHER: usize = 200;

/// Issues drafts: all of them or none, or each that can be.
pub(in crate::service) fn issue(
    shelf: &Shelf<'_>,
    ask: &IssueAsk,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<Billed> {
    let mut drafts = Vec::new();
    for wanted in &ask.drafts {
        let draft = shelf.draft(wanted)?;
        if !drafts.iter().any(|known: &Draft| known.id == draft.id) {
            drafts.push(draft);
        }
    }
    let together = TOGETHER;
    if drafts.is_empty() || !ask.each && drafts.len() > together {
        return Err(misused(Message::new("books-issue-count").with("most", together)));
    }
    let (mut ready, mut refused) = (Vec::new(), Vec::new());
    let lost = shelf.behind()?;
    for draft in drafts {
        match check(shelf, &draft, ask, &lost) {
            Ok(()) => ready.push(draft),
            Err(error) if ask.each => refused.push((draft.id.to_string(), error.message)),
            Err(error) => return Err(error),
        }
    }
    if !ready.is_empty() {
        note()?;
    }
    let closed = shelf.profile()?.closed_until;
    let mut views = Vec::with_capacity(ready.len());
    for some in ready.chunks(together) {
        let mut changes = shelf.begin(author);
        let mut numbers = Numbers::default();
        let mut made = Vec::with_capacity(some.len());
        for draft in some {
            made.push(one(shelf, draft, ask, (&mut numbers, &mut changes))?);
        }
        numbers.keep(&mut changes)?;
        changes.commit()?;
        shelf.remember(&made);
        views.extend(made.into_iter().map(|issued| IssuedView {
            balance: issued.document.gross,
            original: None,
            closed,
            issued,
        }));
    }
    Ok(Billed::Issued(views, refused))
}

/// Counters that a commit moves on.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<Series>);

impl Numbers {
    /// The next number of a series. Refused where the store does not know its last one any more.
    pub(super) fn next(&mut self, shelf: &Shelf<'_>, name: &str) -> Result<(u64, String)> {
        let place = if let Some(place) = self.0.iter().position(|series| series.name == name) {
            place
        } else {
            shelf.must_know_last(name, &shelf.behind()?)?;
            let known = shelf.value::<Series>(&RemoteId::new(name))?;
            self.0.push(known.unwrap_or_else(|| Series::new(name)));
            self.0.len() - 1
        };
        let Some(series) = self.0.get_mut(place) else { return Ok((0, String::new())) };
        series.last = series.last.saturating_add(1);
        Ok((series.last, series.number(series.last)))
    }

    /// Writes them with the commit that uses them; what they were given to is to be remembered after it.
    pub(super) fn keep(self, changes: &mut Changes<'_, '_>) -> Result<()> {
        self.0.into_iter().try_for_each(|series| changes.put(series))
    }
}

/// Name of a series: its prefix, the kind and the year.
pub(super) fn series(profile: &Profile, (kind, advance): (&IssuedKind, bool), date: Date) -> String {
    let kind = match kind {
        IssuedKind::Invoice if advance => "-AD",
        IssuedKind::Invoice => "",
        IssuedKind::Credit(_) | IssuedKind::Partial(_) => "-CN",
        IssuedKind::Cancellation(_) => "-ST",
    };
    format!("{}{kind}-{:04}", profile.prefix, date.year())
}

/// Begins series of their own for all that is issued from now on: documents that are lost may have had the next numbers of the old ones.
/// Returns the new prefix: the old one with the day.
pub(in crate::service) fn begin_series(shelf: &Shelf<'_>, author: &Actor) -> Result<String> {
    let (profile, day) = (shelf.profile()?, shelf.today()?.strftime("%y%m%d").to_string());
    let taken = shelf.values::<Series>()?;
    let is_free = |prefix: &String| !taken.iter().any(|series| series.name.starts_with(prefix.as_str()));
    // A second time on one day there is a letter behind it.
    let ends = std::iter::once(String::new()).chain(('B'..='Z').map(String::from));
    let mut prefixes = ends.map(|end| {
        let kept: String = profile.prefix.chars().take(PREFIX.saturating_sub(day.len() + end.len())).collect();
        format!("{kept}{day}{end}")
    });
    let prefix =
        prefixes.find(is_free).ok_or_else(|| misused(Message::new("books-bad-prefix").with("text", profile.prefix.as_str())))?;
    let mut changes = shelf.begin(author);
    changes.put(Profile { prefix: prefix.clone(), ..profile })?;
    changes.commit()?;
    Ok(prefix)
}

fn client_of(shelf: &Shelf<'_>, draft: &Draft) -> Result<Client> {
    let gone = || refuse(Message::new("books-no-client").with("wanted", draft.client.to_string()));
    shelf.value::<Client>(&draft.client)?.ok_or_else(gone)
}

/// Refuses a draft that cannot be issued.
fn check(shelf: &Shelf<'_>, draft: &Draft, ask: &IssueAsk, lost: &[Behind]) -> Result<()> {
    if draft.state != DraftState::Open {
        return Err(refuse(Message::new("books-draft-not-open").with("draft", draft.id.to_string())));
    }
    let (profile, client) = (shelf.profile()?, client_of(shelf, draft)?);
    let (issued, fulfilled, due) = dates(shelf, draft, ask, (&profile, &client))?;
    if due < issued {
        return Err(misused(Message::new("books-due-before").with("date", issued.to_string()).with("due", due.to_string())));
    }
    shelf.must_be_likely(fulfilled, 1)?;
    shelf.must_be_likely(due, PLANNED)?;
    shelf.must_be_near(issued)?;
    must_follow(shelf, draft, issued)?;
    shelf.must_know_last(&series(&profile, (&IssuedKind::Invoice, draft.advance), issued), lost)?;
    billing::check(&draft.lines, (&profile, &client), &draft.currency, draft.fx.as_ref()).map_err(refuse)?;
    let totals = billing::totals(&draft.lines, &draft.currency, draft.fx.as_ref()).map_err(refuse)?;
    if totals.gross.is_sign_negative() && !totals.gross.is_zero() {
        return Err(refuse(Message::new("books-negative-total").with("draft", draft.id.to_string())));
    }
    must_fit(shelf, draft, &totals)
}

/// Refuses an invoice that is dated before an advance invoice that it deducts.
fn must_follow(shelf: &Shelf<'_>, draft: &Draft, issued: Date) -> Result<()> {
    for line in &draft.lines {
        let LineSource::Advance(id) = &line.source else { continue };
        let Some(advance) = shelf.value::<Issued>(id)? else { continue };
        if let Some(before) = advance.document.issued.filter(|before| issued < *before) {
            let message = Message::new("books-deduct-before").with("number", advance.document.number.as_str());
            return Err(misused(message.with("issued", before.to_string()).with("date", issued.to_string())));
        }
    }
    Ok(())
}

fn dates(shelf: &Shelf<'_>, draft: &Draft, ask: &IssueAsk, of: (&Profile, &Client)) -> Result<(Date, Date, Date)> {
    let issued = ask.date.map_or_else(|| shelf.today(), Ok)?;
    let days = of.1.terms_days.unwrap_or(of.0.terms_days);
    let due = ask.due.unwrap_or_else(|| issued.saturating_add(i64::from(days).days()));
    Ok((issued, ask.fulfilled.or(draft.until).unwrap_or(issued), due))
}

fn one(
    shelf: &Shelf<'_>,
    draft: &Draft,
    ask: &IssueAsk,
    (numbers, changes): (&mut Numbers, &mut Changes<'_, '_>),
) -> Result<Issued> {
    let (profile, client) = (shelf.profile()?, client_of(shelf, draft)?);
    let dates = dates(shelf, draft, ask, (&profile, &client))?;
    let totals = billing::totals(&draft.lines, &draft.currency, draft.fx.as_ref()).map_err(refuse)?;
    let series = series(&profile, (&IssuedKind::Invoice, draft.advance), dates.0);
    let (sequence, number) = numbers.next(shelf, &series)?;
    let parties = Parties { profile: &profile, client: &client };
    let document = billing::invoice((shelf.id()?, number), draft, &totals, parties, dates).map_err(refuse)?;
    let issued = Issued {
        id: document.id.clone(),
        kind: IssuedKind::Invoice,
        client: client.id.clone(),
        draft: Some(draft.id.clone()),
        series,
        sequence,
        document,
        tax: totals.groups,
        fx: draft.fx.clone(),
        of_lines: Vec::new(),
    };
    changes.put(Draft { state: DraftState::Issued(issued.id.clone()), ..draft.clone() })?;
    // Of a document of nothing, nothing is left to pay from the start.
    changes.document(shelf.settled(&issued, &[], None)?);
    changes.put(issued.clone())?;
    Ok(issued)
}

impl Shelf<'_> {
    /// A document as the store's lists keep it.
    pub(super) fn document(&self, document: Invoice) -> Result<Record> {
        let known = self.local.store.invoices(self.company.id, std::slice::from_ref(&document.id))?;
        Ok(Record::Document(self.stored(document, known.into_iter().flatten().next())))
    }

    /// A payment as the store's lists keep it.
    pub(super) fn payment(&self, payment: Payment) -> Result<Record> {
        let known = self.local.store.get::<Payment>(self.company.id, std::slice::from_ref(&payment.id))?;
        Ok(Record::Payment(self.stored(payment, known.into_iter().flatten().next())))
    }

    /// A client as the store's lists of contacts keep it, under its own identifier: that of the buyer of its documents.
    pub(super) fn contact(&self, client: &Client) -> Result<Record> {
        let party = &client.party;
        let contact = Contact {
            tax_number: party.number().map(Into::into),
            emails: party.emails.clone(),
            phone: party.phone.clone(),
            address: party.address.clone(),
            account: party.iban.clone().or_else(|| party.account_number.clone()),
            currency: client.currency.clone(),
            active: !client.archived,
            ..Contact::new(client.id.clone(), party.name.clone())
        };
        let known = self.local.store.get::<Contact>(self.company.id, std::slice::from_ref(&contact.id))?;
        Ok(Record::Contact(self.stored(contact, known.into_iter().flatten().next())))
    }

    /// A deleted client as the store's lists of contacts keep it.
    pub(super) fn gone_contact(&self, client: &Client) -> Result<Record> {
        Ok(match self.contact(client)? {
            Record::Contact(stored) => Record::Contact(Stored { vanished: Some(self.now()), ..stored }),
            other => other,
        })
    }

    fn stored<E>(&self, entity: E, known: Option<Stored<E>>) -> Stored<E> {
        let (now, run) = (self.now(), RunId(0));
        let (first_seen, first_run) = known.map_or((now, run), |known| (known.first_seen, known.first_run));
        Stored { company: self.company.id, entity, first_seen, first_run, changed: now, changed_run: run, vanished: None }
    }

    /// The document with what receipts and corrections made of it, as lists keep it.
    pub(super) fn settled(&self, issued: &Issued, receipts: &[&Receipt], cancelled_by: Option<&Issued>) -> Result<Record> {
        self.document(billing::settled(issued, receipts, cancelled_by).ok_or_else(too_large)?)
    }

    /// What cancelled a document.
    pub(super) fn cancellation_of(&self, issued: &Issued) -> Result<Option<Issued>> {
        let all = self.table::<Issued>()?;
        let is = |other: &Issued| matches!(&other.kind, IssuedKind::Cancellation(original) if *original == issued.id);
        Ok(all.values().find(|held| is(&held.value)).map(|held| held.value.clone()))
    }
}
