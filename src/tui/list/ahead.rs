//! Type-ahead: keys pressed while a search is under way apply to its result, not to the rows that are still shown.

use super::window::Purpose;
use crate::tui::keymap::Action;

/// More than fingers do before an answer comes.
const MOST: usize = 64;

/// Actions that wait for the rows that they mean.
#[derive(Debug, Default)]
pub(crate) struct Ahead(Vec<Action>);

impl Ahead {
    /// Forgets the actions: they mean nothing any more.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// True if an action waits for the list that it means; it is returned by [`Self::kept`] then. Where the same rows are only
    /// read again, an action on one of them waits if none is here; opening one finds its own way.
    pub(crate) fn keeps(&mut self, in_flight: Option<Purpose>, is_here: bool, action: Action) -> bool {
        let Some(stays) = stays(action) else { return false };
        let again = !stays && (action != Action::Open || !self.0.is_empty());
        if !waits(in_flight, is_here) || (in_flight != Some(Purpose::Top) && !again) {
            return false;
        }
        // Keys after one that leads to another page are dropped; their target is not known yet.
        if self.0.len() < MOST && self.0.iter().all(|action| self::stays(*action) == Some(true)) {
            self.0.push(action);
        }
        true
    }

    /// The actions that waited, once the list is here.
    pub(crate) fn kept(&mut self, in_flight: Option<Purpose>, is_here: bool) -> Vec<Action> {
        if waits(in_flight, is_here) { Vec::new() } else { std::mem::take(&mut self.0) }
    }
}

/// True while the row that is meant is to come; `is_here`: there is one under the cursor.
fn waits(in_flight: Option<Purpose>, is_here: bool) -> bool {
    in_flight == Some(Purpose::Top) || (in_flight.is_some() && !is_here)
}

/// True if the list is still shown after an action on its rows, false if another page is; `None` for any other action.
const fn stays(action: Action) -> Option<bool> {
    Some(match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::HalfUp
        | Action::HalfDown
        | Action::First
        | Action::Last
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll => true,
        Action::Open
        | Action::Export
        | Action::Copy
        | Action::Pdf
        | Action::Outside
        | Action::Alternatives
        | Action::Ask
        | Action::Accept
        | Action::AcceptCertain
        | Action::TakeBack
        | Action::Delete
        | Action::Sync
        | Action::Documents
        | Action::Payments => false,
        _ => return None,
    })
}
