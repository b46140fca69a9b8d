//! Sends a test mail at once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::delivery::{self, Line, Mail, MailError, Sent, is_address};
use crate::domain::Message;
use crate::locale::Lang;
use crate::service::delivery_error::DeliveryError;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Sends a test mail at once, and tells what the mail server said of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestMail {
    /// The address.
    pub to: String,
}

impl UseCase for TestMail {
    type Answer = ();
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("delivery.test", case.to.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        let local = &cx.local;
        let settings = local.mail_settings()?;
        if !is_address(&self.to) {
            return Err(DeliveryError::BadAddress { given: self.to }.into());
        }
        let secret = local.mail_secret(settings).await?;
        let locale = local.options.config.lang.unwrap_or(Lang::En).locale();
        let now: Timestamp = local.options.clock.now();
        let text = |id| locale.text(&Message::new(id).with("machine", crate::process::machine()));
        let mail = Mail {
            id: format!("test.{}.faktura", now.as_nanosecond()),
            date: now,
            from_name: String::new(),
            reply_to: None,
            to: vec![self.to],
            subject: text("delivery-test-subject"),
            text: text("delivery-test-text") + "\n",
            files: Vec::new(),
            automatic: true,
        };
        let composed = delivery::compose(settings, &mail)?;
        let mut line = Line::open(settings, secret.as_ref()).await?;
        let sent = line.send(&composed).await;
        line.close().await;
        match sent {
            Sent::Taken { .. } => Ok(()),
            Sent::Refused(detail) | Sent::Later(detail) | Sent::Lost(detail) => Err(MailError::Unreachable { detail }.into()),
        }
    }
}
