//! Finding invoices and reading one.

use std::sync::Arc;

use super::local::Local;
use super::task::blocking;
use super::{InvoiceDetail, Mails, Result, ServiceError};
use crate::domain::{HistoryEntry, RecordKey, Sender, StoredInvoice, TaxReport, quality};
use crate::query::{Found, Names, Request};
use crate::remote::Session;
use crate::store::{OwnForm, Store, StoreExt, holding};

impl Local {
    /// Payments booked at the provider; asked for live.
    pub(crate) async fn payments(self: &Arc<Self>, key: &RecordKey) -> Result<Vec<HistoryEntry>> {
        Ok(self.question(key).await?.payments(&key.id).await?)
    }

    /// The tax authority's answer; asked for live.
    pub(crate) async fn tax_report(self: &Arc<Self>, key: &RecordKey) -> Result<TaxReport> {
        Ok(self.question(key).await?.tax_report(&key.id).await?)
    }

    /// The invoice's public address; asked for live.
    pub(crate) async fn public_url(self: &Arc<Self>, key: &RecordKey) -> Result<String> {
        Ok(self.question(key).await?.public_url(&key.id).await?)
    }

    /// The invoice as PDF; asked for live.
    pub(crate) async fn pdf(self: &Arc<Self>, key: &RecordKey) -> Result<Vec<u8>> {
        let (local, of) = (self.clone(), key.clone());
        let credit = blocking(move || {
            let stored = local.store.invoices(of.company, std::slice::from_ref(&of.id))?.into_iter().next().flatten();
            // A draft has no other sign of what it will be.
            Ok(stored.is_some_and(|stored| stored.entity.gross.is_sign_negative()))
        });
        let credit = credit.await?;
        let pdf = self.question(key).await?.pdf(&key.id, credit).await?;
        Ok(pdf.ok_or_else(|| ServiceError::PdfNotReady { number: key.id.to_string() })?)
    }

    /// What a company says of itself on its documents, and the version of that.
    pub(super) fn sender(&self, company: crate::domain::CompanyId) -> Result<(Sender, u64)> {
        let held = holding::<Sender>(&*self.store, company, &Sender::default().own_id())?;
        let version = held.as_ref().map_or(0, |held| held.version);
        Ok((held.filter(|held| !held.retired).map(|held| held.value).unwrap_or_default(), version))
    }

    /// A session for a question about an invoice.
    async fn question(self: &Arc<Self>, key: &RecordKey) -> Result<Session> {
        let (local, company) = (self.clone(), key.company);
        blocking(move || {
            let company = local.by_id(company)?;
            Ok(local.account(&company)?.question())
        })
        .await
    }
}

/// Invoices that match a query.
pub(super) fn find(local: &Local, request: &Request) -> Result<Found> {
    let names = local.names();
    Ok(local.store.ask(|index| index.find(request, &names))??)
}

/// An invoice with all that is known of it.
pub(super) fn detail(local: &Local, names: &Names, stored: StoredInvoice, has_cancellation: bool) -> Result<InvoiceDetail> {
    let history = local.store.history(&stored.key())?;
    let company = names.get(&stored.company).cloned().unwrap_or_default();
    let provider = names.provider(stored.company).to_owned();
    let payments = local.store.payments_of(&stored.key())?;
    Ok(InvoiceDetail {
        payments,
        company,
        provider,
        warnings: quality::stored_warnings(&stored),
        history,
        stored,
        has_cancellation,
        credits: None,
        mails: Mails::default(),
    })
}
