//! What the next months bring of own books.
//!
//! For: the report of that name. Uses: drafts, recurring invoices, rates, what is open. Never: a sum over currencies.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::pay::open_amount;
use super::report_view::{Rows, row};
use super::shelf::{Shelf, add, summed, too_large};
use super::waiting::Pricing;
use crate::billing;
use crate::domain::ledger::{
    Client, Issued, IssuedKind, Level, Per, Project, ProjectState, Rate, Receipt, Recurring, RecurringLine,
};
use crate::domain::{Currency, RemoteId};
use crate::service::Result;

/// Months of a forecast.
const MONTHS: i64 = 6;

/// What the next months bring: unbilled time and open drafts now, recurring invoices and retainers net, and what is open by its due date.
pub(super) fn forecast(shelf: &Shelf<'_>, waiting: Rows) -> Result<Rows> {
    let (today, base) = (shelf.today()?, shelf.profile()?.currency);
    let first = today.first_of_month();
    let last = first.saturating_add((MONTHS - 1).months()).last_of_month();
    let clients = shelf.table::<Client>()?;
    let currency_of =
        |client: &RemoteId| clients.get(client).and_then(|held| held.value.currency.clone()).unwrap_or_else(|| base.clone());
    let label = |date: Date| date.max(first).strftime("%Y-%m").to_string();
    let mut rows = Rows::new();
    for (key, waiting) in waiting {
        let row = row(&mut rows, &label(today), key.1.as_ref());
        row.unbilled_seconds += waiting.unbilled_seconds;
        add(&mut row.unbilled_amount, waiting.amount.unwrap_or_default())?;
    }
    for draft in shelf.drafts(false)? {
        let net = summed(draft.lines.iter().map(|line| line.net))?;
        add(&mut row(&mut rows, &label(today), Some(&draft.currency)).drafted_amount, net)?;
    }
    for mut one in shelf.values::<Recurring>()? {
        let currency = currency_of(&one.client);
        let line = |line: &RecurringLine| {
            let net = line.quantity.checked_mul(line.unit_price).ok_or_else(too_large)?;
            Ok(billing::round(net, currency.decimals()))
        };
        let net = summed(one.lines.iter().map(line).collect::<Result<Vec<_>>>()?)?;
        while one.is_due(last) {
            add(&mut row(&mut rows, &label(one.next), Some(&currency)).recurring_amount, net)?;
            one.next = one.after();
        }
    }
    retainers_to_come(shelf, (first, last), &currency_of, &mut rows)?;
    due(shelf, last, &label, &mut rows)?;
    Ok(rows)
}

/// What is open by its due date, of each client and currency. What a client is owed is taken from the document that it corrects, then from
/// what falls due first; credit of one client pays no invoice of another one.
fn due(shelf: &Shelf<'_>, last: Date, label: &impl Fn(Date) -> String, rows: &mut Rows) -> Result<()> {
    let (issued, receipts, today) = (shelf.values::<Issued>()?, shelf.values::<Receipt>()?, shelf.today()?);
    let cancelled = issued.iter().filter_map(|one| match &one.kind {
        IssuedKind::Cancellation(original) => Some(original),
        _ => None,
    });
    let cancelled: BTreeSet<&RemoteId> = cancelled.collect();
    let counts = |one: &&Issued| !cancelled.contains(&one.id) && !matches!(one.kind, IssuedKind::Cancellation(_));
    let mut of_client: BTreeMap<(&RemoteId, &Currency), Vec<Open<'_>>> = BTreeMap::new();
    for one in issued.iter().filter(counts) {
        let (due, left) = (one.document.due.unwrap_or(today), open_amount(one, &receipts)?);
        let of = of_client.entry((&one.client, &one.document.currency)).or_default();
        of.push(Open { due, id: &one.id, corrects: one.kind.original(), left });
    }
    for ((_, currency), mut all) in of_client {
        all.sort_by_key(|open| (open.due, open.id));
        let (mut debts, credits): (Vec<Open<'_>>, Vec<Open<'_>>) =
            all.into_iter().filter(|open| !open.left.is_zero()).partition(|open| open.left > Decimal::ZERO);
        let mut left_over = Decimal::ZERO;
        for credit in credits {
            let mut credit_left = credit.left.abs();
            for debt in debts.iter_mut().filter(|debt| Some(debt.id) == credit.corrects) {
                debt.pay(&mut credit_left);
            }
            left_over = summed([left_over, credit_left])?;
        }
        for debt in &mut debts {
            debt.pay(&mut left_over);
        }
        for debt in debts.iter().filter(|debt| debt.left > Decimal::ZERO && debt.due <= last) {
            add(&mut row(rows, &label(debt.due), Some(currency)).due_amount, debt.left)?;
        }
    }
    Ok(())
}

/// A document of which something is open; less than nothing where its client is owed it.
struct Open<'i> {
    due: Date,
    id: &'i RemoteId,
    corrects: Option<&'i RemoteId>,
    left: Decimal,
}

impl Open<'_> {
    /// Pays as much of it as there is credit.
    fn pay(&mut self, credit: &mut Decimal) {
        let part = self.left.min(*credit);
        self.left = self.left.saturating_sub(part);
        *credit = credit.saturating_sub(part);
    }
}

/// The amounts of months of retainers: those of the next months, and what is due since the last month that was charged.
fn retainers_to_come(
    shelf: &Shelf<'_>,
    (first, last): (Date, Date),
    currency_of: &impl Fn(&RemoteId) -> Currency,
    rows: &mut Rows,
) -> Result<()> {
    let (projects, pricing) = (shelf.table::<Project>()?, Pricing::read(shelf)?);
    let rates = shelf.values::<Rate>()?;
    let worked = pricing.worked_months(&shelf.entries_free(projects.keys())?, currency_of);
    let label = |month: Date| month.max(first).strftime("%Y-%m").to_string();
    let retained = rates.iter().filter(|rate| matches!(rate.per, Per::Retainer(_))).map(|rate| &rate.level);
    for level in retained.collect::<BTreeSet<&Level>>() {
        let open = match level {
            Level::Project(project) => projects.get(project).is_some_and(|held| held.value.state == ProjectState::Active),
            _ => true,
        };
        // Time that waits has the fee of its month with it.
        let mut month = pricing.charged_until(level).map_or(first, |charged| charged.saturating_add(1.month()));
        while open && month <= last {
            if !worked.contains(&(level.clone(), month))
                && let Some((rate, ..)) = billing::charging(&rates, level, month)
            {
                add(&mut row(rows, &label(month), Some(&rate.currency)).retainer_amount, rate.amount)?;
            }
            month = month.saturating_add(1.month());
        }
    }
    Ok(())
}
