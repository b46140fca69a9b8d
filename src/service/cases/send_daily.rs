//! Posts the figures since the last ones to Slack, or shows them.

use serde::{Deserialize, Serialize};

use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, SendAnswer, UseCase,
};

/// Posts the figures since the last ones to Slack, once a day, or shows them.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendDaily {
    /// Whether nothing is queued.
    pub dry_run: bool,
}

impl Routed for SendDaily {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/slack/summary", "post_slack_summary", "deliveries")
        .about("Posts the figures since the last ones to Slack, once a day however often this is asked.")
        .params(&[Param::new("dry_run", Kind::Flag, "Posts nothing, and answers what would be posted")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { dry_run: given.flag("dry_run")? })
    }
}

impl UseCase for SendDaily {
    type Answer = SendAnswer;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|_, _| ("slack.summary", String::new()));

    fn reads(&self) -> bool {
        self.dry_run
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<SendAnswer> {
        cx.local.send_daily(self.dry_run, cx.caller.actor.clone()).await
    }
}
