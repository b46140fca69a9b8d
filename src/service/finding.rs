//! Finding invoices and reading one.

use std::sync::Arc;

use super::local::Local;
use super::task::blocking;
use super::{ChangesRequest, InvoiceChange, InvoiceDetail, ItemizedInvoice, Result, ServiceError};
use crate::domain::{CompanyId, InvoiceKey, InvoiceRow, Payment, RemoteId, StoredInvoice, TaxReport, quality};
use crate::query::complete::Suggestion;
use crate::query::{Field, Found, Names, Report, ReportKind, ReportRequest, Request, Sort};
use crate::remote::Session;
use crate::store::{Damage, DamageKind, Store, StoreError};

/// Invoices whose history is read at a time.
const PAGE: usize = 500;

impl Local {
    /// Invoices that match a query. A query that does not parse is an error of kind Usage that points at the place.
    pub(crate) async fn find(self: &Arc<Self>, request: Request) -> Result<Found> {
        let local = self.clone();
        blocking(move || find(&local, &request)).await
    }

    /// Invoices of this number or provider's identifier, in these companies or in all.
    pub(crate) async fn lookup(self: &Arc<Self>, number_or_id: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
        let (local, wanted, companies) = (self.clone(), number_or_id.trim().to_owned(), companies.to_vec());
        blocking(move || lookup(&local, &wanted, &companies)).await
    }

    /// An invoice with all that is known of it; `None` when it is not here.
    pub(crate) async fn invoice(self: &Arc<Self>, key: &InvoiceKey) -> Result<Option<InvoiceDetail>> {
        let (local, key) = (self.clone(), key.clone());
        blocking(move || {
            let names = names(&local);
            let stored = local.store.invoices(key.company, std::slice::from_ref(&key.id))?.into_iter().next().flatten();
            let Some(stored) = stored else { return Ok(None) };
            // The index alone knows of it, and need not be asked about what is not open.
            let open = stored.row().outstanding();
            let known = if open { local.store.ask(|index| index.get(&key))? } else { None };
            detail(&local, &names, stored, known.is_some_and(|row| row.has_cancellation)).map(Some)
        })
        .await
    }

    /// Invoices with their items that match a query, in its order, from `offset`, at most `limit`: for exports, page by page.
    pub(crate) async fn details(self: &Arc<Self>, request: Request) -> Result<Vec<ItemizedInvoice>> {
        let local = self.clone();
        blocking(move || {
            let found = find(&local, &request)?;
            let mut itemized = Vec::with_capacity(found.rows.len());
            for row in found.rows {
                // A record that was removed in between is not worth the whole export; one that does not decode is said to be missing.
                let items = match local.store.items(row.company, std::slice::from_ref(&row.id)) {
                    Err(StoreError::Damaged { place }) => {
                        local.store.doubt(&Damage { place, kind: DamageKind::Undecodable, company: Some(row.company) })?;
                        continue;
                    }
                    found => found?.into_iter().next().flatten(),
                };
                itemized.extend(items.map(|items| ItemizedInvoice { row, items }));
            }
            Ok(itemized)
        })
        .await
    }

    /// A report of what a query finds.
    pub(crate) async fn report(self: &Arc<Self>, request: ReportRequest) -> Result<Report> {
        let local = self.clone();
        blocking(move || {
            let names = names(&local);
            if request.kind == ReportKind::Vat {
                return super::vat::report(&local, &request, &names);
            }
            Ok(local.store.ask(|index| index.report(&request, &names))??)
        })
        .await
    }

    /// What may come next in a query.
    pub(crate) async fn suggest(
        self: &Arc<Self>,
        text: String,
        cursor: usize,
        companies: Vec<CompanyId>,
    ) -> Result<Vec<Suggestion>> {
        let local = self.clone();
        blocking(move || {
            let names = names(&local);
            Ok(local.store.ask(|index| index.suggest(&text, cursor, &companies, &names, crate::query::complete::MOST))?)
        })
        .await
    }

    /// What changed on invoices, the newest first.
    pub(crate) async fn changes(self: &Arc<Self>, request: ChangesRequest) -> Result<Vec<InvoiceChange>> {
        let local = self.clone();
        blocking(move || changes(&local, &request)).await
    }

    /// Payments booked at the provider; asked for live.
    pub(crate) async fn payments(self: &Arc<Self>, key: &InvoiceKey) -> Result<Vec<Payment>> {
        Ok(self.question(key).await?.payments(&key.id).await?)
    }

    /// The tax authority's answer; asked for live.
    pub(crate) async fn tax_report(self: &Arc<Self>, key: &InvoiceKey) -> Result<TaxReport> {
        Ok(self.question(key).await?.tax_report(&key.id).await?)
    }

    /// The invoice's public address; asked for live.
    pub(crate) async fn public_url(self: &Arc<Self>, key: &InvoiceKey) -> Result<String> {
        Ok(self.question(key).await?.public_url(&key.id).await?)
    }

    /// The invoice as PDF; asked for live.
    pub(crate) async fn pdf(self: &Arc<Self>, key: &InvoiceKey) -> Result<Vec<u8>> {
        let pdf = self.question(key).await?.pdf(&key.id).await?;
        Ok(pdf.ok_or_else(|| ServiceError::PdfNotReady { number: key.id.to_string() })?)
    }

    /// A session for a question about an invoice.
    async fn question(self: &Arc<Self>, key: &InvoiceKey) -> Result<Session> {
        let (local, company) = (self.clone(), key.company);
        blocking(move || {
            let company = local.by_id(company)?;
            Ok(local.account(&company)?.question())
        })
        .await
    }
}

fn names(local: &Local) -> Names {
    local.registry.companies().iter().map(|company| (company.id, company.name.clone())).collect()
}

fn find(local: &Local, request: &Request) -> Result<Found> {
    let names = names(local);
    Ok(local.store.ask(|index| index.find(request, &names))??)
}

/// Walks the invoices from the one that changed last, as far back as the question goes.
fn changes(local: &Local, request: &ChangesRequest) -> Result<Vec<InvoiceChange>> {
    let run = request.run.map(|id| local.store.run(id)).transpose()?;
    let since = match run {
        // What a run changed, it changed after it began.
        Some(Some(run)) => Some(run.started).max(request.since),
        Some(None) => return Ok(Vec::new()),
        None => request.since,
    };
    let mut found: Vec<InvoiceChange> = Vec::new();
    let mut page = Request {
        query: String::new(),
        companies: request.companies.clone(),
        sort: Sort { field: Field::Changed, descending: true },
        offset: 0,
        limit: PAGE,
        around: None,
        today: jiff::civil::Date::MIN,
    };
    loop {
        let rows = find(local, &page)?.rows;
        let count = rows.len();
        let oldest = rows.last().map(|row| row.changed);
        for row in rows.into_iter().filter(|row| since.is_none_or(|since| row.changed >= since)) {
            let history = local.store.history(&row.key())?.into_iter();
            let wanted = history.filter(|change| since.is_none_or(|since| change.at >= since));
            found.extend(wanted.filter(|change| request.run.is_none_or(|run| change.run == run)).map(|change| InvoiceChange {
                number: row.number.to_string(),
                partner: row.partner_name.to_string(),
                currency: row.currency.clone(),
                change,
            }));
        }
        // What changed before a page's last invoice is older than it; what is newer is here.
        let enough =
            found.iter().filter(|change| oldest.is_some_and(|oldest| change.change.at >= oldest)).count() >= request.limit;
        if count < PAGE || enough || oldest.is_some_and(|oldest| since.is_some_and(|since| oldest < since)) {
            break;
        }
        page.offset += count;
    }
    found.sort_by_key(|change| std::cmp::Reverse(change.change.at));
    found.truncate(request.limit);
    Ok(found)
}

fn lookup(local: &Local, wanted: &str, companies: &[CompanyId]) -> Result<Vec<InvoiceRow>> {
    let all: Vec<CompanyId> = local.registry.companies().iter().map(|company| company.id).collect();
    let mut keys = Vec::new();
    for company in all.into_iter().filter(|id| companies.is_empty() || companies.contains(id)) {
        keys.extend(local.store.by_number(Some(company), wanted)?);
        keys.push(InvoiceKey::new(company, RemoteId::new(wanted)));
    }
    let mut rows: Vec<InvoiceRow> = Vec::new();
    for key in keys {
        let stored = local.store.invoices(key.company, &[key.id])?.into_iter().next().flatten();
        rows.extend(stored.map(|stored| stored.row()).filter(|row| !rows.iter().any(|known| known.key() == row.key())));
    }
    if rows.is_empty() {
        // Written in another form: other dashes, characters of another width.
        rows = local.store.ask(|index| index.lookup(wanted, companies))?;
    }
    Ok(rows)
}

fn detail(local: &Local, names: &Names, stored: StoredInvoice, has_cancellation: bool) -> Result<InvoiceDetail> {
    let history = local.store.history(&stored.key())?;
    let company = names.get(&stored.company).cloned().unwrap_or_default();
    Ok(InvoiceDetail { company, warnings: quality::stored_warnings(&stored), history, stored, has_cancellation })
}
