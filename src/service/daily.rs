//! The figures of the day for Slack: queued as a delivery, posted by the worker that sends mails.
//!
//! For: the schedule, the command, the worker. Uses: figures of the companies, the store's outbox, `delivery`. Never: a timer.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use secrecy::SecretString;

use super::Result;
use super::delivery_error::DeliveryError;
use super::delivery_view::SendAnswer;
use super::letters::Letter;
use super::local::Local;
use super::scheduled_mail::SLACK;
use super::task::{blocking, surviving};
use crate::delivery::policy::{self, Pauses, Tries};
use crate::delivery::{self, Mail, Sent, SlackSettings, SlackTarget};
use crate::domain::{Actor, CompanyId, Delivery, LastDone, Matter, Message, Parcel, RemoteId, Settled};
use crate::locale::Lang;
use crate::store::{deliveries, holding};

/// Days that one message tells of at most.
const MOST: i64 = 7;

impl Local {
    /// Settings of messages to Slack.
    pub(super) fn slack_settings(&self) -> Result<&SlackSettings> {
        Ok(self.options.config.slack.as_ref().ok_or(DeliveryError::NoSlack)?)
    }

    /// Queues the figures since the last ones, once a day, or shows them.
    pub(super) async fn send_daily(self: &Arc<Self>, dry_run: bool, author: Actor) -> Result<SendAnswer> {
        let target = if dry_run { self.options.config.slack.as_ref() } else { Some(self.slack_settings()?) };
        let to = target.map(|slack| slack.target.shown()).into_iter().collect();
        let (now, local) = (self.options.clock.now(), self.clone());
        let today = now.to_zoned(self.options.zone.clone()).date();
        let last = blocking(move || Ok(holding::<LastDone>(&*local.store, CompanyId(0), &RemoteId::new(SLACK))?)).await?;
        let last = last.map(|last| last.value.at.to_zoned(self.options.zone.clone()).date());
        let (from, until) = days(today, last);
        let parcel = Parcel {
            matter: Matter::Daily,
            document: None,
            number: if from == until { until.to_string() } else { format!("{from}..{until}") },
            partner: String::new(),
            to,
            forms: Vec::new(),
            text: None,
            language: None,
            buyer_reference: None,
            again: false,
        };
        let delivery = Self::delivery(CompanyId(0), parcel, None, &author, now);
        let delivery = Delivery { id: RemoteId::new(format!("daily-{today}")), ..delivery };
        let mut answer = SendAnswer { dry_run, ..SendAnswer::default() };
        let prepared = super::delivering::bare(delivery, Vec::new());
        if dry_run {
            answer.prepared.push(self.shown(prepared).await?);
            return Ok(answer);
        }
        let (local, one) = (self.clone(), prepared.delivery.clone());
        blocking(move || {
            let item = deliveries::item(one.company, one.id.clone(), &one.parcel, (&author, now))?;
            Ok(deliveries::queue(&*local.store, vec![(item, Vec::new())], (&author, now))?)
        })
        .await?;
        self.wake_mailing();
        answer.prepared.push(prepared);
        Ok(answer)
    }

    /// The figures of a delivery in words.
    pub(super) async fn daily_letter(self: &Arc<Self>, delivery: &Delivery) -> Result<Letter> {
        let locale = self.options.config.lang.unwrap_or(Lang::En).locale();
        let today = delivery.queued.to_zoned(self.options.zone.clone()).date();
        let number = &delivery.parcel.number;
        let (from, until) = number.split_once("..").unwrap_or((number, number));
        let read = |text: &str| text.parse().unwrap_or_else(|_| today.saturating_sub(1.days()));
        let (from, until): (Date, Date) = (read(from), read(until));
        let local = self.clone();
        let lines = blocking(move || local.figures(locale, (from, until), today)).await?;
        let head = if from == until {
            Message::new("slack-daily-day").with("day", locale.date(until))
        } else {
            Message::new("delivery-summary-head").with("from", locale.date(from)).with("until", locale.date(until))
        };
        let mail = Mail {
            id: delivery.id.to_string(),
            date: delivery.queued,
            from_name: String::new(),
            reply_to: None,
            to: delivery.parcel.to.clone(),
            subject: locale.text(&head),
            text: format!("{}\n", lines.join("\n")),
            files: Vec::new(),
            automatic: true,
        };
        Ok(Letter { mail, left_out: Vec::new(), balance: rust_decimal::Decimal::ZERO })
    }

    /// Posts the figures of a delivery.
    pub(super) async fn attempt_post(self: &Arc<Self>, delivery: &Delivery, tries: Tries) -> Settled {
        let posting = async {
            let target = &self.slack_settings()?.target;
            let secret = self.slack_secret(target).await?;
            let mail = self.daily_letter(delivery).await?.mail;
            Ok((target, secret, format!("*{}*\n{}", mail.subject, mail.text)))
        };
        let sent = match surviving("posting to Slack", posting).await {
            Ok((target, secret, text)) => delivery::post(target, &secret, &text).await,
            // Nothing left: what is not set may be set later.
            Err(error) => Sent::Later(self.mail_text(&error.message)),
        };
        policy::end(&sent, tries, Pauses::default(), self.options.clock.now())
    }

    /// Posts a test at once.
    pub(super) async fn test_slack(self: &Arc<Self>) -> Result<()> {
        let target = &self.slack_settings()?.target;
        let secret = self.slack_secret(target).await?;
        let text = self.mail_text(&Message::new("slack-test-text").with("machine", crate::process::machine()));
        match delivery::post(target, &secret, &text).await {
            Sent::Taken { .. } => Ok(()),
            Sent::Refused(detail) if delivery::is_secret_refused(&detail) => {
                Err(DeliveryError::SlackSecretRefused { detail }.into())
            }
            Sent::Refused(detail) | Sent::Later(detail) | Sent::Lost(detail) => Err(DeliveryError::NotPosted { detail }.into()),
        }
    }

    async fn slack_secret(self: &Arc<Self>, target: &SlackTarget) -> Result<SecretString> {
        let (local, secret) = (self.clone(), target.secret());
        blocking(move || {
            let blob = local.registry.secret_blob(secret)?.ok_or(DeliveryError::NoSlackSecret)?;
            Ok(local.vault()?.open(&blob)?)
        })
        .await
    }
}

/// The days that figures are of: from the day of the last ones, which lacked the rest of it, until yesterday.
fn days(today: Date, last: Option<Date>) -> (Date, Date) {
    let yesterday = today.saturating_sub(1.days());
    let from = last.unwrap_or(yesterday).clamp(today.saturating_sub(MOST.days()).min(yesterday), yesterday);
    (from, yesterday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn no_day_is_left_out_over_a_weekend() {
        let monday = date(2026, 11, 30);
        assert_eq!(days(monday, None), (date(2026, 11, 29), date(2026, 11, 29)));
        assert_eq!(days(monday, Some(date(2026, 11, 27))), (date(2026, 11, 27), date(2026, 11, 29)));
        assert_eq!(days(monday, Some(monday)), (date(2026, 11, 29), date(2026, 11, 29)), "twice a day");
        assert_eq!(days(monday, Some(date(2026, 1, 1))), (date(2026, 11, 23), date(2026, 11, 29)));
    }
}
