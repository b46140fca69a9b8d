//! A pretend `QuickBooks` Online: companies that answer queries, questions for changes, reads and writes.
//!
//! For: `faktura sandbox --provider quickbooks`, tests and benchmarks. Uses: the consent and tokens of [`super::oauth`], serde.
//! Never: floats in sums, files, or the network beyond loopback.
//!
//! Reading order: [`Books`] is the API that a site serves; `ledger` keeps a company, `post` writes to it by the `rules`, `query` reads statements,
//! `routes` answers requests, `made` makes a company up. What is not confirmed of the service is a [`Switches`] field.

mod ledger;
mod made;
mod post;
mod query;
mod routes;
mod rules;
mod switches;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;

pub use ledger::Ledger;
pub use made::MadeUp;
pub use switches::{SalesTax, Switches};

use super::SandboxError;
use super::oauth::{Api, ApiAnswer, ApiRequest, Company};
use super::setting::{Setting, percents};

/// Companies of a pretend `QuickBooks`. Its clones are the same companies: a test keeps one and gives the other to a site.
#[derive(Clone)]
pub struct Books(Arc<Mutex<Vec<Ledger>>>);

impl Books {
    /// Companies with made up content.
    #[must_use]
    pub fn new(companies: &[MadeUp], today: Date) -> Self {
        Self(Arc::new(Mutex::new(companies.iter().map(|company| company.ledger(today)).collect())))
    }

    /// One company for each of a demo's realms.
    #[must_use]
    pub fn demo(today: Date, invoices: usize, seed: u64) -> Self {
        let demo = super::oauth::Companies::demo(super::oauth::Service::QuickBooks).0;
        let made = |(company, at): (Company, u64)| MadeUp {
            realm: company.id,
            name: company.name,
            invoices: if at == 0 { invoices } else { invoices.min(20) },
            seed: seed.wrapping_add(at),
        };
        Self::new(&demo.into_iter().zip(0..).map(made).collect::<Vec<_>>(), today)
    }

    /// Changes a setting of every company. With tax by line they have a code for each rate.
    ///
    /// # Errors
    /// There is none of this name, or it cannot have this value.
    pub fn set(&self, setting: &Setting, now: Timestamp) -> Result<(), SandboxError> {
        let rates = setting.value().strip_prefix("by-line:").filter(|_| setting.name() == "tax").and_then(percents);
        for ledger in self.lock().iter_mut() {
            ledger.switches.set(setting)?;
            for percent in rates.iter().flatten() {
                // A name that is taken is a code that is there.
                let _ = ledger.tax_code(&format!("{percent}% tax"), *percent, now);
            }
        }
        Ok(())
    }

    /// Reads or changes a company; `None` without one at this position. Requests wait meanwhile.
    pub fn company<R>(&self, index: usize, look: impl FnOnce(&mut Ledger) -> R) -> Option<R> {
        self.lock().get_mut(index).map(look)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Ledger>> {
        // A test that panicked while it looked must not take the others along.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Books {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Books")
    }
}

impl Api for Books {
    fn companies(&self) -> Vec<Company> {
        self.lock().iter().map(|ledger| Company { id: ledger.realm.clone(), name: ledger.name.clone() }).collect()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        let mut ledgers = self.lock();
        match ledgers.iter_mut().find(|ledger| ledger.realm == request.company) {
            Some(ledger) => routes::answer(ledger, request),
            None => routes::gateway(403, "3100", "ApplicationAuthorizationFailed", "AUTHORIZATION"),
        }
    }

    fn failed(&mut self, request: &ApiRequest, answer: &ApiAnswer) {
        let mut ledgers = self.lock();
        let realm = request.path.trim_start_matches("/v3/company/").split('/').next().unwrap_or_default();
        if let Some(ledger) = ledgers.iter_mut().find(|ledger| ledger.realm == realm) {
            routes::failed(ledger, request, answer);
        }
    }

    fn unauthorized(&self) -> ApiAnswer {
        routes::gateway(401, "3200", "AuthenticationFailed", "AUTHENTICATION")
    }

    fn forbidden(&self) -> ApiAnswer {
        routes::gateway(403, "3100", "ApplicationAuthorizationFailed", "AUTHORIZATION")
    }

    fn failure(&self, status: u16) -> ApiAnswer {
        routes::failure(status)
    }
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
