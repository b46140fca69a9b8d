//! The page of one invoice with all that is known of it.

mod figures;
mod parts;
mod state;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::{CompanyId, Message, RecordKey};
use crate::query::complete::quoted;
use crate::tui::ask::{Answer, Live, LiveReply, Question};
use crate::tui::event::Effect;
use crate::tui::form::invoice::{self, Of};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, ACTS, CANCEL, ESC, OUTSIDE, PAYMENTS, RELOAD, SYNC, SYNC_ALL, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{moved, scrolled};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::Shared;

pub(crate) use self::state::Invoice;

/// The keys of the page.
pub(crate) static DETAIL: Context = tables::page(
    "detail",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous", "tui-key-previous"),
        ACTS,
        bind(&[Key::char('p')], Action::Ask, "tui-help-ask", "tui-key-ask"),
        bind(&[Key::char('f')], Action::Figures, "tui-help-figures", "tui-key-figures"),
        PAYMENTS,
        bind(&[Key::char('!')], Action::NextWarning, "tui-help-next-warning", "tui-key-next-warning"),
        bind(&[Key::char('y')], Action::Copy, "tui-help-copy", "tui-key-copy"),
        bind(&[Key::char('D')], Action::Pdf, "tui-help-pdf", "tui-key-pdf"),
        OUTSIDE,
        CANCEL,
        SYNC,
        SYNC_ALL,
        RELOAD,
    ],
);

/// Payments that one query asks for at most.
const PAYMENTS_ASKED: usize = 20;

impl Invoice {
    /// Opens an invoice.
    pub(crate) fn open(&mut self, key: RecordKey, cx: &mut Shared) -> Vec<Effect> {
        *self = Self { key: Some(key.clone()), apart: self.apart, writes: cx.writes, ..Self::default() };
        cx.dirty = true;
        vec![Effect::Ask(PageId::Invoice, Question::Invoice(key))]
    }

    /// Reads the invoice again; what is shown stays until it comes.
    fn refresh(&self) -> Vec<Effect> {
        self.key.clone().map(|key| Effect::Ask(PageId::Invoice, Question::Invoice(key))).into_iter().collect()
    }

    /// Reads the invoice again, and its document where that is shown.
    fn refresh_all(&self) -> Vec<Effect> {
        let figures = self.key.clone().filter(|_| self.figures.is_some());
        let figures = figures.map(|key| Effect::Ask(PageId::Invoice, Question::Live(key, Live::Figures)));
        self.refresh().into_iter().chain(figures).collect()
    }

    fn replied(&mut self, reply: LiveReply) {
        match reply {
            LiveReply::Payments(reply) => self.payments = Some(Load::from_reply(reply)),
            LiveReply::Report(reply) => self.report = Some(Load::from_reply(reply)),
            LiveReply::Url(reply) => self.url = Some(Load::from_reply(reply)),
            LiveReply::Figures(reply) => self.figures = Some(Load::from_reply(reply)),
        }
    }

    /// True if an invoice of own books is shown.
    fn is_own(&self, cx: &Shared) -> bool {
        self.shown().is_some_and(|detail| invoice::is_own(cx, detail.stored.company))
    }

    /// Asks the provider for all that is not stored.
    fn ask(&mut self) -> Vec<Effect> {
        let (Some(key), Some(_)) = (self.key.clone(), self.state.ready()) else { return Vec::new() };
        if matches!(self.payments, Some(Load::Loading)) {
            return Vec::new();
        }
        self.payments = Some(Load::Loading);
        self.report = Some(Load::Loading);
        self.url = Some(Load::Loading);
        [Live::Payments, Live::Report, Live::Url]
            .map(|what| Effect::Ask(PageId::Invoice, Question::Live(key.clone(), what)))
            .into()
    }

    /// Shows the document in figures, or hides it.
    fn show_figures(&mut self) -> Vec<Effect> {
        let (Some(key), Some(_)) = (self.key.clone(), self.state.ready()) else { return Vec::new() };
        self.top = 0;
        if self.figures.take().is_some() {
            return Vec::new();
        }
        self.figures = Some(Load::Loading);
        vec![Effect::Ask(PageId::Invoice, Question::Live(key, Live::Figures))]
    }

    /// Moves down to the figures where not all of them are seen.
    fn reveal_figures(&mut self, cx: &Shared) {
        let (width, height) = (cx.width, usize::from(cx.body_height()));
        let Some(lines) = view::figures_at(self, cx, width) else { return };
        if lines.end > self.top + height {
            self.top = lines.start.min(view::lines(self, cx, width).saturating_sub(height));
        }
    }

    /// Leads to the payments of the invoice.
    fn payments(&self) -> Outcome {
        let Some(detail) = self.shown().filter(|detail| !detail.payments.is_empty()) else { return Outcome::NOTHING };
        let ids = detail.payments.iter().take(PAYMENTS_ASKED).map(|row| format!("id={}", quoted(row.id.as_str())));
        Outcome::Go(Place::Payments(ids.collect::<Vec<_>>().join(" or "), Some(detail.stored.company)))
    }

    /// Leads to the cause of the next warning.
    fn warn(&mut self, cx: &Shared) {
        let Some(detail) = self.shown() else { return };
        let count = detail.warnings.len();
        if count == 0 {
            return;
        }
        let next = self.warned.map_or(0, |at| (at + 1) % count);
        let kind = detail.warnings.get(next).map(|warning| warning.kind);
        self.warned = Some(next);
        let width = cx.width;
        if let Some(line) = kind.and_then(|kind| view::cause(self, cx, width, kind)) {
            let height = usize::from(cx.body_height());
            let last = view::lines(self, cx, width).saturating_sub(height);
            if line < self.top || line >= self.top + height {
                self.top = line.saturating_sub(height / 3).min(last);
            }
        }
    }
}

impl Page for Invoice {
    const CONTEXTS: &'static [&'static Context] = &[&DETAIL];

    fn context(&self) -> &'static Context {
        &DETAIL
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Invoice(key, reply) if self.key.as_ref() == Some(&key) => {
                self.state = Load::from_reply(reply.map(|mut found| {
                    if let (true, Some(detail)) = (cx.masked, &mut found) {
                        mask::detail(detail);
                    }
                    found
                }));
                cx.dirty = true;
            }
            Answer::Live(key, reply) if self.key.as_ref() == Some(&key) => {
                let figures = matches!(reply, LiveReply::Figures(_));
                self.replied(reply);
                if figures && cx.page == PageId::Invoice {
                    self.reveal_figures(cx);
                }
                cx.dirty = true;
            }
            _ => {}
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All => self.refresh(),
            Change::Committed(keys) if self.key.as_ref().is_some_and(|key| keys.contains(key)) => self.refresh(),
            Change::Mask => {
                self.state = Load::Loading;
                (self.payments, self.report, self.url) = (None, None, None);
                self.figures = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Loads the invoice under the list's cursor where it is seen.
    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Invoice || cx.overlay.is_some() {
            self.ahead = None;
        }
        // What is kept about it may have been changed from here.
        let outdated = std::mem::replace(&mut self.writes, cx.writes) != cx.writes;
        let again = if outdated { self.refresh_all() } else { Vec::new() };
        let beside = cx.page == PageId::Invoices && cx.wide();
        let first = cx.page == PageId::Invoice && self.key.is_none();
        if !(beside || first || self.wanted) {
            return again;
        }
        let Some(key) = cx.listed.key.clone() else { return again };
        self.wanted = false;
        if self.key.as_ref() == Some(&key) && !matches!(self.state, Load::Failed(_)) {
            return again;
        }
        self.open(key, cx)
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let page = usize::from(cx.body_height()).saturating_sub(2).max(1);
        let last = view::lines(self, cx, cx.width).saturating_sub(usize::from(cx.body_height()));
        if let Some(top) = moved(self.top, page, action) {
            self.top = top.min(last);
            return Outcome::NOTHING;
        }
        match action {
            Action::NextInvoice => return Outcome::Go(Place::Neighbour(true)),
            Action::PreviousInvoice => return Outcome::Go(Place::Neighbour(false)),
            Action::Back if self.apart => return Outcome::Go(Place::Back(PageId::Invoices)),
            Action::Back => return Outcome::Go(Place::List),
            Action::NextWarning => self.warn(cx),
            Action::Copy if self.shown().is_some() => cx.pick(Kind::Copy),
            Action::Pdf if self.shown().is_none() => {}
            Action::Payments => return self.payments(),
            // No service has more about an invoice of own books; what it lacks is done here.
            Action::Ask if self.is_own(cx) => return self.act(Action::Alternatives, cx),
            Action::Alternatives => {
                if let Some(detail) = self.shown() {
                    invoice::offer(cx, &Of::one(&detail.row(), Some(detail)));
                }
            }
            Action::Outside if self.shown().is_some() => cx.pick(Kind::Outside),
            Action::Copy | Action::Outside => {}
            Action::Ask => return Outcome::Done(self.ask()),
            Action::Figures => return Outcome::Done(self.show_figures()),
            Action::Reload => return Outcome::Done(self.refresh()),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn scroll(&mut self, width: u16, action: Action, lines: usize, cx: &mut Shared) -> bool {
        let last = view::lines(self, cx, width).saturating_sub(usize::from(cx.body_height()));
        self.top = scrolled(self.top, lines, action, last);
        true
    }

    fn keeps(&mut self, action: Action) -> bool {
        let needs_it = matches!(
            action,
            Action::Ask
                | Action::Copy
                | Action::Figures
                | Action::Pdf
                | Action::Outside
                | Action::Payments
                | Action::Alternatives
                | Action::NextWarning
        );
        let waits = needs_it && matches!(self.state, Load::Loading);
        if waits {
            self.ahead = Some(action);
        }
        waits
    }

    fn kept(&mut self) -> Vec<Action> {
        if matches!(self.state, Load::Loading) { Vec::new() } else { self.ahead.take().into_iter().collect() }
    }

    fn subject(&self, cx: &Shared) -> String {
        if self.key.is_none() || self.key != cx.listed.key {
            return String::new();
        }
        let message = Message::new("tui-found-of").with("place", cx.locale.count(cx.listed.cursor as u64 + 1));
        cx.locale.text(&message.with("total", cx.locale.count(cx.listed.total as u64)))
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.key.as_ref().map(|key| key.company)
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Open => false,
            Action::NextInvoice => cx.listed.cursor + 1 < cx.listed.total,
            Action::PreviousInvoice => cx.listed.cursor > 0,
            Action::NextWarning => self.shown().is_some_and(|detail| !detail.warnings.is_empty()),
            Action::Payments => self.shown().is_some_and(|detail| !detail.payments.is_empty()),
            Action::Alternatives => {
                self.shown().is_some_and(|detail| invoice::is_useful(cx, &Of::one(&detail.row(), Some(detail))))
            }
            Action::Ask if self.is_own(cx) => false,
            Action::Ask | Action::Copy | Action::Figures | Action::Pdf | Action::Outside => self.shown().is_some(),
            _ => true,
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match (kind, self.shown()) {
            (Kind::Offers, Some(detail)) => invoice::offers(cx, &Of::one(&detail.row(), Some(detail))),
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        if let (Choice::Offer(index), Some(detail)) = (choice, self.shown()) {
            let row = detail.row();
            return invoice::choose(cx, &Of::one(&row, Some(detail)), *index);
        }
        Vec::new()
    }

    fn link(&self) -> Option<&str> {
        self.url.as_ref()?.ready().map(String::as_str)
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area);
        None
    }
}
