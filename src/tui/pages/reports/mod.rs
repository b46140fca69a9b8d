//! The page of reports: what is owed and how late, by month, by partner, one currency at a time.

mod columns;
mod filter;
mod marks;
mod picture;
mod state;
mod view;

use std::sync::Arc;

use crossterm::event::KeyCode;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::state::Drawn;
use crate::domain::numbers::{self, TaxNumber};
use crate::domain::{CompanyId, Direction, Message};
use crate::error::ErrorKind;
use crate::query::group::drill;
use crate::query::{Field, Group, ReportKind, ReportRequest, ReportRow};
use crate::tui::ask::{Answer, Question};
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, CANCEL, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, MARK, MARK_ALL, MARK_RANGE, PICTURE, RELOAD, SYNC_ALL, UNMARK,
    VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Filter, moved, scroll, table_formats};
use crate::tui::load::Load;
use crate::tui::look::Look;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::Shared;
use crate::tui::table::Table;
use crate::tui::undo::Marks;
use crate::tui::words;

pub(crate) use self::state::Reports;

/// The keys of the page.
pub(crate) static REPORTS: Context = tables::page(
    "reports",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-report", "tui-key-open-report"),
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-report", "tui-key-next-report"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-report", ""),
        bind(&[Key::char('m')], Action::Currency, "tui-help-currency", "tui-key-currency"),
        FILTER,
        PICTURE,
        CANCEL,
        SYNC_ALL,
        MARK,
        VIEWS,
        EXPORT,
        COPY,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// Rows of each currency that are read.
const MOST: usize = 1000;

impl Page for Reports {
    const CONTEXTS: &'static [&'static Context] = &[&REPORTS];

    fn context(&self) -> &'static Context {
        if self.filter.editing { &FILTERING } else { &REPORTS }
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        self.type_in_filter(key, cx)
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        self.paste_in_filter(text, cx);
        Vec::new()
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        let (kind, reply, doubts) = match answer {
            Answer::Report(kind, reply, doubts) => (kind, reply, doubts),
            Answer::Suggested { generation, list } => return self.suggested(generation, list, cx),
            _ => return Vec::new(),
        };
        let effects = cx.note_doubts(doubts);
        self.answers += 1;
        if self.asked_beside == Some(kind) && self.asked != Some(kind) {
            self.asked_beside = None;
            // Without it the table stands alone.
            self.beside = reply.ok().or(self.beside.take());
            cx.dirty = true;
            return effects;
        }
        self.asked = None;
        // Another one is wanted by now.
        if kind != self.kind() {
            return effects;
        }
        let reply = reply.map(|mut report| {
            if cx.masked {
                mask::report(&mut report);
            }
            report
        });
        match reply {
            Err(error) if error.kind != ErrorKind::Usage && self.report.ready().is_some_and(|report| report.kind == kind) => {
                cx.say_error(error);
            }
            reply => self.report = Load::from_reply(reply),
        }
        self.move_to(self.cursor);
        cx.dirty = true;
        effects
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) => self.stale = true,
            Change::Mask => (self.report, self.stale) = (Load::Loading, true),
            Change::Progress(_) | Change::Ended(_) | Change::Look | Change::Deliveries => {}
        }
        Vec::new()
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let today = cx.today();
        self.note_home(cx);
        self.top = scroll(self.top, self.cursor, self.visible(cx), self.rows().len());
        self.paint(cx);
        let kind = self.kind();
        let there = match &self.report {
            Load::Ready(report) => report.kind == kind && report.today == today,
            Load::Failed(_) => true,
            Load::Loading => false,
        };
        if cx.page != PageId::Reports || self.asked.is_some() || (there && !self.stale) {
            return Vec::new();
        }
        self.stale = false;
        self.asked = Some(kind);
        if self.report.ready().is_none_or(|report| report.kind != kind) {
            self.report = Load::Loading;
        }
        let ask = |kind: ReportKind| {
            // Days are drawn as a calendar, which ends with the newest.
            let limit = if kind == ReportKind::Days { 0 } else { MOST };
            let query = self.query.clone();
            let request = ReportRequest { kind, query, companies: Vec::new(), limit, today };
            Effect::Ask(PageId::Reports, Question::Report(request))
        };
        self.asked_beside = picture::beside(kind);
        std::iter::once(kind).chain(self.asked_beside).map(ask).collect()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(to) = moved(self.cursor, self.visible(cx).saturating_sub(1).max(1), action) {
            self.move_to(to);
            return Outcome::NOTHING;
        }
        if let Some(effects) = self.act_on_filter(action, cx) {
            return Outcome::Done(effects);
        }
        if self.act_on_marks(action) {
            return Outcome::NOTHING;
        }
        match action {
            Action::NextReport => self.step(1),
            Action::PreviousReport => self.step(ReportKind::ALL.len() - 1),
            Action::Currency => {
                let all = self.currencies();
                let at = self.shown().and_then(|shown| all.iter().position(|currency| *currency == shown)).unwrap_or(0);
                self.currency = all.get((at + 1) % all.len().max(1)).cloned();
                (self.cursor, self.anchor) = (0, 0);
                self.marks = Arc::default();
            }
            Action::Picture => self.pictured = !self.pictured && picture::has_picture(self.kind()),
            Action::Open => return self.open(cx),
            Action::Columns => cx.pick(Kind::Columns),
            Action::Views => cx.pick(Kind::Views),
            Action::Back if cx.notice.take().is_some() => {}
            Action::Back if std::mem::take(&mut self.pictured) => {}
            Action::Back if !self.marks.is_empty() => self.marks = Arc::default(),
            Action::Back if !self.query.is_empty() => self.narrow(""),
            Action::Back => return Outcome::Go(Place::Page(PageId::Companies)),
            Action::Reload => {
                self.stale = true;
                if matches!(self.report, Load::Failed(_)) {
                    self.report = Load::Loading;
                }
            }
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        Some(&mut self.filter)
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if self.pictured || (picture::has_picture(self.kind()) && x >= cx.list_width()) {
            return Outcome::NOTHING;
        }
        if let (0, Some(by)) = (line, view::name_at(self, cx, x)) {
            self.step(by);
            return Outcome::NOTHING;
        }
        let head = 2 + usize::from(words::is_incomplete(cx, None)) + usize::from(self.filter_height());
        if line == 1 && self.filter_height() > 0 {
            return self.act(Action::Filter, cx);
        }
        let index = line.checked_sub(head).map(|line| line + self.top);
        let Some(index) = index.filter(|index| *index < self.rows().len() && line < self.visible(cx) + head) else {
            return Outcome::NOTHING;
        };
        self.move_to(index);
        Outcome::Hit
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.locale.get("tui-all-companies")
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        (!self.pictured).then(|| (self.top, self.visible(cx), self.rows().len()))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Currency => self.currencies().len() > 1,
            Action::Picture => picture::has_picture(self.kind()),
            Action::Open | Action::Mark | Action::MarkRange | Action::MarkAll | Action::Export | Action::Copy => {
                !self.rows().is_empty()
            }
            Action::Unmark => !self.marks.is_empty(),
            Action::Complete | Action::CompleteBack => !self.filter.suggestions.is_empty(),
            Action::Older => !self.filter.queries.is_empty(),
            _ => true,
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match kind {
            Kind::Columns => self.column_entries(cx),
            Kind::Export => table_formats(),
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, choice: &Choice, _cx: &mut Shared) -> Vec<Effect> {
        match choice {
            Choice::Column(name) => self.toggle_column(name),
            Choice::AutomaticColumns => self.columns = None,
            _ => {}
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, cx: &mut Shared) -> bool {
        let Choice::Column(name) = choice else { return false };
        let width = view::width_of(self, cx, name);
        self.adjust_column(name, action, width)
    }

    /// The report stands where lists have their order.
    fn look(&self) -> Option<Look> {
        let sort = Some(self.kind()).filter(|kind| *kind != ReportKind::Aging).map_or("", ReportKind::as_str).to_owned();
        Some(Look { query: self.query.clone(), sort, columns: self.columns.as_deref().map(columns::write) })
    }

    fn set_look(&mut self, look: &Look, _cx: &mut Shared) -> Vec<Effect> {
        let kind = ReportKind::parse(&look.sort).unwrap_or(ReportKind::Aging);
        self.select(ReportKind::ALL.iter().position(|known| *known == kind).unwrap_or(0));
        if look.query != self.query {
            self.narrow(&look.query);
        }
        self.columns = look.columns.as_deref().and_then(columns::read);
        Vec::new()
    }

    fn marks(&self) -> Option<Marks> {
        Some(self.kept())
    }

    fn set_marks(&mut self, marks: &Marks) {
        self.bring_back(marks);
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        Some(self.as_table(cx))
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area)
    }
}

impl Reports {
    fn step(&mut self, by: usize) {
        self.select((self.kind + by) % ReportKind::ALL.len());
        self.pictured &= picture::has_picture(self.kind());
    }

    /// Makes the picture of what is shown, if it is not that already.
    fn paint(&mut self, cx: &Shared) {
        let (Some(report), Some(side)) = (self.report.ready(), self.shown()) else { return };
        let drawn = Drawn { kind: report.kind, side, lang: cx.lang(), answers: self.answers };
        if self.drawn_of.as_ref() == Some(&drawn) {
            return;
        }
        let beside = self.beside.as_ref().filter(|beside| picture::beside(report.kind) == Some(beside.kind));
        let words = cx.locale.side(&drawn.side.0, drawn.side.1);
        let label = |group: &Group| view::label(cx.locale, report.kind, group);
        self.picture = picture::of(report, beside, &drawn.side, words, &label);
        self.drawn_of = Some(drawn);
    }

    /// Shows the invoices behind the row under the cursor.
    fn open(&self, cx: &mut Shared) -> Outcome {
        let kind = self.kind();
        if cx.masked && kind == ReportKind::Partners {
            cx.say(Message::new("tui-masked-partners"), Severity::Look);
            return Outcome::NOTHING;
        }
        let rows = self.rows();
        // No query finds partners without a name; for rates it asks for all of them.
        let named = |row: &&ReportRow| kind == ReportKind::Vat || !matches!(&row.group, Group::Name(name) if name.is_empty());
        let marked: Vec<&ReportRow> = self.marked().filter(named).collect();
        let Some(row) = marked.first().copied().or_else(|| rows.get(self.cursor).copied().filter(named)) else {
            return Outcome::NOTHING;
        };
        let companies = cx.companies.all();
        let company = |name: &str| companies.iter().find(|view| view.company.name == name).map(|view| view.company.id);
        let (mut query, scope) = match marked.as_slice() {
            [] | [_] => behind(kind, row, cx.today(), &company),
            // Of several rows each invoice is found once.
            several => {
                let one = |row: &&ReportRow| format!("({})", behind(kind, row, cx.today(), &|_| None).0);
                (format!("({})", several.iter().map(one).collect::<Vec<_>>().join(" or ")), None)
            }
        };
        if !self.query.is_empty() {
            query = format!("({}) {query}", self.query);
        }
        // The query names the direction where it decides what is found.
        let received = |row: &ReportRow| row.direction == Direction::Received;
        if self.report.ready().is_some_and(|report| report.rows.iter().any(received)) {
            query = format!("{query} direction:{}", row.direction);
        }
        Outcome::Go(Place::Found(query, scope))
    }
}

/// The query that finds the invoices of a row, and the company where it is one.
fn behind(
    kind: ReportKind,
    row: &ReportRow,
    today: Date,
    company: &dyn Fn(&str) -> Option<CompanyId>,
) -> (String, Option<CompanyId>) {
    let back = |days: i32| today.checked_sub(i64::from(days).days()).unwrap_or(today);
    let currency = format!("currency:{}", row.currency.as_str().to_lowercase());
    let quoted = |field: &str, name: &str| format!("{field}:\"{}\"", name.replace('"', ""));
    // What is owed to buyers has a column of its own, and is in no other figure of the row.
    let open = if row.total.count == 0 && row.credit.count > 0 { "balance<0" } else { "balance>0" };
    let mut scope = None;
    let terms = match (&row.group, kind) {
        (Group::Overdue, _) => "status:overdue".to_owned(),
        (Group::NotDue, _) => format!("status:unpaid due>={today} {open}"),
        (Group::Late(from, Some(to)), _) => format!("status:unpaid due:{}..{} {open}", back(*to), back(*from)),
        (Group::Late(from, None), _) => format!("status:unpaid due<={} {open}", back(*from)),
        (Group::Month(year, month), ReportKind::Paid) => format!("paid:{year:04}-{month:02} -status:unpaid"),
        (Group::Month(year, month), ReportKind::Fulfilled) => format!("fulfilled:{year:04}-{month:02}"),
        (Group::Month(year, month), _) => format!("issued:{year:04}-{month:02}"),
        (Group::Week(year, week), _) => match monday(*year, *week) {
            Some(monday) => {
                let sunday = monday.checked_add(Span::new().days(6)).unwrap_or(monday);
                format!("status:unpaid due:{}..{sunday} {open}", monday.max(today))
            }
            None => format!("status:unpaid {open}"),
        },
        (Group::Day(year, month, day), _) => format!("issued:{year:04}-{month:02}-{day:02}"),
        // The language of queries compares dates with days, not with each other.
        (Group::Delay(..), _) | (Group::NoDate, ReportKind::Delay) => "paid>0001-01-01 -status:unpaid".to_owned(),
        (Group::NoDate, ReportKind::Months | ReportKind::Days) => "-issued>0001-01-01".to_owned(),
        (Group::NoDate, ReportKind::Fulfilled) => "-fulfilled>0001-01-01".to_owned(),
        // The language of queries has no rates: all that the report was made of.
        (Group::Name(_), ReportKind::Vat) => String::new(),
        (Group::NoDate, _) => format!("status:unpaid -due>0001-01-01 {open}"),
        (Group::Name(name), ReportKind::Statuses) => quoted("status", name),
        (Group::Name(name), ReportKind::Companies) => {
            scope = company(name);
            if scope.is_some() { String::new() } else { quoted("company", name) }
        }
        (Group::Name(name), _) => match row.tax_number.as_deref().and_then(searched) {
            Some(taxpayer) => quoted("tax", &taxpayer),
            None => {
                let found = match row.partner_id.as_deref() {
                    Some(id) => drill(Field::Contact, Some(id), ""),
                    None => drill(Field::Partner, Some(name), ""),
                };
                found.unwrap_or_default()
            }
        },
    };
    (format!("{terms} {currency}").trim().to_owned(), scope)
}

/// What finds a partner by its tax number: eight digits of a Hungarian one, else the whole as it is written.
fn searched(number: &str) -> Option<String> {
    match numbers::tax_number(number) {
        TaxNumber::Right => numbers::taxpayer(number, None),
        TaxNumber::Missing => None,
        TaxNumber::Wrong | TaxNumber::Other => Some(numbers::canonical(number)),
    }
}

fn monday(year: i16, week: i8) -> Option<Date> {
    Some(jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?.date())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Currency, CurrencyTotals};

    #[test]
    fn the_invoices_behind_a_row_are_asked_for_in_the_language_of_queries() {
        let row = |group: Group| ReportRow {
            group,
            currency: Currency::new("EUR"),
            direction: Direction::Issued,
            company: None,
            tax_number: None,
            partner_id: None,
            total: CurrencyTotals::default(),
            outstanding: CurrencyTotals::default(),
            overdue: CurrencyTotals::default(),
            credit: CurrencyTotals::default(),
            oldest_overdue_days: None,
            running: None,
            breakdown: None,
        };
        let today = date(2026, 11, 21);
        let known = |name: &str| (name == "Egy").then_some(CompanyId(1));
        let ask = |kind, group| behind(kind, &row(group), today, &known);
        let cases = [
            (ReportKind::Aging, Group::NotDue, "status:unpaid due>=2026-11-21 balance>0 currency:eur"),
            (ReportKind::Aging, Group::late(5), "status:unpaid due:2026-10-22..2026-11-20 balance>0 currency:eur"),
            (ReportKind::Aging, Group::late(400), "status:unpaid due<=2026-08-22 balance>0 currency:eur"),
            (ReportKind::Months, Group::Month(2026, 3), "issued:2026-03 currency:eur"),
            (ReportKind::Cash, Group::Overdue, "status:overdue currency:eur"),
            (ReportKind::Cash, Group::Week(2026, 47), "status:unpaid due:2026-11-21..2026-11-22 balance>0 currency:eur"),
            (ReportKind::Cash, Group::Week(2027, 1), "status:unpaid due:2027-01-04..2027-01-10 balance>0 currency:eur"),
            (ReportKind::Partners, Group::Name("Petz \"A\" Kft.".to_owned()), "partner=\"Petz \\\"A\\\" Kft.\" currency:eur"),
            (ReportKind::Statuses, Group::Name("partially_paid".to_owned()), "status:\"partially_paid\" currency:eur"),
        ];
        for (kind, group, expected) in cases {
            let (query, scope) = ask(kind, group);
            assert_eq!((query.as_str(), scope), (expected, None));
            crate::query::parse(&query).expect(expected);
        }
        // Of two partners of one name the list has the one of the row; what is only owed to buyers is found by itself.
        let one = ReportRow { partner_id: Some("12".to_owned()), ..row(Group::Name("Nagy Éva".to_owned())) };
        assert_eq!(behind(ReportKind::Partners, &one, today, &known).0, "contact=12 currency:eur");
        let credit = ReportRow { credit: CurrencyTotals { count: 1, ..CurrencyTotals::default() }, ..row(Group::late(5)) };
        assert_eq!(
            behind(ReportKind::Aging, &credit, today, &known).0,
            "status:unpaid due:2026-10-22..2026-11-20 balance<0 currency:eur"
        );
        assert_eq!(ask(ReportKind::Companies, Group::Name("Egy".to_owned())), ("currency:eur".to_owned(), Some(CompanyId(1))));
        for kind in ReportKind::ALL {
            crate::query::parse(&ask(kind, Group::NoDate).0).expect("a query");
        }
    }
}
