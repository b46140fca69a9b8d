//! What scripts send to and see of the use cases of delivery.

use serde::Deserialize;
use utoipa::ToSchema;

use super::delivery::{DeliveriesJson, SendJson};
use super::document::PreviewJson;
use super::shape::{About, Sent, Shape};
use crate::document::Preview;
use crate::domain::Delivery;
use crate::service::{Result, SendAnswer, SendAsk};

impl Shape for SendAnswer {
    type Json<'a> = SendJson;

    fn shape(&self, about: &About<'_>) -> Result<SendJson> {
        Ok(SendJson::new(self, &about.names, about.locale))
    }
}

impl Shape for Preview {
    type Json<'a> = PreviewJson;

    fn shape(&self, about: &About<'_>) -> Result<PreviewJson> {
        Ok(PreviewJson::new(self, about.locale))
    }
}

impl Shape for Vec<Delivery> {
    type Json<'a> = DeliveriesJson;

    fn shape(&self, about: &About<'_>) -> Result<DeliveriesJson> {
        Ok(DeliveriesJson::new(self, &about.names, about.locale))
    }
}

/// How an invoice is sent.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SendRequest)]
pub struct SendRequestJson {
    /// Addresses instead of those of the buyer.
    #[serde(default)]
    to: Vec<String>,
    /// Forms that are attached instead of the usual ones: ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x, pdf.
    #[serde(default)]
    attach: Vec<String>,
    /// Text instead of the usual one.
    text: Option<String>,
    /// Language instead of that of the document: en or hu.
    language: Option<String>,
    /// The buyer's reference, which some forms demand.
    buyer_reference: Option<String>,
    /// Whether what was sent already is sent once more, and what was cancelled all the same.
    #[serde(default)]
    again: bool,
}

impl Sent for SendAsk {
    type Json = SendRequestJson;
}

impl From<SendRequestJson> for SendAsk {
    fn from(SendRequestJson { to, attach: forms, text, language, buyer_reference, again }: SendRequestJson) -> Self {
        Self { to, forms, text, language, buyer_reference, again, key: None }
    }
}
