//! What is asked of own books, and what is answered.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::doubt::{self, Doubt};
use crate::domain::ledger::{
    Budget, Client, Group, Increment, Level, Per, Person, Profile, Project, Rate, Recurring, RecurringLine, RoundingLevel,
    Series, Surcharge, TimeMap, Vat,
};
use crate::domain::time::lint::Lint;
use crate::domain::time::{EntryRow, EntryState, Price, Timer};
use crate::domain::{Company, Currency, Message, RemoteId, as_text};

/// Books to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewBooks {
    /// Name of the company here.
    pub name: String,
    /// Profile.
    pub profile: Profile,
    /// Whether they are added where books with the same tax number are here already.
    pub force: bool,
}

/// A change of clients, projects, people, rates or the profile. Names are looked up; a change replaces the whole value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum BooksEdit {
    /// Replaces the profile.
    Profile(Profile),
    /// Adds a client; its identifier is given here.
    AddClient(Client),
    /// Replaces a client.
    EditClient(Client),
    /// Adds a project for the client of this name or identifier.
    AddProject(Project, String),
    /// Replaces a project.
    EditProject(Project),
    /// Adds a person.
    AddPerson(Person),
    /// Replaces a person.
    EditPerson(Person),
    /// Deletes a client, project or person that nothing refers to.
    Delete(RemoteId),
    /// Adds a recurring invoice.
    AddRecurring(RecurringAsk),
    /// Replaces a recurring invoice, by identifier or title.
    EditRecurring(String, RecurringAsk),
    /// Has a recurring invoice make none for now, or again.
    PauseRecurring(String, bool),
    /// Maps a name of time files to a project; to none where it is left out.
    MapTime(TimeMapAsk),
    /// Sets a rate; the one before it at the same level ends on its first day.
    SetRate(RateAsk),
}

/// A name of time files to map.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimeMapAsk {
    /// The name, of a project or a tag.
    pub name: String,
    /// Whether it is a tag.
    pub tag: bool,
    /// Project by name or identifier; `None` forgets the name.
    pub project: Option<String>,
}

/// A recurring invoice to set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecurringAsk {
    /// Title, for lists.
    pub title: String,
    /// Client by name or identifier.
    pub client: String,
    /// Project by name or identifier.
    pub project: Option<String>,
    /// Months from one to the next.
    pub months: u16,
    /// The day of the next one.
    #[serde(with = "as_text")]
    pub next: Date,
    /// The last day on which one may be due.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Whether it bills time and retainers.
    pub time: bool,
    /// Grouping of time.
    pub group: Group,
    /// Where steps are applied.
    pub level: RoundingLevel,
    /// Lines that each one has.
    pub lines: Vec<RecurringLine>,
    /// VAT.
    pub vat: Option<Vat>,
    /// Note that is printed.
    pub note: String,
}

/// A recurring invoice with the names of what it refers to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of what the identifiers mean")]
pub struct RecurringView {
    pub recurring: Recurring,
    pub client: String,
    pub project: Option<String>,
}

/// A rate to set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RateAsk {
    /// Project by name or identifier.
    pub project: Option<String>,
    /// Client by name or identifier.
    pub client: Option<String>,
    /// Person by name or identifier; needs a project.
    pub person: Option<String>,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Unit.
    pub per: Per,
    /// First day; the first of all where it is left out.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// The day after the last one.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Steps of billed time.
    pub increment: Option<Increment>,
    /// Additions.
    pub surcharges: Vec<Surcharge>,
    /// Most that an invoice bills by it.
    #[serde(with = "as_text")]
    pub cap: Option<Decimal>,
}

/// What was changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the values explain themselves")]
pub enum Edited {
    Profile(Box<Profile>),
    Client(Box<Client>),
    Project(Box<ProjectView>),
    Person(Box<Person>),
    Rate(Box<RateView>),
    Recurring(Box<RecurringView>),
    TimeMap(Box<TimeMap>, Option<String>),
    Deleted(RemoteId),
}

/// The books of a company, without its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BooksView {
    /// The company.
    pub company: Company,
    /// Its profile.
    pub profile: Profile,
    /// Today in its zone.
    #[serde(with = "as_text")]
    pub today: Date,
    /// Clients.
    pub clients: Vec<Client>,
    /// Projects.
    pub projects: Vec<ProjectView>,
    /// People.
    pub people: Vec<Person>,
    /// Rates; empty for callers that may not see them.
    pub rates: Vec<RateView>,
    /// Counters of numbers; empty for callers that may not see them.
    pub series: Vec<Series>,
    /// Recurring invoices; empty for callers that may not see them.
    pub recurring: Vec<RecurringView>,
    /// Names of time files, each with the name of its project.
    pub maps: Vec<(TimeMap, String)>,
}

/// A project with what was worked on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProjectView {
    /// The project.
    pub project: Project,
    /// Name of its client.
    pub client: String,
    /// Seconds that were recorded.
    pub seconds: i64,
    /// Seconds that are approved and not billed.
    pub unbilled: i64,
    /// Currency of its client's invoices.
    pub currency: Currency,
    /// What was invoiced for it, by currency.
    pub invoiced: Vec<Invoiced>,
    /// Net amount in the currency of a budget of money that was invoiced, is on open drafts or waits for one; zero without such a budget.
    #[serde(with = "as_text")]
    pub spent: Decimal,
    /// Whether amounts and the time of others are left out, because the caller may not see them.
    pub hidden: bool,
}

/// What was invoiced in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoiced {
    /// Currency.
    pub currency: Currency,
    /// Net amount; `None` where it is larger than an amount can be.
    #[serde(with = "as_text")]
    pub net: Option<Decimal>,
}

impl ProjectView {
    /// Net amount that was invoiced in the currency of its client; `None` where it is hidden or larger than an amount can be.
    #[must_use]
    pub fn invoiced(&self) -> Option<Decimal> {
        if self.hidden {
            return None;
        }
        self.invoiced.iter().find(|of| of.currency == self.currency).map_or(Some(Decimal::ZERO), |of| of.net)
    }

    /// Used part of the budget in percent; `None` without a budget, and where it is hidden.
    #[must_use]
    pub fn used(&self) -> Option<Decimal> {
        if self.hidden {
            return None;
        }
        let (used, budget) = match self.project.budget.as_ref()? {
            Budget::Time(seconds) => (Decimal::from(self.seconds), Decimal::from(*seconds)),
            Budget::Money(amount, _) => (self.spent, *amount),
        };
        Some(used.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(budget)?.round_dp(1))
    }
}

/// A rate with the names of its level.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of what the identifiers mean")]
pub struct RateView {
    pub rate: Rate,
    pub client: Option<String>,
    pub project: Option<String>,
    pub person: Option<String>,
}

impl RateView {
    /// Its level.
    #[must_use]
    pub const fn level(&self) -> &Level {
        &self.rate.level
    }
}

/// A time entry to add.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewEntry {
    /// Project by name or identifier.
    pub project: Option<String>,
    /// Person by name or identifier; the caller where it is left out.
    pub person: Option<String>,
    /// Start as typed.
    pub start: Option<String>,
    /// End as typed.
    pub end: Option<String>,
    /// Day, of an amount or a range; today where it is left out.
    #[serde(with = "as_text")]
    pub date: Option<Date>,
    /// Amount or range as typed.
    pub time: Option<String>,
    /// Zone; the company's where it is left out.
    pub zone: Option<String>,
    /// Task.
    pub task: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Tags; in a change `None` keeps them.
    pub tags: Option<Vec<String>>,
    /// Whether it is meant for an invoice.
    pub billable: Option<bool>,
    /// A price of its own for an hour.
    pub price: Option<Price>,
}

/// A change of time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TimeChange {
    /// Adds an entry.
    Add(NewEntry),
    /// Changes what is given of an entry.
    Edit(String, NewEntry),
    /// Changes what is given of several entries, alike.
    EditAll(Vec<String>, NewEntry),
    /// Splits an entry at a time of its span, or after an amount.
    Split(String, String),
    /// Moves entries to a project, or to none.
    Move(Vec<String>, Option<String>),
    /// Joins entries that follow each other.
    Merge(Vec<String>),
    /// Mends the most urgent finding about an entry.
    Mend(String),
    /// Copies the entries of a day to another one.
    CopyDay(#[serde(with = "as_text")] Date, #[serde(with = "as_text")] Date),
    /// Deletes entries.
    Delete(Vec<String>),
}

/// What a change left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimeChanged {
    /// Entries as they are now.
    pub entries: Vec<EntryRow>,
    /// What is worth a look about them.
    pub lints: Vec<Lint>,
}

/// Which entries.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TimeAsk {
    /// Query.
    pub query: String,
    /// First day.
    #[serde(with = "as_text")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(with = "as_text")]
    pub until: Option<Date>,
    /// Entries by identifier; all where empty.
    pub ids: Vec<String>,
    /// Only in this state.
    #[serde(skip)]
    pub state: Option<EntryState>,
    /// Entries that are returned at most; totals are of all.
    pub limit: Option<usize>,
}

/// Entries with their sums.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimeView {
    /// Number of entries.
    pub total: usize,
    /// Their seconds.
    pub seconds: i64,
    /// Seconds by day.
    pub days: Vec<(String, i64)>,
    /// Entries by their start.
    pub entries: Vec<EntryRow>,
    /// What is worth a look.
    pub lints: Vec<Lint>,
}

/// What is done with a timer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TimerAsk {
    /// Starts; another one must not run.
    Start(NewEntry),
    /// Stops the one that runs and starts.
    Switch(NewEntry),
    /// Stops, at an earlier time as typed if one is given.
    Stop(Option<String>),
    /// Drops what ran.
    Discard,
    /// Tells.
    Status,
}

/// A timer, and the entry that it became.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimerView {
    /// The timer that runs.
    pub running: Option<Timer>,
    /// Name of its project.
    pub project: Option<String>,
    /// Seconds that it runs.
    pub seconds: i64,
    /// The end that is proposed for a forgotten timer.
    #[serde(with = "as_text")]
    pub proposed_end: Option<Timestamp>,
    /// The entry that was made.
    pub entry: Option<EntryRow>,
    /// What is worth a look about it.
    pub lints: Vec<Lint>,
}

/// Which entries are approved, or what is taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Approve {
    /// The entries.
    pub of: TimeAsk,
    /// What is done.
    pub action: Settle,
    /// Approves entries although they overlap.
    pub force: bool,
}

/// What is done with entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settle {
    /// Approves.
    Approve,
    /// Takes an approval back.
    Unapprove,
    /// Decides not to bill what is left, for a reason.
    WriteOff(String),
    /// Takes that back.
    Restore,
}

/// Something in the books that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsound {
    /// The company.
    pub company: String,
    /// What.
    pub what: Message,
}

impl Edited {
    /// Values that were kept and are doubtful.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        match self {
            Self::Profile(profile) => doubt::of_profile(profile),
            Self::Client(client) => doubt::of_client(client),
            _ => Vec::new(),
        }
    }
}

impl BooksEdit {
    /// Its line of the audit log.
    pub(in crate::service) fn line(&self) -> (&'static str, String) {
        match self {
            Self::Profile(profile) => ("books.edit", profile.party.name.clone()),
            Self::AddClient(client) => ("client.add", client.party.name.clone()),
            Self::EditClient(client) => ("client.edit", client.party.name.clone()),
            Self::AddProject(project, client) => ("project.add", format!("{} ({client})", project.name)),
            Self::EditProject(project) => ("project.edit", project.name.clone()),
            Self::AddPerson(person) => ("person.add", person.name.clone()),
            Self::EditPerson(person) => ("person.edit", person.name.clone()),
            Self::Delete(id) => ("books.delete", id.to_string()),
            Self::AddRecurring(ask) => ("recurring.add", ask.title.clone()),
            Self::EditRecurring(wanted, _) => ("recurring.edit", wanted.clone()),
            Self::PauseRecurring(wanted, true) => ("recurring.pause", wanted.clone()),
            Self::PauseRecurring(wanted, false) => ("recurring.resume", wanted.clone()),
            Self::MapTime(ask) => ("time.map", format!("{} → {}", ask.name, ask.project.as_deref().unwrap_or("–"))),
            Self::SetRate(ask) => {
                let of = [&ask.person, &ask.project, &ask.client];
                let of: Vec<&str> = of.into_iter().filter_map(|part| part.as_deref()).collect();
                ("rate.set", format!("{} {} {} {}", of.join(" × "), ask.amount, ask.currency, ask.per.as_str()).trim().to_owned())
            }
        }
    }
}

impl Settle {
    /// Its word in the audit log.
    pub(in crate::service) const fn word(&self) -> &'static str {
        match self {
            Self::Approve => "time.approve",
            Self::Unapprove => "time.unapprove",
            Self::WriteOff(_) => "time.write_off",
            Self::Restore => "time.restore",
        }
    }
}

impl ProjectView {
    /// Leaves out what only readers of the ledger see: of its time the caller's own is left, recorded and unbilled seconds.
    pub(in crate::service) fn hide(&mut self, (seconds, unbilled): (i64, i64)) {
        (self.seconds, self.unbilled, self.invoiced, self.spent) = (seconds, unbilled, Vec::new(), Decimal::ZERO);
        self.hidden = true;
        if matches!(self.project.budget, Some(Budget::Money(..))) {
            self.project.budget = None;
        }
    }
}

impl NewEntry {
    /// Whether anything is given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [&self.project, &self.person, &self.start, &self.end, &self.time, &self.zone, &self.task, &self.note];
        texts.iter().all(|text| text.is_none())
            && self.date.is_none()
            && self.tags.is_none()
            && self.billable.is_none()
            && self.price.is_none()
    }
}
