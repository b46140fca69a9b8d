//! The screens: event, update (pure), driver, views; one file a page; keymap; theme.
//!
//! For: people at a terminal. Uses: the service's use cases, the locale, ratatui and crossterm (which no other module names).
//! Never: a provider's type, a tree of the store, the system clock (one comes in).
//!
//! Data goes round one way: the driver turns keys, signals, answers and sync events into [`event::Event`]s;
//! [`update::update`] changes the [`model::Model`] and returns [`event::Effect`]s; only the driver performs them, on tasks
//! that answer with events. A frame is a pure function of the model, and only the difference from the last one is
//! written. So nothing here ever waits for a disk, a network or a slow terminal.

mod ask;
mod books;
mod case;
mod chosen;
mod clipboard;
mod commands;
mod copy;
mod copying;
mod document;
mod driver;
mod encode;
mod event;
mod failures;
mod files;
mod form;
mod frame;
mod go;
mod group;
mod hours;
mod input;
mod jobs;
mod key;
mod keymap;
mod list;
mod load;
mod look;
mod manual;
mod mask;
mod model;
mod mouse;
mod notice;
mod notify;
mod opening;
mod outside;
mod overlay;
mod overlay_keys;
mod page;
mod pages;
mod paint;
mod perform;
mod pick;
mod picked;
mod picture;
mod placeholder;
mod progress;
mod prompt;
mod saved;
mod saved_views;
mod sections;
mod settings;
mod shared;
mod signals;
mod svg;
mod syncs;
mod table;
mod tables;
mod terminal;
mod text;
mod theme;
mod undo;
mod undoing;
mod update;
mod words;
mod work;

use std::collections::VecDeque;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::config::Screen;
use crate::domain::{CompanyId, Message, RecordKey};
use crate::error::{Describe, ErrorKind};
use crate::host::Service;
use crate::locale::{Lang, Locale};
use crate::process;
use crate::query::{Field, Sort};

pub use copy::Wrap;
pub use manual::keys;
pub use model::Model;
pub use outside::Opening;
pub use pages::PageId;
pub(crate) use pages::changes::Line as ChangeRow;
pub(crate) use pages::changes::columns::ChangeField;
pub(crate) use pages::messages::columns::LineField;
pub(crate) use pages::runs::columns::RunField;
pub use svg::svg;
pub(crate) use text::wrap as wrapped;
pub use theme::Depth;
pub(crate) use words::{Told, told};

/// A word for a shell, in quotation marks where it needs them.
#[must_use]
pub fn quoted(word: &str) -> String {
    copy::quoted(word)
}

/// True if a text names columns of the list, as [`Options::columns`] takes them.
#[must_use]
pub fn are_columns(text: &str) -> bool {
    list::read::<Field>(text).is_some()
}

/// Reads the screen part of the configuration again; `None` if it did not change and the argument is false.
pub type Reload = Arc<dyn Fn(bool) -> Option<Result<Screen, Message>> + Send + Sync>;

/// The configuration as the page of settings reads and changes it.
#[derive(Clone)]
pub struct Configuration {
    /// Its file.
    pub path: PathBuf,
    /// Looks up a variable of the environment.
    pub env: Arc<dyn Fn(&str) -> Option<String> + Send + Sync>,
    /// The language that an option chose.
    pub lang: Option<Lang>,
    /// The store is this user's own, so that its roles, alerts and schedule are those of this configuration.
    pub owns_store: bool,
}

impl Configuration {
    /// True if an option or a variable names the language.
    fn names_a_language(&self) -> bool {
        self.lang.is_some() || (self.env)("FAKTURA_LANG").is_some_and(|lang| !lang.trim().is_empty())
    }
}

impl std::fmt::Debug for Configuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Configuration").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The surroundings of the screen.
#[derive(Clone, Default)]
pub struct Outside {
    /// The file that keeps the state of the screen; `None` keeps nothing.
    pub state: Option<PathBuf>,
    /// The multiplexer between this program and the terminal.
    pub wrap: Wrap,
    /// Reads the configuration again.
    pub reload: Option<Reload>,
    /// The configuration, where the screen may show and change it.
    pub configuration: Option<Configuration>,
    /// Where documents are opened from.
    pub opening: Opening,
}

/// The state in which the screen starts.
#[derive(Clone)]
pub struct Options {
    /// Language.
    pub locale: &'static Locale,
    /// Only this company's invoices at first.
    pub company: Option<CompanyId>,
    /// The filter at first; that of the last session otherwise.
    pub query: Option<String>,
    /// The order at first.
    pub sort: Option<Sort>,
    /// The columns at first, such as `number,partner:30,gross`; see [`are_columns`].
    pub columns: Option<String>,
    /// The invoice under the cursor at first.
    pub invoice: Option<RecordKey>,
    /// The page at first; otherwise the invoices if a company or a filter is given, else the companies.
    pub tab: Option<PageId>,
    /// The zone that times are shown in.
    pub zone: TimeZone,
    /// Without colours (`NO_COLOR`, `--color never`).
    pub no_color: bool,
    /// Colours that the terminal has.
    pub depth: Depth,
    /// The terminal's character set is not UTF-8: borders and signs are drawn in ASCII, whatever else is set.
    pub ascii: bool,
    /// Fewer bytes, whatever else is set.
    pub low_bandwidth: bool,
    /// The source of the time.
    pub clock: Arc<dyn Clock>,
    /// A line that is always shown, such as that this is a pretend account.
    pub banner: Option<Message>,
    /// The screen part of the configuration.
    pub screen: Screen,
    /// The surroundings.
    pub outside: Outside,
    /// The command that opens this screen again, such as `faktura --home /srv/faktura`.
    pub command: String,
    /// Notices from before the start, such as that a sync was interrupted.
    pub notices: Vec<Message>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("tab", &self.tab).field("query", &self.query).finish_non_exhaustive()
    }
}

/// Why the screen could not be shown.
#[derive(Debug)]
pub enum TuiError {
    /// There is no terminal.
    NoTerminal,
    /// The terminal does not do what it should.
    Terminal {
        /// Why.
        detail: String,
    },
}

impl TuiError {
    fn terminal(error: &std::io::Error) -> Self {
        Self::Terminal { detail: error.to_string() }
    }
}

impl Describe for TuiError {
    fn message(&self) -> Message {
        match self {
            Self::NoTerminal => Message::new("tui-error-no-terminal"),
            Self::Terminal { detail } => Message::new("tui-error-terminal").with("detail", detail.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        matches!(self, Self::NoTerminal).then(|| Message::new("tui-error-no-terminal-hint"))
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoTerminal => ErrorKind::Usage,
            Self::Terminal { .. } => ErrorKind::Unexpected,
        }
    }
}

crate::localized_error!(TuiError);

/// The way the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// By a person.
    Quit,
    /// By a signal, or because the terminal is gone.
    Ended,
}

/// Gives the terminal back where the screen has it; more than once does no harm.
pub fn give_back() {
    terminal::give_back();
}

/// Shows the screen until the user quits or the terminal is gone. The caller closes the service afterwards.
pub async fn run(service: Service, options: Options, early: Early) -> Result<Left, TuiError> {
    let clock = Arc::clone(&options.clock);
    let Early { guard, screen, kept } = early;
    let model = start(&options, terminal::size(), kept.as_deref());
    let result = driver::Driver::new(service, clock, model, screen, options.outside).run().await;
    drop(guard);
    result
}

/// The screen before there is anything to show: its first frame stands. Dropped, it gives the terminal back.
#[derive(Debug)]
pub struct Early {
    guard: terminal::Guard,
    screen: terminal::Screen,
    kept: Option<String>,
}

/// No state of the screen is larger; of one that claims to be, so much is read.
const LARGEST_STATE: u64 = 1 << 20;

/// Takes the terminal and draws the first frame, before anything is opened: however large the store is, something is on the
/// screen at once.
///
/// # Errors
/// There is no terminal, or it does not do what it should.
pub async fn begin(options: &Options) -> Result<Early, TuiError> {
    if !std::io::stdout().is_terminal() {
        return Err(TuiError::NoTerminal);
    }
    // Colours are decided here; the library's own idea of NO_COLOR would take bold and reverse away too.
    crossterm::style::force_color_output(true);
    let path = options.outside.state.clone();
    let read = tokio::task::spawn_blocking(move || path.and_then(|path| process::kept_file(&path, LARGEST_STATE).ok()));
    let kept = read.await.ok().flatten();
    let model = start(options, terminal::size(), kept.as_deref());
    let guard = terminal::Guard::take().map_err(|error| TuiError::terminal(&error))?;
    let mut screen = terminal::Screen::default();
    screen.show(frame::render(&model).0).map_err(|error| TuiError::terminal(&error))?;
    Ok(Early { guard, screen, kept })
}

/// The settings that the state of the screen keeps beside the configuration, as earlier versions did. Blocks.
#[must_use]
pub fn kept_choices(state: &Path) -> Vec<crate::config::Outside> {
    process::kept_file(state, LARGEST_STATE).map(|text| saved::choices(&text).outside()).unwrap_or_default()
}

/// Takes a setting out of that state: it was changed in the configuration. Blocks.
pub fn forget_choice(state: &Path, key: &str) {
    let Some(text) = process::kept_file(state, LARGEST_STATE).ok().and_then(|text| saved::without(&text, key)) else { return };
    if let Err(error) = process::keep_file(state, ".ui-", text.as_bytes()) {
        tracing::warn!(path = %state.display(), %error, "a choice of the screen is still kept");
    }
}

/// What is wrong with the keys of a configuration.
#[must_use]
pub fn keys_fault(screen: &Screen) -> Option<Message> {
    configured(screen, false).err()
}

/// The keymap of the configuration, and what else of it holds while the screen runs.
fn configured(screen: &Screen, asked: bool) -> Result<event::Configured, Message> {
    Ok(event::Configured {
        keymap: keymap::Keymap::new(&model::contexts(), &screen.keys)?,
        read_only: screen.read_only,
        settings: settings_of(screen),
        themes: screen.themes.clone(),
        commands: screen.commands.clone(),
        open: screen.open.clone(),
        asked,
    })
}

/// The model as it is before anything was read.
fn start(options: &Options, size: (u16, u16), kept: Option<&str>) -> Model {
    let mut model = Model::new(options.locale, options.zone.clone(), options.clock.now(), size);
    model.shared.colors = !options.no_color;
    model.shared.depth = options.depth;
    model.shared.ascii = options.ascii;
    model.shared.banner.clone_from(&options.banner);
    model.shared.command.clone_from(&options.command);
    model.shared.configuration.clone_from(&options.outside.configuration);
    model.shared.opening.clone_from(&options.outside.opening);
    for notice in &options.notices {
        model.shared.say(notice.clone(), notice::Severity::Look);
    }
    apply_configuration(&mut model, &options.screen);
    let narrowed = options.company.is_some() || options.query.is_some() || options.invoice.is_some();
    if let Some(text) = kept {
        saved::read(&mut model, text, !narrowed);
        model.apply_settings();
    }
    model.shared.settings.low_bandwidth |= options.low_bandwidth;
    let page = &mut model.pages.invoices;
    if narrowed {
        model.shared.page = PageId::Invoices;
        page.scope = options.company;
        page.filter.set(options.query.as_deref().unwrap_or_default());
        page.list.selected.clone_from(&options.invoice);
    }
    if let Some(sort) = options.sort {
        page.list.sort = sort;
    }
    if let Some(columns) = options.columns.as_deref().and_then(list::read) {
        page.list.columns = Some(columns);
    }
    if let Some(page) = options.tab {
        model.shared.page = page;
    }
    model.pages.invoice.wanted |= model.shared.page == PageId::Invoice;
    if let Some(id) = options.company {
        model.pages.companies.select(id);
    }
    model
}

/// The settings of the configuration.
fn settings_of(screen: &Screen) -> settings::Settings {
    settings::Settings {
        theme: theme::Theme::parse(&screen.theme, &screen.themes).unwrap_or_default(),
        lang: None,
        ascii: screen.ascii,
        calm: screen.reduced_motion,
        low_bandwidth: screen.low_bandwidth,
        no_mouse: !screen.mouse,
        notify: notify::Notify::parse(&screen.notify).unwrap_or_default(),
    }
}

/// Applies the screen part of the configuration; choices that were kept come after it.
fn apply_configuration(model: &mut Model, screen: &Screen) {
    model.shared.themes.clone_from(&screen.themes);
    model.shared.configured = settings_of(screen);
    model.shared.settings = model.shared.configured;
    model.shared.read_only = screen.read_only;
    model.shared.commands.clone_from(&screen.commands);
    model.shared.open.clone_from(&screen.open);
    match configured(screen, false) {
        Ok(configured) => model.shared.keymap = configured.keymap,
        Err(message) => model.shared.say(message, notice::Severity::Act),
    }
}

/// Draws a screen without a terminal: reads what it needs, presses the keys of a script one after another, each answered
/// before the next, and returns the last frame as SVG. Scripts: `key::Key::script`, such as `/overdue<enter><down>`.
pub async fn draw(
    service: &Service,
    options: Options,
    tab: PageId,
    keys: &str,
    width: u16,
    height: u16,
) -> Result<String, TuiError> {
    let mut model = start(&Options { tab: Some(tab), ..options.clone() }, (width, height), None);
    let effects = update::begin(&mut model);
    perform_all(service, &options, &mut model, effects).await;
    for key in key::Key::script(keys) {
        let effects = update::update(&mut model, event::Event::Key(key));
        perform_all(service, &options, &mut model, effects).await;
    }
    Ok(svg(&frame::render(&model).0))
}

/// Performs effects and their own effects, until nothing is left to do.
async fn perform_all(service: &Service, options: &Options, model: &mut Model, effects: Vec<event::Effect>) {
    let mut left = VecDeque::from(effects);
    while let Some(effect) = left.pop_front() {
        let answer = perform::perform(service.clone(), Arc::clone(&options.clock), effect).await;
        let Some(mut event) = answer else { continue };
        if let event::Event::Answered(_, ask::Answer::Found { took, .. } | ask::Answer::Window { took, .. }) = &mut event {
            // A picture is the same every time it is drawn.
            *took = None;
        }
        left.extend(update::update(model, event));
    }
}

#[cfg(test)]
mod tests;
