//! The profile, clients, projects, people and rates.

use serde::Serialize;

use super::doubt::{DoubtJson, warnings};
use super::recurring::{RecurringJson, TimeMapJson};
use crate::domain::ledger::{Budget, Client, Per, Person, Profile};
use crate::domain::{CompanyId, Party};
use crate::json::value::{Amount, Day, Shown};
use crate::locale::Locale;
use crate::service::books::doubt;
use crate::service::books::{Behind, BooksView, Edited, Invoiced, ProjectView, RateView};

/// `faktura books show --json`, and the lists of clients, projects, people and rates.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksOverview))]
#[expect(missing_docs, reason = "the names are the promise; BooksView explains them")]
pub struct BooksJson<'r> {
    pub company_id: u32,
    pub company: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clients: Option<Vec<ClientJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projects: Option<Vec<ProjectJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<PersonJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<Vec<RateJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring: Option<Vec<RecurringJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_maps: Option<Vec<TimeMapJson<'r>>>,
}

/// `faktura books add --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksAdded))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct BooksAddedJson<'r> {
    pub company_id: u32,
    pub company: CompanyNameJson<'r>,
    pub books: ProfileJson<'r>,
}

/// A company by its number and name.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksCompanyName))]
pub struct CompanyNameJson<'r> {
    pub id: u32,
    pub name: &'r str,
    pub provider: &'r str,
}

/// `books skip-lost --json`.
#[derive(Debug, Serialize)]
pub struct SkippedNumbersJson {
    /// Ranges of numbers that are left out.
    pub skipped: Vec<NumbersJson>,
}

/// A range of numbers.
#[derive(Debug, Serialize)]
pub struct NumbersJson {
    /// The series.
    pub series: String,
    /// Its first number.
    pub first: String,
    /// Its last number.
    pub last: String,
}

impl SkippedNumbersJson {
    /// What was left out.
    #[must_use]
    pub fn new(lost: &[Behind]) -> Self {
        let range = |lost: &Behind| {
            let (first, last) = lost.numbers();
            NumbersJson { series: lost.series.clone(), first, last }
        };
        Self { skipped: lost.iter().map(range).collect() }
    }
}

impl<'r> BooksAddedJson<'r> {
    /// What scripts see of new books.
    #[must_use]
    pub fn new(view: &'r BooksView, locale: &Locale) -> Self {
        let company = &view.company;
        let (name, provider) = (company.name.as_str(), company.provider.as_str());
        let company = CompanyNameJson { id: company.id.0, name, provider };
        Self { company_id: company.id, company, books: ProfileJson::told(&view.profile, locale) }
    }
}

/// The result of a change: one of these.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksEdited))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the promise; Edited explains them")]
pub enum EditedJson<'r> {
    Books(ProfileJson<'r>),
    Client(ClientJson<'r>),
    Project(ProjectJson<'r>),
    Person(PersonJson<'r>),
    Rate(RateJson<'r>),
    Recurring(RecurringJson<'r>),
    TimeMap(TimeMapJson<'r>),
    Deleted(&'r str),
}

/// Name, numbers and address.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksParty))]
pub struct BooksPartyJson<'r> {
    pub name: &'r str,
    pub tax_number: Option<&'r str>,
    pub eu_tax_number: Option<&'r str>,
    pub group_tax_number: Option<&'r str>,
    pub country: Option<&'r str>,
    pub post_code: Option<&'r str>,
    pub city: Option<&'r str>,
    pub street: Option<&'r str>,
    pub emails: &'r [String],
    pub phone: Option<&'r str>,
    pub account_number: Option<&'r str>,
    pub iban: Option<&'r str>,
}

/// The profile of own books.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksProfile))]
pub struct ProfileJson<'r> {
    #[serde(flatten)]
    pub party: BooksPartyJson<'r>,
    pub currency: &'r str,
    pub zone: &'r str,
    pub terms_days: u16,
    pub prefix: &'r str,
    pub vat: Option<&'r str>,
    pub closed_until: Option<Day>,
    /// Values that were kept and are doubtful; where the profile was added or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<DoubtJson>>,
}

/// A client.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksClient))]
#[expect(missing_docs, reason = "the names are the promise; Client explains them")]
pub struct ClientJson<'r> {
    pub id: &'r str,
    #[serde(flatten)]
    pub party: BooksPartyJson<'r>,
    pub currency: Option<&'r str>,
    pub language: Option<&'r str>,
    pub terms_days: Option<u16>,
    pub vat: Option<&'r str>,
    pub buyer_reference: Option<&'r str>,
    pub endpoint: Option<&'r str>,
    pub contact: Option<ContactLinkJson<'r>>,
    pub private: bool,
    pub archived: bool,
    /// Values that were kept and are doubtful; where one client was added, changed or asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<DoubtJson>>,
}

/// The contact of a synced company that a client is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksContactLink))]
pub struct ContactLinkJson<'r> {
    pub company_id: u32,
    pub contact_id: &'r str,
}

/// A project with its budget.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksProject))]
#[expect(missing_docs, reason = "the names are the promise; ProjectView explains them")]
pub struct ProjectJson<'r> {
    pub id: &'r str,
    pub name: &'r str,
    pub client_id: &'r str,
    pub client: &'r str,
    pub state: &'static str,
    pub billable: bool,
    pub seconds: i64,
    pub unbilled_seconds: i64,
    /// In the currency of the client; missing where it is larger than an amount can be.
    pub invoiced: Option<Amount>,
    pub currency: &'r str,
    /// By currency, where documents have several.
    pub invoiced_in: Vec<InvoicedJson<'r>>,
    pub budget_seconds: Option<i64>,
    pub budget_amount: Option<Amount>,
    pub budget_currency: Option<&'r str>,
    /// Percent of the budget.
    pub budget_used: Option<Amount>,
    pub step_seconds: Option<i64>,
    pub note: &'r str,
}

/// What was invoiced in a currency.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksInvoiced))]
pub struct InvoicedJson<'r> {
    pub currency: &'r str,
    pub amount: Option<Amount>,
}

impl<'r> InvoicedJson<'r> {
    fn new(of: &'r Invoiced) -> Self {
        Self { currency: of.currency.as_str(), amount: of.net.map(Shown) }
    }
}

/// A person.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksPerson))]
#[expect(missing_docs, reason = "the names are the promise; Person explains them")]
pub struct PersonJson<'r> {
    pub id: &'r str,
    pub name: &'r str,
    pub user: Option<&'r str>,
    pub email: Option<&'r str>,
    pub archived: bool,
    /// What an hour costs; missing for callers that may not see it.
    pub cost: Option<Amount>,
    pub cost_currency: Option<&'r str>,
}

/// A rate.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRate))]
#[expect(missing_docs, reason = "the names are the promise; Rate explains them")]
pub struct RateJson<'r> {
    pub id: &'r str,
    pub level: &'static str,
    pub client: Option<&'r str>,
    pub project: Option<&'r str>,
    pub person: Option<&'r str>,
    pub amount: Amount,
    pub currency: &'r str,
    pub per: &'static str,
    pub day_seconds: Option<i64>,
    pub included_seconds: Option<i64>,
    pub overage: Option<Amount>,
    /// First day.
    pub from: Day,
    /// The day after the last one.
    pub until: Option<Day>,
    pub step_seconds: Option<i64>,
    pub surcharges: Vec<SurchargeJson>,
    pub cap: Option<Amount>,
}

/// An addition to a rate.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksSurcharge))]
pub struct SurchargeJson {
    pub percent: Amount,
    /// 1 is Monday.
    pub weekdays: Vec<u8>,
    pub from_second: i32,
    pub until_second: i32,
}

fn party<'r>(party: &'r Party, group: Option<&'r String>) -> BooksPartyJson<'r> {
    let address = &party.address;
    BooksPartyJson {
        name: &party.name,
        tax_number: party.tax_number.as_deref(),
        eu_tax_number: party.eu_tax_number.as_deref(),
        group_tax_number: group.map(String::as_str),
        country: address.country.as_deref(),
        post_code: address.post_code.as_deref(),
        city: address.city.as_deref(),
        street: address.street.as_deref(),
        emails: &party.emails,
        phone: party.phone.as_deref(),
        account_number: party.account_number.as_deref(),
        iban: party.iban.as_deref(),
    }
}

impl<'r> ProfileJson<'r> {
    fn new(profile: &'r Profile) -> Self {
        Self {
            party: party(&profile.party, profile.group_tax_number.as_ref()),
            currency: profile.currency.as_str(),
            zone: &profile.zone,
            terms_days: profile.terms_days,
            prefix: &profile.prefix,
            vat: profile.vat.as_ref().map(|vat| vat.word.as_str()),
            closed_until: profile.closed_until.map(Shown),
            warnings: None,
        }
    }

    /// The same with what is doubtful about it.
    fn told(profile: &'r Profile, locale: &Locale) -> Self {
        Self { warnings: Some(warnings(&doubt::of_profile(profile), locale)), ..Self::new(profile) }
    }
}

impl<'r> ClientJson<'r> {
    /// What scripts see of a client.
    #[must_use]
    pub fn new(client: &'r Client) -> Self {
        let link = |(company, contact): &'r (CompanyId, crate::domain::RemoteId)| ContactLinkJson {
            company_id: company.0,
            contact_id: contact.as_str(),
        };
        Self {
            id: client.id.as_str(),
            party: party(&client.party, client.group_tax_number.as_ref()),
            currency: client.currency.as_ref().map(crate::domain::Currency::as_str),
            language: client.language.as_deref(),
            terms_days: client.terms_days,
            vat: client.vat.as_ref().map(|vat| vat.word.as_str()),
            buyer_reference: client.buyer_reference.as_deref(),
            endpoint: client.endpoint.as_deref(),
            contact: client.contact.as_ref().map(link),
            private: client.party.is_private(),
            archived: client.archived,
            warnings: None,
        }
    }

    /// The same with what is doubtful about it.
    fn told(client: &'r Client, locale: &Locale) -> Self {
        Self { warnings: Some(warnings(&doubt::of_client(client), locale)), ..Self::new(client) }
    }
}

impl<'r> ProjectJson<'r> {
    /// What scripts see of a project.
    #[must_use]
    pub fn new(view: &'r ProjectView) -> Self {
        let project = &view.project;
        let (seconds, amount, currency) = match &project.budget {
            Some(Budget::Time(seconds)) => (Some(*seconds), None, None),
            Some(Budget::Money(amount, currency)) => (None, Some(Shown(*amount)), Some(currency.as_str())),
            None => (None, None, None),
        };
        Self {
            id: project.id.as_str(),
            name: &project.name,
            client_id: project.client.as_str(),
            client: &view.client,
            state: project.state.as_str(),
            billable: project.billable,
            seconds: view.seconds,
            unbilled_seconds: view.unbilled,
            invoiced: view.invoiced().map(Shown),
            currency: view.currency.as_str(),
            invoiced_in: view.invoiced.iter().map(InvoicedJson::new).collect(),
            budget_seconds: seconds,
            budget_amount: amount,
            budget_currency: currency,
            budget_used: view.used().map(Shown),
            step_seconds: project.increment.map(|increment| increment.step),
            note: &project.note,
        }
    }
}

impl<'r> PersonJson<'r> {
    /// What scripts see of a person.
    #[must_use]
    pub fn new(person: &'r Person) -> Self {
        Self {
            id: person.id.as_str(),
            name: &person.name,
            user: Some(person.user.as_str()).filter(|user| !user.is_empty()),
            email: person.email.as_deref(),
            archived: person.archived,
            cost: person.cost.as_ref().map(|cost| Shown(cost.amount)),
            cost_currency: person.cost.as_ref().map(|cost| cost.currency.as_str()),
        }
    }
}

impl<'r> RateJson<'r> {
    /// What scripts see of a rate.
    #[must_use]
    pub fn new(view: &'r RateView) -> Self {
        let rate = &view.rate;
        let retainer = match &rate.per {
            Per::Retainer(retainer) => Some(retainer),
            Per::Hour | Per::Day(_) | Per::Fixed => None,
        };
        let surcharge = |surcharge: &crate::domain::ledger::Surcharge| SurchargeJson {
            percent: Shown(surcharge.percent),
            weekdays: (1..=7).filter(|day| surcharge.weekdays & (1 << (day - 1)) != 0).collect(),
            from_second: surcharge.from,
            until_second: surcharge.until,
        };
        Self {
            id: rate.id.as_str(),
            level: rate.level.as_str(),
            client: view.client.as_deref(),
            project: view.project.as_deref(),
            person: view.person.as_deref(),
            amount: Shown(rate.amount),
            currency: rate.currency.as_str(),
            per: rate.per.as_str(),
            day_seconds: match rate.per {
                Per::Day(seconds) => Some(seconds),
                Per::Hour | Per::Fixed | Per::Retainer(_) => None,
            },
            included_seconds: retainer.map(|retainer| retainer.included),
            overage: retainer.map(|retainer| Shown(retainer.overage)),
            from: Shown(rate.from),
            until: rate.until.map(Shown),
            step_seconds: rate.increment.map(|increment| increment.step),
            surcharges: rate.surcharges.iter().map(surcharge).collect(),
            cap: rate.cap.map(Shown),
        }
    }
}

impl<'r> EditedJson<'r> {
    /// What scripts see of a change.
    #[must_use]
    pub fn new(edited: &'r Edited, locale: &Locale) -> Self {
        match edited {
            Edited::Profile(profile) => Self::Books(ProfileJson::told(profile, locale)),
            Edited::Client(client) => Self::Client(ClientJson::told(client, locale)),
            Edited::Project(project) => Self::Project(ProjectJson::new(project)),
            Edited::Person(person) => Self::Person(PersonJson::new(person)),
            Edited::Rate(rate) => Self::Rate(RateJson::new(rate)),
            Edited::Recurring(view) => Self::Recurring(RecurringJson::new(view)),
            Edited::TimeMap(map, project) => Self::TimeMap(TimeMapJson::new(map, project.as_deref())),
            Edited::Deleted(id) => Self::Deleted(id.as_str()),
        }
    }
}

impl<'r> BooksJson<'r> {
    /// Everything.
    #[must_use]
    pub fn new(view: &'r BooksView) -> Self {
        Self {
            profile: Some(ProfileJson::new(&view.profile)),
            clients: Some(view.clients.iter().map(ClientJson::new).collect()),
            projects: Some(view.projects.iter().map(ProjectJson::new).collect()),
            people: Some(view.people.iter().map(PersonJson::new).collect()),
            rates: Some(view.rates.iter().map(RateJson::new).collect()),
            recurring: Some(view.recurring.iter().map(RecurringJson::new).collect()),
            time_maps: Some(view.maps.iter().map(|(map, project)| TimeMapJson::new(map, Some(project))).collect()),
            ..Self::bare(view)
        }
    }

    /// Only the company.
    #[must_use]
    pub fn bare(view: &'r BooksView) -> Self {
        let (company_id, company) = (view.company.id.0, view.company.name.as_str());
        Self {
            company_id,
            company,
            profile: None,
            clients: None,
            projects: None,
            people: None,
            rates: None,
            recurring: None,
            time_maps: None,
        }
    }
}
