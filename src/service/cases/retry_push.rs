//! Has an item taken up again. What may have been carried out is looked for first.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, ItemKey, Queue, RemoteId};
use crate::service::companies::name_of;
use crate::service::push_error::PushError;
use crate::service::pushing::is_stale;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::pushes::{self, By};

/// Has an item taken up again. What may have been carried out is looked for first.
#[derive(Debug, Serialize, Deserialize)]
pub struct RetryPush {
    /// The company that is written to.
    pub company: CompanyId,
    /// The item.
    pub item: String,
}

impl Routed for RetryPush {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/push/{company}/{item}/retry", "retry_push", "push")
        .about("Has an item taken up again. What may have been carried out is looked for first.")
        .params(&[
            Param::new("company", Kind::Number, "The number of the company that is written to"),
            Param::new("item", Kind::Text, "The item"),
        ])
        .status(204, "Done");

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, item: given.part("item").to_owned() })
    }
}

impl UseCase for RetryPush {
    type Answer = ();
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("push.retry", format!("{}: {}", name_of(names, case.company), case.item)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        let local = cx.local.clone();
        cx.blocking(move |cx| {
            let key = ItemKey { company: self.company, queue: Queue::Push, id: RemoteId::new(self.item.as_str()) };
            let store = &*cx.local.store;
            if pushes::entry_of(store, &key)?.is_none() {
                return Err(PushError::NoSuchItem { item: self.item }.into());
            }
            cx.note()?;
            let by = By { at: cx.local.options.clock.now(), author: &cx.caller.actor };
            match pushes::retry(store, &key, by) {
                Err(error) if is_stale(&error) => Err(PushError::NotNow { item: self.item }.into()),
                done => Ok(done?),
            }
        })
        .await?;
        local.wake_pushing();
        Ok(())
    }
}
