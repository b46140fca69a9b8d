//! What is unbilled of each client, as the draft of all of it would come to. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::bill::{compose, view};
use super::shelf::Shelf;
use super::view_bill::MakeDraft;
use crate::domain::ledger::Project;
use crate::domain::{Currency, Message, RemoteId, as_text};
use crate::service::Result;

/// What a client's unbilled time would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbilled {
    /// The client.
    pub client: RemoteId,
    /// The amounts, or why no draft can be made, such as a rate that is missing.
    pub draft: std::result::Result<WouldBe, Message>,
}

/// The amounts of a draft that would be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WouldBe {
    /// Currency of the client.
    pub currency: Currency,
    /// Lines.
    pub lines: u64,
    /// Sum of the lines.
    #[serde(with = "as_text")]
    pub net: Decimal,
    /// Net and VAT.
    #[serde(with = "as_text")]
    pub gross: Decimal,
}

/// Each client with unbilled time, with what [`MakeDraft::of`] it would come to.
pub(in crate::service) fn unbilled(shelf: &Shelf<'_>) -> Result<Vec<Unbilled>> {
    let projects: BTreeMap<RemoteId, RemoteId> =
        shelf.values::<Project>()?.into_iter().map(|project| (project.id, project.client)).collect();
    let free = shelf.entries_free(projects.keys())?;
    let clients: BTreeSet<&RemoteId> =
        free.iter().filter(|held| held.value.free() > 0).filter_map(|held| projects.get(held.value.project.as_ref()?)).collect();
    let one = |client: &RemoteId| {
        let made =
            compose(shelf, &MakeDraft::of(client.as_str().to_owned())).and_then(|composed| view(shelf, composed.draft, false));
        let draft = match made {
            Ok(view) => Ok(WouldBe {
                currency: view.draft.currency,
                lines: view.draft.lines.len() as u64,
                net: view.net,
                gross: view.gross,
            }),
            Err(error) if error.kind == crate::error::ErrorKind::Unexpected => return Err(error),
            Err(error) => Err(error.message),
        };
        Ok(Unbilled { client: client.clone(), draft })
    };
    clients.into_iter().map(one).collect()
}
