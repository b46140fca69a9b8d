//! Own books: clients, projects, people, rates, drafts, issued documents and receipts.
//!
//! For: billing, the store, the service. Uses: identities, amounts, documents. Never: arithmetic of money, which is `billing`'s.
//!
//! Everything here is a record of our own: it has a UUID of version 7, versions with authors, and is journal first.

mod draft;
mod issued;
mod people;
mod rate;
mod receipt;
mod recurring;
mod vat;
mod vat_rates;

pub use draft::{Draft, DraftLine, DraftState, Group, LineSource, Part, Rounded, RoundingLevel, Unit};
pub use issued::{Fx, Issued, IssuedKind, Series, TaxGroup};
pub use people::{Budget, Client, Person, Profile, Project, ProjectState};
pub use rate::{Increment, Level, Per, Rate, Retainer, Surcharge};
pub use receipt::{Receipt, ReceiptKind, ReceiptPart};
pub use recurring::{BooksCall, Recurring, RecurringLine, TimeMap};
pub use vat::{Category, Vat};
