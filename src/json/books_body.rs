//! What scripts send of own books: clients, projects, people, rates, recurring invoices.

use serde::Deserialize;
use utoipa::ToSchema;

use super::shape::Sent;
use crate::domain::ledger::{
    Budget, Client, Group, Per, Person, Profile, Project, ProjectState, RecurringLine, Retainer, RoundingLevel, Surcharge,
};
use crate::domain::time::Price;
use crate::domain::{Party, RemoteId};
use crate::service::Result;
use crate::service::books::asked::{
    Asked, amount, currency, day, maybe_amount, maybe_currency, maybe_day, prefix, seconds, short, steps, vat, word,
};
use crate::service::books::{NewBooks, RateAsk, RecurringAsk, TimeMapAsk};

/// Implements a body: how it is read.
macro_rules! body {
    ($($asked:ty: $json:ident $read:ident;)+) => {$(
        impl Sent for Asked<$asked> {
            type Json = $json;
        }

        impl From<$json> for Asked<$asked> {
            fn from(json: $json) -> Self {
                Self($read(json))
            }
        }
    )+};
}
pub(super) use body;

body! {
    NewBooks: NewBooksJson new_books;
    Client: ClientBodyJson client;
    (Project, String): ProjectBodyJson project;
    Person: PersonBodyJson person;
    RateAsk: RateBodyJson rate;
    RecurringAsk: RecurringBodyJson recurring;
    TimeMapAsk: TimeMapBodyJson time_map;
}

/// Books to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBooks)]
pub struct NewBooksJson {
    /// Name of the company here; unique.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Name on documents; the name where it is left out.
    legal_name: Option<String>,
    tax_number: Option<String>,
    eu_tax_number: Option<String>,
    #[schema(min_length = 2, max_length = 2, example = "HU")]
    country: String,
    post_code: Option<String>,
    city: Option<String>,
    street: Option<String>,
    #[schema(min_length = 3, max_length = 3, example = "HUF")]
    currency: String,
    #[schema(example = "Europe/Budapest")]
    zone: String,
    /// Days until an invoice is due.
    terms_days: Option<u16>,
    /// Beginning of numbers.
    prefix: Option<String>,
    /// VAT where nothing else is said: a rate, or a reason.
    #[schema(example = "27")]
    vat: Option<String>,
    /// Adds them even if books with the same tax number are here already.
    #[serde(default)]
    force: bool,
}

fn new_books(json: NewBooksJson) -> Result<NewBooks> {
    let mut party = Party { name: json.legal_name.unwrap_or_else(|| json.name.clone()), ..Party::default() };
    party.tax_number = json.tax_number.map(Into::into);
    party.eu_tax_number = json.eu_tax_number.map(Into::into);
    party.address.country = Some(json.country.to_uppercase().into());
    party.address.post_code = json.post_code.map(Into::into);
    party.address.city = json.city.map(Into::into);
    party.address.street = json.street.map(Into::into);
    let profile = Profile {
        party,
        group_tax_number: None,
        currency: currency(&json.currency)?,
        zone: json.zone,
        terms_days: json.terms_days.unwrap_or(8).min(3650),
        prefix: prefix(json.prefix.as_deref().unwrap_or("INV"))?,
        vat: vat(json.vat.as_ref())?,
        closed_until: None,
    };
    Ok(NewBooks { name: json.name, profile, force: json.force })
}

/// A client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClientBody)]
pub struct ClientBodyJson {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    tax_number: Option<String>,
    eu_tax_number: Option<String>,
    group_tax_number: Option<String>,
    country: Option<String>,
    post_code: Option<String>,
    city: Option<String>,
    street: Option<String>,
    #[serde(default)]
    emails: Vec<String>,
    phone: Option<String>,
    /// Currency of its invoices; that of the company where it is left out.
    currency: Option<String>,
    language: Option<String>,
    terms_days: Option<u16>,
    /// VAT of its lines: a rate, or a reason.
    vat: Option<String>,
    buyer_reference: Option<String>,
    endpoint: Option<String>,
    /// Whether it is a private person: data of the tax authority have neither its name nor its address.
    #[serde(default)]
    private: bool,
    #[serde(default)]
    archived: bool,
}

fn client(json: ClientBodyJson) -> Result<Client> {
    let mut party = Party { name: json.name.trim().to_owned(), emails: json.emails, ..Party::default() };
    party.tax_number = json.tax_number.map(Into::into);
    party.eu_tax_number = json.eu_tax_number.map(Into::into);
    party.address.country = json.country.map(|country| country.to_uppercase().into());
    party.address.post_code = json.post_code.map(Into::into);
    party.address.city = json.city.map(Into::into);
    party.address.street = json.street.map(Into::into);
    party.phone = json.phone.map(Into::into);
    party.set_private(json.private);
    Ok(Client {
        id: RemoteId::new(""),
        party,
        group_tax_number: json.group_tax_number,
        currency: json.currency.as_deref().map(currency).transpose()?,
        language: json.language,
        terms_days: json.terms_days.map(|days| days.min(3650)),
        vat: vat(json.vat.as_ref())?,
        buyer_reference: json.buyer_reference,
        endpoint: json.endpoint,
        contact: None,
        archived: json.archived,
    })
}

/// A project.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProjectBody)]
pub struct ProjectBodyJson {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Client by name or identifier; a change keeps the client.
    client: Option<String>,
    /// `active`, `on_hold` or `archived`.
    state: Option<String>,
    budget_seconds: Option<i64>,
    budget_amount: Option<String>,
    /// Currency of the amount; that of the books where it is left out.
    budget_currency: Option<String>,
    billable: Option<bool>,
    /// Seconds of a step of billed time.
    step_seconds: Option<i64>,
    note: Option<String>,
}

fn project(json: ProjectBodyJson) -> Result<(Project, String)> {
    let amount = maybe_amount(json.budget_amount.as_ref())?;
    let budget = match (json.budget_seconds, amount) {
        (Some(seconds), _) => Some(Budget::Time(seconds.max(0))),
        (None, Some(amount)) => Some(Budget::Money(amount, maybe_currency(json.budget_currency.as_deref())?)),
        (None, None) => None,
    };
    let project = Project {
        id: RemoteId::new(""),
        name: json.name.trim().to_owned(),
        client: RemoteId::new(""),
        state: word(json.state.as_ref(), ProjectState::parse, ProjectState::Active)?,
        budget,
        billable: json.billable.unwrap_or(true),
        increment: steps(json.step_seconds, false, 0)?,
        note: short(json.note)?.unwrap_or_default(),
    };
    Ok((project, json.client.unwrap_or_default()))
}

/// A person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonBody)]
pub struct PersonBodyJson {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The user or token with which the person calls.
    user: Option<String>,
    email: Option<String>,
    #[serde(default)]
    archived: bool,
    /// What an hour costs.
    cost: Option<String>,
    /// Currency of the cost; that of the books where it is left out.
    cost_currency: Option<String>,
}

fn person(json: PersonBodyJson) -> Result<Person> {
    let cost = match maybe_amount(json.cost.as_ref())? {
        Some(amount) => Some(Price { amount, currency: maybe_currency(json.cost_currency.as_deref())? }),
        None => None,
    };
    let user = short(json.user)?.unwrap_or_default();
    Ok(Person {
        id: RemoteId::new(""),
        name: json.name.trim().to_owned(),
        user,
        email: json.email,
        archived: json.archived,
        cost,
    })
}

/// A rate to set. The one before it at the same level ends on its first day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RateBody)]
pub struct RateBodyJson {
    project: Option<String>,
    client: Option<String>,
    /// Person by name or identifier; needs a project.
    person: Option<String>,
    #[schema(example = "18000")]
    amount: String,
    /// That of the client, else that of the books, where it is left out.
    #[schema(example = "HUF")]
    currency: Option<String>,
    /// `hour`, `day`, `fixed` or `retainer`.
    per: Option<String>,
    /// Length of a day, as `8h`.
    day: Option<String>,
    /// Included seconds of a month, of a retainer.
    included_seconds: Option<i64>,
    /// Amount for each hour above, of a retainer.
    overage: Option<String>,
    #[schema(format = Date)]
    from: Option<String>,
    /// The day after the last one.
    #[schema(format = Date)]
    until: Option<String>,
    step_seconds: Option<i64>,
    #[serde(default)]
    nearest: bool,
    #[serde(default)]
    least_seconds: i64,
    /// Additions in percent by weekday and time of day.
    #[serde(default)]
    surcharges: Vec<SurchargeBodyJson>,
    cap: Option<String>,
}

/// An addition to a rate. One that goes beyond midnight is two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SurchargeBody)]
struct SurchargeBodyJson {
    /// 1 is Monday.
    #[schema(min_items = 1, max_items = 7)]
    weekdays: Vec<u8>,
    /// First second of the day.
    #[schema(minimum = 0, maximum = 86_399)]
    from_second: i32,
    /// The second after the last one; 86,400 is the end of the day.
    #[schema(minimum = 1, maximum = 86_400)]
    until_second: i32,
    #[schema(example = "50")]
    percent: String,
}

fn surcharge(json: &SurchargeBodyJson) -> Result<Surcharge> {
    let mut weekdays = 0u8;
    for day in &json.weekdays {
        // A day that is none is left to the books, which name it.
        weekdays |= day.checked_sub(1).and_then(|bit| 1u8.checked_shl(bit.into())).unwrap_or(0x80);
    }
    Ok(Surcharge { weekdays, from: json.from_second, until: json.until_second, percent: amount(&json.percent)? })
}

fn rate(json: RateBodyJson) -> Result<RateAsk> {
    use crate::error::{Error, ErrorKind};

    let needs = || Error::new(ErrorKind::Usage, crate::domain::Message::new("cli-retainer-needs"));
    let per = match json.per.as_deref().unwrap_or("hour") {
        "hour" => Per::Hour,
        "day" => Per::Day(seconds(json.day.as_deref().unwrap_or("8h"))?),
        "fixed" => Per::Fixed,
        "retainer" => {
            let included = json.included_seconds.filter(|seconds| (0..=3_000_000).contains(seconds)).ok_or_else(needs)?;
            Per::Retainer(Retainer { included, overage: amount(json.overage.as_deref().ok_or_else(needs)?)? })
        }
        other => {
            let message = crate::domain::Message::new("cli-not-a-unit").with("text", other.chars().take(20).collect::<String>());
            return Err(Error::new(ErrorKind::Usage, message));
        }
    };
    Ok(RateAsk {
        project: json.project,
        client: json.client,
        person: json.person,
        amount: amount(&json.amount)?,
        currency: maybe_currency(json.currency.as_deref())?,
        per,
        from: maybe_day(json.from.as_ref())?,
        until: maybe_day(json.until.as_ref())?,
        increment: steps(json.step_seconds, json.nearest, json.least_seconds)?,
        surcharges: json.surcharges.iter().map(surcharge).collect::<Result<_>>()?,
        cap: maybe_amount(json.cap.as_ref())?,
    })
}

/// A line that each recurring invoice has.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecurringLineBody)]
pub(super) struct RecurringLineBodyJson {
    #[schema(min_length = 1)]
    text: String,
    #[schema(example = "1")]
    quantity: String,
    #[schema(example = "12000")]
    unit_price: String,
    vat: Option<String>,
}

/// A recurring invoice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecurringBody)]
pub struct RecurringBodyJson {
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    client: String,
    project: Option<String>,
    /// Months from one to the next.
    #[schema(minimum = 1, maximum = 120)]
    months: Option<u16>,
    /// The day of the next one.
    #[schema(format = Date)]
    next: String,
    #[schema(format = Date)]
    until: Option<String>,
    /// Whether it bills time and retainers.
    #[serde(default)]
    time: bool,
    /// `entry`, `day`, `task`, `person`, `project` or `week`.
    group: Option<String>,
    /// `entry`, `day` or `line`.
    rounding_level: Option<String>,
    #[serde(default)]
    lines: Vec<RecurringLineBodyJson>,
    vat: Option<String>,
    note: Option<String>,
}

fn recurring(json: RecurringBodyJson) -> Result<RecurringAsk> {
    let line = |line: RecurringLineBodyJson| -> Result<RecurringLine> {
        Ok(RecurringLine {
            text: line.text,
            quantity: amount(&line.quantity)?,
            unit_price: amount(&line.unit_price)?,
            vat: vat(line.vat.as_ref())?,
        })
    };
    Ok(RecurringAsk {
        title: json.title.trim().to_owned(),
        client: json.client,
        project: json.project,
        months: json.months.unwrap_or(1),
        next: day(&json.next)?,
        until: maybe_day(json.until.as_ref())?,
        time: json.time,
        group: word(json.group.as_ref(), Group::parse, Group::Project)?,
        level: word(json.rounding_level.as_ref(), RoundingLevel::parse, RoundingLevel::Line)?,
        lines: json.lines.into_iter().map(line).collect::<Result<_>>()?,
        vat: vat(json.vat.as_ref())?,
        note: short(json.note)?.unwrap_or_default(),
    })
}

/// A name of time files that stands for a project.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TimeMapBody)]
pub struct TimeMapBodyJson {
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Whether it is a tag; else the name of a project.
    #[serde(default)]
    tag: bool,
    /// Project by name or identifier; without one the name is forgotten.
    project: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "as the others")]
fn time_map(json: TimeMapBodyJson) -> Result<TimeMapAsk> {
    Ok(TimeMapAsk { name: json.name, tag: json.tag, project: json.project })
}
