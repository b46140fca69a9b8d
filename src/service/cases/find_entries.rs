//! Bank entries that match a query.

use serde::{Deserialize, Serialize};

use crate::query::entry::Field;
use crate::query::sieve::{ListRequest, Listing};
use crate::service::bank::companies;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, bank_rows};

/// Bank entries that match a query, with what the open ones may pay. A query that does not parse is an error of kind Usage that points
/// at the place.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindEntries(pub ListRequest<Field>);

impl UseCase for FindEntries {
    type Answer = Listing<Field>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Listing<Field>> {
        cx.blocking(move |cx| {
            let among = companies(cx, &self.0.companies);
            bank_rows::list(cx, self.0, &among)
        })
        .await
    }
}
