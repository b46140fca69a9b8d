//! Tab 2, faster than the answer: who asks something else and goes on at once means the list that comes, not the one that is
//! still seen. What they want of it waits until it is there.

use super::invoices::Purpose;
use crate::tui::event::Effect;
use crate::tui::keymap::Action;
use crate::tui::model::{Model, Tab};
use crate::tui::update;

/// More than fingers do before an answer comes.
const MOST: usize = 64;

/// Whether an action is to wait for the list that it means; then it is kept for [`catch_up`].
pub(crate) fn waits(model: &mut Model, action: Action) -> bool {
    let tab = &mut model.invoices;
    let stays = |action: &Action| stays(*action) == Some(true);
    if model.tab != Tab::Invoices || tab.in_flight != Some(Purpose::Top) || self::stays(action).is_none() {
        return false;
    }
    // What is pressed after one that leads away means what is seen there: nobody knows yet.
    if tab.ahead.len() < MOST && tab.ahead.iter().all(stays) {
        tab.ahead.push(action);
    }
    true
}

/// Does what waited for the list that is here now.
pub(crate) fn catch_up(model: &mut Model) -> Vec<Effect> {
    if model.invoices.in_flight == Some(Purpose::Top) {
        return Vec::new();
    }
    let ahead = std::mem::take(&mut model.invoices.ahead);
    ahead.into_iter().flat_map(|action| update::does(model, action)).collect()
}

/// Whether one is still in the list after an action that means rows of it; `None` for any other action.
const fn stays(action: Action) -> Option<bool> {
    Some(match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll => true,
        Action::Open | Action::Export | Action::Copy | Action::Pdf | Action::Sync => false,
        _ => return None,
    })
}
