//! The page of companies: every company with its light, its money, and its sync as it runs.

mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::view::{lines, list_height, shows_amounts};
use crate::domain::{CompanyId, Message};
use crate::tui::ask::Answer;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, CANCEL, ENTER, ESC, FAILED, RELOAD, SYNC, SYNC_ALL, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list;
use crate::tui::page::{Outcome, Page, Place};
use crate::tui::shared::Shared;

/// The keys of the page.
pub(crate) static COMPANIES: Context = tables::page(
    "companies",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-company", "tui-key-open-company"),
        SYNC,
        CANCEL,
        SYNC_ALL,
        FAILED,
        bind(&[Key::char('/')], Action::Filter, "tui-help-find", "tui-key-find"),
        bind(&[ESC], Action::Back, "tui-help-dismiss", ""),
        RELOAD,
    ],
);

/// The page of companies.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    pub(crate) cursor: usize,
    /// The first company shown.
    pub(crate) top: usize,
    selected: Option<CompanyId>,
}

impl Companies {
    /// Puts the cursor on a company, now or when it is read.
    pub(crate) fn select(&mut self, id: CompanyId, cx: &Shared) {
        self.selected = Some(id);
        self.cursor = place_of(id, cx).unwrap_or(self.cursor);
    }

    fn move_to(&mut self, index: usize, cx: &Shared) {
        self.cursor = index.min(cx.companies.all().len().saturating_sub(1));
        self.selected = self.company(cx);
    }
}

/// The place of a company among all.
fn place_of(id: CompanyId, cx: &Shared) -> Option<usize> {
    cx.companies.all().iter().position(|view| view.company.id == id)
}

impl Page for Companies {
    const CONTEXTS: &'static [&'static Context] = &[&COMPANIES];

    fn context(&self) -> &'static Context {
        &COMPANIES
    }

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        cx.companies.load()
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        let Answer::Companies(reply) = answer else { return Vec::new() };
        cx.dirty = true;
        // An answer to a request from before the last event knows less of the runs than the events told.
        if let (Ok(views), false) = (&reply, cx.companies.is_outdated()) {
            cx.progress = views.iter().filter_map(|view| Some((view.company.id, view.progress.clone()?))).collect();
        }
        // The list that is shown stays if it cannot be read again.
        if let Some(error) = cx.companies.came(reply) {
            cx.say_error(error);
        }
        match self.selected.and_then(|id| place_of(id, cx)) {
            Some(index) => self.cursor = index,
            None => self.move_to(self.cursor, cx),
        }
        cx.companies.load_again()
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let height = list_height(cx);
        let amounts = shows_amounts(cx);
        let heights: Vec<usize> = cx.companies.all().iter().map(|view| lines(cx, view, amounts)).collect();
        let sum = |top: usize| heights.iter().take(self.cursor + 1).skip(top).sum::<usize>();
        let mut top = self.top.min(self.cursor);
        while top < self.cursor && sum(top) > height {
            top += 1;
        }
        self.top = top;
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let page = usize::from(cx.body_height()).saturating_sub(2).max(1);
        if let Some(to) = list::moved(self.cursor, page, action) {
            self.move_to(to, cx);
            return Outcome::NOTHING;
        }
        match action {
            Action::Open if self.company(cx).is_some() => return Outcome::Go(Place::Company(self.company(cx))),
            Action::Open => {}
            Action::Filter => return Outcome::Go(Place::Filter),
            Action::Back => cx.notice = None,
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let amounts = shows_amounts(cx);
        let Some(mut left) = line.checked_sub(1) else { return Outcome::NOTHING };
        for (index, view) in cx.companies.all().iter().enumerate().skip(self.top) {
            let height = lines(cx, view, amounts);
            if left < height {
                if self.cursor == index {
                    return self.act(Action::Open, cx);
                }
                self.move_to(index, cx);
                break;
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
        cx.companies.all().get(self.cursor).map(|view| view.company.id)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.top, view::visible(cx, self.top), cx.companies.all().len()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        action != Action::Open || self.company(cx).is_some()
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(cx, buffer, area, self.cursor, self.top);
        None
    }
}
