//! What the use cases of writing take and give.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::outgoing::{LinkedBy, PlanOf, Source};
use crate::domain::push::{Order, OrderKind};
use crate::domain::{Actor, CompanyId, Currency, Invoice, Message, OutboxItem, OutboxState, RemoteId, as_text};
use crate::push::{self, PlannedState, Standing};
use crate::store::pushes::PushEntry;

/// What is to be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRequest {
    /// The company that is written to, and the one that the documents come from, where they come from one.
    pub companies: Vec<CompanyId>,
    /// Which of its documents.
    pub query: String,
    /// The documents of a file instead.
    pub file: Option<Vec<Invoice>>,
    /// What is planned of it.
    pub of: PlanOf,
}

/// A plan or the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PushList {
    /// Items.
    pub items: Vec<PushView>,
    /// Whether writing is paused.
    pub paused: bool,
}

/// Items that are still to be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PushesLeft {
    /// Their identifiers.
    pub items: Vec<String>,
    /// Whether writing is paused.
    pub paused: bool,
    /// Whether known records that writes changed are being read back.
    pub reading: bool,
}

/// An item that is planned or in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushView {
    /// Its identifier: that of the outbox, or its source while it is planned.
    pub item: String,
    /// The company that is written to.
    pub company: CompanyId,
    /// What it comes from.
    pub source: Source,
    /// Kind.
    pub kind: OrderKind,
    /// `create`, `update`, `void` or `send`.
    pub action: String,
    /// Number or name.
    pub title: String,
    /// `planned`, `queued`, `sending`, `sent`, `rejected`, `conflict` or `unknown`.
    pub state: String,
    /// Whether it can be approved.
    pub ready: bool,
    /// Amount.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
    /// Currency.
    pub currency: Option<Currency>,
    /// What it became, or the record in the way.
    pub remote_id: Option<RemoteId>,
    /// Its number there.
    pub remote_number: Option<String>,
    /// Why the last attempt did not succeed.
    pub error: Option<String>,
    /// Why it cannot be written.
    pub problems: Vec<Message>,
    /// Mappings that are not set.
    pub missing: Vec<MissingView>,
    /// The person or rule that approved it.
    pub approved: Option<Actor>,
    /// When it was approved.
    #[serde(with = "as_text")]
    pub queued: Option<Timestamp>,
    /// Attempts.
    pub attempts: u32,
    /// When it is taken up next.
    #[serde(with = "as_text")]
    pub due: Option<Timestamp>,
    /// Whether it waits for long: a person must act first, or the service asked for a pause. Only the outbox tells.
    pub stalled: bool,
    /// Whether the lists show what it became. Only where single items are asked for.
    pub shown: bool,
    /// Name of the customer, where the order is known.
    pub customer: String,
    /// What is written; `None` while something is lacking.
    pub order: Option<Box<Order>>,
}

/// A mapping that is not set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingView {
    /// Its name.
    pub mapping: String,
    /// What it may stand for.
    pub candidates: Vec<Candidate>,
}

/// What a mapping may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The service's identifier.
    pub id: RemoteId,
    /// Name, with its code where it has one.
    pub name: String,
    /// Why it is proposed: `tax_number`, `email`, `name`, `rate`, `usual`.
    pub reasons: Vec<String>,
}

/// What a source became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The company that it was written to.
    pub company: CompanyId,
    /// What it comes from.
    pub source: Source,
    /// Kind.
    pub kind: OrderKind,
    /// Identifier there.
    pub remote: RemoteId,
    /// Number or name.
    pub title: String,
    /// How it came about.
    pub how: LinkedBy,
    /// Amount that was ordered.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
    /// Its currency.
    pub currency: Option<Currency>,
}

/// How links stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReconcileView {
    /// Links.
    pub rows: Vec<Reconciled>,
}

/// How a link stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The company that was written to.
    pub company: CompanyId,
    /// What it comes from.
    pub source: Source,
    /// Kind.
    pub kind: OrderKind,
    /// Identifier there.
    pub remote: RemoteId,
    /// Number or name.
    pub title: String,
    /// How it stands.
    pub standing: Standing,
    /// Field, ours, theirs.
    pub differences: Vec<(String, String, String)>,
    /// Amount that was ordered or taken over.
    #[serde(with = "as_text")]
    pub amount: Option<Decimal>,
    /// Amount there now.
    #[serde(with = "as_text")]
    pub theirs: Option<Decimal>,
    /// Their currency.
    pub currency: Option<Currency>,
    /// Why a difference is right.
    pub reason: Option<String>,
}

impl Reconciled {
    /// How it stands, as it is kept with the reason for which that is right.
    pub(super) fn seen_as(&self) -> String {
        let told = |(field, ours, theirs): &(String, String, String)| format!("{field} {ours} {theirs}");
        push::seen_as(self.standing, self.differences.iter().map(told))
    }
}

impl PushView {
    /// An item of the outbox.
    #[must_use]
    pub fn of(entry: &PushEntry) -> Self {
        let (item, outgoing) = (&entry.item, &entry.outgoing);
        let amount = outgoing.amount();
        let link = match &item.state {
            OutboxState::Sent { link, .. } => link.as_ref(),
            _ => None,
        };
        Self {
            item: item.key.id.to_string(),
            company: item.key.company,
            source: outgoing.source.clone(),
            kind: outgoing.order.kind(),
            action: outgoing.order.action().to_owned(),
            title: outgoing.title().to_owned(),
            state: state(&item.state).to_owned(),
            ready: false,
            amount: amount.map(|(amount, _)| amount),
            currency: amount.map(|(_, currency)| currency.clone()),
            remote_id: link.map(|link| link.remote.clone()),
            remote_number: None,
            error: item.error.clone(),
            problems: Vec::new(),
            missing: Vec::new(),
            approved: Some(item.author.clone()),
            queued: Some(item.queued),
            attempts: item.attempts,
            due: item.due,
            stalled: false,
            shown: true,
            customer: outgoing.order.customer().to_owned(),
            order: Some(Box::new(outgoing.order.clone())),
        }
    }

    /// Whether an item of the outbox is over: carried out, or in need of a person.
    pub(super) fn is_over(item: &OutboxItem) -> bool {
        match &item.state {
            OutboxState::Queued | OutboxState::Sending { .. } => false,
            OutboxState::Unknown { .. } => item.due.is_none(),
            OutboxState::Sent { .. }
            | OutboxState::Rejected { .. }
            | OutboxState::Conflict { .. }
            | OutboxState::Discarded { .. } => true,
        }
    }

    /// Whether it is over: carried out, or in need of a person.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self.state.as_str(), "sent" | "rejected" | "conflict") || self.state == "unknown" && self.due.is_none()
    }
}

/// The word of a state.
fn state(state: &OutboxState) -> &'static str {
    match state {
        OutboxState::Queued => "queued",
        OutboxState::Sending { .. } => "sending",
        OutboxState::Sent { .. } => "sent",
        OutboxState::Rejected { .. } => "rejected",
        OutboxState::Conflict { .. } => "conflict",
        OutboxState::Unknown { .. } => "unknown",
        OutboxState::Discarded { .. } => "discarded",
    }
}

/// The word of the state of a planned item.
pub(super) const fn planned(state: PlannedState) -> &'static str {
    match state {
        PlannedState::Conflict => "conflict",
        PlannedState::Rejected => "rejected",
        PlannedState::Ready | PlannedState::Lacking | PlannedState::Refused => "planned",
    }
}
