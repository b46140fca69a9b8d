//! Output: results on standard output, everything else on standard error.
//!
//! For: every command. Uses: the locale. Never: text from outside that was not cleaned.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::args::ColorArg;
use super::environment::Environment;
use super::style::Style;
use super::table::{NO_BREAK_SPACES, Table};
use crate::domain::{Arg, Message, text};
use crate::error::Error;
use crate::json;
use crate::locale::Locale;

/// The two streams, and how to write to them.
pub(super) struct Out {
    stdout: Shared,
    stderr: Box<dyn Write + Send>,
    locale: &'static Locale,
    color: bool,
    color_err: bool,
    width: Option<usize>,
    terminal: bool,
    terminal_err: bool,
    quiet: bool,
}

impl Out {
    /// Takes the streams out of the environment.
    pub(super) fn new(environment: &mut Environment, locale: &'static Locale, color: ColorArg, quiet: bool) -> Self {
        let allowed = environment.var("NO_COLOR").is_none() && environment.text("TERM") != Some("dumb");
        let color = |terminal: bool| match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && allowed,
        };
        Self {
            color: color(environment.stdout_is_terminal),
            color_err: color(environment.stderr_is_terminal),
            terminal: environment.stdout_is_terminal,
            terminal_err: environment.stderr_is_terminal,
            width: environment.width.filter(|_| environment.stdout_is_terminal),
            stdout: Shared::new(std::mem::replace(&mut environment.stdout, Box::new(io::sink()))),
            stderr: std::mem::replace(&mut environment.stderr, Box::new(io::sink())),
            locale,
            quiet,
        }
    }

    /// Columns of the terminal; `None` where standard output is none.
    pub(super) const fn width(&self) -> Option<usize> {
        self.width
    }

    /// Changes the language: the configuration file may know one that the command line did not.
    pub(super) fn speak(&mut self, locale: &'static Locale) {
        self.locale = locale;
    }

    /// The language.
    pub(super) fn locale(&self) -> &'static Locale {
        self.locale
    }

    /// Whether only errors are wanted.
    pub(super) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Whether standard output may be coloured.
    pub(super) fn color(&self) -> bool {
        self.color
    }

    /// Whether standard error may be coloured.
    pub(super) fn color_err(&self) -> bool {
        self.color_err
    }

    /// The text of an identifier.
    pub(super) fn get(&self, id: &'static str) -> String {
        self.locale.get(id)
    }

    /// The words of a message.
    pub(super) fn text(&self, message: &Message) -> String {
        self.locale.text(message)
    }

    /// Prints a line on standard output. The text must be clean.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.stdout, "{}", blanks(text, self.terminal))
    }

    /// Prints a message on standard output.
    pub(super) fn say(&mut self, message: &Message) -> io::Result<()> {
        let text = self.locale.text(message);
        self.line(&text)
    }

    /// A line in a style. The text must be clean.
    pub(super) fn styled(&mut self, text: &str, style: Style) -> io::Result<()> {
        let text = style.paint(text, self.color);
        self.line(&text)
    }

    /// A table. Where a program reads it, numbers have no separators.
    pub(super) fn table(&mut self, table: &Table) -> io::Result<()> {
        let bare = (!self.terminal).then(|| table.bare());
        for line in bare.as_ref().unwrap_or(table).lines(self.width, self.color) {
            writeln!(self.stdout, "{line}")?;
        }
        Ok(())
    }

    /// A value for machines, in lines of its own.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        json::to_pretty(&mut self.stdout, value)
    }

    /// A value for machines, on a line of its own.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        json::to_line(&mut self.stdout, value)?;
        self.stdout.write_all(b"\n")
    }

    /// Standard output itself, for formats that are written as they come.
    pub(super) fn stdout(&mut self) -> &mut (dyn Write + Send) {
        &mut self.stdout
    }

    /// The same streams, for writers that keep them.
    pub(super) fn shared(&self) -> Shared {
        self.stdout.clone()
    }

    /// A word beside the matter, on standard error; silent where only errors are wanted.
    pub(super) fn note(&mut self, message: &Message) {
        if !self.quiet {
            let text = self.locale.text(message);
            self.beside(&text);
        }
    }

    /// A warning.
    pub(super) fn warn(&mut self, message: &Message) {
        if !self.quiet {
            let label = Style::Yellow.paint(&self.get("cli-warning"), self.color_err);
            let text = self.locale.text(message);
            self.beside(&format!("{label} {text}"));
        }
    }

    /// What to do about a warning.
    pub(super) fn advise(&mut self, hint: &Message) {
        if !self.quiet {
            let label = Style::Bold.paint(&self.get("cli-hint"), self.color_err);
            let text = self.locale.text(hint);
            self.beside(&format!("{label} {text}"));
        }
    }

    /// An error with its hint.
    pub(super) fn error(&mut self, error: &Error) {
        let text = self.locale.text(&error.message);
        let hint = error.hint.as_ref().map(|hint| self.locale.text(hint));
        self.error_text(&text, hint.as_deref());
    }

    /// Prints an error from a clean text.
    pub(super) fn error_text(&mut self, text: &str, hint: Option<&str>) {
        let label = Style::Red.paint(&self.get("cli-error"), self.color_err);
        self.beside(&format!("{label} {text}"));
        if let Some(hint) = hint {
            let label = Style::Bold.paint(&self.get("cli-hint"), self.color_err);
            self.beside(&format!("{label} {hint}"));
        }
    }

    /// A question, without a line break after it.
    pub(super) fn ask(&mut self, message: &Message) {
        let text = self.locale.text(message);
        // What is asked about, such as a list to choose from, was printed on standard output.
        let _ = self.stdout.flush();
        let _ = write!(self.stderr, "{text} ").and_then(|()| self.stderr.flush());
    }

    /// Prints a line on standard error. Failures are ignored: there is no other place to report them.
    pub(super) fn beside(&mut self, text: &str) {
        // Flush standard output first, as both streams may share one terminal.
        let _ = self.stdout.flush();
        let _ = writeln!(self.stderr, "{}", blanks(text, self.terminal_err));
    }

    /// Writes out what is held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// A text for a terminal, or for a program or file, where a no-break space would be in the way.
fn blanks(text: &str, terminal: bool) -> Cow<'_, str> {
    if terminal || !text.contains(NO_BREAK_SPACES) { text.into() } else { text.replace(NO_BREAK_SPACES, " ").into() }
}

/// Standard output, for several holders that take turns.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<BufWriter<Box<dyn Write + Send>>>>);

impl Shared {
    fn new(stream: Box<dyn Write + Send>) -> Self {
        Self(Arc::new(Mutex::new(BufWriter::new(stream))))
    }

    fn lock(&self) -> MutexGuard<'_, BufWriter<Box<dyn Write + Send>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lock().flush()
    }
}

/// The text of an identifier that is put together from a word of the domain, or the word itself where there is none.
pub(super) fn word(locale: &Locale, prefix: &str, word: &str) -> String {
    let id = format!("{prefix}-{}", word.replace([' ', '_'], "-"));
    if locale.has(&id) { locale.text(&Message { id: id.into(), args: Vec::new() }) } else { text::clean(word).into_owned() }
}

/// A message with an argument that is text already.
pub(super) fn with(id: &'static str, name: &'static str, value: impl Into<Arg>) -> Message {
    Message::new(id).with(name, value)
}
