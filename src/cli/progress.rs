//! Live progress on a terminal: a bar per company that syncs, gone when it is done.
//!
//! For: `sync` where a person watches standard error. Uses: indicatif, progress events. Never: the report; that comes after.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::table::cut;
use crate::clock::Clock;
use crate::domain::text::clean;
use crate::domain::{Message, RunId};
use crate::locale::Locale;
use crate::service::{Event, Progress};

/// Interval for updating times without an event.
const TICK: Duration = Duration::from_millis(250);
/// The bars' width.
const BAR: usize = 12;
/// The names' width.
const NAME: usize = 18;

/// Bars at work on a task of their own.
pub(super) struct Live {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Context of progress bars.
pub(super) struct Speaker {
    /// The language.
    pub(super) locale: &'static Locale,
    /// The local zone.
    pub(super) zone: TimeZone,
    /// Clock.
    pub(super) clock: Arc<dyn Clock>,
    /// Whether colours are allowed.
    pub(super) color: bool,
}

impl Live {
    /// Starts to draw what `events` tell.
    pub(super) fn start(events: Receiver<Event>, speaker: Speaker) -> Self {
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(draw(events, speaker, stopped));
        Self { stop, task }
    }

    /// Removes the bars.
    pub(super) async fn end(self) {
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

async fn draw(mut events: Receiver<Event>, speaker: Speaker, mut stopped: oneshot::Receiver<()>) {
    let mut bars = Bars::new(speaker);
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            _ = tick.tick() => bars.tick(),
            event = events.recv() => match event {
                Ok(event) => bars.event(event),
                // The next event contains what was missed.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => {
                    let _ = stopped.await;
                    break;
                }
            },
        }
    }
    bars.clear();
}

struct Bars {
    all: MultiProgress,
    running: HashMap<RunId, (ProgressBar, Progress)>,
    speaker: Speaker,
}

impl Bars {
    fn new(speaker: Speaker) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        Self { all, running: HashMap::new(), speaker }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Started(progress) | Event::Progress(progress) => self.show(progress),
            Event::Ended(run) => {
                if let Some((bar, _)) = self.running.remove(&run.id) {
                    bar.finish_and_clear();
                    self.all.remove(&bar);
                }
            }
            Event::Committed { .. } | Event::Integrated(_) | Event::Delivery(_) | Event::Changed(_) | Event::Missed => {}
        }
    }

    fn show(&mut self, progress: Progress) {
        let (bar, last) = self.running.entry(progress.run).or_insert_with(|| {
            let bar = self.all.add(ProgressBar::new(0).with_style(style(self.speaker.color)));
            let name = cut(&clean(&progress.name), NAME);
            bar.set_prefix(name);
            (bar, progress.clone())
        });
        let (done, total) = extent(&progress);
        bar.set_length(total);
        bar.set_position(done);
        bar.set_message(line(&self.speaker, &progress, self.speaker.clock.now()));
        *last = progress;
    }

    /// Updates the remaining waiting times.
    fn tick(&self) {
        for (bar, progress) in self.running.values() {
            if progress.waiting_until.is_some() {
                bar.set_message(line(&self.speaker, progress, self.speaker.clock.now()));
            }
            bar.tick();
        }
    }

    fn clear(&mut self) {
        for (_, (bar, _)) in self.running.drain() {
            bar.finish_and_clear();
        }
        let _ = self.all.clear();
    }
}

fn style(color: bool) -> ProgressStyle {
    let template = if color {
        format!("{{prefix:{NAME}}} {{bar:{BAR}.green/dim}} {{wide_msg}}")
    } else {
        format!("{{prefix:{NAME}}} {{bar:{BAR}}} {{wide_msg}}")
    };
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("━╸─")
}

/// Progress and length of a run: in invoices if their number is known, else in pages.
fn extent(progress: &Progress) -> (u64, u64) {
    match (progress.invoices_total, progress.pages_total) {
        (Some(total), _) if total > 0 => (progress.counts.documents.processed.min(total), total),
        (_, Some(total)) if total > 0 => (u64::from(progress.pages.min(total)), u64::from(total)),
        _ => (0, 1),
    }
}

/// The words beside a bar: pages, invoices and their speed, time left, what is left of the quota, what it waits for.
fn line(speaker: &Speaker, progress: &Progress, now: Timestamp) -> String {
    let locale = speaker.locale;
    let mut parts = Vec::with_capacity(5);
    parts.push(locale.text(&match progress.pages_total {
        Some(total) => Message::new("cli-progress-pages-of").with("pages", progress.pages).with("total", total),
        None => Message::new("cli-progress-pages").with("pages", progress.pages),
    }));
    parts.push(
        locale.text(&match progress.invoices_total {
            Some(total) => Message::new("cli-progress-invoices-of")
                .with("count", locale.count(progress.counts.documents.processed))
                .with("total", locale.count(total)),
            None => Message::new("unit-invoices").with("count", progress.counts.documents.processed),
        }),
    );
    if let Some(until) = progress.waiting_until.filter(|until| *until > now) {
        let time = until.to_zoned(speaker.zone.clone()).strftime("%H:%M:%S").to_string();
        parts.push(locale.text(&Message::new("cli-progress-waiting").with("time", time)));
    } else {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a speed for people, never negative")]
        let rate = progress.rate().round() as u64;
        parts.push(locale.text(&Message::new("cli-progress-rate").with("rate", locale.count(rate))));
        if let Some(left) = progress.time_left() {
            parts.push(locale.text(&Message::new("cli-progress-left").with("time", clock(left))));
        }
    }
    if let Some((left, limit)) = progress.quota {
        parts.push(locale.text(&Message::new("cli-progress-quota").with("left", left).with("limit", limit)));
    }
    parts.join(" · ")
}

/// A span of time as minutes and seconds.
fn clock(span: Duration) -> String {
    let seconds = span.as_secs_f64().ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a span is never negative")]
    let seconds = seconds as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CompanyId, Counts, SyncMode, Tally};
    use crate::locale::Lang;

    fn progress() -> Progress {
        Progress {
            run: RunId(1),
            company: CompanyId(1),
            name: "Medka".to_owned(),
            mode: SyncMode::Full,
            counts: Counts { documents: Tally { processed: 1200, ..Tally::default() }, ..Counts::default() },
            pages: 12,
            pages_total: Some(50),
            invoices_total: Some(5000),
            elapsed: Duration::from_secs(3),
            quota: Some((47, 60)),
            waiting_until: None,
        }
    }

    fn speaker(lang: Lang) -> Speaker {
        let clock = Arc::new(crate::clock::SystemClock);
        Speaker { locale: lang.locale(), zone: TimeZone::UTC, clock, color: false }
    }

    #[test]
    fn a_line_tells_pages_speed_time_left_and_quota() {
        let now = Timestamp::UNIX_EPOCH;
        let text = line(&speaker(Lang::En), &progress(), now).replace('\u{a0}', " ");
        assert_eq!(text, "12/50 pages · 1 200/5 000 invoices · 400/s · 0:10 left · 47 of 60 requests");
    }

    #[test]
    fn a_line_tells_what_a_run_waits_for() {
        let now = Timestamp::UNIX_EPOCH;
        let waits = Progress { waiting_until: Some(now + jiff::SignedDuration::from_secs(90)), quota: None, ..progress() };
        let text = line(&speaker(Lang::Hu), &waits, now);
        assert!(text.ends_with("a szolgáltatóra vár eddig: 00:01:30"), "{text}");
        // A wait that is over is no longer told.
        let later = now + jiff::SignedDuration::from_secs(91);
        assert!(!line(&speaker(Lang::Hu), &waits, later).contains("vár"));
    }

    #[test]
    fn absurd_totals_never_leave_the_bar() {
        let wild = Progress { invoices_total: Some(10), ..progress() };
        assert_eq!(extent(&wild), (10, 10));
        assert_eq!(extent(&Progress { invoices_total: None, pages_total: Some(0), ..progress() }), (0, 1));
        assert_eq!(clock(Duration::from_secs(3723)), "1:02:03");
    }
}
