//! Calendars at servers: what is asked of them over HTTP, what their events say, and what a sync does.
//!
//! For: the service, which keeps calendars and links. Uses: domain, locale, reqwest, quick-xml, calcard. Never: a store, the vault
//! (secrets come in), the clock.
//!
//! `http` sends one request and bounds the answer; [`dav`] speaks `CalDAV`; [`event`] reads and writes iCalendar; [`plan`] is pure and
//! says what both sides become.

pub mod dav;
mod error;
pub mod event;
mod http;
pub mod plan;
mod xml;

pub use error::CalendarError;
pub use http::{Http, address};
