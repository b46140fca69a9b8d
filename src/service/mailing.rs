//! The worker of the outbox for mails: it sends what is due, each mail once as far as SMTP can tell.
//!
//! For: the process that has the store. Uses: letters, lines of `delivery`, the store's outbox. Never: deciding what is sent. A delivery is
//! durable as being sent before its first byte leaves.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::Result;
use super::local::Local;
use super::task::{Keeper, blocking, lock, surviving};
use crate::delivery::policy::{self, Pauses, Tries};
use crate::delivery::{self, Composed, Line, MailAuth, MailError, MailSettings, Sent};
use crate::domain::{AlertSecret, Matter, Message, Queue, Settled};
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::store::Outbox;
use crate::store::deliveries::{self, ClaimedMail};
use crate::sync::Event;

/// The longest sleep: a clock that jumps is noticed after so long.
const NAP: Duration = Duration::from_mins(1);
/// Time at shutdown for what is being sent.
const FAREWELL: Duration = Duration::from_secs(5);

/// Connections that are open, and why none can be opened now.
#[derive(Default)]
struct Lines {
    idle: Mutex<Vec<Line>>,
    down: Mutex<Option<String>>,
}

impl Local {
    /// Sends from now on what is queued, where a mail server or Slack is configured.
    pub(crate) fn keep_mailing(self: &Arc<Self>) {
        let config = &self.options.config;
        if self.options.read_only || self.borrowed.is_some() || config.mail.is_none() && config.slack.is_none() {
            return;
        }
        let stop = CancellationToken::new();
        let (local, token) = (Arc::downgrade(self), stop.clone());
        let task = tokio::spawn(async move {
            while let Some(local) = local.upgrade() {
                let next = match surviving("mail", local.mail_due(&token)).await {
                    Ok(next) => next,
                    Err(error) => {
                        tracing::error!(%error, "deliveries could not be worked on");
                        None
                    }
                };
                let now = local.options.clock.now();
                let wait = next.map_or(NAP, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(NAP));
                let woken = async {
                    // Held as long as the wait alone: the store closes without it.
                    local.mailing.wake.notified().await;
                };
                tokio::select! {
                    () = token.cancelled() => return,
                    () = woken => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        });
        *lock(&self.mailing.keeper) = Some(Keeper { stop, task });
    }

    /// Stops the worker. What is being sent may end within seconds; what does not is in doubt for the next worker.
    pub(crate) async fn stop_mailing(&self) {
        let Some(Keeper { stop, mut task }) = lock(&self.mailing.keeper).take() else { return };
        stop.cancel();
        if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Has the worker look at once.
    pub(crate) fn wake_mailing(&self) {
        self.mailing.wake.notify_one();
    }

    /// The mail server's settings.
    pub(super) fn mail_settings(&self) -> Result<&MailSettings> {
        Ok(self.options.config.mail.as_ref().ok_or(MailError::NotSet)?)
    }

    /// Sends everything that is due, and tells when something is due next.
    async fn mail_due(self: &Arc<Self>, stop: &CancellationToken) -> Result<Option<Timestamp>> {
        let connections = self.options.config.mail.as_ref().map_or(1, |mail| mail.connections);
        let lines = Lines::default();
        let next = loop {
            if stop.is_cancelled() {
                break None;
            }
            let (local, now, most) = (self.clone(), self.options.clock.now(), connections);
            let claimed = blocking(move || {
                if local.store.next_due(Queue::Mail)?.is_none_or(|due| due > now) {
                    return Ok(Vec::new());
                }
                Ok(deliveries::claim(&*local.store, &local.holder, now, most)?)
            });
            let claimed = claimed.await?;
            if claimed.is_empty() {
                let local = self.clone();
                break blocking(move || Ok(local.store.next_due(Queue::Mail)?)).await?;
            }
            let work = claimed.into_iter().map(|claimed| self.mail_one(&lines, claimed));
            for done in futures::future::join_all(work).await {
                done?;
            }
        };
        let idle: VecDeque<Line> = lock(&lines.idle).drain(..).collect();
        futures::future::join_all(idle.into_iter().map(Line::close)).await;
        Ok(next)
    }

    /// Sends one mail, and keeps how that ended.
    async fn mail_one(self: &Arc<Self>, lines: &Lines, claimed: ClaimedMail) -> Result<()> {
        let end = self.attempt_mail(lines, &claimed).await;
        let (id, company) = (claimed.delivery.id.clone(), claimed.delivery.company);
        match &end {
            Settled::Sent { .. } => {}
            Settled::SentInPart { error } => {
                tracing::warn!(delivery = %id, %company, %error, "a mail is not sent to all addresses");
            }
            end => tracing::info!(delivery = %id, %company, ?end, "a mail is not sent"),
        }
        let (local, now) = (self.clone(), self.options.clock.now());
        let after = blocking(move || {
            deliveries::settled(&*local.store, &claimed, end, now)?;
            Ok(deliveries::delivery_of(&*local.store, company, &id)?)
        });
        if let Some(delivery) = after.await? {
            // A broadcast without a receiver is no failure.
            let _ = self.events.send(Event::Delivery(Box::new(delivery)));
        }
        Ok(())
    }

    async fn attempt_mail(self: &Arc<Self>, lines: &Lines, claimed: &ClaimedMail) -> Settled {
        if claimed.died_in_doubt {
            return Settled::Unknown { error: Some(self.mail_text(&Message::new("delivery-died-twice"))), due: None };
        }
        let delivery = &claimed.delivery;
        let tries = Tries { attempts: claimed.attempt, in_doubt: claimed.in_doubt, queued: delivery.queued };
        if delivery.parcel.matter == Matter::Daily {
            return self.attempt_post(delivery, tries).await;
        }
        let settings = match self.mail_settings() {
            Ok(settings) => settings,
            Err(error) => {
                let later = Sent::Later(self.mail_text(&error.message));
                return policy::end(&later, tries, Pauses::default(), self.options.clock.now());
            }
        };
        // A mail that cannot be made, even by a fault of ours, is a failed attempt of this one: the others go on.
        let composed = match surviving("making a mail", self.composed(settings, claimed)).await {
            Ok(Ok(composed)) => composed,
            Ok(Err(why)) => return Settled::Dropped { error: Some(why) },
            Err(error) => return self.unwritten(&error, tries, settings),
        };
        let sending = async { Ok(self.over_a_line(settings, lines, &composed).await) };
        let sent = match surviving("sending a mail", sending).await {
            Ok(sent) => sent,
            // How far it came is not known.
            Err(error) => Sent::Lost(self.mail_text(&error.message)),
        };
        policy::end(&sent, tries, settings.pauses(), self.options.clock.now())
    }

    /// The bytes of a mail, or why it is not wanted any more.
    async fn composed(
        self: &Arc<Self>,
        settings: &MailSettings,
        claimed: &ClaimedMail,
    ) -> Result<std::result::Result<Composed, String>> {
        // In doubt it is not taken back, since it may have been sent.
        if !claimed.in_doubt {
            let (local, delivery) = (self.clone(), claimed.delivery.clone());
            if let Some(why) = blocking(move || local.unwanted(&delivery)).await? {
                return Ok(Err(self.mail_text(&why)));
            }
        }
        let letter = self.letter(&claimed.delivery).await?;
        Ok(Ok(delivery::compose(settings, &letter.mail)?))
    }

    /// How an attempt ends if its mail could not be made.
    fn unwritten(&self, error: &Error, tries: Tries, settings: &MailSettings) -> Settled {
        let text = self.mail_text(&error.message);
        let now = self.options.clock.now();
        // What lies in the document or the delivery does not mend itself; a service or a secret may come back.
        let for_good = matches!(error.kind, ErrorKind::Failed | ErrorKind::Usage) && !error.message.id.starts_with("provider-");
        policy::end(&if for_good { Sent::Refused(text) } else { Sent::Later(text) }, tries, settings.pauses(), now)
    }

    /// Sends over a line that is open, else over a new one. A line that broke before this mail is replaced once.
    async fn over_a_line(self: &Arc<Self>, settings: &MailSettings, lines: &Lines, composed: &Composed) -> Sent {
        let kept = lock(&lines.idle).pop();
        let mut reused = kept.is_some();
        let mut line = kept;
        loop {
            let mut open = match line.take() {
                Some(line) => line,
                None => match self.open_line(settings, lines).await {
                    Ok(line) => line,
                    Err(detail) => return Sent::Later(detail),
                },
            };
            let sent = open.send(composed).await;
            let broken = open.is_broken();
            if !broken {
                lock(&lines.idle).push(open);
            }
            // Servers close lines after some mails; the mail has not begun then.
            if std::mem::replace(&mut reused, false) && broken && matches!(sent, Sent::Later(_)) {
                continue;
            }
            return sent;
        }
    }

    async fn open_line(self: &Arc<Self>, settings: &MailSettings, lines: &Lines) -> std::result::Result<Line, String> {
        if let Some(why) = lock(&lines.down).clone() {
            return Err(why);
        }
        let opened = match self.mail_secret(settings).await {
            Ok(secret) => Line::open(settings, secret.as_ref()).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        opened.map_err(|error| {
            let why = self.mail_text(&error.message);
            // The next mails do not wait for a server that is not there; they have their own next time.
            *lock(&lines.down) = Some(why.clone());
            why
        })
    }

    /// What proves the name at the mail server; `None` where it asks for none.
    pub(super) async fn mail_secret(self: &Arc<Self>, settings: &MailSettings) -> Result<Option<SecretString>> {
        if settings.user.is_empty() {
            return Ok(None);
        }
        if let MailAuth::Token { command } = &settings.auth {
            return Ok(Some(delivery::access_token(command).await?));
        }
        let local = self.clone();
        blocking(move || {
            let blob = local.registry.secret_blob(AlertSecret::MailPassword)?.ok_or(MailError::NoPassword)?;
            Ok(Some(local.vault()?.open(&blob)?))
        })
        .await
    }

    /// A text that is kept with a delivery.
    pub(super) fn mail_text(&self, message: &Message) -> String {
        self.options.config.lang.unwrap_or(Lang::En).locale().text(message)
    }
}
