//! What an accounting service can do: reading by feed, which every one can, and what only some can.

use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::writer::Writer;
use super::{Answer, ListRequest, Page, Profile, ProviderError, Record, ServerTime};
use crate::domain::{HistoryEntry, Kind, RemoteId, TaxReport};

/// A request on its way.
pub type Call<'a, T> = BoxFuture<'a, Result<Answer<T>, ProviderError>>;

/// One account at an accounting service: one tenant.
///
/// Every method of this trait and of the others sends exactly one request, so that requests can be counted and paced. All but
/// [`Writer::send`] only read and can be repeated.
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// What the account tells of itself.
    fn profile(&self) -> Call<'_, Profile>;
    /// One page of a feed. By numbered pages newest first, if the service can; else in the order of identifiers.
    fn list(&self, request: ListRequest) -> Call<'_, Page>;
    /// One record of a feed as it is now.
    fn get<'a>(&'a self, feed: &'a Feed, id: &'a RemoteId) -> Call<'a, Record>;
    /// Number of records of feeds, where the service can be asked for it alone.
    fn counting(&self) -> Option<&dyn Counting> {
        None
    }
    /// What names records, where the service tells that without the rest of them.
    fn naming(&self) -> Option<&dyn Naming> {
        None
    }
    /// Changes of several feeds at once, where the service tells them.
    fn changes(&self) -> Option<&dyn ChangeFeed> {
        None
    }
    /// The service's clock, where it can be asked.
    fn clock(&self) -> Option<&dyn ServiceClock> {
        None
    }
    /// Payments of a document, where it can be asked for them.
    fn payments(&self) -> Option<&dyn Payments> {
        None
    }
    /// Files of a document, where there are some.
    fn files(&self) -> Option<&dyn Files> {
        None
    }
    /// Reports to a tax authority, where the service makes them.
    fn filings(&self) -> Option<&dyn TaxFilings> {
        None
    }
    /// Writing, where the service can be written to.
    fn writer(&self) -> Option<&dyn Writer> {
        None
    }
}

/// A service that counts the records of a feed.
pub trait Counting {
    /// Number of records of a feed now.
    fn count<'a>(&'a self, feed: &'a Feed) -> Call<'a, u64>;
}

/// A service that tells what names a record without the rest of it: a record that it fails over can still be told from others.
pub trait Naming {
    /// The first record of a feed after a mark; `None` if there is none.
    fn first_after<'a>(&'a self, feed: &'a Feed, mark: Option<&'a str>) -> Call<'a, Option<Named>>;
}

/// What names a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The mark after which the next record follows.
    pub mark: Box<str>,
    /// Its identifier.
    pub id: RemoteId,
    /// Its number, or the name of a contact.
    pub number: Option<String>,
}

/// A service that tells what changed in several feeds with one request, deletions too.
pub trait ChangeFeed {
    /// What changed in these feeds since a point in time, in the service's view.
    fn changes<'a>(&'a self, feeds: &'a [Feed], since: Timestamp) -> Call<'a, Changes>;
    /// How far back it tells; for longer a scan of the whole account is needed.
    fn reach(&self) -> Duration;
}

/// A service that tells its time.
pub trait ServiceClock {
    /// The service's clock; its zone is remembered, because some filters are in it.
    fn server_time(&self) -> Call<'_, ServerTime>;
    /// Whether it is asked before anything is read, because its answer tells how to read.
    fn is_first(&self) -> bool {
        false
    }
}

/// A service that tells the payments of a document.
pub trait Payments {
    /// Payments booked on a document.
    fn payments<'a>(&'a self, id: &'a RemoteId) -> Call<'a, Vec<HistoryEntry>>;
}

/// A service that has files of a document.
pub trait Files {
    /// The document as PDF; at most 32 MiB. `None` while the service is still making it: ask again later. `credit` says that it gives
    /// credit: a service may keep such documents elsewhere.
    fn pdf<'a>(&'a self, id: &'a RemoteId, credit: bool) -> Call<'a, Option<Vec<u8>>>;
    /// The document's public address.
    fn public_url<'a>(&'a self, id: &'a RemoteId) -> Call<'a, String>;
}

/// A service that reports documents to a tax authority.
pub trait TaxFilings {
    /// What the tax authority answered about a document.
    fn tax_report<'a>(&'a self, id: &'a RemoteId) -> Call<'a, TaxReport>;
}

/// Records of an account that are listed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// Its name at the service. The store keeps it: it never changes.
    pub name: &'static str,
    /// Kind of its records. Several feeds may fill one kind.
    pub kind: Kind,
    /// What the identifiers of its records begin with where identifiers are unique within an entity only, such as `creditmemo:`; empty
    /// otherwise. Feeds of one kind with the same prefix share one set of identifiers.
    pub prefix: &'static str,
    /// Most records of one page.
    pub per_page: u32,
    /// How the whole of it is listed.
    pub walk: Walk,
    /// How changes are asked for.
    pub news: News,
    /// Since when more of a record is understood than before: what was scanned earlier is scanned once more. `None` where nothing is.
    pub reread: Option<Timestamp>,
}

/// How the whole of a feed is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// By numbered pages ([`super::Place::Page`]): what is added or moved while they are read moves others across their borders.
    Pages,
    /// Each page after the last identifier of the one before ([`super::Place::After`]), one after another; nothing moves. Where the count
    /// of the service disagrees, by numbered pages.
    Keys,
}

/// How the changes of a feed are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// By the time of modification ([`super::Scope::ModifiedSince`]).
    Modified,
    /// Like `Modified`; once a day everything is looked over by its outline ([`super::Scope::Outline`]), because the time of modification
    /// misses some changes.
    ModifiedAndSwept,
    /// Like `Modified`; what was issued lately is looked at again, because the time of modification misses some
    /// ([`super::Scope::IssuedSince`]).
    ModifiedAndLate,
    /// With those of other feeds, by [`ChangeFeed`].
    Told,
}

/// What changed in several feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Records that are new or changed.
    pub records: Vec<Record>,
    /// Records that are gone.
    pub deleted: Vec<(Kind, RemoteId)>,
    /// Names of the feeds with more changes than are told here.
    pub overflow: Vec<&'static str>,
}

/// What a service can do beside listing. What it lacks is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capabilities {
    /// It tells the payments of a document.
    pub payments: bool,
    /// It has a PDF and a public address of a document.
    pub files: bool,
    /// It reports documents to a tax authority.
    pub filings: bool,
}
