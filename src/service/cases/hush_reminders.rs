//! Turns reminders of a document or of a partner off, or on again.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, HushTarget, Hushed, RecordKey, RemoteId};
use crate::service::companies::name_of;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};
use crate::store::{OwnBatch, OwnData, OwnForm, OwnWrite, holding};

/// Turns reminders of a document or of a partner off, or on again.
#[derive(Debug, Serialize, Deserialize)]
pub struct HushReminders {
    /// The company.
    pub company: CompanyId,
    /// The document or the partner.
    pub target: HushTarget,
    /// Its number or name; that of the document where empty.
    pub title: String,
    /// Whether it gets no reminders.
    pub hush: bool,
}

impl Routed for HushReminders {
    type Body = ();
    const ROUTE: Route = Route::put("/v1/companies/{company}/invoices/{invoice}/reminders", "set_reminders", "deliveries")
        .about("Turns reminders of an invoice off, or on again.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("invoice", Kind::Text, "The accounting service's identifier (`invoice_id`)"),
            Param::new("off", Kind::Flag, "Off; on again without it"),
        ])
        .status(204, "Done");

    fn read(given: &Given, (): ()) -> Result<Self> {
        let target = HushTarget::Document(RemoteId::new(given.part("invoice")));
        Ok(Self { company: given.company()?, target, title: String::new(), hush: given.flag("off")? })
    }
}

impl UseCase for HushReminders {
    type Answer = ();
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let action = if case.hush { "reminders.off" } else { "reminders.on" };
        (action, format!("{}: {}", name_of(names, case.company), case.title))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            let mut title = self.title;
            if let (HushTarget::Document(id), true) = (&self.target, title.is_empty()) {
                let subject = cx.local.subject(&RecordKey::document(self.company, id.clone()), id.as_str())?;
                title.clone_from(&subject.stored.entity.number);
            }
            let wanted = Hushed { target: self.target, title };
            let known = holding::<Hushed>(&*cx.local.store, self.company, &wanted.own_id())?;
            let is_hushed = known.as_ref().is_some_and(|known| !known.retired);
            if is_hushed == self.hush {
                return Ok(());
            }
            cx.note()?;
            let version = known.map_or(0, |known| known.version);
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            batch.records.push(if self.hush {
                OwnWrite::value(self.company, &wanted, version)?
            } else {
                OwnWrite::retire(self.company, &wanted, version)
            });
            Ok(cx.local.store.transact(&batch)?)
        })
        .await
    }
}
