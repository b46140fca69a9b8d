//! Options of a sandbox.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::generate::AccountOptions;
use super::request::RequestInfo;
use super::{Account, Fault};
use crate::clock::{Clock, SystemClock};

/// Keys of the accounts of a demo, in their order.
pub const DEMO_KEYS: [&str; 3] =
    ["d0c0ffee-2820-4581-8000-0000000001c9", "d0c0ffee-1240-4256-8000-0000000002d3", "d0c0ffee-0380-4078-8000-0000000003e7"];

/// Invoices of the accounts of a demo.
const DEMO_INVOICES: [usize; 3] = [282, 124, 38];

/// Called before each request is answered; may change the account.
pub type Hook = Box<dyn FnMut(&RequestInfo, &mut Account) + Send>;

/// Options of a sandbox.
pub struct Options {
    /// Port on 127.0.0.1; 0 takes any.
    pub port: u16,
    /// The accounts, each with a key of its own.
    pub accounts: Vec<AccountOptions>,
    /// The day that the accounts end on: their newest document is of this day.
    pub today: Date,
    /// Clock of the `Date` header, of the rate limit and of the times of changes.
    pub clock: Arc<dyn Clock>,
    /// Latency of every answer.
    pub latency: Duration,
    /// Faults.
    pub faults: Vec<Fault>,
    /// Send what the real service sends beyond its specification.
    pub quirks: bool,
    /// Requests of a key in a minute, above which there is only 429.
    pub rate_limit: Option<u32>,
    /// Compress answers for clients that accept it. Off by default: on one machine it only costs time.
    pub gzip: bool,
    /// Called before each request is answered.
    pub on_request: Option<Hook>,
}

impl Options {
    /// The accounts of a demo, as they are on `today`; 282 documents with 581 items in the first one.
    #[must_use]
    pub fn new(today: Date) -> Self {
        let accounts = DEMO_KEYS.iter().zip(DEMO_INVOICES).enumerate();
        let account = |(seller, (key, invoices)): (usize, (&&str, usize))| AccountOptions {
            key: (*key).to_owned(),
            invoices,
            seed: 1 + seller as u64,
            seller,
        };
        Self {
            port: 0,
            accounts: accounts.map(account).collect(),
            today,
            clock: Arc::new(SystemClock),
            latency: Duration::ZERO,
            faults: Vec::new(),
            quirks: false,
            rate_limit: None,
            gzip: false,
            on_request: None,
        }
    }

    /// Sets the number of documents of the first account.
    #[must_use]
    pub fn invoices(mut self, invoices: usize) -> Self {
        if let Some(first) = self.accounts.first_mut() {
            first.invoices = invoices;
        }
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        for (account, offset) in self.accounts.iter_mut().zip(0..) {
            account.seed = seed.wrapping_add(offset);
        }
        self
    }

    /// Adds something that goes wrong.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("accounts", &self.accounts)
            .field("today", &self.today)
            .field("faults", &self.faults)
            .field("quirks", &self.quirks)
            .finish_non_exhaustive()
    }
}
