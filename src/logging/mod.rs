//! Log files: one a day, private, bounded, without secrets.
//!
//! For: finding the cause of a problem later. Uses: tracing-subscriber, tracing-appender's background writer, the
//! configuration, a clock. Never: the terminal, except with `-v` (the TUI never); a reason to fail: lines that cannot be
//! written are counted, and the program goes on.
//!
//! Every line passes a [`Redactor`] and is cleaned of what could command a terminal, wherever it goes.

mod error;
mod file;
mod read;
mod redact;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tracing::Subscriber;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

pub use error::LoggingError;
pub use read::{LogLine, newest};
pub use redact::Redactor;

use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Paths};
use file::DailyFile;
use redact::Redacting;

/// Lines that may wait to be written; each has room from the start.
const LINES: usize = 8192;

/// Timeout for writing the last lines.
const LAST_LINES: Duration = Duration::from_secs(5);

/// Keeps the log open; dropping it writes the last lines.
#[derive(Debug)]
pub struct Guard {
    redactor: Arc<Redactor>,
    warning: Option<LoggingError>,
    lost: Arc<AtomicU64>,
    dropped: Option<ErrorCounter>,
    /// Lines handed to the writer, and lines that the writer is done with.
    sent: Arc<AtomicU64>,
    done: Arc<AtomicU64>,
    worker: Option<WorkerGuard>,
}

impl Guard {
    /// The redactor, to register secrets.
    #[must_use]
    pub fn redactor(&self) -> &Arc<Redactor> {
        &self.redactor
    }

    /// Why there is no log file, if there is none. The program works without.
    #[must_use]
    pub const fn warning(&self) -> Option<&LoggingError> {
        self.warning.as_ref()
    }

    /// Writes the last lines. Returns the number of lines that were lost, as an error; `None` without a loss.
    #[must_use]
    pub fn end(mut self) -> Option<LoggingError> {
        let waiting = self.drain(LAST_LINES);
        let lines = self.lost.load(Ordering::Relaxed).saturating_add(self.dropped()).saturating_add(waiting);
        (lines > 0).then_some(LoggingError::Lost { lines })
    }

    /// Waits until the lines that were handed over are written; says how many are not by then.
    fn drain(&mut self, bound: Duration) -> u64 {
        let Some(worker) = self.worker.take() else { return 0 };
        let end = Instant::now() + bound;
        let mut pause = Duration::from_micros(50);
        loop {
            let waiting = self.waiting();
            if waiting == 0 {
                drop(worker);
                return 0;
            }
            if Instant::now() >= end {
                // Dropped while its queue is full, it would print to standard output, which belongs to machines.
                std::mem::forget(worker);
                return waiting;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(10));
        }
    }

    fn waiting(&self) -> u64 {
        let done = self.done.load(Ordering::Acquire).saturating_add(self.dropped());
        self.sent.load(Ordering::Acquire).saturating_sub(done)
    }

    fn dropped(&self) -> u64 {
        self.dropped.as_ref().map_or(0, |dropped| u64::try_from(dropped.dropped_lines()).unwrap_or(u64::MAX))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.drain(LAST_LINES);
    }
}

/// Hands lines over to the background writer, and counts them.
#[derive(Clone)]
struct Counted {
    way: NonBlocking,
    sent: Arc<AtomicU64>,
}

impl io::Write for Counted {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.sent.fetch_add(1, Ordering::AcqRel);
        self.way.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Starts logging into [`Paths::logs`], and with `to_stderr` and a `verbosity` (`-v` 1, `-vv` 2) to standard error too.
///
/// An error only when logging was started before. A log that cannot be written is [`Guard::warning`].
pub fn start(config: &Config, paths: &Paths, verbosity: u8, to_stderr: bool) -> Result<Guard, LoggingError> {
    let stderr = (to_stderr && verbosity > 0).then(|| (BoxMakeWriter::new(std::io::stderr), verbosity));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (subscriber, guard) = build(config, paths, &clock, stderr);
    subscriber.try_init().map_err(|_| LoggingError::Started)?;
    Ok(guard)
}

/// The subscriber, with standard error's stand-in.
fn build(
    config: &Config,
    paths: &Paths,
    clock: &Arc<dyn Clock>,
    stderr: Option<(BoxMakeWriter, u8)>,
) -> (impl Subscriber + Send + Sync + use<>, Guard) {
    let redactor = Arc::new(Redactor::default());
    let lost = Arc::new(AtomicU64::new(0));
    let (sent, mut done) = (Arc::new(AtomicU64::new(0)), Arc::default());
    let (file, worker, warning) = match DailyFile::open(&paths.logs, config.log_files, Arc::clone(clock), Arc::clone(&lost)) {
        Ok(file) => {
            done = file.done();
            let (file, worker) = NonBlockingBuilder::default().thread_name("log").buffered_lines_limit(LINES).finish(file);
            (Some(file), Some(worker), None)
        }
        Err(warning) => (None, None, Some(warning)),
    };
    let dropped = file.as_ref().map(NonBlocking::error_counter);
    let file = file.map(|file: NonBlocking| {
        let levels = config.log_level.parse().unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
        let counted = Counted { way: file, sent: Arc::clone(&sent) };
        layer(BoxMakeWriter::new(move || counted.clone()), &redactor, clock).with_filter(levels)
    });
    let stderr = stderr.map(|(stderr, verbosity)| {
        let ours = if verbosity > 1 { LevelFilter::DEBUG } else { LevelFilter::INFO };
        let levels = Targets::new().with_default(LevelFilter::WARN).with_target("faktura", ours);
        layer(stderr, &redactor, clock).with_filter(levels)
    });
    let subscriber = tracing_subscriber::registry().with(file).with(stderr);
    (subscriber, Guard { redactor, warning, lost, dropped, sent, done, worker })
}

fn layer<S>(writer: BoxMakeWriter, redactor: &Arc<Redactor>, clock: &Arc<dyn Clock>) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer()
        .with_ansi(false)
        .log_internal_errors(false)
        .with_timer(Stamp(Arc::clone(clock)))
        .with_writer(Redacting::new(writer, Arc::clone(redactor)))
}

/// The time of a line, in UTC.
struct Stamp(Arc<dyn Clock>);

impl FormatTime for Stamp {
    fn format_time(&self, w: &mut Writer<'_>) -> std::fmt::Result {
        write!(w, "{:.3}", self.0.now())
    }
}

#[cfg(test)]
mod tests;
