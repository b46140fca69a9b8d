//! What every part of a printed invoice is drawn with.

use rust_decimal::Decimal;

use super::canvas::{Canvas, MARGIN, WIDTH};
use crate::document::model::Document;
use crate::locale::Locale;

/// Right end of the content.
pub(super) const RIGHT: f32 = WIDTH - MARGIN;

/// What every part is drawn with.
pub(super) struct Sheet<'a> {
    pub(super) canvas: &'a mut Canvas,
    pub(super) document: &'a Document,
    pub(super) locale: &'a Locale,
}

impl Sheet<'_> {
    /// A word of the locale.
    pub(super) fn word(&self, id: &'static str) -> String {
        self.locale.get(id)
    }

    /// An amount with the sign of the books, without its currency.
    pub(super) fn amount(&self, amount: Decimal) -> String {
        self.locale.amount(self.signed(amount), &self.document.currency)
    }

    /// An amount with the sign of the books and its currency.
    pub(super) fn money(&self, amount: Decimal) -> String {
        self.locale.money(self.signed(amount), &self.document.currency)
    }

    fn signed(&self, amount: Decimal) -> Decimal {
        if amount.is_zero() { Decimal::ZERO } else { amount * self.document.sign }
    }
}
