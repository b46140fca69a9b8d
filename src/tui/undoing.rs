//! Reads and brings back what undo is about.

use super::event::Effect;
use super::look::Look;
use super::model::{Model, on};
use super::notice::Severity;
use super::page::Page;
use super::pages::PageId;
use super::undo::{State, Stood};
use crate::domain::Message;

/// The lists and views as they stand.
pub(crate) fn state(model: &Model) -> State {
    let one = |id: &PageId| {
        let (look, marks, others) = on!(&model, *id, |page| (page.look(), page.marks(), page.others()));
        // A page may have only lists that no view is about.
        let look = look.or_else(|| (!others.is_empty()).then(Look::default))?;
        Some(Stood { page: *id, look, marks, others })
    };
    let lists = PageId::ALL.iter().filter_map(one).collect();
    State { scope: model.pages.invoices.scope, lists, views: model.shared.views.clone() }
}

/// Takes the last change of a filter, an order, columns, marks or views back (`true`), or makes it again.
pub(crate) fn step(model: &mut Model, back: bool) -> Vec<Effect> {
    let now = state(model);
    let Some(wanted) = model.undo.step(back, now.clone()) else {
        let id = if back { "tui-nothing-to-undo" } else { "tui-nothing-to-redo" };
        model.shared.say(Message::new(id), Severity::Look);
        return Vec::new();
    };
    let moved = model.pages.invoices.scope != wanted.scope;
    model.pages.invoices.scope = wanted.scope;
    if model.shared.views != wanted.views {
        model.shared.views = wanted.views;
        model.shared.unsaved = true;
    }
    let mut effects = Vec::new();
    for stood in wanted.lists {
        let before = now.lists.iter().find(|list| list.page == stood.page);
        if before.is_none_or(|before| before.look != stood.look) || (moved && stood.page == PageId::Invoices) {
            effects.extend(on!(&mut model, stood.page, |page| page.set_look(&stood.look, &mut model.shared)));
        }
        if let Some(marks) = &stood.marks {
            on!(&mut model, stood.page, |page| page.set_marks(marks));
        }
        for (place, (look, marks)) in stood.others.iter().enumerate() {
            let now = before.and_then(|before| before.others.get(place));
            if now.is_none_or(|now| *now != (look.clone(), marks.clone())) {
                on!(&mut model, stood.page, |page| page.set_other(place, look, Some(marks), true));
            }
        }
    }
    let id = if back { "tui-undone" } else { "tui-redone" };
    model.shared.say(Message::new(id), Severity::Good);
    effects
}
