//! The pure arithmetic of time to cash: pricing, drafting, tax, numbering, settlement.
//!
//! For: the service. Uses: domain. Never: a store, the clock, a locale; what is refused is a message that names the entry or the line.
//!
//! Every amount is exact until the one place that rounds it: the net of a line, and the tax of a rate. Rounding is half away from zero,
//! to the scale of the currency.

mod amount;
mod document;
mod draft;
mod price;
mod retainer;
mod settle;
mod steps;
mod tax;
#[cfg(test)]
mod tests;
mod work;

pub use amount::{cash, priced, round};
pub use document::{Parties, cancellation, credit_note, invoice, partial_note};
pub use draft::{Capped, compose, discount, over_cap};
pub use price::{Piece, applying, pieces};
pub use retainer::charging;
pub use settle::{beside, open_amount, really_paid, settled, taken_back, to_payment};
pub use tax::{Totals, check, totals};
pub use work::{Charged, Compose, Due, Work, month_of};

/// Why something cannot be priced, drafted or issued, in words for people.
pub type Refusal = crate::domain::Message;
