//! One contact with its history.

use serde::{Deserialize, Serialize};

use crate::domain::{Kind, RecordKey, RemoteId};
use crate::query::contact::Field;
use crate::service::{
    Action, Audit, Context, Given, Param, Patience, ContactDetail, Repeat, Result, Route, Routed, Scope, UseCase, route,
};
use crate::store::Store;

/// Reads one contact with its history; `None` if it is unknown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadContact(pub RecordKey);

impl Routed for ReadContact {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/contacts/{contact}", "get_contact", "contacts")
        .about("One contact: what its open invoices expect and, if asked for, its history.")
        .params(&[
            Param::new("company", route::Kind::Number, "The company's number"),
            Param::new("contact", route::Kind::Text, "The accounting service's identifier (`contact_id`)"),
            Param::new("history", route::Kind::Flag, "Also what changed, and when"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        // Read where the answer is shaped; a wrong value is refused here.
        given.flag("history")?;
        Ok(Self(RecordKey::new(given.company()?, Kind::Contact, RemoteId::new(given.part("contact")))))
    }
}

impl UseCase for ReadContact {
    type Answer = Option<Box<ContactDetail>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Option<Box<ContactDetail>>> {
        cx.blocking(move |cx| {
            let (store, key) = (&cx.local.store, &self.0);
            let Some(row) = store.row_of::<Field>(key)? else { return Ok(None) };
            let company = cx.names().get(&key.company).cloned().unwrap_or_default();
            Ok(Some(Box::new(ContactDetail { row, company, history: store.history(key)? })))
        })
        .await
    }
}
