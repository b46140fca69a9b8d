//! The page of the bank: entries with what they pay or may pay, statements with their proof, accounts with their cash.

mod act;
mod entry;
mod keys;
mod tables;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::act::Queue;
use self::keys::{ACCOUNTS, STATEMENTS};
use self::tables::{AccountField, StatementField};
use crate::domain::CompanyId;
use crate::domain::bank::BankMatch;
use crate::query::entry::Field;
use crate::service::bank::{AccountView, Matched, StatementView};
use crate::service::cases;
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Filter, Hit, Sheet};
use crate::tui::load::Load;
use crate::tui::look::Look;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pages::records::{Records, RecordsPage};
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::picked::AnyPicked;
use crate::tui::sections;
use crate::tui::shared::Shared;
use crate::tui::table::Fields;
use crate::tui::table::Table;
use crate::tui::undo::Marks;

/// A list of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Section {
    #[default]
    Entries,
    Statements,
    Accounts,
}

impl Section {
    const ALL: [Self; 3] = [Self::Entries, Self::Statements, Self::Accounts];
    const TITLES: [&'static str; 3] = ["bank-section-entries", "bank-section-statements", "bank-section-accounts"];

    fn place(self) -> usize {
        Self::ALL.iter().position(|section| *section == self).unwrap_or(0)
    }
}

/// The page of the bank.
#[derive(Debug, Default)]
pub(crate) struct Bank {
    section: Section,
    pub(crate) entries: RecordsPage<Field>,
    statements: Sheet<StatementField>,
    accounts: Sheet<AccountField>,
    statement_rows: Load<Vec<StatementView>>,
    account_rows: Load<Vec<AccountView>>,
    /// Statements and accounts were read since the page was last left.
    read: bool,
    /// The changes from here that the lists follow already.
    writes: u64,
    queue: Queue,
}

fn rows<T>(load: &Load<Vec<T>>) -> &[T] {
    load.ready().map_or(&[], Vec::as_slice)
}

impl Bank {
    fn load(&mut self, cx: &Shared) -> Vec<Effect> {
        self.read = true;
        let ask = |case| Effect::Ask(PageId::Bank, Question::Case(case));
        let accounts = cases::BankAccounts { companies: Vec::new(), entries: true, today: cx.today() };
        vec![ask(Case::new(cases::BankStatements { companies: Vec::new() })), ask(Case::new(accounts))]
    }

    /// Rows of a list that fit, besides that of entries: the line that names the lists is above.
    fn visible(&self, cx: &Shared) -> usize {
        let (head, below) = match self.section {
            Section::Accounts => (self.accounts.head(), view::CASH),
            _ => (self.statements.head(), 0),
        };
        usize::from(cx.body_height()).saturating_sub(head + 1 + below).max(1)
    }

    fn turn(&mut self, by: usize) {
        let at = (self.section.place() + by) % Section::ALL.len();
        self.section = Section::ALL.get(at).copied().unwrap_or_default();
    }

    /// Shows the entries of what is under the cursor.
    fn open(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let (query, company) = match self.section {
            Section::Statements => match self.statements.current(rows(&self.statement_rows)) {
                Some(view) => (format!("statement:{}", view.statement.id), view.company),
                None => return Vec::new(),
            },
            _ => match self.accounts.current(rows(&self.account_rows)) {
                Some(view) => (format!("account:{} currency:{}", view.account.account, view.account.currency), view.company),
                None => return Vec::new(),
            },
        };
        self.section = Section::Entries;
        self.entries.show_found(&query, Some(company), cx)
    }

    fn take(&mut self, answer: AnyAnswer, cx: &mut Shared) -> Result<Vec<Effect>, AnyAnswer> {
        let answer = match answer.downcast::<Reply<BankMatch>>() {
            Ok(reply) => return Ok(self.changed(*reply, cx)),
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Matched>>() {
            Ok(reply) => {
                Self::settled(*reply, cx);
                return Ok(Vec::new());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<(CompanyId, BankMatch)>>>() {
            Ok(reply) => {
                self.decided(*reply, cx);
                return Ok(Vec::new());
            }
            Err(answer) => answer,
        };
        let answer = match answer.downcast::<Reply<Vec<StatementView>>>() {
            Ok(reply) => {
                self.statement_rows = Load::from_reply(*reply);
                if let Load::Ready(all) = &mut self.statement_rows {
                    all.reverse();
                }
                self.statements.changed();
                return Ok(Vec::new());
            }
            Err(answer) => answer,
        };
        self.account_rows = Load::from_reply(*answer.downcast::<Reply<Vec<AccountView>>>()?);
        self.accounts.changed();
        Ok(Vec::new())
    }

    fn act_on_sheet(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        let done = match self.section {
            Section::Statements => self.statements.act(action, visible, cx),
            _ => self.accounts.act(action, visible, cx),
        };
        if let Some(outcome) = done {
            return outcome;
        }
        match action {
            Action::Open => Outcome::Done(self.open(cx)),
            Action::Back => Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => Outcome::Done(self.load(cx)),
            _ => Outcome::NotMine,
        }
    }
}

/// Hands a call to the list that is shown.
macro_rules! shown {
    ($page:ident, |$list:ident| $call:expr, $entries:expr) => {
        match $page.section {
            Section::Entries => $entries,
            Section::Statements => {
                let $list = &mut $page.statements;
                $call
            }
            Section::Accounts => {
                let $list = &mut $page.accounts;
                $call
            }
        }
    };
}

impl Page for Bank {
    const CONTEXTS: &'static [&'static Context] = Field::CONTEXTS;

    fn context(&self) -> &'static Context {
        match self.section {
            Section::Entries => self.entries.context(),
            Section::Statements if self.statements.filter.editing => &FILTERING,
            Section::Statements => &STATEMENTS,
            Section::Accounts if self.accounts.filter.editing => &FILTERING,
            Section::Accounts => &ACCOUNTS,
        }
    }

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.entries.begin(cx)
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Bank {
            self.read = false;
            return self.entries.settle(cx);
        }
        let mut effects = Vec::new();
        if self.writes != cx.writes {
            self.writes = cx.writes;
            effects.extend(self.entries.stale(&Change::All, cx));
            self.read = false;
        }
        effects.extend(self.entries.settle(cx));
        let visible = self.visible(cx);
        self.statements.settle(self.statement_rows.ready().map_or(&[], Vec::as_slice), visible, cx.width, cx);
        self.accounts.settle(self.account_rows.ready().map_or(&[], Vec::as_slice), visible, cx.width, cx);
        if !self.read {
            effects.extend(self.load(cx));
        }
        effects
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(effects) = self.change(action, cx) {
            return Outcome::Done(effects);
        }
        match (action, self.section) {
            (Action::NextReport, _) if !self.entries.is_opened() => self.turn(1),
            (Action::PreviousReport, _) if !self.entries.is_opened() => self.turn(Section::ALL.len() - 1),
            (Action::Reload, Section::Entries) => {
                let mut effects = self.load(cx);
                effects.extend(self.entries.stale(&Change::All, cx));
                return Outcome::Done(effects);
            }
            (_, Section::Entries) => return self.entries.act(action, cx),
            _ => return self.act_on_sheet(action, cx),
        }
        Outcome::NOTHING
    }

    fn keeps(&mut self, action: Action) -> bool {
        self.section == Section::Entries && self.entries.keeps(action)
    }

    fn kept(&mut self) -> Vec<Action> {
        self.entries.kept()
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        shown!(self, |list| list.typed(key, cx), return self.entries.typed(key, cx));
        Vec::new()
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        shown!(self, |list| list.pasted(text, cx), return self.entries.pasted(text, cx));
        Vec::new()
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        shown!(self, |list| Some(&mut list.filter), self.entries.filter())
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let Some(line) = line.checked_sub(1) else {
            if let Some(at) = sections::at(cx, &Section::TITLES, self.section.place(), x).filter(|_| !self.entries.is_opened()) {
                self.section = Section::ALL.get(at).copied().unwrap_or_default();
            }
            return Outcome::NOTHING;
        };
        let visible = self.visible(cx);
        let hit = shown!(self, |list| list.point(x, line, visible, cx), return self.entries.point(x, line, cx));
        match hit {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn drag(&mut self, x: u16, cx: &mut Shared) {
        shown!(self, |list| list.drag(x, cx), self.entries.drag(x, cx));
    }

    fn release(&mut self) {
        shown!(self, |list| list.release(), self.entries.release());
    }

    fn scroll(&mut self, width: u16, action: Action, lines: usize, cx: &mut Shared) -> bool {
        self.section == Section::Entries && self.entries.scroll(width, action, lines, cx)
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Case(answer) => match self.take(answer, cx) {
                Ok(effects) => {
                    cx.dirty = true;
                    effects
                }
                Err(answer) => self.entries.answered(Answer::Case(answer), cx),
            },
            answer => self.entries.answered(answer, cx),
        }
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        if matches!(change, Change::All | Change::Committed(_) | Change::Ended(_)) {
            self.read = false;
        }
        if matches!(change, Change::Look | Change::Mask) {
            self.statements.changed();
            self.accounts.changed();
        }
        self.entries.stale(change, cx)
    }

    fn subject(&self, cx: &Shared) -> String {
        self.entries.subject(cx)
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        match self.section {
            Section::Entries => self.entries.company(cx),
            Section::Statements => self.statements.current(rows(&self.statement_rows)).map(|view| view.company),
            Section::Accounts => self.accounts.current(rows(&self.account_rows)).map(|view| view.company),
        }
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        let sheet = match self.section {
            Section::Entries => return self.entries.extent(cx),
            Section::Statements => (self.statements.top, self.statements.total()),
            Section::Accounts => (self.accounts.top, self.accounts.total()),
        };
        Some((sheet.0, self.visible(cx), sheet.1))
    }

    fn columns(&self, cx: &Shared) -> u16 {
        if self.section == Section::Entries { self.entries.columns(cx) } else { cx.width }
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Accept | Action::Alternatives | Action::AcceptCertain | Action::TakeBack | Action::Import => {
                self.is_change_useful(action, cx)
            }
            _ => match self.section {
                Section::Entries => self.entries.is_useful(action, cx),
                Section::Statements => self.statements.is_useful(action).unwrap_or(true),
                Section::Accounts => self.accounts.is_useful(action).unwrap_or(true),
            },
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match (kind, self.section) {
            (Kind::Offers, _) => self.offers(cx),
            (_, Section::Entries) => self.entries.entries(kind, cx),
            (_, Section::Statements) => self.statements.entries(kind, cx),
            (_, Section::Accounts) => self.accounts.entries(kind, cx),
        }
    }

    fn choose(&mut self, choice: &Choice, cx: &mut Shared) -> Vec<Effect> {
        if let Choice::Offer(index) = choice {
            return self.choose_offer(*index, cx);
        }
        let grouping = match self.section {
            Section::Entries => return self.entries.choose(choice, cx),
            Section::Statements => self.statements.grouping(choice, rows(&self.statement_rows), cx),
            Section::Accounts => self.accounts.grouping(choice, rows(&self.account_rows), cx),
        };
        if let Some(of) = grouping {
            cx.group(of);
            return Vec::new();
        }
        shown!(self, |list| list.choose(choice, cx), ());
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        shown!(self, |list| list.adjust(choice, action, cx), self.entries.adjust(choice, action, cx))
    }

    /// Views are about the entries.
    fn look(&self) -> Option<Look> {
        self.entries.look()
    }

    fn set_look(&mut self, look: &Look, cx: &mut Shared) -> Vec<Effect> {
        self.section = Section::Entries;
        self.entries.set_look(look, cx)
    }

    fn drill(&mut self, query: &str, scope: Option<CompanyId>, cx: &mut Shared) -> Vec<Effect> {
        match self.section {
            Section::Entries => return self.entries.show_found(query, scope, cx),
            Section::Statements => self.statements.drill(query),
            Section::Accounts => self.accounts.drill(query),
        }
        Vec::new()
    }

    fn marks(&self) -> Option<Marks> {
        self.entries.marks()
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.entries.set_marks(marks);
    }

    fn listed(&self) -> usize {
        self.section.place()
    }

    fn others(&self) -> Vec<(Look, Marks)> {
        vec![(self.statements.look(), self.statements.kept()), (self.accounts.look(), self.accounts.kept())]
    }

    fn set_other(&mut self, place: usize, look: &Look, marks: Option<&Marks>, shown: bool) {
        let section = match place {
            0 => {
                self.statements.stands(look, marks);
                Section::Statements
            }
            1 => {
                self.accounts.stands(look, marks);
                Section::Accounts
            }
            _ => return,
        };
        if shown {
            self.section = section;
        }
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        match self.section {
            Section::Entries => None,
            Section::Statements => Some(self.statements.table(rows(&self.statement_rows), cx)),
            Section::Accounts => Some(self.accounts.table(rows(&self.account_rows), cx)),
        }
    }

    fn fields(&self, cx: &Shared) -> Vec<Fields> {
        match self.section {
            Section::Entries => self.entries.fields(cx),
            Section::Statements => self.statements.fields(rows(&self.statement_rows), cx),
            Section::Accounts => self.accounts.fields(rows(&self.account_rows), cx),
        }
    }

    fn exports(&self, cx: &Shared) -> Option<usize> {
        if self.section == Section::Entries { self.entries.exports(cx) } else { None }
    }

    fn export(&self, cx: &Shared) -> Option<AnyPicked> {
        if self.section == Section::Entries { self.entries.export(cx) } else { None }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area)
    }
}
