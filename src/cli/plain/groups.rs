//! Lists of `faktura --plain` grouped by a column: ten groups at a time, a sentence each with its sums, and the sums of all.
//!
//! For: the lists of a session. The groups are those of the screen: same columns, same sums, same order.

use super::{List, PAGE, Session, changes, log, messages};
use crate::cli::context::App;
use crate::cli::error::Result;
use crate::cli::out::{with, word};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::locale::{Lang, Locale};
use crate::query::group::{GroupRow, GroupSum, Grouped, Order, drill, is_groupable, together};
use crate::query::schema::{Schema, named, on_menu};
use crate::query::{Field, contact, entry, payment};
use crate::service::cases::{GroupRows, Grouplist};
use crate::tui::{ChangeField, LineField, RunField};

/// A list that is grouped.
pub(super) struct Groups {
    list: List,
    /// The query of the list.
    query: String,
    by: By,
    rows: Vec<GroupRow>,
    totals: Vec<GroupSum>,
    left_out: u64,
    offset: usize,
}

/// A column to group by.
struct By {
    name: &'static str,
    title: &'static str,
    family: fn(&str) -> &'static str,
    drill: fn(&str, Option<&str>, &str) -> Option<String>,
}

/// What is asked of the columns of a list.
trait Columns {
    /// The column of a name.
    fn by(&self, name: &str) -> Option<By>;
    /// The names of all, as they are offered in a language.
    fn names(&self, lang: Lang) -> Vec<&'static str>;
}

/// The columns of a kind of record.
struct Of<F>(std::marker::PhantomData<F>);

impl<F: Schema> Columns for Of<F> {
    fn by(&self, name: &str) -> Option<By> {
        let column = named::<F>(name, is_groupable)?;
        Some(By {
            name: column.name,
            title: column.screen.map_or(column.title, |screen| screen.title),
            family: column.values().family,
            drill: |by, group, query| drill(named::<F>(by, is_groupable)?.field, group, query),
        })
    }

    fn names(&self, lang: Lang) -> Vec<&'static str> {
        on_menu::<F>().into_iter().filter(|column| is_groupable(column)).map(|column| column.word_in(lang)).collect()
    }
}

fn of<F: Schema>() -> Box<dyn Columns> {
    Box::new(Of::<F>(std::marker::PhantomData))
}

fn columns(list: List) -> Box<dyn Columns> {
    match list {
        List::Invoices => of::<Field>(),
        List::Payments => of::<payment::Field>(),
        List::Contacts => of::<contact::Field>(),
        List::Entries => of::<entry::Field>(),
        List::Log => of::<RunField>(),
        List::Changes => of::<ChangeField>(),
        List::Messages => of::<LineField>(),
    }
}

/// Groups the list of the session by `COLUMN`, or `COLUMN ORDER`; without a column it tells which ones there are.
pub(super) async fn group(app: &App, service: &Service, session: &mut Session, typed: &str) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let known = columns(session.list);
    let (name, order) = typed.split_once(' ').unwrap_or((typed, ""));
    let (order, reversed) = order.trim().strip_prefix('-').map_or((order.trim(), false), |order| (order, true));
    // A session tells its groups without their time.
    let orders = || Order::ALL.into_iter().filter(|(order, _)| *order != Order::Time);
    let order = orders().find(|(_, known)| *known == order || order.is_empty()).map(|(order, _)| order);
    let (Some(by), Some(order)) = (known.by(name), order) else {
        let names = known.names(locale.lang()).join(", ");
        let orders = orders().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
        let usage = with("plain-group-columns", "columns", names).with("orders", orders);
        if typed.is_empty() {
            return Ok(vec![locale.text(&usage)]);
        }
        let wrong = with("group-no-column", "column", typed);
        return Err(Error::new(ErrorKind::Usage, wrong).hint(usage).into());
    };
    let mut grouped = ask(app, service, session, &by).await?;
    order.arrange(&mut grouped.groups, reversed);
    let totals = if grouped.left_out == 0 { together(&grouped.groups) } else { Vec::new() };
    let groups = Groups {
        list: session.list,
        query: session.query.clone(),
        by,
        rows: grouped.groups,
        totals,
        left_out: grouped.left_out,
        offset: 0,
    };
    let lines = groups.lines(locale);
    (session.groups, session.grouped) = (Some(groups), true);
    Ok(lines)
}

async fn ask(app: &App, service: &Service, session: &Session, by: &By) -> Result<Grouped> {
    let list = match session.list {
        List::Invoices => Grouplist::Invoices,
        List::Payments => Grouplist::Payments,
        List::Contacts => Grouplist::Contacts,
        List::Entries => Grouplist::Entries,
        List::Log => return log::grouped(app, service, session, by.name).await,
        List::Changes => return changes::grouped(app, service, session, by.name).await,
        List::Messages => return messages::grouped(app, service, session, by.name).await,
    };
    let (query, companies) = (session.query.clone(), session.companies.clone());
    Ok(service.ask(GroupRows { list, query, companies, by: by.name.to_owned(), today: app.today() }).await?)
}

impl Groups {
    /// The list and the query that a group of a number on this page stands for; `None` if there is no such group.
    pub(super) fn rows_of(&self, number: &str) -> Option<Result<(List, String)>> {
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        let row = self.rows.get(place)?;
        let query = (self.by.drill)(self.by.name, row.value.as_deref(), &self.query);
        let unasked = || Error::new(ErrorKind::Usage, crate::domain::Message::new("group-no-rows")).into();
        Some(query.map(|query| (self.list, query)).ok_or_else(unasked))
    }

    /// Goes to the next ten groups, or the ten before.
    pub(super) fn turn(&mut self, forward: bool) -> bool {
        if forward && self.offset + PAGE >= self.rows.len() {
            return false;
        }
        self.offset = if forward { self.offset + PAGE } else { self.offset.saturating_sub(PAGE) };
        true
    }

    /// What the list was before it was narrowed to a group.
    pub(super) fn asked(&self) -> (List, String) {
        (self.list, self.query.clone())
    }

    /// What is said of the groups.
    pub(super) fn lines(&self, locale: &Locale) -> Vec<String> {
        let mut lines = vec![locale.text(&with("group-head", "count", self.rows.len()).with("by", locale.get(self.by.title)))];
        let shown = (1..).zip(&self.rows).skip(self.offset).take(PAGE);
        lines.extend(shown.map(|(place, row)| self.line(locale, place, row)));
        let left = self.rows.len().saturating_sub(self.offset + PAGE);
        if left > 0 {
            lines.push(locale.text(&with("plain-more", "count", left)));
        }
        if self.left_out > 0 {
            lines.push(locale.text(&with("group-left-out", "count", self.left_out)));
        }
        if self.rows.len() > 1 {
            lines.extend(self.totals.iter().map(|sum| locale.text(&with("plain-group-all", "sum", self.sum(locale, sum)))));
        }
        lines
    }

    fn line(&self, locale: &Locale, place: usize, row: &GroupRow) -> String {
        let message = with("plain-group", "place", place).with("value", self.value(locale, row)).with("count", row.rows);
        let sums = row.sums.iter().map(|sum| self.sum(locale, sum));
        std::iter::once(locale.text(&message)).chain(sums).collect::<Vec<_>>().join(" ")
    }

    fn value(&self, locale: &Locale, row: &GroupRow) -> String {
        match row.value.as_deref() {
            None => locale.get("plain-nothing"),
            Some(value @ ("true" | "false")) => word(locale, "tui-bool", value),
            Some(value) => match (self.by.family)(value) {
                "" => value.to_owned(),
                family => word(locale, family, value),
            },
        }
    }

    /// A sum in words: currency and side, how many rows, each amount with its name.
    fn sum(&self, locale: &Locale, sum: &GroupSum) -> String {
        let side = match (self.list, sum.direction) {
            (List::Payments, Some(direction)) => {
                format!("{}, {}", sum.currency.as_str(), word(locale, "tui-pay-direction", direction.as_str()))
            }
            (_, Some(direction)) => locale.side(&sum.currency, direction),
            (_, None) => sum.currency.to_string(),
        };
        let side = if sum.uncounted { format!("{side}, {}", locale.get("tui-total-uncounted")) } else { side };
        let more = if sum.overflow { "> " } else { "" };
        let amount = |amount: &crate::query::group::GroupAmount| {
            let name = word(locale, "tui-group-sum", &amount.name);
            format!("{name} {more}{}", locale.money(amount.amount, &sum.currency))
        };
        let amounts = sum.amounts.iter().map(amount).collect::<Vec<_>>().join(", ");
        locale.text(&with("plain-group-sum", "side", side).with("count", sum.count).with("amounts", amounts))
    }
}

/// Shows the groups of the session again, with the list as it was before a group was opened.
pub(super) fn again(locale: &Locale, session: &mut Session) -> Vec<String> {
    let Some(groups) = &session.groups else { return vec![locale.get("plain-group-none")] };
    ((session.list, session.query), session.grouped) = (groups.asked(), true);
    groups.lines(locale)
}

/// Opens the group of a number: its rows are the list then. `None` if no groups are shown or the number is none of theirs.
pub(super) fn open(session: &mut Session, number: &str) -> Option<Result<()>> {
    let found = session.groups.as_ref().filter(|_| session.grouped)?.rows_of(number)?;
    Some(found.map(|(list, query)| {
        (session.list, session.query, session.offset, session.grouped) = (list, query, 0, false);
    }))
}

/// Turns to the next or the earlier groups, where groups are shown.
pub(super) fn turn(locale: &Locale, session: &mut Session, forward: bool) -> Option<Vec<String>> {
    let groups = session.groups.as_mut().filter(|_| session.grouped)?;
    Some(if groups.turn(forward) { groups.lines(locale) } else { vec![locale.get("plain-no-more")] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_names_its_columns_and_takes_them() {
        for list in [List::Invoices, List::Payments, List::Contacts, List::Entries, List::Log, List::Changes] {
            let known = columns(list);
            for lang in [Lang::En, Lang::Hu] {
                let names = known.names(lang);
                assert!(names.len() > 1, "{names:?}");
                assert!(names.iter().all(|name| known.by(name).is_some()), "{names:?}");
            }
            assert!(known.by("nothing of this name").is_none());
        }
    }
}
