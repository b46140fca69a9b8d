//! Draws the page: the line that names the lists, then the list that is shown.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rust_decimal::Decimal;

use super::{Bank, Section, rows};
use crate::domain::Currency;
use crate::tui::list::{Frame, MARGIN};
use crate::tui::load::Load;
use crate::tui::page::Page;
use crate::tui::paint::{Piece, pieces};
use crate::tui::placeholder::{Say, empty};
use crate::tui::shared::Shared;
use crate::tui::{sections, theme};

/// Lines of the cash position.
pub(super) const CASH: usize = 1;

/// What stands in place of rows, if anything.
fn instead<'l, T>(cx: &Shared, load: &'l Load<Vec<T>>) -> Option<Say<'l>> {
    match load {
        Load::Loading => Some(Say::Loading),
        Load::Failed(error) => Some(Say::Error(error)),
        Load::Ready(all) if all.is_empty() => Some(empty(cx, "tui-empty-bank", "tui-empty-bank-hint")),
        Load::Ready(_) => None,
    }
}

/// The balances of the accounts found, per currency: accounts without a balance are counted, never taken for zero.
fn cash(page: &Bank, cx: &Shared) -> Vec<Piece> {
    let mut sums: BTreeMap<&Currency, Option<Decimal>> = BTreeMap::new();
    let mut unknown = 0_u64;
    for view in page.accounts.rows(rows(&page.account_rows), 0) {
        match view.account.balance {
            Some(balance) => {
                let sum = sums.entry(&view.account.currency).or_insert(Some(Decimal::ZERO));
                *sum = sum.and_then(|sum| sum.checked_add(balance));
            }
            None => unknown += 1,
        }
    }
    let mut line = vec![(format!("{}   ", cx.locale.get("bank-cash")), theme::BOLD)];
    for (index, (currency, sum)) in sums.iter().enumerate() {
        let gap = if index == 0 { "" } else { " · " };
        let amount = sum.map_or_else(|| format!("> {currency}"), |sum| cx.locale.money(sum, currency));
        line.push((format!("{gap}{amount}"), theme::BOLD));
    }
    if unknown > 0 {
        let message = crate::domain::Message::new("bank-cash-unknown").with("count", unknown);
        line.push((format!("   {}", cx.locale.text(&message)), theme::LOOK));
    }
    line
}

/// Draws the page; returns the place of the cursor while a filter is edited.
pub(super) fn draw(page: &Bank, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    sections::draw(cx, buffer, area, &Section::TITLES, page.section.place());
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    match page.section {
        Section::Entries => page.entries.draw(cx, buffer, below),
        Section::Statements => {
            let frame = Frame { instead: instead(cx, &page.statement_rows), unit: "unit-statements" };
            page.statements.draw(rows(&page.statement_rows), &frame, cx, buffer, below)
        }
        Section::Accounts => {
            let lines = u16::try_from(CASH).unwrap_or(1);
            let list = Rect { height: below.height.saturating_sub(lines), ..below };
            if page.accounts.total() > 0 {
                let room = area.width.saturating_sub(MARGIN + 1);
                pieces(buffer, area.x + MARGIN, area.bottom().saturating_sub(lines), room, &cash(page, cx));
            }
            let frame = Frame { instead: instead(cx, &page.account_rows), unit: "unit-accounts" };
            page.accounts.draw(rows(&page.account_rows), &frame, cx, buffer, list)
        }
    }
}
