//! Mail by schedule: reminders, the figures of the week, and those of the day for Slack.
//!
//! For: `faktura serve`. Uses: the schedule's arithmetic, when each was done last. Never: a timer. What was missed while no process ran is
//! made up for once.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::Result;
use super::delivery_view::SendAnswer;
use super::letters::Letter;
use super::local::Local;
use super::task::blocking;
use crate::delivery::Mail;
use crate::domain::{
    Actor, CompanyId, CurrencyTotals, Delivery, DeliveryState, Direction, LastDone, Matter, Message, Parcel, RemoteId,
};
use crate::locale::{Lang, Locale};
use crate::query::{Request, Sort};
use crate::store::{OwnBatch, OwnData, OwnWrite, Store, deliveries, holding};
use crate::sync::schedule::{Schedule, ScheduleSettings};

/// What is done by schedule, by the name under which it is kept when it was done.
const REMINDERS: &str = "reminders";
const SUMMARY: &str = "summary";
pub(super) const SLACK: &str = "slack";

/// What the schedule did, and when it is due next.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct ScheduledMail {
    /// Reminders that were queued.
    pub reminders: usize,
    /// Whether the figures of the week were queued.
    pub summary: bool,
    /// Whether the figures of the day were queued for Slack.
    pub daily: bool,
    /// When something is due next; `None` if never.
    #[serde(with = "crate::domain::as_text")]
    pub next: Option<Timestamp>,
}

impl Local {
    /// Does what is due by schedule.
    pub(super) async fn scheduled_mail(self: &Arc<Self>) -> Result<ScheduledMail> {
        let config = &self.options.config;
        let (mut done, author) = (ScheduledMail::default(), Actor(deliveries::AUTHOR.to_owned()));
        if config.mail.is_some() && !config.reminders.companies.is_empty() {
            let (due, next) = self.is_mail_due(REMINDERS, &config.reminders.times).await?;
            if due {
                let answer = self.remind(Vec::new(), false, author.clone(), || Ok(())).await?;
                done.reminders = answer.prepared.len();
                for skipped in &answer.skipped {
                    tracing::warn!(number = %skipped.number, why = %self.mail_text(&skipped.why), "no reminder");
                }
                self.keep_mail_done(REMINDERS).await?;
            }
            done.next = next;
        }
        if let Some(mail) = config.mail.as_ref().filter(|mail| !mail.summary_to.is_empty()) {
            let (due, next) = self.is_mail_due(SUMMARY, &mail.summary_times).await?;
            if due {
                let queued = self.send_summary(mail.summary_to.clone(), false, author.clone()).await?;
                done.summary = !queued.prepared.is_empty();
                self.keep_mail_done(SUMMARY).await?;
            }
            done.next = done.next.into_iter().chain(next).min();
        }
        if let Some(slack) = &config.slack {
            let (due, next) = self.is_mail_due(SLACK, &slack.times).await?;
            if due {
                done.daily = !self.send_daily(false, author).await?.prepared.is_empty();
                self.keep_mail_done(SLACK).await?;
            }
            done.next = done.next.into_iter().chain(next).min();
        }
        Ok(done)
    }

    /// Whether something is due, and when it is next. What was never done begins now.
    async fn is_mail_due(self: &Arc<Self>, what: &'static str, times: &[String]) -> Result<(bool, Option<Timestamp>)> {
        let config = &self.options.config.schedule;
        let settings = ScheduleSettings { times: times.to_vec(), ..config.clone() };
        let schedule = Schedule::new(&settings, &self.options.zone);
        let now = self.options.clock.now();
        let local = self.clone();
        let last = blocking(move || Ok(holding::<LastDone>(&*local.store, CompanyId(0), &RemoteId::new(what))?)).await?;
        let Some(last) = last else {
            self.keep_mail_done(what).await?;
            return Ok((false, schedule.next(now).map(|at| at.timestamp())));
        };
        let due = schedule.next(last.value.at).is_some_and(|at| at.timestamp() <= now);
        let from = if due { now } else { last.value.at };
        Ok((due, schedule.next(from).map(|at| at.timestamp())))
    }

    /// Keeps that something was done now.
    async fn keep_mail_done(self: &Arc<Self>, what: &'static str) -> Result<()> {
        let local = self.clone();
        blocking(move || {
            let now = local.options.clock.now();
            let known = holding::<LastDone>(&*local.store, CompanyId(0), &RemoteId::new(what))?;
            let version = known.map_or(0, |known| known.version);
            let mut batch = OwnBatch::new(now, Actor(deliveries::AUTHOR.to_owned()));
            let value = LastDone { what: what.to_owned(), at: now };
            batch.records.push(OwnWrite::value(CompanyId(0), &value, version)?);
            Ok(local.store.transact(&batch)?)
        })
        .await
    }

    /// Queues the figures of the week before, once a week, or shows them.
    pub(super) async fn send_summary(self: &Arc<Self>, to: Vec<String>, dry_run: bool, author: Actor) -> Result<SendAnswer> {
        let now = self.options.clock.now();
        let (monday, _) = week_before(now.to_zoned(self.options.zone.clone()).date());
        let week = monday.iso_week_date();
        let number = format!("{}-W{:02}", week.year(), week.week());
        let parcel = Parcel {
            matter: Matter::Summary,
            document: None,
            number: number.clone(),
            partner: String::new(),
            to,
            forms: Vec::new(),
            text: None,
            language: None,
            buyer_reference: None,
            again: false,
        };
        let delivery = Delivery {
            id: RemoteId::new(format!("summary-{number}")),
            ..Self::delivery(CompanyId(0), parcel, None, &author, now)
        };
        let mut answer = SendAnswer { dry_run, ..SendAnswer::default() };
        let prepared = super::delivering::bare(delivery, Vec::new());
        if dry_run {
            answer.prepared.push(self.shown(prepared).await?);
            return Ok(answer);
        }
        self.mail_settings()?;
        let (local, one) = (self.clone(), prepared.delivery.clone());
        blocking(move || {
            let by = (&author, now);
            let item = deliveries::item(one.company, one.id.clone(), &one.parcel, by)?;
            Ok(deliveries::queue(&*local.store, vec![(item, Vec::new())], by)?)
        })
        .await?;
        self.wake_mailing();
        answer.prepared.push(prepared);
        Ok(answer)
    }

    /// The mail with the figures of a week.
    pub(super) async fn summary_letter(self: &Arc<Self>, delivery: &Delivery) -> Result<Letter> {
        let lang = self.options.config.lang.unwrap_or(Lang::En);
        let today = delivery.queued.to_zoned(self.options.zone.clone()).date();
        let (monday, sunday) = week_before(today);
        let local = self.clone();
        let lines = blocking(move || local.figures(lang.locale(), (monday, sunday), today)).await?;
        let locale = lang.locale();
        let days = Message::new("delivery-summary-head").with("from", locale.date(monday)).with("until", locale.date(sunday));
        let mail = Mail {
            id: delivery.id.to_string(),
            date: delivery.queued,
            from_name: String::new(),
            reply_to: None,
            to: delivery.parcel.to.clone(),
            subject: locale.text(&Message::new("delivery-summary-subject").with("week", delivery.parcel.number.as_str())),
            text: format!("{}\n\n{}\n", locale.text(&days), lines.join("\n")),
            files: Vec::new(),
            automatic: true,
        };
        Ok(Letter { mail, left_out: Vec::new(), balance: rust_decimal::Decimal::ZERO })
    }

    /// The figures of each company. Blocks.
    pub(super) fn figures(&self, locale: &Locale, (monday, sunday): (Date, Date), today: Date) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        let doubts = self.store.doubted();
        for company in self.registry.companies() {
            lines.push(crate::domain::text::clean(&company.name).into_owned());
            if let Some(doubt) = doubts.iter().find(|doubt| doubt.company == company.id) {
                lines.extend([format!("  {}", locale.text(&doubt.message(&company.name, &company.provider))), String::new()]);
                continue;
            }
            let before = lines.len();
            let week = [
                ("delivery-summary-issued", format!("issued:{monday}..{sunday}")),
                ("delivery-summary-paid", format!("paid:{monday}..{sunday}")),
            ];
            for (id, query) in week {
                lines.extend(self.sums(company.id, &query, today, |sum| sum.gross, (id, locale))?);
            }
            for (id, query) in [("delivery-summary-open", "balance>0"), ("delivery-summary-overdue", "status:overdue")] {
                lines.extend(self.sums(company.id, query, today, |sum| sum.balance, (id, locale))?);
            }
            let failed = |state| matches!(state, DeliveryState::Failed | DeliveryState::Unknown);
            let failed = deliveries::deliveries(&*self.store, company.id)?.iter().filter(|one| failed(one.state)).count();
            if failed > 0 {
                lines.push(format!("  {}", locale.text(&Message::new("delivery-summary-failed").with("count", failed))));
            }
            if lines.len() == before {
                lines.push(format!("  {}", locale.get("delivery-summary-nothing")));
            }
            lines.push(String::new());
        }
        lines.pop();
        Ok(lines)
    }

    fn sums(
        &self,
        company: CompanyId,
        query: &str,
        today: Date,
        amount: impl Fn(&CurrencyTotals) -> rust_decimal::Decimal,
        (id, locale): (&'static str, &Locale),
    ) -> Result<Vec<String>> {
        let request = Request {
            query: format!("direction:issued {query}"),
            companies: vec![company],
            sort: Sort::default(),
            offset: 0,
            limit: 0,
            around: None,
            today,
        };
        let found = super::finding::find(self, &request)?;
        let issued = found.totals.iter().filter(|((_, direction), sum)| *direction == Direction::Issued && sum.count > 0);
        let line = |((currency, _), sum): (&(crate::domain::Currency, Direction), &CurrencyTotals)| {
            let message = Message::new(id).with("count", sum.count).with("amount", locale.money(amount(sum), currency));
            format!("  {}", locale.text(&message))
        };
        Ok(issued.map(line).collect())
    }
}

/// Monday and Sunday of the week before the one of a day.
fn week_before(day: Date) -> (Date, Date) {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    let monday = day.saturating_sub((back + 7).days());
    (monday, monday.saturating_add(6.days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_goes_from_monday_to_sunday() {
        for day in [date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29)] {
            assert_eq!(week_before(day), (date(2026, 11, 16), date(2026, 11, 22)), "{day}");
        }
        assert_eq!(week_before(date(2026, 1, 1)), (date(2025, 12, 22), date(2025, 12, 28)));
    }
}
