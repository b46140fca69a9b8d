//! The page of drafts: what is unbilled of each client, the drafts, each explained down to entries; made, issued, given up by keys.

mod columns;
mod detail;
mod read;

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rust_decimal::Decimal;

use self::columns::DraftField;
use crate::domain::ledger::DraftState;
use crate::domain::{CompanyId, Currency, Message, RecordKey};
use crate::service::Action as Permission;
use crate::service::books::{DraftView, WouldBe};
use crate::tui::ask::Answer;
use crate::tui::clipboard::send;
use crate::tui::document::draw_row;
use crate::tui::event::Effect;
use crate::tui::form::books::{draft, ledger, profile};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, PROFILE, RELOAD, REVERSE, SORT, UNMARK,
    VIEWS, bind,
};
use crate::tui::keymap::{Action, Binding, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, moved, scroll, sheet_page};
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::{line_of, put};
use crate::tui::placeholder::{Say, no_books, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

const ISSUE: Binding = bind(&[Key::char('#')], Action::Issue, "tui-help-issue", "tui-key-issue");
const DOCUMENT: Binding = bind(&[Key::char('i')], Action::Documents, "tui-help-draft-document", "tui-key-draft-document");
const DISCARD: Binding = bind(&[Key::char('X')], Action::Delete, "tui-help-discard-draft", "tui-key-discard-draft");

/// The keys of the list.
pub(crate) static DRAFTS: Context = tables::page(
    "drafts",
    &[
        bind(&[Key::char('A')], Action::Add, "tui-help-make-draft", "tui-key-make-draft"),
        bind(&[ENTER], Action::Open, "tui-help-open-draft", "tui-key-open"),
        ISSUE,
        DOCUMENT,
        DISCARD,
        FILTER,
        MARK,
        bind(&[Key::char('a')], Action::AllCompanies, "tui-help-all-drafts", "tui-key-all-drafts"),
        PROFILE,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of a draft that is open.
pub(crate) static DRAFT: Context = tables::page(
    "draft",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[ENTER], Action::Open, "tui-help-open-part", "tui-key-open-part"),
        ISSUE,
        DOCUMENT,
        DISCARD,
        bind(&[Key::char('A')], Action::Add, "tui-help-make-draft", "tui-key-make-draft"),
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous", "tui-key-previous"),
        PROFILE,
        COPY,
        RELOAD,
    ],
);

/// A draft, or the unbilled time of a client.
#[derive(Debug, Clone)]
pub(crate) struct DraftRow {
    pub(crate) key: String,
    pub(crate) state: &'static str,
    pub(crate) client: String,
    /// Seconds of its lines, or unbilled seconds.
    pub(crate) seconds: i64,
    /// The draft; `None` for what is unbilled.
    pub(crate) view: Option<DraftView>,
    /// What unbilled time would come to, or why no draft can be made of it; `None` until that is known.
    pub(crate) would_be: Option<Result<WouldBe, Message>>,
}

impl DraftRow {
    /// Net, gross and their currency, of the draft or of what would become one.
    pub(crate) fn amounts(&self) -> Option<(Decimal, Decimal, &Currency)> {
        match (&self.view, &self.would_be) {
            (Some(view), _) => Some((view.net, view.gross, &view.draft.currency)),
            (None, Some(Ok(would_be))) => Some((would_be.net, would_be.gross, &would_be.currency)),
            (None, _) => None,
        }
    }
}

/// What is open.
#[derive(Debug)]
struct Open {
    key: String,
    /// A draft that would be made.
    preview: bool,
    view: Load<DraftView>,
    at: usize,
    top: usize,
}

/// The page of drafts.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) sheet: Sheet<DraftField>,
    rows: Vec<DraftRow>,
    drafts: Load<Vec<DraftView>>,
    /// What unbilled time would come to, by client.
    unbilled: BTreeMap<String, Result<WouldBe, Message>>,
    /// Issued and discarded ones are listed, too.
    all: bool,
    asked: Option<(CompanyId, u64, bool)>,
    made: Option<u64>,
    open: Option<Open>,
}

impl Drafts {
    fn current(&self) -> Option<&DraftRow> {
        self.sheet.current(&self.rows)
    }

    /// Drafts and clients with unbilled time, each counted for itself.
    fn counted(&self, cx: &Shared) -> Option<String> {
        let unbilled = self.rows.iter().filter(|row| row.view.is_none()).count();
        let text = |id, count: usize| cx.locale.text(&Message::new(id).with("count", count));
        match (self.rows.len() - unbilled, unbilled) {
            (_, 0) => None,
            (0, unbilled) => Some(text("own-unbilled", unbilled)),
            (drafts, unbilled) => Some(format!("{} · {}", text("own-drafts", drafts), text("own-unbilled", unbilled))),
        }
    }

    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    /// The open drafts that are marked, or the one that is open or under the cursor.
    fn targets(&self) -> Vec<&DraftView> {
        let is_open = |view: &&DraftView| view.draft.state == DraftState::Open;
        if let Some(open) = &self.open {
            return open.view.ready().filter(|_| !open.preview).filter(is_open).into_iter().collect();
        }
        let marked = self.sheet.marked();
        let of = |row: &&DraftRow| marked.is_empty() || marked.contains(&row.key);
        let rows: Vec<&DraftRow> =
            if marked.is_empty() { self.current().into_iter().collect() } else { self.rows.iter().collect() };
        rows.into_iter().filter(of).filter_map(|row| row.view.as_ref()).filter(is_open).collect()
    }

    /// The invoice that the draft became which is open or under the cursor.
    fn document(&self, cx: &Shared) -> Option<RecordKey> {
        let view = match &self.open {
            Some(open) => open.view.ready(),
            None => self.current()?.view.as_ref(),
        };
        let DraftState::Issued(document) = &view?.draft.state else { return None };
        Some(RecordKey::document(cx.books.id()?, document.clone()))
    }

    /// Goes to it, where there is one.
    fn to_document(&self, cx: &mut Shared) -> Outcome {
        match self.document(cx) {
            Some(key) => Outcome::Go(Place::Invoice(key)),
            None => {
                cx.say(Message::new("own-not-issued"), Severity::Look);
                Outcome::NOTHING
            }
        }
    }

    fn discard(&self, cx: &mut Shared) {
        draft::discard(cx, &self.targets());
    }

    fn issue(&self, cx: &mut Shared) {
        let targets = self.targets();
        if targets.is_empty() {
            cx.say(Message::new("own-no-open-draft"), Severity::Look);
            return;
        }
        draft::issue(cx, &targets);
    }

    fn open_current(&mut self, cx: &Shared) -> Vec<Effect> {
        let Some(row) = self.current() else { return Vec::new() };
        let (key, preview) = (row.key.clone(), row.view.is_none());
        self.open = Some(Open { key, preview, view: Load::Loading, at: 0, top: 0 });
        self.read_open(cx)
    }

    fn shown(&self, cx: &Shared) -> Vec<detail::Shown> {
        let Some(open) = &self.open else { return Vec::new() };
        open.view.ready().map(|view| detail::lines(cx, view, open.preview)).unwrap_or_default()
    }

    fn act_open(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let shown = self.shown(cx);
        let Some(open) = self.open.as_mut() else { return Outcome::NotMine };
        let height = usize::from(cx.body_height());
        if let Some(to) = moved(open.at, height.saturating_sub(2).max(1), action) {
            open.at = to.min(shown.len().saturating_sub(1));
            return Outcome::NOTHING;
        }
        match action {
            Action::Back if cx.notice.take().is_some() => {}
            Action::Back => self.open = None,
            Action::Open => {
                let entry = shown.get(open.at).and_then(|line| line.entry.clone());
                return match entry {
                    Some((id, day)) => Outcome::Go(Place::Entries(format!("id:{id}"), (day, day))),
                    None => {
                        cx.say(Message::new("own-no-entry-here"), Severity::Look);
                        Outcome::NOTHING
                    }
                };
            }
            Action::NextInvoice | Action::PreviousInvoice => {
                let old = self.sheet.cursor;
                self.sheet.move_to(if action == Action::NextInvoice { old + 1 } else { old.saturating_sub(1) });
                if self.sheet.cursor != old {
                    return Outcome::Done(self.open_current(cx));
                }
            }
            Action::Copy => {
                let words = |line: &detail::Shown| {
                    let right = line.row.right.iter();
                    let all = line.row.left.iter().chain(right).map(|(words, _)| text::clean(words).into_owned());
                    all.collect::<Vec<_>>().join(" ").replace('\u{A0}', " ")
                };
                let count = shown.len();
                let all = shown.iter().map(words).collect::<Vec<_>>().join("\n");
                return Outcome::Done(send(cx, all, Message::new("tui-copied-rows").with("count", count)));
            }
            Action::Reload => return Outcome::Done(self.read_open(cx)),
            Action::Issue => self.issue(cx),
            Action::Documents => return self.to_document(cx),
            Action::Delete => self.discard(cx),
            Action::Add => self.add(cx),
            Action::Alternatives => profile::change(cx),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn add(&self, cx: &mut Shared) {
        let client = self.current().map(|row| row.client.clone()).unwrap_or_default();
        draft::make(cx, &client);
    }

    fn draw_open(&self, cx: &Shared, buffer: &mut Buffer, area: Rect, open: &Open) {
        match &open.view {
            Load::Loading => return say(cx, buffer, area, &Say::Loading),
            Load::Failed(error) => return say(cx, buffer, area, &Say::Error(error)),
            Load::Ready(_) => {}
        }
        let lines = self.shown(cx);
        for (line, (index, shown)) in (0..area.height).zip(lines.iter().enumerate().skip(open.top)) {
            let at = line_of(area, line);
            draw_row(buffer, Rect { x: at.x + 2, width: at.width.saturating_sub(4), ..at }, &shown.row);
            if index == open.at {
                if shown.entry.is_some() {
                    buffer.set_style(Rect { width: at.width.saturating_sub(1), ..at }, theme::SELECTED);
                }
                put(buffer, at.x, at.y, 1, "›", theme::BOLD);
            }
        }
    }
}

impl Page for Drafts {
    const CONTEXTS: &'static [&'static Context] = &[&DRAFTS, &DRAFT];

    fn context(&self) -> &'static Context {
        if self.open.is_some() {
            &DRAFT
        } else if self.sheet.filter.editing {
            &FILTERING
        } else {
            &DRAFTS
        }
    }

    sheet_page!(sheet, |self, cx| &self.rows);

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Drafts {
            return Vec::new();
        }
        let effects = self.read(cx);
        self.make(cx);
        let visible = self.visible(cx);
        self.sheet.counted = self.counted(cx);
        self.sheet.settle(&self.rows, visible, cx.width, cx);
        let count = self.shown(cx).len();
        if let Some(open) = &mut self.open {
            open.at = open.at.min(count.saturating_sub(1));
            open.top = scroll(open.top, open.at, usize::from(cx.body_height()).max(1), count);
        }
        effects
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        if let Answer::Case(answer) = answer {
            self.came(answer, cx);
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::Look => self.sheet.changed(),
            Change::Mask => {
                (self.drafts, self.asked, self.made, self.open) = (Load::Loading, None, None, None);
                self.rows.clear();
                self.unbilled.clear();
                self.sheet.changed();
            }
            Change::All => self.asked = None,
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if self.open.is_some() {
            return self.act_open(action, cx);
        }
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => return Outcome::Done(self.open_current(cx)),
            Action::Add if cx.books.companies.ready().is_some_and(Vec::is_empty) => ledger::books(cx),
            Action::Add => self.add(cx),
            Action::Issue => self.issue(cx),
            Action::Documents => return self.to_document(cx),
            Action::Delete => self.discard(cx),
            Action::Alternatives => profile::change(cx),
            Action::AllCompanies => self.all = !self.all,
            Action::Reload => {
                cx.books.version += 1;
            }
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if let Some(open) = &mut self.open {
            open.at = open.top + line;
            return Outcome::Hit;
        }
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.books.company().map(|company| text::fit(&company.name, 30).into_owned()).unwrap_or_default()
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        cx.books.id()
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        if let Some(open) = &self.open {
            let count = self.shown(cx).len();
            return Some((open.top, usize::from(cx.body_height()), count));
        }
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let company = cx.books.id();
        let may = company.is_some() && cx.may(Permission::Books, company);
        match action {
            Action::Add if company.is_none() => cx.may(Permission::Companies, None),
            Action::Add | Action::Alternatives => may,
            Action::Issue | Action::Delete => may && !self.targets().is_empty(),
            Action::Documents => self.document(cx).is_some(),
            Action::NextInvoice => self.sheet.cursor + 1 < self.sheet.total(),
            Action::PreviousInvoice => self.sheet.cursor > 0,
            Action::Open | Action::Copy if self.open.is_some() => true,
            // What is unbilled is looked at as a draft that would be made.
            Action::Open => self.current().is_some_and(|row| may || row.view.is_some()),
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        if let Some(open) = &self.open {
            self.draw_open(cx, buffer, area, open);
            return None;
        }
        let company = cx.books.id();
        let instead = match (&cx.books.companies, &self.drafts) {
            (Load::Loading, _) => Some(Say::Loading),
            (Load::Failed(error), _) | (_, Load::Failed(error)) => Some(Say::Error(error)),
            (Load::Ready(all), _) if all.is_empty() => Some(no_books(cx)),
            _ if !cx.sees(Permission::Ledger, company) => Some(Say::Hint("own-not-yours", "own-not-yours-hint")),
            (_, Load::Loading) => Some(Say::Loading),
            _ if self.rows.is_empty() => Some(Say::Hint("own-empty-drafts", "own-empty-drafts-hint")),
            _ => None,
        };
        self.sheet.draw(&self.rows, &Frame { instead, unit: "own-drafts" }, cx, buffer, area)
    }
}
