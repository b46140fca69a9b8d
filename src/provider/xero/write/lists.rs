//! Lists of an organisation that orders refer to, and its settings.

use crate::domain::push::{Choice, Listing, TaxModel, WriteSettings};
use crate::domain::{Currency, RemoteId};
use crate::provider::ProviderError;

use super::super::wire::{self, Entry};

/// The list that has the entries; the service has no terms of payment.
pub(super) const fn name(listing: Listing) -> Option<&'static str> {
    match listing {
        Listing::SalesAccounts | Listing::PaymentAccounts => Some("Accounts"),
        Listing::Items => Some("Items"),
        Listing::TaxCodes => Some("TaxRates"),
        Listing::Terms => None,
    }
}

/// The entries of a list that orders may name.
pub(super) fn choices(body: &[u8], listing: Listing) -> Result<Vec<Choice>, ProviderError> {
    let Some(name) = name(listing) else { return Ok(Vec::new()) };
    let entries = wire::entries(body, name)?;
    Ok(entries.into_iter().filter(|entry| usable(entry, listing)).filter_map(|entry| choice(entry, listing)).collect())
}

fn usable(entry: &Entry, listing: Listing) -> bool {
    let active = entry.status.as_deref().is_none_or(|status| status == "ACTIVE");
    let fits = match listing {
        Listing::SalesAccounts => matches!(entry.kind.as_deref(), Some("REVENUE" | "SALES" | "OTHERINCOME")),
        Listing::PaymentAccounts => entry.kind.as_deref() == Some("BANK") || entry.takes_payments,
        Listing::Items => entry.sold,
        Listing::TaxCodes => entry.revenue,
        Listing::Terms => false,
    };
    active && fits
}

/// Payments name an account by its identifier, because a bank account may have no code.
fn choice(entry: Entry, listing: Listing) -> Option<Choice> {
    let id = match listing {
        Listing::PaymentAccounts => entry.id?,
        Listing::TaxCodes => entry.tax_type?,
        _ => entry.code.clone()?,
    };
    Some(Choice {
        id: RemoteId::new(id),
        name: entry.name,
        code: entry.code.map(Into::into),
        currency: entry.currency.map(|code| Currency::new(&code)),
        percent: entry.percent,
        days: None,
        usual: false,
    })
}

/// What an organisation's settings say about writing.
pub(super) fn settings(body: &[u8]) -> Result<WriteSettings, ProviderError> {
    let (profile, locks) = wire::locks(body)?;
    Ok(WriteSettings {
        home: profile.currency,
        country: profile.country,
        // Only a refusal tells.
        foreign: None,
        own_numbers: Some(true),
        tax: TaxModel::Line,
        closed_until: locks.into_iter().flatten().max(),
        series: None,
    })
}
