//! What scripts send to and see of the use cases of writing.

use serde::Deserialize;
use utoipa::ToSchema;

use super::push::{PushJson, PushLinksJson, ReconcileJson};
use super::shape::{About, Sent, Shape};
use crate::domain::CompanyId;
use crate::domain::outgoing::PlanOf;
use crate::query::Names;
use crate::service::{LinkView, PlanRequest, PushList, ReconcileView, Result};

impl Shape for PushList {
    type Json<'a> = PushJson;

    fn shape(&self, about: &About<'_>) -> Result<PushJson> {
        let names: &Names = &about.names;
        Ok(PushJson::new(self, names, about.locale))
    }
}

impl Shape for Vec<LinkView> {
    type Json<'a> = PushLinksJson;

    fn shape(&self, _: &About<'_>) -> Result<PushLinksJson> {
        Ok(PushLinksJson::new(self))
    }
}

impl Shape for ReconcileView {
    type Json<'a> = ReconcileJson;

    fn shape(&self, _: &About<'_>) -> Result<ReconcileJson> {
        Ok(ReconcileJson::new(self))
    }
}

/// What is to be planned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PushPlanRequest)]
pub struct PlanRequestJson {
    /// The company that is written to.
    to: u32,
    /// The company that the documents or payments come from; not needed with `matched`.
    #[serde(default)]
    from: Option<u32>,
    /// Which of its documents, as in `faktura invoices`; all without.
    #[serde(default)]
    q: String,
    /// Whether payments are written too.
    #[serde(default)]
    payments: bool,
    /// Instead: the payments that bank entries of `to` itself show.
    #[serde(default)]
    matched: bool,
    /// Instead: the payments of `from` for documents that it was written from `to`.
    #[serde(default)]
    payments_back: bool,
}

impl Sent for PlanRequest {
    type Json = PlanRequestJson;
}

impl From<PlanRequestJson> for PlanRequest {
    fn from(sent: PlanRequestJson) -> Self {
        let of = match (sent.matched, sent.payments_back, sent.payments) {
            (true, ..) => PlanOf::Matches,
            (_, true, _) => PlanOf::PaymentsBack,
            (_, _, true) => PlanOf::WithPayments,
            _ => PlanOf::Documents,
        };
        let from = sent.from.filter(|_| of != PlanOf::Matches);
        let companies = std::iter::once(sent.to).chain(from).map(CompanyId).collect();
        Self { companies, query: sent.q, file: None, of }
    }
}
