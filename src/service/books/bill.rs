//! Drafts: made from approved time, explained, given up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::rate_names::rate_view;
use super::shelf::{Changes, Shelf, misused, refuse};
use super::sound;
use super::time::NamesOf;
use super::view_bill::{DraftView, ExpenseLine, Explained, ExplainedPart, MakeDraft};
use crate::billing::{self, Charged, Compose, Due, Work};
use crate::document::source::language_between;
use crate::domain::ledger::{
    Client, Draft, DraftLine, DraftState, Fx, Issued, Level, LineSource, Per, Person, Profile, Project, Rate, Unit, Vat,
};
use crate::domain::time::{Claim, ClaimBy, EntryRow, Span, TimeEntry};
use crate::domain::{Actor, Currency, Message, Party, RemoteId};
use crate::error::Error;
use crate::locale::Lang;
use crate::service::Result;
use crate::store::Held;

/// Parts of entries that are told with a new draft at most; of a larger one they are told where it is asked for.
const EXPLAINED: usize = 500;

/// A part of an entry that a draft takes.
type Taken = (RemoteId, (i64, i64));

/// The language of the lines that are not typed: that of the client's documents, and not that of the screen or the command.
pub(super) fn language(profile: &Profile, client: &Client) -> Lang {
    language_between(client.language.as_deref(), &profile.party, &client.party)
}

/// The text of the line of a discount.
pub(super) fn discount_text(lang: Lang, percent: Decimal) -> String {
    let (locale, percent) = (lang.locale(), percent.normalize());
    locale.text(&Message::new("books-line-discount").with("percent", locale.decimal(percent, percent.scale())))
}

/// The draft of what is asked, with what it takes of entries; nothing is written.
pub(super) fn compose(shelf: &Shelf<'_>, ask: &MakeDraft) -> Result<Composed> {
    let client = shelf.client(&ask.client)?;
    let profile = shelf.profile()?;
    let only = ask.project.as_deref().map(|project| shelf.project(project)).transpose()?;
    if only.as_ref().is_some_and(|project| project.client != client.id) {
        return Err(misused(Message::new("books-project-of-other").with("client", client.party.name)));
    }
    if ask.from.zip(ask.until).is_some_and(|(from, until)| until < from) {
        return Err(misused(Message::new("books-period-empty")));
    }
    let days = [ask.until, ask.fx.as_ref().map(|fx| fx.date)];
    days.into_iter().flatten().try_for_each(|date| shelf.must_be_likely(date, 1))?;
    [Some(&ask.note), ask.discount_text.as_ref()].into_iter().flatten().map(String::as_str).try_for_each(sound::text)?;
    let lang = language(&profile, &client);
    let vat = ask.vat.clone().or(client.vat.clone()).or(profile.vat.clone());
    let currency = client.currency.clone().unwrap_or_else(|| profile.currency.clone());
    let zone = shelf.zone()?;
    let (mut rates, people) = (shelf.values::<Rate>()?, shelf.table::<Person>()?);
    if let Some(amount) = ask.as_if {
        rates = vec![as_if(shelf, amount, &currency)?];
    }
    let projects: BTreeMap<RemoteId, Project> = shelf
        .values::<Project>()?
        .into_iter()
        .filter(|project| project.client == client.id && only.as_ref().is_none_or(|only| only.id == project.id))
        .map(|project| (project.id.clone(), project))
        .collect();
    let bills_time = ask.time && !ask.advance;
    let table = if bills_time { shelf.entries_free(projects.keys())? } else { Vec::new() };
    let mut work = Vec::new();
    for held in &table {
        let entry = &held.value;
        let Some(project) = entry.project.as_ref().and_then(|id| projects.get(id)) else { continue };
        let person = people.get(&entry.person).map_or("", |held| held.value.name.as_str());
        let period = within(entry, (ask.from, ask.until), &zone);
        for (from, until) in entry.free_parts() {
            let (from, until) = (from.max(period.0), until.min(period.1));
            if from < until {
                work.push(Work { entry, part: (from, until), project, person });
            }
        }
    }
    work.sort_by(|a, b| (a.entry.span.origin(&zone), &a.entry.id).cmp(&(b.entry.span.origin(&zone), &b.entry.id)));
    // A month of a retainer is time, also where none was worked.
    let (charged, due) =
        if bills_time { retainers(shelf, ask, &rates, (&client, &projects), &zone)? } else { (Charged::new(), Vec::new()) };
    let mut lines = Vec::new();
    // Lines that say their own VAT need no usual one.
    if !work.is_empty() || !due.is_empty() {
        let how = Compose {
            rates: &rates,
            zone: &zone,
            currency: &currency,
            group: ask.group,
            level: ask.level,
            vat: vat.as_ref().ok_or_else(no_vat)?,
            charged: &charged,
            due: &due,
        };
        let composed = billing::compose(&work, &how);
        lines = composed.map_err(|message| refuse(message).hint(Message::new("billing-no-rate-hint")))?;
    }
    for line in &ask.lines {
        lines.push(free_line(line, vat.as_ref(), &currency)?);
    }
    for number in &ask.deduct {
        let deduction = super::advance::deduction(shelf, number, (&client.id, &currency), lang)?;
        if deduction.first().is_some_and(|new| lines.iter().any(|line| line.source == new.source)) {
            return Err(refuse(Message::new("books-advance-twice").with("number", number.as_str())));
        }
        lines.extend(deduction);
    }
    lines.extend(discounted(&lines, ask, &currency, lang)?);
    if lines.is_empty() {
        let message = Message::new("books-nothing-to-bill").with("client", client.party.name.as_str());
        return Err(refuse(message).hint(Message::new("books-nothing-to-bill-hint")));
    }
    // The rate is told in the currency of the books.
    let fx = ask.fx.clone().filter(|_| currency != profile.currency).map(|fx| Fx { currency: profile.currency.clone(), ..fx });
    if fx.as_ref().is_some_and(|fx| fx.rate <= Decimal::ZERO) {
        return Err(misused(Message::new("books-bad-fx")));
    }
    let (from, until) = (ask.from, ask.until);
    let (group, note_text) = (ask.group, ask.note.clone());
    let draft = Draft {
        id: shelf.id()?,
        client: client.id.clone(),
        currency,
        from,
        until,
        group,
        lines,
        fx,
        note: note_text,
        state: DraftState::Open,
        advance: ask.advance,
    };
    let taken: Vec<Taken> = work.iter().map(|work| (work.entry.id.clone(), work.part)).collect();
    drop(work);
    let read = if bills_time { projects.into_keys().collect() } else { BTreeSet::new() };
    Ok(Composed { draft, taken, entries: table, read })
}

/// The lines of the discount that is asked for.
fn discounted(lines: &[DraftLine], ask: &MakeDraft, currency: &Currency, lang: Lang) -> Result<Vec<DraftLine>> {
    let Some(percent) = ask.discount.filter(|percent| !percent.is_zero()) else { return Ok(Vec::new()) };
    if percent.is_sign_negative() || percent > Decimal::ONE_HUNDRED {
        return Err(misused(Message::new("books-bad-discount").with("percent", percent.to_string())));
    }
    let text = ask.discount_text.clone().unwrap_or_else(|| discount_text(lang, percent));
    billing::discount(lines, percent, &text, currency).map_err(refuse)
}

/// A draft that is not kept yet, with what it takes.
pub(super) struct Composed {
    pub(super) draft: Draft,
    taken: Vec<Taken>,
    /// Entries of the projects that were looked through of which something was free.
    entries: Vec<Held<TimeEntry>>,
    /// These projects.
    read: BTreeSet<RemoteId>,
}

impl Composed {
    /// Seconds of the client that the draft leaves unbilled, whether it is kept or not.
    fn leaves(&self, shelf: &Shelf<'_>) -> Result<i64> {
        let free = self.entries.iter().map(|held| held.value.free()).sum::<i64>();
        let takes = self.taken.iter().map(|(_, (from, until))| until - from).sum::<i64>();
        Ok(free - takes + left(shelf, &self.draft, &self.read)?)
    }
}

/// Makes a draft from approved time and other lines.
pub(in crate::service) fn make(
    shelf: &Shelf<'_>,
    ask: &MakeDraft,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<DraftView> {
    let composed = compose(shelf, ask)?;
    ask.lines.iter().try_for_each(|line| sound::plain(line.unit_price, &composed.draft.currency))?;
    let draft = composed.draft.clone();
    let explained = composed.taken.len() <= EXPLAINED;
    let unbilled = composed.leaves(shelf)?;
    if !ask.dry && ask.as_if.is_none() {
        note()?;
        let mut changes = shelf.begin(author);
        keep(&mut changes, composed)?;
        changes.commit()?;
    }
    Ok(DraftView { unbilled, ..summed_up(shelf, draft, explained)? })
}

/// What drafts that stand have of months of retainers.
pub(super) fn charged(shelf: &Shelf<'_>) -> Result<Charged> {
    let mut charged = Charged::new();
    // Superseded rates too: what they charged stays charged.
    let rates = shelf.table::<Rate>()?;
    if !rates.values().any(|held| matches!(held.value.per, Per::Retainer(_))) {
        return Ok(charged);
    }
    let issued = shelf.table::<Issued>()?;
    let is_corrected = |document: &RemoteId| issued.values().any(|held| held.value.kind.replaces() == Some(document));
    for held in shelf.table::<Draft>()?.values() {
        let counts = match &held.value.state {
            DraftState::Open => true,
            DraftState::Issued(document) => !is_corrected(document),
            DraftState::Discarded => false,
        };
        for line in held.value.lines.iter().filter(|_| counts) {
            if let LineSource::Retainer { rate, month, raw, parts } = &line.source
                && let Some(rate) = rates.get(rate)
            {
                let of = charged.entry((rate.value.level.clone(), *month)).or_default();
                of.seconds += raw;
                // A line of more time in a month has no fee of its own.
                of.fee |= !line.quantity.is_zero();
                for part in parts {
                    let end = of.ends.entry(part.entry.clone()).or_insert(part.until);
                    *end = part.until.max(*end);
                }
            }
        }
    }
    Ok(charged)
}

/// What other drafts have of months of retainers, and months of the period that are due though no time was worked in them.
fn retainers(
    shelf: &Shelf<'_>,
    ask: &MakeDraft,
    rates: &[Rate],
    (client, projects): (&Client, &BTreeMap<RemoteId, Project>),
    zone: &TimeZone,
) -> Result<(Charged, Vec<Due>)> {
    let levels: BTreeSet<&Level> =
        rates.iter().filter(|rate| matches!(rate.per, Per::Retainer(_))).map(|rate| &rate.level).collect();
    if levels.is_empty() {
        return Ok((Charged::new(), Vec::new()));
    }
    let charged = charged(shelf)?;
    let mut due = Vec::new();
    let (Some(from), Some(until)) = (ask.from, ask.until) else { return Ok((charged, due)) };
    let today = shelf.now().to_zoned(zone.clone()).date();
    for level in levels {
        let name = match level {
            Level::Client(of) if *of == client.id && ask.project.is_none() && !projects.is_empty() => Some(&client.party.name),
            Level::Project(project) => projects.get(project).map(|project| &project.name),
            Level::Company | Level::Client(_) | Level::PersonProject(..) => None,
        };
        let Some(name) = name else { continue };
        let mut month = billing::month_of(from);
        while month <= until {
            // A month counts where its first day that is covered lies in the period and has come.
            let first = billing::charging(rates, level, month).map(|(.., first)| first);
            let begins = first.is_some_and(|first| first >= from && first <= until && first <= today);
            if begins && !charged.get(&(level.clone(), month)).is_some_and(|of| of.fee) {
                due.push(Due { level: level.clone(), month, name: name.clone() });
            }
            month = month.saturating_add(1.month());
        }
    }
    Ok((charged, due))
}

/// Writes the entries with what the draft takes of them, and the draft. Where that needs several batches, the draft is first given up and
/// last open: until it is, they are free.
pub(super) fn keep(changes: &mut Changes<'_, '_>, composed: Composed) -> Result<()> {
    let Composed { draft, taken, entries, read: _ } = composed;
    let mut of_entry: BTreeMap<RemoteId, Vec<(i64, i64)>> = BTreeMap::new();
    for (entry, part) in taken {
        of_entry.entry(entry).or_default().push(part);
    }
    let several = of_entry.len() >= Changes::MOST;
    if several {
        changes.put_over(Draft { state: DraftState::Discarded, lines: Vec::new(), ..draft.clone() }, 0)?;
        changes.flush()?;
    }
    for Held { version, value: mut entry, .. } in entries {
        let Some(parts) = of_entry.remove(&entry.id) else { continue };
        let claims = parts.into_iter().map(|(from, until)| Claim { from, until, by: ClaimBy::Draft(draft.id.clone()) });
        entry.claims.extend(claims);
        changes.put_over(entry, version)?;
        changes.spill()?;
    }
    changes.put_over(draft, u64::from(several))
}

/// One rate for everything: what would be if.
fn as_if(shelf: &Shelf<'_>, amount: Decimal, currency: &Currency) -> Result<Rate> {
    if amount.is_sign_negative() {
        return Err(misused(Message::new("books-bad-amount").with("amount", amount.to_string())));
    }
    sound::plain(amount, currency)?;
    Ok(Rate {
        id: shelf.id()?,
        level: Level::Company,
        amount,
        currency: currency.clone(),
        per: Per::Hour,
        from: Date::MIN,
        until: None,
        increment: None,
        surcharges: Vec::new(),
        cap: None,
    })
}

/// The seconds of an entry that lie within days of the company, from its start.
pub(super) fn within(entry: &TimeEntry, (from, until): (Option<Date>, Option<Date>), zone: &TimeZone) -> (i64, i64) {
    let seconds = entry.seconds();
    match &entry.span {
        Span::Day { date, .. } => {
            let inside = from.is_none_or(|from| *date >= from) && until.is_none_or(|until| *date <= until);
            if inside { (0, seconds) } else { (0, 0) }
        }
        Span::Clock { start, .. } => {
            let offset = |date: Date| {
                let at = date.to_zoned(zone.clone()).ok()?.timestamp();
                Some(at.duration_since(*start).as_secs().clamp(0, seconds))
            };
            let first = from.and_then(offset).unwrap_or(0);
            let last = until.and_then(|until| offset(until.tomorrow().ok()?)).unwrap_or(seconds);
            (first, last)
        }
    }
}

fn no_vat() -> Error {
    misused(Message::new("books-no-vat")).hint(Message::new("books-no-vat-hint"))
}

/// A line that was typed, with its own VAT or the usual one.
pub(super) fn free_line(line: &ExpenseLine, usual: Option<&Vat>, currency: &Currency) -> Result<DraftLine> {
    let vat = line.vat.as_ref().or(usual).ok_or_else(no_vat)?;
    sound::text(&line.text)?;
    let too_large = || refuse(Message::new("billing-sum-too-large"));
    let net = line.quantity.checked_mul(line.unit_price).ok_or_else(too_large)?;
    if line.unit_price.is_sign_negative() && !line.unit_price.is_zero() {
        return Err(misused(Message::new("books-negative-price").with("text", line.text.as_str())));
    }
    sound::amount(line.unit_price)?;
    sound::amount(line.quantity.abs())?;
    Ok(DraftLine {
        text: line.text.clone(),
        source: if line.expense { LineSource::Expense(None) } else { LineSource::Free },
        quantity: line.quantity,
        unit: Unit::Piece,
        unit_price: line.unit_price,
        net: billing::round(net, currency.decimals()),
        vat: vat.clone(),
        project: None,
    })
}

/// Gives an open draft up: its time is free again.
pub(in crate::service) fn discard(
    shelf: &Shelf<'_>,
    wanted: &str,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<DraftView> {
    let draft = shelf.draft(wanted)?;
    if draft.state != DraftState::Open {
        return Err(refuse(Message::new("books-draft-not-open").with("draft", draft.id.to_string())));
    }
    note()?;
    let draft = Draft { state: DraftState::Discarded, ..draft };
    let mut changes = shelf.begin(author);
    // First the draft: from then on its time is free, also where a process dies before the entries say so.
    changes.put(draft.clone())?;
    release(shelf, &mut changes, &draft, None)?;
    changes.commit()?;
    view(shelf, draft, false)
}

/// Frees the time of a draft, or writes it off for a reason.
pub(super) fn release(shelf: &Shelf<'_>, changes: &mut Changes<'_, '_>, draft: &Draft, write_off: Option<&str>) -> Result<()> {
    let mut ids: Vec<&RemoteId> = draft.lines.iter().flat_map(|line| line.parts().iter().map(|part| &part.entry)).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        // As it is written: the draft may hold it no longer.
        let Some(Held { version, value: mut entry, .. }) = shelf.one::<TimeEntry>(id)?.filter(|held| !held.retired) else {
            continue;
        };
        let is_its = |claim: &Claim| matches!(&claim.by, ClaimBy::Draft(of) if *of == draft.id);
        match write_off {
            Some(reason) => {
                for claim in entry.claims.iter_mut().filter(|claim| is_its(claim)) {
                    claim.by = ClaimBy::WrittenOff(reason.to_owned());
                }
            }
            None => entry.claims.retain(|claim| !is_its(claim)),
        }
        changes.put_over(entry, version)?;
        changes.spill()?;
    }
    Ok(())
}

/// Drafts, the newest last.
pub(in crate::service) fn list_drafts(shelf: &Shelf<'_>, all: bool) -> Result<Vec<DraftView>> {
    shelf.drafts(all)?.into_iter().map(|draft| view(shelf, draft, false)).collect()
}

/// A draft with what each line was made of.
pub(in crate::service) fn explain(shelf: &Shelf<'_>, wanted: &str) -> Result<DraftView> {
    let draft = shelf.draft(wanted)?;
    view(shelf, draft, true)
}

/// A draft with its sums, and with what its lines were made of and what its client has unbilled where that is asked for.
pub(super) fn view(shelf: &Shelf<'_>, draft: Draft, explained: bool) -> Result<DraftView> {
    let unbilled = if explained { left(shelf, &draft, &BTreeSet::new())? } else { 0 };
    Ok(DraftView { unbilled, ..summed_up(shelf, draft, explained)? })
}

/// A draft with its sums, and with what its lines were made of where that is asked for.
fn summed_up(shelf: &Shelf<'_>, draft: Draft, explained: bool) -> Result<DraftView> {
    let totals = billing::totals(&draft.lines, &draft.currency, draft.fx.as_ref()).map_err(refuse)?;
    let client = shelf.value::<Client>(&draft.client)?.map(|client| client.party);
    let country = |party: &Party| party.address.country.as_deref().map(str::to_owned);
    let countries = country(&shelf.profile()?.party).zip(client.as_ref().and_then(country));
    let client = client.map_or_else(String::new, |party| party.name);
    let number = match &draft.state {
        DraftState::Issued(document) => shelf.value::<Issued>(document)?.map(|issued| issued.document.number),
        DraftState::Open | DraftState::Discarded => None,
    };
    let explained = if explained { explanation(shelf, &draft)? } else { Vec::new() };
    let (net, vat, gross) = (totals.net, totals.vat, totals.gross);
    Ok(DraftView { draft, client, number, net, vat, gross, tax: totals.groups, explained, unbilled: 0, countries })
}

/// Seconds of the client that are approved, billable and on no draft, of all its projects but these.
fn left(shelf: &Shelf<'_>, draft: &Draft, but: &BTreeSet<RemoteId>) -> Result<i64> {
    let projects = shelf.values::<Project>()?.into_iter().filter(|project| project.client == draft.client);
    let projects: Vec<RemoteId> = projects.map(|project| project.id).filter(|id| !but.contains(id)).collect();
    if projects.is_empty() {
        return Ok(0);
    }
    Ok(shelf.entries_free(projects.iter())?.iter().map(|held| held.value.free()).sum::<i64>())
}

fn explanation(shelf: &Shelf<'_>, draft: &Draft) -> Result<Vec<Explained>> {
    let (names, rates) = (NamesOf::read(shelf)?, shelf.table::<Rate>()?);
    let ids: BTreeSet<RemoteId> =
        draft.lines.iter().flat_map(|line| line.parts().iter().map(|part| part.entry.clone())).collect();
    let entries: BTreeMap<RemoteId, EntryRow> =
        shelf.entries_of(&ids)?.iter().map(|held| (held.value.id.clone(), names.row(&held.value))).collect();
    let mut lines = Vec::with_capacity(draft.lines.len());
    for line in &draft.lines {
        let exact = match (line.billed(), line.unit) {
            (Some(billed), Unit::Hour) => Decimal::from(billed).checked_mul(line.unit_price).map(|sum| sum / Decimal::from(3600)),
            _ => line.quantity.checked_mul(line.unit_price),
        };
        let mut parts = Vec::with_capacity(line.parts().len());
        for part in line.parts() {
            let rate = part.rate.as_ref().and_then(|rate| rates.get(rate)).map(|held| held.value.clone());
            parts.push(ExplainedPart {
                part: part.clone(),
                entry: entries.get(&part.entry).cloned(),
                rate: rate.map(|rate| rate_view(shelf, rate)).transpose()?,
            });
        }
        lines.push(Explained { exact: exact.unwrap_or(line.net), parts });
    }
    Ok(lines)
}
