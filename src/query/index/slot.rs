//! Questions about one slot: facts, open amount, items and tags.

use super::amounts::Amount;
use super::columns::{Columns, NO_DATE};
use super::facts::Facts;
use super::source::{AmountColumn, DateColumn, TextColumn};
use super::wording::{TAGS, any_among, numbers};

impl Columns {
    /// Facts of a slot.
    #[must_use]
    #[inline]
    pub(in crate::query) fn facts(&self, slot: usize) -> Facts {
        Facts(self.facts.get(slot).copied().unwrap_or_default())
    }

    /// Sets whether a document of the company cancels it.
    pub(super) fn set_cancelled_by(&mut self, slot: usize, cancelled: bool) {
        if let Some(place) = self.facts.get_mut(slot) {
            *place = Facts(*place).cancelled_by(cancelled).0;
        }
    }

    /// Whether it is overdue on a day, as [`super::columns::pack`] writes it.
    #[must_use]
    #[inline]
    pub(in crate::query) fn overdue(&self, slot: usize, today: i32) -> bool {
        let (due, facts) = (self.date(DateColumn::Due, slot), self.facts(slot));
        facts.any(Facts::OUTSTANDING) && !facts.any(Facts::CREDIT) && due != NO_DATE && due < today
    }

    /// The open amount, as `InvoiceRow::open_amount`.
    #[must_use]
    #[inline]
    pub(in crate::query) fn open(&self, slot: usize) -> Amount {
        if !self.facts(slot).any(Facts::OUTSTANDING) {
            return Amount::Small(0, 0);
        }
        match self.amount(AmountColumn::Balance).at(slot) {
            Amount::Missing => self.amount(AmountColumn::Gross).at(slot),
            balance => balance,
        }
    }

    /// Numbers of the texts of its line items in `Pools::items`.
    pub(in crate::query) fn items(&self, slot: usize) -> impl Iterator<Item = u32> {
        let text = self.text(TextColumn::Wording).get(slot);
        numbers(text.split_once(TAGS).map_or(text, |(items, _)| items))
    }

    /// Whether a line item or a tag of it is in one of these sets, which are in the order of the pools.
    pub(in crate::query) fn words_among(&self, slot: usize, items: &[bool], tags: &[bool]) -> bool {
        any_among(self.text(TextColumn::Wording).get(slot), items, tags)
    }

    /// Numbers of its tags in `Pools::tags`.
    pub(in crate::query) fn tags(&self, slot: usize) -> impl Iterator<Item = u32> {
        let text = self.text(TextColumn::Wording).get(slot);
        numbers(text.split_once(TAGS).map_or("", |(_, tags)| tags))
    }
}
