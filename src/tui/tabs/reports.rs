//! Tab 5, what it knows and how it changes: what is owed and how late, by month, by partner, one currency at a time.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::domain::{CompanyId, Currency, Message, numbers};
use crate::query::{Group, Report, ReportKind, ReportRequest, ReportRow};
use crate::tui::event::{Answer, Effect};
use crate::tui::keymap::Action;
use crate::tui::mask;
use crate::tui::model::{Load, Model, Mood, Tab};
use crate::tui::words;

/// Rows of each currency that are read.
const MOST: usize = 1000;

/// Tab 5.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// Which report, by its place among all.
    kind: usize,
    pub(crate) report: Load<Report>,
    /// What of it is shown; the one with the most invoices when it is not there.
    currency: Option<Currency>,
    pub(crate) cursor: usize,
    /// First row shown.
    pub(crate) top: usize,
    /// Whether the data changed since it was read; it is read again when somebody looks.
    stale: bool,
    asked: Option<ReportKind>,
}

impl Reports {
    /// Which report is shown.
    pub(crate) fn kind(&self) -> ReportKind {
        ReportKind::ALL.get(self.kind).copied().unwrap_or(ReportKind::Aging)
    }

    /// The currencies of the report, the one with the most invoices first.
    pub(crate) fn currencies(&self) -> Vec<Currency> {
        let mut counts: Vec<(Currency, u64)> = Vec::new();
        for row in self.report.ready().map_or(&[][..], |report| &report.rows) {
            match counts.iter_mut().find(|(currency, _)| *currency == row.currency) {
                Some((_, count)) => *count += row.total.count,
                None => counts.push((row.currency.clone(), row.total.count)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.into_iter().map(|(currency, _)| currency).collect()
    }

    /// The currency that is shown.
    pub(crate) fn shown(&self) -> Option<Currency> {
        let all = self.currencies();
        self.currency.clone().filter(|currency| all.contains(currency)).or_else(|| all.into_iter().next())
    }

    /// The rows that are shown.
    pub(crate) fn rows(&self) -> Vec<&ReportRow> {
        let shown = self.shown();
        let rows = self.report.ready().map_or(&[][..], |report| &report.rows);
        rows.iter().filter(|row| Some(&row.currency) == shown.as_ref()).collect()
    }

    /// Which report is shown, by its place.
    pub(crate) const fn number(&self) -> usize {
        self.kind
    }

    /// Shows the report of a place.
    pub(crate) fn choose(&mut self, number: usize) {
        self.kind = number.min(ReportKind::ALL.len() - 1);
    }

    /// Nothing of it is here any more.
    pub(crate) fn clear(&mut self) {
        self.report = Load::Loading;
        self.stale = true;
    }

    /// What is shown may be old.
    pub(crate) fn forget(&mut self) {
        self.stale = true;
    }

    fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows().len().saturating_sub(1));
    }
}

/// A report came.
pub(crate) fn loaded(model: &mut Model, kind: ReportKind, answer: Answer<Report>) {
    let tab = &mut model.reports;
    tab.asked = None;
    // Another one is wanted by now.
    if kind != tab.kind() {
        return;
    }
    let masked = model.masked;
    let answer = answer.map(|mut report| {
        if masked {
            mask::report(&mut report);
        }
        report
    });
    let tab = &mut model.reports;
    match answer {
        Err(error) if tab.report.ready().is_some_and(|report| report.kind == kind) => model.say_error(error),
        answer => tab.report = Load::from_answer(answer),
    }
    let tab = &mut model.reports;
    tab.move_to(tab.cursor);
    model.dirty = true;
}

/// Reads the report where somebody looks at it and it is not there or old; the cursor is in sight.
pub(crate) fn settle(model: &mut Model) -> Vec<Effect> {
    let today = model.today();
    let visible = visible(model);
    let tab = &mut model.reports;
    tab.top = super::scroll(tab.top, tab.cursor, visible, tab.rows().len());
    let kind = tab.kind();
    let there = match &tab.report {
        Load::Ready(report) => report.kind == kind && report.today == today,
        Load::Failed(_) => true,
        Load::Loading => false,
    };
    if model.tab != Tab::Reports || tab.asked.is_some() || (there && !tab.stale) {
        return Vec::new();
    }
    tab.stale = false;
    tab.asked = Some(kind);
    if tab.report.ready().is_none_or(|report| report.kind != kind) {
        tab.report = Load::Loading;
    }
    vec![Effect::LoadReport(ReportRequest { kind, query: String::new(), companies: Vec::new(), limit: MOST, today })]
}

/// Rows that are seen: the body without the names of the reports, the heading and the sum.
pub(crate) fn visible(model: &Model) -> usize {
    let incomplete = usize::from(words::is_incomplete(model, None));
    usize::from(model.body_height()).saturating_sub(3 + incomplete).max(1)
}

/// A click on a row puts the cursor there; on the one under the cursor it opens it.
pub(crate) fn point(model: &mut Model, index: usize) -> Vec<Effect> {
    if model.reports.cursor == index {
        return act(model, Action::Open);
    }
    model.reports.move_to(index);
    Vec::new()
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = visible(model).saturating_sub(1).max(1);
    let tab = &mut model.reports;
    if let Some(to) = super::moved(tab.cursor, page, action) {
        tab.move_to(to);
        return Vec::new();
    }
    match action {
        Action::NextReport => step(tab, 1),
        Action::PreviousReport => step(tab, ReportKind::ALL.len() - 1),
        Action::Currency => {
            let all = tab.currencies();
            let at = tab.shown().and_then(|shown| all.iter().position(|currency| *currency == shown)).unwrap_or(0);
            tab.currency = all.get((at + 1) % all.len().max(1)).cloned();
            tab.cursor = 0;
        }
        Action::Open => return open(model),
        Action::Back if model.notice.take().is_none() => model.tab = Tab::Companies,
        Action::Reload => {
            tab.stale = true;
            if matches!(tab.report, Load::Failed(_)) {
                tab.report = Load::Loading;
            }
        }
        _ => {}
    }
    Vec::new()
}

fn step(tab: &mut Reports, by: usize) {
    tab.kind = (tab.kind + by) % ReportKind::ALL.len();
    tab.cursor = 0;
    tab.top = 0;
}

/// Shows the invoices behind the row under the cursor.
fn open(model: &mut Model) -> Vec<Effect> {
    let kind = model.reports.kind();
    if model.masked && kind == ReportKind::Partners {
        model.say(Message::new("tui-masked-partners"), Mood::Look);
        return Vec::new();
    }
    let today = model.today();
    let rows = model.reports.rows();
    // There is no word for those without a name.
    let named = |row: &&&ReportRow| !matches!(&row.group, Group::Name(name) if name.is_empty());
    let Some(row) = rows.get(model.reports.cursor).filter(named) else { return Vec::new() };
    let companies = model.companies.all();
    let company = |name: &str| companies.iter().find(|view| view.company.name == name).map(|view| view.company.id);
    let (query, scope) = behind(kind, row, today, &company);
    super::invoices::drill(model, &query, scope)
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
    let mut scope = None;
    let terms = match (&row.group, kind) {
        (Group::Overdue, _) => "status:overdue".to_owned(),
        (Group::NotDue, _) => format!("status:unpaid due>={today}"),
        (Group::Late(from, Some(to)), _) => format!("status:unpaid due:{}..{}", back(*to), back(*from)),
        (Group::Late(from, None), _) => format!("status:unpaid due<={}", back(*from)),
        (Group::Month(year, month), ReportKind::Fulfilled) => format!("fulfilled:{year:04}-{month:02}"),
        (Group::Month(year, month), _) => format!("issued:{year:04}-{month:02}"),
        (Group::Week(year, week), _) => match monday(*year, *week) {
            Some(monday) => {
                let sunday = monday.checked_add(Span::new().days(6)).unwrap_or(monday);
                format!("status:unpaid due:{}..{sunday}", monday.max(today))
            }
            None => "status:unpaid".to_owned(),
        },
        (Group::NoDate, ReportKind::Months) => "-issued>0001-01-01".to_owned(),
        (Group::NoDate, ReportKind::Fulfilled) => "-fulfilled>0001-01-01".to_owned(),
        // The language of queries has no rates: all that the report was made of.
        (Group::Name(_), ReportKind::Vat) => String::new(),
        (Group::NoDate, _) => "status:unpaid -due>0001-01-01".to_owned(),
        (Group::Name(name), ReportKind::Statuses) => quoted("status", name),
        (Group::Name(name), ReportKind::Companies) => {
            scope = company(name);
            if scope.is_some() { String::new() } else { quoted("company", name) }
        }
        (Group::Name(name), _) => match row.tax_number.as_deref().and_then(numbers::taxpayer) {
            Some(taxpayer) => quoted("tax", &taxpayer),
            None => quoted("partner", name),
        },
    };
    (format!("{terms} {currency}").trim().to_owned(), scope)
}

fn monday(year: i16, week: i8) -> Option<Date> {
    Some(jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?.date())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::CurrencyTotals;

    #[test]
    fn the_invoices_behind_a_row_are_asked_for_in_the_language_of_queries() {
        let row = |group: Group| ReportRow {
            group,
            currency: Currency::new("EUR"),
            tax_number: None,
            partner_id: None,
            total: CurrencyTotals::default(),
            outstanding: CurrencyTotals::default(),
            overdue: CurrencyTotals::default(),
            credit: CurrencyTotals::default(),
            oldest_overdue_days: None,
            running: None,
        };
        let today = date(2026, 11, 21);
        let known = |name: &str| (name == "Egy").then_some(CompanyId(1));
        let ask = |kind, group| behind(kind, &row(group), today, &known);
        let cases = [
            (ReportKind::Aging, Group::NotDue, "status:unpaid due>=2026-11-21 currency:eur"),
            (ReportKind::Aging, Group::late(5), "status:unpaid due:2026-10-22..2026-11-20 currency:eur"),
            (ReportKind::Aging, Group::late(400), "status:unpaid due<=2026-08-22 currency:eur"),
            (ReportKind::Months, Group::Month(2026, 3), "issued:2026-03 currency:eur"),
            (ReportKind::Cash, Group::Overdue, "status:overdue currency:eur"),
            (ReportKind::Cash, Group::Week(2026, 47), "status:unpaid due:2026-11-21..2026-11-22 currency:eur"),
            (ReportKind::Cash, Group::Week(2027, 1), "status:unpaid due:2027-01-04..2027-01-10 currency:eur"),
            (ReportKind::Partners, Group::Name("Petz \"A\" Kft.".to_owned()), "partner:\"Petz A Kft.\" currency:eur"),
            (ReportKind::Statuses, Group::Name("partially_paid".to_owned()), "status:\"partially_paid\" currency:eur"),
        ];
        for (kind, group, expected) in cases {
            let (query, scope) = ask(kind, group);
            assert_eq!((query.as_str(), scope), (expected, None));
            crate::query::parse(&query).expect(expected);
        }
        assert_eq!(ask(ReportKind::Companies, Group::Name("Egy".to_owned())), ("currency:eur".to_owned(), Some(CompanyId(1))));
        for kind in ReportKind::ALL {
            crate::query::parse(&ask(kind, Group::NoDate).0).expect("a query");
        }
    }
}
