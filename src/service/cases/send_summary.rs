//! Sends the figures of the week before by mail, or shows them.

use serde::{Deserialize, Serialize};

use crate::delivery::is_address;
use crate::service::delivery_error::DeliveryError;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, SendAnswer, UseCase,
};

/// Sends the figures of the week before by mail, once a week, or shows them.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendSummary {
    /// Addresses; those of the configuration where empty.
    pub to: Vec<String>,
    /// Whether nothing is queued.
    pub dry_run: bool,
}

impl Routed for SendSummary {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/deliveries/summary", "send_summary", "deliveries")
        .about("Mails the figures of the week before to the addresses of the configuration, once a week however often this is asked.")
        .params(&[Param::new("dry_run", Kind::Flag, "Queues nothing, and answers what would be sent")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { to: Vec::new(), dry_run: given.flag("dry_run")? })
    }
}

impl UseCase for SendSummary {
    type Answer = SendAnswer;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("delivery.summary", case.to.join(", ")));

    fn reads(&self) -> bool {
        self.dry_run
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<SendAnswer> {
        let Self { mut to, dry_run } = self;
        if to.is_empty() {
            to = cx.local.options.config.mail.as_ref().map(|mail| mail.summary_to.clone()).unwrap_or_default();
        }
        if let Some(given) = to.iter().find(|address| !is_address(address)) {
            return Err(DeliveryError::BadAddress { given: given.clone() }.into());
        }
        if to.is_empty() && !dry_run {
            return Err(DeliveryError::NoSummaryAddress.into());
        }
        cx.local.send_summary(to, dry_run, cx.caller.actor.clone()).await
    }
}
