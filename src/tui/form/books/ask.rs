//! Questions before something of own books is done, and what follows from a yes.

use super::make::allows;
use super::{Asked, Chosen, Does, Told};
use crate::domain::{CompanyId, Message};
use crate::service;
use crate::service::books::{
    Approve, BillStep, BooksEdit, Correction, CreditPart, IssueAsk, Settle, TimeAsk, TimeChange, TimerAsk,
};
use crate::service::cases;
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::form::Order;
use crate::tui::form::each::{self, Each};
use crate::tui::form::order::order;
use crate::tui::shared::{Question, Shared};

/// Asks, if this screen may do it.
pub(crate) fn ask(cx: &mut Shared, action: service::Action, (what, cost, yes): (Message, Message, Message), does: Does) {
    if !allows(cx, action) {
        return;
    }
    let Some(company) = cx.books.id() else { return };
    cx.confirm(Question::Books(Box::new(Asked { company, what, cost, yes, does })));
}

/// Does what was asked about.
pub(crate) fn does(cx: &mut Shared, asked: Asked) -> Vec<Effect> {
    let company = asked.company;
    match asked.does {
        Does::DiscardDrafts(drafts) => {
            let one = |(id, name)| (name, Case::new(cases::Bill { company, step: BillStep::Discard(id) }));
            each::give(cx, Each::DiscardDraft, drafts.into_iter().map(one).collect())
        }
        does => one(company, does).into_iter().collect(),
    }
}

/// What is one order.
fn one(company: CompanyId, does: Does) -> Option<Effect> {
    let bill = |step| order(Order::Books(Told::Billed), cases::Bill { company, step });
    Some(match does {
        Does::Delete(ids) => {
            let case = cases::RecordTime { company, change: TimeChange::Delete(ids) };
            order(Order::Books(Told::Time("own-time-deleted")), case)
        }
        Does::DiscardTimer => order(Order::Books(Told::Timer), cases::RunTimer { company, ask: TimerAsk::Discard }),
        Does::Approve(chosen) => approve(company, chosen),
        Does::Remove(id) => {
            let edit = BooksEdit::Delete(crate::domain::RemoteId::new(id));
            order(Order::Books(Told::Edited), cases::EditBooks { company, edit })
        }
        Does::Correct(correct) => bill(BillStep::Correct(Correction {
            document: correct.document,
            void: correct.void,
            date: correct.date,
            reason: correct.reason,
            parts: correct.parts.into_iter().map(|(line, quantity, net)| CreditPart { line, quantity, net }).collect(),
            write_off: correct.write_off,
        })),
        Does::DiscardDraft(id) => bill(BillStep::Discard(id)),
        Does::Issue { drafts, date, fulfilled, due } => {
            bill(BillStep::Issue(IssueAsk { drafts, date, fulfilled, due, each: false }))
        }
        Does::DiscardDrafts(_) => return None,
    })
}

/// Approves entries, or takes approvals back.
pub(crate) fn approve(company: CompanyId, chosen: Chosen) -> Effect {
    let (from, until) = chosen.period.unzip();
    let of = TimeAsk { query: chosen.query, from, until, ids: chosen.ids, ..TimeAsk::default() };
    let (action, told) = if chosen.back { (Settle::Unapprove, "own-unapproved") } else { (Settle::Approve, "own-approved") };
    let case = cases::ApproveTime { company, ask: Approve { of, action, force: chosen.force } };
    order(Order::Books(Told::Settled(told)), case)
}
