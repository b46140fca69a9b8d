//! The page of companies: every company with its light, its money, and its sync as it runs.

mod columns;
mod many;
mod picture;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::CompanyField;
use self::many::Many;
use self::view::{lines, list_height, shows_amounts};
use crate::domain::{CompanyId, Message};
use crate::locale::Lang;
use crate::query::{Report, ReportKind, ReportRequest};
use crate::service::CompanyView;
use crate::tui::ask::{Answer, Question};
use crate::tui::event::Effect;
use crate::tui::form::{company, outcome};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, ADD, CANCEL, COLUMNS, COPY, DELETE, ENTER, ESC, EXPORT, FAILED, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, PICTURE,
    RELOAD, REVERSE, SET_KEY, SORT, SYNC, SYNC_ALL, TEST, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Hit, Sheet, is_seen, leaves_picture, sheet_page};
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::picture::Picture;
use crate::tui::shared::Shared;

/// The keys of the page.
pub(crate) static COMPANIES: Context = tables::page(
    "companies",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-company", "tui-key-open-company"),
        SYNC,
        PICTURE,
        CANCEL,
        SYNC_ALL,
        FAILED,
        FILTER,
        ADD,
        SET_KEY,
        TEST,
        bind(&[Key::char('R')], Action::Rename, "tui-help-rename", ""),
        bind(&[Key::char('E')], Action::Enable, "tui-help-enable", ""),
        DELETE,
        bind(&[Key::ctrl('o')], Action::Alternatives, "tui-help-sender", ""),
        bind(&[Key::char('%')], Action::SetRate, "tui-help-vat", ""),
        MARK,
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
        bind(&[ESC], Action::Back, "tui-help-dismiss", ""),
        RELOAD,
    ],
);

/// The page of companies.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    pub(crate) sheet: Sheet<CompanyField>,
    /// What each company issued and is owed, month by month and by age.
    report: Option<Report>,
    /// The report is under way.
    asked: bool,
    /// The data changed since the report was read.
    stale: bool,
    /// The picture, and what it was made of.
    drawn: Option<(Drawn, Picture)>,
    /// The picture stands in place of the list.
    pictured: bool,
    /// Number of reports read.
    answers: u64,
    many: Many,
}

/// What a picture was made of: the company under the cursor, the language, the number of reports.
type Drawn = (Option<CompanyId>, Lang, u64);

impl Companies {
    /// Puts the cursor on a company, now or when it is read.
    pub(crate) fn select(&mut self, id: CompanyId) {
        self.sheet.select(id);
    }

    /// The companies that the filter finds, in the order of the list.
    fn found<'c>(&self, cx: &'c Shared) -> Vec<&'c CompanyView> {
        self.sheet.rows(cx.companies.all(), 0).collect()
    }

    /// Reads the report once nothing runs: a sync would have it read with every commit.
    fn read(&mut self, cx: &Shared) -> Vec<Effect> {
        if !self.stale || self.asked || cx.page != PageId::Companies || cx.companies.all().is_empty() {
            return Vec::new();
        }
        if self.report.is_some() && !cx.progress.is_empty() {
            return Vec::new();
        }
        (self.stale, self.asked) = (false, true);
        let request = ReportRequest {
            kind: ReportKind::Companies,
            query: String::new(),
            companies: Vec::new(),
            limit: 0,
            today: cx.today(),
        };
        vec![Effect::Ask(PageId::Companies, Question::Report(request))]
    }

    /// Makes the picture of what is shown, if it is not that already.
    fn paint(&mut self, cx: &Shared) {
        let Some(report) = &self.report else { return };
        let drawn = (self.company(cx), cx.lang(), self.answers);
        if self.drawn.as_ref().is_none_or(|(of, _)| *of != drawn) {
            let made = picture::of(cx, report, drawn.0);
            self.drawn = Some((drawn, made));
        }
    }
}

impl Page for Companies {
    const CONTEXTS: &'static [&'static Context] = &[&COMPANIES];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &COMPANIES }
    }

    sheet_page!(sheet, |self, cx| cx.companies.all());

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        cx.companies.load()
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        let reply = match answer {
            Answer::Companies(reply) => reply,
            Answer::Report(_, reply, doubts) => {
                self.asked = false;
                self.answers += 1;
                // Without it the list stands alone.
                self.report = reply.ok().or(self.report.take());
                cx.dirty = true;
                return cx.note_doubts(doubts);
            }
            Answer::Order(order, answer) => return outcome::ordered(order, answer, cx),
            Answer::Case(answer) => return self.did_one(answer, cx),
            _ => return Vec::new(),
        };
        cx.dirty = true;
        // An answer to a request from before the last event knows less of the runs than the events told.
        if let (Ok(views), false) = (&reply, cx.companies.is_outdated()) {
            cx.progress = views.iter().filter_map(|view| Some((view.company.id, view.progress.clone()?))).collect();
        }
        // The list that is shown stays if it cannot be read again.
        if let Some(error) = cx.companies.came(reply) {
            cx.say_error(error);
        }
        self.sheet.changed();
        self.stale = true;
        cx.companies.load_again()
    }

    fn confirmed(&mut self, _cx: &mut Shared) -> Vec<Effect> {
        self.begin_many()
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let top = self.sheet.top;
        self.sheet.settle(cx.companies.all(), cx.companies.all().len(), cx.width, cx);
        let (height, amounts, cursor) = (list_height(cx), shows_amounts(self, cx), self.sheet.cursor);
        let heights: Vec<usize> = self.found(cx).into_iter().map(|view| lines(cx, view, amounts)).collect();
        let sum = |top: usize| heights.iter().take(cursor + 1).skip(top).sum::<usize>();
        let mut top = top.min(cursor);
        while top < cursor && sum(top) > height {
            top += 1;
        }
        self.sheet.top = top;
        self.paint(cx);
        self.read(cx)
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        if matches!(change, Change::Mask | Change::Look) {
            self.sheet.changed();
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if leaves_picture(&mut self.pictured, action, cx.notice.is_some()) {
            return Outcome::NOTHING;
        }
        let page = usize::from(cx.body_height()).saturating_sub(2).max(1);
        if let Some(outcome) = self.sheet.act(action, page, cx) {
            return outcome;
        }
        match action {
            Action::Open if self.company(cx).is_some() => return Outcome::Go(Place::Company(self.company(cx))),
            Action::Open if cx.companies.all().is_empty() => return Outcome::Done(company::act(Action::Add, None, cx)),
            Action::Open => {}
            action if company::is_one(action) => return Outcome::Done(self.manage(action, cx)),
            Action::Picture => self.pictured = !self.pictured,
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Sync if !self.sheet.marked().is_empty() && !cx.read_only => {
                return Outcome::Go(Place::Sync(self.sheet.marked()));
            }
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let amounts = shows_amounts(self, cx);
        if self.pictured {
            return Outcome::NOTHING;
        }
        let Some(mut left) = line.checked_sub(self.sheet.head()) else {
            return match self.sheet.point(x, line, 0, cx) {
                Hit::Filter => self.act(Action::Filter, cx),
                Hit::Nothing | Hit::Row => Outcome::NOTHING,
            };
        };
        let heights: Vec<usize> = self.found(cx).into_iter().map(|view| lines(cx, view, amounts)).collect();
        for (index, height) in heights.into_iter().enumerate().skip(self.sheet.top) {
            if left < height {
                self.sheet.move_to(index);
                return Outcome::Hit;
            }
            left -= height;
        }
        Outcome::NOTHING
    }

    fn subject(&self, cx: &Shared) -> String {
        match cx.companies.list.ready() {
            Some(views) => cx.locale.text(&Message::new("tui-companies").with("count", views.len())),
            None => String::new(),
        }
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        self.sheet.current(cx.companies.all()).map(|view| view.company.id)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        (!self.pictured).then(|| (self.sheet.top, view::visible(self, cx, &self.found(cx), self.sheet.top), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let company = self.company(cx);
        match action {
            action if !is_seen(self.pictured, action) => false,
            Action::Open => company.is_some(),
            Action::Picture | Action::SortMenu | Action::Views | Action::Columns | Action::Reverse
                if cx.companies.all().is_empty() =>
            {
                false
            }
            action if company::is_one(action) => company::is_useful(action, company, cx),
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, &self.found(cx), cx, buffer, area)
    }
}
