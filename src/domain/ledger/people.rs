//! The company's own profile, its clients, projects and people.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Increment, Vat};
use crate::domain::as_text;
use crate::domain::time::Price;
use crate::domain::{CompanyId, Currency, Party, RemoteId};

/// How a company of our own appears on its documents, and its defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Name, numbers, address and bank account as the seller.
    pub party: Party,
    /// Tax number of the VAT group that it belongs to.
    pub group_tax_number: Option<String>,
    /// Base currency.
    pub currency: Currency,
    /// IANA zone: its days and months are those of this zone.
    pub zone: String,
    /// Days until an invoice is due, where the client has none of its own.
    pub terms_days: u16,
    /// Beginning of the numbers of its documents.
    pub prefix: String,
    /// VAT of lines, where nothing else is said.
    pub vat: Option<Vat>,
    /// Days up to this one are closed: nothing on them changes.
    #[serde(with = "as_text")]
    pub closed_until: Option<Date>,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// Name, numbers and address as the buyer.
    pub party: Party,
    /// Tax number of the VAT group that it belongs to.
    pub group_tax_number: Option<String>,
    /// Currency of its invoices; `None` for that of the company.
    pub currency: Option<Currency>,
    /// Language of its documents.
    pub language: Option<String>,
    /// Days until an invoice is due; `None` for those of the company.
    pub terms_days: Option<u16>,
    /// VAT of its lines; `None` for that of the company.
    pub vat: Option<Vat>,
    /// Reference that the buyer wants on e-invoices.
    pub buyer_reference: Option<String>,
    /// Electronic address for e-invoices, such as `0191:32560682`.
    pub endpoint: Option<String>,
    /// The contact of a synced company that it is.
    pub contact: Option<(CompanyId, RemoteId)>,
    /// Whether it is archived: it takes no new projects.
    pub archived: bool,
}

/// A project of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// Name; unique among the projects of the company that are not archived.
    pub name: String,
    /// The client.
    pub client: RemoteId,
    /// State.
    pub state: ProjectState,
    /// Budget.
    pub budget: Option<Budget>,
    /// Whether its time is meant for invoices.
    pub billable: bool,
    /// Steps of billed time, where the rate has none of its own.
    pub increment: Option<Increment>,
    /// Note.
    pub note: String,
}

/// Whether a project takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProjectState {
    /// It takes time.
    Active,
    /// It takes no time for now.
    OnHold,
    /// It is over; kept for what refers to it.
    Archived,
}

/// Budget of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Budget {
    /// Seconds of work.
    Time(i64),
    /// Net amount.
    Money(#[serde(with = "as_text")] Decimal, Currency),
}

/// A person that works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A UUID of version 7.
    pub id: RemoteId,
    /// Name.
    pub name: String,
    /// The user or token with which the person calls; empty for a person that records nothing itself.
    pub user: String,
    /// E-mail address, by which imported time finds the person.
    pub email: Option<String>,
    /// Whether the person has left.
    pub archived: bool,
    /// What an hour of the person costs, for reports of profit.
    pub cost: Option<Price>,
}

impl ProjectState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::OnHold, Self::Archived];

    /// The word of the command line and the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::OnHold => "on_hold",
            Self::Archived => "archived",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}
