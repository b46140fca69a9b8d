//! Invoices that recur: each is drafted once, in one commit with the day of the next one, however many days were missed.

use rust_decimal::Decimal;

use super::bill::{compose, keep, view};
use super::shelf::{PLANNED, Shelf, misused, refuse};
use super::sound;
use super::view::{RecurringAsk, RecurringView};
use super::view_bill::{DraftView, ExpenseLine, MakeDraft};
use crate::domain::ledger::{Client, Project, Recurring, RecurringLine};
use crate::domain::{Actor, Message, RemoteId};
use crate::service::Result;

/// Drafts of one call at most: the rest follows with the next one.
const MOST: usize = 500;

/// Drafts what is due. One that cannot be made is told with the reason, and stays due; the others are made.
pub(in crate::service) fn run_due(
    shelf: &Shelf<'_>,
    until: Option<jiff::civil::Date>,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<(Vec<DraftView>, Vec<(String, Message)>)> {
    let today = until.map_or_else(|| shelf.today(), Ok)?;
    if today > shelf.today()? {
        return Err(misused(Message::new("books-recurring-future").with("date", today.to_string())));
    }
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    let due: Vec<Recurring> = shelf.values::<Recurring>()?.into_iter().filter(|one| one.is_due(today)).collect();
    if !due.is_empty() {
        note()?;
    }
    for mut one in due {
        while one.is_due(today) && made.len() < MOST {
            match next(shelf, &one, author) {
                Ok((draft, after)) => {
                    made.extend(draft);
                    one = after;
                }
                // What was made before is told with it.
                Err(error) => {
                    refused.push((one.title.clone(), error.message));
                    break;
                }
            }
        }
    }
    Ok((made, refused))
}

/// Makes the next one, or none where there is nothing to bill.
fn next(shelf: &Shelf<'_>, one: &Recurring, author: &Actor) -> Result<(Option<DraftView>, Recurring)> {
    let after = Recurring { next: one.after(), made: one.made.saturating_add(1), ..one.clone() };
    let (from, until) = one.period();
    let line = |line: &RecurringLine| ExpenseLine {
        text: line.text.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        vat: line.vat.clone(),
        expense: false,
    };
    let ask = MakeDraft {
        client: one.client.to_string(),
        project: one.project.as_ref().map(RemoteId::to_string),
        from: Some(from),
        until: Some(until),
        group: one.group,
        level: one.level,
        vat: one.vat.clone(),
        lines: one.lines.iter().map(line).collect(),
        note: one.note.clone(),
        time: one.time,
        ..MakeDraft::of(String::new())
    };
    let composed = match compose(shelf, &ask) {
        Ok(composed) => Some(composed),
        // A month without work is none to bill.
        Err(error) if error.message.id == "books-nothing-to-bill" => None,
        Err(error) => return Err(error),
    };
    let draft = composed.as_ref().map(|composed| composed.draft.clone());
    let mut changes = shelf.begin(author);
    if let Some(composed) = composed {
        keep(&mut changes, composed)?;
    }
    changes.put(after.clone())?;
    changes.commit()?;
    Ok((draft.map(|draft| view(shelf, draft, false)).transpose()?, after))
}

/// The recurring invoice that is asked for.
pub(super) fn asked(shelf: &Shelf<'_>, ask: &RecurringAsk, known: Option<Recurring>) -> Result<Recurring> {
    let client = shelf.client(&ask.client)?;
    let project = ask.project.as_deref().map(|project| shelf.project(project)).transpose()?;
    if project.as_ref().is_some_and(|project| project.client != client.id) {
        return Err(misused(Message::new("books-project-of-other").with("client", client.party.name)));
    }
    if !(1..=120).contains(&ask.months) {
        return Err(misused(Message::new("books-recurring-months").with("months", ask.months)));
    }
    if ask.lines.is_empty() && !ask.time {
        return Err(misused(Message::new("books-recurring-empty")));
    }
    if known.as_ref().is_none_or(|known| known.next != ask.next) {
        shelf.must_be_likely(ask.next, PLANNED)?;
    }
    if ask.until.is_some_and(|until| until < ask.next) {
        return Err(misused(Message::new("books-period-empty")));
    }
    sound::text(&ask.title)?;
    sound::text(&ask.note)?;
    let usual = shelf.profile()?.currency;
    let currency = client.currency.as_ref().unwrap_or(&usual);
    for line in &ask.lines {
        sound::text(&line.text)?;
        if line.unit_price < Decimal::ZERO {
            return Err(misused(Message::new("books-negative-price").with("text", line.text.as_str())));
        }
        if !known.as_ref().is_some_and(|known| known.lines.contains(line)) {
            sound::plain(line.unit_price, currency)?;
        }
        sound::amount(line.unit_price)?;
        sound::amount(line.quantity.abs())?;
    }
    Ok(Recurring {
        id: known.as_ref().map_or_else(|| shelf.id(), |known| Ok(known.id.clone()))?,
        title: ask.title.clone(),
        client: client.id,
        project: project.map(|project| project.id),
        months: ask.months,
        next: ask.next,
        day: known.as_ref().filter(|known| known.next == ask.next).map_or_else(|| Recurring::day_of(ask.next), |known| known.day),
        until: ask.until,
        time: ask.time,
        group: ask.group,
        level: ask.level,
        lines: ask.lines.clone(),
        vat: ask.vat.clone(),
        note: ask.note.clone(),
        paused: known.as_ref().is_some_and(|known| known.paused),
        made: known.map_or(0, |known| known.made),
    })
}

impl Shelf<'_> {
    /// The recurring invoice of an identifier or a title.
    pub(super) fn recurring(&self, wanted: &str) -> Result<Recurring> {
        let all = self.values::<Recurring>()?;
        let wanted = wanted.trim();
        let found = all.iter().find(|one| super::find::is_id(&one.id, wanted) || one.title.eq_ignore_ascii_case(wanted));
        found.cloned().ok_or_else(|| refuse(Message::new("books-no-recurring").with("wanted", wanted)))
    }

    /// Recurring invoices with the names of what they refer to, the next one first.
    pub(super) fn recurring_views(&self) -> Result<Vec<RecurringView>> {
        let mut views = Vec::new();
        for one in self.values::<Recurring>()? {
            views.push(self.recurring_view(one)?);
        }
        views.sort_by(|a, b| (a.recurring.next, &a.recurring.title).cmp(&(b.recurring.next, &b.recurring.title)));
        Ok(views)
    }

    /// A recurring invoice with the names of what it refers to.
    pub(super) fn recurring_view(&self, recurring: Recurring) -> Result<RecurringView> {
        let client = self.value::<Client>(&recurring.client)?.map_or_else(String::new, |client| client.party.name);
        let project = recurring.project.as_ref().map(|project| self.value::<Project>(project)).transpose()?.flatten();
        Ok(RecurringView { recurring, client, project: project.map(|project| project.name) })
    }
}
