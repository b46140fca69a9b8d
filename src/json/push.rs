//! Writing: plans, the outbox, links and mappings.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::push_order::PushOrderJson;
use super::value::{Amount, Instant, Shown};
use crate::domain::outgoing::Mapping;
use crate::locale::Locale;
use crate::push::Standing;
use crate::query::Names;
use crate::service::{LinkView, PushList, PushView, ReconcileView};

/// `faktura push plan|apply|list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Push))]
pub struct PushJson {
    /// Whether writing is paused.
    pub paused: bool,
    /// Items.
    pub items: Vec<PushItemJson>,
}

/// An item that is planned or in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushItem))]
#[expect(missing_docs, reason = "the names are the promise; PushView explains them")]
pub struct PushItemJson {
    pub item: String,
    pub company: String,
    pub company_id: u32,
    pub source: String,
    /// `contact`, `invoice`, `credit_note`, `payment`, `void` or `mail`.
    pub kind: &'static str,
    /// `create`, `update`, `void` or `send`.
    pub action: String,
    pub title: String,
    /// `planned`, `queued`, `sending`, `sent`, `rejected`, `conflict` or `unknown`.
    pub state: String,
    /// Whether it can be approved as it is; only of planned ones.
    pub ready: bool,
    pub amount: Option<Amount>,
    pub currency: Option<String>,
    /// Units of the company's own currency for one unit of `currency`, where it is written with a rate.
    pub rate: Option<Amount>,
    pub remote_id: Option<String>,
    pub remote_number: Option<String>,
    pub error: Option<String>,
    /// Mappings that are not set; only of planned ones.
    pub missing: Vec<MissingJson>,
    pub approved_by: Option<String>,
    pub queued: Option<Instant>,
    pub attempts: u32,
    pub due: Option<Instant>,
    /// The document or payment that is written, with what its parts are mapped to; `null` while something is lacking.
    pub order: Option<PushOrderJson>,
}

/// A mapping that is not set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = MissingMapping))]
pub struct MissingJson {
    /// Its name, for `push map set`.
    pub mapping: String,
    /// What it may stand for, the likeliest first.
    pub candidates: Vec<CandidateJson>,
}

/// What a mapping may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = MappingCandidate))]
pub struct CandidateJson {
    /// The service's identifier.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// `tax_number`, `email`, `name`, `rate`, `usual`.
    pub reasons: Vec<String>,
}

/// `faktura push links --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushLinks))]
pub struct PushLinksJson {
    /// Links.
    pub links: Vec<PushLinkJson>,
}

/// What a source became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = PushLink))]
#[expect(missing_docs, reason = "the names are the promise; LinkView explains them")]
pub struct PushLinkJson {
    pub company_id: u32,
    pub source: String,
    pub kind: &'static str,
    pub remote_id: String,
    pub title: String,
    /// `made`, `found`, `tax_number` or `person`.
    pub how: &'static str,
    pub amount: Option<Amount>,
    pub currency: Option<String>,
}

/// `faktura push map list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MappingsJson {
    /// Mappings.
    pub mappings: Vec<MappingJson>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; Mapping explains them")]
pub struct MappingJson {
    pub mapping: String,
    pub id: String,
    pub title: String,
}

impl PushJson {
    /// What scripts see of a plan or of the outbox.
    #[must_use]
    pub fn new(list: &PushList, names: &Names, locale: &Locale) -> Self {
        Self { paused: list.paused, items: list.items.iter().map(|item| PushItemJson::new(item, names, locale)).collect() }
    }
}

impl PushItemJson {
    /// What scripts see of an item.
    #[must_use]
    pub fn new(view: &PushView, names: &Names, locale: &Locale) -> Self {
        let problems: Vec<String> = view.problems.iter().map(|problem| locale.text(problem)).collect();
        let missing = view.missing.iter().map(|missing| MissingJson {
            mapping: missing.mapping.clone(),
            candidates: missing
                .candidates
                .iter()
                .map(|one| CandidateJson { id: one.id.to_string(), name: one.name.clone(), reasons: one.reasons.clone() })
                .collect(),
        });
        Self {
            item: view.item.clone(),
            company: names.get(&view.company).cloned().unwrap_or_default(),
            company_id: view.company.0,
            source: view.source.to_string(),
            kind: view.kind.as_str(),
            action: view.action.clone(),
            title: view.title.clone(),
            state: view.state.clone(),
            ready: view.ready,
            amount: view.amount.map(Shown),
            currency: view.currency.as_ref().map(ToString::to_string),
            rate: view.order.as_ref().and_then(|order| order.rate()).map(Shown),
            remote_id: view.remote_id.as_ref().map(ToString::to_string),
            remote_number: view.remote_number.clone(),
            error: view.error.clone().or_else(|| (!problems.is_empty()).then(|| problems.join(" "))),
            missing: missing.collect(),
            approved_by: view.approved.as_ref().map(|actor| actor.0.clone()),
            queued: view.queued.map(Shown),
            attempts: view.attempts,
            due: view.due.map(Shown),
            order: view.order.as_deref().and_then(PushOrderJson::new),
        }
    }
}

impl PushLinksJson {
    /// What scripts see of links.
    #[must_use]
    pub fn new(links: &[LinkView]) -> Self {
        let one = |link: &LinkView| PushLinkJson {
            company_id: link.company.0,
            source: link.source.to_string(),
            kind: link.kind.as_str(),
            remote_id: link.remote.to_string(),
            title: link.title.clone(),
            how: link.how.as_str(),
            amount: link.amount.map(Shown),
            currency: link.currency.as_ref().map(ToString::to_string),
        };
        Self { links: links.iter().map(one).collect() }
    }
}

impl MappingsJson {
    /// What scripts see of mappings.
    #[must_use]
    pub fn new(mappings: &[Mapping]) -> Self {
        let one = |mapping: &Mapping| MappingJson {
            mapping: mapping.name.clone(),
            id: mapping.id.to_string(),
            title: mapping.title.clone(),
        };
        Self { mappings: mappings.iter().map(one).collect() }
    }
}

/// `faktura push reconcile --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Reconciliation))]
#[expect(missing_docs, reason = "the names are the promise; Standing explains them")]
pub struct ReconcileJson {
    pub linked: usize,
    pub equal: usize,
    pub drifted: usize,
    pub missing_here: usize,
    pub missing_there: usize,
    pub ignored: usize,
    /// Sums of documents and payments per currency, as ordered and as they are there.
    pub sums: Vec<ReconcileSumJson>,
    pub links: Vec<ReconciledJson>,
}

/// Sums of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ReconciliationSum))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct ReconcileSumJson {
    pub currency: String,
    pub ordered: Amount,
    pub there: Amount,
}

/// How a link stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ReconciledLink))]
#[expect(missing_docs, reason = "the names are the promise; Reconciled explains them")]
pub struct ReconciledJson {
    pub company_id: u32,
    pub source: String,
    pub kind: &'static str,
    pub remote_id: String,
    pub title: String,
    /// `equal`, `drifted`, `missing_here`, `missing_there` or `ignored`.
    pub standing: &'static str,
    pub differences: Vec<DifferenceJson>,
    pub reason: Option<String>,
}

/// A field in which both sides differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = LinkDifference))]
#[expect(missing_docs, reason = "the names are the promise")]
pub struct DifferenceJson {
    pub field: String,
    pub ours: String,
    pub theirs: String,
}

impl ReconcileJson {
    /// What scripts see of a reconciliation.
    #[must_use]
    pub fn new(view: &ReconcileView) -> Self {
        let mut sums: BTreeMap<String, (Decimal, Decimal)> = BTreeMap::new();
        let mut counted = BTreeSet::new();
        for row in &view.rows {
            if let (Some(currency), Some(ordered)) = (&row.currency, row.amount) {
                let sum = sums.entry(format!("{currency} {}", row.kind)).or_default();
                sum.0 = sum.0.saturating_add(ordered);
                // A record that several sources are linked with is there once.
                if counted.insert((row.company, row.kind, &row.remote)) {
                    sum.1 = sum.1.saturating_add(row.theirs.unwrap_or_default());
                }
            }
        }
        let sum = |(currency, (ordered, there)): (String, (Decimal, Decimal))| ReconcileSumJson {
            currency,
            ordered: Shown(ordered),
            there: Shown(there),
        };
        let links = view.rows.iter().map(|row| ReconciledJson {
            company_id: row.company.0,
            source: row.source.to_string(),
            kind: row.kind.as_str(),
            remote_id: row.remote.to_string(),
            title: row.title.clone(),
            standing: row.standing.as_str(),
            differences: row
                .differences
                .iter()
                .map(|(field, ours, theirs)| DifferenceJson { field: field.clone(), ours: ours.clone(), theirs: theirs.clone() })
                .collect(),
            reason: row.reason.clone(),
        });
        Self {
            linked: view.rows.len(),
            equal: view.count(Standing::Equal),
            drifted: view.count(Standing::Drifted),
            missing_here: view.count(Standing::MissingHere),
            missing_there: view.count(Standing::MissingThere),
            ignored: view.count(Standing::Ignored),
            sums: sums.into_iter().map(sum).collect(),
            links: links.collect(),
        }
    }
}
