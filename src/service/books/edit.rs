//! Changes of clients, projects, people, rates and the profile.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use rust_decimal::Decimal;

use super::partial::Credited;
use super::rate_names::rate_view;
use super::recur::asked;
use super::shelf::{PLANNED, Shelf, misused, refuse};
use super::sound;
use super::view::{BooksEdit, BooksView, Edited, Invoiced, ProjectView, RateAsk, TimeMapAsk};
use super::waiting::{Pricing, net_of};
use crate::domain::ledger::{
    Budget, Client, Draft, Issued, Level, Per, Person, Profile, Project, ProjectState, Rate, Receipt, Recurring, Series, TimeMap,
};
use crate::domain::{Actor, Currency, LineItem, Message, OwnKind, RemoteId, text};
use crate::query::fold;
use crate::service::Result;
use crate::store::{Held, OwnForm, TermRange};

/// Longest name.
const NAME: usize = 200;

/// Makes a change.
pub(in crate::service) fn edit(
    shelf: &Shelf<'_>,
    edit: BooksEdit,
    author: &Actor,
    note: &dyn Fn() -> Result<()>,
) -> Result<Edited> {
    sound::edit(&edit)?;
    match edit {
        BooksEdit::Profile(profile) => {
            let known = shelf.values::<Profile>()?.into_iter().next();
            sound::possible(&profile.party, known.as_ref().map(|known| &known.party))?;
            // Documents tell their tax in it too: another one would make their totals those of two currencies.
            if let Some(known) = known.filter(|known| known.currency != profile.currency)
                && !shelf.table::<Issued>()?.is_empty()
            {
                let message = Message::new("books-currency-stays").with("currency", known.currency.to_string());
                return Err(refuse(message));
            }
            note()?;
            put(shelf, profile.clone(), author)?;
            Ok(Edited::Profile(Box::new(profile)))
        }
        BooksEdit::AddClient(client) => {
            sound::possible(&client.party, None)?;
            sound::endpoint(client.endpoint.as_deref(), None)?;
            let client = Client { id: shelf.id()?, ..client };
            keep_client(shelf, client, author, note)
        }
        BooksEdit::EditClient(client) => {
            let known = shelf.value::<Client>(&client.id)?.ok_or_else(|| gone("books-no-client", &client.id))?;
            sound::possible(&client.party, Some(&known.party))?;
            sound::endpoint(client.endpoint.as_deref(), known.endpoint.as_deref())?;
            // Over HTTP the link to a contact is not told.
            let client = Client { contact: client.contact.or(known.contact), ..client };
            keep_client(shelf, client, author, note)
        }
        BooksEdit::AddProject(project, client) => {
            let client = shelf.client(&client)?;
            if client.archived {
                return Err(refuse(Message::new("books-client-archived").with("client", client.party.name)));
            }
            let project = Project { id: shelf.id()?, client: client.id, ..project };
            keep_project(shelf, project, author, note)
        }
        BooksEdit::EditProject(project) => {
            let known = shelf.value::<Project>(&project.id)?.ok_or_else(|| gone("books-no-project", &project.id))?;
            let client = if project.client.as_str().is_empty() { known.client } else { project.client };
            keep_project(shelf, Project { client, ..project }, author, note)
        }
        BooksEdit::AddPerson(person) => {
            person.email.as_deref().map_or(Ok(()), sound::email)?;
            keep_person(shelf, Person { id: shelf.id()?, ..person }, author, note)
        }
        BooksEdit::EditPerson(person) => {
            let known = shelf.value::<Person>(&person.id)?.ok_or_else(|| gone("books-no-person", &person.id))?;
            person.email.as_deref().filter(|_| person.email != known.email).map_or(Ok(()), sound::email)?;
            keep_person(shelf, person, author, note)
        }
        BooksEdit::Delete(id) => delete(shelf, &id, author, note),
        BooksEdit::SetRate(ask) => set_rate(shelf, &ask, author, note),
        BooksEdit::AddRecurring(ask) => {
            let recurring = asked(shelf, &ask, None)?;
            check_name::<Recurring>(shelf, (&recurring.id, &recurring.title), |other| Some(other.title.as_str()))?;
            note()?;
            put(shelf, recurring.clone(), author)?;
            Ok(Edited::Recurring(Box::new(shelf.recurring_view(recurring)?)))
        }
        BooksEdit::EditRecurring(wanted, ask) => {
            let recurring = asked(shelf, &ask, Some(shelf.recurring(&wanted)?))?;
            check_name::<Recurring>(shelf, (&recurring.id, &recurring.title), |other| Some(other.title.as_str()))?;
            note()?;
            put(shelf, recurring.clone(), author)?;
            Ok(Edited::Recurring(Box::new(shelf.recurring_view(recurring)?)))
        }
        BooksEdit::PauseRecurring(wanted, paused) => {
            let mut recurring = Recurring { paused, ..shelf.recurring(&wanted)? };
            // What came while it was paused is left out.
            let today = shelf.today()?;
            while !paused && recurring.next < today {
                recurring.next = recurring.after();
            }
            note()?;
            put(shelf, recurring.clone(), author)?;
            Ok(Edited::Recurring(Box::new(shelf.recurring_view(recurring)?)))
        }
        BooksEdit::MapTime(ask) => map_time(shelf, &ask, author, note),
    }
}

/// Maps a name of time files to a project, or forgets it.
fn map_time(shelf: &Shelf<'_>, ask: &TimeMapAsk, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    let name = fold(ask.name.trim());
    if name.is_empty() || ask.name.chars().count() > NAME || ask.name.chars().any(text::is_unsafe) {
        return Err(misused(Message::new("books-bad-name").with("name", ask.name.as_str())));
    }
    let project = ask.project.as_deref().map(|project| shelf.project(project)).transpose()?;
    let id = project.as_ref().map_or_else(|| RemoteId::new(""), |project| project.id.clone());
    let map = TimeMap { name, tag: ask.tag, project: id };
    let mut changes = shelf.begin(author);
    match (&project, shelf.value::<TimeMap>(&map.key())?) {
        (Some(_), _) => changes.put(map.clone())?,
        (None, Some(known)) => changes.retire(known)?,
        (None, None) => return Err(refuse(Message::new("books-nothing").with("wanted", ask.name.as_str()))),
    }
    note()?;
    changes.commit()?;
    Ok(Edited::TimeMap(Box::new(map), project.map(|project| project.name)))
}

fn gone(id: &'static str, wanted: &RemoteId) -> crate::error::Error {
    refuse(Message::new(id).with("wanted", wanted.to_string()))
}

fn put<T: OwnForm>(shelf: &Shelf<'_>, value: T, author: &Actor) -> Result<()> {
    let mut changes = shelf.begin(author);
    changes.put(value)?;
    changes.commit()
}

/// Refuses a name that is empty, too long or unsafe, or that another one has.
fn check_name<T: OwnForm>(shelf: &Shelf<'_>, (id, name): (&RemoteId, &str), of: impl Fn(&T) -> Option<&str>) -> Result<()> {
    if name.trim().is_empty() || name.chars().count() > NAME || name.chars().any(text::is_unsafe) {
        return Err(misused(Message::new("books-bad-name").with("name", name)));
    }
    let folded = fold(name);
    let taken = shelf.values::<T>()?.iter().any(|other| other.own_id() != *id && of(other).is_some_and(|of| fold(of) == folded));
    if taken { Err(refuse(Message::new("books-name-taken").with("name", name))) } else { Ok(()) }
}

fn keep_client(shelf: &Shelf<'_>, client: Client, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    check_name::<Client>(shelf, (&client.id, &client.party.name), |other| {
        (!other.archived).then_some(other.party.name.as_str())
    })?;
    note()?;
    let mut changes = shelf.begin(author);
    changes.document(shelf.contact(&client)?);
    changes.put(client.clone())?;
    changes.commit()?;
    Ok(Edited::Client(Box::new(client)))
}

fn keep_project(shelf: &Shelf<'_>, mut project: Project, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    if let Some(Budget::Money(amount, currency)) = project.budget {
        let currency = currency.or(&shelf.currency_of(Some(&project.client))?);
        let budget = Some(Budget::Money(amount, currency.clone()));
        // What was kept before stays.
        if shelf.value::<Project>(&project.id)?.is_none_or(|known| known.budget != budget) {
            sound::plain(amount, &currency)?;
        }
        project.budget = budget;
    }
    check_name::<Project>(shelf, (&project.id, &project.name), |other| {
        (other.state != ProjectState::Archived && other.client == project.client).then_some(other.name.as_str())
    })?;
    note()?;
    put(shelf, project.clone(), author)?;
    Ok(Edited::Project(Box::new(project_view(shelf, project)?)))
}

fn keep_person(shelf: &Shelf<'_>, person: Person, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    // What was kept before stays.
    let known = shelf.value::<Person>(&person.id)?.and_then(|known| known.cost);
    let cost = if person.cost == known { known } else { sound::priced(shelf.priced(person.cost, None)?)? };
    let person = Person { cost, ..person };
    check_name::<Person>(shelf, (&person.id, &person.name), |other| Some(&other.name))?;
    let taken = |other: &Person| other.id != person.id && !person.user.is_empty() && other.user == person.user;
    if shelf.values::<Person>()?.iter().any(taken) {
        return Err(refuse(Message::new("books-user-taken").with("user", person.user)));
    }
    note()?;
    put(shelf, person.clone(), author)?;
    Ok(Edited::Person(Box::new(person)))
}

/// Deletes what nothing refers to.
fn delete(shelf: &Shelf<'_>, id: &RemoteId, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    let named = |name: &str| Err(refuse(Message::new("books-in-use").with("name", name)).hint(Message::new("books-in-use-hint")));
    let mut changes = shelf.begin(author);
    let rates = shelf.values::<Rate>()?;
    if let Some(client) = shelf.value::<Client>(id)? {
        let used = shelf.values::<Project>()?.iter().any(|project| project.client == *id)
            || shelf.values::<Draft>()?.iter().any(|draft| draft.client == *id)
            || shelf.values::<Issued>()?.iter().any(|issued| issued.client == *id)
            || shelf.values::<Recurring>()?.iter().any(|recurring| recurring.client == *id)
            || shelf.values::<Receipt>()?.iter().any(|receipt| receipt.client == *id)
            || rates.iter().any(|rate| rate.level == Level::Client(id.clone()));
        if used {
            return named(&client.party.name);
        }
        changes.document(shelf.gone_contact(&client)?);
        changes.retire(client)?;
    } else if let Some(project) = shelf.value::<Project>(id)? {
        let on = |rate: &Rate| match &rate.level {
            Level::Project(on) | Level::PersonProject(_, on) => on == id,
            Level::Company | Level::Client(_) => false,
        };
        let used = shelf.has_term(OwnKind::Entry, &TermRange::of_project(id, None, None))?
            || shelf.values::<Recurring>()?.iter().any(|recurring| recurring.project.as_ref() == Some(id))
            || shelf.values::<TimeMap>()?.iter().any(|map| map.project == *id);
        if used || rates.iter().any(on) {
            return named(&project.name);
        }
        changes.retire(project)?;
    } else if let Some(person) = shelf.value::<Person>(id)? {
        let used = shelf.has_term(OwnKind::Entry, &TermRange::of_person(id))?;
        if used || rates.iter().any(|rate| matches!(&rate.level, Level::PersonProject(who, _) if who == id)) {
            return named(&person.name);
        }
        changes.retire(person)?;
    } else if let Some(recurring) = shelf.value::<Recurring>(id)? {
        changes.retire(recurring)?;
    } else {
        return Err(refuse(Message::new("books-nothing").with("wanted", id.to_string())));
    }
    note()?;
    changes.commit()?;
    Ok(Edited::Deleted(id.clone()))
}

/// Sets a rate. One that is in force at the same level ends on its first day; one that begins later bounds it.
fn set_rate(shelf: &Shelf<'_>, ask: &RateAsk, author: &Actor, note: &dyn Fn() -> Result<()>) -> Result<Edited> {
    let project = ask.project.as_deref().map(|project| shelf.project(project)).transpose()?;
    let client = match (&project, &ask.client) {
        (Some(project), _) => Some(project.client.clone()),
        (None, Some(client)) => Some(shelf.client(client)?.id),
        (None, None) => None,
    };
    // Time of a client can only be billed in its own currency.
    let currency = ask.currency.clone().or(&shelf.currency_of(client.as_ref())?);
    let overage = if let Per::Retainer(retainer) = &ask.per { Some(retainer.overage) } else { None };
    [Some(ask.amount), ask.cap, overage].into_iter().flatten().try_for_each(|amount| sound::plain(amount, &currency))?;
    let level = match (&ask.person, project, client) {
        (Some(person), Some(project), _) => Level::PersonProject(shelf.person(person)?.id, project.id),
        (Some(_), None, _) => return Err(misused(Message::new("books-rate-person-project"))),
        (None, Some(project), _) => Level::Project(project.id),
        (None, None, Some(client)) => Level::Client(client),
        (None, None, None) => Level::Company,
    };
    ask.from.map_or(Ok(()), |from| shelf.must_be_likely(from, PLANNED))?;
    let from = ask.from.unwrap_or(FIRST);
    let mut until = ask.until;
    if until.is_some_and(|until| until <= from) {
        return Err(misused(Message::new("books-rate-empty").with("from", from.to_string())));
    }
    let mut changes = shelf.begin(author);
    for other in shelf.values::<Rate>()?.into_iter().filter(|other| other.level == level) {
        if other.from > from {
            until = Some(until.map_or(other.from, |until| until.min(other.from)));
        } else if other.until.is_none_or(|end| end > from) {
            if let Some(until) = until.filter(|until| other.until.is_none_or(|end| end > *until)) {
                let rest = Rate { id: shelf.id()?, from: until, ..other.clone() };
                changes.put(rest)?;
            }
            if other.from == from {
                // No day of it is left.
                changes.retire(other)?;
            } else {
                changes.put(Rate { until: Some(from), ..other })?;
            }
        }
    }
    let rate = Rate {
        id: shelf.id()?,
        level,
        amount: ask.amount,
        currency,
        per: ask.per.clone(),
        from,
        until,
        increment: ask.increment,
        surcharges: ask.surcharges.clone(),
        cap: ask.cap,
    };
    changes.put(rate.clone())?;
    note()?;
    changes.commit()?;
    Ok(Edited::Rate(Box::new(rate_view(shelf, rate)?)))
}

/// First day of a rate that has none.
const FIRST: Date = date(2000, 1, 1);

/// A project with what was worked on it.
#[expect(clippy::needless_pass_by_value, reason = "callers have done with it")]
pub(super) fn project_view(shelf: &Shelf<'_>, project: Project) -> Result<ProjectView> {
    let mut views = project_views(shelf, vec![project.clone()])?;
    views.pop().ok_or_else(|| gone("books-no-project", &project.id))
}

/// Projects with what was worked on them. What was invoiced is in the currency of the documents; what was corrected does not count.
fn project_views(shelf: &Shelf<'_>, projects: Vec<Project>) -> Result<Vec<ProjectView>> {
    let ids: Vec<&RemoteId> = projects.iter().map(|project| &project.id).collect();
    let seconds = shelf.seconds_on(&ids)?;
    let mut unbilled: BTreeMap<RemoteId, i64> = BTreeMap::new();
    for held in shelf.entries_free(ids.iter().copied())? {
        if let Some(project) = &held.value.project {
            *unbilled.entry(project.clone()).or_default() += held.value.free();
        }
    }
    let mut spent = spent(shelf, &projects)?;
    let ranges: Vec<TermRange> = ids.iter().map(|id| TermRange::billed_for(id)).collect();
    let billed = shelf.found(OwnKind::Draft, &ranges)?;
    let issued = shelf.table::<Issued>()?;
    let corrected: BTreeSet<&RemoteId> = issued.values().filter_map(|held| held.value.kind.replaces()).collect();
    let credited = Credited::of(issued.values().map(|held| &held.value));
    let (clients, base) = (shelf.table::<Client>()?, shelf.profile()?.currency);
    let mut views = Vec::with_capacity(projects.len());
    for ((project, seconds), billed) in projects.into_iter().zip(seconds).zip(billed) {
        let mut invoiced: BTreeMap<Currency, Option<Decimal>> = BTreeMap::new();
        let mut spent = spent.remove(&project.id).unwrap_or_default();
        for hit in billed {
            let Some((document, net)) = std::str::from_utf8(&hit.value).ok().and_then(|value| value.split_once(' ')) else {
                continue;
            };
            let document = RemoteId::new(document);
            if corrected.contains(&document) {
                continue;
            }
            let mut net: Decimal = net.parse().unwrap_or_default();
            let held = issued.get(&document);
            // The index tells the lines of the project; a discount is a line of none, of which each project has its share, a cap takes
            // something off several, and a credit note names lines.
            let lessens = |item: &LineItem| item.net.is_some_and(|net| net.is_sign_negative());
            let is_less = |held: &Held<Issued>| held.value.document.items.iter().any(lessens);
            if (credited.has(&document) || held.is_some_and(is_less))
                && let Some(draft) = shelf.value::<Draft>(&hit.id)?
            {
                net = net_of(&draft, &credited.nets(&document, &draft)?, &project.id)?;
            }
            if let Some(held) = held {
                // One that is too large leaves no sum: what is shown is right or missing.
                let sum = invoiced.entry(held.value.document.currency.clone()).or_insert(Some(Decimal::ZERO));
                *sum = sum.and_then(|sum| sum.checked_add(net));
            }
            if held.is_some_and(|held| is_in(&project, &held.value.document.currency)) {
                spent = spent.saturating_add(net);
            }
        }
        let client = clients.get(&project.client).map(|held| &held.value);
        let currency = client.and_then(|client| client.currency.clone()).unwrap_or_else(|| base.clone());
        let client = client.map_or_else(String::new, |client| client.party.name.clone());
        let unbilled = unbilled.get(&project.id).copied().unwrap_or_default();
        let invoiced = invoiced.into_iter().map(|(currency, net)| Invoiced { currency, net }).collect();
        let hidden = false;
        views.push(ProjectView { project, client, seconds, unbilled, currency, invoiced, spent, hidden });
    }
    Ok(views)
}

/// Whether a project has a budget of money in a currency.
fn is_in(project: &Project, currency: &Currency) -> bool {
    matches!(&project.budget, Some(Budget::Money(_, of)) if of == currency)
}

/// What open drafts and free time take of budgets of money, by project.
fn spent(shelf: &Shelf<'_>, projects: &[Project]) -> Result<BTreeMap<RemoteId, Decimal>> {
    let mut spent: BTreeMap<RemoteId, Decimal> = BTreeMap::new();
    let mut wanted: BTreeMap<(&RemoteId, &Currency), Vec<&RemoteId>> = BTreeMap::new();
    for project in projects {
        if let Some(Budget::Money(_, currency)) = &project.budget {
            wanted.entry((&project.client, currency)).or_default().push(&project.id);
        }
    }
    if wanted.is_empty() {
        return Ok(spent);
    }
    let (all, pricing) = (shelf.values::<Project>()?, Pricing::read(shelf)?);
    let clients: BTreeSet<&RemoteId> = wanted.keys().map(|(client, _)| *client).collect();
    let of_clients = all.iter().filter(|project| clients.contains(&project.client)).map(|project| &project.id);
    let free = shelf.entries_free(of_clients)?;
    let (free, drafts) = (pricing.by_client(&free), shelf.drafts(false)?);
    for ((client, currency), projects) in wanted {
        let on_drafts = |draft: &&Draft| draft.client == *client && draft.currency == *currency;
        let drafts: Vec<(&Draft, Vec<Decimal>)> =
            drafts.iter().filter(on_drafts).filter_map(|draft| Some((draft, draft.discounted_nets()?))).collect();
        // What is more than an amount can be uses up every budget: the books can be read all the same.
        let waiting = pricing.of(currency, free.get(client).map(Vec::as_slice).unwrap_or_default()).ok();
        for project in projects {
            let mut sum = match &waiting {
                Some(waiting) => waiting.get(project).map_or(Decimal::ZERO, |waiting| waiting.net),
                None => Decimal::MAX,
            };
            for (draft, nets) in &drafts {
                sum = sum.saturating_add(net_of(draft, nets, project)?);
            }
            spent.insert(project.clone(), sum);
        }
    }
    Ok(spent)
}

/// The books without time; rates only where they may be seen.
pub(in crate::service) fn books_view(shelf: &Shelf<'_>, with_rates: bool) -> Result<BooksView> {
    let mut rates = Vec::new();
    if with_rates {
        for rate in shelf.values::<Rate>()? {
            rates.push(rate_view(shelf, rate)?);
        }
        rates.sort_by(|a, b| (&a.rate.level, a.rate.from).cmp(&(&b.rate.level, b.rate.from)));
    }
    let profile: Profile = shelf.profile()?;
    let mut maps = Vec::new();
    for map in shelf.values::<TimeMap>()? {
        let project = shelf.value::<Project>(&map.project)?.map_or_else(String::new, |project| project.name);
        maps.push((map, project));
    }
    Ok(BooksView {
        company: shelf.company.clone(),
        profile,
        today: shelf.today()?,
        clients: shelf.values::<Client>()?,
        projects: project_views(shelf, shelf.values::<Project>()?)?,
        people: shelf.values::<Person>()?,
        rates,
        recurring: if with_rates { shelf.recurring_views()? } else { Vec::new() },
        maps,
        series: if with_rates { shelf.values::<Series>()? } else { Vec::new() },
    })
}
