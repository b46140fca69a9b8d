//! The page of deliveries: mails with invoices and reminders, how far each is, and why one was not sent. Keys send some again or drop
//! them, and send the reminders that are due.

mod act;
mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::act::Asked;
use self::columns::DeliveryField;
use crate::domain::{CompanyId, Delivery, DeliveryState, Message, RecordKey};
use crate::service::{self, DeliveryFilter, cases};
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, SYNC_ALL, UNMARK,
    VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, sheet_page};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::placeholder::Say;
use crate::tui::shared::Shared;

/// The keys of the page.
pub(crate) static DELIVERIES: Context = tables::page(
    "deliveries",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
        bind(&[Key::char('N')], Action::SendAgain, "tui-help-send-again", "tui-key-send-again"),
        bind(&[Key::char('X'), Key::char('d')], Action::Delete, "tui-help-withdraw", "tui-key-withdraw"),
        bind(&[Key::ctrl('t')], Action::Plan, "tui-help-remind", "tui-key-remind"),
        FILTER,
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
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// Deliveries that are shown at the most.
const MOST: usize = 2000;

/// The page of deliveries.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    pub(crate) sheet: Sheet<DeliveryField>,
    pub(crate) list: Load<Vec<Delivery>>,
    /// The list was read since the page was last left.
    read: bool,
    asked: Asked,
    /// The number of changes of own records that the list was read after.
    writes: u64,
}

impl Deliveries {
    fn rows(&self) -> &[Delivery] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    fn current(&self) -> Option<&Delivery> {
        self.sheet.current(self.rows())
    }

    fn load(&mut self) -> Vec<Effect> {
        self.read = true;
        let filter = DeliveryFilter { limit: Some(MOST), ..DeliveryFilter::default() };
        vec![ask(Case::new(cases::Deliveries(filter)))]
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    fn came(&mut self, reply: Reply<Vec<Delivery>>, cx: &Shared) {
        self.list = Load::from_reply(reply.map(|mut rows| {
            if cx.masked {
                for row in &mut rows {
                    row.parcel.partner = mask::name(&row.parcel.partner);
                    row.parcel.to.iter_mut().for_each(|address| *address = mask::name(address));
                    row.error = row.error.take().map(|error| mask::name(&error));
                }
            }
            rows
        }));
        self.sheet.changed();
    }
}

fn ask(case: Case) -> Effect {
    Effect::Ask(PageId::Deliveries, Question::Case(case))
}

/// Whether an action does something to a delivery.
const fn is_for(action: Action, row: &Delivery) -> bool {
    match action {
        Action::SendAgain | Action::Delete => {
            matches!(row.state, DeliveryState::Queued | DeliveryState::Failed | DeliveryState::Unknown)
        }
        Action::Open => row.parcel.document.is_some(),
        _ => true,
    }
}

impl Page for Deliveries {
    const CONTEXTS: &'static [&'static Context] = &[&DELIVERIES];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &DELIVERIES }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Deliveries {
            self.read = false;
            return Vec::new();
        }
        self.read &= std::mem::replace(&mut self.writes, cx.writes) == cx.writes;
        let (visible, rows) = (self.visible(cx), self.list.ready().map_or(&[][..], Vec::as_slice));
        self.sheet.settle(rows, visible, cx.width, cx);
        if self.read { Vec::new() } else { self.load() }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        cx.dirty = true;
        match answer.take::<cases::Deliveries>() {
            Ok(reply) => {
                self.came(reply, cx);
                Vec::new()
            }
            Err(answer) => match answer.take::<cases::Remind>() {
                Ok(Ok(answer)) => self.reminders(&answer, cx),
                Ok(Err(error)) => {
                    cx.say_error(error);
                    Vec::new()
                }
                Err(answer) => match answer.of::<cases::RetryDelivery>() {
                    Some(Err(error)) => {
                        cx.say_error(error);
                        self.load()
                    }
                    Some(Ok(())) => self.load(),
                    None => Vec::new(),
                },
            },
        }
    }

    fn confirmed(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.agreed(cx)
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Deliveries if cx.page == PageId::Deliveries => return self.load(),
            Change::Look => self.sheet.changed(),
            Change::Mask => {
                (self.list, self.read) = (Load::Loading, false);
                self.sheet.changed();
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => {
                let key = self.current().and_then(|row| Some(RecordKey::document(row.company, row.parcel.document.clone()?)));
                key.map_or(Outcome::NOTHING, |key| Outcome::Go(Place::Invoice(key)))
            }
            Action::SendAgain | Action::Delete => Outcome::Done(self.change(action, cx)),
            Action::Plan => Outcome::Done(Self::remind(cx)),
            Action::Back => Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => Outcome::Done(self.load()),
            _ => Outcome::NotMine,
        }
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        match &self.list {
            Load::Ready(rows) => cx.locale.text(&Message::new("tui-deliveries").with("count", rows.len())),
            _ => String::new(),
        }
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.current().map(|row| row.company).filter(|company| company.0 != 0)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::SendAgain | Action::Delete => {
                self.targets(action).first().is_some_and(|row| cx.may(service::Action::Deliver, Some(row.company)))
            }
            Action::Plan => !cx.companies.all().is_empty() && cx.may_anywhere(service::Action::Deliver),
            Action::Open => self.current().is_some_and(|row| is_for(action, row)),
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let instead = match &self.list {
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(rows) if rows.is_empty() => Some(Say::Hint("tui-empty-deliveries", "tui-empty-deliveries-hint")),
            Load::Ready(_) => None,
        };
        self.sheet.draw(self.rows(), &Frame { instead, unit: "tui-deliveries" }, cx, buffer, area)
    }
}
