//! Texts of line items and tags: each text once in a pool, and for each invoice the numbers of its own.
//!
//! The numbers of an invoice are kept as text (`3 17;2`: items, then tags) in a column of texts, because most companies sell the same
//! things again and again: an invoice costs some bytes, whatever its lines say.

use super::columns::{Columns, Pools, TextColumn};
use crate::domain::InvoiceRow;

/// Between the items and the tags.
const TAGS: char = ';';

/// The numbers of a row's texts.
pub(super) fn wording(row: &InvoiceRow, pools: &mut Pools) -> String {
    let mut text = String::new();
    let add = |text: &mut String, number: u32| {
        if !text.is_empty() && !text.ends_with(TAGS) {
            text.push(' ');
        }
        text.push_str(&number.to_string());
    };
    for item in &row.items {
        let number = pools.items.intern(item);
        add(&mut text, number);
    }
    if !row.tags.is_empty() {
        text.push(TAGS);
    }
    for tag in &row.tags {
        let number = pools.tags.intern(tag);
        add(&mut text, number);
    }
    text
}

fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(' ').filter_map(|number| number.parse().ok())
}

impl Columns {
    /// Numbers of the texts of its line items in [`Pools::items`].
    pub(in crate::query) fn items(&self, slot: usize) -> impl Iterator<Item = u32> {
        let text = self.text(TextColumn::Wording).get(slot);
        numbers(text.split_once(TAGS).map_or(text, |(items, _)| items))
    }

    /// Numbers of its tags in [`Pools::tags`].
    pub(in crate::query) fn tags(&self, slot: usize) -> impl Iterator<Item = u32> {
        let text = self.text(TextColumn::Wording).get(slot);
        numbers(text.split_once(TAGS).map_or("", |(_, tags)| tags))
    }
}
