//! The mouse: a click goes where a key would go, the wheel moves, the edge of a column is dragged.

use super::columns;
use super::event::{Effect, Mouse};
use super::keymap::{Action, Context};
use super::model::{Model, Overlay, Tab};
use super::tabs::{companies, companies_view, invoices, invoices_view, log, reports};
use super::{update, view, words};

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

/// The column whose edge is being dragged, and where it was taken and how wide it was.
pub(crate) type Drag = (crate::query::Field, u16, u16);

/// The mouse did something.
pub(crate) fn moved(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if model.settings.no_mouse || model.too_small() {
        return Vec::new();
    }
    match mouse {
        Mouse::Wheel(down) => wheel(model, down),
        Mouse::Press(x, y) => press(model, x, y),
        Mouse::Drag(x, _) => {
            drag(model, x);
            Vec::new()
        }
        Mouse::Release => {
            model.dragged = None;
            Vec::new()
        }
    }
}

fn wheel(model: &mut Model, down: bool) -> Vec<Effect> {
    if model.context() == Context::Confirm || model.context() == Context::Prompt {
        return Vec::new();
    }
    let action = if down { Action::Down } else { Action::Up };
    (0..NOTCH).flat_map(|_| update::does(model, action)).collect()
}

fn drag(model: &mut Model, x: u16) {
    let Some((field, from, width)) = model.dragged else { return };
    let mut shown = invoices_view::shown(model);
    let wanted = i32::from(width) + i32::from(x) - i32::from(from);
    let wanted = u16::try_from(wanted.max(0)).unwrap_or(0);
    columns::set(&mut shown, field, wanted);
    model.invoices.columns = Some(shown);
    model.dirty = true;
}

fn press(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    model.dirty = true;
    if model.overlay.is_some() {
        // A click beside a list closes it, as Esc does; a question wants a key.
        if matches!(model.overlay, Some(Overlay::Pick(_))) && (y < 2 || y + 2 >= model.height) {
            model.overlay = None;
        }
        return Vec::new();
    }
    if y == 0 {
        return match view::tab_at(model, x) {
            Some(number) => update::does(model, Action::Tab(number)),
            None => Vec::new(),
        };
    }
    let Some(line) = y.checked_sub(2).filter(|line| *line < model.body_height()).map(usize::from) else { return Vec::new() };
    match model.tab {
        Tab::Companies => company(model, line),
        Tab::Invoices => invoice(model, x, line),
        Tab::Log if model.log.open.is_none() => {
            let Some(index) = line.checked_sub(1).map(|line| line + model.log.top) else { return Vec::new() };
            let there = index < model.log.all().len() && line <= log::visible(model);
            if there { log::point(model, index) } else { Vec::new() }
        }
        Tab::Reports => {
            let head = 2 + usize::from(words::is_incomplete(model, None));
            let Some(index) = line.checked_sub(head).map(|line| line + model.reports.top) else { return Vec::new() };
            let there = index < model.reports.rows().len() && line < reports::visible(model) + head;
            if there { reports::point(model, index) } else { Vec::new() }
        }
        Tab::Changes => {
            let Some(index) = line.checked_sub(2).map(|line| line + model.changes.top) else { return Vec::new() };
            if index < model.changes.rows().len() { super::tabs::changes::point(model, index) } else { Vec::new() }
        }
        Tab::Detail | Tab::Log => Vec::new(),
    }
}

/// A click on a company puts the cursor there; on the one under the cursor it opens it.
fn company(model: &mut Model, line: usize) -> Vec<Effect> {
    let amounts = companies_view::shows_amounts(model);
    let Some(mut left) = line.checked_sub(1) else { return Vec::new() };
    for index in model.companies.top..model.companies.all().len() {
        let Some(view) = model.companies.all().get(index) else { break };
        let height = companies::lines(model, view, amounts);
        if left < height {
            return companies::point(model, index);
        }
        left -= height;
    }
    Vec::new()
}

fn invoice(model: &mut Model, x: u16, line: usize) -> Vec<Effect> {
    if x >= invoices_view::list_width(model) {
        return Vec::new();
    }
    if line == 0 {
        return update::does(model, Action::Filter);
    }
    let incomplete = usize::from(words::is_incomplete(model, model.invoices.scope));
    let head = 1 + usize::from(model.invoices.complaint().is_some()) * 2 + incomplete;
    if line == head {
        return match invoices_view::heading_at(model, x) {
            Some((field, true)) => {
                model.dragged = Some((field, x, invoices_view::width_of(model, field)));
                Vec::new()
            }
            Some((field, false)) => invoices::sort_by(model, field),
            None => Vec::new(),
        };
    }
    let Some(row) = line.checked_sub(head + 1).filter(|row| *row < invoices::visible(model)) else { return Vec::new() };
    let index = model.invoices.top + row;
    if index >= model.invoices.total {
        return Vec::new();
    }
    if index == model.invoices.cursor {
        return update::does(model, Action::Open);
    }
    model.invoices.leave();
    model.invoices.moved = true;
    model.invoices.move_to(index);
    Vec::new()
}
