//! What an accounting service can do: reading by feed, which every one can, and what only some can.

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::{Answer, ListRequest, Page, Profile, ProviderError, Record, ServerTime};
use crate::domain::{Payment, RemoteId, TaxReport};

/// A request on its way.
pub type Call<'a, T> = BoxFuture<'a, Result<Answer<T>, ProviderError>>;

/// One account at an accounting service: one tenant.
///
/// Every method of this trait and of the others here sends exactly one request and only reads, so that requests can be counted,
/// paced and repeated.
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// What the account tells of itself.
    fn profile(&self) -> Call<'_, Profile>;
    /// One page of a feed, newest first.
    fn list(&self, request: ListRequest) -> Call<'_, Page>;
    /// One record of a feed as it is now.
    fn get<'a>(&'a self, feed: &'a Feed, id: &'a RemoteId) -> Call<'a, Record>;
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
}

/// A service that tells its time.
pub trait ServiceClock {
    /// The service's clock; its zone is remembered, because some filters are in it.
    fn server_time(&self) -> Call<'_, ServerTime>;
}

/// A service that tells the payments of a document.
pub trait Payments {
    /// Payments booked on a document.
    fn payments<'a>(&'a self, id: &'a RemoteId) -> Call<'a, Vec<Payment>>;
}

/// A service that has files of a document.
pub trait Files {
    /// The document as PDF; at most 32 MiB. `None` while the service is still making it: ask again later.
    fn pdf<'a>(&'a self, id: &'a RemoteId) -> Call<'a, Option<Vec<u8>>>;
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
    /// Its name at the service.
    pub name: &'static str,
    /// Most records of one page.
    pub per_page: u32,
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
