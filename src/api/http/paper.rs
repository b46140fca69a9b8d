//! The documents of an invoice: files, not JSON.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

use super::front::language;
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::document::source::Extra;
use crate::document::{DocumentError, Form};
use crate::domain::{RecordKey, RemoteId};
use crate::error::Error;
use crate::json::lacks;
use crate::service::cases::MakeDocument;
use crate::service::{Caller, Given};

/// An invoice in a form that leaves the house: e-invoice, data for the tax authority, paper.
#[utoipa::path(get, operation_id = "get_document", path = "/v1/companies/{company}/invoices/{invoice}/documents/{form}",
    tag = "documents",
    params(
        ("company" = u32, Path, description = "The company's number"),
        ("invoice" = String, Path, description = "The accounting service's identifier (`invoice_id`)"),
        ("form" = String, Path, description = "ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x or pdf"),
        ("buyer_reference" = Option<String>, Query, description = "The buyer's reference, such as a Leitweg-ID"),
        ("buyer_endpoint" = Option<String>, Query, description = "The buyer's electronic address, as SCHEME:ID"),
        ("delivered" = Option<String>, Query, description = "Day of delivery, where the invoice tells none", example = "2026-10-31"),
        ("language" = Option<String>, Query, description = "Language of a printed document: en or hu; by default the document's own"),
    ),
    responses(
        (status = 200, description = "Done", content(
            (Vec<u8> = "application/xml"),
            (Vec<u8> = "application/pdf"),
        )),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn document(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Path((of, id, word)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    let parts = vec![("company".to_owned(), of)];
    let given =
        Given::new(query.as_deref(), &["buyer_reference", "buyer_endpoint", "delivered", "language"], parts, api.today())?;
    let form = Form::parse(&word).ok_or_else(|| Error::from(DocumentError::Form { given: word }))?;
    let text = |name| Ok::<_, Error>(given.one(name)?.map(str::to_owned));
    let extra = Extra {
        buyer_reference: text("buyer_reference")?,
        buyer_endpoint: text("buyer_endpoint")?,
        language: text("language")?,
        delivered: given.day("delivered")?,
        ..Extra::default()
    };
    let key = RecordKey::document(given.company()?, RemoteId::new(id));
    let made = api.ask(MakeDocument { key, form, extra, file: true }, &caller).await?;
    let Some(bytes) = made.file else {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, lacks(&made, language(&headers).locale())));
    };
    Ok(([(header::CONTENT_TYPE, form.media_type())], bytes).into_response())
}
