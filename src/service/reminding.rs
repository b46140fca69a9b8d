//! Reminders of open documents: which are due, queued once a step with what is kept about it.
//!
//! For: the cases of reminders and the schedule. Uses: the index for open documents, the store's outbox. Never: the mail server. Whether a
//! document is still open is looked at again when its mail is sent.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::delivering::bare;
use super::delivery_error::DeliveryError;
use super::delivery_view::{Mails, Open, Prepared, SendAnswer, Skipped};
use super::local::Local;
use super::task::blocking;
use super::{Result, finding};
use crate::delivery::{ReminderSettings, due_step};
use crate::domain::{
    Actor, Company, CompanyId, Direction, HushTarget, Hushed, InvoiceRow, Matter, Parcel, Reminded, RemoteId, StoredInvoice,
};
use crate::error::Describe;
use crate::query::{Request, Sort};
use crate::store::{OwnForm, OwnWrite, Store, deliveries, held, holding};

/// Reminders that one call queues at most.
const MOST: usize = 5_000;

impl Local {
    /// Queues the reminders that are due in these companies, or shows what would be queued.
    pub(super) async fn remind(
        self: &Arc<Self>,
        companies: Vec<CompanyId>,
        dry_run: bool,
        author: Actor,
        note: impl FnOnce() -> Result<()> + Send + 'static,
    ) -> Result<SendAnswer> {
        if !dry_run {
            self.mail_settings()?;
        }
        let local = self.clone();
        let (mut answer, prepared) = blocking(move || {
            let (answer, planned) = local.plan_reminders(&companies, &author)?;
            if dry_run || planned.is_empty() {
                return Ok((answer, planned.into_iter().map(|(one, _)| one).collect::<Vec<_>>()));
            }
            note()?;
            let by = (&author, local.options.clock.now());
            let mut items = Vec::with_capacity(planned.len());
            let mut prepared = Vec::with_capacity(planned.len());
            for (one, write) in planned {
                let delivery = &one.delivery;
                items.push((deliveries::item(delivery.company, delivery.id.clone(), &delivery.parcel, by)?, vec![write]));
                prepared.push(one);
            }
            deliveries::queue(&*local.store, items, by)?;
            Ok((answer, prepared))
        })
        .await?;
        answer.dry_run = dry_run;
        if dry_run {
            for one in prepared {
                answer.prepared.push(self.shown(one).await?);
            }
        } else {
            answer.prepared = prepared;
            self.wake_mailing();
        }
        Ok(answer)
    }

    /// The reminders that are due, each with the record that marks its step as done. Blocks.
    fn plan_reminders(&self, wanted: &[CompanyId], author: &Actor) -> Result<(SendAnswer, Vec<(Prepared, OwnWrite)>)> {
        let settings = &self.options.config.reminders;
        let (mut answer, mut planned) = (SendAnswer::default(), Vec::new());
        let companies = self.registry.companies();
        let is_known = |name: &&String| is_group(name) || companies.iter().any(|company| is_named(name, company));
        answer.unknown = settings.companies.iter().filter(|name| !is_known(name)).cloned().collect();
        let is_wanted = |company: &Company| wanted.is_empty() || wanted.contains(&company.id);
        answer.off = !companies.iter().any(|company| is_wanted(company) && reminds(settings, company));
        let doubts = self.store.doubted();
        for company in companies {
            // What was paid may be in a record that is damaged.
            if doubts.iter().any(|doubt| doubt.company == company.id) {
                continue;
            }
            if !is_wanted(&company) || !reminds(settings, &company) {
                continue;
            }
            let today = self.day_at(&company)?;
            let hushed = self.hushed(company.id)?;
            let hushed: BTreeSet<RemoteId> = hushed.iter().map(Hushed::own_id).collect();
            for row in self.open_documents(company.id, today)? {
                if planned.len() >= MOST {
                    return Ok((answer, planned));
                }
                if let Some(step) = self.step_of(settings, &row, today, &hushed)? {
                    match self.reminder(&row, step, author)? {
                        Ok(one) => planned.push(one),
                        Err(why) => answer.skipped.push(Skipped {
                            key: row.key(),
                            number: row.number.to_string(),
                            why: why.message(),
                            hint: why.hint(),
                            is_done: false,
                        }),
                    }
                }
            }
        }
        Ok((answer, planned))
    }

    /// The step that is due of a document, and what is kept of its reminders.
    fn step_of(
        &self,
        settings: &ReminderSettings,
        row: &InvoiceRow,
        today: Date,
        hushed: &BTreeSet<RemoteId>,
    ) -> Result<Option<(i32, Reminded, u64)>> {
        let is_hushed = targets(row).any(|target| hushed.contains(&target.id()));
        let Some(due) = row.due.filter(|due| !is_hushed && settings.from.is_none_or(|from| *due >= from)) else {
            return Ok(None);
        };
        let kept = holding::<Reminded>(&*self.store, row.company, &row.id)?;
        let version = kept.as_ref().map_or(0, |kept| kept.version);
        let mut kept = kept.map_or_else(|| Reminded { document: row.id.clone(), steps: Vec::new() }, |kept| kept.value);
        let Some(step) = due_step(due, today, &settings.steps, &kept.steps) else { return Ok(None) };
        kept.steps.push(step);
        Ok(Some((step, kept, version)))
    }

    fn reminder(
        &self,
        row: &InvoiceRow,
        (step, kept, version): (i32, Reminded, u64),
        author: &Actor,
    ) -> Result<std::result::Result<(Prepared, OwnWrite), DeliveryError>> {
        let key = row.key();
        let subject = self.subject(&key, &row.number)?;
        let to = self.addresses(&key, &subject.stored.entity.buyer)?;
        if to.is_empty() {
            let partner = row.partner_name.to_string();
            return Ok(Err(DeliveryError::NoAddress { number: row.number.to_string(), partner }));
        }
        let forms = if self.options.config.reminders.attach { vec!["pdf".to_owned()] } else { Vec::new() };
        let parcel = Parcel {
            matter: Matter::Reminder { step },
            document: Some(row.id.clone()),
            number: row.number.to_string(),
            partner: row.partner_name.to_string(),
            to,
            forms,
            text: None,
            language: None,
            buyer_reference: None,
            again: false,
        };
        let delivery = Self::delivery(row.company, parcel, None, author, self.options.clock.now());
        let balance = Some(Open { amount: row.open_amount(), currency: row.currency.clone() });
        let prepared = Prepared { balance, ..bare(delivery, Vec::new()) };
        Ok(Ok((prepared, OwnWrite::value(row.company, &kept, version)?)))
    }

    /// Documents of a company that a buyer still has to pay.
    fn open_documents(&self, company: CompanyId, today: Date) -> Result<Vec<InvoiceRow>> {
        let request = Request {
            query: "direction:issued balance>0".to_owned(),
            companies: vec![company],
            sort: Sort::default(),
            offset: 0,
            limit: usize::MAX,
            around: None,
            today,
        };
        let mut rows = finding::find(self, &request)?.rows;
        rows.retain(|row| row.direction == Direction::Issued && row.outstanding() && !row.is_credit() && !row.vanished);
        rows.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
        Ok(rows)
    }

    /// Whether a document or its partner gets no reminders. Blocks.
    pub(super) fn is_hushed(&self, row: &InvoiceRow) -> Result<bool> {
        for target in targets(row) {
            if holding::<Hushed>(&*self.store, row.company, &target.id())?.is_some_and(|kept| !kept.retired) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where mails about an invoice go, and whether reminders of it do. Blocks.
    pub(super) fn mails(&self, stored: &StoredInvoice) -> Result<Mails> {
        let row = stored.row();
        let hushed = |target: HushTarget| -> Result<bool> {
            Ok(holding::<Hushed>(&*self.store, row.company, &target.id())?.is_some_and(|kept| !kept.retired))
        };
        let mut mails = Mails { to: self.addresses(&row.key(), &stored.entity.buyer)?, ..Mails::default() };
        for target in targets(&row) {
            match target {
                HushTarget::Document(_) => mails.hushed = hushed(target)?,
                HushTarget::Partner(_) => mails.partner_hushed = hushed(target)?,
            }
        }
        Ok(mails)
    }

    /// What gets no reminders in a company.
    pub(super) fn hushed(&self, company: CompanyId) -> Result<Vec<Hushed>> {
        let all = held::<Hushed>(&*self.store as &dyn Store, company)?;
        Ok(all.into_iter().filter(|held| !held.retired).map(|held| held.value).collect())
    }
}

/// What of a document reminders may be turned off for.
fn targets(row: &InvoiceRow) -> impl Iterator<Item = HushTarget> {
    let partner = row.partner_id.as_deref().map(|id| HushTarget::Partner(RemoteId::new(id)));
    std::iter::once(HushTarget::Document(row.id.clone())).chain(partner)
}

/// Whether customers of a company are reminded.
fn reminds(settings: &ReminderSettings, company: &Company) -> bool {
    settings.companies.iter().any(|name| match name.as_str() {
        "*" => true,
        "books" if company.has_own_books() => true,
        name => is_named(name, company),
    })
}

/// Whether a word of the rules is for several companies.
fn is_group(name: &str) -> bool {
    matches!(name, "*" | "books")
}

fn is_named(name: &str, company: &Company) -> bool {
    name.to_lowercase() == company.name.to_lowercase()
}
