//! Doubtful values of own books.

use serde::Serialize;

use crate::locale::Locale;
use crate::service::books::doubt::Doubt;

/// A value that was kept and is doubtful.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksWarning))]
pub struct DoubtJson {
    /// The field that has it.
    pub field: &'static str,
    /// `tax_number_wrong`, `iban_wrong`, `account_number_wrong`, `swift_wrong`, `vat_unusual`, `vat_place` or `fulfilled_closed`.
    pub kind: &'static str,
    /// The same in words.
    pub message: String,
}

/// Doubtful values as scripts see them.
pub(super) fn warnings(doubts: &[Doubt], locale: &Locale) -> Vec<DoubtJson> {
    let one = |doubt: &Doubt| DoubtJson { field: doubt.field, kind: doubt.kind, message: locale.text(&doubt.message) };
    doubts.iter().map(one).collect()
}
