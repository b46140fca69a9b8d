//! What is done on the page: mails are sent again or dropped, each marked one or the one under the cursor, and reminders that are due
//! are shown and sent.

use super::{Deliveries, ask, is_for};
use crate::domain::{CompanyId, Delivery, Message, text};
use crate::service::{self, SendAnswer, cases};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::form::each::{self, Each};
use crate::tui::form::make;
use crate::tui::form::refused::told;
use crate::tui::keymap::Action;
use crate::tui::list::Rows;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::{Question as Confirm, Shared};

/// Lines of a question that name what it is about.
const LISTED: usize = 5;

/// What the page asks about.
#[derive(Debug, Default)]
pub(super) enum Asked {
    /// Nothing.
    #[default]
    Nothing,
    /// These are sent again, or dropped: each with its company, identifier and number.
    Mails(Action, Vec<(CompanyId, String, String)>),
    /// Reminders are sent.
    Reminders,
}

impl Deliveries {
    /// The mails that an action is for: the marked ones, or the one under the cursor.
    pub(super) fn targets(&self, action: Action) -> Vec<&Delivery> {
        let marked = self.sheet.marked();
        let here = self.current().into_iter().filter(|_| marked.is_empty());
        let of = self.rows().iter().filter(|row| marked.contains(&<super::DeliveryField as Rows>::key(row)));
        of.chain(here).filter(|row| is_for(action, row)).collect()
    }

    /// Sends mails again, or drops them; of several it asks first.
    pub(super) fn change(&mut self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        let targets = self.targets(action);
        let Some(first) = targets.first() else { return Vec::new() };
        if !make::allows(cx, service::Action::Deliver, Some(first.company)) {
            return Vec::new();
        }
        let of = |row: &&Delivery| (row.company, row.id.to_string(), row.parcel.number.clone());
        let mails: Vec<(CompanyId, String, String)> = targets.iter().map(of).collect();
        if let [row] = targets.as_slice() {
            let id = if action == Action::SendAgain { "tui-delivery-sent-again" } else { "tui-delivery-withdrawn" };
            cx.say(Message::new(id).with("number", row.parcel.number.clone()), Severity::Look);
            return mails.into_iter().map(|(company, delivery, _)| ask(case(action, company, delivery))).collect();
        }
        let name = |row: &&Delivery| format!("{} · {}", row.parcel.number, row.parcel.partner);
        let list = listed(cx, targets.iter().map(name));
        let family = if action == Action::SendAgain { "mails-again" } else { "mails-drop" };
        let count = mails.len().to_string();
        self.asked = Asked::Mails(action, mails);
        cx.confirm(Confirm::OfPage { page: PageId::Deliveries, family, name: count, list });
        Vec::new()
    }

    /// Asks which reminders are due.
    pub(super) fn remind(cx: &mut Shared) -> Vec<Effect> {
        if !cx.may_anywhere(service::Action::Deliver) {
            make::allows(cx, service::Action::Deliver, None);
            return Vec::new();
        }
        cx.say(Message::new("tui-reminders-looking"), Severity::Look);
        vec![ask(Case::new(cases::Remind { companies: Vec::new(), dry_run: true }))]
    }

    /// Shows the reminders that are due before they are sent, or says what became of them.
    pub(super) fn reminders(&mut self, answer: &SendAnswer, cx: &mut Shared) -> Vec<Effect> {
        cx.notice = None;
        if let Some(name) = answer.unknown.first() {
            let message = Message::new("delivery-reminders-unknown").with("company", text::clean(name).into_owned());
            cx.say(message, Severity::Act);
        }
        let count = answer.prepared.len();
        if !answer.dry_run {
            cx.say(Message::new("tui-reminders-queued").with("count", count), Severity::Good);
            return self.load();
        }
        // A reason may name the customer.
        let first = answer.skipped.iter().find(|one| !one.is_done).filter(|_| !cx.masked);
        let why = first.map(|one| cx.locale.text(&told(&one.why, None).0));
        if count == 0 {
            let message = match why {
                Some(why) => Message::new("tui-reminders-none-sent").with("count", answer.skipped.len()).with("why", why),
                None if answer.off => Message::new("delivery-reminders-off"),
                None => Message::new("tui-reminders-none"),
            };
            if answer.unknown.is_empty() {
                cx.say(message, Severity::Look);
            }
            return Vec::new();
        }
        let name = |one: &service::Prepared| {
            let parcel = &one.delivery.parcel;
            let partner = if cx.masked { mask::name(&parcel.partner) } else { parcel.partner.clone() };
            let open = one.balance.as_ref().map(|open| cx.locale.money(open.amount, &open.currency)).unwrap_or_default();
            format!("{} · {partner} · {open}", parcel.number)
        };
        let mut list = listed(cx, answer.prepared.iter().map(name));
        if let Some(why) = why {
            let left = Message::new("tui-reminders-left").with("count", answer.skipped.len()).with("why", why);
            list = format!("{list}\n{}", cx.locale.text(&left));
        }
        if cx.page != PageId::Deliveries || cx.overlay.is_some() {
            // Something else was begun meanwhile: it is not covered by a question.
            return Vec::new();
        }
        self.asked = Asked::Reminders;
        cx.confirm(Confirm::OfPage { page: PageId::Deliveries, family: "reminders", name: count.to_string(), list });
        Vec::new()
    }

    /// Does what was asked about.
    pub(super) fn agreed(&mut self, cx: &mut Shared) -> Vec<Effect> {
        match std::mem::take(&mut self.asked) {
            Asked::Nothing => Vec::new(),
            Asked::Mails(action, mails) => {
                let each = if action == Action::SendAgain { Each::SendAgain } else { Each::DropMail };
                let one = |(company, delivery, number)| (number, case(action, company, delivery));
                each::give(cx, each, mails.into_iter().map(one).collect())
            }
            Asked::Reminders => {
                cx.say(Message::new("tui-reminders-sending"), Severity::Look);
                vec![ask(Case::new(cases::Remind { companies: Vec::new(), dry_run: false }))]
            }
        }
    }
}

fn case(action: Action, company: CompanyId, delivery: String) -> Case {
    match action {
        Action::SendAgain => Case::new(cases::RetryDelivery { company, delivery }),
        _ => Case::new(cases::CancelDelivery { company, delivery }),
    }
}

/// The first lines, and how many more there are.
fn listed(cx: &Shared, all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(LISTED);
    let mut lines: Vec<String> = all.take(LISTED).map(|line| text::clean(&line).into_owned()).collect();
    if more > 0 {
        lines.push(cx.locale.text(&Message::new("tui-and-more").with("count", more)));
    }
    lines.join("\n")
}
