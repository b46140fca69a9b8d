//! What follows from an event: pure, so that every behaviour of the screen is a test without a terminal.

use super::event::{Effect, Event};
use super::key::Key;
use super::keymap::{Action, Context};
use super::model::{Leaving, Model, Mood, Notice, Overlay, Tab};
use super::tabs::{companies, detail, invoices, log, reports};
use crate::domain::{CompanyId, Message, RunStatus, SyncRun};
use crate::sync;

/// A notice that nobody dismissed goes after so many minutes.
const NOTICE_MINUTES: i64 = 5;

/// What the screen needs before it has anything to show.
pub(crate) fn begin(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.companies.load();
    effects.extend(model.log.load());
    effects.extend(invoices::begin(model));
    effects
}

/// What follows from an event.
pub(crate) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let mut effects = dispatch(model, event);
    companies::settle(model);
    log::settle(model);
    effects.extend(invoices::settle(model));
    effects.extend(invoices::settle_detail(model));
    effects.extend(reports::settle(model));
    effects
}

fn dispatch(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => return pressed(model, key),
        Event::Paste(text) => {
            model.dirty = true;
            return invoices::pasted(model, &text);
        }
        Event::Resize(width, height) => {
            (model.width, model.height) = (width, height);
            model.dirty = true;
        }
        Event::Clock(now) => return clock(model, now),
        Event::Sync(event) => return synced(model, event),
        Event::Lagged => return reload(model),
        Event::End => return vec![Effect::Quit],
        Event::Continued => {
            model.dirty = true;
            // While we were away others may have done anything.
            let mut effects = vec![Effect::Redraw];
            effects.extend(reload(model));
            return effects;
        }
        Event::Companies(answer) => {
            model.dirty = true;
            return companies::loaded(model, answer);
        }
        Event::Found { generation, took, result } => return invoices::found(model, generation, took, result),
        Event::Invoice { key, result } => detail::loaded(model, &key, result),
        Event::Live { key, reply } => detail::replied(model, &key, reply),
        Event::Runs(answer) => {
            model.dirty = true;
            return log::loaded(model, answer);
        }
        Event::Run { id, result } => log::run_loaded(model, id, result),
        Event::Report(kind, answer) => reports::loaded(model, kind, answer),
        Event::Synced(error) => {
            if let Some(error) = error {
                model.dirty = true;
                model.say_error(error);
            }
            return reload(model);
        }
    }
    Vec::new()
}

/// Only what shows the time changes, and only when the minute does.
fn clock(model: &mut Model, now: jiff::Timestamp) -> Vec<Effect> {
    let minute = |at: jiff::Timestamp| at.as_second().div_euclid(60);
    let before = std::mem::replace(&mut model.now, now);
    if minute(now) == minute(before) {
        return Vec::new();
    }
    model.dirty = true;
    if model.notice.as_ref().is_some_and(|notice| minute(now) - minute(notice.at) >= NOTICE_MINUTES) {
        model.notice = None;
    }
    // Another day: other invoices are overdue.
    if before.to_zoned(model.zone.clone()).date() == model.today() { Vec::new() } else { reload(model) }
}

/// Reads everything that is shown again.
fn reload(model: &mut Model) -> Vec<Effect> {
    model.reports.forget();
    let mut effects = model.companies.load();
    effects.extend(invoices::refresh(model));
    effects.extend(model.log.load());
    effects.extend(detail::refresh(model));
    effects.extend(log::refresh_open(model));
    effects
}

fn synced(model: &mut Model, event: sync::Event) -> Vec<Effect> {
    model.dirty = true;
    match event {
        sync::Event::Missed => reload(model),
        sync::Event::Started(progress) => {
            model.progress.insert(progress.company, progress);
            let mut effects = model.companies.load();
            effects.extend(model.log.load());
            effects
        }
        sync::Event::Progress(progress) => {
            model.log.progress(&progress);
            model.progress.insert(progress.company, progress);
            Vec::new()
        }
        sync::Event::Committed { keys, .. } => {
            if keys.is_empty() {
                return Vec::new();
            }
            model.reports.forget();
            let mut effects = model.companies.load();
            effects.extend(invoices::refresh(model));
            if model.detail.key.as_ref().is_some_and(|key| keys.contains(key)) {
                effects.extend(detail::refresh(model));
            }
            effects
        }
        sync::Event::Ended(run) => {
            model.progress.remove(&run.company);
            let notice = Notice { at: model.now, ..ended(&run) };
            // What went wrong is not hidden by what went well right after it.
            let fresh = |old: &Notice| model.now.duration_since(old.at).as_secs() < 60;
            if !model.notice.as_ref().is_some_and(|old| old.mood > notice.mood && fresh(old)) {
                model.notice = Some(notice);
            }
            let mut effects = model.companies.load();
            effects.extend(invoices::refresh(model));
            effects.extend(model.log.load());
            if model.log.open.as_ref().is_some_and(|open| open.id == run.id) {
                effects.extend(log::refresh_open(model));
            }
            effects
        }
    }
}

/// How a run that ended is said.
fn ended(run: &SyncRun) -> Notice {
    let counts = &run.counts;
    let changed = |id: &'static str| {
        let message = Message::new(id).with("created", counts.created).with("updated", counts.updated);
        message.with("skipped", counts.skipped).with("vanished", counts.vanished)
    };
    let (message, mood) = match run.status {
        RunStatus::Partial => (changed("tui-ended-partial"), Mood::Look),
        RunStatus::Failed => (run.failure.clone().unwrap_or(Message::new("tui-ended-failed")), Mood::Act),
        RunStatus::Cancelled => (changed("tui-ended-cancelled"), Mood::Look),
        RunStatus::Interrupted => (Message::new("tui-ended-interrupted"), Mood::Look),
        RunStatus::Deferred => (run.failure.clone().unwrap_or(Message::new("tui-ended-deferred")), Mood::Look),
        _ if counts.created + counts.updated + counts.vanished == 0 => (Message::new("tui-ended-nothing"), Mood::Good),
        _ => (changed("tui-ended-completed"), Mood::Good),
    };
    Notice { message, about: Some(run.company_name.clone()), mood, at: run.started }
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let context = model.context();
    let Some(action) = context.action(key) else {
        if context == Context::Filter {
            model.dirty = true;
            return invoices::typed(model, key);
        }
        return Vec::new();
    };
    model.dirty = true;
    if let Some(overlay) = model.overlay {
        return over(model, overlay, action);
    }
    anywhere(model, action).unwrap_or_else(|| within(model, action))
}

/// What a key does in the tab.
fn within(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.tab {
        Tab::Companies => companies::act(model, action),
        Tab::Invoices => invoices::act(model, action),
        Tab::Detail => detail::act(model, action),
        Tab::Log => log::act(model, action),
        Tab::Reports => reports::act(model, action),
    }
}

/// What a key does in every tab; `None` when that is the tab's to say.
fn anywhere(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let step = |model: &Model, by: usize| {
        let index = Tab::ALL.iter().position(|tab| *tab == model.tab).unwrap_or(0);
        Tab::ALL.get((index + by) % Tab::ALL.len()).copied().unwrap_or_default()
    };
    let effects = match action {
        Action::Tab(number) => go(model, Tab::number(number).unwrap_or(model.tab)),
        Action::NextTab => go(model, step(model, 1)),
        Action::PreviousTab => go(model, step(model, Tab::ALL.len() - 1)),
        Action::Help => {
            model.overlay = Some(Overlay::Help { top: 0 });
            Vec::new()
        }
        Action::Quit if model.progress.is_empty() || model.leaving == Leaving::LeavesAlone => vec![Effect::Quit],
        Action::Quit => {
            model.overlay = Some(Overlay::Confirm { quit: false });
            Vec::new()
        }
        Action::Sync => start(model, here(model)),
        Action::SyncAll => start(model, None),
        Action::Cancel => cancel(model),
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Reload if model.tab == Tab::Invoices || model.tab == Tab::Companies => reload(model),
        _ => return None,
    };
    Some(effects)
}

fn go(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.tab = tab;
    model.back = None;
    Vec::new()
}

/// The company that a key means here: under the cursor, of the list, of the invoice, of the run.
fn here(model: &Model) -> Option<CompanyId> {
    match model.tab {
        Tab::Companies => model.companies.current().map(|view| view.company.id),
        Tab::Invoices => model.invoices.scope.or_else(|| model.invoices.selected.as_ref().map(|key| key.company)),
        Tab::Detail => model.detail.key.as_ref().map(|key| key.company),
        Tab::Log => model.log.all().get(model.log.cursor).map(|run| run.company),
        Tab::Reports => None,
    }
}

/// Starts a sync of one company, or of all that are enabled; says why where there is nothing to start.
fn start(model: &mut Model, company: Option<CompanyId>) -> Vec<Effect> {
    let all = model.companies.all();
    let wanted: Vec<CompanyId> = match company {
        Some(id) => vec![id],
        None => all.iter().filter(|view| view.company.enabled).map(|view| view.company.id).collect(),
    };
    let idle = |id: &CompanyId| !model.progress.contains_key(id);
    let refusal = match company.and_then(|id| all.iter().find(|view| view.company.id == id)) {
        _ if all.is_empty() => Some("tui-sync-no-company"),
        Some(view) if !view.company.enabled => Some("tui-sync-disabled"),
        Some(view) if view.company.key.is_none() => Some("tui-sync-no-key"),
        _ if wanted.is_empty() => Some("tui-sync-no-company"),
        _ if !wanted.iter().any(idle) => Some("tui-sync-running"),
        _ => None,
    };
    if let Some(id) = refusal {
        model.say(Message::new(id), Mood::Look);
        return Vec::new();
    }
    model.notice = None;
    vec![Effect::StartSync(wanted.into_iter().filter(idle).collect())]
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.progress.is_empty() {
        return Vec::new();
    }
    let one = here(model).filter(|id| model.tab == Tab::Companies && model.progress.contains_key(id));
    model.say(Message::new("tui-cancelling"), Mood::Look);
    vec![Effect::Cancel(one.into_iter().collect())]
}

/// What a key does in what lies over the tab.
fn over(model: &mut Model, overlay: Overlay, action: Action) -> Vec<Effect> {
    match action {
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Give => {
            model.overlay = None;
            return Vec::new();
        }
        _ => {}
    }
    match overlay {
        Overlay::Help { top } => {
            let page = usize::from(model.body_height()).saturating_sub(1).max(1);
            let last = super::view::help_lines(model).saturating_sub(usize::from(model.body_height()));
            let top = moved(top, page, last, action);
            model.overlay = Some(Overlay::Help { top });
        }
        Overlay::Sort { cursor } => {
            let cursor = moved(cursor, 5, invoices::SORTABLE.len() - 1, action);
            model.overlay = Some(Overlay::Sort { cursor });
            match action {
                Action::Apply => {
                    model.overlay = None;
                    if let Some((field, _)) = invoices::SORTABLE.get(cursor) {
                        return invoices::sort_by(model, *field);
                    }
                }
                Action::Reverse => {
                    model.overlay = None;
                    return invoices::act(model, Action::Reverse);
                }
                _ => {}
            }
        }
        Overlay::Confirm { quit } => match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Apply if quit => return vec![Effect::Quit],
            Action::Apply => model.overlay = None,
            Action::Other => model.overlay = Some(Overlay::Confirm { quit: !quit }),
            _ => {}
        },
    }
    Vec::new()
}

fn moved(at: usize, page: usize, last: usize, action: Action) -> usize {
    match action {
        Action::Down => at + 1,
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => at,
    }
    .min(last)
}
