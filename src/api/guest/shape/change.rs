//! Changes over all invoices, and what may come next in a query.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::invoice::FieldChangeShape;
use super::sync::{IdShape, RunIdShape};
use super::{Word, stands_for};
use crate::domain::{CompanyId, Currency, FieldChange, RunId};
use crate::query::complete::Suggestion;
use crate::service::{ChangesRequest, InvoiceChange};

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "ChangesRequest")]
pub(super) struct ChangesRequestShape {
    #[serde_as(as = "Option<DisplayFromStr>")]
    since: Option<Timestamp>,
    #[serde_as(as = "Option<RunIdShape>")]
    run: Option<RunId>,
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    limit: usize,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoiceChange")]
pub(super) struct InvoiceChangeShape {
    number: String,
    partner: String,
    #[serde_as(as = "Word")]
    currency: Currency,
    #[serde_as(as = "FieldChangeShape")]
    change: FieldChange,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Suggestion")]
pub(super) struct SuggestionShape {
    start: usize,
    end: usize,
    text: String,
}

stands_for! {
    ChangesRequestShape: ChangesRequest, InvoiceChangeShape: InvoiceChange, SuggestionShape: Suggestion,
}
