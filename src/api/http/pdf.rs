//! The PDF of an invoice: bytes of the accounting service, not JSON.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;

use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::domain::{RecordKey, RemoteId};
use crate::error::Error;
use crate::service::cases::{Pdf, ReadInvoice};
use crate::service::{Caller, Given, ServiceError};

/// The PDF, fetched from the accounting service.
#[utoipa::path(get, operation_id = "get_pdf", path = "/v1/companies/{company}/invoices/{invoice}/pdf", tag = "invoices",
    params(
        ("company" = u32, Path, description = "The company's number"),
        ("invoice" = String, Path, description = "The accounting service's identifier (`invoice_id`)"),
    ),
    responses(
        (status = 200, description = "Done", body = Vec<u8>, content_type = "application/pdf"),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn pdf(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path((of, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Reply {
    let parts = vec![("company".to_owned(), of)];
    let company = Given::new(query.as_deref(), &[], parts, api.today())?.company()?;
    let key = RecordKey::document(company, RemoteId::new(id.as_str()));
    // What is not here is not asked for there.
    let known = api.ask(ReadInvoice(key.clone()), &caller).await?;
    known.ok_or_else(|| Error::from(ServiceError::NoSuchInvoice { wanted: id }))?;
    let bytes = api.ask(Pdf(key), &caller).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
