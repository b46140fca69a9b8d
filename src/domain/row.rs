//! The row of an invoice: its fields for lists, filters and totals.

use std::collections::HashSet;

use super::numbers::Country;
use super::{Direction, Invoice, InvoiceRow, Party, RemoteId, StoredInvoice, counting, quality};

/// Line items up to this number are compared with each other: that is faster than hashing.
const FEW: usize = 8;

impl StoredInvoice {
    /// The row of the invoice.
    #[must_use]
    pub fn row(&self) -> InvoiceRow {
        let invoice = &self.entity;
        let partner = invoice.partner();
        InvoiceRow {
            company: self.company,
            id: invoice.id.clone(),
            number: invoice.number.as_str().into(),
            kind: invoice.kind.clone(),
            direction: invoice.direction,
            correction: invoice.correction.clone(),
            status: invoice.status.clone(),
            method: invoice.method.clone(),
            cancelled: invoice.cancelled,
            currency: invoice.currency.clone(),
            gross: invoice.gross,
            net: invoice.net,
            vat: invoice.vat,
            gross_local: invoice.local_gross(),
            balance: invoice.balance,
            issued: invoice.issued,
            fulfilled: invoice.fulfilled,
            due: invoice.due,
            paid: invoice.paid,
            partner_name: partner.name.as_str().into(),
            partner_tax_number: partner.number().map(Into::into),
            partner_country: partner.address.country.as_deref().and_then(Country::of),
            partner_id: partner.id.clone(),
            items: invoice.item_texts(),
            tags: invoice.tags.iter().map(|tag| tag.as_str().into()).collect(),
            related: invoice.corrected(),
            has_cancellation: false,
            comment: invoice.comment.clone(),
            nav: invoice.nav.clone(),
            warnings: quality::stored_kinds(self),
            vanished: self.vanished.is_some(),
            changed_run: self.changed_run,
            changed: self.changed,
        }
    }
}

impl Invoice {
    /// The other side: the buyer of what is issued, the seller of what is received.
    #[must_use]
    pub const fn partner(&self) -> &Party {
        match self.direction {
            Direction::Issued => &self.buyer,
            Direction::Received => &self.seller,
        }
    }

    /// Names and comments of the line items, in their order, each once.
    fn item_texts(&self) -> Box<[Box<str>]> {
        let mut texts: Vec<Box<str>> = Vec::with_capacity(self.items.len());
        if self.items.len() <= FEW {
            for item in &self.items {
                for text in [Some(item.name.as_str()), item.comment.as_deref()].into_iter().flatten() {
                    if !text.is_empty() && !texts.iter().any(|known| **known == *text) {
                        texts.push(text.into());
                    }
                }
            }
            return texts.into();
        }
        let mut seen = HashSet::with_capacity(self.items.len());
        for item in &self.items {
            let parts = [Some(item.name.as_str()), item.comment.as_deref()].into_iter().flatten();
            texts.extend(parts.filter(|text| !text.is_empty() && seen.insert(*text)).map(Into::into));
        }
        texts.into()
    }

    /// The related documents of a claim, and of what was cancelled or cancels another one: one may cancel or correct the other.
    fn corrected(&self) -> Box<[RemoteId]> {
        let correction = self.correction.as_ref();
        if self.kind.is_claim() || counting::cancelled(self.cancelled, correction) || counting::cancels(&self.kind, correction) {
            self.related.iter().map(|related| related.id.clone()).collect()
        } else {
            Box::default()
        }
    }
}
