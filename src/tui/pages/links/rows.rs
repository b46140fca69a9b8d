//! The rows of the page of integrations, made of what the service says of each.

use jiff::Timestamp;

use super::{Link, Sort, Standing};
use crate::domain::{Delivery, DeliveryState, HookState, Matter, Message};
use crate::service::books::{CalendarSynced, CalendarView};
use crate::tui::ask::Reply;
use crate::tui::notice::Severity;
use crate::tui::shared::Shared;

/// The rows of an answer. What this user may not see is left out.
pub(super) fn shown<T>(reply: Reply<T>, cx: &mut Shared, rows: impl FnOnce(&Shared, T) -> Vec<Link>) -> Vec<Link> {
    match reply {
        Ok(value) => rows(cx, value),
        Err(error) if error.kind == crate::error::ErrorKind::NotAllowed => Vec::new(),
        Err(error) => {
            cx.say_error(error);
            Vec::new()
        }
    }
}

/// Says how it went.
pub(super) fn told(cx: &mut Shared, reply: Reply<(Message, Severity)>) {
    match reply {
        Ok((message, severity)) => cx.say(message, severity),
        Err(error) => cx.say_error(error),
    }
}

/// What a sync of a calendar did.
pub(super) fn synced(done: &CalendarSynced) -> (Message, Severity) {
    if let Some(error) = &done.error {
        return (error.clone(), Severity::Act);
    }
    let message = Message::new("links-synced")
        .with("name", done.calendar.as_str())
        .with("events", done.created + done.updated + done.deleted)
        .with("entries", done.edited + done.removed)
        .with("proposals", done.proposals)
        .with("conflicts", done.conflicts);
    (message, if done.conflicts > 0 { Severity::Look } else { Severity::Good })
}

pub(super) fn calendar(cx: &Shared, view: &CalendarView) -> Link {
    let counts = Message::new("links-calendar")
        .with("person", view.person.as_str())
        .with("events", view.events)
        .with("linked", view.linked)
        .with("conflicts", view.conflicts.len());
    let standing = match (&view.error, view.conflicts.is_empty(), view.synced) {
        (Some(_), ..) => Standing::Failed,
        (None, false, _) => Standing::Decide,
        (None, true, None) => Standing::Waiting,
        (None, true, Some(_)) => Standing::Connected,
    };
    Link {
        sort: Sort::Calendar,
        company: Some(view.company),
        company_name: view.company_name.clone(),
        name: view.calendar.name.clone(),
        standing,
        last: view.synced,
        next: None,
        note: cx.locale.text(view.error.as_ref().unwrap_or(&counts)),
    }
}

pub(super) fn hook(cx: &Shared, hook: &HookState) -> Link {
    let note = match hook.set {
        None => Message::new("links-webhook-none").with("name", hook.source.as_str()),
        Some(_) => Message::new("links-webhook").with("taken", hook.taken).with("refused", hook.refused),
    };
    let standing = match (hook.set, hook.refused) {
        (None, _) => Standing::Off,
        (Some(_), 0) => Standing::Connected,
        (Some(_), _) => Standing::Decide,
    };
    Link {
        sort: Sort::Webhook(hook.source),
        company: None,
        company_name: String::new(),
        name: hook.source.as_str().to_owned(),
        standing,
        last: hook.last,
        next: None,
        note: cx.locale.text(&note),
    }
}

pub(super) fn archive(cx: &Shared, count: usize, newest: Option<Timestamp>) -> Link {
    let note = if count == 0 { Message::new("links-archive-none") } else { Message::new("links-archive").with("count", count) };
    Link {
        sort: Sort::Archive,
        company: None,
        company_name: String::new(),
        name: cx.locale.get("tui-links-kind-archive"),
        standing: if count == 0 { Standing::Off } else { Standing::Connected },
        last: newest,
        next: None,
        note: cx.locale.text(&note),
    }
}

/// The mail server, and Slack where something was posted there.
pub(super) fn mails(cx: &Shared, mails: Vec<Delivery>) -> Vec<Link> {
    let (posts, mails): (Vec<_>, Vec<_>) = mails.into_iter().partition(|one| one.parcel.matter == Matter::Daily);
    let slack = (!posts.is_empty()).then(|| sent(cx, &posts, (Sort::Slack, "tui-links-kind-slack")));
    std::iter::once(sent(cx, &mails, (Sort::Mail, "tui-links-kind-mail"))).chain(slack).collect()
}

/// A server, as its newest deliveries tell.
fn sent(cx: &Shared, mails: &[Delivery], (sort, name): (Sort, &'static str)) -> Link {
    let count = |states: &[DeliveryState]| mails.iter().filter(|mail| states.contains(&mail.state)).count();
    let waiting = count(&[DeliveryState::Queued, DeliveryState::Sending]);
    let failed = count(&[DeliveryState::Failed, DeliveryState::Unknown]);
    let open = mails.iter().filter(|mail| !matches!(mail.state, DeliveryState::Sent | DeliveryState::Cancelled));
    let error = open.clone().find_map(|mail| mail.error.clone());
    let counts =
        Message::new("links-mail").with("sent", count(&[DeliveryState::Sent])).with("waiting", waiting).with("failed", failed);
    let counts = cx.locale.text(&counts);
    Link {
        sort,
        company: None,
        company_name: String::new(),
        name: cx.locale.get(name),
        standing: match (mails.is_empty(), failed, waiting) {
            (true, ..) => Standing::Off,
            (false, 0, 0) => Standing::Connected,
            (false, 0, _) => Standing::Waiting,
            (false, ..) => Standing::Failed,
        },
        last: mails.iter().filter_map(|mail| mail.sent).max(),
        next: open.filter_map(|mail| mail.due).min(),
        note: error.map_or(counts.clone(), |error| format!("{counts} {error}")),
    }
}
